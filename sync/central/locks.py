"""Who may write beside whom on PostgreSQL; on SQLite one writes at a time and nothing is needed.

A push holds the institution's lock with others and its device's row alone: devices are stored side
by side. What an administrator does holds the institution's lock alone, as if nobody else were
there. Every lock ends with its transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import IntEnum
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import OperationalError

from sync.central import schema
from sync.ids import DeviceId

LOCK_NOT_AVAILABLE = "55P03"
_NAMESPACE = 0x7674  # "vt": advisory locks of other programs on the same database stay apart


class Lock(IntEnum):
    """Advisory locks of one institution's database."""

    INSTITUTION = 1  # shared by pushes, alone for what an administrator does
    DERIVED = 2  # tables worked out over all devices: cash completion, published accounts
    ERASURES = 3  # numbers of erasures and the log file beside the database
    PROJECTIONS = 4  # the one process whose read tables follow the journal


def lock_institution(connection: Connection, *, alone: bool) -> None:
    """Wait until this transaction may write: beside others, or *alone*."""
    if connection.dialect.name != "postgresql":
        return
    take = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
    connection.execute(select(take(_NAMESPACE, int(Lock.INSTITUTION))))


def lock_alone(connection: Connection, lock: Lock) -> None:
    """Wait until nobody else holds *lock*; it ends with the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_NAMESPACE, int(lock))))


@contextmanager
def session_lock(connection: Connection, lock: Lock) -> Iterator[bool]:
    """Hold *lock* over several transactions of others; False where it was not free in time.

    *connection* begins no transaction of its own. Whoever dies lets go of it.
    """
    try:
        connection.execute(select(func.pg_advisory_lock(_NAMESPACE, int(lock))))
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        yield False
        return
    try:
        yield True
    finally:
        connection.execute(select(func.pg_advisory_unlock(_NAMESPACE, int(lock))))


@contextmanager
def file_lock(path: Path, patience_seconds: float) -> Iterator[bool]:
    """Hold what a file stands for; False where it was not free in time.

    The file is an empty SQLite database: its lock works on every system, and ends with whoever
    held it.
    """
    held = sqlite3.connect(path, timeout=patience_seconds, isolation_level=None)
    with closing(held):
        try:
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            yield False
            return
        yield True


def lock_device(connection: Connection, device_id: DeviceId) -> None:
    """Wait until nobody else writes about this device (PROTOCOL §9: its registry row)."""
    if connection.dialect.name != "postgresql":
        return
    device = schema.device
    connection.execute(
        select(device.c.device_id)
        .where(device.c.device_id == device_id)
        .with_for_update(key_share=True)  # foreign keys to the row stay possible
    )
