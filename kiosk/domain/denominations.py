"""Coins and notes in use, as dated rows: what the counting grids show (RECEIPTS §10).

A coin and a note of the same worth are two rows. Rows come from the country's file
(`resources/cash/mx.toml`); nothing here knows which coins exist.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sync.events import CoinOrNote, Pieces
from sync.money import Centavos

MOST_PIECES = 2**32


@dataclass(frozen=True, slots=True, kw_only=True)
class Denomination:
    """One coin or note, and the days between which it is in use, both included."""

    each_centavos: Centavos
    form: CoinOrNote
    valid_from: date
    valid_to: date | None = None


class DenominationsBroken(Exception):
    """The file of coins and notes does not hold what it must: a defect of ours."""


def read_denominations(text: str) -> tuple[Denomination, ...]:
    """Return every row of a country's file, as it stands there; raise DenominationsBroken."""
    try:
        rows = tuple(
            Denomination(
                each_centavos=Centavos(int(row["centavos"])),
                form=CoinOrNote[str(row["form"]).upper()],
                valid_from=row["valid_from"],
                valid_to=row.get("valid_to"),
            )
            for row in tomllib.loads(text)["denomination"]
        )
    except (KeyError, TypeError, ValueError) as broken:
        raise DenominationsBroken(str(broken)) from broken
    if not rows or any(row.each_centavos < 1 for row in rows):
        raise DenominationsBroken("no rows, or one of no worth")
    return rows


def denominations_on(rows: Sequence[Denomination], day: date) -> tuple[Denomination, ...]:
    """Return what is in use on a day: notes first, then coins, each the largest first."""
    valid = [
        row
        for row in rows
        if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
    ]
    return tuple(sorted(valid, key=lambda row: (-row.form, -row.each_centavos)))


def sum_of(pieces: Iterable[Pieces]) -> Centavos:
    """Return what pieces are worth together: Σ denomination x count (invariant 10)."""
    return Centavos(sum(one.each_centavos * one.count for one in pieces))
