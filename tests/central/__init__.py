"""Tests: central."""
