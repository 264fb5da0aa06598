"""Which bodies may go because the central keeps them for good (PROTOCOL §10).

Only at or below durable, and only so many days after the acknowledgement, both by what the central
signed: no clock of the device shortens it. Headers, digests, ids, hashes and receipts stay, and so
does the acknowledgement that allowed it. A stub can always be sent.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sync.ids import EventId, StreamId
from sync.journal import Gone, Transaction, erase

DAY_MILLISECONDS = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Prunable:
    """An event whose body may go, and the acknowledgement that allows it."""

    event_id: EventId
    ack: int


def prunable(
    tx: Transaction, candidates: Collection[tuple[EventId, StreamId, int]], after_days: int
) -> tuple[Prunable, ...]:
    """Return which of the events (id, stream, seq) may lose their body now.

    An acknowledgement of the central as it is now (its incarnation) must have covered the event
    *after_days* before the newest time it has signed, and the event must be at or below durable.
    """
    newest = tx.execute("SELECT last_server_time_milliseconds FROM link").fetchone()[0] or 0
    latest = newest - after_days * DAY_MILLISECONDS
    found = []
    for event_id, stream, seq in candidates:
        row = tx.execute(
            "SELECT a.id FROM ack AS a JOIN stream_state AS s ON s.stream = a.stream"
            " WHERE a.stream = ? AND a.seq >= ? AND ? <= s.durable"
            " AND a.incarnation = (SELECT incarnation FROM link)"
            " AND a.server_time_milliseconds <= ? ORDER BY a.server_time_milliseconds, a.id"
            " LIMIT 1",
            (stream, seq, seq, latest),
        ).fetchone()
        if row is not None:
            found.append(Prunable(event_id=event_id, ack=row[0]))
    return tuple(found)


def prune(tx: Transaction, events: Collection[Prunable]) -> int:
    """Forget salt and body of these events in every stream; return how many rows that were."""
    tx.executemany(
        "INSERT OR IGNORE INTO pruned (event_id, ack) VALUES (?, ?)",
        [(one.event_id, one.ack) for one in events],
    )
    return erase(tx, [one.event_id for one in events], Gone.PRUNED)
