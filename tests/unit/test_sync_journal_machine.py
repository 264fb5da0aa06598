"""The journal under any order of acts: nothing is lost, changed, doubled or unlinked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sync.events import (
    OperatorUnlocked,
    Recorded,
    StreamReason,
    UnlockMeans,
)
from sync.ids import StreamId
from sync.journal import (
    OtherContent,
    by_id,
    erase,
    history,
    read,
    streams,
    tip,
    verify,
)
from tests.support.journals import Desk

UNLOCKED = OperatorUnlocked(means=UnlockMeans.PASSPHRASE)


class JournalMachine(RuleBasedStateMachine):
    """Appends, double presses, erasures, new streams and restarts in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.model: dict[int, Recorded] = {}
        self.erased: set[int] = set()
        self.left: list[tuple[StreamId, int]] = []  # streams that were left, and where each ends

    def teardown(self) -> None:
        """Close the database."""
        self.desk.tx.close()

    @initialize()
    def enrol(self) -> None:
        """Open the first stream."""
        self.desk.begin()

    @rule(number=st.integers(0, 40), tries=st.integers(0, 3))
    def append(self, number: int, tries: int) -> None:
        """Append under a salt that may be known: the same is the same, other content is refused."""
        event = replace(UNLOCKED, wrong_tries=tries)
        known = self.model.get(number)
        if known is not None and known.event != event:
            with pytest.raises(OtherContent):
                self.desk.append(event, number)
            return
        recorded = self.desk.append(event, number)
        if known is not None:
            assert (recorded.event_id, recorded.header) == (known.event_id, known.header)
            return
        self.model[number] = recorded

    @precondition(lambda self: self.model)
    @rule(choice=st.integers(0, 1000))
    def forget(self, choice: int) -> None:
        """Erase one of the events."""
        number = sorted(self.model)[choice % len(self.model)]
        places = self.desk.tx.execute(
            "SELECT count(*) FROM event WHERE event_id = ?", (self.model[number].event_id,)
        ).fetchone()[0]
        rows = erase(self.desk.tx, [self.model[number].event_id])
        assert rows == (0 if number in self.erased else places)
        self.erased.add(number)

    @rule(jump=st.integers(-5, 5))
    def let_time_pass(self, jump: int) -> None:
        """Move the clock, now and then apart from monotonic time."""
        self.desk.clock.pass_seconds(3)
        self.desk.clock.wall_seconds += jump

    @rule(part=st.floats(0, 1))
    def fork(self, part: float) -> None:
        """Go on in a new stream, with what stands behind some base of the one before."""
        newest = tip(self.desk.tx)
        assert newest is not None
        base = round(newest.seq * part)
        self.desk.begin(StreamReason.FORK, base=base)
        self.left.append((newest.stream, base))

    @precondition(lambda self: self.left)
    @rule(choice=st.integers(0, 1000), part=st.floats(0, 1))
    def shorten(self, choice: int, part: float) -> None:
        """Let a stream that was left end earlier: what lay between follows in the current one."""
        place = choice % len(self.left)
        stream, last = self.left[place]
        base = round(last * part)
        self.desk.journal.shorten(self.desk.tx, stream, base, last)
        self.left[place] = (stream, base)

    @rule(boot=st.binary(min_size=8, max_size=8))
    def restart(self, boot: bytes) -> None:
        """Start the program again."""
        self.desk.restarted(boot)

    @invariant()
    def every_link_holds(self) -> None:
        """Every stream verifies whole and is numbered without a gap."""
        for stream in streams(self.desk.tx):
            assert verify(self.desk.tx, stream).holds
            stored = read(self.desk.tx, stream, 1, 10_000)
            assert [event.seq for event in stored] == list(range(1, len(stored) + 1))

    @invariant()
    def what_was_recorded_is_there(self) -> None:
        """Every event stands where it was recorded, whole or as a stub, wherever it went on."""
        for number, recorded in self.model.items():
            (first,) = read(self.desk.tx, recorded.stream, recorded.seq, recorded.seq)
            now = by_id(self.desk.tx, recorded.event_id)
            assert now is not None
            assert (first.event_id, first.head) == (recorded.event_id, recorded.head)
            assert now.item == first.item  # byte for byte, or the same stub
            if number not in self.erased:
                assert first.recorded() == recorded

    @invariant()
    def each_event_counts_in_one_place(self) -> None:
        """Up to where each stream ends, no event stands twice and none is missing."""
        ends = dict(self.left)
        counted = [
            event.event_id
            for stream in streams(self.desk.tx)
            for event in read(self.desk.tx, stream, 1, ends.get(stream, 10_000))
        ]
        assert len(set(counted)) == len(counted)
        assert set(counted) == {one.event_id for one in self.desk.projected}

    @invariant()
    def each_event_was_projected_once(self) -> None:
        """Projections saw every event exactly once, and history tells what is not erased."""
        ids = [one.event_id for one in self.desk.projected]
        assert len(set(ids)) == len(ids)
        gone = {self.model[number].event_id for number in self.erased}
        told = [one.event_id for one in history(self.desk.tx)]
        assert told == [event_id for event_id in ids if event_id not in gone]


TestJournalMachine = pytest.mark.slow(JournalMachine.TestCase)
TestJournalMachine.settings = settings(max_examples=60, stateful_step_count=30)
