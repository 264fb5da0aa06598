"""What is wrong with a profile, told apart: from outside without a key, and inside with one.

Looks only: a damaged file is never written to, not even by closing it (`connect_reader`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from pathlib import Path

from sqlcipher3 import dbapi2

from kiosk.vault.blob_check import checked_blobs
from kiosk.vault.engine import PLAIN_HEADER, OpenTransaction, connect_reader, translated
from kiosk.vault.errors import Damaged, NewerFile, free_bytes
from kiosk.vault.log_file import read_log
from kiosk.vault.migrations import MigrationSet, unknown_step
from kiosk.vault.slots.keyfile import copy_path, slots_path
from kiosk.vault.slots.records import decode_file
from kiosk.vault.witness import Finding, judge, marks_of, speaking
from sync.errors import MessageInvalid
from sync.events import decode_header
from sync.ids import StreamId, crockford_number, series_of
from sync.journal import Transaction, follow, head, last_seq, read, streams, tip

PAGE_BYTES = 4096
FULL_BYTES = 20 * 2**20
_OPEN_TO_OTHERS = 0o077


class Ill(Enum):
    """Each kind of damage; its words are the Fluent message `doctor-NAME`."""

    FILE_MISSING = "file_missing"
    FILE_EMPTY = "file_empty"
    PLAINTEXT = "plaintext"
    KEYS_MISSING = "keys_missing"
    KEYS_DAMAGED = "keys_damaged"
    KEYS_COPY_DAMAGED = "keys_copy_damaged"
    HEADER = "header"
    PAGES = "pages"
    STRUCTURE = "structure"
    REFERENCES = "references"
    LOG = "log"
    WITNESS_MISSING = "witness_missing"
    WITNESS_DAMAGED = "witness_damaged"
    WENT_BACK = "went_back"
    OTHER_HISTORY = "other_history"
    CHAIN = "chain"
    NEWER = "newer"
    PERMISSIONS = "permissions"
    DISK_FULL = "disk_full"
    CLOCK = "clock"
    READ_TABLES = "read_tables"
    FOREIGN = "foreign"  # the journal holds records that its tables refuse
    BLOBS_MISSING = "blobs_missing"
    BLOBS_DAMAGED = "blobs_damaged"
    LEFTOVERS = "leftovers"


HARMLESS = frozenset({Ill.LEFTOVERS, Ill.KEYS_COPY_DAMAGED, Ill.CLOCK, Ill.DISK_FULL})
"""What a person should see to, though nothing that was saved is touched by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that is wrong. Facts that a kind has no use for stay empty."""

    code: Ill
    number: int = 0  # how many, or up to which event
    of: int = 0  # the last event there is
    series: str = ""
    at: datetime | None = None  # time of the last intact event
    names: tuple[str, ...] = ()

    @property
    def grave(self) -> bool:
        """Return whether saved work is touched."""
        return self.code not in HARMLESS


def look_outside(database: Path, *, now_seconds: int, build_seconds: int) -> tuple[Trouble, ...]:
    """Return what can be said of a profile without opening its file."""
    if not database.exists():
        return (Trouble(code=Ill.FILE_MISSING),)
    found = [*_file(database), *_keys(database), *_witness_file(database), *_log(database)]
    found += _permissions(database)
    if free_bytes(database) < FULL_BYTES:
        found.append(Trouble(code=Ill.DISK_FULL, number=free_bytes(database) // 2**20))
    if now_seconds < build_seconds:
        found.append(Trouble(code=Ill.CLOCK))
    damaged = tuple(name for name, sound in checked_blobs(database) if not sound)
    if damaged:
        found.append(Trouble(code=Ill.BLOBS_DAMAGED, number=len(damaged), names=damaged))
    left = tuple(path.name for path in leftovers(database))
    if left:
        found.append(Trouble(code=Ill.LEFTOVERS, number=len(left), names=left))
    return tuple(found)


def leftovers(database: Path) -> tuple[Path, ...]:
    """Return files that a cut left behind and that nothing needs any more."""
    folder = database.parent
    patterns = ("*.new", "*.image", "*.image-journal", "blobs/*.new", "*.scratch*")
    return tuple(sorted(path for pattern in patterns for path in folder.glob(pattern)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What was found in the open file; *streams* lists each with how far it holds."""

    troubles: tuple[Trouble, ...]
    chains: tuple[Trouble, ...]  # one per stream, sound or not
    opened: bool


Questions = Callable[[Transaction], tuple[Trouble, ...]]
"""What a higher layer asks of the open file."""


def look_inside(
    database: Path, key: bytes, sets: tuple[MigrationSet, ...], more: Questions | None = None
) -> Inside:
    """Return what is wrong in a file that is not in use; it is read and not changed.

    Raises FileTrouble where the disk refuses.
    """
    try:
        connection = connect_reader(database, key)
    except NewerFile:
        return Inside(troubles=(Trouble(code=Ill.NEWER),), chains=(), opened=False)
    except Damaged:
        return Inside(troubles=(Trouble(code=Ill.HEADER),), chains=(), opened=False)
    try:
        found = [one for one in (page_trouble(connection),) if one is not None]
        chains: list[Trouble] = []
        for ask in (
            lambda tx: _newer(tx, sets),
            lambda tx: _witness(tx, database),
            lambda tx: _chains(tx, chains),
            *(() if more is None else (more,)),
        ):
            found += _asked(connection, database, ask)
    finally:
        connection.close()
    return Inside(troubles=_once(found), chains=tuple(chains), opened=True)


def page_trouble(connection: dbapi2.Connection) -> Trouble | None:
    """Return what is wrong with pages, structure or references of an open file, the worst first."""
    try:
        bad = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        if bad:
            return Trouble(code=Ill.PAGES, number=len(bad))
        wrong = connection.execute("PRAGMA integrity_check").fetchall()
        if wrong != [("ok",)]:
            return Trouble(code=Ill.STRUCTURE, number=len(wrong))
        missing = connection.execute("PRAGMA foreign_key_check").fetchall()
        if missing:
            return Trouble(code=Ill.REFERENCES, number=len(missing))
    except dbapi2.DatabaseError:
        return Trouble(code=Ill.PAGES, number=1)
    return None


# --------------------------------------------------------------------------------- outside


def _file(database: Path) -> list[Trouble]:
    size = database.stat().st_size
    if size == 0:
        return [Trouble(code=Ill.FILE_EMPTY)]
    with database.open("rb") as file:
        if file.read(len(PLAIN_HEADER)) == PLAIN_HEADER:
            return [Trouble(code=Ill.PLAINTEXT)]
    return [Trouble(code=Ill.PAGES, number=1)] if size % PAGE_BYTES else []


def _keys(database: Path) -> list[Trouble]:
    """Say which of the two copies of the key file can be read."""
    path = slots_path(database)
    copy = copy_path(path)
    if not path.exists() and not copy.exists():
        return [Trouble(code=Ill.KEYS_MISSING)]
    sound = [one for one in (path, copy) if _can_list(one)]
    if not sound:
        return [Trouble(code=Ill.KEYS_DAMAGED)]
    broken = tuple(one.name for one in (path, copy) if one.exists() and one not in sound)
    return [Trouble(code=Ill.KEYS_COPY_DAMAGED, names=broken)] if broken else []


def _can_list(path: Path) -> bool:
    """Say whether a copy can be read; looked at here, because opening it would mend the other."""
    try:
        return bool(decode_file(path.read_bytes()).slots)
    except (OSError, MessageInvalid):
        return False


def _witness_file(database: Path) -> list[Trouble]:
    path = database.with_name(database.name + ".witness")
    try:
        marks = marks_of(path.read_bytes())
    except OSError:
        return [Trouble(code=Ill.WITNESS_MISSING)]
    return [] if marks else [Trouble(code=Ill.WITNESS_DAMAGED)]


def _log(database: Path) -> list[Trouble]:
    log = read_log(database.with_name(database.name + "-wal"))
    if not log.damaged:
        return []
    return [Trouble(code=Ill.LOG, number=log.lost_commits, of=log.commits + log.lost_commits)]


def _permissions(database: Path) -> list[Trouble]:
    """Say which files others on this computer may read; Windows keeps them by folder."""
    if sys.platform == "win32":
        return []
    open_to_others, barred = [], []
    for path in sorted(database.parent.glob(database.name + "*")):
        if path.stat().st_mode & _OPEN_TO_OTHERS:
            open_to_others.append(path.name)
        if not os.access(path, os.R_OK | os.W_OK):
            barred.append(path.name)
    names = tuple(dict.fromkeys(open_to_others + barred))
    return [Trouble(code=Ill.PERMISSIONS, number=len(names), names=names)] if names else []


# ---------------------------------------------------------------------------------- inside


def _asked(connection: dbapi2.Connection, database: Path, ask: Questions) -> tuple[Trouble, ...]:
    """Ask one question in a transaction; damage met on the way is an answer too."""
    connection.execute("BEGIN")
    tx = OpenTransaction(connection)
    try:
        return ask(tx)
    except dbapi2.Error as error:
        known = translated(error, database)
        if not isinstance(known, Damaged):
            raise known from error
        return (Trouble(code=Ill.PAGES, number=1),)
    finally:
        tx.end()
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _newer(tx: Transaction, sets: tuple[MigrationSet, ...]) -> tuple[Trouble, ...]:
    step = unknown_step(tx, sets)
    return () if step is None else (Trouble(code=Ill.NEWER, names=(".".join(step),)),)


def _witness(tx: Transaction, database: Path) -> tuple[Trouble, ...]:
    """Say whether the journal fits its witness; what the witness file itself is was said before."""
    try:
        marks = marks_of(database.with_name(database.name + ".witness").read_bytes())
    except OSError:
        marks = ()
    newest = tip(tx)
    if newest is None or not marks:
        return ()

    def own(stream: StreamId, seq: int) -> bytes | None:
        return head(tx, stream, seq)

    mark = speaking(marks, own)
    finding = judge(mark, holds_events=True, head=own)
    if finding is None or mark is None:
        return ()
    code = Ill.OTHER_HISTORY if finding is Finding.DIFFERENT else Ill.WENT_BACK
    return (Trouble(code=code, number=newest.seq, of=mark.seq),)


def _chains(tx: Transaction, chains: list[Trouble]) -> tuple[Trouble, ...]:
    """Follow every stream; put each with how far it holds into *chains*; return the broken ones."""
    for stream in streams(tx):
        last, start = last_seq(tx, stream), head(tx, stream, 0)
        intact = 0 if start is None else follow(tx, stream, 0, start, last).seq
        chains.append(
            Trouble(
                code=Ill.CHAIN,
                number=intact,
                of=last,
                series=crockford_number(series_of(stream), 4),
                at=_time_of(tx, stream, intact),
            )
        )
    return tuple(one for one in chains if one.number != one.of)


def _time_of(tx: Transaction, stream: StreamId, seq: int) -> datetime | None:
    for event in read(tx, stream, seq, seq):
        return datetime.fromtimestamp(decode_header(event.header).time_seconds).astimezone()
    return None


def _once(found: list[Trouble]) -> tuple[Trouble, ...]:
    """Return each kind of page damage once, with the number that says most."""
    pages = [one for one in found if one.code is Ill.PAGES]
    rest = [one for one in found if one.code is not Ill.PAGES]
    if not pages:
        return tuple(rest)
    return (replace(pages[0], number=max(one.number for one in pages)), *rest)
