"""One widget for each kind of form question."""
