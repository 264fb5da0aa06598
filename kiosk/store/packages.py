"""Forms kept on this device, and what drafts keep beside their row.

A form's XML stays as long as a draft or a record was made with it; its files as long as a draft or
a record that is not delivered needs them. Every function works in the caller's transaction.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from kiosk.store import kept, lists
from kiosk.store.where import STANDS_NOW
from sync.ids import Salt
from sync.journal import Transaction

_XML = "form:"
_ACCEPTED = "form-accepted:"
_LAW = "form-law:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """An instance of a repeat that was taken out of a draft and can come back.

    dump_before: the whole draft before. dump_after: SHA-256 of it just after. typed: what could
    not be stored then, as the draft's own bytes.
    """

    number: int
    title: str
    instance: str
    dump_before: str
    dump_after: bytes
    typed: bytes


# Forms


def keep_form(tx: Transaction, definition_hash: bytes, xml: bytes, accepted: str) -> None:
    """Keep a form's XML under its hash; *accepted*: the engine's word that it was checked."""
    kept.put_setting(tx, _XML + definition_hash.hex(), xml)
    kept.put_setting(tx, _ACCEPTED + definition_hash.hex(), accepted.encode())


def form_accepted(tx: Transaction, definition_hash: bytes) -> str:
    """Return the engine's word about a form that is kept, "" where there is none."""
    return (kept.setting(tx, _ACCEPTED + definition_hash.hex()) or b"").decode()


def form_xml(tx: Transaction, definition_hash: bytes) -> bytes | None:
    """Return a form's XML, or None where no draft or record was ever made with it."""
    return kept.setting(tx, _XML + definition_hash.hex())


def keep_form_law(tx: Transaction, definition_hash: bytes, raw: bytes) -> None:
    """Keep what was published of a form's questions, for as long as its XML."""
    kept.put_setting(tx, _LAW + definition_hash.hex(), raw)


def form_law(tx: Transaction, definition_hash: bytes) -> bytes | None:
    """Return what was published of a form's questions when it was kept, or None."""
    return kept.setting(tx, _LAW + definition_hash.hex())


def keep_file(tx: Transaction, definition_hash: bytes, name: str, content: bytes) -> None:
    """Keep a file of a form; the same bytes are stored once."""
    content_hash = hashlib.sha256(content).digest()
    tx.execute(
        "INSERT OR IGNORE INTO form_content (content_hash, content) VALUES (?, ?)",
        (content_hash, content),
    )
    tx.execute(
        "INSERT OR REPLACE INTO form_file (definition_hash, name, content_hash) VALUES (?, ?, ?)",
        (definition_hash, name, content_hash),
    )


def file_names(tx: Transaction, definition_hash: bytes) -> frozenset[str]:
    """Return the names of a form's files on this device."""
    rows = tx.execute("SELECT name FROM form_file WHERE definition_hash = ?", (definition_hash,))
    return frozenset(row[0] for row in rows)


def file(tx: Transaction, definition_hash: bytes, name: str) -> bytes | None:
    """Return a file of a form by its plain name, or None."""
    row = tx.execute(
        "SELECT content FROM form_file AS f JOIN form_content AS c USING (content_hash)"
        " WHERE definition_hash = ? AND name = ?",
        (definition_hash, name),
    ).fetchone()
    return None if row is None else bytes(row[0])


def file_hash(tx: Transaction, definition_hash: bytes, name: str) -> bytes | None:
    """Return the SHA-256 of a file of a form, or None where this device does not have it."""
    row = tx.execute(
        "SELECT content_hash FROM form_file WHERE definition_hash = ? AND name = ?",
        (definition_hash, name),
    ).fetchone()
    return None if row is None else bytes(row[0])


def forget_files(tx: Transaction, needed: frozenset[bytes]) -> None:
    """Forget files of forms that nothing needs any more, *needed* beside undelivered records."""
    undelivered = tx.execute(
        "SELECT DISTINCT definition_hash FROM"  # noqa: S608 -- own words
        " (SELECT event_id, definition_hash FROM registration"
        "  UNION ALL SELECT event_id, definition_hash FROM correction) AS r"
        " JOIN event AS e ON e.event_id = r.event_id JOIN stream AS s ON s.stream = e.stream"
        " LEFT JOIN stream_state AS a ON a.stream = e.stream"
        f" WHERE e.seq > coalesce(a.acknowledged, 0) AND {STANDS_NOW}"
    )
    keep = needed | {bytes(row[0]) for row in undelivered}
    held = tx.execute("SELECT DISTINCT definition_hash FROM form_file").fetchall()
    for (definition_hash,) in held:
        if definition_hash not in keep:
            tx.execute("DELETE FROM form_file WHERE definition_hash = ?", (definition_hash,))
    tx.execute(
        "DELETE FROM form_content WHERE content_hash NOT IN (SELECT content_hash FROM form_file)"
    )
    lists.forget_lists(tx)


# Drafts


def keep_removal(tx: Transaction, salt: Salt, removal: Removal) -> None:
    """Keep what was taken out of a draft."""
    tx.execute(
        "INSERT OR REPLACE INTO draft_removal (salt, number, title, instance, dump_before,"
        " dump_after, typed) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            salt,
            removal.number,
            removal.title,
            removal.instance,
            removal.dump_before,
            removal.dump_after,
            removal.typed,
        ),
    )


def last_removal(tx: Transaction, salt: Salt) -> Removal | None:
    """Return what was taken out of a draft last, or None."""
    row = tx.execute(
        "SELECT number, title, instance, dump_before, dump_after, typed FROM draft_removal"
        " WHERE salt = ? ORDER BY number DESC LIMIT 1",
        (salt,),
    ).fetchone()
    return None if row is None else _removal(row)


def removal_title(tx: Transaction, salt: Salt) -> str:
    """Return what was taken out of a draft last by its title, "" for nothing."""
    row = tx.execute(
        "SELECT title FROM draft_removal WHERE salt = ? ORDER BY number DESC LIMIT 1", (salt,)
    ).fetchone()
    return "" if row is None else str(row[0])


def forget_removals(tx: Transaction, salt: Salt, number: int | None = None) -> None:
    """Forget what was taken out of a draft: one, or all of it."""
    tx.execute(
        "DELETE FROM draft_removal WHERE salt = ? AND (? IS NULL OR number = ?)",
        (salt, number, number),
    )


def _removal(row: tuple[Any, ...]) -> Removal:
    number, title, instance, dump_before, dump_after, typed = row
    return Removal(
        number=number,
        title=title,
        instance=instance,
        dump_before=dump_before,
        dump_after=bytes(dump_after),
        typed=bytes(typed),
    )


# Files of answers


def named_blobs(tx: Transaction) -> frozenset[bytes]:
    """Return every sealed file that a record of this device names."""
    rows = tx.execute("SELECT DISTINCT blob_id FROM registration_file")
    return frozenset(bytes(row[0]) for row in rows)
