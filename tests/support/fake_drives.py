"""Sticks in memory, and what tests do with them: plug in, protect, pull out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.devices.drives import Drive
from kiosk.errors import KnownError, UserCancelled
from kiosk.services import drives
from kiosk.services.views.drives import (
    CarryPlan,
    CopyDone,
    CopyPhase,
    CopyProgress,
    DriveView,
    Received,
)
from sync.errors import SyncError

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


class FakeDriveDesk(drives.Drives):
    """Sticks of the screens: a plan, a copy in two steps, and what a test says comes back."""

    def __init__(self) -> None:
        self.finder = FakeDrives()
        self.allowed = True
        self.planned = CarryPlan(records=412, files=38, size_bytes=86_000_000)
        self.news = Received(delivered=412, files=38, forms=True, prices=True, spare=2)
        self.problem: KnownError | SyncError | None = None
        self.during: Callable[[], None] = lambda: None
        """What happens in the middle of a copy, on the worker."""
        self.copied: list[Path] = []
        self.cleaned: list[Path] = []

    def offered(self) -> bool:
        return self.allowed

    def connected(self) -> tuple[DriveView, ...]:
        return tuple(
            DriveView(
                path=one.path, name=one.name, free_bytes=one.free_bytes, read_only=one.read_only
            )
            for one in self.finder.find()
        )

    def folder(self, path: Path) -> DriveView:
        if path.suffix == ".gone":
            raise drives.DriveGone
        return DriveView(path=path, name=path.name, free_bytes=GIGABYTE, chosen=True)

    def plan(self) -> CarryPlan:
        if self.problem is not None:
            raise self.problem
        return self.planned

    def copy(
        self,
        path: Path,
        told: drives.Told = lambda _: None,
        wish: drives.Wish = lambda: False,
    ) -> CopyDone:
        size = self.planned.size_bytes
        told(CopyProgress(phase=CopyPhase.WRITING, done_bytes=size // 2, of_bytes=size))
        self.during()
        if wish():
            raise UserCancelled
        if self.problem is not None:
            raise self.problem
        told(CopyProgress(phase=CopyPhase.CHECKING, done_bytes=size // 4, of_bytes=size))
        self.copied.append(path)
        return CopyDone(
            records=self.planned.records, files=self.planned.files, size_bytes=size, parts=1
        )

    def receive(
        self,
        path: Path,
        told: drives.Told = lambda _: None,
        wish: drives.Wish = lambda: False,
    ) -> Received:
        told(CopyProgress(phase=CopyPhase.WRITING, done_bytes=1_000, of_bytes=4_000))
        self.during()
        if wish():
            raise UserCancelled
        if self.problem is not None:
            raise self.problem
        self.copied.append(path)
        return self.news

    def clean(self, path: Path) -> int:
        self.cleaned.append(path)
        return self.news.spare

    def stop(self) -> None:
        """Stop nothing: a copy here is over at once."""
