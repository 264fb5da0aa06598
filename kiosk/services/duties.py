"""What a device does by itself while its file is open: count, obey, erase, prune, take note.

Each chore is short, needs no person and no link, and is safe to be cut off anywhere. They run one
after another on delivery's thread, once a minute (`sync.device.engine`).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from kiosk.errors import KnownError
from kiosk.services.desk import Desk
from kiosk.services.orders import Orders
from kiosk.services.pruning import Pruning
from kiosk.services.removal import Removal
from kiosk.vault.files import replace_file
from sync.device import orders
from sync.device.engine import Chore
from sync.device.erasures import Carry, carry_out_due, waiting
from sync.device.memory import LinkMemory
from sync.device.running import RunningTime, count_start
from sync.journal import Transaction

_log = logging.getLogger("ventanilla.duties")


class Duties:
    """The chores of an open file, built once; *carry* erases and blocks (dataset 10)."""

    def __init__(
        self,
        desk: Desk,
        following: Orders,
        pruning: Pruning,
        removal: Removal,
        carry: Carry,
        revocations_file: Path,
    ) -> None:
        self._desk = desk
        self._following = following
        self._pruning = pruning
        self._removal = removal
        self._carry = carry
        self._revocations_file = revocations_file
        self._memory = LinkMemory()
        self._running: RunningTime | None = None
        self._published = 0

    @property
    def chores(self) -> Sequence[Chore]:
        """Return the chores in their order: what waits for time comes after time was counted."""
        return (
            self.count,
            self._follow,
            self.publish_revocations,
            self._removal.note_delivered,
            self.erase,
            self._prune,
        )

    def begin(self) -> None:
        """Count the opening; running time counts from here."""
        self._running = RunningTime(self._desk.clock)
        self._published = 0
        self._desk.keep(count_start)

    def end(self) -> None:
        """Keep the running time; the file is closed next."""
        try:
            self.count()
        except KnownError as error:
            _log.warning("running time was not kept: %s", error.code)
        self._running = None

    def count(self) -> None:
        """Add what has passed to the running time."""
        running = self._running
        if running is not None and self._desk.is_open:
            self._desk.keep(running.keep)

    def _prune(self) -> None:
        self._pruning.prune()

    def _follow(self) -> None:
        self._following.follow()

    def erase(self) -> None:
        """Carry out what may be erased or blocked now; what failed is tried again."""
        if not self._desk.is_open:
            return

        def work(tx: Transaction) -> int:
            seconds = self._memory.newest_server_milliseconds(tx) // 1000
            return carry_out_due(tx, self._carry, seconds)

        if self._desk.read(waiting):
            settled = self._desk.write(work)
            _log.info("%d orders to erase or block are settled", settled)

    def publish_revocations(self) -> None:
        """Write the newest list beside the institution's profile: public, for `verify`."""
        if not self._desk.is_open:
            return
        number = self._desk.read(orders.revocations_number)
        if number == self._published:
            return
        raw = self._desk.read(orders.revocations)
        if raw is not None:
            try:
                replace_file(self._revocations_file, raw)
            except OSError as error:
                _log.warning("the list of reported devices was not written: %s", error.strerror)
                return
        self._published = number
