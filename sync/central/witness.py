"""The central's own witness: a file outside the database that says what was last committed.

PROTOCOL §10 asks for a commit counter outside the database. Here each commit that stores events
leaves a mark of its last one — device, stream, seq, head — numbered in turn, before its ack is
signed. Events are never deleted, so every mark stays true for ever, and an older copy of the
database lacks at least the newest: going back is always noticed, without a counter inside, which
on PostgreSQL would be one row that every device waits for. Commits that store no event (a
publication, an enrolment) leave no mark: no device was told that anything of its own is safe.

Marks are written in turn into a ring, neighbours on different pages: a write that a power cut tears
takes one mark that was not acknowledged yet, and never the one before. The ring is longer than the
number of pushes at once, because two that commit one after the other may be marked in the other
order. On PostgreSQL the file also names the cluster and its timeline: a standby that took over, or
a base backup, is another one. One `fdatasync` for each push, beside the one of its commit.

On Windows one process serves; elsewhere a lock on the file lets several write in turn.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from sqlalchemy import Connection, delete, select, text, tuple_
from sqlalchemy.exc import DBAPIError

from sync.central import schema
from sync.central.database import CentralDatabase, setting_of, store_setting
from sync.central.errors import CentralError
from sync.clock import RandomBytes
from sync.ids import DeviceId, Incarnation, StreamId

if os.name != "nt":
    import fcntl

WITNESS_NAME = "commits.witness"
PAGE_BYTES = 4_096
PAGES = 64
MARK_BYTES = 64
MARKS = PAGES * PAGE_BYTES // MARK_BYTES
_HEADER_MAGIC, _MARK_MAGIC = b"VCW1", b"VCM1"
_HEAD_BYTES, _CHECK_BYTES, _PLACE_BYTES = 16, 4, 16
_ANYWHERE = bytes(_PLACE_BYTES)  # SQLite: the file itself is the place
_KEPT_SETTING = "commit_witness"
_ASKED_AT_ONCE = 500

_log = logging.getLogger("sync.central.witness")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitMark:
    """The last event of one commit."""

    device_id: DeviceId
    stream: StreamId
    seq: int
    head: bytes

    def encode(self, counter: int) -> bytes:
        """Return the 64 bytes of a place in the ring."""
        content = (
            _MARK_MAGIC
            + counter.to_bytes(8, "big")
            + self.device_id
            + self.stream
            + self.seq.to_bytes(8, "big")
            + self.head[:_HEAD_BYTES]
        )
        return content + _check(content)


class Finding(Enum):
    """Why the database is held to have gone back."""

    BEHIND = "what was committed is not in it"
    ELSEWHERE = "another cluster or timeline"
    UNREADABLE = "no readable witness"


class CommitWitness:
    """The witness file of one central; safe to use from several threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / WITNESS_NAME
        self._counter = 0
        self._lock = threading.Lock()

    def begin(self, place: bytes) -> None:
        """Write an empty witness of *place*, synced with its folder; what was there is gone.

        Raises CentralError("central.file").
        """
        header = _HEADER_MAGIC + place
        fresh = self._path.with_name(self._path.name + ".new")
        try:
            fresh.unlink(missing_ok=True)
            fresh.touch(mode=0o600)
            with fresh.open("r+b") as file:
                file.write(header + _check(header))
                file.truncate(PAGE_BYTES + PAGES * PAGE_BYTES)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
            _sync_folder(self._path.parent)
        except OSError as error:
            raise CentralError("central.file", f"{self._path}: {error.strerror}") from error
        self._counter = 0

    def note(self, mark: CommitMark) -> None:
        """Say what was just committed; it is on the disk when this returns, before any ack.

        Somebody who removed the file beside a running central finds another one. Raises OSError:
        the commit stands, and the device, which has no answer, sends again.
        """
        with self._lock:
            if not self._path.exists():
                _log.error(
                    "the witness of this central was removed while it runs; a new one begins"
                )
                self.begin(_ANYWHERE)
            self._write(mark)

    def _write(self, mark: CommitMark) -> None:
        with self._path.open("r+b", buffering=0) as file, _alone(file.fileno()):
            while self._counter_at(file.fileno(), self._counter + 1) == self._counter + 1:
                self._counter += 1  # another process wrote it
            self._counter += 1
            os.lseek(file.fileno(), _offset(self._counter), os.SEEK_SET)
            os.write(file.fileno(), mark.encode(self._counter))
            _sync_data(file.fileno())

    def read(self) -> tuple[bytes, tuple[CommitMark, ...]] | None:
        """Return the place and every mark that can be read; None where there is no witness."""
        try:
            content = self._path.read_bytes()
        except OSError:
            return None
        header = content[: len(_HEADER_MAGIC) + _PLACE_BYTES]
        check = content[len(header) : len(header) + _CHECK_BYTES]
        if header[: len(_HEADER_MAGIC)] != _HEADER_MAGIC or check != _check(header):
            return None
        found = [
            one
            for start in range(PAGE_BYTES, len(content), MARK_BYTES)
            if (one := _decode(content[start : start + MARK_BYTES])) is not None
        ]
        self._counter = max((counter for counter, _ in found), default=0)
        return header[len(_HEADER_MAGIC) :], tuple(mark for _, mark in found)

    def _counter_at(self, file: int, counter: int) -> int:
        os.lseek(file, _offset(counter), os.SEEK_SET)
        found = _decode(os.read(file, MARK_BYTES))
        return 0 if found is None else found[0]


def look(database: CentralDatabase, folder: Path, random: RandomBytes) -> Finding | None:
    """Compare database and witness before anything is answered; return what was found.

    A database that went back gets another incarnation, here and now, so that every device compares
    anew and sends what is missing; the witness begins again. Only one process may look, before
    others serve. Raises CentralError("central.file") where no witness can be written.
    """
    witness = CommitWitness(folder)
    held = witness.read()  # first: what is marked by then is in what is read after it
    place = _place_of(database)
    with database.read() as connection:
        is_kept = setting_of(connection, _KEPT_SETTING) is not None
        has_events = connection.execute(select(schema.event.c.seq).limit(1)).first() is not None
    finding: Finding | None = None
    if held is None:
        finding = Finding.UNREADABLE if is_kept and has_events else None
    elif held[0] != place and _ANYWHERE not in (held[0], place):
        finding = Finding.ELSEWHERE
    elif not _holds(database, held[1]):
        finding = Finding.BEHIND
    if finding is not None:
        incarnation = Incarnation(random(16))
        with database.write() as connection:
            store_setting(connection, "incarnation", incarnation)
        _log.error(
            "the database went back (%s): incarnation redrawn, devices send again", finding.value
        )
    if finding is not None or held is None:
        witness.begin(place)
    if not is_kept:
        with database.write() as connection:
            store_setting(connection, _KEPT_SETTING, b"\x01")
    return finding


def forget_witness(folder: Path) -> None:
    """Take the witness away because a restore by command says itself that the central went back."""
    (folder / WITNESS_NAME).unlink(missing_ok=True)


def expect_no_witness(connection: Connection) -> None:
    """Let the next opening begin a witness as for a new central, not miss one."""
    table = schema.setting
    connection.execute(delete(table).where(table.c.name == _KEPT_SETTING))


def _holds(database: CentralDatabase, marks: Sequence[CommitMark]) -> bool:
    """Say whether everything that was marked is in the database, with its head."""
    event = schema.event
    wanted = {(one.device_id, one.stream, one.seq): one.head for one in marks}
    places = sorted(wanted)
    with database.read() as connection:
        for start in range(0, len(places), _ASKED_AT_ONCE):
            asked = places[start : start + _ASKED_AT_ONCE]
            rows = connection.execute(
                select(event.c.device_id, event.c.stream, event.c.seq, event.c.h).where(
                    tuple_(event.c.device_id, event.c.stream, event.c.seq).in_(asked)
                )
            ).all()
            found = {
                (bytes(row.device_id), bytes(row.stream), row.seq): bytes(row.h) for row in rows
            }
            for one in asked:
                if found.get(one, b"")[:_HEAD_BYTES] != wanted[one]:
                    return False
    return True


def _place_of(database: CentralDatabase) -> bytes:
    """Return which cluster and timeline of PostgreSQL this is; zeros where that is not known."""
    if not database.is_postgresql:
        return _ANYWHERE
    try:
        with database.read() as connection:
            system, timeline = connection.execute(
                text(
                    "SELECT (SELECT system_identifier FROM pg_control_system()),"
                    " (SELECT timeline_id FROM pg_control_checkpoint())"
                )
            ).one()
    except DBAPIError as error:  # a role that may not ask
        _log.warning("the cluster does not say who it is: %s", type(error).__name__)
        return _ANYWHERE
    return hashlib.sha256(f"{system}/{timeline}".encode()).digest()[:_PLACE_BYTES]


def _decode(content: bytes) -> tuple[int, CommitMark] | None:
    """Return counter and mark; None for a place that is empty or torn."""
    said, check = content[:-_CHECK_BYTES], content[-_CHECK_BYTES:]
    if len(content) != MARK_BYTES or said[:4] != _MARK_MAGIC or check != _check(said):
        return None
    mark = CommitMark(
        device_id=DeviceId(said[12:20]),
        stream=StreamId(said[20:36]),
        seq=int.from_bytes(said[36:44], "big"),
        head=said[44:60],
    )
    return int.from_bytes(said[4:12], "big"), mark


def _offset(counter: int) -> int:
    page, row = counter % PAGES, counter // PAGES % (PAGE_BYTES // MARK_BYTES)
    return PAGE_BYTES + page * PAGE_BYTES + row * MARK_BYTES


def _check(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()[:_CHECK_BYTES]


@contextmanager
def _alone(file: int) -> Iterator[None]:
    """Keep other processes from writing; the lock ends with the file at the latest."""
    if os.name == "nt":
        yield
        return
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _sync_data(file: int) -> None:
    sync = getattr(os, "fdatasync", os.fsync)  # not everywhere
    sync(file)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be synced there; the rename itself is durable
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
