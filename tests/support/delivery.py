"""Fakes of delivery's ports: a clock turned by hand, scripted wires, a store on plain SQLite."""

from __future__ import annotations

import base64
import random
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sync.device.engine import Engine
from sync.device.keys import DeviceKeys
from sync.device.link import LinkState
from sync.device.metered import MeterHint, NoMeter
from sync.device.ports import Desk, NewStream, Store
from sync.device.schema import OUTBOX_MIGRATIONS
from sync.device.sealing import Dictionaries
from sync.device.states import OutboxView
from sync.device.transport import NoAnswer, Request, Response, Transport
from sync.events import (
    Folio,
    OperatorUnlocked,
    Protection,
    Recorded,
    RegistrationMade,
    StreamReason,
    UnlockMeans,
)
from sync.ids import BootId, Incarnation, OperatorNumber, Salt, StreamId
from sync.journal import JOURNAL_MIGRATIONS, Journal, Started, Transaction
from tests.support.model_central import START, ModelCentral

T = TypeVar("T")
REFERENCE_TABLE = (
    "CREATE TABLE reference (dataset INTEGER NOT NULL, key TEXT NOT NULL,"
    " version INTEGER NOT NULL, value BLOB NOT NULL, PRIMARY KEY (dataset, key))"
)


class ManualClock:
    """Time that passes only when a test says so."""

    def __init__(self, start: datetime = START) -> None:
        self._start = start
        self._passed_seconds = 0.0
        self.wall_offset_seconds = 0.0  # a person set the clock

    def now(self) -> datetime:
        """Return the wall clock."""
        return self._start + timedelta(seconds=self._passed_seconds + self.wall_offset_seconds)

    def monotonic_seconds(self) -> float:
        """Return the seconds that have passed."""
        return self._passed_seconds

    def pass_seconds(self, seconds: float) -> None:
        """Let time pass."""
        self._passed_seconds += seconds


class SqliteStore:
    """A store on plain SQLite with the real tables; the vault's twin without encryption."""

    def __init__(self, path: Path | str = ":memory:") -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA foreign_keys = ON")
        self.in_transaction = False
        self.writes = 0

    def migrate(self) -> None:
        """Make the tables."""
        for _, create in (*JOURNAL_MIGRATIONS, *OUTBOX_MIGRATIONS):
            self.write(create)
        self.write(lambda tx: tx.execute(REFERENCE_TABLE))

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run *work* on one picture; a change in it fails."""
        self._connection.execute("PRAGMA query_only = ON")
        try:
            return self._run("BEGIN", "ROLLBACK", work)
        finally:
            self._connection.execute("PRAGMA query_only = OFF")

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run *work* and commit, or roll back and raise."""
        self.writes += 1
        return self._run("BEGIN IMMEDIATE", "COMMIT", work)

    def copy_into(self, other: SqliteStore) -> None:
        """Make an empty store the same as this one, as copying a disk does."""
        self._connection.backup(other._connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _run(self, begin: str, end: str, work: Callable[[Transaction], T]) -> T:
        assert not self.in_transaction, "a transaction inside a transaction"
        self._connection.execute(begin)
        self.in_transaction = True
        try:
            result = work(self._connection)
            self._connection.execute(end)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        finally:
            self.in_transaction = False
        return result


def plain_new_stream(journal: Journal) -> NewStream:
    """Return what opens a stream after a fork, without anything of an application around it."""

    def opened(tx: Transaction, base: int) -> Recorded:
        return journal.open_stream(
            tx,
            reason=StreamReason.FORK,
            certificate_hash=bytes(16),
            app_version="1.0",
            protection=Protection.PASSPHRASE,
            base=base,
        )

    return opened


Behaviour = Callable[[Request], Response | NoAnswer]


class ScriptedTransport:
    """Gives each request to the next behaviour of the script, then to the central for ever."""

    def __init__(self, central: ModelCentral) -> None:
        self._central = central
        self.script: list[Behaviour] = []
        self.always: Behaviour | None = None
        self.sent: list[Request] = []
        self.before: Callable[[], None] = lambda: None

    def send(self, request: Request) -> Response | NoAnswer:
        """Return what the script says."""
        self.before()
        self.sent.append(request)
        if self.script:
            return self.script.pop(0)(request)
        if self.always is not None:
            return self.always(request)
        return self._central.handle(request)

    def paths(self) -> list[str]:
        """Return what was asked for, without /v1/."""
        return [request.path.removeprefix("/v1/") for request in self.sent]


class Device:
    """A device under test: real journal and engine on a given store and wire."""

    def __init__(
        self,
        central: ModelCentral,
        *,
        store: Store,
        transport: Transport | None = None,
        keys: DeviceKeys | None = None,
        clock: ManualClock | None = None,
        seed: int = 1,
        dictionaries: Dictionaries | None = None,
    ) -> None:
        self.central = central
        self.clock = clock or ManualClock()
        self.keys = keys or central.device_keys()
        self.store = store
        self.wire = ScriptedTransport(central)
        self.random = random.Random(seed)
        self.changed: list[frozenset[int]] = []
        self.recorded: list[Recorded] = []
        self._transport = transport or self.wire
        self.dictionaries = dictionaries or Dictionaries()
        self.start_program()

    def start_program(self, meter: MeterHint | None = None) -> None:
        """Begin as a program start does: new boot, nothing remembered but the store."""
        started = Started.at(self.clock)
        self.journal = Journal(
            device_id=self.keys.device_id,
            clock=self.clock,
            random=self.random.randbytes,
            boot=BootId(self.random.randbytes(8)),
            started=started,
            project=lambda _tx, recorded: self.recorded.append(recorded),
        )
        self.desk = Desk(
            keys=self.keys,
            centrals=self.central.centrals(),
            store=self.store,
            journal=self.journal,
            clock=self.clock,
            random=self.random.randbytes,
            program_start=started,
            meter=meter or NoMeter(),
            new_stream=plain_new_stream(self.journal),
            dictionaries=self.dictionaries,
        )
        self.engine = Engine(self.desk, self._transport, self.changed.append)

    def open_stream(self) -> StreamId:
        """Open the first stream, as enrolment does, and know the central's incarnation."""

        def work(tx: Transaction) -> StreamId:
            self.desk.memory.adopt(tx, Incarnation(self.central.incarnation))
            opened = self.journal.open_stream(
                tx,
                reason=StreamReason.ENROLMENT,
                certificate_hash=bytes(16),
                app_version="1.0",
                protection=Protection.PASSPHRASE,
            )
            return opened.stream

        return self.store.write(work)

    def record(self, count: int = 1) -> None:
        """Save that many events, one action each."""
        for _ in range(count):
            event = OperatorUnlocked(means=UnlockMeans.PASSPHRASE)
            salt = Salt(self.random.randbytes(16))
            self.store.write(
                lambda tx, event=event, salt=salt: self.journal.append(  # type: ignore[misc]  # bound now
                    tx, event, salt=salt, operator=OperatorNumber(42)
                )
            )
        self.engine.look_again()

    def record_large(self) -> None:
        """Save one registration that is almost as large as an event may be."""
        event = RegistrationMade(
            folio=Folio(series=1, number=1),
            form_id="grande",
            form_version="1",
            definition_hash=bytes(16),
            answers=base64.b85encode(self.random.randbytes(44_000)).decode("ascii"),
            submission_hash=bytes(4),
            service_code=201,
        )
        salt = Salt(self.random.randbytes(16))
        self.store.write(
            lambda tx: self.journal.append(tx, event, salt=salt, operator=OperatorNumber(42))
        )
        self.engine.look_again()

    def view(self) -> OutboxView:
        """Return the outbox as screens see it."""
        return self.store.read(lambda tx: self.desk.outbox.view(tx, self.engine.status.sending))

    @property
    def stream(self) -> StreamId:
        """Return the current stream."""
        found = self.store.read(self.journal.current_stream)
        assert found is not None
        return found

    def link(self) -> LinkState:
        """Return the state of the link as a screen would read it now."""
        return self.engine.status.link

    def run_sql(self, sql: str) -> None:
        """Run one statement of a test's own."""
        self.store.write(lambda tx: tx.execute(sql))

    def acknowledged(self) -> int:
        """Return how far the current stream is acknowledged."""
        stream = self.stream
        return next(row.acknowledged for row in self.view().streams if row.stream == stream)

    def run(self, seconds: float = 600.0, *, steps: int = 400) -> None:
        """Step as a driver would for that long, letting waits pass on the clock."""
        until = self.clock.monotonic_seconds() + seconds
        for _ in range(steps):
            wait = self.engine.step().wait_seconds
            left = until - self.clock.monotonic_seconds()
            self.clock.pass_seconds(max(0.001, min(wait, left)))
            if wait > left:
                break
