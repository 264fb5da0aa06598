"""Sticks in memory, and what tests do with them: plug in, protect, pull out."""

from __future__ import annotations

from pathlib import Path

from kiosk.devices.drives import Drive

GIGABYTE = 10**9


class FakeDrives:
    """A computer into which a test plugs drives; the folders may really be there."""

    def __init__(self) -> None:
        self._plugged: dict[Path, Drive] = {}

    def find(self) -> tuple[Drive, ...]:
        """Return what is plugged in."""
        return tuple(self._plugged[path] for path in sorted(self._plugged))

    def plug(
        self,
        path: Path,
        name: str = "KINGSTON",
        *,
        read_only: bool = False,
        free_bytes: int = 14 * GIGABYTE,
    ) -> Path:
        """Plug a drive in; return where it is."""
        self._plugged[path] = Drive(
            path=path,
            name=name,
            free_bytes=free_bytes,
            total_bytes=16 * GIGABYTE,
            read_only=read_only,
            file_system="vfat",
        )
        return path

    def pull(self, path: Path) -> None:
        """Pull it out."""
        del self._plugged[path]
