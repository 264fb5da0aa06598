"""Writes what a benchmark measured between two markers of a page."""

from __future__ import annotations

from pathlib import Path


def replace_between(page: Path, name: str, text: str) -> None:
    """Put *text* between the markers `NAME` and `end NAME`; ValueError where they are missing."""
    begin, end = f"<!-- {name} -->", f"<!-- end {name} -->"
    before, found, rest = page.read_text("utf-8").partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"{page} has no markers {begin} … {end}")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")
