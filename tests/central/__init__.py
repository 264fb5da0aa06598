"""Tests: the central platform on SQLite and on PostgreSQL."""
