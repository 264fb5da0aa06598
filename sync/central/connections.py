"""Connections that do not get on: bounded in number, in time, and in what they say of a request.

A device on a bad link is slow; an attacker is slow ten thousand times. uvicorn bounds neither, so
here a connection has a limit of time for the head of a request, and when there are too many of them
the one that has kept us waiting longest goes first, told `busy`. A device says its head at once, so
it is answered while thousands of others say nothing. The pace of a body is watched where it is
read (`answering`).
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol

from sync import cbor

HEAD_SECONDS = 30
"""From a connection's opening, or the first byte of a later request, to the end of its head."""
DRAIN_SECONDS = 6
"""What a body that is coming has when the server stops: less than the server's own grace."""
HEAD_CAP_BYTES = 16 * 1024
MOST_CONNECTIONS = 4096


def _answer(status: bytes, code: str) -> bytes:
    body = cbor.encode({1: code})
    return (
        b"HTTP/1.1 %s\r\ncontent-type: application/cbor\r\nconnection: close\r\n"
        b"content-length: %d\r\n\r\n%s" % (status, len(body), body)
    )


_BUSY = _answer(b"503 Service Unavailable\r\nretry-after: 5", "busy")
_NO_HTTP = _answer(b"400 Bad Request", "header")
_QUIET = logging.getLogger("sync.central.connections")
_QUIET.setLevel(logging.ERROR)


def _nobody_told() -> None:
    """Tell nobody."""


class Crowd:
    """Every open connection of one process: those we wait for, and those that wait for us."""

    def __init__(
        self,
        most: int = MOST_CONNECTIONS,
        *,
        head_seconds: float = HEAD_SECONDS,
        drain_seconds: float = DRAIN_SECONDS,
        turned_away: Callable[[], None] = _nobody_told,
    ) -> None:
        self.most = most
        self.head_seconds = head_seconds
        self.drain_seconds = drain_seconds
        self.turned_away = turned_away
        self._waited_for: OrderedDict[CentralProtocol, None] = OrderedDict()
        self._answered: OrderedDict[CentralProtocol, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._waited_for) + len(self._answered)

    def wait_for(self, connection: CentralProtocol) -> None:
        """Note that the next word is the client's; with too many, the slowest one goes."""
        self._answered.pop(connection, None)
        self._waited_for.pop(connection, None)
        self._waited_for[connection] = None
        while len(self) > self.most:
            slowest = next(iter(self._waited_for or self._answered))
            self.leave(slowest)
            slowest.turn_away()

    def answer(self, connection: CentralProtocol) -> None:
        """Note that a whole request has come: the next word is ours."""
        if self._waited_for.pop(connection, self) is not self:
            self._answered[connection] = None

    def leave(self, connection: CentralProtocol) -> None:
        """Forget a connection."""
        self._waited_for.pop(connection, None)
        self._answered.pop(connection, None)


class CentralProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with a limit of time for a request's head, and a place in the crowd."""

    def __init__(self, *arguments: Any, crowd: Crowd, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.logger = _QUIET  # what strangers send is no warning of ours
        self._crowd = crowd
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._crowd.wait_for(self)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Read on; the time for a head that has begun runs whatever trickles in."""
        super().data_received(data)
        self._watch()
        if self._is_answering and not self.cycle.more_body:
            self._crowd.answer(self)

    def on_response_complete(self) -> None:
        """Wait for the next request of this connection."""
        self._crowd.wait_for(self)
        super().on_response_complete()
        if self.conn.trailing_data[0]:  # the next one has begun
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave the crowd."""
        self._crowd.leave(self)
        self._unwatch()
        super().connection_lost(exc)

    def send_400_response(self, _msg: str) -> None:
        """Answer what is no HTTP as any other message that is none (PROTOCOL §23)."""
        if not self.transport.is_closing():
            self.transport.write(_NO_HTTP)
            self.transport.close()

    def shutdown(self) -> None:
        """Finish the request under way; one that is still coming has only so long."""
        super().shutdown()
        if self._is_answering and self.cycle.more_body:
            self._unwatch()
            self._deadline = self.loop.call_later(self._crowd.drain_seconds, self.turn_away)

    def turn_away(self) -> None:
        """Say `busy` where nothing was said yet, and close."""
        self._unwatch()
        self._unset_keepalive_if_required()
        if self.transport.is_closing():
            return
        self._crowd.turned_away()
        if self._is_idle:  # a word now would be read as the answer to the next request
            self.transport.close()
            return
        if self.cycle is not None and not self.cycle.response_complete:
            if self.cycle.response_started:
                self.transport.abort()
                return
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.write(_BUSY)
        self.transport.close()

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    @property
    def _is_idle(self) -> bool:
        answered = self.cycle is not None and self.cycle.response_complete
        return answered and not self.conn.trailing_data[0]

    def _watch(self) -> None:
        if self._is_answering or self.transport.is_closing():
            if self.cycle is None or self.cycle.keep_alive:  # else the server stops: see shutdown
                self._unwatch()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self._crowd.head_seconds, self.turn_away)

    def _unwatch(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def with_crowd(crowd: Crowd, app: Any, **options: Any) -> Config:
    """Return uvicorn's configuration of a server whose connections are *crowd*'s."""
    protocol: Any = functools.partial(CentralProtocol, crowd=crowd)
    return Config(app, http=protocol, h11_max_incomplete_event_size=HEAD_CAP_BYTES, **options)


def most_connections() -> int:
    """Return how many connections this process may hold open; asks the system for all it grants."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return MOST_CONNECTIONS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(64, min(MOST_CONNECTIONS, soft - 256))
