"""Tests prove promises; see CONTRIBUTING.md."""
