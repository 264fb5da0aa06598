"""The scripted wire of the tests and the real one over HTTP behave alike towards the engine."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from sync.device.link import LinkState
from sync.device.transport import (
    COSE_TYPE,
    Failure,
    HttpTransport,
    NoAnswer,
    Request,
    Response,
    Transport,
)
from tests.support.delivery import Device, ScriptedTransport, SqliteStore
from tests.support.loopback import LoopbackServer, Received
from tests.support.model_central import ModelCentral

Answer = Callable[[Request], Response | NoAnswer]


class Served:
    """A central on loopback that gives each request to a behaviour, and says what it saw."""

    def __init__(self, central: ModelCentral) -> None:
        self.central = central
        self.answer: Answer = central.handle
        self.server = LoopbackServer(self._behave)

    def _behave(self, line: socket.socket, received: Received) -> None:
        method, path, _version = received.first_line.split()
        answer = self.answer(
            Request(
                method=method,
                path=path,
                body=received.body,
                content_type=received.header("content-type") or "",
                authorization=received.header("authorization"),
                answer_limit_bytes=0,
            )
        )
        if isinstance(answer, NoAnswer):
            line.shutdown(socket.SHUT_RDWR)
            return
        head = [f"HTTP/1.1 {answer.status} x", f"Content-Length: {len(answer.body)}"]
        head += [f"{name}: {value}" for name, value in answer.headers.items()]
        line.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + answer.body)


class Wire:
    """One of the two wires with the behaviour behind it."""

    def __init__(self, transport: Transport, set_answer: Callable[[Answer], None]) -> None:
        self.transport = transport
        self.set_answer = set_answer


@pytest.fixture
def central() -> ModelCentral:
    """Give a central that works."""
    return ModelCentral()


@pytest.fixture(params=["scripted", "http"])
def wire(request: pytest.FixtureRequest, central: ModelCentral) -> Iterator[Wire]:
    """Give the wire of the tests, then the real one."""
    if request.param == "scripted":
        scripted = ScriptedTransport(central)

        def set_script(answer: Answer) -> None:
            scripted.always = answer

        yield Wire(scripted, set_script)
        return
    served = Served(central)

    def set_served(answer: Answer) -> None:
        served.answer = answer

    with served.server:
        transport = HttpTransport(served.server.url)
        yield Wire(transport, set_served)
        transport.close()


@pytest.fixture
def device(central: ModelCentral, wire: Wire) -> Iterator[Device]:
    """Give an enrolled device on that wire."""
    store = SqliteStore()
    store.migrate()
    fresh = Device(central, store=store, transport=wire.transport)
    fresh.open_stream()
    yield fresh
    store.close()


def test_an_answer_comes_back_as_it_was_sent(wire: Wire) -> None:
    """Status, type, headers and every byte arrive; the request arrives the same way."""
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        headers = {"content-type": COSE_TYPE, "retry-after": "7"}
        return Response(status=409, headers=headers, body=bytes(range(256)))

    wire.set_answer(answer)
    sent = Request(
        method="POST",
        path="/v1/push",
        body=bytes(range(256)),
        content_type=COSE_TYPE,
        authorization="Ventanilla abc",
        answer_limit_bytes=1000,
    )
    got = wire.transport.send(sent)

    assert isinstance(got, Response)
    assert (got.status, got.media_type, got.retry_after_seconds) == (409, "application/cose", 7)
    assert got.body == bytes(range(256))
    assert seen[0].body == sent.body
    assert seen[0].authorization == sent.authorization


def test_a_cut_is_named_the_same(wire: Wire) -> None:
    """Both call a connection that breaks without an answer a cut."""
    wire.set_answer(lambda _request: NoAnswer(failure=Failure.CUT))

    got = wire.transport.send(Request(method="GET", path="/v1/central", answer_limit_bytes=10))

    assert isinstance(got, NoAnswer)
    assert got.failure is Failure.CUT


def test_the_engine_delivers_through_either(
    device: Device, central: ModelCentral, wire: Wire
) -> None:
    """A portal, a cut, then a good link: everything arrives once on both wires."""
    device.record(5)
    html = Response(status=200, headers={"content-type": "text/html"}, body=b"<html>")
    wire.set_answer(lambda _request: html)
    device.run(10)
    assert device.link() is LinkState.PORTAL

    wire.set_answer(lambda _request: NoAnswer(failure=Failure.CUT))
    device.run(20)
    assert device.view().counts().delivered == 0

    wire.set_answer(central.handle)
    device.run(60)
    assert central.stored == [one.event_id for one in device.recorded]
    assert device.view().counts().delivered == 6
    assert central.twice == []
