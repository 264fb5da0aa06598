"""Dumb widgets: one frozen value in, signals out."""
