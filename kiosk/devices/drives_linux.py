"""Drives on Linux, from the kernel's own files: no udev, no bus, no privilege.

A mount counts when its disk is removable or hangs on USB (`/sys`), or when the desktop mounted a
device where it mounts what is plugged in (`/media`, `/run/media`: card readers say "fixed").
Never what the system itself lives on.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.devices.drives import Drive, drive_at

_OF_THE_SYSTEM = frozenset({"/", "/home", "/usr", "/var", "/opt", "/srv", "/nix"})
_UNDER_SYSTEM = ("/boot", "/snap/", "/var/lib/", "/proc", "/sys", "/dev", "/efi")
_SERIAL = re.compile(r"[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}|[0-9A-Fa-f-]{16,36}")
_ON_USB = re.compile(r"/usb\d+/")
_ESCAPED = re.compile(r"\\([0-7]{3})")
_MOST_LAYERS = 4  # an encrypted stick is a mapped device above a partition


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mount:
    device: str  # major:minor
    root: str
    place: str
    options: frozenset[str]
    file_system: str
    source: str


class LinuxDrives:
    """Reads `/proc/self/mountinfo` and `/sys`; tests give other places.

    *plugged_under* is where a desktop mounts what is plugged in.
    """

    def __init__(
        self,
        mounts: Path = Path("/proc/self/mountinfo"),
        devices: Path = Path("/sys"),
        plugged_under: tuple[str, ...] = ("/media/", "/run/media/"),
    ) -> None:
        self._mounts = mounts
        self._devices = devices
        self._plugged_under = plugged_under

    def find(self) -> tuple[Drive, ...]:
        """Return every mounted drive that can be carried away, each device once."""
        found: dict[str, Drive] = {}
        for mount in self._read():
            if mount.source not in found and self._counts(mount):
                drive = self._drive(mount)
                if drive is not None:
                    found[mount.source] = drive
        return tuple(sorted(found.values(), key=lambda drive: drive.path))

    def _read(self) -> list[_Mount]:
        try:
            lines = self._mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        except OSError:
            return []
        return [mount for mount in map(_mount_of, lines) if mount is not None]

    def _counts(self, mount: _Mount) -> bool:
        if not mount.source.startswith("/dev/") or mount.root != "/":
            return False
        if mount.place in _OF_THE_SYSTEM or mount.place.startswith(_UNDER_SYSTEM):
            return False
        disk = self._disk_of(mount)
        if disk is not None and (_is_removable(disk) or _ON_USB.search(str(disk))):
            return True
        plugged = mount.place.startswith(self._plugged_under)
        return plugged and not Path(mount.source).name.startswith("loop")

    def _disk_of(self, mount: _Mount) -> Path | None:
        """Return the folder in `/sys` of the whole disk beneath a mount, None where unknown."""
        block = self._devices / "dev" / "block" / mount.device
        if not block.exists():
            name = Path(os.path.realpath(mount.source)).name
            block = self._devices / "class" / "block" / name
        try:
            block = block.resolve(strict=True)
            for _ in range(_MOST_LAYERS):
                beneath = (
                    sorted((block / "slaves").iterdir()) if (block / "slaves").is_dir() else []
                )
                if not beneath:
                    break
                block = beneath[0].resolve(strict=True)
        except OSError:
            return None
        return block.parent if (block / "partition").exists() else block

    def _drive(self, mount: _Mount) -> Drive | None:
        place = Path(mount.place)
        label = "" if _SERIAL.fullmatch(place.name) else place.name
        seen = drive_at(place, label or self._model(mount))
        if seen is None:
            return None
        read_only = seen.read_only or "ro" in mount.options
        return replace(seen, read_only=read_only, file_system=mount.file_system)

    def _model(self, mount: _Mount) -> str:
        """Return what its maker calls a disk, or nothing."""
        disk = self._disk_of(mount)
        words = [] if disk is None else [_text(disk / "device" / one) for one in _MAKER]
        return " ".join(word for word in words if word)


_MAKER = ("vendor", "model")


def _mount_of(line: str) -> _Mount | None:
    """Return one line of mountinfo (proc(5)); None for one that is no such line."""
    before, mark, after = line.partition(" - ")
    fields, tail = before.split(" "), after.split(" ")
    if not mark or len(fields) < 6 or len(tail) < 3:
        return None
    return _Mount(
        device=fields[2],
        root=_plain(fields[3]),
        place=_plain(fields[4]),
        options=frozenset([*fields[5].split(","), *tail[2].split(",")]),
        file_system=tail[0],
        source=_plain(tail[1]),
    )


def _plain(text: str) -> str:
    """Return a path without the escapes for space, tab, newline and backslash."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 8)), text)


def _is_removable(disk: Path) -> bool:
    return _text(disk / "removable") == "1"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
