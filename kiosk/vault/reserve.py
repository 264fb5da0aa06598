"""Room kept back for payments: a file of real blocks that is given up when a payment finds none.

Photos stop long before (UX §4.2); when the disk is full all the same, the cash on the counter must
still become a payment. The file holds nothing and is made again once there is room.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from kiosk.vault.errors import free_bytes

_log = logging.getLogger("kiosk.vault")

_PIECE = b"\x5a" * 65_536  # no zeros: a file system that compresses holes away would keep nothing
MARGIN_FACTOR = 3
"""The reserve is made only where as much again, twice, stays free."""


class Reserve:
    """The file of kept room beside one database."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".reserve")

    @property
    def path(self) -> Path:
        """Return where the file is, or would be."""
        return self._path

    @property
    def held_bytes(self) -> int:
        """Return how much is kept back now."""
        try:
            return self._path.stat().st_size
        except OSError:
            return 0

    def hold(self, size_bytes: int) -> bool:
        """Keep that much room back and return whether it is; half a reserve is none.

        Never on the way of a save. Where room is short nothing is taken.
        """
        if size_bytes == self.held_bytes:
            return True
        self.release()
        if size_bytes == 0 or free_bytes(self._path) < MARGIN_FACTOR * size_bytes:
            return size_bytes == 0
        beside = self._path.with_name(self._path.name + ".new")
        try:
            descriptor = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                for start in range(0, size_bytes, len(_PIECE)):
                    file.write(_PIECE[: size_bytes - start])
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path)
        except OSError as error:
            _log.info("no room is kept back for payments: %s", error.strerror)
            beside.unlink(missing_ok=True)
            return False
        return True

    def release(self) -> bool:
        """Give the room up and return whether there was any."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
