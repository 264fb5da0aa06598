"""Screens of kiosk mode."""
