"""XForm XML to a frozen definition."""
