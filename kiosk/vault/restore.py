"""Putting a backup back: a profile that is whole or not there, and that knows what it is.

The witness of the backup is not put back: nobody knows what was issued after the backup, so the
file opens as one that went back, in a new stream (PROTOCOL §10, why = 1). Wrong tries are in no
backup: their count begins with the restored key slots, as it does with the first ones.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

from kiosk.errors import KnownError
from kiosk.vault import tries
from kiosk.vault.backup import (
    BackupDamaged,
    BackupFile,
    read_backup,
    sections_of,
)
from kiosk.vault.errors import DiskFull, DiskFullFacts, free_bytes, of_system
from kiosk.vault.files import replace_file, sync_folder
from kiosk.vault.slots import slots_path
from sync import cbor
from sync.annotated import Key, read_map, write_map
from sync.errors import MessageInvalid
from sync.shape import Octets, Whole

STAGE_SUFFIX = ".restoring"
_DATABASE, _WITNESS = "ventanilla.db", "ventanilla.db.witness"


class ProfileInUse(KnownError):
    """The folder holds something already: a restore only fills an empty one; nothing was done."""

    code: ClassVar[str] = "restore.not_empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredMark:
    """What a restored profile knows of its origin until its first start has recorded it.

    *salt* is that of the event which will say so: recorded twice, it is one event.
    """

    content_hash: Annotated[bytes, Key(1, Octets(16))]
    made_seconds: Annotated[int, Key(2, Whole(0, 2**40))]
    size_bytes: Annotated[int, Key(3, Whole(0, 2**50))]
    salt: Annotated[bytes, Key(4, Octets(16))]


def restore(
    backup: Path,
    profile: Path,
    *,
    salt: bytes,
    step: Callable[[str], None] = lambda _name: None,
) -> BackupFile:
    """Fill an empty or absent *profile* from a backup that was checked byte by byte.

    Raises BackupUnknown, BackupDamaged, ProfileInUse, DiskFull or FileTrouble. Then, and after a
    kill at any moment, the profile is as it was.
    """
    step("read")
    whole = read_backup(backup)
    stage = profile.with_name(profile.name + STAGE_SUFFIX)
    try:
        if profile.exists() and any(profile.iterdir()):
            raise ProfileInUse
        profile.parent.mkdir(parents=True, exist_ok=True)
        if stage.exists():
            shutil.rmtree(stage)  # of a try that was cut
        room = free_bytes(profile.parent)
        if room < whole.size_bytes:
            raise DiskFull(DiskFullFacts(free_bytes=room))
        step("stage")
        stage.mkdir(mode=0o700)
        _fill(backup, whole, stage, step)
        tries.begin(tries.tries_path(slots_path(stage / _DATABASE)))  # nobody took them away
        step("mark")
        mark = RestoredMark(
            content_hash=whole.content_hash,
            made_seconds=whole.manifest.made_seconds,
            size_bytes=whole.size_bytes,
            salt=salt,
        )
        replace_file(mark_path(stage / _DATABASE), cbor.encode(write_map(mark)))
        step("rename")
        if profile.exists():
            profile.rmdir()
        stage.rename(profile)
        sync_folder(profile.parent)
        step("done")
    except OSError as error:
        shutil.rmtree(stage, ignore_errors=True)
        raise of_system(error, profile.parent) from error
    except KnownError:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    return whole


def mark_path(database: Path) -> Path:
    """Return where a restored profile says what it was restored from."""
    return database.with_name(database.name + ".restored")


def read_mark(database: Path) -> RestoredMark | None:
    """Return what a profile was restored from while its first start has not recorded it."""
    try:
        return read_map(RestoredMark, cbor.decode(mark_path(database).read_bytes()))
    except (OSError, MessageInvalid):
        return None


def forget_mark(database: Path) -> None:
    """Forget it once it is recorded; a disk that refuses keeps it for the next start."""
    try:
        mark_path(database).unlink(missing_ok=True)
    except OSError:
        return


def _fill(backup: Path, whole: BackupFile, stage: Path, step: Callable[[str], None]) -> None:
    folders = {stage}
    for section, pieces in sections_of(backup, whole.manifest):
        if section.name == _WITNESS:
            for _ in pieces:
                pass
            continue
        step(section.name)
        target = stage / section.name
        target.parent.mkdir(mode=0o700, exist_ok=True)
        folders.add(target.parent)
        running = hashlib.sha256()
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces:
                running.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if running.digest() != section.digest:  # the stick answered otherwise than a moment ago
            raise BackupDamaged(backup.name)
    for folder in folders:
        sync_folder(folder)
