"""One SQLite file opened the way promises need it: WAL, FULL, foreign keys, BEGIN IMMEDIATE.

PostgreSQL comes by a second `open_…` with the same two context managers; nothing else knows the
difference.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Table, create_engine, delete, event, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Engine

from sync.central import schema
from sync.central.errors import CentralError

BUSY_TIMEOUT_SECONDS = 30
READ_TABLES_GREW_IN = 4
"""Older files are read again from their first event; rows that are there already stay."""
_WRITE = "ventanilla_write"
_PLAIN = "ventanilla_plain"


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves; see _on_begin
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


def _on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(_PLAIN, False):
        return
    write = options.get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


class CentralDatabase:
    """The central's file. Writes of one process wait for each other, readers never wait."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing = threading.Lock()
        self._engine: Engine | None = None

    def create(self) -> None:
        """Make the file and its tables; CentralError("central.exists") if it is there."""
        if self.path.exists():
            raise CentralError("central.exists", str(self.path))
        self.path.touch(mode=0o600)
        self._connect()
        with self.write() as connection:
            schema.metadata.create_all(connection)
            version = schema.SCHEMA_VERSION.to_bytes(2, "big")
            connection.execute(insert(schema.setting).values(name="schema", value=version))

    def open(self) -> None:
        """Open the file; CentralError `central.missing`, or `central.newer` for a later one."""
        if not self.path.is_file():
            raise CentralError("central.missing", str(self.path))
        self._connect()
        with self.read() as connection:
            stored = connection.execute(
                select(schema.setting.c.value).where(schema.setting.c.name == "schema")
            ).scalar_one()
        version = int.from_bytes(stored, "big")
        if version > schema.SCHEMA_VERSION:
            self.close()
            raise CentralError("central.newer", str(self.path))
        if version < schema.SCHEMA_VERSION:
            self._bring_up_to_date(version)

    def _bring_up_to_date(self, version: int) -> None:
        """Add the tables that an older file lacks and let new read tables be filled.

        What devices sent, what was published and who was enrolled is not touched.
        """
        with self.write() as connection:
            schema.metadata.create_all(connection)
            if version < READ_TABLES_GREW_IN:
                connection.execute(delete(schema.projected))
            connection.execute(
                update(schema.setting)
                .where(schema.setting.c.name == "schema")
                .values(value=schema.SCHEMA_VERSION.to_bytes(2, "big"))
            )

    def close(self) -> None:
        """Give every connection back; the file may be opened again."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Run one writing transaction: an exception rolls it back, the end commits durably."""
        with self._writing, self._opened().connect() as connection:
            marked = connection.execution_options(**{_WRITE: True})
            with marked.begin():
                yield marked

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Run one transaction over a single, unmoving state of the database."""
        with self._opened().connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def maintenance(self) -> Iterator[Connection]:
        """Give a connection outside any transaction, while nobody of this process writes."""
        with self._writing, self._opened().connect() as connection:
            yield connection.execution_options(**{_PLAIN: True})

    def _opened(self) -> Engine:
        if self._engine is None:
            raise CentralError("central.closed", str(self.path))
        return self._engine

    def _connect(self) -> None:
        engine = create_engine(
            URL.create("sqlite+pysqlite", database=str(self.path)),
            connect_args={"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
            pool_size=8,
            max_overflow=32,
        )
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
        self._engine = engine


def setting_of(connection: Connection, name: str) -> bytes | None:
    """Return a stored setting of the institution, or None where it was never set."""
    return connection.execute(
        select(schema.setting.c.value).where(schema.setting.c.name == name)
    ).scalar_one_or_none()


def store_setting(connection: Connection, name: str, value: bytes) -> None:
    """Store a setting of the institution in place of the one before."""
    connection.execute(
        upsert(schema.setting)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=["name"], set_={"value": value})
    )


def upsert(table: Table) -> sqlite.Insert:
    """Return an INSERT that can say ON CONFLICT; PostgreSQL has the same two methods."""
    return sqlite.insert(table)
