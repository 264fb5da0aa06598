"""What every reader does to a cell, and how large a list may be."""

from __future__ import annotations

import re

from forms.itemsets.errors import FileBroken

MAX_CELL_BYTES = 32 * 1024
"""The longest cell of a list (FORMS §8)."""

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_ROWS = 1_000_000
MAX_COLUMNS = 500

_UNCLEAN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def checked_size(data: bytes) -> bytes:
    """Return *data*; raise FileBroken (`too-large`) where it is more than 64 MiB."""
    if len(data) > MAX_FILE_BYTES:
        raise FileBroken("larger than 64 MiB", code="too-large")
    return data


def is_clean(text: str) -> bool:
    """Tell whether `cleaned` would change nothing in *text*."""
    return _UNCLEAN.search(text) is None


def cleaned(text: str, line: int = 0) -> str:
    """Return a cell without control characters and what XML cannot carry.

    Raises FileBroken (`too-large`) where it is longer than 32 KiB.
    """
    if len(text) > MAX_CELL_BYTES // 4 and len(text.encode("utf-8", "replace")) > MAX_CELL_BYTES:
        raise FileBroken("a cell is longer than 32 KiB", code="too-large", line=line)
    return text if text.isascii() and text.isprintable() else _UNCLEAN.sub("", text)
