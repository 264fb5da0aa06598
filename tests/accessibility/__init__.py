"""Tests: accessibility."""
