"""The files of a device in a thief's hand: put back, cut, changed, written anew.

Whoever knows the clave has the file's key, and with it the device's signing key.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.backstage import build_infirmary
from kiosk.services.opening import identity_of
from kiosk.store import kept
from kiosk.vault.engine import connect
from kiosk.vault.witness import Witness
from sync import cbor
from sync.chain import digest_of, next_head
from sync.events import Event, decode_event, decode_header, encode_body
from sync.ids import EventId, StreamId
from sync.receipts import payload_of, sign_receipt
from tests.fraud.office import Post


class Noon:
    """The files of a device as they were at noon; the device is closed while they are copied."""

    def __init__(self, post: Post) -> None:
        self._post = post
        post.shut()
        profile = post.settings.profile
        self._kept = profile.with_name(profile.name + ".noon")
        shutil.copytree(profile, self._kept)
        post.begin_again()

    def put_back(self, *, witness: bool) -> None:
        """Put the file back, and its witness too where the thief thought of it; opens it again."""
        self._post.shut()
        database = self._post.settings.database
        for path in database.parent.glob(database.name + "*"):
            if witness or not path.name.endswith(".witness"):
                path.unlink()
        for path in self._kept.glob(database.name + "*"):
            if witness or not path.name.endswith(".witness"):
                shutil.copy2(path, database.parent / path.name)
        self._post.begin_again()

    def clone(self, name: str) -> Path:
        """Return a second profile made of the same files."""
        made = self._kept.with_name(name)
        shutil.copytree(self._kept, made)
        return made


@contextmanager
def inside(post: Post) -> Iterator[Any]:
    """Give the rows of a device's file, without triggers; the program is closed meanwhile.

    The triggers are there again afterwards, so that nobody sees that they were gone.
    """
    key = post.key()
    post.shut()
    connection = connect(post.settings.database, key)
    try:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        connection.execute("PRAGMA foreign_keys = OFF")
        for name, _sql in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        yield connection
        for _name, sql in triggers:
            connection.execute(sql)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def last_place(rows: Any) -> tuple[bytes, int]:
    """Return stream and seq of the last event."""
    stream = rows.execute("SELECT stream FROM stream ORDER BY number DESC LIMIT 1").fetchone()[0]
    seq = rows.execute("SELECT max(seq) FROM event WHERE stream = ?", (stream,)).fetchone()[0]
    return stream, seq


def cut_tail(rows: Any, stream: bytes, last: int) -> None:
    """Delete every event after *last* with its receipt."""
    rows.execute("DELETE FROM receipt WHERE stream = ? AND seq > ?", (stream, last))
    rows.execute("DELETE FROM event WHERE stream = ? AND seq > ?", (stream, last))


def place_of(rows: Any, event_id: EventId) -> tuple[bytes, int]:
    """Return where an event stands."""
    stream, seq = rows.execute(
        "SELECT stream, seq FROM event WHERE event_id = ?", (event_id,)
    ).fetchone()
    return stream, seq


def body_changed(
    rows: Any, stream: bytes, seq: int, body: bytes, change: Callable[[Event], Event]
) -> bytes:
    """Return the body of an event as it is after a change."""
    header = rows.execute(
        "SELECT header FROM event WHERE stream = ? AND seq = ?", (stream, seq)
    ).fetchone()[0]
    said = decode_header(header)
    return encode_body(change(decode_event(said.kind, said.kind_version, body)))


def rewrite(post: Post, event_id: EventId, change: Callable[[Event], Event]) -> None:
    """Write an event anew, and every hash, receipt and table after it, and the witness.

    As if it had always been so: inside the files nothing contradicts it any more.
    """
    key = post.key()
    with inside(post) as rows:
        stream, first = place_of(rows, event_id)
        body, head = rows.execute(
            "SELECT now.body, before.head FROM event AS now JOIN event AS before"
            " ON before.stream = now.stream AND before.seq = now.seq - 1"
            " WHERE now.stream = ? AND now.seq = ?",
            (stream, first),
        ).fetchone()
        changed = body_changed(rows, stream, first, body, change)
        rows.execute(
            "UPDATE event SET body = ? WHERE stream = ? AND seq = ?", (changed, stream, first)
        )
        last, head = _chain_again(rows, stream, first, head)
        Witness(post.settings.database.with_name("ventanilla.db.witness")).write(
            StreamId(stream), last, head
        )
    build_infirmary(post.settings, post.world).rebuild(key)


def _chain_again(rows: Any, stream: bytes, first: int, head: bytes) -> tuple[int, bytes]:
    """Compute every hash from *first* on, and sign the receipts that rest on them."""
    stored = kept.device_identity(rows)
    assert stored is not None
    identity = identity_of(stored)
    seq = first
    following = rows.execute(
        "SELECT seq, header, salt, body, digest FROM event WHERE stream = ? AND seq >= ?"
        " ORDER BY seq",
        (stream, first),
    ).fetchall()
    for seq, header, salt, body, digest in following:
        known = digest if body is None else digest_of(salt, body)
        head = next_head(stream, seq, head, header, known)
        rows.execute(
            "UPDATE event SET digest = ?, head = ? WHERE stream = ? AND seq = ?",
            (known, head, stream, seq),
        )
        place = (stream, seq)
        is_receipt = rows.execute(
            "SELECT count(*) FROM receipt WHERE stream = ? AND seq = ?", place
        ).fetchone()[0]
        if is_receipt:
            payload = payload_of(
                cbor.decode(header),
                cbor.decode(body),
                head=head,
                stream=stream,
                account_key=identity.account_key,
            )
            signed = sign_receipt(identity.signer, identity.certificate.encoded, payload)
            rows.execute(
                "UPDATE receipt SET cose = ? WHERE stream = ? AND seq = ?", (signed, *place)
            )
    return seq, head
