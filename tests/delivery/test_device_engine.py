"""What is saved arrives, nothing is lost and nothing counts twice, whatever breaks."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TypeVar

import pytest

from sync.device.engine import Engine
from sync.device.link import ErrorCode, LinkState
from sync.device.ports import Store
from sync.device.push import PushLane
from sync.device.states import RecordState
from sync.device.transport import Failure, NoAnswer, Request, Response
from sync.events import ClockSample
from sync.journal import Transaction
from tests.support.delivery import Device
from tests.support.logs import ExpectedLogs
from tests.support.model_central import ModelCentral, refusal

T = TypeVar("T")
CUT = NoAnswer(failure=Failure.CUT)


def test_what_is_saved_is_delivered_once(device: Device, central: ModelCentral) -> None:
    """After one contact the central holds every event once and the screen says delivered."""
    device.record(3)

    device.run()

    assert central.stored == [one.event_id for one in device.recorded]
    assert device.view().counts().delivered == 4
    assert device.engine.status.link is LinkState.UP
    assert device.engine.status.last_delivery_at is not None
    assert central.twice == []


def test_a_chore_that_fails_keeps_nothing_from_being_delivered(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """Chores run once a minute beside delivery; one that fails is logged and tried again."""
    expected_logs.expect("delivery", "a delivery step failed, a chore")
    done: list[float] = []
    next_one: list[float] = []

    def chore() -> None:
        done.append(device.clock.monotonic_seconds())
        raise OSError("disk")

    def another() -> None:
        next_one.append(device.clock.monotonic_seconds())

    device.engine = Engine(device.desk, device.wire, device.changed.append, (chore, another))
    device.record(250)

    device.run(130)

    assert len(central.stored) == 251
    assert device.engine.status.link is LinkState.UP
    assert 3 <= len(done) <= 6
    assert done[-1] > 60
    assert next_one == done


def test_chores_are_done_without_a_link_too(device: Device) -> None:
    """What waits for running time goes on while nobody answers."""
    done: list[float] = []
    device.engine = Engine(
        device.desk, device.wire, device.changed.append,
        (lambda: done.append(device.clock.monotonic_seconds()),),
    )  # fmt: skip
    device.wire.always = lambda _request: CUT

    device.run(600)

    assert 9 <= len(done) <= 12


def test_a_few_events_are_sent_again_unchanged(device: Device, central: ModelCentral) -> None:
    """After a cut the same division goes out again with the very same bytes."""
    device.record(4)
    device.engine.step()
    device.wire.script = [lambda _request: CUT]
    device.engine.step()
    device.record(2)

    device.run(60)

    pushes = [request.body for request in device.wire.sent if request.path == "/v1/push"]
    assert pushes[0] == pushes[1]
    assert len(central.stored) == 7


def test_a_cut_halves_the_batch_down_to_ten(device: Device, central: ModelCentral) -> None:
    """Large batches shrink while the line keeps breaking, and grow again once it holds."""
    device.record(230)
    device.run(steps=2)
    first = central.streams[device.stream].seq
    lost: list[int] = []

    def lose(request: Request) -> Response | NoAnswer:
        before = central.streams[device.stream].seq
        answer = central.handle(request)
        if request.path != "/v1/push":
            return answer
        lost.append(central.streams[device.stream].seq - before)
        central.forget_after(before, redraw=False)
        return CUT

    device.wire.always = lose
    while len(lost) < 6:
        device.run(30, steps=1)
    device.wire.always = None
    assert first == 100
    assert lost == [131, 65, 32, 16, 10, 10]

    device.run()
    assert len(central.stored) == 231
    assert central.twice == []


def test_an_answer_that_is_lost_does_no_harm(device: Device, central: ModelCentral) -> None:
    """The central stored the batch, the ack was lost: it is sent again and counts once."""
    device.record(3)
    device.engine.step()
    device.wire.script = [lambda request: (central.handle(request), CUT)[1]]
    device.engine.step()
    assert device.view().counts().unknown == 4

    device.run(60)

    assert device.view().counts().delivered == 4
    assert len(central.stored) == 4
    assert central.twice == []


def test_while_it_is_on_the_line_it_is_sending(device: Device, central: ModelCentral) -> None:
    """The word on the screen follows the batch: saved, on its way, delivered."""
    device.record(1)
    seen: list[RecordState] = []
    device.wire.before = lambda: seen.append(device.view().state_of(device.stream, 2))

    device.engine.step()
    device.engine.step()

    assert seen == [RecordState.SEALED, RecordState.SENDING]
    assert device.view().state_of(device.stream, 2) is RecordState.DELIVERED
    assert central.twice == []


def test_codes_decide_between_attention_and_a_notice(device: Device, central: ModelCentral) -> None:
    """A code below 32 needs a person, one from 32 is delivered with a notice; nothing stops."""
    codes = iter([None, 4, 33, None])
    central.code_of = lambda _header: next(codes)
    device.record(3)

    device.run()

    view = device.view()
    states = [view.state_of(device.stream, seq) for seq in (1, 2, 3, 4)]
    assert states == [
        RecordState.DELIVERED,
        RecordState.NEEDS_ATTENTION,
        RecordState.DELIVERED,
        RecordState.DELIVERED,
    ]
    attention = view.attention_of(device.stream, 2)
    assert attention is not None
    assert attention.code == 4
    notices = device.store.read(device.desk.outbox.notices)
    assert [(one.seq, one.code) for one in notices] == [(3, 33)]


def test_one_refused_event_is_found_by_halving_and_tried_every_six_hours(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """All before it arrives, it alone needs attention, and it goes once the central takes it."""
    expected_logs.expect("delivery", "refuses the envelope of one event")
    device.record(29)
    poison = device.recorded[17].event_id

    def picky(request: Request) -> Response:
        if request.path != "/v1/push":
            return central.handle(request)
        kept = (dict(central.streams), list(central.stored), dict(central.applied))
        before = {stream: len(one.event_ids) for stream, one in kept[0].items()}
        answer = central.handle(request)
        if poison not in central.applied:
            return answer
        for stream, store in central.streams.items():
            count = before.get(stream, 0)
            for event_id in store.event_ids[count:]:
                central.applied.pop(event_id, None)
            del store.heads[count + 1 :], store.event_ids[count:]
        return refusal(400, "shape")

    device.wire.always = picky
    device.run(120)

    view = device.view()
    assert device.acknowledged() == 17
    assert view.state_of(device.stream, 18) is RecordState.NEEDS_ATTENTION
    assert view.state_of(device.stream, 30) in {RecordState.UNKNOWN, RecordState.SEALED}
    assert device.engine.status.last_error_code == ErrorCode.ENVELOPE.value
    pushes = device.wire.paths().count("push")
    device.run(5 * 3600, steps=2000)
    assert device.wire.paths().count("push") == pushes
    device.run(2 * 3600, steps=2000)
    assert device.wire.paths().count("push") == pushes + 1

    device.wire.always = None
    device.engine.deliver_now()
    device.run(120)
    assert central.stored == [one.event_id for one in device.recorded]
    assert device.view().counts().needs_attention == 0


def test_a_proxy_that_takes_only_small_bodies_gets_small_ones(
    device: Device, central: ModelCentral
) -> None:
    """413, whoever says it, only ever halves (§12)."""
    device.record(60)

    def small(request: Request) -> Response:
        if len(request.body) > 2_000:
            return Response(status=413, headers={"content-type": "text/html"}, body=b"<html>")
        return central.handle(request)

    device.wire.always = small
    device.run(300)

    assert len(central.stored) == 61
    assert device.view().counts().needs_attention == 0


def test_killed_at_the_worst_moment_nothing_is_lost_or_doubled(
    device: Device, central: ModelCentral
) -> None:
    """The program dies while the ack is on the line; the next start sends again, it counts once."""
    device.record(12)
    device.engine.step()

    def die(request: Request) -> Response:
        central.handle(request)
        raise KeyboardInterrupt

    device.wire.script = [die]
    with pytest.raises(KeyboardInterrupt):
        device.engine.step()

    device.start_program()
    assert device.view().counts().unknown == 13
    device.run(60)

    assert device.view().counts().delivered == 13
    assert central.twice == []
    assert central.stored == [one.event_id for one in device.recorded]


def test_the_wire_is_never_used_inside_a_transaction(device: Device) -> None:
    """While a request is on the line the store is free for the person at the window."""
    done: list[int] = []
    device.wire.before = lambda: done.append(device.store.write(lambda _tx: 1))
    device.record(2)

    device.run(60)

    assert len(done) == len(device.wire.sent) > 2


def test_a_store_that_cannot_write_is_logged_and_tried_again(
    device: Device, central: ModelCentral, caplog: pytest.LogCaptureFixture
) -> None:
    """A full disk while an ack is stored: the step survives, says so, and the ack comes again."""
    device.record(1)
    device.engine.step()
    device.run_sql(
        "CREATE TRIGGER full BEFORE UPDATE ON stream_state"
        " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    )
    device.engine.step()

    assert device.engine.status.last_error_code == ErrorCode.DEFECT.value
    assert "Traceback" in caplog.text
    assert device.acknowledged() == 0
    caplog.clear()
    device.run_sql("DROP TRIGGER full")
    device.run(1800)
    assert device.acknowledged() == 2
    assert central.twice == []


def test_large_events_make_smaller_batches(device: Device, central: ModelCentral) -> None:
    """No envelope passes 256 KiB, however many events wait."""
    for _ in range(8):
        device.record_large()

    device.run(60)

    pushes = [request.body for request in device.wire.sent if request.path == "/v1/push"]
    assert len(central.stored) == 9
    assert len(pushes) > 1
    assert max(map(len, pushes)) <= 256 * 1024


def test_clock_samples_travel_with_other_events_and_alone_cause_none(
    device: Device, central: ModelCentral
) -> None:
    """An hour of contacts becomes one event, sent with the next save; no contact is due to it."""
    device.run(60)
    central.server_time_ms += 2 * 3_600_000
    device.run(1200)
    assert all(one.event.name != "clock.sample" for one in device.recorded)

    device.record(1)
    device.run(60)

    samples = [one.event for one in device.recorded if isinstance(one.event, ClockSample)]
    assert len(samples) == 1
    first, last = samples[0].samples[0], samples[0].samples[-1]
    assert last.server_time_milliseconds - first.server_time_milliseconds > 3_600_000
    assert central.stored == [one.event_id for one in device.recorded]


def test_an_event_erased_while_it_was_sealed_does_not_leave(
    device: Device, central: ModelCentral
) -> None:
    """Between reading and storing the batch a person was erased: only the stub goes out."""
    device.record(1)
    device.engine.step()
    victim = device.recorded[1]
    store = device.store
    meddling = Meddling(store, lambda tx: device.journal.erase(tx, [victim.event_id]))
    device.desk = dataclasses.replace(device.desk, store=meddling)
    lane = PushLane(device.desk)

    batch = lane.prepare()

    assert batch is not None
    central.handle(lane.request_of(batch))
    assert central.applied[victim.event_id]
    assert central.stubs == [victim.event_id]


class Meddling:
    """A store in which something happens just before the first write."""

    def __init__(self, store: Store, act: Callable[[Transaction], object]) -> None:
        self._store = store
        self._acts = [act]

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Pass it on."""
        return self._store.read(work)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Let it happen, then pass on."""
        while self._acts:
            self._store.write(self._acts.pop())
        return self._store.write(work)
