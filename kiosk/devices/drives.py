"""Drives that can be carried away: a port, one adapter per system, and a folder that stands in.

    Linux     what the kernel says of its mounts and their devices    `drives_linux`
    Windows   drive letters of removable media                        `drives_windows`
    folder    each folder inside a folder of the settings is a drive: for kiosks and for tests

A person may always choose a folder instead: `drive_at` looks at it the same way.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """One drive as it was found; it may be gone the next moment.

    *name* is what its owner called it, "" where nobody did. *file_system* is the system's own
    word for how it is written, "" where that is not known.
    """

    path: Path
    name: str
    free_bytes: int
    total_bytes: int
    read_only: bool = False
    file_system: str = ""


class RemovableDrives(Protocol):
    """Finds the drives that are in reach."""

    def find(self) -> tuple[Drive, ...]:
        """Return every drive that is in reach now, by its path; never raises."""
        ...


class NoDrives:
    """A system whose drives nobody here knows to find; a folder can still be chosen."""

    def find(self) -> tuple[Drive, ...]:
        """Return that nothing was found."""
        return ()


class FolderDrives:
    """A folder whose folders are the drives: a stick is put in by making one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self) -> tuple[Drive, ...]:
        """Return each visible folder as a drive."""
        try:
            inside = sorted(path for path in self._folder.iterdir() if path.is_dir())
        except OSError:
            return ()
        found = (drive_at(path) for path in inside if not path.name.startswith("."))
        return tuple(drive for drive in found if drive is not None)


class EveryDrive:
    """What several finders find together, each place once."""

    def __init__(self, *finders: RemovableDrives) -> None:
        self._finders = finders

    def find(self) -> tuple[Drive, ...]:
        """Return the drives of all of them by path."""
        found = {drive.path: drive for finder in self._finders for drive in finder.find()}
        return tuple(found[path] for path in sorted(found))


def drive_at(folder: Path, name: str | None = None) -> Drive | None:
    """Return a folder as a drive; None where it is not there or cannot be read."""
    try:
        room = shutil.disk_usage(folder)
        if not folder.is_dir():
            return None
    except OSError:
        return None
    return Drive(
        path=folder,
        name=folder.name if name is None else name,
        free_bytes=room.free,
        total_bytes=room.total,
        read_only=not os.access(folder, os.W_OK),
    )


def drives_of(folder: Path | None) -> RemovableDrives:
    """Return what finds this computer's drives, and those of a folder of the settings."""
    system = _of_system(sys.platform)
    return system if folder is None else EveryDrive(FolderDrives(folder), system)


def _of_system(platform: str) -> RemovableDrives:
    if platform == "linux":
        from kiosk.devices.drives_linux import LinuxDrives

        return LinuxDrives()
    if platform == "win32":
        from kiosk.devices.drives_windows import Kernel32, WindowsDrives

        return WindowsDrives(Kernel32())
    return NoDrives()
