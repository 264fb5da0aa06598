"""What still has to be delivered, and the delivery state of every record (PROTOCOL §11).

The state of a record is computed, never stored, from what is stored: how far each stream is
acknowledged, which batches were sent, which events have a code, and the journal itself. So every
step may run twice and a kill between any two leaves a true picture.

All functions work inside a transaction given by the caller; none of them touches the network.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sync.device.link import Span
from sync.ids import StreamId
from sync.journal import Transaction
from sync.messages import Acknowledgement

QUARANTINE_BELOW = 32  # codes below 32: stored raw at the central, not applied (PROTOCOL §8)
STOPPED_BY_FORK = "fork"


class RecordState(Enum):
    """Where one record is on its way (PROTOCOL §11, UX §4.1).

    DRAFT: not an event yet; leaves by being saved.

    SEALED: saved, above what is acknowledged, in no batch; leaves when a batch is cut.

    SENDING: in the batch that is on the line at this moment; leaves by a valid ack or by none.

    UNKNOWN: was sent, no valid answer came; leaves by a valid ack, is sent again at the next
    contact.

    EXPORTED: in a bundle that was written and read back; leaves by a valid ack over any channel.

    DELIVERED: at or below the verified acknowledgement, with no code or one that is only a notice;
    an adopted incarnation of the central takes it back to SEALED.

    NEEDS_ATTENTION: acknowledged with a code below 32, refused alone by the central, or in a
    stream that no longer agrees with the central; a person or a later version must act.

    PRUNED: delivered, kept by the central for good, and its body is gone from this device.
    """

    DRAFT = "draft"
    SEALED = "sealed"
    SENDING = "sending"
    UNKNOWN = "unknown"
    EXPORTED = "exported"
    DELIVERED = "delivered"
    NEEDS_ATTENTION = "needs_attention"
    PRUNED = "pruned"


class BatchState(Enum):
    """What became of a batch.

    SENT: it was given to the wire at least once; no valid answer covers it yet.

    ANSWERED: a valid ack covers its last event; its bytes are no longer needed.
    """

    SENT = "sent"
    ANSWERED = "answered"


class Channel(Enum):
    """The way a batch travels."""

    NETWORK = "http"
    BUNDLE = "usb"  # no producer yet


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamRow:
    """Delivery's view of one stream; `tip` is the journal's last seq."""

    stream: StreamId
    tip: int
    acknowledged: int
    durable: int
    base: int | None  # a closed stream is never sent beyond it (PROTOCOL §10)
    stopped: str | None  # STOPPED_BY_FORK, or None
    refused_seq: int | None  # the single event the central refuses to take
    refused_code: str

    @property
    def last_to_send(self) -> int:
        """Return the last seq that may be sent."""
        return self.tip if self.base is None else min(self.tip, self.base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """An envelope that was cut; `envelope` is None once it is answered or cut another way."""

    stream: StreamId
    first: int
    last: int
    hash16: bytes
    state: BatchState
    envelope: bytes | None

    @property
    def count(self) -> int:
        """Return how many events it holds."""
        return self.last - self.first + 1

    @property
    def span(self) -> Span:
        """Return which events it holds."""
        return Span(stream=self.stream, first=self.first, last=self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """Why a record needs attention: a code of PROTOCOL §8, or a word where there is no code."""

    stream: StreamId
    seq: int
    code: int | None
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many events are in each state; drafts are no events and are not counted."""

    sealed: int = 0
    sending: int = 0
    unknown: int = 0
    exported: int = 0
    delivered: int = 0
    needs_attention: int = 0
    pruned: int = 0

    @property
    def waiting(self) -> int:
        """Return how many are not yet with the central."""
        return self.sealed + self.sending + self.unknown + self.exported


class OutboxView:
    """One consistent picture of the outbox; answers for any record without another query."""

    def __init__(
        self,
        streams: Iterable[StreamRow],
        unanswered: Iterable[tuple[StreamId, int, int, Channel]],
        codes: Mapping[tuple[StreamId, int], int],
        sending: Span | None,
    ) -> None:
        self._streams = {row.stream: row for row in streams}
        self._codes = codes
        self._sending = sending
        self._sent: dict[tuple[StreamId, Channel], list[tuple[int, int]]] = {}
        for stream, first, last, channel in unanswered:
            self._sent.setdefault((stream, channel), []).append((first, last))
        for spans in self._sent.values():
            spans[:] = _joined(spans)

    @property
    def streams(self) -> tuple[StreamRow, ...]:
        """Return every stream of this device."""
        return tuple(self._streams.values())

    def state_of(self, stream: StreamId, seq: int) -> RecordState:
        """Return the delivery state of one event; SEALED for what the journal has just taken."""
        row = self._streams.get(stream)
        if row is None:
            return RecordState.SEALED
        if seq <= row.acknowledged:
            if (stream, seq) in self._codes:
                return RecordState.NEEDS_ATTENTION
            return RecordState.DELIVERED
        if row.stopped is not None or row.refused_seq == seq:
            return RecordState.NEEDS_ATTENTION
        sending = self._sending
        if sending is not None and sending.stream == stream and sending.first <= seq <= sending.last:
            return RecordState.SENDING
        if self._in_sent(stream, seq, Channel.BUNDLE):
            return RecordState.EXPORTED
        if self._in_sent(stream, seq, Channel.NETWORK):
            return RecordState.UNKNOWN
        return RecordState.SEALED

    def attention_of(self, stream: StreamId, seq: int) -> Attention | None:
        """Return why an event needs attention, None where it does not."""
        if self.state_of(stream, seq) is not RecordState.NEEDS_ATTENTION:
            return None
        row = self._streams[stream]
        code = self._codes.get((stream, seq)) if seq <= row.acknowledged else None
        word = ""
        if code is None:
            word = row.stopped if row.stopped is not None else row.refused_code
        return Attention(stream=stream, seq=seq, code=code, word=word)

    def counts_of(self, positions: Iterable[tuple[StreamId, int]]) -> Counts:
        """Return how many of these events are in each state."""
        totals = dict.fromkeys(RecordState, 0)
        for stream, seq in positions:
            totals[self.state_of(stream, seq)] += 1
        return _counts(totals)

    def counts(self) -> Counts:
        """Return how many events of every kind are in each state; costs nothing per event."""
        totals = dict.fromkeys(RecordState, 0)
        for row in self._streams.values():
            coded = sum(stream == row.stream for stream, _ in self._codes)
            totals[RecordState.NEEDS_ATTENTION] += coded
            totals[RecordState.DELIVERED] += row.acknowledged - coded
            for first, last in self._pieces(row):
                totals[self.state_of(row.stream, first)] += last - first + 1
        return _counts(totals)

    def _pieces(self, row: StreamRow) -> list[tuple[int, int]]:
        """Cut what is not acknowledged into runs whose events share one state."""
        low, high = row.acknowledged + 1, row.tip
        starts = {low, high + 1}
        edges: list[tuple[int, int]] = []
        for channel in Channel:
            edges += self._sent.get((row.stream, channel), [])
        if self._sending is not None and self._sending.stream == row.stream:
            edges.append((self._sending.first, self._sending.last))
        if row.refused_seq is not None:
            edges.append((row.refused_seq, row.refused_seq))
        for first, last in edges:
            starts |= {edge for edge in (first, last + 1) if low <= edge <= high}
        ordered = sorted(starts)
        return [
            (first, following - 1) for first, following in zip(ordered, ordered[1:], strict=False)
        ]

    def _in_sent(self, stream: StreamId, seq: int, channel: Channel) -> bool:
        spans = self._sent.get((stream, channel))
        if not spans:
            return False
        index = bisect_right(spans, (seq, 2**63)) - 1
        return index >= 0 and spans[index][0] <= seq <= spans[index][1]


class Outbox:
    """The stored facts of delivery, by name; stateless, so any thread with a transaction may ask."""

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
                (QUARANTINE_BELOW,),
            ).fetchall()
        }
        return OutboxView(self.streams(tx), unanswered, codes, sending)

    def streams(self, tx: Transaction) -> tuple[StreamRow, ...]:
        """Return every stream of the journal, the oldest first."""
        rows = tx.execute(
            "SELECT j.stream, j.tip, s.acknowledged, s.durable, s.base, s.stopped,"
            " s.refused_seq, s.refused_code"
            " FROM (SELECT number, stream, coalesce((SELECT max(seq) FROM event AS e"
            " WHERE e.stream = t.stream), 0) AS tip FROM stream AS t) AS j"
            " LEFT JOIN stream_state AS s ON s.stream = j.stream ORDER BY j.number"
        ).fetchall()
        return tuple(_stream_row(row) for row in rows)

    def notices(self, tx: Transaction) -> tuple[Attention, ...]:
        """Return every code that only gives a notice (from 32), newest first."""
        rows = tx.execute(
            "SELECT stream, seq, code FROM event_code WHERE code >= ?"
            " ORDER BY received_at DESC, seq DESC",
            (QUARANTINE_BELOW,),
        ).fetchall()
        return tuple(Attention(stream=StreamId(r[0]), seq=int(r[1]), code=int(r[2])) for r in rows)

    def kept_batch(self, tx: Transaction, stream: StreamId, first: int) -> Batch | None:
        """Return the unanswered batch that begins at *first* and still has its bytes."""
        row = tx.execute(
            "SELECT stream, first, last, sha256_16, state, envelope FROM batch"
            " WHERE stream = ? AND first = ? AND state = ? AND envelope IS NOT NULL"
            " ORDER BY last DESC LIMIT 1",
            (stream, first, BatchState.SENT.value),
        ).fetchone()
        return None if row is None else _batch(row)

    def named_batch(self, tx: Transaction, hash16: bytes) -> Batch | None:
        """Return the batch of mine that an ack names by its hash, None when it is not mine."""
        row = tx.execute(
            "SELECT stream, first, last, sha256_16, state, envelope FROM batch WHERE sha256_16 = ?",
            (hash16,),
        ).fetchone()
        return None if row is None else _batch(row)

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
            hash16=hashlib.sha256(envelope).digest()[:16],
            state=BatchState.SENT,
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
                batch.state.value,
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
                ack.server_milliseconds,
                ack.incarnation,
                int(now.timestamp()),
            ),
        )

    def forget_acknowledgements(
        self, tx: Transaction, marks: Mapping[StreamId, tuple[int, int]]
    ) -> None:
        """Set every stream to what the central shows now: (seq, durable), (0, 0) if absent.

        Always safe: what lies above is sent again (PROTOCOL §10).
        """
        tx.execute("UPDATE stream_state SET acknowledged = 0, durable = 0")
        for stream, (seq, durable) in marks.items():
            self._ensure(tx, stream)
            tx.execute(
                "UPDATE stream_state SET acknowledged = ?, durable = ? WHERE stream = ?",
                (seq, durable, stream),
            )
        tx.execute(
            "DELETE FROM event_code WHERE seq > coalesce((SELECT acknowledged FROM stream_state"
            " AS s WHERE s.stream = event_code.stream), 0)"
        )
        tx.execute(
            "UPDATE batch SET envelope = NULL, state = ? WHERE last <= coalesce((SELECT"
            " acknowledged FROM stream_state AS s WHERE s.stream = batch.stream), 0)",
            (BatchState.ANSWERED.value,),
        )
        tx.execute(
            "DELETE FROM batch WHERE channel = ? AND last > coalesce((SELECT acknowledged FROM"
            " stream_state AS s WHERE s.stream = batch.stream), 0)",
            (Channel.NETWORK.value,),
        )

    def stop(self, tx: Transaction, stream: StreamId, reason: str) -> None:
        """Send nothing more of this stream; everything is kept and shown as needing attention."""
        self._ensure(tx, stream)
        tx.execute("UPDATE stream_state SET stopped = ? WHERE stream = ?", (reason, stream))

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
        stopped=row[5],
        refused_seq=row[6],
        refused_code=row[7] or "",
    )


def _batch(row: Sequence[Any]) -> Batch:
    return Batch(
        stream=StreamId(row[0]),
        first=int(row[1]),
        last=int(row[2]),
        hash16=bytes(row[3]),
        state=BatchState(row[4]),
        envelope=None if row[5] is None else bytes(row[5]),
    )


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans without overlaps, in order."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _counts(totals: Mapping[RecordState, int]) -> Counts:
    return Counts(
        sealed=totals[RecordState.SEALED],
        sending=totals[RecordState.SENDING],
        unknown=totals[RecordState.UNKNOWN],
        exported=totals[RecordState.EXPORTED],
        delivered=totals[RecordState.DELIVERED],
        needs_attention=totals[RecordState.NEEDS_ATTENTION],
        pruned=totals[RecordState.PRUNED],
    )
