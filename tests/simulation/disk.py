"""A disk in memory: real SQLite with the real tables, power that goes, copies that can be put back.

The witness is kept beside it as the bytes the product writes (PROTOCOL §10): announced before a new
stream's first event commits, written after each commit, so that a power cut may fall between both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, TypeVar

from kiosk.vault.witness import (
    FILE_BYTES,
    SLOT_BYTES,
    SLOT_DISTANCE_BYTES,
    Finding,
    Mark,
    judge,
    marks_of,
    speaking,
)
from sync.device.schema import OUTBOX_MIGRATIONS
from sync.ids import StreamId
from sync.journal import JOURNAL_MIGRATIONS, Tip, Transaction, head, tip
from tests.support.delivery import REFERENCE_TABLE

T = TypeVar("T")
FOLIO_TABLE = "CREATE TABLE last_folio (series INTEGER PRIMARY KEY, number INTEGER NOT NULL)"
STATEMENTS_CACHED = 512


class PowerCut(BaseException):
    """The power went; no `except Exception` of the program may outlive that."""


class DiskFull(Exception):
    """Nothing can be written now."""


class Row(NamedTuple):
    """An event as it stands in the journal."""

    stream: bytes
    seq: int
    event_id: bytes
    head: bytes
    header: bytes
    digest: bytes
    body: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What a copy of the disk holds."""

    database: bytes
    witness: bytes


class _Counting:
    """A transaction in which the power may go before the next statement."""

    def __init__(self, disk: Disk, connection: sqlite3.Connection) -> None:
        self._disk = disk
        self._connection = connection

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        self._disk.tick()
        return self._connection.execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> sqlite3.Cursor:
        self._disk.tick()
        return self._connection.executemany(sql, parameters)


class Disk:
    """The store of one machine; `ports.Store` for the lanes."""

    def __init__(self, copy: Copy | None = None) -> None:
        self._connection = sqlite3.connect(
            ":memory:", isolation_level=None, cached_statements=STATEMENTS_CACHED
        )
        self._witness = bytearray(FILE_BYTES)
        self._tip: Tip | None = None
        self._witnessed: Tip | None = None
        self._in_transaction = False
        self._rows_seen = 0
        self.committed: Callable[[list[Row]], None] = lambda _rows: None
        self.cut_in: int | None = None  # statements and commits until the power goes
        self.full = False
        self.put_back(copy or _empty())

    def copy(self) -> Copy:
        """Return a copy of everything on it."""
        return Copy(database=self._connection.serialize(), witness=bytes(self._witness))

    def put_back(self, copy: Copy, *, database: bool = True, witness: bool = True) -> None:
        """Put a copy in the place of what is there."""
        if database:
            self._connection.deserialize(copy.database)
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._rows_seen = self._last_row()
        if witness:
            self._witness[:] = copy.witness
        self._tip = self._witnessed = None

    def lose_witness(self) -> None:
        """Let the witness be gone or unreadable."""
        self._witness[:] = bytes(FILE_BYTES)

    def tear_witness(self) -> None:
        """Let the last write of the witness have reached the disk in part."""
        newest = marks_of(bytes(self._witness))
        if newest:
            at = newest[0].counter % 2 * SLOT_DISTANCE_BYTES
            self._witness[at + 40 : at + SLOT_BYTES] = bytes(SLOT_BYTES - 40)

    def open(self) -> Finding | None:
        """Return what the witness says against the database, as on opening the vault."""
        self.cut_in = None

        def look(tx: Transaction) -> tuple[Tip | None, Finding | None]:
            def own_head(stream: StreamId, seq: int) -> bytes | None:
                return head(tx, stream, seq)

            newest = tip(tx)
            mark = speaking(marks_of(bytes(self._witness)), own_head)
            return newest, judge(mark, holds_events=newest is not None, head=own_head)

        newest, finding = self.read(look)
        self._tip = self._witnessed = newest
        return finding

    def tick(self) -> None:
        """Let the power go here if it is time."""
        if self.cut_in is not None:
            self.cut_in -= 1
            if self.cut_in < 0:
                self.cut_in = None
                raise PowerCut

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run *work* on one picture; nothing it changes would stay."""
        before = self._connection.total_changes
        result = self._run("BEGIN", "ROLLBACK", work)
        assert self._connection.total_changes == before, "read() wrote"
        return result

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run *work* and commit, or roll back and raise; then write the witness."""
        if self.full:
            raise DiskFull

        def whole(tx: Transaction) -> tuple[T, Tip | None]:
            result = work(tx)
            newest = tip(self._connection)
            self._announce(newest)
            self.tick()
            return result, newest

        result, self._tip = self._run("BEGIN IMMEDIATE", "COMMIT", whole)
        self._tell_new_rows()
        self.tick()
        self._after_commit()
        return result

    def _run(self, begin: str, end: str, work: Callable[[Transaction], T]) -> T:
        assert not self._in_transaction, "a transaction inside a transaction"
        connection = self._connection
        connection.execute(begin)
        self._in_transaction = True
        try:
            result = work(connection if self.cut_in is None else _Counting(self, connection))
            connection.execute(end)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        finally:
            self._in_transaction = False
        return result

    def _last_row(self) -> int:
        return int(self._connection.execute("SELECT max(rowid) FROM event").fetchone()[0] or 0)

    def rows(self, after: int = 0) -> list[Row]:
        """Return the events of every stream, in the order they were written."""
        rows = self._connection.execute(
            "SELECT stream, seq, event_id, head, header, digest, body FROM event"
            " WHERE rowid > ? ORDER BY rowid",
            (after,),
        )
        return [Row(*row) for row in rows]

    def _tell_new_rows(self) -> None:
        last = self._last_row()
        if last > self._rows_seen:
            self.committed(self.rows(self._rows_seen))
            self._rows_seen = last

    def _announce(self, newest: Tip | None) -> None:
        if newest is None or (self._tip is not None and newest.stream == self._tip.stream):
            return
        before = head(self._connection, newest.stream, 0)
        assert before is not None
        self._write_mark(newest.stream, 0, before)

    def _after_commit(self) -> None:
        newest = self._tip
        if newest is not None and newest != self._witnessed:
            self._write_mark(newest.stream, newest.seq, newest.head)
            self._witnessed = newest

    def _write_mark(self, stream: StreamId, seq: int, own_head: bytes) -> None:
        marks = marks_of(bytes(self._witness))
        counter = (marks[0].counter if marks else 0) + 1
        mark = Mark(counter=counter, stream=stream, seq=seq, head_prefix=own_head[:24])
        at = counter % 2 * SLOT_DISTANCE_BYTES
        self._witness[at : at + SLOT_BYTES] = mark.encode()


@cache
def _empty() -> Copy:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for _, create in (*JOURNAL_MIGRATIONS, *OUTBOX_MIGRATIONS):
        create(connection)
    connection.execute(REFERENCE_TABLE)
    connection.execute(FOLIO_TABLE)
    return Copy(database=connection.serialize(), witness=bytes(FILE_BYTES))
