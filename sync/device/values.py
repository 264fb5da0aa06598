"""Values too large for a page: fetched apart, continued at the byte, whole before they count (§14).

A page that names one waits: its cursor does not move, and what is held stays, until each of its
values is here as its hash says. What the central no longer has stops its own dataset, as any value
that does not hold does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from sync.device.transport import NoAnswer, Response
from sync.journal import Transaction
from sync.messages import LargeValue, PageEntry

PIECE_BYTES = 256 * 1024
VALUE_LIMIT_BYTES = 64 * 2**20
UNUSABLE = "value"
"""Why a dataset stops whose value could not be fetched, or is not what the page says."""

_RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")
_NONCE = bytes(12)

_TABLES = (
    # Values that a page named and that are not applied yet; `refused`: they cannot be had.
    """
    CREATE TABLE pulled_value (
        blob_id BLOB PRIMARY KEY CHECK (length(blob_id) = 16),
        length INTEGER NOT NULL CHECK (length > 0),
        refused INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1)),
        wrong INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE pulled_piece (
        blob_id BLOB NOT NULL REFERENCES pulled_value (blob_id),
        at INTEGER NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (blob_id, at)
    ) STRICT
    """,
)


def create_values(tx: Transaction) -> None:
    """Create what is kept of large values on their way."""
    for statement in _TABLES:
        tx.execute(statement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A value on its way, and how much of it is here."""

    blob_id: bytes
    length_bytes: int
    received: int

    @property
    def path(self) -> str:
        """Return what to ask for."""
        return f"/v1/blobs/{self.blob_id.hex()}"

    @property
    def byte_range(self) -> str:
        """Return the value of `Range` for what comes next."""
        last = min(self.length_bytes, self.received + PIECE_BYTES) - 1
        return f"bytes={self.received}-{last}"


def want(tx: Transaction, values: Iterable[LargeValue]) -> bool:
    """Note which values a page needs; say whether none of them has to be fetched any more."""
    for one in values:
        refused = not 0 < one.length_bytes <= VALUE_LIMIT_BYTES
        tx.execute(
            "INSERT OR IGNORE INTO pulled_value (blob_id, length, refused) VALUES (?, ?, ?)",
            (one.blob_id, max(1, one.length_bytes), int(refused)),
        )
    return next_wanted(tx) is None


def next_wanted(tx: Transaction) -> Wanted | None:
    """Return the value to fetch next, None where nothing is wanted."""
    row = tx.execute(
        "SELECT v.blob_id, v.length, coalesce(sum(length(p.content)), 0) AS here"
        " FROM pulled_value AS v LEFT JOIN pulled_piece AS p ON p.blob_id = v.blob_id"
        " WHERE v.refused = 0 GROUP BY v.blob_id HAVING here < v.length ORDER BY v.blob_id LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    return Wanted(blob_id=bytes(row[0]), length_bytes=int(row[1]), received=int(row[2]))


def piece_in(wanted: Wanted, answer: Response | NoAnswer) -> bytes:
    """Return what an answer, whole or cut, holds of a value from where it was asked on."""
    body = answer.partial if isinstance(answer, NoAnswer) else answer.body
    left = wanted.length_bytes - wanted.received
    if answer.status == 200 and wanted.received == 0:
        return body[:left]
    said = _RANGE.fullmatch(answer.headers.get("content-range", "").strip())
    if answer.status != 206 or said is None:
        return b""
    first, _, length = (int(number) for number in said.groups())
    return body[:left] if (first, length) == (wanted.received, wanted.length_bytes) else b""


def keep_piece(tx: Transaction, wanted: Wanted, piece: bytes) -> None:
    """Keep what came of a value; once it is whole, it is what its name says or begins anew.

    The second time that it is something else, it cannot be had.
    """
    tx.execute(
        "INSERT INTO pulled_piece (blob_id, at, content) VALUES (?, ?, ?)",
        (wanted.blob_id, wanted.received, piece),
    )
    if wanted.received + len(piece) < wanted.length_bytes:
        return
    if hashlib.sha256(_content(tx, wanted.blob_id)).digest()[:16] == wanted.blob_id:
        return
    tx.execute("DELETE FROM pulled_piece WHERE blob_id = ?", (wanted.blob_id,))
    tx.execute(
        "UPDATE pulled_value SET wrong = wrong + 1, refused = wrong >= 1 WHERE blob_id = ?",
        (wanted.blob_id,),
    )


def refuse(tx: Transaction, wanted: Wanted) -> None:
    """Note that a value cannot be had: the central does not have it any more."""
    tx.execute("DELETE FROM pulled_piece WHERE blob_id = ?", (wanted.blob_id,))
    tx.execute("UPDATE pulled_value SET refused = 1 WHERE blob_id = ?", (wanted.blob_id,))


def forget_values(tx: Transaction) -> None:
    """Forget every value on its way: what was fetched is applied, or everything begins anew."""
    tx.execute("DELETE FROM pulled_piece")
    tx.execute("DELETE FROM pulled_value")


def resolved(tx: Transaction, entries: Sequence[PageEntry]) -> tuple[PageEntry, ...]:
    """Return the entries with their large values in place; one that cannot be had stays without."""
    return tuple(one if one.large is None else _resolved(tx, one, one.large) for one in entries)


def _resolved(tx: Transaction, entry: PageEntry, large: LargeValue) -> PageEntry:
    try:
        sealed = _content(tx, large.blob_id)
        value = ChaCha20Poly1305(large.key).decrypt(_NONCE, sealed, b"")
    except InvalidTag:
        return entry
    return replace(entry, value=value, large=None)


def _content(tx: Transaction, blob_id: bytes) -> bytes:
    rows = tx.execute("SELECT content FROM pulled_piece WHERE blob_id = ? ORDER BY at", (blob_id,))
    return b"".join(bytes(row[0]) for row in rows)
