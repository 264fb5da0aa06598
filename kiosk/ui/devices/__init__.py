"""Adapters of devices that need Qt, and what questions get of them all (STYLE rule 2)."""
