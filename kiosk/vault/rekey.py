"""A new database key: the whole file once more under another key, then exchanged (DESIGN §5).

    room       twice the file's size is free, or nothing begins
    slots      every slot holds the old and the next key        kiosk.vault.slots.begin
    copy       byte for byte, then each page is encrypted anew  the file itself is not touched
    record     the event stands in the copy alone: rotated and told are one step
    verify     read from the disk: every page, every table's count, head, number of the format
    exchange   rename and sync of the folder: before it the old file holds, after it the new one
    slots      keep the key that opens the file                 kiosk.vault.slots.settle

A cut anywhere leaves a file and slots that open it; the next opening ends what was begun.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from sqlcipher3 import dbapi2

from kiosk.errors import KnownError
from kiosk.vault.engine import OpenTransaction, connect_copy, known_errors, opens
from kiosk.vault.errors import (
    Damaged,
    DamagedFacts,
    DiskFull,
    DiskFullFacts,
    FileTrouble,
    FileTroubleFacts,
    Part,
    free_bytes,
    of_system,
)
from kiosk.vault.files import sync_file, sync_folder
from kiosk.vault.slots import begin, settle, slots_path
from sync.journal import Tip, Transaction, tip

_log = logging.getLogger("kiosk.vault")
_PIECE_BYTES = 2**20
_SPARE_BYTES = 16 * 2**20


class ReadBeside(KnownError):
    """A backup is reading the file: its key can change once that has ended. Nothing was changed."""

    code: ClassVar[str] = "vault.read_beside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What the copy must hold too."""

    format_number: int
    newest: Tip | None
    rows: tuple[tuple[str, int], ...]  # every table with its count


def copy_path(path: Path) -> Path:
    """Return where the file under the next key is made."""
    return path.with_name(path.name + ".rekey")


def holdings(connection: dbapi2.Connection) -> Holdings:
    """Return what a file holds."""
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name"
        )
    ]
    counts = []
    for name in tables:
        quoted = name.replace('"', '""')
        count = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0]  # noqa: S608  # a name cannot be bound
        counts.append((name, int(count)))
    tx = OpenTransaction(connection)
    newest = tip(tx)
    tx.end()
    number = connection.execute("PRAGMA user_version").fetchone()[0]
    return Holdings(format_number=number, newest=newest, rows=tuple(counts))


def refuse_without_room(path: Path) -> None:
    """Raise DiskFull unless the file has room once more beside itself, and something is left."""
    free = free_bytes(path)
    if free < 2 * path.stat().st_size + _SPARE_BYTES:
        raise DiskFull(DiskFullFacts(free_bytes=free))


def exchange(
    path: Path,
    key: bytes,
    following: bytes,
    expected: Holdings,
    record: Callable[[Transaction], None],
) -> None:
    """Put a copy under the *following* key, with *record* done in it, in the place of the file.

    The file is closed, its log folded in, the profile's lock held. Raises DiskFull, FileTrouble,
    OldSlot, Damaged or what *record* raised: the file then stands as it was, under *key*.
    """
    _refuse_log(path)
    refuse_without_room(path)
    begin(slots_path(path), key, following)
    copy = copy_path(path)
    try:
        _copied(path, copy)
        with known_errors(copy), closing(connect_copy(copy, key)) as connection:
            connection.execute(f"PRAGMA rekey = \"x'{following.hex()}'\"")
        with known_errors(copy), closing(connect_copy(copy, following)) as connection:
            _refuse_other(holdings(connection), expected)
            _recorded(connection, record)
        sync_file(copy)
        _verify(copy, key, following)
        copy.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        copy.unlink(missing_ok=True)
        raise of_system(error, path) from error
    except BaseException:
        copy.unlink(missing_ok=True)
        raise


def end_begun(path: Path, key: bytes) -> None:
    """End a change of the key that was cut, now that *key* opened the file; most often nothing.

    What cannot be written now stays begun, and the slots open the file as they did.
    """
    try:
        for suffix in ("", "-journal", "-wal", "-shm"):
            copy = copy_path(path)
            copy.with_name(copy.name + suffix).unlink(missing_ok=True)
        settle(slots_path(path), key)
    except (KnownError, OSError) as error:
        _log.warning("a change of the key is not ended yet: %s", error)


def _copied(path: Path, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target, path.open("rb") as source:
        while piece := source.read(_PIECE_BYTES):
            target.write(piece)


def _recorded(connection: dbapi2.Connection, record: Callable[[Transaction], None]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    tx = OpenTransaction(connection)
    try:
        record(tx)
    finally:
        tx.end()
    connection.execute("COMMIT")


def _verify(copy: Path, key: bytes, following: bytes) -> None:
    """Raise Damaged unless the copy, read from the disk, is whole under the next key alone."""
    if opens(copy, key) or not opens(copy, following):
        raise _unlike("the copy is not under its key")
    with known_errors(copy), closing(connect_copy(copy, following)) as connection:
        if connection.execute("PRAGMA cipher_integrity_check").fetchall():
            raise _unlike("a page of the copy does not verify")
        if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise _unlike("the copy is not whole")


def _refuse_other(found: Holdings, expected: Holdings) -> None:
    if found != expected:
        raise _unlike("the copy holds something else")


def _unlike(detail: str) -> Damaged:
    return Damaged(DamagedFacts(part=Part.DATABASE, detail=detail))


def _refuse_log(path: Path) -> None:
    """Raise FileTrouble while a log stands beside the file: it would be read into the new one."""
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise FileTrouble(FileTroubleFacts(detail="the log could not be folded in"))
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
