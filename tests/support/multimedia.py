"""As much of QtMultimedia as the adapters use, for computers without the module."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage


class Frame:
    """A frame of video."""

    def __init__(self, image: QImage) -> None:
        self._image = image

    def isValid(self) -> bool:  # noqa: N802 - Qt's name
        """Tell whether it shows anything."""
        return not self._image.isNull()

    def toImage(self) -> QImage:  # noqa: N802 - Qt's name
        """Return what it shows."""
        return self._image


class Device:
    """A camera or loudspeaker as the system names it."""

    def __init__(self, *, there: bool) -> None:
        self.there = there

    def isNull(self) -> bool:  # noqa: N802 - Qt's name
        """Tell whether it is none."""
        return not self.there


class FakeMultimedia:
    """A module with one camera and one loudspeaker, or none; what happens is told by the test."""

    def __init__(self, *, plugged: bool = True) -> None:
        self.plugged = plugged
        self.fails = False
        self.before = QImage()
        self.running: list[object] = []
        self.playing: list[bytes] = []
        world = self

        class QMediaDevices:
            """What is plugged in."""

            @staticmethod
            def videoInputs() -> list[Device]:  # noqa: N802
                return [Device(there=True)] if world.plugged else []

            audioOutputs = videoInputs  # noqa: N815

            @staticmethod
            def defaultVideoInput() -> Device:  # noqa: N802
                return Device(there=world.plugged)

            defaultAudioOutput = defaultVideoInput  # noqa: N815

        class Faults(Enum):
            """Whether it works."""

            NoError = 0
            Broken = 1

        class QCamera:
            """A camera that runs or not."""

            Error = Faults

            def __init__(self, device: Device) -> None:
                assert device.there

            def start(self) -> None:
                world.running.append(self)

            def stop(self) -> None:
                world.running.remove(self)

            def error(self) -> Faults:
                return Faults.Broken if world.fails else Faults.NoError

        class QVideoSink:
            """Where frames arrive, once the camera is joined with it."""

            joined = False

            def videoFrame(self) -> Frame:  # noqa: N802
                return Frame(world.before if self.joined and world.running else QImage())

        class QMediaCaptureSession:
            """Joins camera and sink."""

            def __init__(self) -> None:
                self.camera: QCamera | None = None

            def setCamera(self, camera: QCamera) -> None:  # noqa: N802
                self.camera = camera

            def setVideoSink(self, sink: QVideoSink) -> None:  # noqa: N802
                sink.joined = self.camera is not None

        class QAudioOutput:
            """A way to the loudspeaker."""

            def __init__(self, device: Device) -> None:
                assert device.there

        class QMediaPlayer:
            """Plays what its device holds."""

            Error = Faults

            def __init__(self) -> None:
                self._output: QAudioOutput | None = None
                self._source: QBuffer | None = None

            def setAudioOutput(self, output: QAudioOutput) -> None:  # noqa: N802
                self._output = output

            def setSourceDevice(self, source: QBuffer) -> None:  # noqa: N802
                self._source = source

            def play(self) -> None:
                assert self._output is not None
                assert self._source is not None
                world.playing.append(bytes(self._source.readAll().data()))

            def stop(self) -> None:
                world.playing.clear()

            def error(self) -> Faults:
                return Faults.Broken if world.fails else Faults.NoError

        self.QMediaDevices = QMediaDevices
        self.QCamera = QCamera
        self.QVideoSink = QVideoSink
        self.QMediaCaptureSession = QMediaCaptureSession
        self.QAudioOutput = QAudioOutput
        self.QMediaPlayer = QMediaPlayer
