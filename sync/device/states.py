"""Where a record is on its way, computed from what is stored (PROTOCOL §11, UX §4.1).

The state of a record is never stored: it follows from how far its stream is acknowledged, which
batches were sent, which events have a code, and the journal itself. So every step of delivery may
run twice, and a kill between any two leaves a true picture.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from sync.device.link import Span
from sync.ids import StreamId


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

    NEEDS_ATTENTION: acknowledged with a code below 32, or refused alone by the central; a person
    or a later version must act.

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
    base: int | None  # None for the current stream; one that was left is never sent beyond it
    refused_seq: int | None  # the single event the central refuses to take
    refused_code: str

    @property
    def last_to_send(self) -> int:
        """Return the last seq that may be sent."""
        return self.tip if self.base is None else min(self.tip, self.base)


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

    def state_of(self, stream: StreamId, seq: int, *, pruned: bool = False) -> RecordState:
        """Return the delivery state of one event; SEALED for what the journal has just taken.

        *pruned*: its body is gone from this device, because the central keeps it for good.
        """
        row = self._streams.get(stream)
        if row is None:
            return RecordState.SEALED
        if seq <= row.acknowledged:
            if (stream, seq) in self._codes:
                return RecordState.NEEDS_ATTENTION
            return RecordState.PRUNED if pruned else RecordState.DELIVERED
        if row.refused_seq == seq:
            return RecordState.NEEDS_ATTENTION
        sending = self._sending
        if (
            sending is not None
            and sending.stream == stream
            and sending.first <= seq <= sending.last
        ):
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
        word = row.refused_code if code is None else ""
        return Attention(stream=stream, seq=seq, code=code, word=word)

    def counts_of(self, positions: Iterable[tuple[StreamId, int]]) -> Counts:
        """Return how many of these events are in each state."""
        totals = dict.fromkeys(RecordState, 0)
        for stream, seq in positions:
            totals[self.state_of(stream, seq)] += 1
        return _counts(totals)

    def counts(self) -> Counts:
        """Return how many events of every kind are in each state; costs nothing per event.

        What went on in a newer stream counts there, and not where it stood first.
        """
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
        low, high = row.acknowledged + 1, row.last_to_send
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
        return [(first, following - 1) for first, following in itertools.pairwise(ordered)]

    def _in_sent(self, stream: StreamId, seq: int, channel: Channel) -> bool:
        spans = self._sent.get((stream, channel))
        if not spans:
            return False
        index = bisect_right(spans, (seq, 2**63)) - 1
        return index >= 0 and spans[index][0] <= seq <= spans[index][1]


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
