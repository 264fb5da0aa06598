"""Which attachments wait: what events name, minus what the central has confirmed (PROTOCOL §13).

The journal says what there is (key 0 of a body); a table keeps what the central signed. A file is
*confirmed* while its confirmation is of the incarnation that is known: a restored central may have
lost files, so a new incarnation takes every confirmation back without a row being touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sync import cbor
from sync.blobs import ANSWERS_INDEX
from sync.certificates import Signers
from sync.device.memory import LinkMemory
from sync.errors import MessageInvalid
from sync.ids import EventId
from sync.journal import Transaction, tip
from sync.messages import read_blob_confirmation

MISSING = "blob-missing"
"""Word for a file that an event names and that is not on this disk as it was sealed."""

_SCANNED_WITHOUT_FILES = 1_000  # so many events without a file are not worth a write of their own
_DRAWN = "image/png"  # what people draw is kept as PNG, what a camera sees is not (UX §3.6)
_TABLES = (
    # Files that events name, in the order they came up, and what the central said of each. `sent`:
    # some of it may be there. `missing`: not on this disk as sealed. `code`: why the central does
    # not take it for now. `after_*`: where the journal ended when the confirmation came, so that
    # a backup of the central that holds a later event holds the file too.
    """
    CREATE TABLE blob (
        blob_id BLOB PRIMARY KEY CHECK (length(blob_id) = 16),
        number INTEGER NOT NULL,
        length INTEGER NOT NULL CHECK (length >= 0),
        rank INTEGER NOT NULL,
        sent INTEGER NOT NULL DEFAULT 0 CHECK (sent IN (0, 1)),
        missing INTEGER NOT NULL DEFAULT 0 CHECK (missing IN (0, 1)),
        code TEXT NOT NULL DEFAULT '',
        confirmation BLOB,
        incarnation BLOB CHECK (length(incarnation) = 16),
        after_stream BLOB,
        after_seq INTEGER,
        CHECK ((confirmation IS NULL) = (incarnation IS NULL))
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX blob_confirmed ON blob (incarnation)",
    # Which event names which file; a correction names those it keeps again.
    """
    CREATE TABLE blob_event (
        event_id BLOB NOT NULL CHECK (length(event_id) = 16),
        blob_id BLOB NOT NULL REFERENCES blob (blob_id),
        PRIMARY KEY (event_id, blob_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX blob_event_of ON blob_event (blob_id)",
    # What no confirmation of the known incarnation covers and an event still names.
    """
    CREATE VIEW blob_unconfirmed AS SELECT b.* FROM blob AS b
    WHERE (b.incarnation IS NULL
           OR b.incarnation < (SELECT coalesce(incarnation, zeroblob(16)) FROM link)
           OR b.incarnation > (SELECT coalesce(incarnation, zeroblob(16)) FROM link))
      AND EXISTS (SELECT 1 FROM blob_event AS n JOIN event AS e ON e.event_id = n.event_id
                  WHERE n.blob_id = b.blob_id AND e.body IS NOT NULL)
    """,
    # Up to where each stream was looked through for files.
    """
    CREATE TABLE blob_scan (
        stream BLOB PRIMARY KEY REFERENCES stream (stream),
        seq INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # How far each stream stands, and how far it was looked through.
    """
    CREATE VIEW blob_scanned AS
    SELECT t.number, t.stream, coalesce(s.seq, 0) AS seq,
           coalesce((SELECT max(e.seq) FROM event AS e WHERE e.stream = t.stream), 0) AS tip
    FROM stream AS t LEFT JOIN blob_scan AS s ON s.stream = t.stream
    """,
    # Events not looked through yet that name files: key 0 is the first of its map, after a head of
    # one byte, or of two from 24 keys on.
    """
    CREATE VIEW blob_unscanned AS
    SELECT e.event_id, e.body, s.number, e.seq FROM blob_scanned AS s
    JOIN event AS e ON e.stream = s.stream AND e.seq > s.seq
    WHERE e.body IS NOT NULL
      AND (substr(e.body, 2, 1) = x'00' OR substr(e.body, 1, 3) = x'b81800')
    """,
)


def create_blobs(tx: Transaction) -> None:
    """Create the tables of attachments; older files are looked through at the first contact."""
    for statement in _TABLES:
        tx.execute(statement)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobRow:
    """One file that waits. `sent`: the central may hold some of it."""

    blob_id: bytes
    length_bytes: int
    sent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobsWaiting:
    """How many files wait, how large they are, and the central's newest reason, "" for none."""

    count: int = 0
    size_bytes: int = 0
    code: str = ""
    missing: int = 0  # named, unconfirmed, and not on this disk: they cannot be waited for


class Verdict(Enum):
    """What a valid confirmation means here.

    CONFIRMED: it is of a file of ours and of the central that is known; kept.

    INCARNATION: the central's database is another one; ask it first (PROTOCOL §10).

    NOT_MINE: another device's, or of no file that is named here, or of another length.
    """

    CONFIRMED = "confirmed"
    INCARNATION = "incarnation"
    NOT_MINE = "not-mine"


def scan(tx: Transaction) -> int:
    """Look through what was recorded since the last time; return how many files are new.

    Writes. What is done twice changes nothing: a file is known by its hash.
    """
    new = 0
    number = tx.execute("SELECT coalesce(max(number), 0) FROM blob").fetchone()[0]
    for event_id, blob_id, length, rank in _unscanned(tx):
        added = tx.execute(
            "INSERT OR IGNORE INTO blob (blob_id, number, length, rank) VALUES (?, ?, ?, ?)",
            (blob_id, number + 1, length, rank),
        ).rowcount
        new, number = new + added, number + added
        tx.execute(
            "INSERT OR IGNORE INTO blob_event (event_id, blob_id) VALUES (?, ?)",
            (event_id, blob_id),
        )
    tx.execute(
        "INSERT INTO blob_scan (stream, seq) SELECT stream, tip FROM blob_scanned WHERE tip > seq"
        " ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq"
    )
    return new


def needs_scan(tx: Transaction) -> bool:
    """Say whether `scan` would find a file, or has fallen far behind."""
    if next(_unscanned(tx), None) is not None:
        return True
    behind = tx.execute("SELECT sum(tip - seq) FROM blob_scanned").fetchone()[0]
    return (behind or 0) >= _SCANNED_WITHOUT_FILES


def waiting(tx: Transaction) -> BlobsWaiting:
    """Return how many files the central has not confirmed; also before they were looked up."""
    row = tx.execute(
        "SELECT count(*) FILTER (WHERE NOT missing), sum(length) FILTER (WHERE NOT missing),"
        " max(code) FILTER (WHERE NOT missing), count(*) FILTER (WHERE missing)"
        " FROM blob_unconfirmed"
    ).fetchone()
    fresh = {blob_id: length for _, blob_id, length, _ in _unscanned(tx)}
    fresh = {blob_id: length for blob_id, length in fresh.items() if not _is_known(tx, blob_id)}
    return BlobsWaiting(
        count=int(row[0]) + len(fresh),
        size_bytes=int(row[1] or 0) + sum(fresh.values()),
        code=row[2] or "",
        missing=int(row[3]),
    )


def blobs_to_send(
    tx: Transaction, *, but: Collection[bytes] = (), limit: int | None = None
) -> tuple[BlobRow, ...]:
    """Return the files that wait, the most urgent first: answers, what was drawn, photos.

    *but* are left out, as is what is not on this disk. Only what was looked up (`scan`) is found.
    """
    found = []
    rows = tx.execute(
        "SELECT blob_id, length, sent FROM blob_unconfirmed WHERE missing = 0 ORDER BY rank, number"
    )
    for blob_id, length, sent in rows:
        if bytes(blob_id) in but:
            continue
        found.append(BlobRow(blob_id=bytes(blob_id), length_bytes=int(length), sent=bool(sent)))
        if limit is not None and len(found) >= limit:
            break
    return tuple(found)


def missing_blobs(tx: Transaction) -> tuple[BlobRow, ...]:
    """Return the files that wait, but were not on this disk when they were looked for."""
    rows = tx.execute(
        "SELECT blob_id, length, sent FROM blob_unconfirmed WHERE missing = 1 ORDER BY number"
    ).fetchall()
    return tuple(BlobRow(blob_id=bytes(r[0]), length_bytes=r[1], sent=bool(r[2])) for r in rows)


def mark_sent(tx: Transaction, blob_id: bytes) -> None:
    """Note, before its first byte goes out, that the central may hold some of a file."""
    tx.execute("UPDATE blob SET sent = 1 WHERE blob_id = ?", (blob_id,))


def mark_missing(tx: Transaction, blob_id: bytes, *, missing: bool = True) -> None:
    """Note whether a file is not on this disk as it was sealed."""
    tx.execute("UPDATE blob SET missing = ? WHERE blob_id = ?", (int(missing), blob_id))


def mark_code(tx: Transaction, blob_id: bytes, code: str) -> None:
    """Note why the central does not take a file for now; nothing is decided by it."""
    tx.execute("UPDATE blob SET code = ? WHERE blob_id = ?", (code, blob_id))


def take_confirmation(tx: Transaction, raw: bytes, signers: Signers, device_id: bytes) -> Verdict:
    """Keep a confirmation that holds, however it came; say what it means.

    Raises MessageInvalid for anything that no central of ours has signed.
    """
    said = read_blob_confirmation(raw, signers)
    if said.device_id != device_id:
        return Verdict.NOT_MINE
    if said.incarnation != LinkMemory().incarnation(tx):
        return Verdict.INCARNATION
    newest = tip(tx)
    if newest is None:
        return Verdict.NOT_MINE
    kept = tx.execute(
        "UPDATE blob SET confirmation = ?, incarnation = ?, after_stream = ?, after_seq = ?,"
        " missing = 0, code = '' WHERE blob_id = ? AND length = ?",
        (raw, said.incarnation, newest.stream, newest.seq, said.blob_id, said.length_bytes),
    )
    return Verdict.CONFIRMED if kept.rowcount else Verdict.NOT_MINE


def forget_confirmations(tx: Transaction) -> None:
    """Believe no confirmation any more: the central lost events and did not say so.

    One that says so has another incarnation, and its older confirmations count for nothing anyway.
    """
    tx.execute(
        "UPDATE blob SET confirmation = NULL, incarnation = NULL, after_stream = NULL,"
        " after_seq = NULL"
    )


def is_safe_elsewhere(tx: Transaction, event_id: EventId) -> bool:
    """Say whether every file of an event may leave this disk: it stands in a backup over there.

    A confirmation says that the central holds the file; a backup made *after* it holds it too. So
    it must be of the known incarnation, and an event recorded after it came must be durable. Call
    `scan` before, in the same transaction.
    """
    row = tx.execute(
        "SELECT 1 FROM blob_event AS n JOIN blob AS b ON b.blob_id = n.blob_id"
        " WHERE n.event_id = ?2 AND NOT (b.incarnation IS ?1 AND EXISTS ("
        "  SELECT 1 FROM stream_state AS s JOIN stream AS t ON t.stream = s.stream"
        "  JOIN stream AS c ON c.stream = b.after_stream"
        "  WHERE (t.number = c.number AND s.durable > b.after_seq)"
        "  OR (t.number > c.number AND s.durable >= 1))) LIMIT 1",
        (LinkMemory().incarnation(tx), event_id),
    ).fetchone()
    return row is None


def forget_files(tx: Transaction, event_ids: Collection[EventId]) -> None:
    """Forget the files of erased events, with their confirmations, where nothing else names them.

    The files themselves are the caller's to remove.
    """
    ids = [(event_id,) for event_id in event_ids]
    tx.executemany("DELETE FROM blob_event WHERE event_id = ?", ids)
    tx.execute(
        "DELETE FROM blob WHERE NOT EXISTS"
        " (SELECT 1 FROM blob_event AS n WHERE n.blob_id = blob.blob_id)"
    )


def _unscanned(tx: Transaction) -> Iterator[tuple[bytes, bytes, int, int]]:
    """Yield (event_id, blob_id, length, rank) of files in events not looked through yet."""
    rows = tx.execute("SELECT event_id, body FROM blob_unscanned ORDER BY number, seq").fetchall()
    for event_id, body in rows:
        for index, media_type, length, blob_id in _attachments(bytes(body)):
            rank = 0 if index == ANSWERS_INDEX else 1 if media_type == _DRAWN else 2
            yield bytes(event_id), blob_id, length, rank


def _attachments(body: bytes) -> list[Any]:
    """Return the attachments of a body as they stand in it; none where it says something else."""
    try:
        content = cbor.decode(body)
    except MessageInvalid:
        return []
    match content:
        case {0: list(listed)}:
            return [one for one in listed if _is_attachment(one)]
        case _:
            return []


def _is_attachment(one: object) -> bool:
    match one:
        case [int(), str(), int(), bytes(blob_id)]:
            return len(blob_id) == 16
        case _:
            return False


def _is_known(tx: Transaction, blob_id: bytes) -> bool:
    return tx.execute("SELECT 1 FROM blob WHERE blob_id = ?", (blob_id,)).fetchone() is not None
