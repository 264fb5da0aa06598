"""One device and a model central over a wire that loses, repeats, reorders, lies and cuts."""

from __future__ import annotations

import logging
import os
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.device.link import LinkState
from sync.device.states import RecordState
from sync.device.transport import Failure, NoAnswer, Request, Response
from tests.support.delivery import Device, SqliteStore
from tests.support.model_central import ModelCentral, refusal

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
EXAMPLES = 5_000 if SOAK else 30
LONG_DAYS = 1_000 if SOAK else 20
ACTIONS = ("save", "save many", "contact", "wait", "restart", "set clock", "restore", "roll back")
HTML = Response(status=200, headers={"content-type": "text/html"}, body=b"<html>")


class FlakyWire:
    """Does to each exchange what its seed says; `good` makes it honest again."""

    def __init__(self, central: ModelCentral, draw: random.Random) -> None:
        self._central = central
        self._draw = draw
        self._late: list[Request] = []
        self._old: list[tuple[str, Response]] = []
        self.good = False

    def send(self, request: Request) -> Response | NoAnswer:
        """Return what this wire makes of a request."""
        if self.good:
            return self._central.handle(request)
        while self._late and self._draw.random() < 0.5:
            self._central.handle(self._late.pop(self._draw.randrange(len(self._late))))
        match self._draw.choice(("ok",) * 6 + TROUBLES):
            case "lost":
                return NoAnswer(failure=Failure.NO_ROUTE)
            case "answer lost":
                self._central.handle(request)
                return NoAnswer(failure=Failure.CUT)
            case "late":
                self._late.append(request)
                return NoAnswer(failure=Failure.TIMEOUT)
            case "twice":
                self._central.handle(request)
            case "old answer":
                found = [answer for path, answer in self._old if path == request.path]
                if found:
                    return self._draw.choice(found)
            case "portal":
                return HTML
            case "broken":
                return Response(status=500)
            case "refused":
                return refusal(401, "kid-unknown")
            case "too large":
                return refusal(413, "size")
            case "bits flipped":
                return flipped(self._central.handle(request), self._draw)
            case _:
                pass
        answer = self._central.handle(request)
        self._old.append((request.path, answer))
        return answer


TROUBLES = (
    "lost",
    "answer lost",
    "late",
    "twice",
    "old answer",
    "portal",
    "broken",
    "refused",
    "too large",
    "bits flipped",
)


def flipped(answer: Response, draw: random.Random) -> Response:
    """Return an answer with one bit of its body turned."""
    if not answer.body:
        return answer
    body = bytearray(answer.body)
    body[draw.randrange(len(body))] ^= 1 << draw.randrange(8)
    return Response(status=answer.status, headers=answer.headers, body=bytes(body))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Let the engine complain: on such a wire it must."""
    logger = logging.getLogger("delivery")
    logger.disabled = True
    yield
    logger.disabled = False


def check(device: Device, central: ModelCentral, *, restored: bool) -> None:
    """Assert what must hold at every moment, whatever the wire does."""
    assert central.twice == []
    if restored:
        return
    view = device.view()
    for one in device.recorded:
        if view.state_of(one.stream, one.seq) is RecordState.DELIVERED:
            assert one.event_id in central.applied


def play(actions: list[str], seed: int) -> None:
    """Play the actions, make the wire good, and assert that everything arrived once."""
    draw = random.Random(seed)
    central = ModelCentral()
    store = SqliteStore()
    store.migrate()
    wire = FlakyWire(central, draw)
    device = Device(central, store=store, transport=wire, seed=seed)
    device.open_stream()
    restored = False
    try:
        for action in actions:
            match action:
                case "save":
                    device.record(1)
                case "save many":
                    device.record(draw.randrange(1, 40))
                case "contact":
                    device.run(30, steps=draw.randrange(1, 12))
                case "wait":
                    device.clock.pass_seconds(draw.choice((1, 60, 4000)))
                case "restart":
                    device.start_program()
                case "set clock":
                    device.clock.wall_offset_seconds = draw.choice((-86_400 * 365, 0, 86_400 * 40))
                case "restore" | "roll back":
                    longest = max((one.seq for one in central.streams.values()), default=0)
                    central.forget_after(draw.randrange(longest + 1), redraw=action == "restore")
                    restored = True
                case _:
                    raise AssertionError(action)
            check(device, central, restored=restored)
        wire.good = True
        device.engine.deliver_now()
        device.run(7 * 3600, steps=3000)

        assert central.stored == [one.event_id for one in device.recorded]
        assert central.twice == []
        assert device.view().counts().delivered == len(device.recorded)
        assert device.engine.status.link is LinkState.UP
        assert not device.engine.status.forked
        assert len(device.view().streams) == 1  # no error ever opens a new stream (§10)
    finally:
        store.close()


@pytest.mark.slow
@settings(max_examples=EXAMPLES)
@given(
    actions=st.lists(st.sampled_from(ACTIONS), min_size=3, max_size=40),
    seed=st.integers(0, 2**32),
)
def test_nothing_is_lost_and_nothing_twice(actions: list[str], seed: int) -> None:
    """Whatever the wire, the clock, restarts and restores do, every event ends up there once."""
    play(actions, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(LONG_DAYS))
def test_a_long_bad_day(seed: int) -> None:
    """A fixed set of long runs with much traffic, repeatable by its seed."""
    draw = random.Random(seed)
    actions = draw.choices(ACTIONS, weights=(6, 3, 10, 3, 2, 1, 1, 0), k=120)
    play(actions, seed)
