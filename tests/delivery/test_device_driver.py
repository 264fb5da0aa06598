"""The driver: one thread that starts by itself, wakes at once, and ends when it is told."""

from __future__ import annotations

import socket
import threading

import pytest

from sync.clock import SystemClock
from sync.device.driver import Driver
from sync.device.engine import NextStep
from sync.device.route import SystemRoute
from sync.device.transport import HttpTransport, NoAnswer, Request
from tests.support.loopback import LoopbackServer, Received

PATIENCE_SECONDS = 10.0


class CountingEngine:
    """Counts what the driver asks of it; each step wants to wait for ever."""

    def __init__(self) -> None:
        self.stepped = threading.Semaphore(0)
        self.hints: list[str | None] = []
        self.woken = 0
        self.hurried = 0

    def step(self) -> NextStep:
        """Count one step."""
        self.stepped.release()
        return NextStep(wait_seconds=3600.0)

    def way_out_changed(self, source: str | None) -> None:
        """Note the hint."""
        self.hints.append(source)

    def look_again(self) -> None:
        """Count a wake."""
        self.woken += 1

    def deliver_now(self) -> None:
        """Count a wish."""
        self.hurried += 1


class Wire:
    """Notes how it was ended."""

    def __init__(self) -> None:
        self.ended: list[str] = []

    def abort(self) -> None:
        """Note it."""
        self.ended.append("abort")

    def close(self) -> None:
        """Note it."""
        self.ended.append("close")


class Route:
    """A way out that a test sets."""

    def __init__(self) -> None:
        self.address: str | None = None

    def source(self) -> str | None:
        """Return it."""
        return self.address


def a_driver(engine: CountingEngine, wire: Wire, route: Route) -> Driver:
    return Driver(engine, wire, clock=SystemClock(), route=route, route_poll_seconds=0.01)


def stepped(engine: CountingEngine) -> bool:
    return engine.stepped.acquire(timeout=PATIENCE_SECONDS)


def test_a_save_and_a_person_wake_it_at_once() -> None:
    """Neither waits for the hour that the engine would have waited."""
    engine, wire, route = CountingEngine(), Wire(), Route()
    driver = a_driver(engine, wire, route)
    driver.start()
    try:
        assert stepped(engine)
        driver.wake()
        assert stepped(engine)
        driver.deliver_now()
        assert stepped(engine)
    finally:
        assert driver.stop()

    assert (engine.woken, engine.hurried) == (1, 1)
    assert wire.ended == ["abort", "close"]


def test_a_new_way_out_is_told_and_tried() -> None:
    """A change of the address this computer speaks from ends the wait."""
    engine, route = CountingEngine(), Route()
    driver = a_driver(engine, Wire(), route)
    driver.start()
    try:
        assert stepped(engine)
        route.address = "10.0.0.7"
        assert stepped(engine)
    finally:
        driver.stop()

    assert engine.hints == ["10.0.0.7"]


def test_stop_before_start_closes_the_wire() -> None:
    """Shutting down half way through start-up leaves nothing open."""
    wire = Wire()
    assert a_driver(CountingEngine(), wire, Route()).stop()
    assert wire.ended == ["abort", "close"]


class SendingEngine(CountingEngine):
    """Puts one request on a real line."""

    def __init__(self, transport: HttpTransport) -> None:
        super().__init__()
        self._transport = transport
        self.answers: list[object] = []

    def step(self) -> NextStep:
        """Send and wait for the answer."""
        answer = self._transport.send(
            Request(method="GET", path="/v1/central", answer_limit_bytes=100)
        )
        self.answers.append(answer)
        return super().step()


def test_stop_cuts_a_request_that_would_take_long() -> None:
    """Closing the app never waits for a silent server."""

    def never_answer(line: socket.socket, _request: Received) -> None:
        line.recv(1)

    with LoopbackServer(never_answer) as server:
        transport = HttpTransport(server.url)
        engine = SendingEngine(transport)
        driver = Driver(engine, transport, clock=SystemClock(), route=Route())
        driver.start()
        assert server.got_request.wait(PATIENCE_SECONDS)

        assert driver.stop()

    assert isinstance(engine.answers[0], NoAnswer)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://[::1]:8000"])
def test_the_way_to_this_computer_is_always_there(url: str) -> None:
    """A central on loopback needs no interface."""
    assert SystemRoute(url).source() == "loopback"


def test_the_routing_table_answers_without_sending() -> None:
    """The hint is an address of this computer, or None; it raises nothing either way."""
    source = SystemRoute("https://central.gob.mx").source()
    assert source is None or source.count(".") == 3 or ":" in source
