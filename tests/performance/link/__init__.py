"""Ventanilla, a POST per record and PouchDB side by side over the same bad link."""
