"""Bytes and values made wrong in one place or in several, by a seed that repeats."""

from __future__ import annotations

import random
from typing import Any

LEAVES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 23, 24, 255, 256, 2**16, 2**31, 2**32 - 1, 2**40, 2**62,
    2**63 - 1, -(2**63) + 1, b"", b"\x00", bytes(8), bytes(16), bytes(32), bytes(33), bytes(64),
    b"\x02" + bytes(32), b"\xff" * 33, bytes(300), "", "0", "a", "ñ" * 40, "20067-007", "\x00",
    "'; DROP TABLE event; --", "../../etc/passwd", "%2e%2e/%00", "1e9", "á\u202e", "x" * 300,
    [], {}, [[]], [0] * 40, {0: 0}, {"a": 1}, {-1: b"x"}, [None], [b""] * 3, {1: {1: {1: 1}}},
)  # fmt: skip
"""What no decoder may fall over, wherever it stands."""


def mutated(value: Any, dice: random.Random) -> Any:
    """Return *value* with one to three places changed, put away or added."""
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        value = _changed(value, dice)
    return value


def damaged(data: bytes, dice: random.Random) -> bytes:
    """Return bytes with something flipped, cut, put in, repeated or added."""
    for _ in range(dice.choice((1, 1, 2, 4))):
        place = dice.randrange(len(data) + 1)
        match dice.randrange(5):
            case 0 if data:
                at = place % len(data)
                data = data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :]
            case 1:
                data = data[:place]
            case 2:
                data = data[:place] + dice.randbytes(dice.randrange(1, 9)) + data[place:]
            case 3:
                data = data[:place] + data[max(0, place - dice.randrange(1, 40)) :]
            case _:
                data = data[:place] + data[place + dice.randrange(1, 20) :]
    return data


def _changed(value: Any, dice: random.Random) -> Any:
    inside = dice.random() < 0.75  # else this very value
    if inside and isinstance(value, dict) and value:
        key = dice.choice(list(value))
        rest = {one: held for one, held in value.items() if one != key}
        match dice.randrange(6):
            case 0:
                return rest
            case 1:
                return {**value, dice.choice(_keys_like(value)): dice.choice(LEAVES)}
            case _:
                return {**rest, key: _changed(value[key], dice)}
    if inside and isinstance(value, list | tuple) and value:
        place = dice.randrange(len(value))
        held = list(value)
        match dice.randrange(6):
            case 0:
                return held[:place] + held[place + 1 :]
            case 1:
                return [*held, dice.choice(LEAVES)]
            case _:
                return [*held[:place], _changed(held[place], dice), *held[place + 1 :]]
    match value:
        case bool():
            return dice.choice((not value, int(value), *LEAVES))
        case int() if dice.random() < 0.6:
            near = dice.choice((value + 1, value - 1, -value, value << 8, value ^ 1))
            return max(-(2**63) + 1, min(2**63 - 1, near))
        case bytes() if dice.random() < 0.5:
            return damaged(value, dice)
        case str() if dice.random() < 0.5:
            return value + dice.choice(("", " ", "x", "\x00", "\n", "é"))
    return dice.choice(LEAVES)


def _keys_like(value: dict[Any, Any]) -> list[Any]:
    """Return keys that may stand beside those of a map (PROTOCOL §3: one kind of key per map)."""
    return ["a", "zz"] if all(isinstance(key, str) for key in value) else list(range(24))
