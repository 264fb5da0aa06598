"""The field and kiosk application: everything a person sees, and the encrypted file behind it."""
