"""Sentences of a GPS receiver (NMEA 0183): which place they tell, and how old that is.

GGA tells place, altitude and dilution; RMC only the place. A sentence counts when its checksum
holds, it says that there is a fix, and every number in it is one.
"""

from __future__ import annotations

import re
import threading

from kiosk.devices.ports import Position, PositionUnavailable
from sync.clock import Clock

FIX_SECONDS = 30.0
"""For how long a fix says where the device is; an older one is none."""

_GGA_SECONDS = 3.0  # after a GGA, an RMC of the same second would only know less
_METRES_PER_HDOP = 5.0  # a civil receiver at HDOP 1: NMEA says the dilution, not the error
_LONGEST_LINE_BYTES = 1_024  # the standard says 82; noise without an end is forgotten
_SENTENCE = re.compile(r"\$([A-Z]{2}(GGA|RMC),[ -)+-~]*)\*([0-9A-Fa-f]{2})")
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,12})?")
_ANGLE = re.compile(r"([0-9]{1,3})([0-9]{2}(?:\.[0-9]{1,12})?)")


class Fixes:
    """What a receiver was heard to say. Fed on one thread, asked on any."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rest = b""
        self._newest: Position | None = None
        self._newest_at = self._gga_at = float("-inf")

    def hear(self, piece: bytes) -> bool:
        """Take the next bytes of the line, cut anywhere; tell whether they held a new fix."""
        *lines, rest = (self._rest + piece).split(b"\n")
        self._rest = rest[-_LONGEST_LINE_BYTES:]
        found = [self._take(line.decode("ascii", "replace")) for line in lines]
        return any(found)

    def position(self) -> Position:
        """Return the newest fix; raise PositionUnavailable where it is older than 30 seconds."""
        with self._lock:
            newest, age_seconds = self._newest, self._clock.monotonic_seconds() - self._newest_at
        if newest is None or age_seconds > FIX_SECONDS:
            raise PositionUnavailable
        return newest

    def _take(self, line: str) -> bool:
        found = fix_of(line)
        if found is None:
            return False
        now = self._clock.monotonic_seconds()
        measured = "GGA," in line
        with self._lock:
            if not measured and now - self._gga_at <= _GGA_SECONDS:
                return False
            self._newest, self._newest_at = found, now
            if measured:
                self._gga_at = now
        return True


def fix_of(line: str) -> Position | None:
    """Return the place that a line tells; None for another sentence, a garbled one, or no fix.

    The accuracy is that of the dilution (HDOP) in metres, 0 where the sentence does not say it.
    """
    found = _SENTENCE.fullmatch(line.strip())
    if found is None or checksum_of(found[1]) != int(found[3], 16):
        return None
    fields = found[1].split(",")
    try:
        return _gga(fields) if found[2] == "GGA" else _rmc(fields)
    except (ValueError, IndexError):
        return None


def checksum_of(body: str) -> int:
    """Return what follows the star: every letter between `$` and `*`, one upon the other."""
    total = 0
    for letter in body:
        total ^= ord(letter)
    return total


def _gga(fields: list[str]) -> Position | None:
    if fields[6] in ("", "0"):  # no fix yet
        return None
    return Position(
        latitude_degrees=_degrees(fields[2], fields[3], "NS", 90),
        longitude_degrees=_degrees(fields[4], fields[5], "EW", 180),
        altitude_m=_number(fields[9]),
        accuracy_m=max(0.0, _number(fields[8])) * _METRES_PER_HDOP,
    )


def _rmc(fields: list[str]) -> Position | None:
    if fields[2] != "A":  # A = active, V = a warning of the receiver
        return None
    return Position(
        latitude_degrees=_degrees(fields[3], fields[4], "NS", 90),
        longitude_degrees=_degrees(fields[5], fields[6], "EW", 180),
    )


def _number(text: str) -> float:
    """Return a number, 0 for an empty field; raise ValueError."""
    if text and not _NUMBER.fullmatch(text):
        raise ValueError
    return float(text or 0)


def _degrees(text: str, side: str, sides: str, most: int) -> float:
    """Return degrees of `ddmm.mmmm` on a side of the world; raise ValueError."""
    found = _ANGLE.fullmatch(text)
    if found is None or len(side) != 1 or side not in sides:
        raise ValueError
    minutes = float(found[2])
    value = int(found[1]) + minutes / 60
    if minutes >= 60 or value > most:
        raise ValueError
    return -value if side in ("S", "W") else value
