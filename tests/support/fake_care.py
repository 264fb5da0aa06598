"""The care of the device in memory: a sound file, room enough, one folder of backups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.services import care, mending
from kiosk.services.backups import NoBackupFolder
from kiosk.services.views.care import (
    BackupDone,
    BackupLine,
    BackupsView,
    CheckProgress,
    CheckReport,
    DiskLevel,
    DiskRoom,
    StreamChecked,
)
from kiosk.services.views.mending import DamageView, FindingView, RescueView
from tests.support.fake_values import CLAVE, FakeClock


class FakeCare(care.Care):
    """Finds what a test says; remembers its backups."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.room = DiskRoom(level=DiskLevel.ROOMY, free_bytes=50 * 2**30, days=None)
        self.finding = ""
        self.intact_to = 120
        self.folder: Path | None = None
        self.lines: list[BackupLine] = []
        self.restored: datetime | None = None
        self._last_check: CheckReport | None = None

    def check(
        self,
        progress: Callable[[CheckProgress], None] = lambda _how_far: None,
        *,
        pause: Callable[[], None] | None = None,
        weekly: bool = False,
    ) -> CheckReport:
        del pause, weekly
        for done in (60, 120):
            progress(CheckProgress(done=done, of=120))
        stream = StreamChecked(
            name="1PGE", intact_to=self.intact_to, last=120, intact_at=self._clock.time
        )
        self._last_check = CheckReport(
            holds=not self.finding,
            finding=self.finding,
            events=120,
            streams=(stream,),
            files=3,
            files_missing=0,
            checked_at=self._clock.time,
        )
        return self._last_check

    def backup(self, folder: Path | None = None) -> BackupDone:
        target = folder or self.folder
        if target is None:
            raise NoBackupFolder
        name = f"ventanilla-0011223344556677-{len(self.lines) + 1}.vtc"
        line = BackupLine(
            name=name,
            folder=str(target),
            removable=False,
            in_reach=True,
            size_bytes=3_000_000,
            made_at=self._clock.time,
            erased_since=False,
            expires_at=None,
        )
        self.lines.insert(0, line)
        return BackupDone(
            file=target / name, size_bytes=3_000_000, events=120, made_at=self._clock.time
        )

    def backups(self) -> BackupsView:
        last = self.lines[0].made_at if self.lines else None
        return BackupsView(
            folder=self.folder,
            every_hours=24,
            last_at=last,
            due=self.folder is not None
            and (last is None or self._clock.time - last >= timedelta(hours=24)),
            lines=tuple(self.lines),
        )

    def set_backup_folder(self, folder: Path | None) -> None:
        self.folder = folder

    def disk(self) -> DiskRoom:
        return self.room

    def restored_from(self) -> datetime | None:
        return self.restored


class FakeMending(mending.Mending):
    """A file damaged in one place, of which most can be read."""

    def __init__(self) -> None:
        self.exported: list[Path] = []
        self.forgotten = 0

    def look(self, clave: str) -> DamageView:
        if clave != CLAVE:
            return DamageView(opened=False, sound=False, findings=(), readable=())
        return DamageView(
            opened=True,
            sound=False,
            findings=(
                FindingView(
                    found="El principio del archivo está dañado y no se puede abrir.",
                    todo="Rescate lo que se pueda leer.",
                ),
            ),
            readable=(
                "Serie 1PGE: intacta hasta el registro 118.",
                "Se pueden leer 120 registros.",
            ),
        )

    def export(self, folder: Path) -> RescueView:
        self.exported.append(folder)
        return RescueView(
            lines=(), file="rescate-1.vtx", folder=str(folder), kept="archivo-20261120-180000"
        )

    def forget(self) -> None:
        self.forgotten += 1
