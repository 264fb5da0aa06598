"""How facts travel from a device to the central platform and back. Imports neither kiosk nor forms."""
