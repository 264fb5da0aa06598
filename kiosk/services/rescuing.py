"""Recovery of a damaged file: kept aside, said how far it is intact, exported sealed.

The file is never written to. What is exported only the institution's recovery key opens, or where
there is none the central's (sync/rescue.py).
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from kiosk.errors import KnownError
from kiosk.services.verification import InstitutionUnreadable, load_institution
from kiosk.vault.errors import DiskFull, DiskFullFacts, free_bytes, of_system
from kiosk.vault.files import sync_folder
from kiosk.vault.salvage import Salvaged, SalvagedStream, salvage
from sync.blobs import blob_id_of
from sync.clock import Clock
from sync.ids import DeviceId, crockford_number, kid_of, series_of
from sync.profile import InstitutionProfile
from sync.rescue import (
    FORMAT,
    RescuedStream,
    RescueManifest,
    RescueRows,
    RescueWriter,
    pieces_of,
    seal_piece,
)

SUFFIX = ".vtx"
_NO_DEVICE = DeviceId(bytes(8))


class NoRescueKey(KnownError):
    """There is no institution file, or it names nobody to seal to; nothing was written."""

    code: ClassVar[str] = "rescue.no_key"


class NothingToRescue(KnownError):
    """Nothing of the file could be read; nothing was written, the file is as it was."""

    code: ClassVar[str] = "rescue.nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFound:
    """How much of one series was found, and up to where nothing is missing or changed."""

    series: str
    intact_to: int
    intact_at: datetime | None
    found: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueReport:
    """What can be read of a damaged file."""

    series: tuple[SeriesFound, ...]
    events: int
    receipts: int
    drafts: int
    files: int
    damaged_pages: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueDone:
    """A rescue file was written and read back; the damaged file lies beside it, untouched."""

    file: Path
    kept: Path
    size_bytes: int
    report: RescueReport


class Rescuing:
    """Reads what can be read of one profile's file, and hands it over sealed."""

    def __init__(self, database: Path, institution: Path, clock: Clock, app_version: str) -> None:
        self._database = database
        self._institution = institution
        self._clock = clock
        self._app_version = app_version

    def look(self, key: bytes) -> RescueReport:
        """Return what can be read; nothing is written. Raises FileTrouble or NothingToRescue."""
        return self._report(self._salvaged(key))

    def export(self, key: bytes, folder: Path) -> RescueDone:
        """Write everything readable into *folder*, sealed, and a copy of the damaged file beside.

        Nothing in the folder is written over. Raises NoRescueKey, NothingToRescue, DiskFull or
        FileTrouble; no half rescue file is left then.
        """
        profile = self._profile()
        public = recovery_public(profile)
        found = self._salvaged(key)
        now = int(self._clock.now().timestamp())
        stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%d-%H%M%S")
        device = found.device_id or _NO_DEVICE
        target = folder / f"rescate-{device.hex()}-{stamp}{SUFFIX}"
        beside = target.with_name(target.name + ".new")
        try:
            self._check_room(folder)
            kept = self._keep_aside(folder, stamp)
            descriptor = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                self._write(RescueWriter(file), found, public, now)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
            sync_folder(folder)
            size = target.stat().st_size
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise of_system(error, folder) from error
        return RescueDone(file=target, kept=kept, size_bytes=size, report=self._report(found))

    def _profile(self) -> InstitutionProfile:
        try:
            return load_institution(self._institution)
        except InstitutionUnreadable as error:
            raise NoRescueKey from error

    def _salvaged(self, key: bytes) -> Salvaged:
        try:
            found = salvage(self._database, key)
        except OSError as error:
            raise of_system(error, self._database) from error
        if not found.events and not found.drafts:
            raise NothingToRescue
        return found

    def _report(self, found: Salvaged) -> RescueReport:
        return RescueReport(
            series=tuple(_series(stream) for stream in found.streams),
            events=found.events,
            receipts=len(found.receipts),
            drafts=len(found.drafts),
            files=len(self._blobs()),
            damaged_pages=found.damaged_pages,
            pages=found.pages,
        )

    def _blobs(self) -> tuple[Path, ...]:
        return tuple(sorted(self._database.parent.glob("blobs/" + "[0-9a-f]" * 32)))

    def _check_room(self, folder: Path) -> None:
        parts = [*self._beside(), *self._blobs()]
        needed = 2 * sum(path.stat().st_size for path in parts)
        room = free_bytes(folder)
        if room < needed:
            raise DiskFull(DiskFullFacts(free_bytes=room))

    def _beside(self) -> tuple[Path, ...]:
        """Return the file with its log, its keys and its witness."""
        suffixes = ("", "-wal", ".slots", ".slots.copy", ".witness")
        paths = (self._database.with_name(self._database.name + suffix) for suffix in suffixes)
        return tuple(path for path in paths if path.is_file())

    def _keep_aside(self, folder: Path, stamp: str) -> Path:
        """Copy the damaged file as it is; a copy that is there already is never written over."""
        kept = folder / f"archivo-{stamp}"
        kept.mkdir(mode=0o700)
        for path in self._beside():
            shutil.copyfile(path, kept / path.name)
            with (kept / path.name).open("rb+") as file:
                os.fsync(file.fileno())
            (kept / path.name).chmod(0o600)
        sync_folder(kept)
        return kept

    def _write(self, writer: RescueWriter, found: Salvaged, public: bytes, now: int) -> None:
        device = found.device_id or _NO_DEVICE
        rows: list[tuple[RescueRows, list[list[Any]]]] = []
        for what, all_rows in (
            (RescueRows.EVENTS, _event_rows(found)),
            (RescueRows.RECEIPTS, [list(row) for row in found.receipts]),
            (RescueRows.DRAFTS, [list(row) for row in found.drafts]),
        ):
            rows += [(what, piece) for piece in pieces_of(all_rows)]
        blobs = self._blobs()
        writer.manifest(
            RescueManifest(
                format=FORMAT,
                device_id=device,
                sealed_to=kid_of(public),
                made_seconds=now,
                app_version=self._app_version,
                streams=tuple(
                    RescuedStream(
                        stream=stream.stream,
                        intact_to=stream.intact_to,
                        found=len(stream.events),
                        last=stream.last,
                    )
                    for stream in found.streams
                ),
                pieces=len(rows),
                receipts=len(found.receipts),
                drafts=len(found.drafts),
                files=len(blobs),
            )
        )
        for index, (what, piece) in enumerate(rows):
            writer.piece(seal_piece(public, device, index, what, piece))
        for path in blobs:
            sealed = path.read_bytes()
            writer.blob(blob_id_of(sealed), sealed)
        writer.end()


def recovery_public(profile: InstitutionProfile) -> bytes:
    """Return the key a rescue is sealed to: the institution's, else the central's newest.

    Raises NoRescueKey where there is neither.
    """
    if profile.recovery_public is not None:
        return profile.recovery_public
    centrals = profile.centrals()
    if not centrals:
        raise NoRescueKey
    return centrals[0].seal_public


def _event_rows(found: Salvaged) -> list[list[Any]]:
    return [
        [event.stream, event.seq, event.head, event.item]
        for stream in found.streams
        for event in stream.events
    ]


def _series(stream: SalvagedStream) -> SeriesFound:
    seconds = stream.intact_seconds
    return SeriesFound(
        series=crockford_number(series_of(stream.stream), 4),
        intact_to=stream.intact_to,
        intact_at=None if seconds is None else datetime.fromtimestamp(seconds).astimezone(),
        found=len(stream.events),
        last=stream.last,
    )
