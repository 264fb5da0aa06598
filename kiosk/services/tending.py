"""What is tended to in quiet moments while the file is open: the check, backups, room (UX §4.2).

A thread of its own that waits first: nothing of it happens while somebody comes in. No save waits
for it; it ends before the file closes.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from kiosk.errors import KnownError
from kiosk.services.backups import Backups
from kiosk.services.care import Care
from kiosk.services.desk import Desk, OpenDesk
from kiosk.services.opening import Travelling
from kiosk.store import kept, pulled
from kiosk.vault.aside import expire_logs
from kiosk.vault.database import Database

_log = logging.getLogger("ventanilla.tending")

REST_SECONDS = 30.0
TURN_SECONDS = 300.0
BREATH_SECONDS = 0.05
"""Between two slices of the check: saves go first."""

END_SECONDS = 15.0


class Ended(Exception):
    """The file is about to close; what was begun is dropped."""


class Tending:
    """Runs from `begin` to `end`, beside delivery."""

    def __init__(
        self, desk: Desk, care: Care, backups: Backups, rest_seconds: float = REST_SECONDS
    ) -> None:
        self._desk = desk
        self._care = care
        self._backups = backups
        self._rest_seconds = rest_seconds
        self._over = threading.Event()
        self._turn = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, stored: kept.DeviceIdentity, opened: OpenDesk) -> None:
        """Start tending to the open file; returns at once."""
        del stored, opened
        self._over = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(self._over,), name="tending", daemon=True
        )
        self._thread.start()

    def wait_for_a_turn(self, seconds: float) -> bool:
        """Wait until everything was tended to once; return whether it was."""
        return self._turn.wait(seconds)

    def end(self) -> None:
        """Stop before the file closes; may be called when nothing runs."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._over.set()
        database: Database = self._desk.database
        database.hurry_readers()
        thread.join(END_SECONDS)
        if thread.is_alive():
            _log.warning("the care of the file did not end in time")

    def _run(self, over: threading.Event) -> None:
        if over.wait(self._rest_seconds):
            return
        self._attempt(lambda: self._check(over))
        while not over.is_set():
            self._attempt(self._keep_room)
            self._attempt(lambda: self._back_up(over))
            self._turn.set()
            over.wait(TURN_SECONDS)

    def _attempt(self, work: Callable[[], None]) -> None:
        """Do one thing; what the world refuses now is tried another time."""
        try:
            work()
        except Ended:
            return
        except KnownError as error:
            _log.info("not tended to: %s", error.code)

    def _check(self, over: threading.Event) -> None:
        """Check the whole file; a sound one is recorded once a week, anything else at once."""

        def breathe() -> None:
            if over.wait(BREATH_SECONDS):
                raise Ended

        self._care.check(pause=breathe, weekly=True)

    def _keep_room(self) -> None:
        wanted = self._desk.read(lambda tx: pulled.settings(tx).payment_reserve_bytes)
        self._desk.database.reserve.hold(wanted)

    def _back_up(self, over: threading.Event) -> None:
        def go_on(_name: str) -> None:
            if over.is_set():
                raise Ended

        self._backups.expire()
        expire_logs(self._desk.database.path, self._desk.now_seconds())
        self._backups.make_if_due(go_on)


class Together:
    """Two things that run beside the desk, begun in order and ended in reverse."""

    def __init__(self, first: Travelling, second: Travelling) -> None:
        self._first, self._second = first, second

    def begin(self, stored: kept.DeviceIdentity, opened: OpenDesk) -> None:
        """Start both."""
        self._first.begin(stored, opened)
        self._second.begin(stored, opened)

    def end(self) -> None:
        """End both, also where the first one fails to."""
        try:
            self._second.end()
        finally:
            self._first.end()
