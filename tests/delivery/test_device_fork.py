"""Clones, restores and forks: a device goes on by itself, and nothing is lost or counts twice."""

from __future__ import annotations

import logging
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.device.acks import take_ack
from sync.device.decision import Act
from sync.device.engine import Engine
from sync.device.memory import CentralLoss
from sync.device.push import PushLane
from sync.device.states import Channel
from sync.device.transport import Failure, NoAnswer, Request
from sync.events import Recorded, StreamMoved, StreamOpened, StreamReason
from sync.ids import StreamId
from sync.journal import Transaction, history, in_order, read, streams, verify
from sync.journal.records import Gone, StoredEvent, erase
from sync.messages import Acknowledgement, build_ack, read_ack
from tests.support.delivery import Behaviour, Device, SqliteStore
from tests.support.logs import ExpectedLogs
from tests.support.model_central import ModelCentral


@pytest.fixture
def store() -> Iterator[SqliteStore]:
    """Give a store whose disk can be copied."""
    plain = SqliteStore()
    plain.migrate()
    yield plain
    plain.close()


@pytest.fixture
def quiet(expected_logs: ExpectedLogs) -> None:
    """Expect that a fork is told in the log."""
    expected_logs.expect("delivery", "another history")


def clone(device: Device, seed: int = 2) -> Device:
    """Return a second machine on a copy of the disk, which knows nothing of the first."""
    store = SqliteStore()
    assert isinstance(device.store, SqliteStore)
    device.store.copy_into(store)
    made = Device(device.central, store=store, keys=device.keys, clock=device.clock, seed=seed)
    made.recorded.extend(device.recorded)
    return made


def stored_in(device: Device, stream: StreamId) -> tuple[StoredEvent, ...]:
    """Return what a stream of a device holds."""
    return device.store.read(lambda tx: read(tx, stream, 1, 10_000))


def claims(device: Device) -> list[StreamOpened | StreamMoved]:
    """Return what a device says about the streams it left, in order."""
    told = device.store.read(lambda tx: [one.event for one in history(tx)])
    return [one for one in told if isinstance(one, StreamOpened | StreamMoved)]


def check_all_arrived(central: ModelCentral, *devices: Device) -> None:
    """Assert the promise: all events once, every chain holds, every paper's anchor resolves."""
    anchors = central.anchors()
    for device in devices:
        for one in device.recorded:
            assert one.event_id in central.applied
            assert anchors[one.head[:16]] == one.event_id
        for stream in device.store.read(streams):
            assert device.store.read(partial(verify, stream=stream)).holds
        counts = device.view().counts()
        assert counts.waiting + counts.needs_attention == 0
        assert counts.delivered == len(device.store.read(lambda tx: list(in_order(tx))))
    assert central.twice == []
    assert central.refused == []
    assert set(central.applied) == {one.event_id for device in devices for one in device.recorded}


def ack_of(device: Device, request: Request) -> Acknowledgement:
    """Return the answer that the central has for an envelope."""
    return read_ack(device.central.handle(request).body, device.desk.centrals.signers)


@pytest.mark.usefixtures("quiet")
def test_the_second_of_two_clones_goes_on_in_its_own_stream(
    device: Device, central: ModelCentral
) -> None:
    """Who speaks second forks at what was confirmed; both lives arrive whole, once."""
    device.record(3)
    device.run()
    other = clone(device)
    device.record(4)
    other.record(5)

    device.run()
    other.run()
    device.record(2)
    other.record(2)
    device.run()
    other.run()

    (opened,) = [one for one in claims(other) if one.old is not None]
    assert isinstance(opened, StreamOpened)
    assert opened.reason is StreamReason.FORK
    left = opened.old
    assert left is not None
    assert (left.stream, left.base, left.last) == (device.stream, 4, 9)
    assert other.engine.status.forked
    assert not device.engine.status.forked
    check_all_arrived(central, device, other)


@pytest.mark.usefixtures("quiet")
def test_moved_events_keep_every_byte_and_are_projected_once(
    device: Device, central: ModelCentral
) -> None:
    """Header, salt and body are those that were recorded, in the same order (mutant 17)."""
    device.record(2)
    device.run()
    other = clone(device)
    device.record(1)
    device.run()
    other.record(6)
    before = stored_in(other, device.stream)
    told = len(other.recorded)

    other.run()

    moved = stored_in(other, other.stream)[1:]
    assert [one.item for one in moved] == [one.item for one in before[3:]]
    assert stored_in(other, device.stream) == before
    assert len(other.recorded) == told + 1  # stream.opened alone is new
    assert central.again == []


@pytest.mark.usefixtures("quiet")
def test_a_fork_is_seen_with_nothing_to_send(device: Device, central: ModelCentral) -> None:
    """The probe's heads decide too: what the central holds is not ours, so a new stream opens."""
    device.record(2)
    device.run()
    other = clone(device)
    device.record(3)
    device.run()

    other.start_program()
    other.run()
    other.run()

    assert other.stream != device.stream
    assert [row.base for row in other.view().streams] == [3, None]
    check_all_arrived(central, device, other)


@pytest.mark.usefixtures("quiet")
def test_a_fork_is_whole_or_not_at_all(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """What breaks inside the fork leaves all as it was; the next contact does it again."""
    expected_logs.expect("delivery", "a delivery step failed")
    device.record(2)
    device.run()
    other = clone(device)
    device.record(2)
    device.run()
    other.record(4)
    before = other.store.read(lambda tx: list(in_order(tx)))
    rows = other.view().streams
    opened = other.desk.new_stream

    def killed(tx: Transaction, base: int) -> Recorded:
        opened(tx, base)
        raise RuntimeError("killed")

    broken = replace(other.desk, new_stream=killed)
    other.engine = Engine(broken, other.wire, other.changed.append)
    other.run(30)

    assert other.store.read(lambda tx: list(in_order(tx))) == before
    assert [row.base for row in other.view().streams] == [row.base for row in rows]
    other.recorded[:] = [one for one in other.recorded if one.stream == device.stream]
    other.start_program()
    other.run()
    check_all_arrived(central, device, other)


@pytest.mark.usefixtures("quiet")
def test_stubs_move_as_stubs(device: Device, central: ModelCentral) -> None:
    """An erased event is moved without its content, and the links of both streams hold."""
    device.record(2)
    device.run()
    other = clone(device)
    device.record(1)
    device.run()
    other.record(3)
    erased = other.recorded[-2].event_id
    other.store.write(lambda tx: erase(tx, [erased]))

    other.run()

    (moved,) = [one for one in stored_in(other, other.stream) if one.event_id == erased]
    assert moved.gone is Gone.REDACTED
    assert central.stubs == [erased]
    check_all_arrived(central, device, other)


def restored_with_a_clone(device: Device, central: ModelCentral, *, redraw: bool) -> Device:
    """Two clones, both delivered; the central is restored to where only their past was known."""
    device.record(3)
    device.run()
    backup = central.copy()
    other = clone(device)
    device.record(6)
    device.run()
    other.record(5)
    other.run()
    central.restore(backup, redraw=redraw)
    return other


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("first", ["who stayed", "who forked"])
def test_a_restored_central_hears_two_clones_in_either_order(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs, first: str
) -> None:
    """Whoever speaks first: what the backup lacked comes again, and no event counts twice."""
    expected_logs.expect("delivery", "database is another one")
    other = restored_with_a_clone(device, central, redraw=True)
    order = (device, other) if first == "who stayed" else (other, device)

    for one in (*order, *order):
        one.record(1)
        one.start_program()
        one.run()

    check_all_arrived(central, device, other)


@pytest.mark.usefixtures("quiet")
def test_a_left_stream_is_shortened_when_its_end_is_taken(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """After a restore the other clone wrote where ours was: the end of ours moves on (§10)."""
    expected_logs.expect("delivery", "database is another one")
    expected_logs.expect("delivery", "ends earlier now")
    device.record(3)
    device.run()
    backup = central.copy()
    third = clone(device, seed=3)  # it has not spoken yet
    device.record(6)
    device.run()
    other = clone(device)
    device.record(1)
    device.run()
    other.record(5)
    other.run()  # leaves the first stream at 10
    central.restore(backup)
    third.record(4)
    third.run()  # and now the first stream goes on otherwise from 4

    other.start_program()
    other.run()

    opened, moved = [one for one in claims(other) if one.old is not None]
    assert isinstance(moved, StreamMoved)
    assert opened.old is not None
    assert (opened.old.base, moved.old.last) == (10, 10)
    assert moved.old.base < 10
    assert other.view().streams[0].base == moved.old.base
    device.run()
    third.run()
    check_all_arrived(central, device, other, third)


def test_less_under_the_same_name_is_told_and_sent_again(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """A central that lost events without saying so gets them again, and people can see it."""
    expected_logs.expect("delivery", "less of a stream")
    device.record(9)
    device.run()
    central.forget_after(4, redraw=False)
    device.record(1)

    device.start_program()
    device.run()

    (loss,) = device.store.read(device.desk.memory.central_losses)
    assert isinstance(loss, CentralLoss)
    assert (loss.announced, loss.events_again) == (False, 6)
    assert len(device.store.read(streams)) == 1
    check_all_arrived(central, device)


def by_stick(device: Device) -> Request:
    """Have the next batch leave as a stick's would: kept as sent, its answer not yet seen."""
    lane = PushLane(device.desk)
    batch = lane.prepare()
    assert batch is not None
    return lane.request_of(batch)


def test_an_ack_from_a_stick_delivers(device: Device, central: ModelCentral) -> None:
    """The same table decides, whichever way an acknowledgement came; again it changes nothing."""
    device.record(4)
    raw = central.handle(by_stick(device)).body

    taken = take_ack(device.desk, raw)
    again = take_ack(device.desk, raw)

    assert (taken.act, taken.delivered) == (Act.ADVANCE, 5)
    assert (again.act, again.delivered) == (Act.IGNORE, 0)
    check_all_arrived(central, device)


def test_without_a_link_a_restored_central_is_believed_from_a_fresh_answer(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """It names a batch of ours that waits, and is the newest word: all marks go, all is resent."""
    expected_logs.expect("delivery", "database is another one")
    device.record(4)
    take_ack(device.desk, central.handle(by_stick(device)).body)
    old_name = central.incarnation
    central.forget_after(2)
    device.record(3)
    raw = central.handle(by_stick(device)).body

    taken = take_ack(device.desk, raw)

    assert (taken.act, taken.adopted) == (Act.REWIND, True)
    assert device.acknowledged() == 2
    assert device.store.read(device.desk.memory.incarnation) == central.incarnation != old_name
    final = take_ack(device.desk, central.handle(by_stick(device)).body)
    assert final.act is Act.ADVANCE
    check_all_arrived(central, device)


@pytest.mark.parametrize("stale", ["answered", "older", "network"])
def test_a_stale_ack_never_turns_the_device_back(
    device: Device, central: ModelCentral, stale: str
) -> None:
    """An answer of the database before the restore, found on an old stick, changes nothing."""
    device.record(4)
    request = by_stick(device)
    ack = ack_of(device, request)
    other_name = replace(ack, incarnation=b"?" * 16)
    channel = Channel.NETWORK if stale == "network" else Channel.BUNDLE
    if stale == "answered":
        take_ack(device.desk, build_ack(central.keys.signer, ack))
        other_name = replace(other_name, server_time_ms=ack.server_time_ms + 1)
    elif stale == "older":
        now = device.clock.now()
        device.store.write(
            lambda tx: device.desk.memory.take_server_time(tx, ack.server_time_ms, now)
        )
    before = device.view().streams

    taken = take_ack(device.desk, build_ack(central.keys.signer, other_name), channel)

    assert (taken.act, taken.adopted) == (Act.INCARNATION, False)
    assert device.view().streams == before
    assert device.store.read(device.desk.memory.incarnation) == central.incarnation


@pytest.mark.usefixtures("quiet")
def test_a_fork_told_by_a_stick_moves_at_once(device: Device, central: ModelCentral) -> None:
    """A device that never has a link forks on the ack file; its next stick carries the rest."""
    device.record(2)
    take_ack(device.desk, central.handle(by_stick(device)).body)
    other = clone(device)
    device.record(2)
    take_ack(device.desk, central.handle(by_stick(device)).body)
    other.record(3)

    told = take_ack(other.desk, central.handle(by_stick(other)).body)
    after = take_ack(other.desk, central.handle(by_stick(other)).body)

    assert (told.act, after.act) == (Act.FORK, Act.ADVANCE)
    check_all_arrived(central, device, other)


def test_a_late_answer_to_a_left_stream_counts_up_to_its_end(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """What went on is not confirmed by it; replays and other heads do no harm (mutant 4)."""
    expected_logs.expect("delivery", "another history")
    device.record(2)
    device.run()
    other = clone(device)
    device.record(3)
    other.record(3)
    late = ack_of(device, by_stick(device))
    other.run()

    taken = take_ack(other.desk, build_ack(central.keys.signer, late))

    assert taken.act is Act.IGNORE
    assert other.view().streams[0].acknowledged == 3
    device.run()
    check_all_arrived(central, device, other)


SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
ACTIONS = (
    "save",
    "save",
    "contact",
    "contact",
    "lose answers",
    "backup central",
    "restore central",
    "clone",
    "erase",
)


@pytest.mark.slow
@settings(max_examples=300 if SOAK else 12, deadline=None)
@given(
    actions=st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 2)), max_size=30),
    seed=st.integers(0, 2**32),
)
def test_whatever_is_cloned_and_restored_everything_arrives_once(
    actions: list[tuple[str, int]], seed: int
) -> None:
    """Up to three machines of one identity, a central that goes back: all arrives, papers too."""
    logger = logging.getLogger("delivery")
    logger.disabled = True
    draw, central = random.Random(seed), ModelCentral()
    store = SqliteStore()
    store.migrate()
    devices = [Device(central, store=store, seed=seed)]
    devices[0].open_stream()
    backup = central.copy()
    try:
        for action, which in actions:
            device = devices[which % len(devices)]
            match action:
                case "save":
                    device.record(draw.randrange(1, 6))
                case "contact":
                    device.run(60, steps=draw.randrange(2, 12))
                case "lose answers":
                    device.wire.script = [_unheard(central)] * draw.randrange(1, 3)
                    device.run(20, steps=4)
                    device.wire.script = []
                case "backup central":
                    backup = central.copy()
                case "restore central":
                    central.restore(backup)
                case "clone" if len(devices) < 3:
                    devices.append(clone(device, seed + len(devices)))
                case "erase":
                    device.store.write(
                        partial(erase, event_ids=[draw.choice(device.recorded).event_id])
                    )
                case _:
                    pass
        for device in devices * 3:
            device.wire.script = []
            device.engine.deliver_now()
            device.start_program()
            device.run(300, steps=40)
        check_all_arrived(central, *devices)
    finally:
        logger.disabled = False
        for device in devices:
            assert isinstance(device.store, SqliteStore)
            device.store.close()


def _unheard(central: ModelCentral) -> Behaviour:
    """Return a wire on which requests arrive and answers do not."""

    def send(request: Request) -> NoAnswer:
        central.handle(request)
        return NoAnswer(failure=Failure.CUT)

    return send
