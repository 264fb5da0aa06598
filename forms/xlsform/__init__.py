"""Workbook to XForm XML, with a report."""
