"""A copy of the file to try something on: encrypted under the same key, gone afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from sqlcipher3 import dbapi2

from kiosk.vault.engine import OpenTransaction, connect, connect_reader, known_errors
from kiosk.vault.errors import free_bytes, of_system
from sync.journal import Transaction

T = TypeVar("T")
ROOM_FACTOR = 3


class CopyRefused(Exception):
    """The copy's own rules refused what was tried on it; the file itself is as it was."""


def has_room(database: Path) -> bool:
    """Return whether a copy fits beside the file with room to spare."""
    return free_bytes(database) > ROOM_FACTOR * database.stat().st_size


def on_scratch(database: Path, key: bytes, work: Callable[[Transaction, Transaction], T]) -> T:
    """Run *work* on the file, which can only be read, and on a copy, which may be changed.

    The copy is removed whatever happens. Raises CopyRefused, DiskFull, FileTrouble or
    Damaged.
    """
    copy = database.with_name(database.name + ".scratch")
    try:
        _forget(copy)
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with known_errors(database), closing(connect_reader(database, key)) as reader:
            reader.execute("PRAGMA query_only = OFF")  # the copy is another file
            reader.execute("VACUUM INTO ?", (str(copy),))
            with closing(connect(copy, key)) as writer:
                reader.execute("BEGIN")
                writer.execute("BEGIN IMMEDIATE")
                original, changed = OpenTransaction(reader), OpenTransaction(writer)
                try:
                    return work(original, changed)
                except dbapi2.IntegrityError as error:
                    raise CopyRefused(str(error)) from error
                finally:
                    original.end()
                    changed.end()
                    writer.execute("ROLLBACK")
                    reader.execute("ROLLBACK")
    except OSError as error:
        raise of_system(error, database) from error
    finally:
        _forget(copy)


def _forget(copy: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)
