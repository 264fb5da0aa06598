"""Whole numbers only: a fraction of centavos is rounded once, by the tie rule of its row."""

from __future__ import annotations

from typing import assert_never

from sync.catalogue import Tie


def rounded(numerator: int, denominator: int, tie: Tie) -> int:
    """Return numerator / denominator as a whole number; neither may be below zero.

    HALF_UP, HALF_EVEN and HALF_DOWN differ only where exactly a half is left; DOWN and UP always
    go one way. The result lies less than one away, for the halves at most a half.
    """
    if numerator < 0 or denominator < 1:
        raise ValueError("an amount is no less than zero, and parts of a whole are counted")
    whole, rest = divmod(numerator, denominator)
    match tie:
        case Tie.HALF_UP:
            up = 2 * rest >= denominator
        case Tie.HALF_DOWN:
            up = 2 * rest > denominator
        case Tie.HALF_EVEN:
            up = 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
        case Tie.DOWN:
            up = False
        case Tie.UP:
            up = rest > 0
        case _:
            assert_never(tie)
    return whole + up
