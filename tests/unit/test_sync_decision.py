"""What a device does with an acknowledgement: PROTOCOL §8, first match wins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sync.device.decision import Act, Decision, KnownCentral, StreamState, decide
from sync.messages import Acknowledgement, AckResult

DEVICE = b"device-8"
INCARNATION = bytes(16)
STREAM = bytes(range(16))
LAST = 9
KNOWN = KnownCentral(device_id=DEVICE, incarnation=INCARNATION, newest_server_time_ms=1_000)
BATCH = b"b" * 16


def own_head(seq: int) -> bytes | None:
    """Our journal holds events 1 to 9, and h(0)."""
    return bytes([seq]) * 32 if 0 <= seq <= LAST else None


def an_ack(seq: int, **changes: Any) -> Acknowledgement:
    """Return an acknowledgement that agrees with our journal."""
    wanted: dict[str, Any] = {
        "device_id": DEVICE,
        "incarnation": INCARNATION,
        "stream": STREAM,
        "seq": seq,
        "head": own_head(seq) or bytes([255]) * 32,
        "durable_seq": 0,
        "server_time_ms": 2_000,
        "result": AckResult.STORED,
        **changes,
    }
    return Acknowledgement(**wanted)


OPEN = StreamState(acknowledged_seq=3, durable_seq=1)
CLOSED = StreamState(acknowledged_seq=3, closed_at=6, batch_ends={BATCH: 8})


def of(ack: Acknowledgement, state: StreamState | None = OPEN) -> Decision:
    """Return the decision on an acknowledgement."""
    return decide(ack, KNOWN, state, own_head)


def test_the_next_events_are_delivered() -> None:
    """Acknowledged moves on, durable follows, codes are stored, the standing counts."""
    decision = of(an_ack(7, durable_seq=5, attention=((5, 2),)))

    assert decision == Decision(
        act=Act.ADVANCE,
        acknowledged_seq=7,
        durable_seq=5,
        attention=((5, 2),),
        takes_standing=True,
    )


def test_durable_never_goes_back() -> None:
    """An acknowledgement with a lower durable mark leaves ours."""
    assert of(an_ack(7, durable_seq=0)).durable_seq == 1


def test_a_replay_delivers_nothing() -> None:
    """At or below what is acknowledged: only the newest server time's word on durable counts."""
    newest = of(an_ack(3, durable_seq=3, attention=((3, 2),)))
    stale = of(an_ack(3, durable_seq=3, server_time_ms=1_000))

    assert (newest.act, newest.acknowledged_seq, newest.durable_seq) == (Act.IGNORE, 3, 3)
    assert (newest.attention, newest.takes_standing) == ((), True)
    assert (stale.act, stale.durable_seq, stale.takes_standing) == (Act.IGNORE, 1, False)


def test_discards_come_before_anything_else() -> None:
    """Another device's, another incarnation's, an unknown stream's: in this order."""
    alien = an_ack(7, device_id=bytes(8), incarnation=b"x" * 16, head=bytes(32))

    assert of(alien, None).act is Act.NOT_MINE
    assert of(replace(alien, device_id=DEVICE), None).act is Act.INCARNATION
    assert of(an_ack(7), None).act is Act.STREAM_UNKNOWN


def test_a_bare_number_is_never_an_acknowledgement() -> None:
    """A right number with a head that is not ours is a fork, whatever the result says."""
    for result in AckResult:
        assert of(an_ack(7, head=bytes(31) + b"x", result=result)).act is Act.FORK
    assert of(an_ack(LAST + 1)).act is Act.FORK


def test_a_gap_sends_again_from_there() -> None:
    """Heads agree: the next batch starts behind what the central has."""
    ahead = of(an_ack(7, result=AckResult.GAP))
    lost = of(an_ack(2, result=AckResult.FORK))

    assert (ahead.act, ahead.next_seq, ahead.probe_first) == (Act.REWIND, 8, False)
    assert (lost.act, lost.next_seq, lost.probe_first) == (Act.REWIND, 3, True)
    assert ahead.acknowledged_seq == lost.acknowledged_seq == 3


def test_a_closed_stream_is_delivered_up_to_its_base() -> None:
    """By its own batch or by an agreeing head, never beyond the base."""
    by_batch = of(an_ack(9, head=bytes(32), answers=BATCH, durable_seq=9), CLOSED)
    by_head = of(an_ack(5), CLOSED)
    beyond = of(an_ack(9), CLOSED)

    assert (by_batch.act, by_batch.acknowledged_seq, by_batch.durable_seq) == (Act.ADVANCE, 6, 6)
    assert (by_head.act, by_head.acknowledged_seq) == (Act.ADVANCE, 5)
    assert beyond.acknowledged_seq == 6


def test_a_closed_stream_is_shortened_only_over_its_own_batch() -> None:
    """Result 2 for a batch of ours with another head: fork; otherwise the other branch's talk."""
    foreign = an_ack(9, head=bytes(32), result=AckResult.FORK)

    assert of(replace(foreign, answers=BATCH), CLOSED).act is Act.FORK
    assert of(replace(foreign, answers=b"c" * 16), CLOSED).act is Act.IGNORE
    assert of(foreign, CLOSED).act is Act.IGNORE
    assert of(an_ack(2, result=AckResult.FORK, answers=BATCH), CLOSED).act is Act.IGNORE


ACKS = st.builds(
    an_ack,
    st.integers(0, LAST + 2),
    head=st.integers(0, LAST + 2).map(lambda seq: bytes([seq]) * 32),
    durable_seq=st.integers(0, LAST),
    server_time_ms=st.integers(0, 3_000),
    result=st.sampled_from(AckResult),
    answers=st.sampled_from([None, BATCH, b"c" * 16]),
)
STATES = st.builds(
    StreamState,
    acknowledged_seq=st.integers(0, 6),
    durable_seq=st.just(0),
    closed_at=st.sampled_from([None, 6, 8]),
    batch_ends=st.sampled_from([{}, {BATCH: 4}, {BATCH: 9}]),
)


@given(ACKS, STATES)
def test_nothing_is_ever_taken_back_or_delivered_unproven(
    ack: Acknowledgement, state: StreamState
) -> None:
    """Marks never fall, durable never passes acknowledged, and only proof advances."""
    decision = of(ack, state)

    assert decision.acknowledged_seq >= state.acknowledged_seq
    assert decision.durable_seq >= state.durable_seq
    assert decision.durable_seq <= max(decision.acknowledged_seq, state.durable_seq)
    assert (decision.act is Act.ADVANCE) is (decision.acknowledged_seq > state.acknowledged_seq)
    if decision.act is Act.ADVANCE:
        agrees = own_head(ack.seq) == ack.head
        by_batch = state.closed_at is not None and ack.answers in state.batch_ends
        assert agrees or by_batch
        assert state.closed_at is None or decision.acknowledged_seq <= state.closed_at


@given(ACKS, STATES)
def test_the_same_answer_twice_delivers_once(ack: Acknowledgement, state: StreamState) -> None:
    """Applied again, an acknowledgement advances nothing."""
    first = of(ack, state)
    after = replace(state, acknowledged_seq=first.acknowledged_seq, durable_seq=first.durable_seq)

    again = of(ack, after)

    assert again.act is not Act.ADVANCE
    assert (again.acknowledged_seq, again.durable_seq) == (
        first.acknowledged_seq,
        first.durable_seq,
    )
