"""Backups of a central whose database is on a server: the same file as one without a server.

A backup is a SQLite file with the same tables, read in one unmoving state of the server while it
is in use. So it is opened, verified and counted as durable by what does that for files, opens
anywhere without a server, and can be put back into either kind. It suits what one machine holds; a
larger institution restores its own base backups on a second server and says `durable` of that one.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, Connection, delete, select, text

from sync.central import bulk, schema
from sync.central.database import CentralDatabase
from sync.central.errors import CentralError
from sync.central.revisions import State

ROWS_AT_A_TIME = 2_000
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ventanilla-central'"
    " AND datname = current_database() AND pid <> pg_backend_pid()"
)


def copy_from_server(database: CentralDatabase, target: Path) -> None:
    """Write all that the database holds now into a new SQLite file; what stood there is replaced.

    Raises OSError, sqlite3.Error or an error of the database; the file is no backup then.
    """
    target.unlink(missing_ok=True)
    copy = CentralDatabase(target)
    copy.create()
    try:
        with database.read() as reading, copy.write() as writing:
            _copy_tables(reading, writing)
    finally:
        copy.close()


def fill_server(source: Path, url: URL) -> None:
    """Put a backup's rows into an empty database on a server, in one transaction.

    Raises CentralError("central.exists") for one that holds anything; nothing was changed then.
    """
    target, backup = CentralDatabase(url), CentralDatabase(source)
    if target.state() is not State.EMPTY:
        raise CentralError("central.exists", str(target))
    target.create()
    backup.open()
    try:
        with backup.read() as reading, target.write() as writing:
            _copy_tables(reading, writing)
    finally:
        backup.close()
        target.close()


def check_nobody_uses(database: CentralDatabase) -> None:
    """Raise CentralError("restore.running") while a central is connected to the database."""
    database.open()
    try:
        with database.read() as connection:
            others = connection.execute(text(_OTHERS)).scalar_one()
    finally:
        database.close()
    if others:
        raise CentralError("restore.running", str(database))


def _copy_tables(reading: Connection, writing: Connection) -> None:
    writing.execute(delete(schema.setting))  # the only rows of a database that was just made
    streamed = reading.execution_options(stream_results=True, max_row_buffer=ROWS_AT_A_TIME)
    for table in schema.metadata.sorted_tables:
        found = streamed.execute(select(table).order_by(*table.primary_key.columns))
        for rows in found.mappings().partitions(ROWS_AT_A_TIME):
            bulk.add(writing, table, [dict(row) for row in rows])
