"""What is remembered of bundles: what this device wrote, and what it carries for others.

A copied event is a row of `batch` on the channel of bundles, so its state and the meaning of an
answer to it are computed like those of any other (PROTOCOL §8, §11).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sync.device.link import Span
from sync.device.outbox import BatchState
from sync.device.states import Channel
from sync.ids import DeviceId, StreamId
from sync.journal import Transaction

_TABLES = (
    # Bundles that this device wrote and read back.
    """
    CREATE TABLE bundle (
        bundle_id BLOB PRIMARY KEY CHECK (length(bundle_id) = 16),
        parts INTEGER NOT NULL CHECK (parts >= 1),
        created INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # Which events each holds.
    """
    CREATE TABLE bundle_span (
        bundle_id BLOB NOT NULL REFERENCES bundle (bundle_id),
        stream BLOB NOT NULL REFERENCES stream (stream),
        first INTEGER NOT NULL CHECK (first >= 1),
        last INTEGER NOT NULL CHECK (last >= first),
        PRIMARY KEY (bundle_id, stream, first)
    ) STRICT, WITHOUT ROWID
    """,
    # Which attachments each holds.
    """
    CREATE TABLE bundle_file (
        bundle_id BLOB NOT NULL REFERENCES bundle (bundle_id),
        blob_id BLOB NOT NULL CHECK (length(blob_id) = 16),
        PRIMARY KEY (bundle_id, blob_id)
    ) STRICT, WITHOUT ROWID
    """,
    # Records of other devices, unread: on their way to the central (back = 0) or to their owner
    # (back = 1). Small ones stand here, large ones in a file named by their hash. What was done
    # with stays known by its hash, so that the same stick twice changes nothing.
    """
    CREATE TABLE carried (
        sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
        back INTEGER NOT NULL CHECK (back IN (0, 1)),
        owner BLOB NOT NULL CHECK (length(owner) = 8),
        kind INTEGER NOT NULL,
        length INTEGER NOT NULL,
        stream BLOB NOT NULL DEFAULT x'',
        first INTEGER NOT NULL DEFAULT 0,
        raw BLOB,
        taken_at INTEGER NOT NULL,
        retry_at INTEGER NOT NULL DEFAULT 0,
        done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
        PRIMARY KEY (sha256, back)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX carried_waiting ON carried (back, done, owner, stream, first)",
)


def create_bundles(tx: Transaction) -> None:
    """Create the tables of bundles."""
    for statement in _TABLES:
        tx.execute(statement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One envelope of a bundle: which events, and the mark by which an answer names it."""

    span: Span
    mark: bytes
    stubs: int  # events without a body when it was sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedSpan:
    """Events that a bundle holds and no acknowledgement covers yet."""

    stream: StreamId
    first: int
    last: int
    created_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedRow:
    """One record that is carried; `raw` None: its bytes are in a file."""

    sha256: bytes
    back: bool
    owner: DeviceId
    kind: int
    length: int
    stream: bytes = b""
    first: int = 0
    raw: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedView:
    """What is carried for other devices, and how much may be."""

    records: int
    devices: int
    size_bytes: int
    limit_bytes: int


def stubs_in(tx: Transaction, span: Span) -> int:
    """Return how many events of a span have no body any more."""
    row = tx.execute(
        "SELECT count(*) FROM event WHERE stream = ? AND seq BETWEEN ? AND ? AND body IS NULL",
        (span.stream, span.first, span.last),
    ).fetchone()
    return int(row[0])


def raw_bytes_in(tx: Transaction, span: Span) -> int:
    """Return how much the events of a span hold before they are compressed."""
    row = tx.execute(
        "SELECT sum(length(header) + coalesce(length(body), 48)) FROM event"
        " WHERE stream = ? AND seq BETWEEN ? AND ?",
        (span.stream, span.first, span.last),
    ).fetchone()
    return int(row[0] or 0)


def keep_bundle(
    tx: Transaction,
    bundle_id: bytes,
    *,
    parts: int,
    exported: Iterable[Exported],
    files: Iterable[bytes],
    now_seconds: int,
) -> None:
    """Note a bundle that was written and read back: its events are exported from now on."""
    tx.execute(
        "INSERT INTO bundle (bundle_id, parts, created) VALUES (?, ?, ?)",
        (bundle_id, parts, now_seconds),
    )
    spans = [(one.span.stream, one.span.first, one.span.last, one.mark) for one in exported]
    tx.executemany(
        "INSERT INTO bundle_span (bundle_id, stream, first, last) VALUES (?, ?, ?, ?)",
        [(bundle_id, stream, first, last) for stream, first, last, _ in spans],
    )
    tx.executemany(
        "INSERT OR IGNORE INTO batch (stream, first, last, sha256_16, channel, state, created)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(*one, Channel.BUNDLE.value, BatchState.SENT.value, now_seconds) for one in spans],
    )
    tx.executemany(
        "INSERT INTO bundle_file (bundle_id, blob_id) VALUES (?, ?)",
        [(bundle_id, blob_id) for blob_id in files],
    )


def exported_since(tx: Transaction) -> tuple[ExportedSpan, ...]:
    """Return what is on a drive and nowhere confirmed, the oldest first."""
    rows = tx.execute(
        "SELECT b.stream, b.first, b.last, b.created FROM batch AS b"
        " LEFT JOIN stream_state AS s ON s.stream = b.stream"
        " WHERE b.channel = ? AND b.state = ?"
        " AND min(b.last, coalesce(s.base, b.last)) > coalesce(s.acknowledged, 0)"
        " ORDER BY b.created, b.id",
        (Channel.BUNDLE.value, BatchState.SENT.value),
    ).fetchall()
    return tuple(
        ExportedSpan(stream=StreamId(r[0]), first=r[1], last=r[2], created_seconds=r[3])
        for r in rows
    )


def is_spent(tx: Transaction, bundle_id: bytes, unconfirmed_files: Collection[bytes]) -> bool:
    """Say whether everything of a bundle of ours is confirmed, whichever way that came."""
    if tx.execute("SELECT 1 FROM bundle WHERE bundle_id = ?", (bundle_id,)).fetchone() is None:
        return False
    open_span = tx.execute(
        "SELECT 1 FROM bundle_span AS p LEFT JOIN stream_state AS s ON s.stream = p.stream"
        " WHERE p.bundle_id = ? AND p.last > coalesce(s.acknowledged, 0) AND EXISTS ("
        "  SELECT 1 FROM event AS e WHERE e.stream = p.stream AND e.seq BETWEEN p.first AND p.last"
        "  AND NOT EXISTS (SELECT 1 FROM event AS m JOIN stream_state AS a ON a.stream = m.stream"
        "   WHERE m.event_id = e.event_id AND m.seq <= a.acknowledged)) LIMIT 1",
        (bundle_id,),
    ).fetchone()  # what a fork moved is confirmed where it stands now
    if open_span is not None:
        return False
    files = tx.execute("SELECT blob_id FROM bundle_file WHERE bundle_id = ?", (bundle_id,))
    return not {bytes(row[0]) for row in files} & set(unconfirmed_files)


def headers_outside(tx: Transaction, span: Span, bundle_ids: Collection[bytes]) -> Iterator[bytes]:
    """Yield the headers of a span's events that none of these bundles holds."""
    held = [
        (first, last)
        for bundle_id in bundle_ids
        for first, last in tx.execute(
            "SELECT first, last FROM bundle_span WHERE bundle_id = ? AND stream = ?",
            (bundle_id, span.stream),
        ).fetchall()
    ]
    at = span.first
    for first, last in (*sorted(held), (span.last + 1, span.last + 1)):
        if first > at:
            rows = tx.execute(
                "SELECT header FROM event WHERE stream = ? AND seq BETWEEN ? AND ? ORDER BY seq",
                (span.stream, at, min(first - 1, span.last)),
            )
            yield from (bytes(row[0]) for row in rows)
        at = max(at, last + 1)


def files_in(tx: Transaction, bundle_ids: Collection[bytes]) -> frozenset[bytes]:
    """Return the attachments that these bundles hold."""
    rows = [
        row
        for bundle_id in bundle_ids
        for row in tx.execute("SELECT blob_id FROM bundle_file WHERE bundle_id = ?", (bundle_id,))
    ]
    return frozenset(bytes(row[0]) for row in rows)


def carried_bytes(tx: Transaction) -> int:
    """Return how much is held for other devices."""
    row = tx.execute("SELECT coalesce(sum(length), 0) FROM carried WHERE done = 0").fetchone()
    return int(row[0])


def carried_view(tx: Transaction, limit_bytes: int) -> CarriedView:
    """Return what is held for other devices."""
    row = tx.execute(
        "SELECT count(*), count(DISTINCT owner) FROM carried WHERE done = 0"
    ).fetchone()
    return CarriedView(
        records=row[0],
        devices=row[1],
        size_bytes=carried_bytes(tx),
        limit_bytes=limit_bytes,
    )


def is_carried(tx: Transaction, sha256: bytes, *, back: bool) -> bool:
    """Say whether a record is held, or was and is done with."""
    row = tx.execute(
        "SELECT 1 FROM carried WHERE sha256 = ? AND back = ?", (sha256, int(back))
    ).fetchone()
    return row is not None


def carry(tx: Transaction, row: CarriedRow, now_seconds: int) -> bool:
    """Hold a record of another device; say whether it is new here."""
    added = tx.execute(
        "INSERT OR IGNORE INTO carried (sha256, back, owner, kind, length, stream, first, raw,"
        " taken_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.sha256,
            int(row.back),
            row.owner,
            row.kind,
            row.length,
            row.stream,
            row.first,
            row.raw,
            now_seconds,
        ),
    )
    return added.rowcount > 0


def carried_out(
    tx: Transaction, now_seconds: int, longest_seconds: int, limit: int = 1
) -> tuple[CarriedRow, ...]:
    """Return what is to go to the central next: device by device, in the order of its streams.

    Nothing waits longer than *longest_seconds*: what seems to was noted while the clock was wrong.
    """
    rows = tx.execute(
        "SELECT sha256, back, owner, kind, length, stream, first, raw FROM carried"
        " WHERE back = 0 AND done = 0 AND retry_at NOT BETWEEN ? AND ?"
        " ORDER BY kind != 8, owner, kind, stream, first, sha256 LIMIT ?",
        (now_seconds + 1, now_seconds + longest_seconds, limit),
    ).fetchall()
    return tuple(_carried(row) for row in rows)


def carried_back(tx: Transaction, owner: DeviceId) -> tuple[CarriedRow, ...]:
    """Return the answers that are held for a device, in the order they came."""
    rows = tx.execute(
        "SELECT sha256, back, owner, kind, length, stream, first, raw FROM carried"
        " WHERE back = 1 AND done = 0 AND owner = ?"
        " ORDER BY taken_at, kind, first, sha256",
        (owner,),
    ).fetchall()
    return tuple(_carried(row) for row in rows)


def owners_waiting(tx: Transaction) -> tuple[DeviceId, ...]:
    """Return the devices that answers are held for."""
    rows = tx.execute(
        "SELECT DISTINCT owner FROM carried WHERE back = 1 AND done = 0 ORDER BY owner"
    ).fetchall()
    return tuple(DeviceId(row[0]) for row in rows)


def carried_done(tx: Transaction, row: CarriedRow) -> None:
    """Note that a record is done with; it stays known by its hash."""
    tx.execute(
        "UPDATE carried SET done = 1, raw = NULL WHERE sha256 = ? AND back = ?",
        (row.sha256, int(row.back)),
    )


def carried_later(tx: Transaction, row: CarriedRow, retry_at_seconds: int) -> None:
    """Let a record wait until then."""
    tx.execute(
        "UPDATE carried SET retry_at = ? WHERE sha256 = ? AND back = ?",
        (retry_at_seconds, row.sha256, int(row.back)),
    )


def _carried(row: Sequence[Any]) -> CarriedRow:
    sha256, back, owner, kind, length, stream, first, raw = row
    return CarriedRow(
        sha256=bytes(sha256),
        back=bool(back),
        owner=DeviceId(bytes(owner)),
        kind=int(kind),
        length=int(length),
        stream=bytes(stream),
        first=int(first),
        raw=None if raw is None else bytes(raw),
    )
