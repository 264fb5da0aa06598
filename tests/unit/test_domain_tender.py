"""Change by coins and notes."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.tender import (
    as_many_as_needed,
    change_by_pieces,
    guessed_tender,
    together,
    worth,
)
from sync.events import CoinOrNote, Pieces
from sync.money import Centavos

VALUES = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)


def pieces(*rows: tuple[int, int]) -> tuple[Pieces, ...]:
    """Return pieces of (value, count); up to $10 they are coins."""
    return tuple(
        Pieces(
            each_centavos=Centavos(each),
            count=count,
            form=CoinOrNote.COIN if each <= 1_000 else CoinOrNote.NOTE,
        )
        for each, count in rows
    )


EVERY = pieces(*((value, 1) for value in VALUES))


def as_rows(found: tuple[Pieces, ...]) -> list[tuple[int, int]]:
    """Return pieces as (value, count)."""
    return [(one.each_centavos, one.count) for one in found]


def test_change_is_told_by_pieces() -> None:
    """$14.50 is one of $10, two of $2 and one of 50 centavos."""
    change = Centavos(1_450)

    found = change_by_pieces(change, as_many_as_needed(change, EVERY))

    assert found.exact
    assert as_rows(found.pieces) == [(1_000, 1), (200, 2), (50, 1)]


def test_what_is_not_there_is_not_proposed() -> None:
    """Without a $10 coin the same change comes of smaller ones."""
    found = change_by_pieces(Centavos(1_450), pieces((500, 2), (200, 2), (100, 3), (50, 2)))

    assert found.exact
    assert as_rows(found.pieces) == [(500, 2), (200, 2), (50, 1)]


def test_a_larger_piece_is_left_where_it_leads_nowhere() -> None:
    """$6 of one $5 and three $2 coins is three of $2."""
    found = change_by_pieces(Centavos(600), pieces((500, 1), (200, 3)))

    assert found.exact
    assert as_rows(found.pieces) == [(200, 3)]


def test_what_cannot_be_made_up_is_said() -> None:
    """Only notes are there: the nearest below, and what is missing."""
    found = change_by_pieces(Centavos(1_450), pieces((1_000, 5), (50_000, 1)))

    assert not found.exact
    assert as_rows(found.pieces) == [(1_000, 1)]
    assert found.missing_centavos == 450


def test_an_empty_drawer_gives_nothing() -> None:
    """Nothing there: all of it is missing; nothing due: nothing is missing."""
    assert change_by_pieces(Centavos(100), ()).missing_centavos == 100
    assert change_by_pieces(Centavos(0), ()).exact


def test_a_coin_and_a_note_of_one_value_are_two_rows() -> None:
    """A $20 note goes first, then the coin (RECEIPTS §10)."""
    coin = Pieces(each_centavos=Centavos(2_000), count=1, form=CoinOrNote.COIN)
    note = Pieces(each_centavos=Centavos(2_000), count=1, form=CoinOrNote.NOTE)

    found = change_by_pieces(Centavos(4_000), (coin, note))

    assert found.pieces == (note, coin)
    assert together((coin,), (note,), (coin,)) == (
        note,
        Pieces(each_centavos=Centavos(2_000), count=2, form=CoinOrNote.COIN),
    )


@pytest.mark.parametrize(
    ("tendered", "rows"),
    [(20_000, [(20_000, 1)]), (19_000, [(10_000, 1), (5_000, 1), (2_000, 2)]), (1, None)],
)
def test_what_was_received_is_guessed(tendered: int, rows: list[tuple[int, int]] | None) -> None:
    """The fewest pieces that make it up, or no guess."""
    found = guessed_tender(Centavos(tendered), EVERY)

    assert (None if found is None else as_rows(found)) == rows


def test_ten_to_the_ninth_is_answered_at_once() -> None:
    """A slip of the finger is searched no longer than an honest amount."""
    found = guessed_tender(Centavos(10**9), EVERY)

    assert found is not None
    assert worth(found) == 10**9


@given(
    counts=st.lists(st.integers(0, 3), min_size=4, max_size=4),
    change=st.integers(0, 40).map(lambda units: units * 50),
)
@settings(max_examples=60)
def test_exact_wherever_any_way_is_exact(counts: list[int], change: int) -> None:
    """Compared with every combination; what is proposed is always in the drawer."""
    values = (50, 200, 500, 1_000)
    drawer = pieces(*zip(values, counts, strict=True))
    best = max(
        total
        for taken in product(*(range(count + 1) for count in counts))
        if (total := sum(v * n for v, n in zip(values, taken, strict=True))) <= change
    )

    found = change_by_pieces(Centavos(change), drawer)

    assert worth(found.pieces) == best
    assert found.missing_centavos == change - best
    held = dict(zip(values, counts, strict=True))
    assert all(one.count <= held[one.each_centavos] for one in found.pieces)
