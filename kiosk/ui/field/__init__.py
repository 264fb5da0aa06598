"""Screens of the attended field mode (V01 to V31)."""
