"""Rules of the office, pure: no input or output, no Qt, no database."""
