"""The encrypted file: one owner, one writer thread, one transaction per user action.

`write` returns only after a durable commit; nothing but that one commit, with one fsync, stands
between the work and the caller. The witness and the folding-in of the log come after the answer.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlcipher3 import dbapi2

from kiosk.errors import KnownError
from kiosk.vault.aside import keep_damaged_log
from kiosk.vault.engine import (
    KEY_BYTES,
    OpenTransaction,
    VaultMisuse,
    connect,
    connect_reader,
    known_errors,
    opens,
    out_of_memory,
    refuse_plaintext,
    touch_log,
)
from kiosk.vault.errors import Damaged, DamagedFacts, DiskFull, Part, WentBack, of_system
from kiosk.vault.files import sync_folder
from kiosk.vault.lock import ProfileLock
from kiosk.vault.migrations import Applied, MigrationSet, migrate
from kiosk.vault.rekey import ReadBeside, end_begun, exchange, holdings, refuse_without_room
from kiosk.vault.reserve import Reserve
from kiosk.vault.wiped import refuse
from kiosk.vault.witness import Finding, Witness, judge, speaking
from kiosk.vault.writer import Stopped, Writer
from sync.ids import StreamId
from sync.journal import JOURNAL_MIGRATIONS, Tip, Transaction, Verified, head, tip, verify

T = TypeVar("T")
_log = logging.getLogger("kiosk.vault")

JOURNAL_SET = MigrationSet(name="journal", migrations=JOURNAL_MIGRATIONS)
CHECKED_LINKS = 1_000
LOG_LIMIT_BYTES = 4 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class WentBackFacts:
    """What the witness saw and where the journal stands instead."""

    finding: Finding
    witnessed_stream: StreamId | None
    witnessed_seq: int
    stream: StreamId | None
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What was found on opening.

    With *went_back* the caller says so to a person and opens a new stream (reason 1) before any
    other event; until then the vault refuses events with `vault.went_back`. *links* says how far
    the last 1,000 links hold; None for an empty journal.
    """

    went_back: WentBackFacts | None
    links: Verified | None
    applied: Applied


class Database:
    """One encrypted file with its log, its witness and its lock.

    *sets* are the migration sets in order; the journal's own set always comes first. Every public
    method may be called from any thread but the writer's own.
    """

    def __init__(self, path: Path, *, sets: Sequence[MigrationSet] = ()) -> None:
        self._path = path
        self._sets = (JOURNAL_SET, *sets)
        self._lock = ProfileLock(path.with_name(path.name + ".lock"))
        self._keep_lock = False
        self._witness = Witness(path.with_name(path.name + ".witness"))
        self._writer: Writer | None = None
        self._connection: dbapi2.Connection | None = None
        self._key: bytes | None = None
        self._readers: set[dbapi2.Connection] = set()
        self._reading: set[object] = set()
        self.reserve = Reserve(path)
        self._tip: Tip | None = None
        self._witnessed: Tip | None = None
        self._went_back: WentBackFacts | None = None

    @property
    def path(self) -> Path:
        """Return where the file is."""
        return self._path

    @property
    def is_open(self) -> bool:
        """Return whether the file is open and its key in memory."""
        return self._writer is not None

    def claim(self) -> None:
        """Keep other copies of the program away, also while the file is closed.

        Raises AlreadyOpen when another copy was first. `release` gives the claim back.
        """
        self._lock.take()
        self._keep_lock = True

    def release(self) -> None:
        """Close the file and let another copy of the program have the profile."""
        self.close()
        self._keep_lock = False
        self._lock.release()

    def create(self, key: bytes) -> Opened:
        """Make a new file under a new key and open it; its witness is made before anything else.

        Raises AlreadyOpen, DiskFull or FileTrouble; what was begun is removed then. A file that
        exists is never touched: that is VaultMisuse.
        """
        if self._path.exists():
            raise VaultMisuse("a file is there already")
        self._lock.take()
        try:
            for suffix in ("-wal", "-shm"):
                self._beside(suffix).unlink(missing_ok=True)
            self._witness.create()
            descriptor = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            os.close(descriptor)
            sync_folder(self._path.parent)
        except OSError as error:
            self._let_go()
            raise of_system(error, self._path) from error
        except BaseException:
            self._let_go()
            raise
        try:
            return self._open_at_all(key)
        except BaseException:
            for suffix in ("", "-wal", "-shm"):
                self._beside(suffix).unlink(missing_ok=True)
            raise

    def open(self, key: bytes) -> Opened:
        """Open the file, bring it up to date and compare it with its witness.

        Raises AlreadyOpen, Damaged (also for a wrong key), NewerFile, DiskFull or FileTrouble; the
        file is closed then and holds what it held. Raises DeviceWiped where a wipe has begun.
        """
        refuse(self._path)
        if self._path.exists() and self._path.stat().st_size == 0:
            detail = "SQLITE_NOTADB"  # the library would begin an empty file anew
            raise Damaged(DamagedFacts(part=Part.DATABASE, detail=detail))
        return self._open_at_all(key)

    def _open_at_all(self, key: bytes) -> Opened:
        if self._writer is not None:
            raise VaultMisuse("the file is open already")
        if len(key) != KEY_BYTES:
            raise VaultMisuse("a raw key of 32 bytes is needed")
        self._lock.take()
        writer = Writer("vault")
        writer.start()
        try:
            opened = writer.run(lambda: self._open(key))
        except BaseException:
            writer.stop()
            self._let_go()
            raise
        self._writer = writer
        return opened

    def close(self) -> None:
        """Fold the log in, close the file and forget the key; nothing happens when it is closed.

        A log that cannot be folded in stays beside the file, as after a power cut; nothing is lost.
        """
        writer, self._writer = self._writer, None
        if writer is None:
            return
        try:
            writer.run(self._close)
        finally:
            writer.stop()
            self._let_go()

    def write(self, work: Callable[[Transaction], T], *, last_room: bool = False) -> T:
        """Run *work* in one transaction and return its result once it is durably stored.

        With *last_room* a full disk gives up the room kept back for payments and the work runs
        once more. Raises what *work* raised, or DiskFull, Damaged, WentBack, FileTrouble: then
        nothing of it was written.
        """
        try:
            return self._run(lambda: self._write(work), self._after_commit)
        except DiskFull:
            if not last_room or not self.reserve.release():
                raise
            _log.warning("the disk is full: a payment takes the room kept back for it")
        return self._run(lambda: self._write(work), self._after_commit)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run *work* on one unchanging state of the file and return its result; it cannot write."""
        return self._run(lambda: self._read(work))

    def beside(self, work: Callable[[dbapi2.Connection, bytes], T]) -> T:
        """Run *work* on a second connection that can only read, with the key, on this thread.

        For what takes long, such as a backup: no save waits for it. Raises VaultMisuse when the
        file is closed, and the known errors of the disk.
        """
        place = object()
        key = self._run(lambda: self._begin_reading(place))
        try:
            with known_errors(self._path), closing(connect_reader(self._path, key)) as connection:
                self._readers.add(connection)
                try:
                    return work(connection, key)
                finally:
                    self._readers.discard(connection)
        finally:
            self._reading.discard(place)

    def _begin_reading(self, place: object) -> bytes:
        """Return the key, and keep the file from being exchanged until *place* is given back."""
        if self._key is None:
            raise VaultMisuse("the file is closed")
        self._reading.add(place)
        return self._key

    def hurry_readers(self) -> None:
        """End what `beside` has under way, from any thread: it raises FileTrouble there."""
        for connection in tuple(self._readers):
            connection.interrupt()

    def fold(self) -> bool:
        """Fold the log into the file; False while somebody reads beside, then nothing is lost."""
        return self._run(self._fold)

    def _fold(self) -> bool:
        connection = self._connected()
        with known_errors(self._path):
            busy = bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
            touch_log(connection)
        return not busy

    def key(self) -> bytes:
        """Return the key of the open file, for whom a slot is made; raise VaultMisuse."""
        key = self._run(lambda: self._key)
        if key is None:
            raise VaultMisuse("the file is closed")
        return key

    def rekey(self, following: bytes, record: Callable[[Transaction], None]) -> None:
        """Put the whole file under another key, with *record* done in the same step.

        Needs twice the file's room. The key slots follow. Raises ReadBeside, WentBack, DiskFull,
        FileTrouble, Damaged, OldSlot or what *record* raised: the file is open as it was then.
        """
        self._run(lambda: self._rekey(following, record), self._after_commit)

    def write_anew(self) -> bool:
        """Write the whole file anew, so that nothing deleted is left in it or in its log.

        `secure_delete` clears what is deleted; what the library copied before, when it divided a
        page, only this clears. Returns False while somebody reads beside us, such as a backup: the
        log still holds old pages then, and it has to be done again. Raises DiskFull, Damaged or
        FileTrouble: the file says what it said.
        """
        return self._run(self._write_anew)

    def _run(self, job: Callable[[], T], afterwards: Callable[[], None] | None = None) -> T:
        writer = self._writer
        if writer is None:
            raise VaultMisuse("the file is closed")
        try:
            return writer.run(job, afterwards)
        except Stopped as error:
            raise VaultMisuse("the file is closed") from error

    def _beside(self, suffix: str) -> Path:
        return self._path.with_name(self._path.name + suffix)

    def _let_go(self) -> None:
        if not self._keep_lock:
            self._lock.release()

    # From here on everything runs on the writer thread.

    def _open(self, key: bytes) -> Opened:
        self._keep_damaged_log(key)
        connection = connect(self._path, key)
        try:
            with known_errors(self._path):
                applied = migrate(connection, self._path, self._sets)
                touch_log(connection)
                opened = self._inspect(connection, applied)
            refuse_plaintext(self._path)
            end_begun(self._path, key)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        self._key = key
        return opened

    def _keep_damaged_log(self, key: bytes) -> None:
        """Keep a log that holds more than SQLite takes of it, before anything is written over it.

        Looked at through a reader: a connection that may write empties the log when it closes.
        """
        log = self._beside("-wal")
        if not log.exists() or not log.stat().st_size:
            return
        with known_errors(self._path), closing(connect_reader(self._path, key)) as reader:
            accepted = int(reader.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()[1])
        keep_damaged_log(self._path, max(0, accepted))

    def _inspect(self, connection: dbapi2.Connection, applied: Applied) -> Opened:
        marks = self._witness.marks()
        tx = OpenTransaction(connection)
        newest = tip(tx)

        def own_head(stream: StreamId, seq: int) -> bytes | None:
            return head(tx, stream, seq)

        mark = speaking(marks, own_head)
        finding = judge(mark, holds_events=newest is not None, head=own_head)
        links = None if newest is None else verify(tx, newest.stream, CHECKED_LINKS)
        tx.end()
        self._tip = newest
        self._witnessed = newest  # at the latest the next event's commit brings it up to date
        self._went_back = None
        if finding is not None:
            self._went_back = WentBackFacts(
                finding=finding,
                witnessed_stream=None if mark is None else mark.stream,
                witnessed_seq=0 if mark is None else mark.seq,
                stream=None if newest is None else newest.stream,
                seq=0 if newest is None else newest.seq,
            )
        return Opened(went_back=self._went_back, links=links, applied=applied)

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        self._key = None
        if connection is not None:
            try:
                with known_errors(self._path):
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except KnownError as error:
                _log.warning("the log stays beside the file: %s", error.code)
            finally:
                connection.close()

    def _write(self, work: Callable[[Transaction], T]) -> T:
        connection = self._connected()
        with known_errors(self._path):
            connection.execute("BEGIN IMMEDIATE")
            tx = OpenTransaction(connection)
            try:
                result = work(tx)
                newest = tip(tx)
                self._refuse_old_stream(newest)
                self._announce_stream(tx, newest)
                tx.end()
                connection.execute("COMMIT")
            except BaseException as error:
                tx.end()
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if isinstance(error, MemoryError):
                    raise out_of_memory(connection) from error
                raise
        self._tip = newest
        return result

    def _refuse_old_stream(self, newest: Tip | None) -> None:
        """Take no event into the stream that went back: its numbers may be used already."""
        back = self._went_back
        if back is None or newest == self._tip:
            return
        if newest is not None and newest.stream == back.stream:
            raise WentBack(back)

    def _announce_stream(self, tx: Transaction, newest: Tip | None) -> None:
        """Name a new stream in the witness before its first event commits.

        A kill between that commit and its own mark would otherwise look like a file that went back.
        """
        if newest is None or (self._tip is not None and newest.stream == self._tip.stream):
            return
        before = head(tx, newest.stream, 0)
        if before is not None:
            self._witness.write(newest.stream, 0, before)

    def _read(self, work: Callable[[Transaction], T]) -> T:
        connection = self._connected()
        with known_errors(self._path):
            connection.execute("PRAGMA query_only = ON")
            connection.execute("BEGIN")
            tx = OpenTransaction(connection)
            try:
                return work(tx)
            except dbapi2.OperationalError as error:
                if error.sqlite_errorcode & 0xFF == dbapi2.SQLITE_READONLY:
                    raise VaultMisuse("read() cannot write") from error
                raise
            finally:
                tx.end()
                try:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                finally:
                    connection.execute("PRAGMA query_only = OFF")

    def _after_commit(self) -> None:
        """Write the witness, then fold in a long log: both off the way to *Guardado*."""
        newest = self._tip
        if newest is not None and newest != self._witnessed:
            self._witness.write(newest.stream, newest.seq, newest.head)
            self._witnessed = newest
            self._went_back = None
        self._fold_log()

    def _fold_log(self) -> None:
        log = self._beside("-wal")
        if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
            self._fold()

    def _rekey(self, following: bytes, record: Callable[[Transaction], None]) -> None:
        if self._reading:
            raise ReadBeside
        if self._went_back is not None:
            raise WentBack(self._went_back)
        connection, key, before = self._connected(), self._key, self._tip
        if key is None:
            raise VaultMisuse("the file is closed")
        refuse_without_room(self._path)
        with known_errors(self._path):
            expected = holdings(connection)
        self._close()
        try:
            exchange(self._path, key, following, expected, record)
        finally:
            self._open(following if opens(self._path, following) else key)
            self._witnessed = before

    def _write_anew(self) -> bool:
        connection = self._connected()
        with known_errors(self._path):
            connection.execute("VACUUM")
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            touch_log(connection)
        return not busy

    def _connected(self) -> dbapi2.Connection:
        if self._connection is None:
            raise VaultMisuse("the file is closed")
        return self._connection
