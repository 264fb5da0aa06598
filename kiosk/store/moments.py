"""Small questions about when and how often, for rules that measure from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.store.where import STANDS_FIRST
from sync.events import StreamReason
from sync.ids import EventId, StreamId
from sync.journal import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningRow:
    """The business day that somebody opened, and the device's clock when they did."""

    business_day: date
    opened_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamStart:
    """A stream of this device, why it began, and the device's clock then."""

    stream: StreamId
    reason: StreamReason
    opened_seconds: int


def stream_starts(tx: Transaction) -> tuple[StreamStart, ...]:
    """Return the streams of this device, the oldest first."""
    rows = tx.execute(
        "SELECT o.stream, o.reason, o.opened_seconds FROM stream_start AS o"
        " JOIN stream AS s ON s.stream = o.stream ORDER BY s.number"
    )
    return tuple(
        StreamStart(
            stream=StreamId(stream), reason=StreamReason(reason), opened_seconds=int(seconds)
        )
        for stream, reason, seconds in rows
    )


def last_opening(tx: Transaction) -> OpeningRow | None:
    """Return the last shift opening, also of a closed shift, or None."""
    row = tx.execute(
        "SELECT business_day, opened_seconds FROM shift ORDER BY number DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    return OpeningRow(business_day=date.fromisoformat(row[0]), opened_seconds=int(row[1]))


def last_return(tx: Transaction) -> StreamId | None:
    """Return the stream that the file opened in when it last went back or was restored, or None."""
    row = tx.execute(
        "SELECT o.stream FROM stream_start AS o JOIN stream AS s ON s.stream = o.stream"
        " WHERE o.reason = ? ORDER BY s.number DESC LIMIT 1",
        (int(StreamReason.WENT_BACK),),
    ).fetchone()
    return None if row is None else StreamId(row[0])


def last_payment(tx: Transaction) -> EventId | None:
    """Return the payment that was taken last on this device, or None."""
    row = tx.execute("SELECT event_id FROM payment ORDER BY rowid DESC LIMIT 1").fetchone()
    return None if row is None else EventId(row[0])


def registration_paid_by(tx: Transaction, payment: EventId) -> EventId | None:
    """Return the registration whose fee a payment was, or None."""
    row = tx.execute("SELECT registration FROM payment WHERE event_id = ?", (payment,)).fetchone()
    return None if row is None or row[0] is None else EventId(row[0])


def prints_of(tx: Transaction, event_id: EventId) -> int:
    """Return how many papers or pictures of a receipt came out (failures do not count)."""
    row = tx.execute(
        "SELECT count(*) FROM printed WHERE of_event = ? AND result = 0 AND kind = 70", (event_id,)
    ).fetchone()
    return int(row[0])


def business_days_after(tx: Transaction, stream: bytes | None, seq: int) -> int:
    """Return how many business days were opened after an event of ours; all of them for None."""
    row = tx.execute(
        "SELECT count(DISTINCT shift.business_day) FROM shift"  # noqa: S608 -- own words
        " JOIN event AS e ON e.event_id = shift.shift JOIN stream AS s ON s.stream = e.stream"
        f" WHERE {STANDS_FIRST} AND (s.number, e.seq)"
        " > (coalesce((SELECT number FROM stream WHERE stream = ?), 0), ?)",
        (stream, seq),
    ).fetchone()
    return int(row[0])
