"""Kept: which backups of this file were made, and where they lie (class *kept*, DESIGN §4).

The journal holds an event for each; this list adds where it is, which is nobody else's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sync.events import BackupPlace, decode_header
from sync.ids import StreamId
from sync.journal import Transaction

_TABLES = (
    """
    CREATE TABLE backup (
        content_hash BLOB PRIMARY KEY CHECK (length(content_hash) = 16),
        name TEXT NOT NULL,
        folder TEXT NOT NULL,
        place INTEGER NOT NULL,
        made_seconds INTEGER NOT NULL,
        size_bytes INTEGER NOT NULL,
        stream BLOB NOT NULL,
        seq INTEGER NOT NULL,
        gone_seconds INTEGER
    ) STRICT
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRow:
    """One backup that was made; *gone_seconds* says when it was removed."""

    content_hash: bytes
    name: str
    folder: str
    place: BackupPlace
    made_seconds: int
    size_bytes: int
    stream: StreamId
    seq: int
    gone_seconds: int | None = None


def create(tx: Transaction) -> None:
    """Create the list of backups."""
    for statement in _TABLES:
        tx.execute(statement)


def add(tx: Transaction, row: BackupRow) -> None:
    """List a backup that was made."""
    tx.execute(
        "INSERT OR IGNORE INTO backup (content_hash, name, folder, place, made_seconds, size_bytes,"
        " stream, seq, gone_seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.content_hash,
            row.name,
            row.folder,
            int(row.place),
            row.made_seconds,
            row.size_bytes,
            row.stream,
            row.seq,
            row.gone_seconds,
        ),
    )


def gone(tx: Transaction, content_hash: bytes, now_seconds: int) -> None:
    """Say that a backup was removed."""
    tx.execute(
        "UPDATE backup SET gone_seconds = ? WHERE content_hash = ? AND gone_seconds IS NULL",
        (now_seconds, content_hash),
    )


def backups(tx: Transaction) -> tuple[BackupRow, ...]:
    """Return every backup that is not known to be gone, the newest first."""
    rows = tx.execute(
        "SELECT content_hash, name, folder, place, made_seconds, size_bytes, stream, seq,"
        " gone_seconds FROM backup WHERE gone_seconds IS NULL ORDER BY made_seconds DESC, name"
    )
    return tuple(_row(row) for row in rows)


def erased_after(tx: Transaction, row: BackupRow) -> int | None:
    """Return when content was first erased after a backup was made; None for never.

    Found without decoding: a header begins with its kind, and `erased` is kind 4. One that a fork
    has moved counts where it was recorded.
    """
    found = tx.execute(
        "SELECT header FROM event WHERE rowid >"
        " (SELECT rowid FROM event WHERE stream = ? AND seq = ?)"
        " AND substr(header, 2, 2) = x'0104' AND rowid ="
        "  (SELECT min(rowid) FROM event AS m WHERE m.event_id = event.event_id)"
        " ORDER BY rowid LIMIT 1",
        (row.stream, row.seq),
    ).fetchone()
    return None if found is None else decode_header(found[0]).time_seconds


def _row(row: tuple[Any, ...]) -> BackupRow:
    content_hash, name, folder, place, made, size, stream, seq, gone_seconds = row
    return BackupRow(
        content_hash=content_hash,
        name=name,
        folder=folder,
        place=BackupPlace(place),
        made_seconds=made,
        size_bytes=size,
        stream=StreamId(stream),
        seq=seq,
        gone_seconds=gone_seconds,
    )
