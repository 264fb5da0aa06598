"""How facts travel from a device to the central platform and back; no kiosk, no forms."""
