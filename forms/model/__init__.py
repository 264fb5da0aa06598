"""Answers, relevance, calculation: one change gives the set of what changed."""
