"""Files in backups: beside the copy of the database, one folder for all copies that stand there.

Files never change, so each is copied once. A position is durable only if every file that the copy
calls whole stands beside it (PROTOCOL §10): a device lets go of a photo once an event that it
recorded *after* the confirmation is durable.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, update

from sync.central import schema
from sync.central.attachment_rows import BlobState
from sync.central.blob_files import FOLDER_NAME, BlobStorage, hash16_of, sync_folder
from sync.central.database import CentralDatabase
from sync.central.errors import CentralError
from sync.ids import DeviceId


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesKept:
    """How many files a copy of the database needs, and how many of them had to be copied now."""

    needed: int
    copied: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    device_id: DeviceId
    blob_id: bytes
    length_bytes: int
    state: BlobState


def storage_beside(file: Path) -> BlobStorage:
    """Return the files beside a database file, or beside a copy of one."""
    return BlobStorage(file.parent / FOLDER_NAME)


def has_files(database: CentralDatabase) -> bool:
    """Say whether a database calls any file whole."""
    return any(one.state is BlobState.WHOLE for one in _files(database))


def keep_files(copy: CentralDatabase, storage: BlobStorage, kept: BlobStorage) -> FilesKept:
    """Copy what an open copy of the database calls whole and *kept* lacks; drop what was erased.

    Raises CentralError("backup.broken") for a file that is not here, or not what its name says; the
    copy must then not count. Raises OSError where the disk refuses.
    """
    needed = copied = 0
    for one in _files(copy):
        if one.state >= BlobState.ERASING:
            kept.remove(one.device_id, one.blob_id)
        elif one.state is BlobState.WHOLE:
            needed += 1
            if not kept.is_whole(one.device_id, one.blob_id, one.length_bytes):
                _copy(one, storage, kept)
                copied += 1
    return FilesKept(needed=needed, copied=copied)


def put_back_files(copy: CentralDatabase, kept: BlobStorage, storage: BlobStorage) -> FilesKept:
    """Give a restored database its files back; one that is nowhere is asked of its device again.

    Files that came after the copy was made stay: their devices send them, and are told where they
    stand. Raises OSError where the disk refuses.
    """
    needed = copied = 0
    lost: list[_File] = []
    for one in _files(copy):
        if one.state is not BlobState.WHOLE:
            continue
        needed += 1
        if storage.is_whole(one.device_id, one.blob_id, one.length_bytes):
            continue
        if not kept.is_whole(one.device_id, one.blob_id, one.length_bytes):
            lost.append(one)
            continue
        _copy(one, kept, storage)
        copied += 1
    table = schema.blob
    for one in lost:
        with copy.write_of(one.device_id) as connection:
            connection.execute(
                update(table)
                .where(table.c.device_id == one.device_id, table.c.blob_id == one.blob_id)
                .values(state=int(BlobState.COMING))
            )
    return FilesKept(needed=needed, copied=copied)


def _files(database: CentralDatabase) -> list[_File]:
    table = schema.blob
    with database.read() as connection:
        rows = connection.execute(select(table).order_by(table.c.device_id, table.c.blob_id)).all()
    return [
        _File(
            device_id=DeviceId(row.device_id),
            blob_id=row.blob_id,
            length_bytes=row.length_bytes,
            state=BlobState(row.state),
        )
        for row in rows
    ]


def _copy(one: _File, source: BlobStorage, target: BlobStorage) -> None:
    """Copy a file under its own name, synced and read back."""
    path = target.path(one.device_id, one.blob_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".copy")
    try:
        shutil.copyfile(source.path(one.device_id, one.blob_id), fresh)
        with fresh.open("r+b") as file:
            os.fsync(file.fileno())
        if hash16_of(fresh) != one.blob_id:
            raise CentralError("backup.broken", f"file {one.blob_id.hex()} is damaged")
        fresh.replace(path)
        sync_folder(path.parent)
    except FileNotFoundError as error:
        raise CentralError("backup.broken", f"file {one.blob_id.hex()} is missing") from error
    finally:
        fresh.unlink(missing_ok=True)
