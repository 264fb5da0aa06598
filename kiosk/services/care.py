"""The care of this device: is the file whole, is there a backup, is there room (UX §4.2, V28).

Nothing here is on the way of a save: the chain is followed in slices between saves, pages are read
through a second connection.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.errors import KnownError
from kiosk.services.backups import Backups, restored_from
from kiosk.services.desk import Desk, local
from kiosk.services.permissions import Permissions
from kiosk.services.sweeping import named_files
from kiosk.services.views.care import (
    BackupDone,
    BackupsView,
    CheckProgress,
    CheckReport,
    DiskLevel,
    DiskRoom,
    StreamChecked,
)
from kiosk.store import kept, pulled
from kiosk.vault.blob_check import checked_blobs, missing_blobs
from kiosk.vault.doctor import page_trouble
from kiosk.vault.errors import free_bytes
from kiosk.vault.migrations import forget_copies
from sync.catalogue import Capability
from sync.errors import MessageInvalid
from sync.events import JournalChecked, decode_header
from sync.ids import Salt, StreamId, crockford_number, series_of
from sync.journal import NOBODY, Transaction, follow, head, last_seq, read, streams

_log = logging.getLogger("ventanilla.care")

SLICE_EVENTS = 1_000
"""What is followed in one transaction: about 10 ms, 50 on the slowest laptop."""

LOW_DISK_BYTES = 500 * 2**20
_FEWEST_DAYS = 7
_DAY_SECONDS = 86_400
_WEEK_SECONDS = 7 * _DAY_SECONDS
_CHECKED_SETTING = "checked_seconds"

Progress = Callable[[CheckProgress], None]


@dataclass(slots=True)
class _Walk:
    """How far the check of one stream is."""

    stream: StreamId
    seq: int
    head: bytes | None
    last: int
    intact_seconds: int | None = None


class Care:
    """Checks the open file, keeps its backups, watches the room; every answer is frozen."""

    def __init__(self, desk: Desk, backups: Backups) -> None:
        self._desk = desk
        self._backups = backups
        self._permissions = Permissions(desk)
        self._last_check: CheckReport | None = None

    # ------------------------------------------------------------------------- the check

    @property
    def last_check(self) -> CheckReport | None:
        """Return what the last check since the start of the program found."""
        return self._last_check

    def check(
        self,
        progress: Progress = lambda _how_far: None,
        *,
        pause: Callable[[], None] | None = None,
        weekly: bool = False,
    ) -> CheckReport:
        """Check every link of every stream, every page and every sealed file; record it (116).

        *pause* is called between slices: it may wait, or raise to end the check. *weekly*: a file
        that is sound is not recorded again within a week. Raises the vault's known errors; nothing
        was recorded then.
        """
        rest = pause or _go_on
        walks = self._desk.read(_walks)
        total = sum(walk.last for walk in walks)
        done = 0
        for walk in walks:
            while walk.seq < walk.last:
                before = walk.seq
                self._desk.read(lambda tx, walk=walk: _go(tx, walk))  # type: ignore[misc] # bound now
                if walk.seq == before:
                    break
                done += walk.seq - before
                progress(CheckProgress(done=done, of=total))
                rest()
        finding = "" if all(walk.seq == walk.last for walk in walks) else "chain"
        finding = finding or self._page_finding()
        rest()
        files, missing, damaged = self._files(rest)
        report = CheckReport(
            holds=not finding and not missing and not damaged,
            finding=finding or ("blobs" if missing or damaged else ""),
            events=total,
            streams=tuple(_checked(walk) for walk in walks),
            files=files,
            files_missing=missing + damaged,
            checked_at=local(self._desk.now_seconds()),
        )
        self._last_check = report
        if report.holds:
            forget_copies(self._desk.database.path)
        if not (weekly and report.holds and self._checked_lately()):
            self._record(report, walks)
        return report

    def _checked_lately(self) -> bool:
        """Say whether a check was recorded within the last week of this device's clock."""
        held = self._desk.read(lambda tx: kept.setting(tx, _CHECKED_SETTING))
        if held is None:
            return False
        return 0 <= self._desk.now_seconds() - int.from_bytes(held, "big") < _WEEK_SECONDS

    def _page_finding(self) -> str:
        """Return what is wrong with the file's pages, its structure or its references, or ""."""
        trouble = self._desk.database.beside(lambda connection, _key: page_trouble(connection))
        return "" if trouble is None else trouble.code.value

    def _files(self, rest: Callable[[], None]) -> tuple[int, int, int]:
        """Return how many sealed files are whole, missing, damaged."""
        path = self._desk.database.path
        whole = damaged = 0
        for _name, sound in checked_blobs(path):
            whole += sound
            damaged += not sound
            rest()
        missing = len(missing_blobs(path, self._desk.read(named_files)))
        return whole, missing, damaged

    def _record(self, report: CheckReport, walks: tuple[_Walk, ...]) -> None:
        if not walks:
            return
        told = next((walk for walk in walks if walk.seq != walk.last), walks[-1])
        event = JournalChecked(
            holds=report.holds, intact_to=told.seq, last=told.last, finding=report.finding
        )
        desk, salt = self._desk, Salt(self._desk.random(16))
        now = desk.now_seconds().to_bytes(8, "big")

        def work(tx: Transaction) -> None:
            desk.journal.append(tx, event, salt=salt, operator=NOBODY)
            kept.put_setting(tx, _CHECKED_SETTING, now)

        desk.write(work)
        if not report.holds:
            _log.error("the file was checked: %s, intact to %d", report.finding, told.seq)

    # ----------------------------------------------------------------------------- backups

    def backup(self, folder: Path | None = None) -> BackupDone:
        """Make a backup now; see `Backups.make`. Raises NotAllowed; nothing was written."""
        self._permissions.require(Capability.DEVICE)
        return self._backups.make(folder)

    def backups(self) -> BackupsView:
        """Return where backups go and which there are."""
        return self._backups.view()

    def set_backup_folder(self, folder: Path | None) -> None:
        """Say where backups go by themselves from now on; raise NotAllowed."""
        self._permissions.require(Capability.DEVICE)
        self._backups.set_folder(folder)

    def restored_from(self) -> datetime | None:
        """Return when the backup was made that this profile was put back from, while it matters."""
        return restored_from(self._desk)

    # -------------------------------------------------------------------------------- room

    def disk(self) -> DiskRoom:
        """Return how much room is left, and for how many days at this device's pace."""
        path = self._desk.database.path
        free = free_bytes(path)
        if not self._desk.is_open:
            return DiskRoom(level=level_of(free), free_bytes=free, days=None)
        try:
            settings, first = self._desk.read(lambda tx: (pulled.settings(tx), _first_seconds(tx)))
        except KnownError:
            return DiskRoom(level=level_of(free), free_bytes=free, days=None)
        level = level_of(free, settings.photo_reserve_bytes, settings.payment_reserve_bytes)
        days = None
        if first is not None:
            age = max(_FEWEST_DAYS * _DAY_SECONDS, self._desk.now_seconds() - first)
            pace = _used_bytes(path) * _DAY_SECONDS // age
            days = free // pace if pace else None
        return DiskRoom(level=level, free_bytes=free, days=days)


def level_of(
    free: int, photo_reserve_bytes: int = 100 * 2**20, payment_reserve_bytes: int = 20 * 2**20
) -> DiskLevel:
    """Return what the free room allows (UX §4.2)."""
    if free < payment_reserve_bytes:
        return DiskLevel.FULL
    if free < photo_reserve_bytes:
        return DiskLevel.NO_PHOTOS
    return DiskLevel.LOW if free < max(LOW_DISK_BYTES, photo_reserve_bytes) else DiskLevel.ROOMY


def _go_on() -> None:
    """Wait for nothing."""


def _walks(tx: Transaction) -> tuple[_Walk, ...]:
    return tuple(
        _Walk(stream=stream, seq=0, head=head(tx, stream, 0), last=last_seq(tx, stream))
        for stream in streams(tx)
    )


def _go(tx: Transaction, walk: _Walk) -> None:
    """Follow one slice."""
    if walk.head is None:
        return
    count = min(SLICE_EVENTS, walk.last - walk.seq)
    reached = follow(tx, walk.stream, walk.seq, walk.head, count)
    if reached.seq == walk.seq:
        return
    walk.seq, walk.head = reached.seq, reached.head
    for event in read(tx, walk.stream, reached.seq, reached.seq):
        try:
            walk.intact_seconds = decode_header(event.header).time_seconds
        except MessageInvalid:
            continue


def _checked(walk: _Walk) -> StreamChecked:
    seconds = walk.intact_seconds
    return StreamChecked(
        name=crockford_number(series_of(walk.stream), 4),
        intact_to=walk.seq,
        last=walk.last,
        intact_at=None if seconds is None else local(seconds),
    )


def _first_seconds(tx: Transaction) -> int | None:
    """Return when the first event of this device was recorded."""
    known = streams(tx)
    for event in read(tx, known[0], 1, 1) if known else ():
        return decode_header(event.header).time_seconds
    return None


def _used_bytes(database: Path) -> int:
    """Return what this profile takes on the disk."""
    parts = [*database.parent.glob(database.name + "*"), *database.parent.glob("blobs/*")]
    return sum(path.stat().st_size for path in parts if path.is_file())
