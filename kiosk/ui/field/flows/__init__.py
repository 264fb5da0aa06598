"""The flows of field mode: one module per area, each with its screens (UX §3)."""
