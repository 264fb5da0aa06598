"""What a device does with a valid acknowledgement: the table of PROTOCOL §8, first match wins.

Only the head decides about a fork: equal hashes at one position mean equal histories before it. So
an acknowledgement meant for a clone, or an old one, does no harm, and a bare number is never one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from sync.messages import Acknowledgement, AckResult

OwnHead = Callable[[int], bytes | None]
"""Our own h(seq) of the stream in question, h(0) included; None where there is no such event."""


class Act(Enum):
    """What an acknowledgement leads to."""

    ADVANCE = "advance"  # events up to `acknowledged_seq` are delivered
    IGNORE = "ignore"  # a replay: nothing newly delivered
    REWIND = "rewind"  # the next batch starts at `next_seq`
    FORK = "fork"  # histories differ: §10, new stream or shortening
    INCARNATION = "incarnation"  # the central's database is another one: probe, change nothing yet
    NOT_MINE = "not-mine"  # of another device: discard (a carrier files it for its owner)
    STREAM_UNKNOWN = "stream-unknown"  # discard


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCentral:
    """Who the device is and which database of the central it has adopted."""

    device_id: bytes
    incarnation: bytes
    newest_server_time_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamState:
    """What the device remembers of one of its streams."""

    acknowledged_seq: int
    durable_seq: int = 0
    closed_at: int | None = None  # base: a fork ended the stream here (§10)
    batch_ends: Mapping[bytes, int] = field(default_factory=dict)  # envelope mark -> last seq


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to write, in one transaction; the fields hold the values after it."""

    act: Act
    acknowledged_seq: int
    durable_seq: int
    next_seq: int | None = None  # only with REWIND
    probe_first: bool = False  # only with REWIND: the central has less than it once said
    attention: tuple[tuple[int, int], ...] = ()  # only with ADVANCE: (seq, code) to store
    takes_standing: bool = False  # entries 10 to 13 count: the server time is the newest seen


def decide(
    ack: Acknowledgement, known: KnownCentral, state: StreamState | None, own_head: OwnHead
) -> Decision:
    """Return what a valid acknowledgement means. *state* is None where the stream is not ours."""
    if ack.device_id != known.device_id:
        return _unchanged(Act.NOT_MINE, state)
    if ack.incarnation != known.incarnation:
        return _unchanged(Act.INCARNATION, state)
    if state is None:
        return _unchanged(Act.STREAM_UNKNOWN, state)
    heads_agree = own_head(ack.seq) == ack.head
    newest = ack.server_time_ms > known.newest_server_time_ms
    if state.closed_at is not None:
        return _decide_closed(ack, state, state.closed_at, heads_agree, newest)
    if not heads_agree:
        return _unchanged(Act.FORK, state)
    if ack.result is not AckResult.STORED:
        return Decision(
            act=Act.REWIND,
            acknowledged_seq=state.acknowledged_seq,
            durable_seq=state.durable_seq,
            next_seq=ack.seq + 1,
            probe_first=ack.seq < state.acknowledged_seq,
            takes_standing=newest,
        )
    return _advance_or_ignore(ack, state, ack.seq, newest)


def _decide_closed(
    ack: Acknowledgement, state: StreamState, base: int, heads_agree: bool, newest: bool
) -> Decision:
    """A closed stream ends at *base*; it is never sent beyond, and may still be shortened."""
    batch_end = None if ack.answers is None else state.batch_ends.get(ack.answers)
    if batch_end is not None and ack.result is AckResult.FORK and not heads_agree:
        return _unchanged(Act.FORK, state)
    candidate = state.acknowledged_seq
    if batch_end is not None and ack.result is AckResult.STORED:
        candidate = max(candidate, min(base, batch_end))
    if heads_agree:
        candidate = max(candidate, min(base, ack.seq))
    return _advance_or_ignore(ack, state, candidate, newest)


def _advance_or_ignore(
    ack: Acknowledgement, state: StreamState, candidate: int, newest: bool
) -> Decision:
    advances = candidate > state.acknowledged_seq
    acknowledged_seq = max(candidate, state.acknowledged_seq)
    durable_seq = state.durable_seq
    if advances or newest:
        durable_seq = max(durable_seq, min(ack.durable_seq, acknowledged_seq))
    return Decision(
        act=Act.ADVANCE if advances else Act.IGNORE,
        acknowledged_seq=acknowledged_seq,
        durable_seq=durable_seq,
        attention=ack.attention if advances else (),
        takes_standing=newest,
    )


def _unchanged(act: Act, state: StreamState | None) -> Decision:
    return Decision(
        act=act,
        acknowledged_seq=0 if state is None else state.acknowledged_seq,
        durable_seq=0 if state is None else state.durable_seq,
    )
