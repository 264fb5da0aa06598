"""The words for records are computed from stored facts, and add up."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sync.device.link import Span
from sync.device.states import Channel, Counts, OutboxView, RecordState, StreamRow
from sync.ids import StreamId

STREAMS = (StreamId(b"a" * 16), StreamId(b"b" * 16))


@st.composite
def pictures(draw: st.DrawFn) -> OutboxView:
    """Draw any outbox, consistent or not."""
    rows = []
    for stream in STREAMS:
        tip = draw(st.integers(0, 30))
        acknowledged = draw(st.integers(0, tip))
        rows.append(
            StreamRow(
                stream=stream,
                tip=tip,
                acknowledged=acknowledged,
                durable=0,
                base=draw(st.none() | st.integers(acknowledged, tip)),
                refused_seq=draw(st.sampled_from([None, *range(1, tip + 1)])),
                refused_code="shape",
            )
        )
    position = st.tuples(st.sampled_from(STREAMS), st.integers(1, 35))
    spans = st.tuples(position, st.integers(0, 12), st.sampled_from(Channel))
    unanswered = [
        (stream, first, first + length, channel)
        for (stream, first), length, channel in draw(st.lists(spans, max_size=6))
    ]
    confirmed = {row.stream: row.acknowledged for row in rows}
    codes = {
        (stream, seq): draw(st.integers(1, 31))
        for stream, seq in draw(st.lists(position, max_size=5))
        if seq <= confirmed[stream]
    }
    sending = draw(st.none() | st.tuples(position, st.integers(0, 12)))
    span = None
    if sending is not None:
        (stream, first), length = sending
        span = Span(stream=stream, first=first, last=first + length)
    return OutboxView(rows, unanswered, codes, span)


@given(view=pictures())
def test_the_counts_are_the_sum_of_the_words(view: OutboxView) -> None:
    """Counting by runs gives what asking for every single event gives."""
    positions = [
        (row.stream, seq) for row in view.streams for seq in range(1, row.last_to_send + 1)
    ]
    words = Counter(view.state_of(stream, seq) for stream, seq in positions)

    counts = view.counts()

    assert counts == view.counts_of(positions)
    assert counts == Counts(
        sealed=words[RecordState.SEALED],
        sending=words[RecordState.SENDING],
        unknown=words[RecordState.UNKNOWN],
        exported=words[RecordState.EXPORTED],
        delivered=words[RecordState.DELIVERED],
        needs_attention=words[RecordState.NEEDS_ATTENTION],
        pruned=words[RecordState.PRUNED],
    )


@given(view=pictures())
def test_attention_always_has_a_reason(view: OutboxView) -> None:
    """Whatever needs attention says why, by a code or a word; nothing else does."""
    for row in view.streams:
        for seq in range(1, row.tip + 1):
            reason = view.attention_of(row.stream, seq)
            if view.state_of(row.stream, seq) is RecordState.NEEDS_ATTENTION:
                assert reason is not None
                assert reason.code is not None or reason.word
            else:
                assert reason is None


def test_an_event_the_outbox_has_not_seen_is_saved() -> None:
    """A save between two pictures is already true for the person at the window."""
    view = OutboxView([], [], {}, None)
    assert view.state_of(STREAMS[0], 1) is RecordState.SEALED
