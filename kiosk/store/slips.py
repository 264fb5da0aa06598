"""Shift slips of other devices that were scanned here (kind 114); read from the journal itself."""

from __future__ import annotations

from sync.events import SlipSeen, encode_body
from sync.journal import Transaction


def is_noted(tx: Transaction, slip: SlipSeen) -> bool:
    """Say whether these very bytes were noted before."""
    found = tx.execute("SELECT 1 FROM event WHERE body = ? LIMIT 1", (encode_body(slip),))
    return found.fetchone() is not None
