"""The devices that questions of a form may use on this computer."""

from __future__ import annotations

from pathlib import Path

from kiosk.devices.codes import PictureScanner
from kiosk.devices.folder_camera import FolderCamera
from kiosk.devices.ports import PositionSource
from kiosk.ui.questions.question import Tools


def tools_of(camera_folder: Path | None, position: PositionSource | None) -> Tools:
    """Return what there is; codes in pictures can always be read."""
    camera = FolderCamera(camera_folder) if camera_folder is not None else None
    return Tools(camera=camera, scanner=PictureScanner(), position=position)
