"""Devices of forms in memory; each passes the suite of the real one in tests/contracts."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import zxingcpp
from PIL import Image

from kiosk.devices.nmea import checksum_of
from kiosk.devices.ports import CameraUnavailable, Position, PositionUnavailable

OAXACA = Position(
    latitude_degrees=17.03313, longitude_degrees=-96.634655, altitude_m=495.1, accuracy_m=5.0
)
GGA = "GPGGA,181908.00,1701.9878,N,09638.0793,W,4,13,1.00,495.1,M,29.200,M,0.10,0000"
RMC = "GNRMC,181908.00,A,1930.0000,N,09900.0000,W,0.1,,271126,,,A"
NO_FIX = "GPGGA,181908.00,,,,,0,00,99.99,,,,,,"


class FakeCamera:
    """Sees what a test holds before it."""

    def __init__(self, *, works: bool = True) -> None:
        self.works = works
        self.opened = False
        self._before = b""

    def hold(self, picture: bytes) -> None:
        """Hold an encoded picture before it."""
        self._before = picture

    def preview(self) -> bytes:
        """Return what is before it."""
        self._look()
        return self._before or a_picture("white")

    def picture(self) -> bytes:
        """Return what is before it; raise CameraUnavailable while there is nothing."""
        self._look()
        if not self._before:
            raise CameraUnavailable
        return self._before

    def close(self) -> None:
        """Forget what it saw."""
        self.opened, self._before = False, b""

    def _look(self) -> None:
        if not self.works:
            raise CameraUnavailable
        self.opened = True


class FakeScanner:
    """Reads what a test says that a picture holds."""

    def __init__(self, texts: Mapping[bytes, tuple[str, ...]]) -> None:
        self._texts = texts

    def read_image(self, image: bytes) -> tuple[str, ...]:
        """Return the texts that belong to these bytes."""
        return self._texts.get(image, ())


class FakePosition:
    """Is where a test says; None = without a fix."""

    def __init__(self, place: Position | None = None, *, fixed: bool = False) -> None:
        self.place = place
        self.fixed = fixed

    def position(self) -> Position:
        """Return the place; raise PositionUnavailable without one."""
        if self.place is None:
            raise PositionUnavailable
        return self.place


def sentence(body: str) -> str:
    """Return a sentence of NMEA with its checksum."""
    return f"${body}*{checksum_of(body):02X}"


def a_picture(colour: str, size: tuple[int, int] = (40, 30), kind: str = "PNG") -> bytes:
    """Return an encoded picture of one colour."""
    return encoded(Image.new("RGB", size, colour), kind)


def a_code(text: str, kind: zxingcpp.BarcodeFormat, *, scale: int = 4) -> Image.Image:
    """Return a code as a picture, with its quiet zone."""
    made: Any = zxingcpp.create_barcode(text, kind).to_image(scale=scale)  # stubs miss its buffer
    height, width = made.shape
    return Image.frombuffer("L", (width, height), bytes(memoryview(made).cast("B")))


def encoded(picture: Image.Image, kind: str = "PNG") -> bytes:
    """Return a picture as a file."""
    target = io.BytesIO()
    picture.save(target, format=kind)
    return target.getvalue()
