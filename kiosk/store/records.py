"""What a person calls a record, and how far it has come: for the deliveries screen.

Registrations, payments, persons, shifts opened and closed, cash moved and deposits are records;
technical events travel silently. Where the central stands comes from delivery's own tables
(PROTOCOL §11).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sync.ids import EventId, StreamId, SubjectId
from sync.journal import Gone, Transaction
from sync.money import Centavos

QUARANTINE_BELOW = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One record where it stands now, and the code that asks for attention, if there is one."""

    event_id: EventId
    kind: int
    stream: StreamId
    seq: int
    subject: SubjectId | None
    service_code: int | None
    amount_centavos: Centavos | None
    recorded_seconds: int
    size_bytes: int
    code: int | None
    pruned: bool = False  # its body is only with the central now


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCounts:
    """How many records are not delivered, delivered, and in need of attention."""

    undelivered: int
    delivered: int
    attention: int
    undelivered_bytes: int
    oldest_undelivered_seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StickSpan:
    """A run of events in a copy that was read back and that no answer covers yet."""

    stream: StreamId
    first: int
    last: int
    copied_seconds: int

    def holds(self, stream: StreamId, seq: int) -> bool:
        """Say whether an event is in it."""
        return stream == self.stream and self.first <= seq <= self.last


def on_sticks(tx: Transaction) -> tuple[StickSpan, ...]:
    """Return every run of events that travels on a stick, the oldest copy first."""
    rows = tx.execute(
        "SELECT b.stream, b.first, b.last, b.created FROM batch AS b"
        " LEFT JOIN stream_state AS a ON a.stream = b.stream"
        " WHERE b.channel = 'usb' AND b.state = 'sent' AND b.last > coalesce(a.acknowledged, 0)"
        " ORDER BY b.created, b.first"
    ).fetchall()
    return tuple(
        StickSpan(stream=StreamId(stream), first=first, last=last, copied_seconds=created)
        for stream, first, last, created in rows
    )


def record(tx: Transaction, event_id: EventId) -> RecordRow | None:
    """Return one record, or None for an event that is none."""
    row = tx.execute(
        "SELECT event_id, kind, r.stream, r.seq, subject, service_code, amount_centavos,"
        " recorded_seconds, size_bytes, gone, (SELECT min(code) FROM event_code AS c"
        "   WHERE c.stream = r.stream AND c.seq = r.seq AND c.code < ?)"
        " FROM record AS r WHERE event_id = ?",
        (QUARANTINE_BELOW, event_id),
    ).fetchone()
    return None if row is None else _row(row)


def undelivered_records(tx: Transaction, limit: int = 500) -> tuple[RecordRow, ...]:
    """Return records above what the central has acknowledged, the oldest first."""
    rows = tx.execute(
        "SELECT event_id, kind, r.stream, r.seq, subject, service_code, amount_centavos,"
        " recorded_seconds, size_bytes, gone, NULL FROM record AS r"
        " LEFT JOIN stream_state AS a ON a.stream = r.stream"
        " WHERE r.seq > coalesce(a.acknowledged, 0) ORDER BY stream_number, r.seq LIMIT ?",
        (limit,),
    )
    return tuple(_row(row) for row in rows)


def delivered_records(tx: Transaction, limit: int = 50) -> tuple[RecordRow, ...]:
    """Return acknowledged records that need no attention, the latest first."""
    rows = tx.execute(
        "SELECT event_id, kind, r.stream, r.seq, subject, service_code, amount_centavos,"
        " recorded_seconds, size_bytes, gone, NULL FROM record AS r"
        " JOIN stream_state AS a ON a.stream = r.stream"
        " WHERE r.seq <= a.acknowledged AND NOT EXISTS (SELECT 1 FROM event_code AS c"
        "   WHERE c.stream = r.stream AND c.seq = r.seq AND c.code < ?)"
        " ORDER BY stream_number DESC, r.seq DESC LIMIT ?",
        (QUARANTINE_BELOW, limit),
    )
    return tuple(_row(row) for row in rows)


def attention_records(tx: Transaction) -> tuple[RecordRow, ...]:
    """Return acknowledged records that the central could not apply, with the code, oldest first."""
    rows = tx.execute(
        "SELECT event_id, kind, r.stream, r.seq, subject, service_code, amount_centavos,"
        " recorded_seconds, size_bytes, gone, min(c.code) FROM record AS r"
        " JOIN event_code AS c ON c.stream = r.stream AND c.seq = r.seq AND c.code < ?"
        " JOIN stream_state AS a ON a.stream = r.stream AND r.seq <= a.acknowledged"
        " GROUP BY event_id ORDER BY stream_number, r.seq",
        (QUARANTINE_BELOW,),
    )
    return tuple(_row(row) for row in rows)


def record_counts(tx: Transaction) -> RecordCounts:
    """Return how many records stand where; every record is in exactly one of the three."""
    row = tx.execute(
        "SELECT coalesce(sum(NOT arrived), 0), coalesce(sum(arrived AND NOT held), 0),"
        " coalesce(sum(arrived AND held), 0),"
        " coalesce(sum(CASE WHEN arrived THEN 0 ELSE size_bytes END), 0),"
        " min(CASE WHEN arrived THEN NULL ELSE recorded_seconds END)"
        " FROM (SELECT r.seq <= coalesce(a.acknowledged, 0) AS arrived, size_bytes,"
        "   recorded_seconds, EXISTS (SELECT 1 FROM event_code AS c WHERE c.stream = r.stream"
        "     AND c.seq = r.seq AND c.code < ?) AS held"
        "   FROM record AS r LEFT JOIN stream_state AS a ON a.stream = r.stream)",
        (QUARANTINE_BELOW,),
    ).fetchone()
    undelivered, delivered, attention, undelivered_bytes, oldest = row
    return RecordCounts(
        undelivered=undelivered,
        delivered=delivered,
        attention=attention,
        undelivered_bytes=undelivered_bytes,
        oldest_undelivered_seconds=oldest,
    )


def undelivered_by_kind(tx: Transaction) -> tuple[tuple[int, int], ...]:
    """Return how many records of each kind stand above what the central has acknowledged."""
    rows = tx.execute(
        "SELECT kind, count(*) FROM record AS r LEFT JOIN stream_state AS a ON a.stream = r.stream"
        " WHERE r.seq > coalesce(a.acknowledged, 0) GROUP BY kind ORDER BY kind"
    ).fetchall()
    return tuple((int(row[0]), int(row[1])) for row in rows)


def _row(row: tuple[Any, ...]) -> RecordRow:
    event_id, kind, stream, seq, subject, service_code, amount, recorded, size_bytes, gone, code = (
        row
    )
    return RecordRow(
        event_id=EventId(event_id),
        kind=kind,
        stream=StreamId(stream),
        seq=seq,
        subject=None if subject is None else SubjectId(subject),
        service_code=service_code,
        amount_centavos=None if amount is None else Centavos(amount),
        recorded_seconds=recorded,
        size_bytes=size_bytes,
        code=code,
        pruned=gone == Gone.PRUNED,
    )
