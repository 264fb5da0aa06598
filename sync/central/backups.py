"""Backups of the central that count, and what a restore must do (PROTOCOL §10).

A position is *durable* once it stands in a backup that was opened again and whose chains hold: only
then may devices let go of bodies. A restored central draws a new incarnation, so that devices
forget what was acknowledged and send the rest again, and forgets again whom the law erased, before
it answers the first push. The backup is the database and, in `blobs/` beside it, the files of
attachments: keys and the log of erasures are kept apart from it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, select, update
from sqlalchemy.exc import SQLAlchemyError

from sync import chain
from sync.central import schema
from sync.central.address import DATABASE_NAME, database_in, replace_address
from sync.central.blob_backups import (
    FilesKept,
    has_files,
    keep_files,
    put_back_files,
    storage_beside,
)
from sync.central.blob_files import BlobStorage
from sync.central.database import CentralDatabase, setting_of, store_setting
from sync.central.errors import CentralError
from sync.central.server_backups import check_nobody_uses, copy_from_server, fill_server
from sync.central.witness import expect_no_witness
from sync.clock import RandomBytes
from sync.ids import DeviceId, StreamId

_WAL_PARTS = ("-wal", "-shm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far one stream stands in a backup, with its head there."""

    device_id: DeviceId
    stream: StreamId
    seq: int
    head: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade:
    """A backup that holds, and what became durable by it."""

    streams: int
    events: int
    size_bytes: int
    files: FilesKept


def make_backup(
    database: CentralDatabase, target: Path, storage: BlobStorage | None = None
) -> BackupMade:
    """Copy database and files while they are in use, verify both, move the durable marks.

    *storage* holds the files where they do not stand beside the database's own.

    The files of attachments go into `blobs/` beside *target*, each once for all backups there.
    Raises CentralError: `central.exists`, `central.file`, or `backup.broken` for a copy that does
    not hold; no mark moved then, and no file is left under that name.
    """
    if target.exists():
        raise CentralError("central.exists", str(target))
    partial = target.with_name(target.name + ".partial")
    try:
        if database.is_postgresql:
            copy_from_server(database, partial)
        else:
            copy_database(database.path, partial)
        marks = verify_backup(partial)
        held = storage or storage_beside(database.path)
        files = _keep_files(partial, held, storage_beside(target))
        partial.replace(target)
        _sync_folder(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise CentralError("central.file", f"{target}: {error}") from error
    finally:
        partial.unlink(missing_ok=True)
    make_durable(database, marks)
    return BackupMade(
        streams=len(marks),
        events=sum(mark.seq for mark in marks),
        size_bytes=target.stat().st_size,
        files=files,
    )


def make_durable(database: CentralDatabase, marks: Iterable[Mark]) -> None:
    """Move the durable marks to where a verified backup stands."""
    with database.write() as connection:
        for mark in marks:
            _make_durable(connection, mark)


def marks_of_restored(url: URL) -> list[Mark]:
    """Run through every chain of a database that was restored elsewhere, on a second server.

    Raises CentralError("backup.broken") where a chain does not hold.
    """
    restored = CentralDatabase(url)
    restored.open()
    try:
        with restored.read() as connection:
            return list(_marks(connection))
    except SQLAlchemyError as error:
        raise CentralError("backup.broken", f"{restored}: {error}") from error
    finally:
        restored.close()


def keep_files_of_restored(url: URL, storage: BlobStorage, kept: BlobStorage | None) -> FilesKept:
    """Copy the files that a database restored elsewhere calls whole to where copies are kept.

    Raises CentralError: "backup.broken" for a file that is not here or not what it was,
    "backup.files" where there are files and nobody says where they are kept.
    """
    restored = CentralDatabase(url)
    restored.open()
    try:
        if kept is not None:
            return keep_files(restored, storage, kept)
        if has_files(restored):
            raise CentralError("backup.files", "--files FOLDER")
        return FilesKept(needed=0, copied=0)
    except OSError as error:
        raise CentralError("central.file", str(error)) from error
    finally:
        restored.close()


def restore_to_server(folder: Path, backup: Path, url: URL, random: RandomBytes) -> Path:
    """Put a backup into an empty database on a server, where the central lives from now on.

    Returns the file that names the database before, which stays as it is. A new incarnation is
    drawn; the next opening applies the log of erasures. Raises CentralError: `backup.broken`,
    `central.exists`, `restore.running`; the central lives where it lived then.
    """
    if not backup.is_file():
        raise CentralError("central.file", str(backup))
    check_nobody_uses(database_in(folder))
    fresh = folder / f"{DATABASE_NAME}.restoring"
    try:
        copy_database(backup, fresh)
        marks = verify_backup(fresh)
        _draw_incarnation(fresh, random, storage_beside(backup), storage_beside(fresh))
        fill_server(fresh, url)
        if marks_of_restored(url) != marks:
            raise CentralError("backup.broken", f"{backup}: not the same on the server")
        return replace_address(folder, url)
    except (OSError, sqlite3.Error) as error:
        raise CentralError("central.file", f"{backup}: {error}") from error
    finally:
        fresh.unlink(missing_ok=True)
        _remove_wal(fresh)


def _keep_files(copy_path: Path, storage: BlobStorage, kept: BlobStorage) -> FilesKept:
    copy = CentralDatabase(copy_path)
    copy.open()
    try:
        return keep_files(copy, storage, kept)
    finally:
        copy.close()
        with closing(sqlite3.connect(copy_path)) as plain:
            plain.execute("PRAGMA journal_mode=DELETE")
        _remove_wal(copy_path)


def verify_backup(path: Path) -> list[Mark]:
    """Open a backup, run through every chain, and return how far each stream stands in it.

    Raises CentralError("backup.broken") where the file or a chain does not hold.
    """
    copy = CentralDatabase(path)
    try:
        copy.open()
        with copy.read() as connection:
            said = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
            if said != "ok":
                raise CentralError("backup.broken", f"{path}: {said}")
            return list(_marks(connection))
    except CentralError:
        raise
    except (sqlite3.Error, SQLAlchemyError) as error:
        raise CentralError("backup.broken", f"{path}: {error}") from error
    finally:
        copy.close()
        _remove_wal(path)


def restore_backup(folder: Path, database: Path, backup: Path, random: RandomBytes) -> Path:
    """Put a backup in the database's place, draw a new incarnation, return where the old one is.

    The next opening of the central applies the log of erasures. Raises CentralError:
    `backup.broken`, `restore.running` while a central uses the file; nothing changed then.
    """
    if not backup.is_file():
        raise CentralError("central.file", str(backup))
    fresh = database.with_name(database.name + ".restoring")
    try:
        copy_database(backup, fresh)
        verify_backup(fresh)
        _check_unused(database)
        _draw_incarnation(fresh, random, storage_beside(backup), storage_beside(database))
        aside = _aside(folder, database)
        if database.exists():
            database.replace(aside)
        fresh.replace(database)
        _sync_folder(folder)
    except (OSError, sqlite3.Error) as error:
        raise CentralError("central.file", f"{backup}: {error}") from error
    finally:
        fresh.unlink(missing_ok=True)
    return aside


def copy_database(source: Path, target: Path) -> None:
    """Copy a file that may be in use, whole and synced; what stood at *target* is replaced."""
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as held, closing(sqlite3.connect(target)) as copy:
        held.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _marks(connection: Connection) -> Iterator[Mark]:
    """Yield how far each stream stands; every link of it is computed again."""
    hwm, event = schema.hwm, schema.event
    for row in connection.execute(select(hwm).order_by(hwm.c.device_id, hwm.c.stream)).all():
        device_id, stream = DeviceId(row.device_id), StreamId(row.stream)
        head, seq = chain.first_head(device_id, stream), 0
        events = connection.execute(
            select(event.c.seq, event.c.h, event.c.header, event.c.digest, event.c.salt,
                   event.c.body)
            .where(event.c.device_id == device_id, event.c.stream == stream)
            .order_by(event.c.seq)
        )  # fmt: skip
        for one in events:
            seq += 1
            head = chain.next_head(stream, seq, head, one.header, one.digest)
            whole = one.body is None or chain.digest_of(one.salt, one.body) == one.digest
            if one.seq != seq or one.h != head or not whole:
                raise CentralError("backup.broken", f"{stream.hex()} {one.seq}")
        if (seq, head) != (row.seq, row.head):
            raise CentralError("backup.broken", f"{stream.hex()} ends at {seq}, not {row.seq}")
        yield Mark(device_id=device_id, stream=stream, seq=seq, head=head)


def _make_durable(connection: Connection, mark: Mark) -> None:
    """Move a stream's mark, if what stands here at that place is what the backup holds."""
    if mark.seq == 0:
        return
    hwm, event = schema.hwm, schema.event
    same = connection.execute(
        select(event.c.seq).where(
            event.c.device_id == mark.device_id,
            event.c.stream == mark.stream,
            event.c.seq == mark.seq,
            event.c.h == mark.head,
        )
    ).first()
    if same is None:
        return
    connection.execute(
        update(hwm)
        .where(
            hwm.c.device_id == mark.device_id,
            hwm.c.stream == mark.stream,
            hwm.c.durable < mark.seq,
        )
        .values(durable=mark.seq)
    )


def _draw_incarnation(
    path: Path, random: RandomBytes, kept: BlobStorage, storage: BlobStorage
) -> None:
    copy = CentralDatabase(path)
    copy.open()
    try:
        with copy.write() as connection:
            if setting_of(connection, "incarnation") is None:
                raise CentralError("backup.broken", f"{path}: no incarnation")
            store_setting(connection, "incarnation", random(16))
            expect_no_witness(connection)
        put_back_files(copy, kept, storage)
    finally:
        copy.close()
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("PRAGMA journal_mode=DELETE")  # the whole of it in one file again


def _check_unused(database: Path) -> None:
    """Refuse while another process has the file open: it would go on writing into the old one."""
    if not database.exists():
        return
    with closing(sqlite3.connect(database, timeout=0.5)) as held:
        try:
            (mode,) = held.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError as error:
            raise CentralError("restore.running", str(database)) from error
    if mode != "delete":
        raise CentralError("restore.running", str(database))


def _aside(folder: Path, database: Path) -> Path:
    number = 1
    while (aside := folder / f"{database.name}.before-restore-{number}").exists():
        number += 1
    return aside


def _remove_wal(path: Path) -> None:
    for part in _WAL_PARTS:
        path.with_name(path.name + part).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be synced there; the rename itself is durable
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
