"""SQLCipher: opened by a raw key, with every pragma set in this one place (STYLE rule 44).

Plain SQLite accepts `PRAGMA key` and writes plaintext, and so does a misspelt pragma: the engine's
version, the key's form and the file's first bytes are therefore asserted, never assumed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any

from sqlcipher3 import dbapi2

from kiosk.errors import KnownError
from kiosk.vault.errors import (
    ALMOST_FULL_BYTES,
    AlreadyOpen,
    Damaged,
    DamagedFacts,
    DiskFull,
    DiskFullFacts,
    FileTrouble,
    FileTroubleFacts,
    NewerFacts,
    NewerFile,
    Part,
    free_bytes,
)
from sync.journal import Rows

KEY_BYTES = 32
FORMAT = 1
"""Our number for how the file is laid out below the migrations; kept as `user_version`."""

PLAIN_HEADER = b"SQLite format 3\x00"
_HEX_KEY = re.compile(r"[0-9a-f]{64}")

# WAL + FULL: a commit is one write and one fsync. Checkpoints are made by the vault itself between
# saves (autocheckpoint off), so that no save pays for one.
_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA fullfsync = ON",
    "PRAGMA wal_autocheckpoint = 0",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA temp_store = MEMORY",
)


class VaultMisuse(Exception):
    """The vault was used in a way that only a defect of ours explains."""


def connect(path: Path, key: bytes) -> dbapi2.Connection:
    """Return a connection, owned by the calling thread, to an encrypted file that exists.

    Raises Damaged when the key does not open it, and VaultMisuse when the library is not SQLCipher
    or the file is plaintext; nothing was written then.
    """
    return _connected(path, key, "rw", _configure)


def connect_reader(path: Path, key: bytes) -> dbapi2.Connection:
    """Return a connection that changes nothing, also not by folding in the log when it closes.

    Raises as `connect` does.
    """
    return _connected(path, key, "ro", _configure_reader)


def connect_copy(path: Path, key: bytes) -> dbapi2.Connection:
    """Return a connection to a file that nobody else knows yet and that may be thrown away.

    It has no log and no journal: what is in it counts only once it was synced and verified. Raises
    as `connect` does.
    """
    return _connected(path, key, "rw", _configure_copy)


def _connected(
    path: Path, key: bytes, mode: str, configure: Callable[[dbapi2.Connection], None]
) -> dbapi2.Connection:
    connection = dbapi2.connect(
        path.absolute().as_uri() + f"?mode={mode}", uri=True, isolation_level=None, timeout=0
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        hex_key = key.hex()
        if not _HEX_KEY.fullmatch(hex_key):
            raise VaultMisuse("a raw key of 32 bytes is needed")
        connection.execute(f"PRAGMA key = \"x'{hex_key}'\"")
        if not connection.execute("PRAGMA cipher_version").fetchone():
            raise VaultMisuse("this SQLite cannot encrypt")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        configure(connection)
        if connection.execute("PRAGMA user_version").fetchone()[0] > FORMAT:
            raise NewerFile(NewerFacts(set_name="format", migration=""))
    except dbapi2.Error as error:
        connection.close()
        raise translated(error, path) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _configure_reader(connection: dbapi2.Connection) -> None:
    for pragma in (
        "PRAGMA query_only = ON",
        "PRAGMA trusted_schema = OFF",
        "PRAGMA temp_store = MEMORY",
    ):
        connection.execute(pragma)


def _configure_copy(connection: dbapi2.Connection) -> None:
    connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
    connection.execute("PRAGMA journal_mode = OFF").fetchone()
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    connection.execute("PRAGMA synchronous = OFF")


def opens(path: Path, key: bytes) -> bool:
    """Return whether a key opens the file, told by its first page alone; nothing is written.

    The log beside it is not looked at, and no lock is taken.
    """
    try:
        connection = dbapi2.connect(
            path.absolute().as_uri() + "?mode=ro&immutable=1", uri=True, isolation_level=None
        )
    except dbapi2.Error:
        return False
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except dbapi2.Error:
        return False
    finally:
        connection.close()
    return True


def _configure(connection: dbapi2.Connection) -> None:
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise VaultMisuse(f"journal mode {mode} instead of wal")
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    if connection.execute("PRAGMA synchronous").fetchone()[0] != 2:
        raise VaultMisuse("synchronous is not FULL")


def refuse_plaintext(path: Path) -> None:
    """Raise VaultMisuse when the file on disk begins like a plain SQLite file."""
    with path.open("rb") as file:
        if file.read(len(PLAIN_HEADER)) == PLAIN_HEADER:
            raise VaultMisuse("the file is not encrypted")


def touch_log(connection: dbapi2.Connection) -> None:
    """Commit a change of nothing, so that the next save finds the log's first page synced.

    A fresh log costs one more fsync for its first commit; this takes it off the way to a save.
    """
    connection.execute(f"PRAGMA user_version = {FORMAT:d}")


@contextmanager
def known_errors(path: Path) -> Iterator[None]:
    """Turn what the database raises into known errors where it is the world's fault."""
    try:
        yield
    except dbapi2.Error as error:
        known = translated(error, path)
        if known is error:
            raise
        raise known from error


def translated(error: dbapi2.Error, path: Path) -> KnownError | dbapi2.Error:
    """Return the known error for the world's fault, and the error itself for a fault of ours."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    name = getattr(error, "sqlite_errorname", str(error))
    if primary == dbapi2.SQLITE_FULL:
        return DiskFull(DiskFullFacts(free_bytes=free_bytes(path)))
    if primary in (dbapi2.SQLITE_CORRUPT, dbapi2.SQLITE_NOTADB) or (
        primary == dbapi2.SQLITE_READONLY and os.access(path, os.W_OK)
    ):  # SQLCipher 4 calls a file read-only after it met a page of it that does not verify
        return Damaged(DamagedFacts(part=Part.DATABASE, detail=name))
    if primary in (dbapi2.SQLITE_BUSY, dbapi2.SQLITE_LOCKED):
        return AlreadyOpen()
    if primary == dbapi2.SQLITE_INTERRUPT:
        return FileTrouble(FileTroubleFacts(detail=name))
    if primary in (dbapi2.SQLITE_IOERR, dbapi2.SQLITE_CANTOPEN, dbapi2.SQLITE_READONLY):
        free = free_bytes(path)
        if free < ALMOST_FULL_BYTES or _at_size_limit(path):
            return DiskFull(DiskFullFacts(free_bytes=free))
        return FileTrouble(FileTroubleFacts(detail=name))
    return error


def out_of_memory(connection: dbapi2.Connection) -> KnownError:
    """Return what "out of memory" means here: SQLCipher says so too of a page it cannot verify."""
    try:
        damaged = connection.execute("PRAGMA cipher_integrity_check").fetchone() is not None
    except (MemoryError, dbapi2.Error):
        damaged = True
    if damaged:
        return Damaged(DamagedFacts(part=Part.DATABASE, detail="SQLITE_NOMEM"))
    return FileTrouble(FileTroubleFacts(detail="SQLITE_NOMEM"))


def _at_size_limit(path: Path) -> bool:
    """Return whether this process may not make the file or its log any larger."""
    try:
        import resource  # Unix only; Windows has no such limit
    except ImportError:
        return False
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    if limit == resource.RLIM_INFINITY:
        return False
    sizes = [file.stat().st_size for file in path.parent.glob(path.name + "*")]
    return max(sizes, default=0) + ALMOST_FULL_BYTES > limit


class OpenTransaction:
    """A transaction of the vault: works on the writer thread only, and only until it ends."""

    def __init__(self, connection: dbapi2.Connection) -> None:
        self._connection = connection
        self._thread = get_ident()
        self._ended = False

    def _assert_ours(self) -> None:
        if self._ended:
            raise VaultMisuse("this transaction has ended")
        if get_ident() != self._thread:
            raise VaultMisuse("SQL runs on the writer thread only")

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        """Run one statement."""
        self._assert_ours()
        rows: Rows = self._connection.execute(sql, parameters)
        return rows

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Rows:
        """Run one statement for each set of values."""
        self._assert_ours()
        rows: Rows = self._connection.executemany(sql, parameters)
        return rows

    def end(self) -> None:
        """Refuse everything from now on."""
        self._ended = True
