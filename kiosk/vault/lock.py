"""One copy of the program per profile (STYLE rule 41).

The operating system holds the lock for the process, so that a kill releases it; a file left behind
means nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kiosk.vault.errors import AlreadyOpen, of_system


class ProfileLock:
    """A lock on a small file beside the database; knows nothing of what it protects."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Return whether this object holds the lock."""
        return self._descriptor is not None

    def take(self) -> None:
        """Take the lock; raise AlreadyOpen when another copy has it. Twice is once."""
        if self._descriptor is not None:
            return
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise of_system(error, self._path) from error
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise AlreadyOpen from error
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
