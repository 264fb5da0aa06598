"""A GPS receiver on a serial line, heard on a thread of its own for as long as the app runs.

Plain files suffice on Linux and macOS; Windows gives no way to wait for a serial line and be woken
without a library of its own, so there is no receiver there and the place of the office is used.
"""

from __future__ import annotations

import logging
import os
import select
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from kiosk.devices.nmea import Fixes
from kiosk.devices.ports import Position
from sync.clock import Clock

_log = logging.getLogger("ventanilla.devices")
_RETRY_SECONDS = 2.0
_PIECE_BYTES = 4_096


def receiver_of(
    line: Path | None, clock: Clock, platform: str = sys.platform
) -> NmeaReceiver | None:
    """Return the receiver on a serial line, not yet listening; None where there can be none."""
    if line is not None and platform == "win32":
        _log.warning("a GPS receiver on a serial line is not heard on this system")
        return None
    return NmeaReceiver(line, clock) if line is not None else None


class NmeaReceiver:
    """Listens between `begin` and `end`; a line that is unplugged is opened again.

    *heard* is called on the listening thread after each new fix. A plain file of sentences is read
    to its end and then for what is added to it.
    """

    fixed = False

    def __init__(
        self,
        path: Path,
        clock: Clock,
        heard: Callable[[], None] = lambda: None,
        retry_seconds: float = _RETRY_SECONDS,
    ) -> None:
        self._path = path
        self._fixes = Fixes(clock)
        self._heard = heard
        self._retry_seconds = retry_seconds
        self._thread: threading.Thread | None = None
        self._stop_sign = (-1, -1)
        self._offset_bytes = 0
        self._complained = False

    def begin(self) -> None:
        """Begin to listen; where the line is not there yet, it is waited for."""
        if self._thread is not None:
            return
        self._stop_sign = os.pipe()
        self._thread = threading.Thread(target=self._listen, name="gps", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop listening and wait until the line is closed; may be called twice."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        os.write(self._stop_sign[1], b"x")
        thread.join()
        for descriptor in self._stop_sign:
            os.close(descriptor)

    def position(self) -> Position:
        """Return the newest fix; raise PositionUnavailable without one of the last 30 seconds."""
        return self._fixes.position()

    # ----------------------------------------------------------------- the listening thread

    def _listen(self) -> None:
        while True:
            try:
                stopped = self._hear_line()
            except OSError as error:
                self._complain(error)
                stopped = False
            if stopped or self._stopped_within(self._retry_seconds):
                return

    def _hear_line(self) -> bool:
        """Hear the line until it ends; tell whether that is because of `end`."""
        line = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
        try:
            if os.isatty(line):
                _make_raw(line)
            if stat.S_ISREG(os.fstat(line).st_mode):
                self._offset_bytes = os.lseek(line, self._offset_bytes, os.SEEK_SET)
            while not self._stopped_within(None, line):
                piece = os.read(line, _PIECE_BYTES)
                if not piece:
                    return False
                self._complained = False
                self._offset_bytes += len(piece)
                if self._fixes.hear(piece):
                    self._heard()
            return True
        finally:
            os.close(line)

    def _stopped_within(self, seconds: float | None, line: int | None = None) -> bool:
        """Wait for the stop sign, or for something on the line; tell whether it was the sign."""
        stop_sign = self._stop_sign[0]
        watched = [stop_sign] if line is None else [stop_sign, line]
        ready, _, _ = select.select(watched, [], [], seconds)
        return stop_sign in ready

    def _complain(self, error: OSError) -> None:
        """Say once per silence why nothing is heard."""
        if not self._complained:
            self._complained = True
            _log.info("the GPS line cannot be heard: %s", error.strerror)


def _make_raw(line: int) -> None:
    """Take bytes as they come and echo nothing to the receiver; the speed stays as it is set.

    Nobody else opens the line meanwhile: two listeners would each hear half of every sentence.
    """
    import fcntl  # these are not on Windows
    import termios
    import tty

    tty.setraw(line, termios.TCSANOW)
    fcntl.ioctl(line, termios.TIOCEXCL)
