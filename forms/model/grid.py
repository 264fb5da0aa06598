"""What a range question stores: a number between its ends, written as its steps are (FORMS §4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

_NUMBER = re.compile(r"-?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})")


def on_grid(parameters: Mapping[str, str], text: str) -> str:
    """Return *text* with as many decimals as `start`, `end` and `step` have, or more if it has.

    Blank where it is no number or lies outside the two ends; an end the form does not say is none.
    """
    number = _decimal(text)
    if number is None:
        return ""
    start, end = _decimal(parameters.get("start", "")), _decimal(parameters.get("end", ""))
    if start is not None and end is not None:
        start, end = min(start, end), max(start, end)
    if (start is not None and number < start) or (end is not None and number > end):
        return ""
    steps = (_decimal(parameters.get(name, "")) for name in ("start", "end", "step"))
    places = max(_places(one) for one in (number, *steps) if one is not None)
    return f"{number:.{places}f}"


def _decimal(text: str) -> Decimal | None:
    trimmed = text.strip()
    return Decimal(trimmed) if _NUMBER.fullmatch(trimmed) else None


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
