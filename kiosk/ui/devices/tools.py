"""The devices that questions of a form may use on this computer."""

from __future__ import annotations

from pathlib import Path

from kiosk.devices.codes import PictureScanner
from kiosk.devices.folder_camera import FolderCamera
from kiosk.devices.ports import Camera, PositionSource
from kiosk.ui.devices.multimedia import camera_of, multimedia, speaker_of
from kiosk.ui.questions.question import Tools
from sync.clock import Clock


def tools_of(camera_folder: Path | None, position: PositionSource | None, clock: Clock) -> Tools:
    """Return what there is: a scanner's folder before a camera; codes can always be read.

    There is no recorder of sound yet: such questions offer to choose a file.
    """
    module = multimedia()
    camera: Camera | None = (
        FolderCamera(camera_folder) if camera_folder is not None else camera_of(module, clock)
    )
    return Tools(
        camera=camera, scanner=PictureScanner(), position=position, speaker=speaker_of(module)
    )
