"""Named steps in named sets, each committed with its own record; the file is copied first.

One set per class of table (DESIGN §4). The steps and their records are those of sqlite-utils
(`_sqlite_migrations`); what is ours is the order, the copy and the polite refusal of a newer file.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3

from kiosk.vault.engine import OpenTransaction
from kiosk.vault.errors import NewerFacts, NewerFile, of_system
from kiosk.vault.files import sync_folder
from sync.journal import Migration, Transaction

if TYPE_CHECKING:
    from sqlcipher3 import dbapi2
    from sqlite_utils import Database as Tables
    from sqlite_utils.migrations import Migrations


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationSet:
    """The steps of one class of table, the oldest first; a released step never changes."""

    name: str
    migrations: tuple[Migration, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What an opening did to the file: the steps run, and the copy made before them."""

    steps: tuple[str, ...]
    copy: Path | None


def migrate(connection: dbapi2.Connection, path: Path, sets: Sequence[MigrationSet]) -> Applied:
    """Bring the file to what *sets* describe, one committed step after another.

    A file that holds data is copied first, beside itself. Raises NewerFile before anything is
    touched when the file has a step unknown here; DiskFull or FileTrouble when the copy cannot be
    made, with the file as it was. A step that fails leaves the steps before it and itself not done.
    """
    done = _applied(connection)
    newer = _unknown(done, sets)
    if newer is not None:
        raise NewerFile(NewerFacts(set_name=newer[0], migration=newer[1]))
    pending = [
        (one.name, name)
        for one in sets
        for name, _ in one.migrations
        if (one.name, name) not in done
    ]
    if not pending:
        return Applied(steps=(), copy=None)
    copy = _copy_first(connection, path, pending[0]) if done else None
    for one in sets:
        _run(connection, one)
    return Applied(steps=tuple(f"{name}.{step}" for name, step in pending), copy=copy)


def forget_copies(path: Path) -> int:
    """Remove the copies made before migrations, once the file is known to be sound.

    They hold what may have been erased since. Returns how many went; one that the disk keeps stays
    for the next time.
    """
    gone = 0
    for copy in path.parent.glob(f"{path.name}.before-*"):
        try:
            copy.unlink()
            gone += 1
        except OSError:
            continue
    return gone


def unknown_step(tx: Transaction, sets: Sequence[MigrationSet]) -> tuple[str, str] | None:
    """Return the first step in the file that this program does not know, or None."""
    return _unknown(_applied(tx), sets)


def _unknown(
    done: Sequence[tuple[str, str]], sets: Sequence[MigrationSet]
) -> tuple[str, str] | None:
    known = {(one.name, name) for one in sets for name, _ in one.migrations}
    return next((step for step in done if step not in known), None)


def _applied(connection: dbapi2.Connection | Transaction) -> list[tuple[str, str]]:
    exists = connection.execute(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '_sqlite_migrations'"
    ).fetchone()
    if exists is None:
        return []
    rows = connection.execute("SELECT migration_set, name FROM _sqlite_migrations ORDER BY id")
    return [(row[0], row[1]) for row in rows]


def _copy_first(connection: dbapi2.Connection, path: Path, step: tuple[str, str]) -> Path:
    """Copy the encrypted file whole: the log is folded in first, and nobody else has it open."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    copy = path.with_name(f"{path.name}.before-{step[0]}-{step[1]}")
    beside = copy.with_name(copy.name + ".new")
    try:
        shutil.copyfile(path, beside)
        beside.chmod(0o600)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(copy)
        sync_folder(path.parent)
        for older in path.parent.glob(f"{path.name}.before-*"):
            if older != copy:
                older.unlink()
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise of_system(error, path) from error
    return copy


def _run(connection: dbapi2.Connection, one: MigrationSet) -> None:
    # sqlite-utils takes its driver from `pysqlite3`; half of it fails on another module's errors.
    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)
    from sqlite_utils import Database as Tables
    from sqlite_utils.migrations import Migrations

    steps: Migrations = Migrations(one.name)
    for name, work in one.migrations:
        steps(name=name)(_step(work))
    steps.apply(Tables(connection, execute_plugins=False))


def _step(work: Callable[[Transaction], None]) -> Callable[[Tables], None]:
    def step(tables: Tables) -> None:
        tx = OpenTransaction(tables.conn)
        try:
            work(tx)
        finally:
            tx.end()

    return step
