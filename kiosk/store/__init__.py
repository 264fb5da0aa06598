"""Read tables built from events, and every named question asked of them."""
