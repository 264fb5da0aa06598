"""Where a folder lies: on this computer, or on something that can be carried away."""

from __future__ import annotations

import sys
from pathlib import Path

_MOUNTED_UNDER = ("/media", "/run/media", "/mnt", "/Volumes")
_DRIVE_REMOVABLE = 2  # GetDriveTypeW


def is_removable(folder: Path) -> bool:
    """Say whether a folder lies on a stick, as far as the system tells by its place."""
    if sys.platform == "win32":
        import ctypes

        drive = folder.absolute().anchor
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOVABLE)
    place = str(folder.absolute())
    return any(place.startswith(root + "/") for root in _MOUNTED_UNDER)
