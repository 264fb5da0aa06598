"""Change by coins and notes: what to hand back of what lies in the drawer (UX §3.6, V15).

The drawer's pieces are known as far as people counted them; what a person hands over is guessed.
So what comes out here is a proposal that the clerk may correct, never a figure of the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd

from sync.events import CoinOrNote, Pieces
from sync.money import Centavos

_SEARCHED_CENTAVOS = 2_000_000
"""Above $20,000 of change the largest pieces are taken first without looking for other ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPieces:
    """What to hand back, the largest first, and what no combination of pieces can make up."""

    pieces: tuple[Pieces, ...]
    missing_centavos: Centavos

    @property
    def exact(self) -> bool:
        """Say whether the pieces make up the whole change."""
        return self.missing_centavos == 0


def change_by_pieces(change_centavos: Centavos, available: Iterable[Pieces]) -> ByPieces:
    """Return the pieces to hand back: exact where any combination of *available* is exact.

    Of several ways the one with more of the largest pieces. Where none is exact: the largest
    amount below, and what is missing.
    """
    rows = _merged(available)
    taken, left = _whole_first(change_centavos, rows)
    unit = gcd(*(row.each_centavos for row in rows)) if rows else 1
    most = left // unit
    reach = _reach(rows, taken, unit, most)
    target = reach[0].bit_length() - 1
    missing = left - target * unit
    for place, row in enumerate(rows):
        size = row.each_centavos // unit
        count = min(row.count - taken[place], target // size)
        while not reach[place + 1] >> (target - count * size) & 1:
            count -= 1
        taken[place] += count
        target -= count * size
    pieces = tuple(
        Pieces(each_centavos=row.each_centavos, count=count, form=row.form)
        for row, count in zip(rows, taken, strict=True)
        if count
    )
    return ByPieces(pieces=pieces, missing_centavos=Centavos(missing))


def as_many_as_needed(
    change_centavos: Centavos, denominations: Iterable[Pieces]
) -> tuple[Pieces, ...]:
    """Return each denomination as often as *change_centavos* could need: a drawer nobody counted.

    The counts of *denominations* do not matter.
    """
    return tuple(
        Pieces(
            each_centavos=one.each_centavos,
            count=change_centavos // one.each_centavos,
            form=one.form,
        )
        for one in denominations
    )


def guessed_tender(
    tendered_centavos: Centavos, denominations: Iterable[Pieces]
) -> tuple[Pieces, ...] | None:
    """Return the fewest pieces that make up what was received; None where none do.

    It is a guess: a person may hand over anything that adds up.
    """
    guess = change_by_pieces(tendered_centavos, as_many_as_needed(tendered_centavos, denominations))
    return guess.pieces if guess.exact else None


def worth(pieces: Iterable[Pieces]) -> Centavos:
    """Return what pieces are worth together."""
    return Centavos(sum(one.each_centavos * one.count for one in pieces))


def together(*groups: Iterable[Pieces]) -> tuple[Pieces, ...]:
    """Return the pieces of several groups as one, the largest first, notes before coins."""
    return _merged(one for group in groups for one in group)


def _merged(pieces: Iterable[Pieces]) -> tuple[Pieces, ...]:
    counts: dict[tuple[int, CoinOrNote], int] = {}
    for one in pieces:
        key = (one.each_centavos, one.form)
        counts[key] = counts.get(key, 0) + one.count
    order = sorted(counts, key=lambda key: (-key[0], key[1] is CoinOrNote.COIN))
    return tuple(
        Pieces(each_centavos=Centavos(each), count=counts[each, form], form=form)
        for each, form in order
        if each > 0 and counts[each, form] > 0
    )


def _whole_first(change_centavos: int, rows: Sequence[Pieces]) -> tuple[list[int], int]:
    """Return how many of each are taken without a search, and what is left to search."""
    taken, left = [0] * len(rows), change_centavos
    for place, row in enumerate(rows):
        beyond = left - _SEARCHED_CENTAVOS
        if beyond <= 0:
            break
        taken[place] = min(row.count, -(-beyond // row.each_centavos), left // row.each_centavos)
        left -= taken[place] * row.each_centavos
    return taken, left


def _reach(rows: Sequence[Pieces], taken: Sequence[int], unit: int, most: int) -> list[int]:
    """Return, for every place, the sums up to *most* that the rows from there on can make.

    Each is a set of bits: bit n says that n units can be made.
    """
    within = (1 << (most + 1)) - 1
    reach = [1] * (len(rows) + 1)
    for place in range(len(rows) - 1, -1, -1):
        size = rows[place].each_centavos // unit
        left = min(rows[place].count - taken[place], most // size)
        found, step = reach[place + 1], 1
        while left:
            many = min(step, left)
            found |= (found << (size * many)) & within
            left -= many
            step *= 2
        reach[place] = found
    return reach
