"""Camera and loudspeaker through QtMultimedia, which is an option (extra `camera`).

The slim build of Qt has no such module: then, or where nothing is plugged in, there is no adapter
and the question says what is left. Only the GUI thread uses these.
"""

from __future__ import annotations

import importlib
import logging
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage

from kiosk.devices.ports import CameraUnavailable
from sync.clock import Clock

_log = logging.getLogger("ventanilla.devices")
_START_SECONDS = 8.0  # a webcam needs one or two to see
_SHEET_PX = (640, 480)
_QUALITY = 90


def multimedia() -> Any | None:
    """Return QtMultimedia, or None where it is not installed or does not load; the log says so."""
    try:
        return importlib.import_module("PySide6.QtMultimedia")
    except ImportError:
        _log.info("no camera and no sound: QtMultimedia is not installed")
        return None


def camera_of(module: Any | None, clock: Clock) -> QtCamera | None:
    """Return the system's first camera, still closed; None where there is none."""
    if module is None:
        return None
    if not module.QMediaDevices.videoInputs():
        _log.info("no camera is connected")
        return None
    return QtCamera(module, clock)


def speaker_of(module: Any | None) -> QtSpeaker | None:
    """Return the system's loudspeaker; None where there is none."""
    if module is None or not module.QMediaDevices.audioOutputs():
        return None
    return QtSpeaker(module)


class QtCamera:
    """The system's default camera. It sees only between a preview and `close`."""

    def __init__(self, module: Any, clock: Clock) -> None:
        self._qt = module
        self._clock = clock
        self._camera: Any | None = None
        self._sink: Any | None = None
        self._session: Any | None = None
        self._opened_at = 0.0

    def preview(self) -> bytes:
        """Return what it sees now as JPEG, a blank sheet while it starts.

        Raises CameraUnavailable where it fails, is pulled out, or shows nothing for 8 seconds.
        """
        seen = self._look()
        if seen is None:
            if self._clock.monotonic_seconds() - self._opened_at > _START_SECONDS:
                self.close()
                raise CameraUnavailable
            seen = QImage(*_SHEET_PX, QImage.Format.Format_RGB32)
            seen.fill(QColor("white"))
        return _encoded(seen)

    def picture(self) -> bytes:
        """Return what it sees now as JPEG; raise CameraUnavailable before it saw anything."""
        seen = self._look()
        if seen is None:
            raise CameraUnavailable
        return _encoded(seen)

    def close(self) -> None:
        """Let go of the device and of what it saw; may be called twice."""
        camera, self._camera = self._camera, None
        self._sink, self._session = None, None
        if camera is not None:
            camera.stop()

    def _look(self) -> QImage | None:
        if self._camera is None:
            self._open()
        camera, sink = self._camera, self._sink
        if camera is None or sink is None or camera.error() != self._qt.QCamera.Error.NoError:
            self.close()
            raise CameraUnavailable
        frame = sink.videoFrame()
        image: QImage = frame.toImage() if frame.isValid() else QImage()
        return None if image.isNull() else image

    def _open(self) -> None:
        device = self._qt.QMediaDevices.defaultVideoInput()
        if device.isNull():
            raise CameraUnavailable
        self._camera, self._sink = self._qt.QCamera(device), self._qt.QVideoSink()
        self._session = self._qt.QMediaCaptureSession()
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._opened_at = self._clock.monotonic_seconds()
        self._camera.start()


class QtSpeaker:
    """Plays recorded clips; it has no voice of its own."""

    def __init__(self, module: Any) -> None:
        self._qt = module
        self._player: Any | None = None
        self._output: Any | None = None
        self._clip: QBuffer | None = None

    def play(self, clip: bytes) -> bool:
        """Start playing an encoded clip; tell whether there is something to hear it with."""
        self.stop()
        device = self._qt.QMediaDevices.defaultAudioOutput()
        if not clip or device.isNull():
            return False
        buffer = QBuffer()
        buffer.setData(QByteArray(clip))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._player, self._output = self._qt.QMediaPlayer(), self._qt.QAudioOutput(device)
        self._clip = buffer  # the player reads from it until it is stopped
        self._player.setAudioOutput(self._output)
        self._player.setSourceDevice(buffer)
        self._player.play()
        return bool(self._player.error() == self._qt.QMediaPlayer.Error.NoError)

    def say(self, text: str, language: str) -> bool:
        """Return False: the voice of the system is another module."""
        del text, language
        return False

    def stop(self) -> None:
        """Be silent and forget the clip."""
        player, self._player = self._player, None
        if player is not None:
            player.stop()
        self._output, self._clip = None, None


def _encoded(image: QImage) -> bytes:
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(target, "JPG", _QUALITY):  # type: ignore[call-overload]
        raise CameraUnavailable
    return bytes(target.data().data())
