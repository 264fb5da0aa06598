"""Devices in memory: a camera of one picture, a scanner that knows it, a receiver that stands."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.devices.ports import CameraUnavailable, Position, PositionUnavailable


def a_png(width: int = 320, height: int = 200, *, ground: str = "#CFE3D8") -> bytes:
    """Return a small drawing as PNG: a house on a ground."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    painter.fillRect(width // 4, height // 3, width // 2, height // 2, QColor("#C4663F"))
    painter.fillRect(width * 9 // 20, height // 2, width // 10, height // 3, QColor("#2B2A28"))
    painter.setPen(Qt.GlobalColor.black)
    painter.drawLine(width // 5, height // 3, width * 4 // 5, height // 3)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes
    return bytes(content.data())


class FakeCamera:
    """Shows and takes the same picture; `broken` makes it fail as a pulled plug does."""

    def __init__(self, picture: bytes) -> None:
        self._picture = picture
        self.broken = False
        self.closed = 0

    def preview(self) -> bytes:
        """Return the picture."""
        if self.broken:
            raise CameraUnavailable
        return self._picture

    def picture(self) -> bytes:
        """Return the picture."""
        return self.preview()

    def close(self) -> None:
        """Count."""
        self.closed += 1


class FakeScanner:
    """Finds these codes in one picture and none in any other."""

    def __init__(self, picture: bytes, *codes: str) -> None:
        self._picture, self._codes = picture, codes

    def read_image(self, image: bytes) -> tuple[str, ...]:
        """Return the codes."""
        return self._codes if image == self._picture else ()


class FakePosition:
    """Stands in one place; without one it has no fix."""

    def __init__(self, position: Position | None, *, fixed: bool = False) -> None:
        self._position, self.fixed = position, fixed

    def position(self) -> Position:
        """Return the place."""
        if self._position is None:
            raise PositionUnavailable
        return self._position


class FakeRecorder:
    """Records four bytes."""

    def __init__(self) -> None:
        self.running = ""

    def start(self, media_type: str) -> None:
        """Begin."""
        self.running = media_type

    def stop(self) -> bytes:
        """End."""
        self.running = ""
        return b"OggS"


class FakeSpeaker:
    """Plays what it is given; `deaf` tells that nothing can be heard."""

    def __init__(self, *, deaf: bool = False) -> None:
        self.deaf = deaf
        self.played: list[bytes] = []
        self.stopped = 0

    def play(self, clip: bytes) -> bool:
        """Keep the clip."""
        self.played.append(clip)
        return not self.deaf

    def say(self, text: str, language: str) -> bool:
        """Keep the text."""
        self.played.append(f"{language}:{text}".encode())
        return not self.deaf

    def stop(self) -> None:
        """Count."""
        self.stopped += 1
