"""Many rows into a table at once, the way each database takes them fastest.

SQLite: one prepared INSERT for all rows. PostgreSQL: COPY, as text, because its binary form would
cut a number that is too large instead of refusing it; rows that may be there already go through a
table of the session's own. SQLAlchemy's own way costs more per row than all the rest of a push.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import psycopg
from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

Rows = Sequence[Mapping[str, Any]]
"""Rows by column name; a column that is not named is NULL."""


def add(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows that are not there; a row that is, or does not fit, raises for all of them."""
    if not rows:
        return
    values = _values(table, rows)
    if connection.dialect.name == "postgresql":
        _copy(connection, table.name, _columns(table), values)
    else:
        connection.exec_driver_sql(_insert(table), values)


def add_new(connection: Connection, table: Table, rows: Rows) -> int:
    """Insert those rows whose key is not there yet, the first of equals; return how many."""
    if not rows:
        return 0
    values = _values(table, rows)
    if connection.dialect.name == "postgresql":
        stage = f"stage_{table.name}"
        connection.exec_driver_sql(
            f'CREATE TEMP TABLE IF NOT EXISTS "{stage}" (LIKE "{table.name}") ON COMMIT DELETE ROWS'
        )
        _copy(connection, stage, _columns(table), values)
        return _run(connection, _from_stage(table, stage), ())  # what it held before is there
    return _run(connection, f"{_insert(table)} ON CONFLICT DO NOTHING", values)


def _run(connection: Connection, statement: str, values: Any) -> int:
    counted = {"preserve_rowcount": True}
    return connection.exec_driver_sql(statement, values, execution_options=counted).rowcount


def _values(table: Table, rows: Rows) -> list[tuple[Any, ...]]:
    names = table.columns.keys()
    return [tuple(map(row.get, names)) for row in rows]


@functools.cache
def _columns(table: Table) -> str:
    return ", ".join(f'"{name}"' for name in table.columns.keys())  # noqa: SIM118 - not a dict


@functools.cache
def _insert(table: Table) -> str:
    places = ", ".join("?" * len(table.columns))
    return f'INSERT INTO "{table.name}" ({_columns(table)}) VALUES ({places})'  # noqa: S608


def _from_stage(table: Table, stage: str) -> str:
    columns = _columns(table)
    return (
        f'INSERT INTO "{table.name}" ({columns}) SELECT {columns} FROM "{stage}"'  # noqa: S608
        " ON CONFLICT DO NOTHING"
    )


def _copy(connection: Connection, name: str, columns: str, values: Iterable[Sequence[Any]]) -> None:
    """COPY rows; what psycopg raises comes out as SQLAlchemy's own statements raise it."""
    raw: Any = connection.connection.driver_connection
    statement = f'COPY "{name}" ({columns}) FROM STDIN'
    try:
        with raw.cursor() as cursor, cursor.copy(statement) as copy:
            for row in values:
                copy.write_row(row)
    except psycopg.Error as error:
        said: Any = error
        lost = connection.dialect.is_disconnect(said, raw, None)
        if lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            statement, None, error, psycopg.Error, hide_parameters=True,
            connection_invalidated=lost, dialect=connection.dialect,
        ) from error  # fmt: skip
