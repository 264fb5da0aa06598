"""Slow, idle and silent connections: bounded in number and time, and nobody honest waits."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from starlette.requests import Request

from sync import cbor
from sync.central.answering import chunks
from sync.central.body_room import BodyRoom
from sync.central.connections import MOST_CONNECTIONS, Crowd
from sync.central.errors import Refused
from tests.delivery.central_running import Running
from tests.delivery.central_support import Central, record_a_day
from tests.support.processes import memory_bytes

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
MANY = 10_000 if SOAK else 300
MOST = MOST_CONNECTIONS if SOAK else 40
MEMORY_BYTES = 150 * 2**20  # what all of them together may cost beyond what the central is anyway

SILENT = b""
HEAD_BEGUN = b"POST /v1/push HTTP/1.1\r\nHost: x\r\nX-Slow: "
BODY_BEGUN = (
    b"POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Type: application/cose\r\n"
    b"Content-Length: 500000\r\n\r\nslow"
)


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


@contextlib.contextmanager
def running(central: Central, crowd: Crowd) -> Iterator[Running]:
    server = Running(central, crowd=crowd)
    try:
        yield server
    finally:
        server.stop()


def a_slow_one(url: str, said: bytes) -> socket.socket:
    host, port = url.removeprefix("http://").split(":")
    held = socket.create_connection((host, int(port)))
    held.sendall(said)
    return held


def heard(held: socket.socket) -> bytes:
    """Return what a connection is told until it is closed."""
    held.settimeout(10)
    parts = []
    with contextlib.suppress(ConnectionResetError):
        while part := held.recv(4096):
            parts.append(part)
    return b"".join(parts)


def is_told_busy(answer: bytes) -> bool:
    """Say whether somebody was told to come later; 429 where an address has asked too often."""
    head, _, body = answer.partition(b"\r\n\r\n")
    return (
        head.startswith((b"HTTP/1.1 503 ", b"HTTP/1.1 429 "))
        and b"retry-after: " in head.lower()
        and body == cbor.encode({1: "busy"})
    )


@pytest.mark.slow
def test_a_device_is_answered_among_hundreds_of_slow_connections(central: Central) -> None:
    """Beyond the limit the slowest is told `busy` and goes; pushes are answered all the while."""
    device = central.enrol()
    record_a_day(device)
    turned_away: list[None] = []
    crowd = Crowd(MOST, drain_seconds=0, turned_away=lambda: turned_away.append(None))
    with running(central, crowd) as server, contextlib.ExitStack() as stack:
        server.http.headers["X-Forwarded-For"] = "192.0.2.7"  # not the address of the slow ones
        before = memory_bytes()
        slow = []
        for number in range(MANY):
            said = (SILENT, HEAD_BEGUN, BODY_BEGUN)[number % 3]
            slow.append(stack.enter_context(a_slow_one(server.url, said)))
            if number % (MANY // 10) == MANY // 10 - 1:
                seq = number // (MANY // 10) + 1
                answered = server.push(device.envelope(central.platform, seq, seq))
                assert server.ack(answered).seq == seq
        after = memory_bytes()
        told = [is_told_busy(heard(held)) for held in slow[: (MANY - MOST) // 2]]

        assert all(told)
        assert len(crowd) <= MOST
        assert len(turned_away) >= MANY - MOST
        assert after - before < MEMORY_BYTES
        if SOAK:
            print(f"{MANY} slow connections: {(after - before) / 2**20:.1f} MiB more")


def test_a_head_that_never_ends_is_given_up(central: Central) -> None:
    """Nothing, half a head, and a second request that trickles: `busy` after the time for it."""
    crowd = Crowd(head_seconds=0.3)
    with running(central, crowd) as server, contextlib.ExitStack() as stack:
        kept = stack.enter_context(
            a_slow_one(server.url, b"GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\nGET /v1/")
        )
        others = [
            stack.enter_context(a_slow_one(server.url, said)) for said in (SILENT, HEAD_BEGUN)
        ]

        first, _, second = heard(kept).partition(b"\r\n\r\n")

        assert first.startswith(b"HTTP/1.1 204 ")
        assert is_told_busy(second)
        assert all(is_told_busy(heard(held)) for held in others)
        assert len(crowd) == 0


def test_a_head_has_a_largest_size(central: Central) -> None:
    """A header without end is refused long before it fills memory."""
    with running(central, Crowd()) as server, a_slow_one(server.url, HEAD_BEGUN) as held:
        with contextlib.suppress(OSError):
            for _ in range(40):
                held.sendall(b"x" * 1024)

        assert heard(held)[:13] in (b"HTTP/1.1 400 ", b"")  # the rest of it may reset the line


class Trickle:
    """The receiving end of a request whose body comes as a test says."""

    def __init__(self, parts: list[bytes], pause_seconds: float) -> None:
        self._parts = parts
        self._pause_seconds = pause_seconds

    async def __call__(self) -> dict[str, object]:
        await asyncio.sleep(self._pause_seconds)
        part = self._parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(self._parts)}


def read_all(parts: list[bytes], pause_seconds: float, **limits: float) -> bytes:
    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b""}

    async def read() -> bytes:
        request = Request(scope, Trickle(parts, pause_seconds))
        body: AsyncIterator[bytes] = chunks(request, 1_000_000, **limits)
        return b"".join([part async for part in body])

    return asyncio.run(read())


def test_a_body_must_get_on() -> None:
    """A pause too long, or a trickle slower than any link, ends with `busy`; a slow link passes."""
    slow_link = read_all([b"x" * 100] * 10, 0.02, no_progress_seconds=0.2, slowest=1_000)

    with pytest.raises(Refused) as paused:
        read_all([b"x" * 100] * 10, 0.5, no_progress_seconds=0.1, slowest=1)
    with pytest.raises(Refused) as trickled:
        read_all([b"x"] * 100, 0.02, no_progress_seconds=0.1, slowest=1_000)

    assert len(slow_link) == 1_000
    for refused in (paused, trickled):
        assert (refused.value.status, refused.value.code) == (503, "busy")


def test_bodies_together_have_a_largest_size() -> None:
    """What does not fit into the room is told to wait; afterwards all of the room is free again."""
    room = BodyRoom(100)
    with room.held() as one, room.held() as other:
        one.take(60)
        with pytest.raises(Refused) as refused:
            other.take(60)
        other.take(40)
    with room.held() as all_of_it:
        all_of_it.take(100)

    assert (refused.value.status, refused.value.code) == (503, "busy")


def test_a_stop_does_not_wait_for_slow_connections(central: Central) -> None:
    """Half a head and half a body are told `busy` when the server stops; nothing is cancelled."""
    with contextlib.ExitStack() as stack:
        with running(central, Crowd(drain_seconds=0.1)) as server:
            head, body = (
                stack.enter_context(a_slow_one(server.url, said))
                for said in (HEAD_BEGUN, BODY_BEGUN)
            )
            server.http.get("/v1/health")  # both have been taken in before it

        assert is_told_busy(heard(body))
        assert heard(head) == b""
