"""Which revision of the tables a database holds, and how it gets to the one of this program.

A database made here is stamped with the newest revision. Files from before revisions
(SCHEMA_VERSION 4 and lower) are adopted when they are opened: 0001 makes only what is not there.
Whatever is older otherwise waits for `ventanilla-central upgrade`; what is newer is refused.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from sqlalchemy import Connection, delete, inspect, select, text, update

from sync.central import migrations, schema

REVISIONS = ("0001",)
"""Every revision, the oldest first; the last one is what `sync.central.schema` describes."""
HEAD = REVISIONS[-1]
READ_TABLES_GREW_IN = 4
"""Older files are read again from their first event; rows that are there already stay."""
_VERSION_TABLE = "alembic_version"


class State(Enum):
    """What a database is to this program."""

    EMPTY = "no central was ever made in it"
    BEFORE_REVISIONS = "a file of an early version"
    OLDER = "to be upgraded by command"
    CURRENT = "as this program needs it"
    NEWER = "of a later program"


def state_of(connection: Connection) -> State:
    """Return what the tables are; nothing is changed."""
    here = inspect(connection)
    if not here.has_table(schema.setting.name):
        return State.EMPTY
    if _schema_version(connection) > schema.SCHEMA_VERSION:
        return State.NEWER
    if not here.has_table(_VERSION_TABLE):
        return State.BEFORE_REVISIONS
    stored = revision_of(connection)
    if stored not in REVISIONS:
        return State.NEWER
    return State.CURRENT if stored == HEAD else State.OLDER


def revision_of(connection: Connection) -> str | None:
    """Return the revision that a stamped database holds."""
    found = connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}"))  # noqa: S608
    return found.scalars().one_or_none()


def create(connection: Connection) -> None:
    """Make every table as it is now, stamped with the newest revision."""
    schema.metadata.create_all(connection)
    connection.execute(
        text(
            f"CREATE TABLE {_VERSION_TABLE} (version_num VARCHAR(32) NOT NULL,"
            f" CONSTRAINT {_VERSION_TABLE}_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(
        text(f"INSERT INTO {_VERSION_TABLE} VALUES (:head)"),  # noqa: S608 - a name of our own
        {"head": HEAD},
    )
    version = schema.SCHEMA_VERSION.to_bytes(2, "big")
    connection.execute(schema.setting.insert().values(name="schema", value=version))


def upgrade(connection: Connection) -> None:
    """Run every revision that is missing, in the caller's transaction.

    What devices sent, what was published and who was enrolled is not touched; read tables that are
    new are filled by the next catch-up.
    """
    from alembic import command
    from alembic.config import Config

    empty = state_of(connection) is State.EMPTY
    before = 0 if empty else _schema_version(connection)
    configuration = Config()
    configuration.set_main_option("script_location", str(Path(migrations.__file__).parent))
    configuration.set_main_option("path_separator", "os")
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")
    if not empty and before < READ_TABLES_GREW_IN:
        connection.execute(delete(schema.projected))
    version = schema.SCHEMA_VERSION.to_bytes(2, "big")
    table = schema.setting
    if empty:
        connection.execute(table.insert().values(name="schema", value=version))
    else:
        connection.execute(update(table).where(table.c.name == "schema").values(value=version))


def _schema_version(connection: Connection) -> int:
    table = schema.setting
    stored = connection.execute(select(table.c.value).where(table.c.name == "schema")).scalar_one()
    return int.from_bytes(stored, "big")
