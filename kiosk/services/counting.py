"""Cells of a counting grid: from what was typed to pieces of money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kiosk.domain.cash import TENDER_LIMIT_CENTAVOS
from kiosk.domain.denominations import (
    Denomination,
    denominations_on,
    read_denominations,
    sum_of,
)
from kiosk.errors import KnownError
from kiosk.services.desk import Desk, local_day
from kiosk.settings import resources_folder
from kiosk.store import pulled
from sync.events import Pieces
from sync.journal import Transaction
from sync.money import Centavos

MOST_PIECES = 99_999
"""More of one denomination than any drawer holds: a slip of the keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFacts:
    """Which cell cannot be read, counted from 1."""

    number: int


class CellUnreadable(KnownError):
    """A cell holds something else than a whole number of pieces; nothing was written."""

    code: ClassVar[str] = "count.cell"

    def __init__(self, number: int) -> None:
        super().__init__(CellFacts(number=number))


class CountTooLarge(KnownError):
    """More was counted than a record can hold; nothing was written."""

    code: ClassVar[str] = "count.too_large"


def cell_count(text: str) -> int | None:
    """Return how many pieces a cell says: 0 for an empty one, None where it cannot be read."""
    tidy = text.strip()
    if not tidy:
        return 0
    if not (tidy.isascii() and tidy.isdigit()) or int(tidy) > MOST_PIECES:
        return None
    return int(tidy)


def total_of(denominations: Sequence[Denomination], cells: Sequence[str]) -> Centavos:
    """Return what is counted so far; cells that cannot be read count as none."""
    return Centavos(
        sum(
            row.each_centavos * (cell_count(text) or 0)
            for row, text in zip(denominations, cells, strict=False)
        )
    )


def pieces_of_cells(
    denominations: Sequence[Denomination], cells: Sequence[str]
) -> tuple[Pieces, ...]:
    """Return the pieces of a grid, those of 0 left out; raises CellUnreadable, CountTooLarge."""
    found = []
    for number, (row, text) in enumerate(zip(denominations, cells, strict=True), 1):
        count = cell_count(text)
        if count is None:
            raise CellUnreadable(number)
        if count:
            found.append(Pieces(each_centavos=row.each_centavos, count=count, form=row.form))
    if sum_of(found) > TENDER_LIMIT_CENTAVOS:
        raise CountTooLarge
    return tuple(found)


class Denominations:
    """The coins and notes of this office's country, by day."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: tuple[Denomination, ...] | None = None

    def today(self) -> tuple[Denomination, ...]:
        """Return what is in use today: notes first, then coins, each the largest first."""
        if self._rows is None:
            path = resources_folder() / "cash" / "mx.toml"
            self._rows = read_denominations(path.read_text(encoding="utf-8"))
        # a clock before this version of the app is wrong: nobody pays with the money of that day
        seconds = max(self._desk.now_seconds(), self._desk.build_seconds)
        return denominations_on(self._rows, local_day(seconds))


def over_limit(amount_centavos: int, limit_centavos: Centavos) -> bool:
    """Say whether an amount passes a limit of the office; 0 is no limit."""
    return bool(limit_centavos) and abs(amount_centavos) > limit_centavos


def difference_limit(tx: Transaction) -> Centavos:
    """Return from which difference on a second person must approve; 0 is never."""
    return pulled.settings(tx).difference_limit_centavos
