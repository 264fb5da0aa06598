"""Read tables follow the journal: one process of its own beside those that answer (PROTOCOL §9).

It is woken by a datagram from whoever stored something, and looks by itself now and then: a central
may be fed by commands, or by another machine on the same database. Two followers do no harm, a
second one only finds little to do.
"""

from __future__ import annotations

import contextlib
import logging
import selectors
import socket
from collections.abc import Callable

log = logging.getLogger("sync.central.follower")

LOOK_EVERY_SECONDS = 1.0
CATCH_UP_EVERY_SECONDS = 60.0
"""Quarantine is judged again at least so often; a publication wakes it by its own command."""


class Bell:
    """Wakes another process; ringing never waits, and a bell that is full has been heard."""

    def __init__(self, sending: socket.socket) -> None:
        sending.setblocking(False)
        self._sending = sending

    def __call__(self) -> None:
        """Ring."""
        with contextlib.suppress(OSError):  # full: it wakes anyway; closed: it looks by itself
            self._sending.send(b"\0")


class Follower:
    """Runs *catch_up* when something is behind, until it is stopped."""

    def __init__(
        self,
        *,
        is_behind: Callable[[], bool],
        catch_up: Callable[[], None],
        monotonic_seconds: Callable[[], float],
    ) -> None:
        self._is_behind = is_behind
        self._catch_up = catch_up
        self._now = monotonic_seconds
        self._stopping, self._stopped = socket.socketpair()

    def stop(self) -> None:
        """Let the run that is under way end, then return from `run`; safe in a signal handler."""
        self._stopped.send(b"\0")

    def run(self, bell: socket.socket | None = None) -> None:
        """Follow until `stop`; a fault is logged, and tried again at the next look."""
        last = float("-inf")
        with selectors.DefaultSelector() as watched:
            watched.register(self._stopping, selectors.EVENT_READ)
            if bell is not None:
                bell.setblocking(False)
                watched.register(bell, selectors.EVENT_READ)
            while True:
                try:
                    if self._now() - last >= CATCH_UP_EVERY_SECONDS or self._is_behind():
                        self._catch_up()
                        last = self._now()
                except Exception:  # the background runner of STYLE rule 30
                    log.exception("read tables")
                ready = {key.fileobj for key, _ in watched.select(LOOK_EVERY_SECONDS)}
                if self._stopping in ready:
                    return
                if bell is not None and bell in ready and not _heard(bell):
                    watched.unregister(bell)
                    bell = None


def _heard(bell: socket.socket) -> bool:
    """Empty a bell; say whether anybody is left who could ring it."""
    while True:
        try:
            if not bell.recv(4096):
                return False
        except BlockingIOError:
            return True
        except OSError:
            return False
