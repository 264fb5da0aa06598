"""The one central of a world: the product's, over SQLite in memory, asked just below HTTP.

What HTTP adds is left out (reading a body, media types); routing, statuses and refusals are those
of `sync.central.api`. A crash loses everything but the database and the folder's small files.
"""

from __future__ import annotations

import atexit
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool

import sync.central.platform
from sync import cbor
from sync.central import schema
from sync.central.answering import BUSY_SECONDS, status_of
from sync.central.database import CentralDatabase
from sync.central.engines import begin_sqlite
from sync.central.errors import Refused
from sync.central.pages import PullRequest
from sync.central.platform import Platform, open_platform
from sync.central.witness import expect_no_witness, forget_witness
from sync.certificates import CentralCertificate
from sync.clock import system_random
from sync.cose import SoftwareSigner
from sync.device.keys import DeviceKeys
from sync.device.transport import COSE_TYPE, Request, Response
from sync.errors import MessageInvalid
from sync.ids import DeviceId, Incarnation
from tests.delivery.central_support import CLERK, TERMINAL, an_xml
from tests.delivery.central_support import Central as EnrollingCentral
from tests.delivery.central_support import Device as EnrollingDevice
from tests.simulation.clocks import Sun, WallClock
from tests.simulation.machine import Identity

IDENTITIES = 4


@dataclass(slots=True)
class Place:
    """Where small files go that are synced again and again."""

    folder: Path | None = None  # given by a parent, which removes it

    def in_memory(self) -> Path | None:
        """Return a folder in memory; None where this system has none."""
        memory = Path("/dev/shm")  # noqa: S108 -- each makes a folder of its own in it
        return self.folder or (memory if memory.is_dir() else None)


PLACE = Place()


class CentralCut(BaseException):
    """The central's power went between two statements."""


class _Kept(sqlite3.Connection):
    """A connection that SQLAlchemy cannot close: what it holds is the disk."""

    def close(self) -> None:
        if self.in_transaction:
            self.rollback()


class Memory:
    """One connection to a database in memory, for the whole process: engines are slow to make."""

    def __init__(self) -> None:
        self.raw = sqlite3.connect(
            ":memory:",
            isolation_level=None,
            check_same_thread=False,
            cached_statements=1024,
            factory=_Kept,
        )
        self.cut_in: int | None = None
        self.engine: Engine = create_engine(
            "sqlite://", creator=lambda: self.raw, poolclass=StaticPool
        )
        event.listen(self.engine, "begin", begin_sqlite)
        event.listen(self.engine, "before_cursor_execute", self._tick)

    def _tick(self, *_arguments: object) -> None:
        if self.cut_in is not None:
            self.cut_in -= 1
            if self.cut_in < 0:
                self.cut_in = None
                raise CentralCut

    def load(self, content: bytes) -> None:
        """Hold another database from now on."""
        self.cut_in = None
        if self.raw.in_transaction:
            self.raw.rollback()
        self.raw.deserialize(content)
        self.raw.execute("PRAGMA foreign_keys = ON")

    def content(self) -> bytes:
        """Return the whole database."""
        return self.raw.serialize()


class MemoryDatabase(CentralDatabase):
    """The central's database, in memory."""

    def __init__(self, memory: Memory) -> None:
        super().__init__(Path("in memory"))
        self._memory = memory

    def open(self) -> None:
        """Open what the memory holds."""
        self._engine = self._memory.engine

    def opened(self) -> MemoryDatabase:
        """Return it, open."""
        self.open()
        return self

    def close(self) -> None:
        """Leave the memory to the next one."""
        self._engine = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """An institution with its keys and some enrolled devices, as every world begins."""

    folder: Path
    database: bytes
    identities: tuple[Identity, ...]


@cache
def memory() -> Memory:
    """Return this process's memory."""
    return Memory()


@cache
def template() -> Template:
    """Return the institution of this process, made by the central's own commands."""
    place = Path(tempfile.mkdtemp(prefix="ventanilla-simulation-", dir=PLACE.in_memory()))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    central = EnrollingCentral(place)
    draw = random.Random("identities")
    devices = [
        EnrollingDevice(signer=SoftwareSigner.from_private(b"\x00" + draw.randbytes(31)))
        for _ in range(IDENTITIES)
    ]
    central.publish()
    own = {device.device_id: _enrolled(central, device) for device in devices}
    certificates: tuple[CentralCertificate, ...] = tuple(central.platform.profile.centrals())
    roots = central.platform.profile.roots
    central.close()
    return Template(
        folder=central.folder,
        database=_in_memory(central.folder / "central.db"),
        identities=tuple(
            Identity(
                name=f"device {number}",
                keys=DeviceKeys(signer=device.signer, seal_private=device.seal[0], roots=roots),
                certificates=certificates,
                certificate=own[device.device_id],
            )
            for number, device in enumerate(devices)
        ),
    )


def _enrolled(central: EnrollingCentral, device: EnrollingDevice) -> bytes:
    """Enrol a device and return its certificate."""
    request = central.request(device, central.platform.enrolment.create_code(TERMINAL, CLERK))
    answered = central.platform.enrolment.answer(request)
    certificate = central.read(device, request, answered).certificate
    assert certificate is not None
    return certificate


def _in_memory(path: Path) -> bytes:
    """Return a file without its log, as `deserialize` takes it."""
    with closing(sqlite3.connect(path)) as held:
        held.execute("PRAGMA journal_mode = DELETE")
        held.execute("VACUUM")
        return held.serialize()


class Central:
    """Answers; may crash between any two statements, be backed up, and go back in time."""

    def __init__(self, sun: Sun) -> None:
        self._template = template()
        self.memory = memory()
        self.memory.load(self._template.database)
        self.lose_witness()  # what stands there is of the world before this one
        self.clock = WallClock(sun)
        self.crashes = 0
        self.platform = self._open()

    @property
    def identities(self) -> tuple[Identity, ...]:
        """Return the devices that are enrolled."""
        return self._template.identities

    @property
    def incarnation(self) -> Incarnation:
        """Return the incarnation that is answered with."""
        return self.platform.incarnation

    def _open(self) -> Platform:
        with _in_place_of_files(self.memory):
            return open_platform(
                self._template.folder,
                clock=self.clock,
                random=system_random,
                submission_xml=an_xml,
            )

    def handle(self, request: Request) -> Response | None:
        """Answer one request; None when the central crashed over it."""
        try:
            return self._answer(request)
        except MessageInvalid as error:
            return _refusal(status_of(error.code), error.code)
        except Refused as refused:
            return _refusal(refused.status, refused.code, refused.retry_after_seconds)
        except OperationalError:
            return _refusal(503, "busy", BUSY_SECONDS)
        except CentralCut:
            self.crash()
            return None

    def _answer(self, request: Request) -> Response:
        platform, body = self.platform, request.body
        match request.path:
            case "/v1/push":
                answered = platform.pushes.answer(body)
                return _signed(200 if answered.fits else 409, answered.ack)
            case "/v1/probe":
                token = platform.gate.admit(request.authorization, "POST", request.path, body)
                platform.device_rate.take(token.device_id)
                return _signed(200, platform.probe(token))
            case "/v1/pull":
                token = platform.gate.admit(request.authorization, "POST", request.path, body)
                platform.device_rate.take(token.device_id)
                page = platform.pages.page(DeviceId(token.device_id), PullRequest.read(body))
                return _signed(200, page)
            case "/v1/central":
                certificates = list(platform.profile.central_certificates)
                return Response(
                    status=200, body=cbor.encode({1: certificates, 2: platform.revocations()})
                )
            case _:
                return _refusal(404, "path")

    def crash(self) -> None:
        """Lose everything but the disk, and start again."""
        self.crashes += 1
        self.memory.cut_in = None
        if self.memory.raw.in_transaction:
            self.memory.raw.rollback()
        self.platform.close()
        self.platform = self._open()

    def catch_up(self) -> None:
        """Let the background bring the read tables up; a crash in it starts the central again."""
        try:
            self.platform.catch_up()
        except CentralCut:
            self.crash()

    def back_up(self) -> bytes:
        """Return a backup that counts: what stands in it is durable from now on."""
        hwm = schema.hwm
        content = self.memory.content()
        with self.platform.database.write() as connection:
            connection.execute(hwm.update().values(durable=hwm.c.seq))
        return content

    def restore(self, content: bytes) -> None:
        """Put a backup back as the command does: with a new incarnation."""
        self.memory.load(content)
        self.memory.raw.execute(
            "UPDATE setting SET value = ? WHERE name = 'incarnation'", (system_random(16),)
        )
        with MemoryDatabase(self.memory).opened().write() as connection:
            expect_no_witness(connection)
        self.lose_witness()
        self.crash()

    def slip_back(self, content: bytes) -> None:
        """Have somebody put an old copy back and say nothing: only the witness can tell."""
        self.memory.load(content)
        self.crash()

    def lose_witness(self) -> None:
        """Let the witness be gone."""
        forget_witness(self._template.folder)

    def rows(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return what a question to the database gives."""
        return self.memory.raw.execute(sql, parameters).fetchall()


@contextmanager
def _in_place_of_files(held: Memory) -> Iterator[None]:
    """Let `open_platform` find the database in memory."""
    module, name = sync.central.platform, "database_in"
    real = getattr(module, name)
    setattr(module, name, lambda _folder: MemoryDatabase(held))
    try:
        yield
    finally:
        setattr(module, name, real)


def _signed(status: int, body: bytes) -> Response:
    return Response(status=status, headers={"content-type": COSE_TYPE}, body=body)


def _refusal(status: int, code: str, retry_after_seconds: int | None = None) -> Response:
    headers = {"content-type": "application/cbor"}
    if retry_after_seconds is not None:
        headers["retry-after"] = str(retry_after_seconds)
    return Response(status=status, headers=headers, body=cbor.encode({1: code}))
