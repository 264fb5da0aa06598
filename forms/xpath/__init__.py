"""The ODK dialect of XPath: text to tokens to tree to closures."""
