"""The cash desk over the real services and a real encrypted file, without a screen."""
