"""Tests: performance."""
