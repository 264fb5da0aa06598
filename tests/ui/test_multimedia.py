"""Camera and loudspeaker of the system, where the optional module is there."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from kiosk.devices.pictures import opened
from kiosk.devices.ports import CameraUnavailable
from kiosk.ui.devices.multimedia import QtCamera, QtSpeaker, camera_of, multimedia, speaker_of
from tests.contracts.test_cameras import NAVY, WHITE, colour
from tests.support.devices import a_picture
from tests.support.multimedia import FakeMultimedia
from tests.support.vaults import HandClock


def a_camera(world: FakeMultimedia, clock: HandClock | None = None) -> QtCamera:
    """Return a camera of that world."""
    return QtCamera(world, clock or HandClock())


def test_the_camera_shows_what_is_before_it_until_it_is_closed() -> None:
    """A blank sheet while it starts, then frames and pictures; closed, it does not run."""
    world = FakeMultimedia()
    camera = a_camera(world)
    assert colour(camera.preview()) == WHITE
    with pytest.raises(CameraUnavailable):
        camera.picture()

    world.before = QImage.fromData(a_picture("navy", (320, 240)))
    assert colour(camera.preview()) == colour(camera.picture()) == NAVY
    assert opened(camera.picture()).size == (320, 240)
    assert camera.picture().startswith(b"\xff\xd8\xff")
    assert len(world.running) == 1

    camera.close()
    camera.close()
    assert world.running == []


def test_one_that_fails_says_so_and_is_let_go() -> None:
    """An error, a camera that was pulled out, one that shows nothing: a known problem each."""
    world, clock = FakeMultimedia(), HandClock()
    camera = a_camera(world, clock)

    camera.preview()
    world.fails = True
    with pytest.raises(CameraUnavailable):
        camera.preview()
    world.fails = False
    camera.preview()
    clock.pass_seconds(9)
    with pytest.raises(CameraUnavailable):
        camera.preview()
    world.plugged = False
    with pytest.raises(CameraUnavailable):
        camera.picture()

    assert world.running == []


def test_without_module_or_device_there_is_none() -> None:
    """No adapter is made that could only disappoint."""
    clock = HandClock()

    assert camera_of(None, clock) is None
    assert speaker_of(None) is None
    assert camera_of(FakeMultimedia(plugged=False), clock) is None
    assert speaker_of(FakeMultimedia(plugged=False)) is None
    assert camera_of(FakeMultimedia(), clock) is not None
    assert speaker_of(FakeMultimedia()) is not None


def test_clips_are_played_and_stopped() -> None:
    """One at a time; without a loudspeaker nothing is claimed; a voice there is not."""
    world = FakeMultimedia()
    speaker = QtSpeaker(world)

    assert speaker.play(b"clip one")
    assert speaker.play(b"clip two")
    assert world.playing == [b"clip two"]
    speaker.stop()
    speaker.stop()
    assert world.playing == []
    assert not speaker.play(b"")
    assert not speaker.say("hola", "es")
    world.fails = True
    assert not speaker.play(b"broken")
    world.fails, world.plugged = False, False
    assert not speaker.play(b"clip")


@pytest.mark.qt_log_level_fail("CRITICAL")  # it warns of libraries that the system lacks
def test_the_real_module_has_what_the_adapters_call() -> None:
    """Qt's own module, where it is installed, has every name; where not, there is no device."""
    module = multimedia()
    if module is None:
        assert camera_of(module, HandClock()) is None
        assert speaker_of(module) is None
        return

    for names in (
        "QMediaDevices.videoInputs QMediaDevices.defaultVideoInput QMediaDevices.audioOutputs",
        "QMediaDevices.defaultAudioOutput QCamera.error QCamera.start QCamera.stop",
        "QCamera.Error.NoError QVideoSink.videoFrame QVideoFrame.isValid QVideoFrame.toImage",
        "QMediaCaptureSession.setCamera QMediaCaptureSession.setVideoSink QMediaPlayer.play",
        "QMediaPlayer.setAudioOutput QMediaPlayer.setSourceDevice QMediaPlayer.stop",
        "QMediaPlayer.Error.NoError QAudioOutput.setDevice",
    ):
        for name in names.split():
            found = module
            for part in name.split("."):
                found = getattr(found, part)
