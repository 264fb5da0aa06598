"""The one thread that keeps delivery going: calls `step`, waits, begins again (PROTOCOL §16).

It starts nothing by itself: the composition root calls `start` once the vault is open and `stop`
before the vault is closed. Nobody ever waits for it.
"""

from __future__ import annotations

import threading
from typing import Protocol

from sync.clock import Clock
from sync.device.engine import NextStep
from sync.device.route import RouteHint

ROUTE_POLL_SECONDS = 3.0
STOP_SECONDS = 15.0  # connecting, the only thing that cannot be interrupted, ends after 10 s


class Steps(Protocol):
    """What the driver needs of an engine."""

    def step(self) -> NextStep:
        """Do at most one exchange; return how long to wait before the next; raise nothing."""
        ...

    def way_out_changed(self, source: str | None) -> None:
        """Take note of the address this computer speaks from; None when there is no way out."""
        ...

    def look_again(self) -> None:
        """Take note that there may be something new to send. From any thread."""
        ...

    def deliver_now(self) -> None:
        """Skip every wait but `Retry-After`. From any thread."""
        ...


class Abortable(Protocol):
    """A transport whose request on the line can be ended."""

    def abort(self) -> None:
        """End the request on the line."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class Driver:
    """Runs an engine on a thread of its own until it is stopped; it is started once."""

    def __init__(
        self,
        engine: Steps,
        transport: Abortable,
        *,
        clock: Clock,
        route: RouteHint,
        route_poll_seconds: float = ROUTE_POLL_SECONDS,
    ) -> None:
        self._engine = engine
        self._transport = transport
        self._clock = clock
        self._route = route
        self._route_poll_seconds = route_poll_seconds
        self._bell = threading.Event()
        self._stopping = threading.Event()
        self._source: str | None = None
        self._thread = threading.Thread(target=self._run, name="delivery", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def wake(self) -> None:
        """Say that an event was saved; returns at once, from any thread."""
        self._engine.look_again()
        self._bell.set()

    def deliver_now(self) -> None:
        """Try now, skipping every wait but the one the central asked for; from any thread."""
        self._engine.deliver_now()
        self._bell.set()

    def stop(self) -> bool:
        """End the thread and close the connection; say whether the thread has ended.

        A request on the line is cut: what it carried is sent again another day. False after 15 s
        means the thread hangs in connecting; it touches nothing any more once it wakes.
        """
        self._stopping.set()
        self._bell.set()
        self._transport.abort()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
        ended = not self._thread.is_alive()
        if ended:
            self._transport.close()
        return ended

    def leave(self) -> None:
        """End after the step in hand; for whoever works on delivery's own thread."""
        self._stopping.set()

    def _run(self) -> None:
        self._look_at_route()
        while not self._stopping.is_set():
            self._wait(self._engine.step().wait_seconds)

    def _wait(self, wait_seconds: float) -> None:
        until = self._clock.monotonic_seconds() + wait_seconds
        while not self._stopping.is_set():
            remaining = until - self._clock.monotonic_seconds()
            if remaining <= 0:
                return
            if self._bell.wait(min(remaining, self._route_poll_seconds)):
                self._bell.clear()
                return
            if self._look_at_route():
                return

    def _look_at_route(self) -> bool:
        """Tell the engine if the way out has changed; say whether it has."""
        source = self._route.source()
        if source == self._source:
            return False
        self._source = source
        self._engine.way_out_changed(source)
        return True
