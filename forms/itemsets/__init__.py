"""Readers of lists that come as files: CSV, XML, GeoJSON, itemsets.csv -> rows (FORMS §8)."""
