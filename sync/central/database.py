"""The central's database: one SQLite file, or PostgreSQL by its URL; nothing else knows which.

Three kinds of writing transactions. `write` is alone, as an administrator's act must be;
`write_of` is about one device and runs beside those of other devices; `write_derived` fills what is
worked out over all devices, beside pushes. On SQLite all three are BEGIN IMMEDIATE, one at a time.
`transact` runs a whole transaction again where PostgreSQL asks for it (40001, 40P01).
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Table, bindparam, event, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError

from sync.central import schema
from sync.central.engines import (
    BUSY_TIMEOUT_SECONDS,
    PLAIN,
    WRITE,
    is_serialization_failure,
    postgresql_engine,
    sqlite_engine,
)
from sync.central.errors import CentralError
from sync.central.locks import (
    Lock,
    file_lock,
    lock_alone,
    lock_device,
    lock_institution,
    session_lock,
)
from sync.central.revisions import State, create, state_of, upgrade
from sync.ids import DeviceId

MOST_TRIES = 6
FIRST_PAUSE_SECONDS = 0.02

_Result = TypeVar("_Result")
Pause = Callable[[float], object]


class CentralDatabase:
    """The central's database, by path or URL. Readers never wait for those who write."""

    def __init__(self, address: Path | URL, pause: Pause | None = None) -> None:
        self.address = address
        self._pause: Pause = pause or threading.Event().wait
        self._writing = threading.Lock()
        self._engine: Engine | None = None

    @property
    def is_postgresql(self) -> bool:
        """Say whether this is a server's database and not a file."""
        return isinstance(self.address, URL)

    @property
    def path(self) -> Path:
        """Return the file; CentralError("database.no_file") where it is a server's database."""
        if isinstance(self.address, URL):
            raise CentralError("database.no_file", str(self))
        return self.address

    def __str__(self) -> str:
        """Say where the database is, without a password."""
        if isinstance(self.address, URL):
            return self.address.render_as_string(hide_password=True)
        return str(self.address)

    def create(self) -> None:
        """Make the tables, and the file where it is one; CentralError("central.exists").

        On a server somebody else may have made the tables before (`upgrade`): they are taken as
        they are, as long as no central was ever made in them.
        """
        if isinstance(self.address, Path):
            if self.address.exists():
                raise CentralError("central.exists", str(self))
            self.address.touch(mode=0o600)
        self._connect()
        try:
            with self.write() as connection:
                if state_of(connection) is State.EMPTY:
                    create(connection)
                elif setting_of(connection, "incarnation") is not None:
                    raise CentralError("central.exists", str(self))
                else:
                    _refuse(state_of(connection), str(self))
        except BaseException:
            self.close()
            raise

    def open(self) -> None:
        """Open the database as it is; an early file gets the tables that it lacks.

        CentralError: `central.missing`, `central.newer`, or `central.older`, which waits for
        `upgrade`. Nothing is open and nothing was changed then.
        """
        if isinstance(self.address, Path) and not self.address.is_file():
            raise CentralError("central.missing", str(self))
        self._connect()
        try:
            with self.read() as connection:
                state = state_of(connection)
            if state is State.BEFORE_REVISIONS:
                state = self._upgraded()
            _refuse(state, str(self))
        except BaseException:
            self.close()
            raise

    def state(self) -> State:
        """Return what the tables are to this program; the database stays closed."""
        with self._for_a_moment(), self.read() as connection:
            return state_of(connection)

    def upgrade(self) -> None:
        """Bring the tables up to this program; the database stays closed.

        In an empty database on a server it makes them all. CentralError `central.newer`; nothing
        was changed then.
        """
        with self._for_a_moment():
            _refuse(self._upgraded(), str(self))

    @contextmanager
    def _for_a_moment(self) -> Iterator[None]:
        if isinstance(self.address, Path) and not self.address.is_file():
            raise CentralError("central.missing", str(self))
        self._connect()
        try:
            yield
        finally:
            self.close()

    def _upgraded(self) -> State:
        """Upgrade under the lock of whoever came first, and return what the tables are then."""
        with self.write() as connection:
            if state_of(connection) not in (State.CURRENT, State.NEWER):
                upgrade(connection)
            return state_of(connection)

    def close(self) -> None:
        """Give every connection back; the database may be opened again."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Run one transaction alone: an exception rolls it back, the end commits durably."""
        with self._begun() as connection:
            lock_institution(connection, alone=True)
            yield connection

    @contextmanager
    def write_of(self, device_id: DeviceId) -> Iterator[Connection]:
        """Run one transaction about one device; other devices' run at the same time."""
        with self._begun() as connection:
            lock_institution(connection, alone=False)
            lock_device(connection, device_id)
            yield connection

    @contextmanager
    def write_derived(self) -> Iterator[Connection]:
        """Run one transaction on what is worked out over all devices, beside their pushes."""
        with self._begun() as connection:
            lock_institution(connection, alone=False)
            lock_alone(connection, Lock.DERIVED)
            yield connection

    def transact(
        self, work: Callable[[Connection], _Result], of: DeviceId | None = None
    ) -> _Result:
        """Return what *work* returned in a transaction that is committed.

        It begins again, a few times, where the database could not order it among others: what
        *work* does outside of it must bear repetition. What it raises rolled everything back.
        """
        tries = 0
        while True:
            tries += 1
            try:
                with self.write() if of is None else self.write_of(of) as connection:
                    return work(connection)
            except DBAPIError as error:
                if tries >= MOST_TRIES or not is_serialization_failure(error):
                    raise
            longest = FIRST_PAUSE_SECONDS * 2**tries
            self._pause(random.uniform(0, longest))  # noqa: S311 - spreads, hides nothing

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Run one transaction over a single, unmoving state of the database."""
        with self._opened().connect() as connection:
            if self.is_postgresql:
                connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def maintenance(self) -> Iterator[Connection]:
        """Give a connection outside any transaction, while nobody of this process writes a file."""
        with self._alone_here(), self._opened().connect() as connection:
            if self.is_postgresql:
                yield connection.execution_options(isolation_level="AUTOCOMMIT")
            else:
                yield connection.execution_options(**{PLAIN: True})

    @contextmanager
    def following(self) -> Iterator[bool]:
        """Be the one who lets read tables follow; False where another was at it for too long.

        Of several processes one works at a time; who waited finds nothing left to do.
        """
        if isinstance(self.address, Path):
            if not self.address.is_file():  # in memory: nobody else can reach it
                yield True
                return
            beside = self.address.with_name(self.address.name + ".following")
            with file_lock(beside, BUSY_TIMEOUT_SECONDS) as held:
                yield held
            return
        with self.maintenance() as connection, session_lock(connection, Lock.PROJECTIONS) as held:
            yield held

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        with self._alone_here(), self._opened().connect() as connection:
            marked = connection.execution_options(**{WRITE: True})
            with marked.begin():
                yield marked

    def _alone_here(self) -> AbstractContextManager[object]:
        """Return what keeps the threads of this process apart: SQLite takes one writer."""
        return nullcontext() if self.is_postgresql else self._writing

    def _opened(self) -> Engine:
        if self._engine is None:
            raise CentralError("central.closed", str(self))
        return self._engine

    def _connect(self) -> None:
        if isinstance(self.address, URL):
            engine = postgresql_engine(self.address)
        else:
            engine = sqlite_engine(self.address)

        def close_late(connection: Any, _record: object) -> None:
            """End what another thread gives back after `close`: its pool is nobody's any more."""
            if self._engine is not engine:
                connection.close()

        event.listen(engine, "checkin", close_late)
        self._engine = engine


def _refuse(state: State, where: str) -> None:
    """Raise for tables that this program cannot use as they are."""
    match state:
        case State.EMPTY | State.BEFORE_REVISIONS:
            raise CentralError("central.missing", where)
        case State.OLDER:
            raise CentralError("central.older", where)
        case State.NEWER:
            raise CentralError("central.newer", where)
        case State.CURRENT:
            return


_SETTING = select(schema.setting.c.value).where(schema.setting.c.name == bindparam("name"))


def setting_of(connection: Connection, name: str) -> bytes | None:
    """Return a stored setting of the institution, or None where it was never set."""
    found: bytes | None = connection.execute(_SETTING, {"name": name}).scalar_one_or_none()
    return found


def store_setting(connection: Connection, name: str, value: bytes) -> None:
    """Store a setting of the institution in place of the one before."""
    connection.execute(
        upsert(schema.setting)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=["name"], set_={"value": value})
    )


def upsert(table: Table) -> postgresql.Insert:
    """Return an INSERT that can say ON CONFLICT, for both databases.

    SQLite took the clause over from PostgreSQL, and SQLAlchemy's SQLite compiler reads the same
    two clauses (not *constraint*): a test compiles and runs both.
    """
    return postgresql.insert(table)
