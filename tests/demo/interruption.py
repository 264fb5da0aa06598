"""Stops the app for ever at a chosen point of a chosen save, so that the parent can kill it there.

The program itself is untouched: the player wraps two methods in its own process and blocks the
writer thread at the point. What follows is a real SIGKILL from outside, in the middle of a real
transaction or between its commit and the word *Guardado*.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from kiosk.vault.database import Database
from sync.events import Event, Recorded
from sync.journal import Journal, Transaction

T = TypeVar("T")


class Point(Enum):
    """Where in the save the power goes."""

    BEFORE_COMMIT = "before-commit"  # every row written, nothing durable yet
    AFTER_COMMIT = "after-commit"  # durable, but nobody was told


class Interruption:
    """Waits for one save that appends an event of a given kind."""

    def __init__(self, reached: Callable[[Point], None]) -> None:
        self._reached = reached
        self._kind: int | None = None
        self._point = Point.BEFORE_COMMIT
        self._appended = False

    def arm(self, kind: int, point: Point) -> None:
        """Stop the next save of an event of this *kind* at *point*."""
        self._kind, self._point, self._appended = kind, point, False

    def install(self) -> None:
        """Wrap the two methods in this process."""
        append, write = Journal.append, Database.write
        interruption = self

        def watched_append(
            journal: Journal, tx: Transaction, event: Event, **arguments: Any
        ) -> Recorded:
            recorded = append(journal, tx, event, **arguments)
            if event.kind == interruption._kind:
                interruption._appended = True
            return recorded

        def watched_write(
            database: Database, work: Callable[[Transaction], T], *, last_room: bool = False
        ) -> T:
            def interrupted(tx: Transaction) -> T:
                result = work(tx)
                interruption._maybe_stop(Point.BEFORE_COMMIT)
                return result

            result = write(database, interrupted, last_room=last_room)
            interruption._maybe_stop(Point.AFTER_COMMIT)
            return result

        Journal.append = watched_append  # type: ignore[method-assign, assignment]
        Database.write = watched_write  # type: ignore[method-assign, assignment]

    def _maybe_stop(self, point: Point) -> None:
        if self._appended and self._point is point:
            self._reached(point)
            sys.stdin.read()  # until the parent kills this process
