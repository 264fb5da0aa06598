r"""The Java and JavaScript dialect of patterns -> Python's: `\p{L}` becomes a class."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache

from forms.xpath.patterns.refused import PatternRefused

_CATEGORY = re.compile(r"\\([pP])\{(?:Is)?(\w+)\}|\\([pP])([A-Z])|(\\.)|(\[\^?|\])", re.DOTALL)


@lru_cache(maxsize=64)
def _category_ranges(category: str) -> str:
    """Return the character-class ranges of a Unicode general category or its first letter."""
    ranges: list[tuple[int, int]] = []
    for point in range(sys.maxunicode + 1 if category not in _WIDE else 0x10000):
        if not unicodedata.category(chr(point)).startswith(category):
            continue
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1] = (ranges[-1][0], point)
        else:
            ranges.append((point, point))
    if not ranges:
        raise PatternRefused(f"unknown character category {category}", risky=False)
    return "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in ranges)


_WIDE = frozenset({"L", "Ll", "Lu", "Lo", "N", "Nd", "P", "S", "M", "Z"})
"""The common categories are looked up in the basic plane only: 16 times faster, and enough."""


def translated(pattern: str) -> str:
    """Return *pattern* as Python writes it; raise PatternRefused for an unknown category."""
    inside = False
    made: list[str] = []
    last = 0
    for found in _CATEGORY.finditer(pattern):
        made.append(pattern[last : found.start()])
        last = found.end()
        bracket = found[6]
        if bracket is not None:
            inside = bracket != "]"
            made.append(found.group())
            continue
        category = found[2] or found[4]
        if category is None:
            made.append(found.group())
            continue
        negated = (found[1] or found[3]) == "P"
        if inside and negated:
            raise PatternRefused("\\P{…} inside brackets is not supported", risky=False)
        ranges = _category_ranges(category)
        made.append(ranges if inside else f"[{'^' if negated else ''}{ranges}]")
    made.append(pattern[last:])
    return "".join(made)
