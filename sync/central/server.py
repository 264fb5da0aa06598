"""The central as a process: bind, say where, answer, stop within a limit."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI

from sync.central.connections import Crowd, with_crowd
from sync.central.errors import CentralError

GRACE_SECONDS = 10  # PROTOCOL §26: a dead connection must not keep the server from stopping
KEEP_ALIVE_SECONDS = 75
log = logging.getLogger("sync.central.server")


def bind(host: str, port: int) -> socket.socket:
    """Return a bound socket; port 0 takes a free one. CentralError("serve.address") if taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, or asyncio leaves Nagle on: an answer's body would wait for the ack of its head,
    # one round trip more for each exchange.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise CentralError("serve.address", f"{host}:{port}: {error.strerror}") from error
    return listener


def address_of(listener: socket.socket) -> str:
    """Return the URL that reaches a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class CentralServer(uvicorn.Server):
    """uvicorn that says when it answers, on which address."""

    def __init__(
        self,
        app: FastAPI,
        ready: Callable[[], None],
        crowd: Crowd | None = None,
        proxies: str | None = None,
    ) -> None:
        self.crowd = Crowd() if crowd is None else crowd
        super().__init__(
            with_crowd(
                self.crowd,
                app,
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                forwarded_allow_ips=proxies,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, then say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def serve_until_stopped(
    app: FastAPI,
    listener: socket.socket,
    ready: Callable[[], None],
    crowd: Crowd,
    proxies: str | None = None,
) -> None:
    """Answer on *listener* until SIGTERM or SIGINT; requests under way are finished first.

    uvicorn raises the signal again when it has stopped; that second one ends nothing here, so that
    the caller can close what it opened and leave with status 0.
    """

    def already_stopping(number: int, _frame: FrameType | None) -> None:
        log.info("stopped by signal %d", number)

    before = {
        number: signal.signal(number, already_stopping)
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        CentralServer(app, ready, crowd, proxies).run(sockets=[listener])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        listener.close()
