"""Backups of this device: made while work goes on, listed, thinned out, made again after erasures.

A backup is never on the way of a save: it reads through a second connection. What was erased by law
is in older backups still; those in reach are replaced, the others are listed until they expire
(PROTOCOL §6).
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from kiosk.errors import KnownError
from kiosk.services.desk import Desk, local
from kiosk.services.views.care import BackupDone, BackupLine, BackupsView
from kiosk.store import backup_tables, kept, pulled
from kiosk.store.backup_tables import BackupRow
from kiosk.vault.backup import (
    BackupDoesNotHold,
    BackupFile,
    Step,
    backups_in,
    look_at_backup,
    make_backup,
)
from kiosk.vault.places import is_removable
from kiosk.vault.restore import RestoredMark
from sync.events import BackupAct, BackupChanged, BackupPlace
from sync.ids import Salt
from sync.journal import NOBODY, Transaction

_log = logging.getLogger("ventanilla.backups")

FOLDER_SETTING = "backup_folder"
RESTORED_SETTING = "restored_from"
KEPT_BACKUPS = 3
EXPIRES_AFTER_DAYS = 90
_DAY_SECONDS = 86_400
_HOUR_SECONDS = 3_600


class NoBackupFolder(KnownError):
    """Nobody has said where backups go; nothing was done."""

    code = "backup.no_folder"


class Backups:
    """Makes and lists the backups of the open file."""

    def __init__(self, desk: Desk, app_version: str) -> None:
        self._desk = desk
        self._app_version = app_version

    def make(self, folder: Path | None = None, step: Step = lambda _name: None) -> BackupDone:
        """Make a backup in *folder*, or where backups go; read it back, record it (kind 111).

        Older ones of this device in that folder beyond the newest three are removed, and all that
        hold what was erased since. Raises NoBackupFolder, DiskFull, FileTrouble, Damaged or
        BackupDoesNotHold: no backup was made then, and the older ones stand.
        """
        target = folder or self.folder()
        if target is None:
            raise NoBackupFolder
        desk = self._desk
        now = desk.now_seconds()
        try:
            made = make_backup(
                desk.database, target, now_seconds=now, app_version=self._app_version, step=step
            )
        except BackupDoesNotHold:
            self._record(BackupAct.DID_NOT_HOLD, _place_of(target))
            raise
        self._list(made, target)
        self._thin_out(made, target)
        return BackupDone(
            file=made.path,
            size_bytes=made.size_bytes,
            events=made.manifest.seq,
            made_at=local(now),
        )

    def view(self) -> BackupsView:
        """Return where backups go and which there are."""
        desk = self._desk

        def work(tx: Transaction) -> tuple[int, list[tuple[BackupRow, int | None]]]:
            rows = backup_tables.backups(tx)
            hours = pulled.settings(tx).backup_hours
            return hours, [(row, backup_tables.erased_after(tx, row)) for row in rows]

        hours, rows = desk.read(work)
        folder = self.folder()
        last = rows[0][0].made_seconds if rows else None
        return BackupsView(
            folder=folder,
            every_hours=hours,
            last_at=None if last is None else local(last),
            due=self._is_due(folder, hours, rows),
            lines=tuple(_line(row, erased) for row, erased in rows),
        )

    def folder(self) -> Path | None:
        """Return where backups go by themselves; None until somebody said so."""
        held = self._desk.read(lambda tx: kept.setting(tx, FOLDER_SETTING))
        return Path(held.decode()) if held else None

    def set_folder(self, folder: Path | None) -> None:
        """Say where backups go from now on; None: nowhere by themselves."""
        value = b"" if folder is None else str(folder).encode()
        self._desk.keep(lambda tx: kept.put_setting(tx, FOLDER_SETTING, value))

    def make_if_due(self, step: Step = lambda _name: None) -> BackupDone | None:
        """Make the scheduled backup when its time has come and its folder is in reach."""
        view = self.view()
        if not view.due or view.folder is None or not view.folder.is_dir():
            return None
        return self.make(view.folder, step)

    def _is_due(
        self, folder: Path | None, hours: int, rows: list[tuple[BackupRow, int | None]]
    ) -> bool:
        """Say whether a backup is wanted now: the time is up, or the last one holds erased data.

        A clock that went back makes one too: nobody can say how old the last one is.
        """
        if folder is None:
            return False
        mine = [(row, erased) for row, erased in rows if Path(row.folder) == folder]
        if not mine:
            return hours > 0
        newest, erased = mine[0]
        if erased is not None:
            return True
        age = self._desk.now_seconds() - newest.made_seconds
        return hours > 0 and (age >= hours * _HOUR_SECONDS or age < 0)

    def _list(self, made: BackupFile, folder: Path) -> None:
        place = _place_of(folder)
        row = BackupRow(
            content_hash=made.content_hash,
            name=made.path.name,
            folder=str(folder),
            place=place,
            made_seconds=made.manifest.made_seconds,
            size_bytes=made.size_bytes,
            stream=made.manifest.stream,
            seq=made.manifest.seq,
        )
        self._record(BackupAct.MADE, place, row)

    def _record(self, act: BackupAct, place: BackupPlace, row: BackupRow | None = None) -> None:
        """Record what became of a backup, and list it or take it off the list with the event."""
        desk = self._desk
        event = BackupChanged(
            act=act,
            place=place,
            content_hash=None if row is None else row.content_hash,
            size_bytes=0 if row is None else row.size_bytes,
        )
        salt = Salt(desk.random(16))
        now = desk.now_seconds()

        def work(tx: Transaction) -> None:
            desk.journal.append(tx, event, salt=salt, operator=NOBODY)
            if row is not None and act is BackupAct.MADE:
                backup_tables.add(tx, row)
            elif row is not None and act is BackupAct.REMOVED:
                backup_tables.gone(tx, row.content_hash, now)

        desk.write(work)

    def _thin_out(self, made: BackupFile, folder: Path) -> None:
        """Remove what the new backup makes superfluous; what cannot be removed stays listed."""
        desk = self._desk

        def listed(tx: Transaction) -> dict[str, tuple[BackupRow, int | None]]:
            return {
                row.name: (row, backup_tables.erased_after(tx, row))
                for row in backup_tables.backups(tx)
                if Path(row.folder) == folder
            }

        rows = desk.read(listed)
        for position, path in enumerate(backups_in(folder, made.manifest.device_id)):
            row, erased = rows.get(path.name, (None, None))
            outdated = self._of_before(path) if row is None else erased is not None
            if path != made.path and (position >= KEPT_BACKUPS or outdated):
                self._remove(path, row)

    def expire(self) -> None:
        """Remove the backups in reach whose 90 days after an erasure are over."""
        desk = self._desk
        now, limit = desk.now_seconds(), EXPIRES_AFTER_DAYS * _DAY_SECONDS

        def over(tx: Transaction) -> list[BackupRow]:
            rows = [(row, backup_tables.erased_after(tx, row)) for row in backup_tables.backups(tx)]
            return [row for row, erased in rows if erased is not None and now - erased >= limit]

        for row in desk.read(over):
            path = Path(row.folder) / row.name
            if path.is_file():
                self._remove(path, row)

    def _remove(self, path: Path, row: BackupRow | None) -> None:
        try:
            path.unlink()
        except OSError as error:
            _log.info("an older backup stays: %s", error.strerror)
            return
        if row is not None:
            self._record(BackupAct.REMOVED, row.place, row)

    def _of_before(self, path: Path) -> bool:
        """Say whether an unlisted backup of this device is older than it may become."""
        try:
            made = look_at_backup(path).made_seconds
        except KnownError:
            return False
        return self._desk.now_seconds() - made > EXPIRES_AFTER_DAYS * _DAY_SECONDS


def record_restored(tx: Transaction, desk: Desk, mark: RestoredMark) -> None:
    """Record that this profile was put back from a backup (kind 111), and from which.

    The mark's own salt makes it one event, however often a start is cut before the mark is gone.
    """
    event = BackupChanged(
        act=BackupAct.RESTORED,
        place=BackupPlace.FOLDER,
        content_hash=mark.content_hash,
        size_bytes=mark.size_bytes,
    )
    desk.journal.append(tx, event, salt=Salt(mark.salt), operator=NOBODY)
    stream = desk.journal.current_stream(tx) or b""
    kept.put_setting(tx, RESTORED_SETTING, stream + mark.made_seconds.to_bytes(8, "big"))


def restored_from(desk: Desk) -> datetime | None:
    """Return when the backup was made that the present stream began from, or None."""

    def work(tx: Transaction) -> int | None:
        held = kept.setting(tx, RESTORED_SETTING)
        if held is None or held[:-8] != desk.journal.current_stream(tx):
            return None
        return int.from_bytes(held[-8:], "big")

    made = desk.read(work)
    return None if made is None else local(made)


def _line(row: BackupRow, erased_seconds: int | None) -> BackupLine:
    folder = Path(row.folder)
    expires = None if erased_seconds is None else erased_seconds + EXPIRES_AFTER_DAYS * _DAY_SECONDS
    return BackupLine(
        name=row.name,
        folder=row.folder,
        removable=row.place is BackupPlace.REMOVABLE,
        in_reach=(folder / row.name).is_file(),
        size_bytes=row.size_bytes,
        made_at=local(row.made_seconds),
        erased_since=erased_seconds is not None,
        expires_at=None if expires is None else local(expires),
    )


def _place_of(folder: Path) -> BackupPlace:
    return BackupPlace.REMOVABLE if is_removable(folder) else BackupPlace.FOLDER
