"""Qt, and only here."""
