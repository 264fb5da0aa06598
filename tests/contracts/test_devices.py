"""Devices that questions use: the same suite for what is real and what stands in for it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import qrcode

from kiosk.devices.codes import PictureScanner
from kiosk.devices.places import (
    NmeaReceiver,
    OfficePosition,
    fix_of,
    geopoint_of,
    place_of_office,
)
from kiosk.devices.ports import Position, PositionSource, PositionUnavailable
from sync.clock import SystemClock

FIX = "$GPGGA,181908.00,1701.9880,N,09638.0793,W,4,13,1.00,495.1,M,29.200,M,0.10,0000*4F"
NO_FIX = "$GPGGA,181908.00,,,,,0,00,99.99,,,,,,*6A"


def sum_of(sentence: str) -> str:
    """Return a sentence with its checksum."""
    body = sentence.removeprefix("$").partition("*")[0]
    total = 0
    for letter in body:
        total ^= ord(letter)
    return f"${body}*{total:02X}"


class StandIn:
    """A position source in memory."""

    fixed = True

    def __init__(self, latitude: float, longitude: float) -> None:
        self._at = (latitude, longitude)

    def position(self) -> Position:
        """Return the place it was given."""
        return Position(latitude_degrees=self._at[0], longitude_degrees=self._at[1])


def a_receiver(folder: Path) -> NmeaReceiver:
    """Return a receiver over a file of sentences."""
    path = folder / "gps.nmea"
    path.write_text("\r\n".join(["noise", sum_of(NO_FIX), sum_of(FIX), "$GPGSV,1,1"]))
    return NmeaReceiver(path, SystemClock())


SOURCES: dict[str, Callable[[Path], PositionSource]] = {
    "office": lambda _folder: OfficePosition(17.03313, -96.634655),
    "receiver": a_receiver,
    "stand-in": lambda _folder: StandIn(17.03313, -96.634655),
}


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_source_tells_where_it_is(name: str, tmp_path: Path) -> None:
    """Degrees, north and east positive; asked twice it says the same."""
    source = SOURCES[name](tmp_path)

    first, second = source.position(), source.position()

    assert first == second
    assert first.latitude_degrees == pytest.approx(17.03313, abs=1e-5)
    assert first.longitude_degrees == pytest.approx(-96.634655, abs=1e-5)
    assert first.accuracy_m >= 0
    assert source.fixed == (name != "receiver")


@pytest.mark.parametrize("content", [None, "", "noise", sum_of(NO_FIX), FIX[:-1] + "0"])
def test_a_receiver_without_a_fix_says_so(tmp_path: Path, content: str | None) -> None:
    """No line, nothing on it, no fix yet, or a sentence that was garbled: a known problem."""
    path = tmp_path / "gps"
    if content is not None:
        path.write_text(content)

    with pytest.raises(PositionUnavailable):
        NmeaReceiver(path, SystemClock()).position()


@pytest.mark.skipif(os.name != "posix", reason="pipes stand in for a serial line")
def test_a_line_is_read_as_it_speaks(tmp_path: Path) -> None:
    """A device gives sentences bit by bit; the first fix is enough."""
    path = tmp_path / "line"
    os.mkfifo(path)
    writer = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    os.write(writer, f"half,a,sentence\r\n{sum_of(FIX)}\r\n$GP".encode())

    place = NmeaReceiver(path, SystemClock()).position()

    os.close(writer)
    assert place.altitude_m == pytest.approx(495.1)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("17.03313 -96.634655", "17.03313 -96.634655 0 0"),
        ("17.03313, -96.634655", "17.03313 -96.634655 0 0"),
        ("", ""),
        ("91 0", ""),
        ("aquí", ""),
    ],
)
def test_the_office_is_where_the_settings_say(text: str, stored: str) -> None:
    """As forms store it; what is no place is none."""
    assert geopoint_of(place_of_office(text)) == stored


def test_south_and_west_are_negative() -> None:
    """The side of the world is a letter in NMEA."""
    place = fix_of(sum_of("$GNGGA,1.0,3351.5000,S,15112.6000,E,1,8,0.9,10,M,0,M,,*00"))

    assert place is not None
    assert place.latitude_degrees == pytest.approx(-33.858333, abs=1e-5)
    assert place.longitude_degrees == pytest.approx(151.21, abs=1e-5)


def test_a_scanner_reads_what_a_picture_shows() -> None:
    """A code as text; no code, no picture: nothing."""
    made = io.BytesIO()
    qrcode.make("PRUEBA 0042").save(made)  # the picture is a PNG

    assert PictureScanner().read_image(made.getvalue()) == ("PRUEBA 0042",)
    assert PictureScanner().read_image(b"no picture") == ()
