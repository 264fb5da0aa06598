"""Tests: questions of a form, each by role and name."""
