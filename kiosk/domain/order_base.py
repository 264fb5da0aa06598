"""What a tariff asks, in the 24 bytes that a payment order has for it (RECEIPTS §2a).

`months=3;zone=B`: facts by their short names; whole numbers are written as such.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

LONGEST_BASE = 24  # bytes


def write_base(facts: Mapping[str, str | int]) -> str | None:
    """Return the base of some facts; None where they do not fit or cannot be told apart again."""
    parts = [f"{key}={value}" for key, value in facts.items()]
    base = ";".join(parts)
    if len(base.encode()) > LONGEST_BASE or any(
        ";" in part or part.count("=") != 1 for part in parts
    ):
        return None
    return base


def read_base(base: str, choices: Collection[str]) -> dict[str, str | int]:
    """Return the facts of a base; those named in *choices* stay texts.

    Raises ValueError where a part is no fact, or not a whole number.
    """
    facts: dict[str, str | int] = {}
    for part in base.split(";") if base else ():
        key, equals, value = part.partition("=")
        if not equals or not key:
            raise ValueError("no fact")
        facts[key] = value if key in choices else int(value)
    return facts
