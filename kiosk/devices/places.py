"""Where the device is: the office's own place, or a receiver that speaks NMEA on a serial line."""

from __future__ import annotations

import os
import re
import select
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from kiosk.devices.ports import Position, PositionSource, PositionUnavailable
from sync.clock import Clock

_WAIT_SECONDS = 2.0
_MOST_BYTES = 16_384
_METRES_PER_HDOP = 5.0
"""How good a civil receiver is at HDOP 1: NMEA says the dilution, not the error."""

_COORDINATES = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)[\s,]+(-?\d{1,3}(?:\.\d+)?)\s*")


class OfficePosition:
    """The place of the office, as the settings say it."""

    fixed = True

    def __init__(self, latitude_degrees: float, longitude_degrees: float) -> None:
        self._position = Position(
            latitude_degrees=latitude_degrees, longitude_degrees=longitude_degrees
        )

    def position(self) -> Position:
        """Return the place of the office."""
        return self._position


class NmeaReceiver:
    """A GPS receiver on a serial line or a file of its sentences; the system sets the line's speed.

    Windows gives no way to wait for a serial line without a library: there it has no position.
    """

    fixed = False

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock

    def position(self) -> Position:
        """Return the newest fix of the next two seconds; raise PositionUnavailable without one."""
        newest: Position | None = None
        for sentence in self._sentences():
            newest = fix_of(sentence) or newest
        if newest is None:
            raise PositionUnavailable
        return newest

    def _sentences(self) -> Iterator[str]:
        try:
            content = self._read()
        except OSError as error:
            raise PositionUnavailable from error
        yield from content.decode("ascii", "replace").splitlines()

    def _read(self) -> bytes:
        """Return what the line says: all of a file's end, or two seconds of a device."""
        if sys.platform == "win32":
            raise PositionUnavailable
        descriptor = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
        try:
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                size_bytes = os.fstat(descriptor).st_size
                return os.pread(descriptor, _MOST_BYTES, max(0, size_bytes - _MOST_BYTES))
            return self._listen(descriptor)
        finally:
            os.close(descriptor)

    def _listen(self, descriptor: int) -> bytes:
        heard = b""
        until = self._clock.monotonic_seconds() + _WAIT_SECONDS
        while len(heard) < _MOST_BYTES and (left := until - self._clock.monotonic_seconds()) > 0:
            ready, _, _ = select.select([descriptor], [], [], left)
            if not ready:
                break
            piece = os.read(descriptor, _MOST_BYTES)
            if not piece:
                break
            heard += piece
            if any(fix_of(line) for line in heard.decode("ascii", "replace").splitlines()[:-1]):
                break
        return heard


def fix_of(sentence: str) -> Position | None:
    """Return the place that a GGA sentence tells; None for another one, a broken one, no fix."""
    body, _, checksum = sentence.strip().removeprefix("$").partition("*")
    fields = body.split(",")
    if len(fields) < 10 or not fields[0].endswith("GGA") or not _holds(body, checksum):
        return None
    try:
        if int(fields[6] or 0) == 0:
            return None
        return Position(
            latitude_degrees=_degrees(fields[2], fields[3]),
            longitude_degrees=_degrees(fields[4], fields[5]),
            altitude_m=float(fields[9] or 0),
            accuracy_m=float(fields[8] or 0) * _METRES_PER_HDOP,
        )
    except ValueError:
        return None


def place_of_office(text: str) -> OfficePosition | None:
    """Return the place that the settings name, `lat lon`; None for what is no place."""
    found = _COORDINATES.fullmatch(text)
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return OfficePosition(latitude, longitude)


def geopoint_of(source: PositionSource | None) -> str:
    """Return a position as forms store it, `lat lon alt acc`; "" where there is none."""
    if source is None:
        return ""
    try:
        here = source.position()
    except PositionUnavailable:
        return ""
    parts = (here.latitude_degrees, here.longitude_degrees, here.altitude_m, here.accuracy_m)
    return " ".join(f"{part:.7f}".rstrip("0").rstrip(".") for part in parts)


def _holds(body: str, checksum: str) -> bool:
    total = 0
    for letter in body:
        total ^= ord(letter)
    return checksum[:2].upper() == f"{total:02X}"


def _degrees(text: str, side: str) -> float:
    """Return degrees of `ddmm.mmmm` on a side of the world; raise ValueError."""
    point = text.index(".")
    value = int(text[: point - 2]) + float(text[point - 2 :]) / 60
    return -value if side in ("S", "W") else value
