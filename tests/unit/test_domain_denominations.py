"""Coins and notes are dated data: a $20 coin and a $20 note are two rows (RECEIPTS §10)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiosk.domain.denominations import (
    DenominationsBroken,
    denominations_on,
    read_denominations,
    sum_of,
)
from sync.events import CoinOrNote, Pieces
from sync.money import Centavos

MEXICO = Path(__file__).parents[2] / "resources" / "cash" / "mx.toml"


def test_twenty_pesos_are_a_note_and_a_coin() -> None:
    """The grid has six notes, then six coins, each the largest first."""
    rows = denominations_on(read_denominations(MEXICO.read_text("utf-8")), date(2026, 11, 20))

    shown = [(row.each_centavos, row.form) for row in rows]
    assert shown == [
        *((each, CoinOrNote.NOTE) for each in (100_000, 50_000, 20_000, 10_000, 5_000, 2_000)),
        *((each, CoinOrNote.COIN) for each in (2_000, 1_000, 500, 200, 100, 50)),
    ]


def test_a_row_is_shown_only_while_it_is_in_use() -> None:
    """Before its first day and after its last one a coin is not counted; both days count."""
    rows = read_denominations(
        "[[denomination]]\ncentavos = 10\nform = 'coin'\n"
        "valid_from = 2026-01-02\nvalid_to = 2026-01-03\n"
    )

    days = [len(denominations_on(rows, date(2026, 1, day))) for day in (1, 2, 3, 4)]

    assert days == [0, 1, 1, 0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "denomination = []",
        "[[denomination]]\ncentavos = 0\nform = 'note'\nvalid_from = 2020-01-01",
    ],
)
def test_a_broken_file_is_a_defect(text: str) -> None:
    """A file without rows, or with a coin of no worth, is refused whole."""
    with pytest.raises(DenominationsBroken):
        read_denominations(text)


def test_pieces_are_worth_their_sum() -> None:
    """Σ denomination x count, coins and notes alike."""
    twenty = Centavos(2_000)

    worth = sum_of(
        (
            Pieces(each_centavos=twenty, count=3, form=CoinOrNote.NOTE),
            Pieces(each_centavos=twenty, count=1, form=CoinOrNote.COIN),
            Pieces(each_centavos=Centavos(50), count=3, form=CoinOrNote.COIN),
        )
    )

    assert worth == 8_150
