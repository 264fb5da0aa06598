"""Whether a row fits its table on every database: SQLite takes much that PostgreSQL refuses.

Asked before a row is stored, so that both databases give the same answer about the same event.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, Integer, String, Table

_SMALLEST, _LARGEST = -(2**31), 2**31 - 1


def fits(table: Table, row: Mapping[str, Any]) -> bool:
    """Say whether whole numbers are in their columns' range and texts hold no NUL."""
    numbers, texts = _asked(table)
    for name in numbers:
        value = row.get(name)
        if value is not None and not _SMALLEST <= value <= _LARGEST:
            return False
    for name in texts:
        value = row.get(name)
        if value is not None and "\x00" in value:
            return False
    return True


@functools.cache
def _asked(table: Table) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns of 32 bits and those of text."""
    numbers = tuple(
        column.name
        for column in table.columns
        if isinstance(column.type, Integer) and not isinstance(column.type, BigInteger)
    )
    texts = tuple(column.name for column in table.columns if isinstance(column.type, String))
    return numbers, texts
