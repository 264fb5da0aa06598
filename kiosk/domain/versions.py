"""Versions of the app, as an institution names them: 1.4, 1.4.2."""

from __future__ import annotations

import re

_NUMBERS = re.compile(r"\d+(?:\.\d+)*")


def is_below(version: str, least: str) -> bool:
    """Say whether a version is older than *least*; what names no version asks for nothing."""
    wanted, held = _numbers(least), _numbers(version)
    if not wanted:
        return False
    longest = max(len(wanted), len(held))
    return _filled(held, longest) < _filled(wanted, longest)


def _numbers(text: str) -> tuple[int, ...]:
    found = _NUMBERS.match(text.strip())
    return () if found is None else tuple(int(part) for part in found[0].split("."))


def _filled(numbers: tuple[int, ...], length: int) -> tuple[int, ...]:
    return numbers + (0,) * (length - len(numbers))
