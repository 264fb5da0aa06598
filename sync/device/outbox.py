"""What still has to be delivered: the stored facts of delivery, by name (PROTOCOL §11).

Acks, batches and codes are stored; the state of a record is computed from them (`states`). All of
it works inside a transaction given by the caller; none of it touches the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sync.device.decision import StreamState
from sync.device.link import Span
from sync.device.states import Attention, Channel, OutboxView, StreamRow
from sync.ids import StreamId
from sync.journal import Transaction
from sync.messages import NOTICE_FROM, Acknowledgement, envelope_mark


class BatchState(Enum):
    """What became of a batch.

    SENT: it was given to the wire at least once; no valid answer covers it yet.

    ANSWERED: a valid ack covers its last event, or its stream was left before it; its bytes are no
    longer needed.
    """

    SENT = "sent"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A run of events in the envelope that carries them, as sealed and signed."""

    stream: StreamId
    first: int
    last: int
    hash16: bytes
    envelope: bytes

    @property
    def count(self) -> int:
        """Return how many events it holds."""
        return self.last - self.first + 1

    @property
    def span(self) -> Span:
        """Return which events it holds."""
        return Span(stream=self.stream, first=self.first, last=self.last)


class Outbox:
    """The stored facts of delivery, by name; holds nothing itself."""

    def view(self, tx: Transaction, sending: Span | None = None) -> OutboxView:
        """Return one picture of the outbox; *sending* is the batch on the line (LinkStatus)."""
        rows = tx.execute(
            "SELECT b.stream, b.first, b.last, b.channel FROM batch AS b"
            " LEFT JOIN stream_state AS s ON s.stream = b.stream"
            " WHERE b.state = ? AND b.last > coalesce(s.acknowledged, 0)",
            (BatchState.SENT.value,),
        ).fetchall()
        unanswered = [(StreamId(r[0]), int(r[1]), int(r[2]), Channel(r[3])) for r in rows]
        codes = {
            (StreamId(r[0]), int(r[1])): int(r[2])
            for r in tx.execute(
                "SELECT c.stream, c.seq, min(c.code) FROM event_code AS c"
                " JOIN stream_state AS s ON s.stream = c.stream AND c.seq <= s.acknowledged"
                " WHERE c.code < ? GROUP BY c.stream, c.seq",
                (NOTICE_FROM,),
            ).fetchall()
        }
        return OutboxView(self.streams(tx), unanswered, codes, sending)

    def streams(self, tx: Transaction) -> tuple[StreamRow, ...]:
        """Return every stream of the journal, the oldest first.

        All but the newest are left: where no fork ended one earlier, its base is its last event.
        """
        rows = tx.execute(
            "SELECT j.stream, j.tip, s.acknowledged, s.durable,"
            " CASE WHEN j.is_left THEN coalesce(s.base, j.tip) END, s.refused_seq, s.refused_code"
            " FROM (SELECT number, stream, coalesce((SELECT max(seq) FROM event AS e"
            " WHERE e.stream = t.stream), 0) AS tip,"
            " number < (SELECT max(number) FROM stream) AS is_left FROM stream AS t) AS j"
            " LEFT JOIN stream_state AS s ON s.stream = j.stream ORDER BY j.number"
        ).fetchall()
        return tuple(_stream_row(row) for row in rows)

    def row(self, tx: Transaction, stream: StreamId) -> StreamRow | None:
        """Return one stream of the journal, or None where it is not mine."""
        return next((one for one in self.streams(tx) if one.stream == stream), None)

    def acknowledged(self, tx: Transaction, stream: StreamId) -> int:
        """Return how far a stream is acknowledged, 0 also for one that is not mine."""
        row = tx.execute(
            "SELECT acknowledged FROM stream_state WHERE stream = ?", (stream,)
        ).fetchone()
        return 0 if row is None else int(row[0])

    def has_forked(self, tx: Transaction) -> bool:
        """Return whether a stream was ever left because the central held another history of it."""
        row = tx.execute("SELECT 1 FROM stream_state WHERE base IS NOT NULL LIMIT 1").fetchone()
        return row is not None

    def is_unanswered(self, tx: Transaction, stream: StreamId, mark: bytes | None) -> bool:
        """Return whether an envelope of that mark left this device and has no valid answer yet."""
        row = tx.execute(
            "SELECT 1 FROM batch WHERE sha256_16 = ? AND stream = ? AND state = ?",
            (mark, stream, BatchState.SENT.value),
        ).fetchone()
        return row is not None

    def notices(self, tx: Transaction) -> tuple[Attention, ...]:
        """Return every code that only gives a notice (from 32), newest first.

        What the central says of a left stream beyond its end is about a clone's events.
        """
        rows = tx.execute(
            "SELECT c.stream, c.seq, c.code FROM event_code AS c"
            " JOIN stream_state AS s ON s.stream = c.stream AND c.seq <= s.acknowledged"
            " WHERE c.code >= ? ORDER BY c.received_at DESC, c.seq DESC",
            (NOTICE_FROM,),
        ).fetchall()
        return tuple(Attention(stream=StreamId(r[0]), seq=int(r[1]), code=int(r[2])) for r in rows)

    def kept_batch(self, tx: Transaction, stream: StreamId, first: int) -> Batch | None:
        """Return the unanswered batch that begins at *first* and still has its bytes."""
        row = tx.execute(
            "SELECT stream, first, last, sha256_16, envelope FROM batch"
            " WHERE stream = ? AND first = ? AND state = ? AND envelope IS NOT NULL"
            " ORDER BY last DESC LIMIT 1",
            (stream, first, BatchState.SENT.value),
        ).fetchone()
        return None if row is None else _batch(row)

    def stream_state(
        self, tx: Transaction, stream: StreamId, answers: bytes | None
    ) -> StreamState | None:
        """Return what the table of PROTOCOL §8 needs of a stream; None where it is not mine.

        *answers* is the mark of the envelope that an ack names.
        """
        row = self.row(tx, stream)
        if row is None:
            return None
        named = tx.execute(
            "SELECT sha256_16, last FROM batch WHERE sha256_16 = ? AND stream = ?",
            (answers, stream),
        ).fetchall()
        return StreamState(
            acknowledged_seq=row.acknowledged,
            durable_seq=row.durable,
            closed_at=row.base,
            batch_ends={bytes(mark): int(last) for mark, last in named},
        )

    def keep_batch(self, tx: Transaction, span: Span, envelope: bytes, now: datetime) -> Batch:
        """Store a batch before it is sent; bytes of other divisions of its events are dropped."""
        stream, first, last = span.stream, span.first, span.last
        tx.execute(
            "UPDATE batch SET envelope = NULL WHERE stream = ? AND first <= ? AND last >= ?"
            " AND channel = ?",
            (stream, last, first, Channel.NETWORK.value),
        )
        batch = Batch(
            stream=stream,
            first=first,
            last=last,
            hash16=envelope_mark(envelope),
            envelope=envelope,
        )
        tx.execute(
            "INSERT INTO batch (stream, first, last, sha256_16, channel, state, created, envelope)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                stream,
                first,
                last,
                batch.hash16,
                Channel.NETWORK.value,
                BatchState.SENT.value,
                int(now.timestamp()),
                envelope,
            ),
        )
        return batch

    def drop_envelopes(self, tx: Transaction, stream: StreamId) -> None:
        """Forget the kept bytes of a stream, so that its next batch is cut and sealed anew."""
        tx.execute(
            "UPDATE batch SET envelope = NULL WHERE stream = ? AND state = ?",
            (stream, BatchState.SENT.value),
        )

    def acknowledge(
        self,
        tx: Transaction,
        stream: StreamId,
        *,
        seq: int,
        durable: int,
        codes: Iterable[tuple[int, int]],
        now: datetime,
    ) -> None:
        """Take a verified acknowledgement: the mark moves up, never down; codes are kept."""
        self._ensure(tx, stream)
        tx.execute(
            "UPDATE stream_state SET acknowledged = max(acknowledged, ?), durable = max(durable, ?)"
            " WHERE stream = ?",
            (seq, durable, stream),
        )
        tx.execute(
            "UPDATE stream_state SET refused_seq = NULL, refused_code = ''"
            " WHERE stream = ? AND refused_seq <= acknowledged",
            (stream,),
        )
        tx.execute(
            "UPDATE batch SET state = ?, envelope = NULL WHERE stream = ? AND last <= ?",
            (BatchState.ANSWERED.value, stream, seq),
        )
        tx.executemany(
            "INSERT OR IGNORE INTO event_code (stream, seq, code, received_at) VALUES (?, ?, ?, ?)",
            [(stream, position, code, int(now.timestamp())) for position, code in codes],
        )

    def raise_durable(self, tx: Transaction, stream: StreamId, durable: int) -> None:
        """Take a newer durable mark (PROTOCOL §10)."""
        self._ensure(tx, stream)
        tx.execute(
            "UPDATE stream_state SET durable = max(durable, ?) WHERE stream = ?", (durable, stream)
        )

    def keep_ack(self, tx: Transaction, ack: Acknowledgement, raw: bytes, now: datetime) -> None:
        """Keep an acknowledgement as it came; one that allows pruning is needed for ever."""
        tx.execute(
            "INSERT INTO ack (stream, seq, raw, server_time_milliseconds, incarnation, received_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                ack.stream,
                ack.seq,
                raw,
                ack.server_time_ms,
                ack.incarnation,
                int(now.timestamp()),
            ),
        )

    def set_mark(self, tx: Transaction, stream: StreamId, *, seq: int, durable: int) -> None:
        """Set a stream to what the central shows now; what lies above is sent again (§10).

        Codes above are forgotten, because the central decides about those events again.
        """
        self._ensure(tx, stream)
        tx.execute(
            "UPDATE stream_state SET acknowledged = ?, durable = ? WHERE stream = ?",
            (seq, min(seq, durable), stream),
        )
        tx.execute("DELETE FROM event_code WHERE stream = ? AND seq > ?", (stream, seq))
        tx.execute(
            "DELETE FROM batch WHERE stream = ? AND last > ? AND channel = ?",
            (stream, seq, Channel.NETWORK.value),
        )

    def close(self, tx: Transaction, stream: StreamId, base: int, now: datetime) -> None:
        """Let a stream end at *base*: nothing behind it is sent in it any more (PROTOCOL §10).

        Batches stay known by their mark, because a late answer may name one; their bytes go, and
        nothing waits for their answers: what they held beyond *base* goes on elsewhere.
        """
        self._ensure(tx, stream)
        tx.execute(
            "UPDATE stream_state SET base = ?, closed_at = ?, stopped = NULL WHERE stream = ?",
            (base, int(now.timestamp()), stream),
        )
        tx.execute(
            "UPDATE stream_state SET refused_seq = NULL, refused_code = ''"
            " WHERE stream = ? AND refused_seq > base",
            (stream,),
        )
        tx.execute(
            "UPDATE batch SET state = ?, envelope = NULL WHERE stream = ? AND last > ?",
            (BatchState.ANSWERED.value, stream, base),
        )

    def mark_refused(self, tx: Transaction, stream: StreamId, seq: int, code: str) -> None:
        """Note that the central refuses an envelope of this single event."""
        self._ensure(tx, stream)
        tx.execute(
            "UPDATE stream_state SET refused_seq = ?, refused_code = ? WHERE stream = ?",
            (seq, code, stream),
        )

    def _ensure(self, tx: Transaction, stream: StreamId) -> None:
        tx.execute("INSERT OR IGNORE INTO stream_state (stream) VALUES (?)", (stream,))


def _stream_row(row: Sequence[Any]) -> StreamRow:
    return StreamRow(
        stream=StreamId(row[0]),
        tip=int(row[1]),
        acknowledged=int(row[2] or 0),
        durable=int(row[3] or 0),
        base=row[4],
        refused_seq=row[5],
        refused_code=row[6] or "",
    )


def _batch(row: Sequence[Any]) -> Batch:
    return Batch(
        stream=StreamId(row[0]),
        first=int(row[1]),
        last=int(row[2]),
        hash16=bytes(row[3]),
        envelope=bytes(row[4]),
    )
