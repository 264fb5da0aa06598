"""Kept: how often the number of a card was missed today (class *kept*, DESIGN §4).

A card that nobody misses has no row. Restoring an older copy of the file brings older counts back;
that the file went back is seen by the witness.
"""

from __future__ import annotations

from kiosk.domain.account_numbers import UNTRIED, CardTries
from sync.journal import Transaction

_TABLES = (
    """
    CREATE TABLE card_try (
        card_number BLOB PRIMARY KEY CHECK (length(card_number) = 8),
        wrong INTEGER NOT NULL,
        owed_milliseconds INTEGER NOT NULL,
        noted_milliseconds INTEGER NOT NULL
    ) STRICT
    """,
)


def create(tx: Transaction) -> None:
    """Create the table of missed numbers."""
    for statement in _TABLES:
        tx.execute(statement)


def tries(tx: Transaction, card_number: bytes) -> CardTries:
    """Return how often a card's number was missed."""
    row = tx.execute(
        "SELECT wrong, owed_milliseconds, noted_milliseconds FROM card_try WHERE card_number = ?",
        (card_number,),
    ).fetchone()
    if row is None:
        return UNTRIED
    return CardTries(wrong=row[0], owed_milliseconds=row[1], noted_milliseconds=row[2])


def put_tries(tx: Transaction, card_number: bytes, count: CardTries) -> None:
    """Keep how often a card's number was missed."""
    tx.execute("DELETE FROM card_try WHERE card_number = ?", (card_number,))
    if count.wrong:
        tx.execute(
            "INSERT INTO card_try VALUES (?, ?, ?, ?)",
            (card_number, count.wrong, count.owed_milliseconds, count.noted_milliseconds),
        )
