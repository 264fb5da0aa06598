"""One widget for each kind of question in kiosk mode: touch only, one question a page."""
