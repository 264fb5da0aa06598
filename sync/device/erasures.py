"""Orders of pull dataset 10: which may be carried out now, which wait (PROTOCOL §14).

An event's body goes only once the central keeps the event for good (at or below durable), and money
(kinds 30–39, 60–69) is never erased inside its retention: it is blocked instead. What may not be
done yet waits here and is looked at again. How a body goes is the kiosk's work, handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from sync.catalogue import ErasureAct, ErasureEntry, decode_entry
from sync.errors import MessageInvalid
from sync.events import decode_header
from sync.ids import EventId
from sync.journal import StoredEvent, Transaction, by_id

_YEAR_SECONDS = 31_557_600
MONEY_RETENTION_SECONDS = 10 * _YEAR_SECONDS
"""How long bodies of money stay, by the central's time: longer than any fiscal retention known."""
_MONEY = (range(30, 40), range(60, 70))

Carry = Callable[[Transaction, Sequence[ErasureEntry]], None]
"""Erases, blocks or unblocks; what it raises undoes the whole transaction and is tried again."""


class Outcome(IntEnum):
    """What became of an order."""

    WAITING = 0  # not durable at the central yet
    CARRIED_OUT = 1
    BLOCKED_INSTEAD = 2  # money inside its retention
    NOT_HERE = 3  # this device never had the event


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """One order of dataset 10 and what became of it."""

    entry: ErasureEntry
    version: int
    outcome: Outcome


def ordered(tx: Transaction) -> tuple[Ordered, ...]:
    """Return every order that is published, with what became of it, for a supervisor's list."""
    rows = tx.execute(
        "SELECT r.key, r.version, r.value, coalesce(d.outcome, 0) FROM reference AS r"
        " LEFT JOIN erasure_done AS d"
        " ON d.key = r.key AND d.version >= r.version"
        " WHERE r.dataset = ? ORDER BY r.key",
        (ErasureEntry.dataset,),
    ).fetchall()
    found = [
        Ordered(entry=entry, version=version, outcome=Outcome(outcome))
        for key, version, value, outcome in rows
        if (entry := _entry(key, value)) is not None
    ]
    return tuple(found)


def waiting(tx: Transaction) -> int:
    """Return how many published orders were not settled."""
    row = tx.execute(
        "SELECT count(*) FROM reference AS r LEFT JOIN erasure_done AS d"
        " ON d.key = r.key AND d.version >= r.version"
        " WHERE r.dataset = ? AND d.key IS NULL",
        (ErasureEntry.dataset,),
    ).fetchone()
    return int(row[0])


def carry_out_due(tx: Transaction, carry: Carry, server_seconds: int) -> int:
    """Carry out what may be done now, in this transaction; return how many orders were settled.

    *server_seconds* is the newest time the central has signed. Raises what *carry* raises; nothing
    is settled then once the caller rolls back.
    """
    due: list[ErasureEntry] = []
    settled: list[tuple[str, int, int]] = []
    for one in ordered(tx):
        if one.outcome is not Outcome.WAITING:
            continue
        outcome = _outcome(tx, one.entry, server_seconds)
        if outcome is Outcome.WAITING:
            continue
        settled.append((one.entry.key, one.version, int(outcome)))
        if outcome is Outcome.CARRIED_OUT:
            due.append(one.entry)
        elif outcome is Outcome.BLOCKED_INSTEAD:
            due.append(replace(one.entry, act=ErasureAct.BLOCK))
    if due:
        carry(tx, tuple(due))
    tx.executemany(
        "INSERT OR REPLACE INTO erasure_done (key, version, outcome) VALUES (?, ?, ?)", settled
    )
    return len(settled)


def _outcome(tx: Transaction, entry: ErasureEntry, server_seconds: int) -> Outcome:
    event = by_id(tx, EventId(entry.event_id))
    if event is None:
        return Outcome.NOT_HERE
    if entry.act is not ErasureAct.ERASE:
        return Outcome.CARRIED_OUT
    if not is_durable(tx, event):
        return Outcome.WAITING
    if _is_retained(event, server_seconds):
        return Outcome.BLOCKED_INSTEAD
    return Outcome.CARRIED_OUT


def is_durable(tx: Transaction, event: StoredEvent) -> bool:
    """Say whether the central keeps an event for good, in whichever stream it confirmed it."""
    row = tx.execute(
        "SELECT 1 FROM event AS e JOIN stream_state AS s ON s.stream = e.stream"
        " WHERE e.event_id = ? AND e.seq <= s.durable LIMIT 1",
        (event.event_id,),
    ).fetchone()
    return row is not None


def _is_retained(event: StoredEvent, server_seconds: int) -> bool:
    header = decode_header(event.header)
    if not any(header.kind in kinds for kinds in _MONEY):
        return False
    return server_seconds < header.time_seconds + MONEY_RETENTION_SECONDS


def _entry(key: str, value: bytes) -> ErasureEntry | None:
    try:
        entry = decode_entry(ErasureEntry.dataset, key, value)
    except MessageInvalid:
        return None  # a newer app's key; what did not hold was never applied
    return entry if isinstance(entry, ErasureEntry) else None
