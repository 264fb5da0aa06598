"""How each kind of database is opened so that an ack follows what is on the disk.

SQLite: one file, WAL with synchronous FULL, foreign keys, BEGIN IMMEDIATE for what writes.
PostgreSQL: READ COMMITTED, synchronous_commit on, connections that are tried before they are used.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from sync.central.errors import CentralError

BUSY_TIMEOUT_SECONDS = 30
"""How long one who writes waits for another; then the device is told to come again."""
CONNECT_TIMEOUT_SECONDS = 5
POOL_TIMEOUT_SECONDS = 10
SERIALIZATION_FAILURES = frozenset({"40001", "40P01"})
WRITE = "ventanilla_write"
PLAIN = "ventanilla_plain"
DURABLE_COMMITS = ("on", "remote_apply")

UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)
"""What a request meets while the database is busy, restarting or gone: 503, and again later."""


def sqlite_engine(path: Path) -> Engine:
    """Return the engine of a file; who opens it made sure that it exists."""
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        connect_args={"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
        pool_size=8,
        max_overflow=32,
    )
    event.listen(engine, "connect", connect_sqlite)
    event.listen(engine, "begin", begin_sqlite)
    return engine


def postgresql_engine(url: URL) -> Engine:
    """Return the engine of a PostgreSQL database; nothing is connected yet."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={
            "connect_timeout": CONNECT_TIMEOUT_SECONDS,
            "application_name": "ventanilla-central",
        },
        isolation_level="READ COMMITTED",
        pool_size=8,
        max_overflow=8,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        pool_pre_ping=True,  # a server that was restarted is found again by itself
        hide_parameters=True,  # a failed statement's values are persons' data: never in the log
    )
    event.listen(engine, "connect", _on_postgresql_connect)
    return engine


def is_data_fault(error: BaseException) -> bool:
    """Say whether the values themselves made a statement fail; a lost database is no such thing."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return False
    if isinstance(error, InterfaceError):
        return not isinstance(error.orig, psycopg.Error)  # SQLite's for a value it cannot bind
    return isinstance(
        error,
        IntegrityError | DataError | OverflowError | psycopg.DataError | psycopg.IntegrityError,
    )


def is_serialization_failure(error: BaseException) -> bool:
    """Say whether PostgreSQL asks to run the same transaction again (40001, 40P01)."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(cause, psycopg.Error) and cause.sqlstate in SERIALIZATION_FAILURES


def connect_sqlite(connection: Any, _record: object) -> None:
    """Set what every connection to a file promises."""
    connection.isolation_level = None  # we say BEGIN ourselves; see begin_sqlite
    cursor = connection.cursor()
    try:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
    finally:
        cursor.close()


def begin_sqlite(connection: Connection) -> None:
    """Begin a transaction: what writes takes its lock before it reads."""
    options = connection.get_execution_options()
    if options.get(PLAIN, False):
        return
    write = options.get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _on_postgresql_connect(connection: Any, _record: object) -> None:
    """Refuse a server that may forget what it committed; wait for locks no longer than SQLite."""
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('fsync')")
        commit, fsync = cursor.fetchone()
        if fsync != "on":
            raise CentralError("database.unsafe", "fsync is off")
        if commit not in DURABLE_COMMITS:
            cursor.execute("SET synchronous_commit = on")
        cursor.execute("SET client_min_messages = warning")  # no word of tables already there
        cursor.execute(f"SET lock_timeout = '{BUSY_TIMEOUT_SECONDS}s'")
    connection.autocommit = False
