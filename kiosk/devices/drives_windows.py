"""Drives on Windows: the letters of removable media.

A hard disk in a USB case says it is fixed; whoever carries one chooses its folder.
"""

from __future__ import annotations

import string
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from kiosk.devices.drives import Drive

DRIVE_REMOVABLE = 2  # GetDriveTypeW
_READ_ONLY_VOLUME = 0x0008_0000
_NO_DIALOGS = 0x0001  # SEM_FAILCRITICALERRORS: an empty card reader opens no window
_NAME_CHARACTERS = 261


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """What GetVolumeInformationW and GetDiskFreeSpaceExW say of a medium."""

    label: str
    file_system: str
    read_only: bool
    free_bytes: int
    total_bytes: int


class WindowsCalls(Protocol):
    """The calls of kernel32 that are needed."""

    def letters(self) -> int:
        """Return a bit for each letter that is in use, A is the lowest."""
        ...

    def kind(self, root: str) -> int:
        r"""Return what GetDriveTypeW says of a root such as `E:\`."""
        ...

    def volume(self, root: str) -> Volume | None:
        """Return what is in the drive; None while it is empty or cannot be read."""
        ...


class WindowsDrives:
    """Asks kernel32; tests give other calls."""

    def __init__(self, calls: WindowsCalls) -> None:
        self._calls = calls

    def find(self) -> tuple[Drive, ...]:
        """Return every removable drive with something in it, by letter."""
        used = self._calls.letters()
        found = []
        for number, letter in enumerate(string.ascii_uppercase):
            root = f"{letter}:\\"
            if not used >> number & 1 or self._calls.kind(root) != DRIVE_REMOVABLE:
                continue
            volume = self._calls.volume(root)
            if volume is not None:
                found.append(
                    Drive(
                        path=Path(root),
                        name=volume.label or root[:2],
                        free_bytes=volume.free_bytes,
                        total_bytes=volume.total_bytes,
                        read_only=volume.read_only,
                        file_system=volume.file_system,
                    )
                )
        return tuple(found)


class Kernel32:
    """The real calls; they exist on Windows only."""

    def __init__(self) -> None:
        self._kernel: Any = None
        if sys.platform == "win32":
            import ctypes

            self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            self._kernel.SetThreadErrorMode(_NO_DIALOGS, None)

    def letters(self) -> int:
        """Return GetLogicalDrives."""
        return 0 if self._kernel is None else int(self._kernel.GetLogicalDrives())

    def kind(self, root: str) -> int:
        """Return GetDriveTypeW."""
        return int(self._kernel.GetDriveTypeW(root))

    def volume(self, root: str) -> Volume | None:
        """Return GetVolumeInformationW and GetDiskFreeSpaceExW as one answer."""
        import ctypes

        self._kernel.SetThreadErrorMode(_NO_DIALOGS, None)  # it is of the thread that asks
        label = ctypes.create_unicode_buffer(_NAME_CHARACTERS)
        file_system = ctypes.create_unicode_buffer(_NAME_CHARACTERS)
        flags, free, total = ctypes.c_ulong(0), ctypes.c_ulonglong(0), ctypes.c_ulonglong(0)
        known = self._kernel.GetVolumeInformationW(
            root, label, _NAME_CHARACTERS, None, None, ctypes.byref(flags), file_system,
            _NAME_CHARACTERS,
        ) and self._kernel.GetDiskFreeSpaceExW(
            root, ctypes.byref(free), ctypes.byref(total), None
        )  # fmt: skip
        if not known:
            return None
        return Volume(
            label=label.value,
            file_system=file_system.value,
            read_only=bool(flags.value & _READ_ONLY_VOLUME),
            free_bytes=free.value,
            total_bytes=total.value,
        )
