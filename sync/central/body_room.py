"""How many bytes of bodies a process holds at once: slow and many together stay bounded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sync.central.errors import Refused

BODY_ROOM_BYTES = 256 * 1024 * 1024
BUSY_SECONDS = 5


class BodyRoom:
    """A fixed room for everything that is being received; safe from several threads."""

    def __init__(self, size_bytes: int = BODY_ROOM_BYTES) -> None:
        self._lock = threading.Lock()
        self._free = size_bytes

    @contextmanager
    def held(self) -> Iterator[Held]:
        """Give what one request holds; all of it is free again at the end."""
        one = Held(self)
        try:
            yield one
        finally:
            self.move(-one.size_bytes)

    def move(self, size_bytes: int) -> None:
        """Take room; a negative size gives it back. Refused 503 `busy` where none is left."""
        with self._lock:
            if size_bytes > self._free:
                raise Refused(503, "busy", "no room", BUSY_SECONDS)
            self._free -= size_bytes


class Held:
    """What one request holds of the room."""

    def __init__(self, room: BodyRoom) -> None:
        self._room = room
        self.size_bytes = 0

    def take(self, size_bytes: int) -> None:
        """Hold more; Refused 503 `busy` where the room is full."""
        self._room.move(size_bytes)
        self.size_bytes += size_bytes
