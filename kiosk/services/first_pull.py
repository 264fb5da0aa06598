"""What a device fetches right after it was let in: its services, by whichever way it came in."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from kiosk.services.courier import Line, delivery_desk, engine_for
from kiosk.services.desk import OpenDesk
from kiosk.services.opening import Program
from kiosk.store import kept, pulled
from kiosk.vault.database import Database
from sync.bundle_errors import BundleError
from sync.device.bundles import Bundles

_LONGEST_SECONDS = 30.0
_MOST_TROUBLES = 3

_log = logging.getLogger("ventanilla.enrolment")


class FirstPull:
    """The first reference data of a file that was just admitted, and is open.

    Failing here loses nothing: the app pulls again as soon as it is open, and the next drive brings
    what this one did not.
    """

    def __init__(
        self, database: Database, program: Program, stored: kept.DeviceIdentity, opened: OpenDesk
    ) -> None:
        self._database = database
        self._program = program
        self._stored = stored
        self._opened = opened

    def by_line(self, line: Line, pause: Callable[[float], object]) -> int:
        """Step the engine until the services are here or the link gives up; return how many.

        *line* is closed at the end.
        """
        arrived = threading.Event()
        engine = engine_for(
            self._database,
            self._program,
            self._stored,
            self._opened,
            line,
            lambda _datasets: arrived.set(),
        )
        clock = self._program.clock
        until = clock.monotonic_seconds() + _LONGEST_SECONDS
        try:
            engine.way_out_changed("enrolment")
            while clock.monotonic_seconds() < until:
                step = engine.step()
                if engine.status.consecutive_failures >= _MOST_TROUBLES:
                    break
                if step.did is None and arrived.is_set():
                    break
                if step.wait_seconds > 0:
                    left = until - clock.monotonic_seconds()
                    pause(max(0.0, min(step.wait_seconds, left, 1.0)))
        finally:
            line.close()
        return len(self._database.read(pulled.services))

    def by_drive(self, folder: Path) -> int:
        """Take what else a drive brings; return how many services there are."""
        desk = delivery_desk(self._database, self._program, self._stored, self._opened)
        try:
            Bundles(desk, certificate=self._opened.identity.certificate.encoded).take(folder)
        except BundleError as error:
            _log.warning("the drive of the enrolment brought nothing else: %s", error.code)
        return len(self._database.read(pulled.services))
