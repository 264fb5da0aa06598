"""Erasing by law: everything in the file that could still say what an erased event said.

One transaction takes salt and body out of the journal and clears what was derived or kept beside
it: read tables, drafts, sealed batches, receipts that bear initials, entity lists (PROTOCOL §6).
The file is then written anew without what was deleted; until that is done the need stands noted.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kiosk.store import kept
from kiosk.store.projections import rebuild
from kiosk.store.pruned import forget_rows
from sync import cbor
from sync.device.blob_tables import forget_files
from sync.ids import EventId, Salt, SubjectId
from sync.journal import Transaction, erase

INITIALS_LABEL = 10
_UNFINISHED = "erasure.unfinished"
_LAST = "erasure.last_seconds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """What a committed erasure still has to do outside the transaction."""

    blob_ids: tuple[bytes, ...]


def files_of(tx: Transaction, event_ids: Collection[EventId]) -> tuple[bytes, ...]:
    """Return the sealed files that these events list and no other event does."""
    rows = tx.execute(
        "SELECT DISTINCT blob_id FROM registration_file WHERE event_id IN"
        " (SELECT unhex(value) FROM json_each(?1)) AND blob_id NOT IN (SELECT blob_id"
        "  FROM registration_file WHERE event_id NOT IN (SELECT unhex(value) FROM json_each(?1)))",
        (_list(event_ids),),
    )
    return tuple(bytes(row[0]) for row in rows)


def forget_events(tx: Transaction, event_ids: Collection[EventId], now_seconds: int) -> int:
    """Erase what these events said, everywhere in the file; return how many had a body.

    Their headers, digests and hashes stay: the chain holds, receipts resolve. The caller records
    the event `erased` and, after the commit, finishes with the file itself.
    """
    ids = _list(event_ids)
    clear_initials(tx, event_ids)
    blobs = files_of(tx, event_ids)
    tx.execute(
        "DELETE FROM entity_change WHERE event_id IN (SELECT unhex(value) FROM json_each(?))",
        (ids,),
    )
    forget_rows(tx, event_ids)
    cut_again(tx, event_ids)
    gone = erase(tx, event_ids)
    forget_files(tx, event_ids)
    if gone:
        rebuild(tx)
        note_unfinished(tx, blobs, now_seconds)
    return gone


def cut_again(tx: Transaction, event_ids: Collection[EventId]) -> None:
    """Drop the kept bytes of every batch that holds one of these events; it is sealed anew."""
    tx.execute(
        "UPDATE batch SET envelope = NULL WHERE envelope IS NOT NULL AND EXISTS (SELECT 1"
        " FROM event AS e WHERE e.event_id IN (SELECT unhex(value) FROM json_each(?))"
        "  AND e.stream = batch.stream AND e.seq BETWEEN batch.first AND batch.last)",
        (_list(event_ids),),
    )


def clear_initials(tx: Transaction, event_ids: Collection[EventId]) -> int:
    """Clear the bytes of these events' receipts where they bear initials; return how many."""
    rows = tx.execute(
        "SELECT r.stream, r.seq, r.cose FROM receipt AS r JOIN event AS e"
        " ON e.stream = r.stream AND e.seq = r.seq"
        " WHERE r.cose IS NOT NULL AND e.event_id IN (SELECT unhex(value) FROM json_each(?))",
        (_list(event_ids),),
    ).fetchall()
    cleared = 0
    for stream, seq, cose in rows:
        if INITIALS_LABEL in cbor.decode(cbor.decode(cose)[2]):
            tx.execute("UPDATE receipt SET cose = NULL WHERE stream = ? AND seq = ?", (stream, seq))
            cleared += 1
    return cleared


def drafts_about(tx: Transaction, subject: SubjectId) -> tuple[kept.DraftRow, ...]:
    """Return everything begun for a person that is no event yet, of whatever kind."""
    rows = tx.execute(
        "SELECT salt, kind, subject, content, created_seconds, updated_seconds FROM draft"
        " WHERE subject = ? ORDER BY created_seconds, salt",
        (subject,),
    )
    return tuple(
        kept.DraftRow(
            salt=Salt(salt),
            kind=kind,
            subject=SubjectId(owner),
            content=content,
            created_seconds=created,
            updated_seconds=updated,
        )
        for salt, kind, owner, content, created, updated in rows
    )


def forget_drafts(
    tx: Transaction, salts: Iterable[Salt], blob_ids: Collection[bytes], now_seconds: int
) -> None:
    """Forget drafts with what was taken out of them; their files go when erasing is finished."""
    for salt in salts:
        tx.execute("DELETE FROM draft_removal WHERE salt = ?", (salt,))
        tx.execute("DELETE FROM draft WHERE salt = ?", (salt,))
    note_unfinished(tx, blob_ids, now_seconds)


def note_unfinished(tx: Transaction, blob_ids: Iterable[bytes], now_seconds: int) -> None:
    """Note that the file has to be written anew and these sealed files removed."""
    before = unfinished(tx)
    files = {*(() if before is None else before.blob_ids), *blob_ids}
    kept.put_setting(tx, _UNFINISHED, cbor.encode(sorted(files)))
    kept.put_setting(tx, _LAST, str(now_seconds).encode())


def unfinished(tx: Transaction) -> Unfinished | None:
    """Return what is still to be done after an erasure; None when all is done."""
    raw = kept.setting(tx, _UNFINISHED)
    return None if raw is None else Unfinished(blob_ids=tuple(cbor.decode(raw)))


def finished(tx: Transaction) -> None:
    """Note that nothing is left to be done."""
    tx.execute("DELETE FROM setting WHERE name = ?", (_UNFINISHED,))


def last_erasure_seconds(tx: Transaction) -> int | None:
    """Return when something was last erased here: older backups still hold it."""
    raw = kept.setting(tx, _LAST)
    return None if raw is None else int(raw)


def _list(event_ids: Iterable[EventId]) -> str:
    return json.dumps([one.hex() for one in event_ids])
