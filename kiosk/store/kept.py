"""What is kept beside the journal: receipts, drafts, this device's identity, settings, key slots.

Every function works in the caller's transaction. Nothing here can be derived again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sync.events import SlotKind
from sync.ids import EventId, OperatorNumber, Salt, StreamId, SubjectId
from sync.journal import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """A receipt's place and its signed bytes; None while unsigned, or once erased by law."""

    event_id: EventId
    stream: StreamId
    seq: int
    series: int
    number: int
    cose: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """Something begun and not yet an event; *kind* and *content* are its service's own."""

    salt: Salt
    kind: str
    subject: SubjectId | None
    content: bytes
    created_seconds: int
    updated_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceIdentity:
    """Who this device is; certificate and account key are None until enrolment is granted."""

    signing_private: bytes = field(repr=False)
    sealing_private: bytes = field(repr=False)
    profile: bytes
    request: bytes | None = None
    certificate: bytes | None = None
    account_key: bytes | None = field(default=None, repr=False)
    enrolled_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySlotRow:
    """A key slot as the journal tells of it; removed_seconds is None while it opens the file."""

    slot: int
    kind: SlotKind
    operator: OperatorNumber
    added_seconds: int
    removed_seconds: int | None


# Receipts


def next_receipt_number(tx: Transaction, series: int) -> int:
    """Return the next number of a series, gap-free (RECEIPTS §4); taken by `save_receipt`.

    Both belong in one transaction: what is rolled back takes no number.
    """
    row = tx.execute("SELECT max(number) FROM receipt WHERE series = ?", (series,)).fetchone()
    return int(row[0] or 0) + 1


def save_receipt(
    tx: Transaction, stream: StreamId, seq: int, series: int, number: int, cose: bytes | None
) -> None:
    """Keep the signed bytes of a receipt; None when the key could not sign (RECEIPTS §5)."""
    tx.execute(
        "INSERT INTO receipt (stream, seq, series, number, cose) VALUES (?, ?, ?, ?, ?)",
        (stream, seq, series, number, cose),
    )


def sign_later(tx: Transaction, stream: StreamId, seq: int, cose: bytes) -> None:
    """Add the bytes of a receipt that could not be signed at first."""
    tx.execute(
        "UPDATE receipt SET cose = ? WHERE stream = ? AND seq = ? AND cose IS NULL",
        (cose, stream, seq),
    )


def receipt_of(tx: Transaction, event_id: EventId) -> ReceiptRow | None:
    """Return the receipt of an event, or None."""
    row = tx.execute(
        "SELECT event.event_id, receipt.stream, receipt.seq, series, number, cose FROM receipt"
        " JOIN event ON event.stream = receipt.stream AND event.seq = receipt.seq"
        " WHERE event.event_id = ?",
        (event_id,),
    ).fetchone()
    return None if row is None else _receipt(row)


def receipt_by_number(tx: Transaction, series: int, number: int) -> ReceiptRow | None:
    """Return the receipt with a folio's series and number, or None."""
    row = tx.execute(
        "SELECT event.event_id, receipt.stream, receipt.seq, series, number, cose FROM receipt"
        " JOIN event ON event.stream = receipt.stream AND event.seq = receipt.seq"
        " WHERE series = ? AND number = ?",
        (series, number),
    ).fetchone()
    return None if row is None else _receipt(row)


def receipts_without_print(tx: Transaction) -> tuple[ReceiptRow, ...]:
    """Return receipts that no print or picture is recorded for, oldest first (RECEIPTS §12)."""
    rows = tx.execute(
        "SELECT event.event_id, receipt.stream, receipt.seq, series, receipt.number, cose"
        " FROM receipt JOIN stream ON stream.stream = receipt.stream"
        " JOIN event ON event.stream = receipt.stream AND event.seq = receipt.seq"
        " WHERE NOT EXISTS (SELECT 1 FROM printed WHERE printed.of_event = event.event_id"
        "   AND printed.result = 0 AND printed.kind = 70)"
        " ORDER BY stream.number, receipt.seq"
    )
    return tuple(_receipt(row) for row in rows)


def _receipt(row: tuple[Any, ...]) -> ReceiptRow:
    event_id, stream, seq, series, number, cose = row
    return ReceiptRow(
        event_id=EventId(event_id),
        stream=StreamId(stream),
        seq=seq,
        series=series,
        number=number,
        cose=cose,
    )


# Drafts


def save_draft(
    tx: Transaction,
    *,
    salt: Salt,
    kind: str,
    content: bytes,
    now_seconds: int,
    subject: SubjectId | None = None,
) -> None:
    """Keep a draft as it is now; the time of its beginning stays."""
    tx.execute(
        "INSERT INTO draft (salt, kind, subject, content, created_seconds, updated_seconds)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (salt) DO UPDATE SET kind = excluded.kind,"
        " subject = excluded.subject, content = excluded.content,"
        " updated_seconds = excluded.updated_seconds",
        (salt, kind, subject, content, now_seconds, now_seconds),
    )


def draft(tx: Transaction, salt: Salt) -> DraftRow | None:
    """Return a draft, or None once it was saved or discarded."""
    row = tx.execute(
        "SELECT salt, kind, subject, content, created_seconds, updated_seconds FROM draft"
        " WHERE salt = ?",
        (salt,),
    ).fetchone()
    return None if row is None else _draft(row)


def drafts(tx: Transaction, kind: str) -> tuple[DraftRow, ...]:
    """Return every draft of a kind, the last edited first."""
    rows = tx.execute(
        "SELECT salt, kind, subject, content, created_seconds, updated_seconds FROM draft"
        " WHERE kind = ? ORDER BY updated_seconds DESC, created_seconds DESC, salt",
        (kind,),
    )
    return tuple(_draft(row) for row in rows)


def every_draft(tx: Transaction) -> tuple[DraftRow, ...]:
    """Return every draft of every kind, the oldest first."""
    rows = tx.execute(
        "SELECT salt, kind, subject, content, created_seconds, updated_seconds FROM draft"
        " ORDER BY created_seconds, salt"
    )
    return tuple(_draft(row) for row in rows)


def discard_draft(tx: Transaction, salt: Salt) -> bool:
    """Forget a draft, because it became an event or was not wanted; return whether it was there."""
    return tx.execute("DELETE FROM draft WHERE salt = ?", (salt,)).rowcount > 0


def _draft(row: tuple[Any, ...]) -> DraftRow:
    salt, kind, subject, content, created_seconds, updated_seconds = row
    return DraftRow(
        salt=Salt(salt),
        kind=kind,
        subject=None if subject is None else SubjectId(subject),
        content=content,
        created_seconds=created_seconds,
        updated_seconds=updated_seconds,
    )


# This device


def save_identity(tx: Transaction, identity: DeviceIdentity) -> None:
    """Keep who this device is; there is one, the latest."""
    tx.execute(
        "INSERT OR REPLACE INTO device_identity (id, signing_private, sealing_private, profile,"
        " request, certificate, account_key, enrolled_seconds) VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
        (
            identity.signing_private,
            identity.sealing_private,
            identity.profile,
            identity.request,
            identity.certificate,
            identity.account_key,
            identity.enrolled_seconds,
        ),
    )


def device_identity(tx: Transaction) -> DeviceIdentity | None:
    """Return who this device is, or None before the first step of enrolment."""
    row = tx.execute(
        "SELECT signing_private, sealing_private, profile, request, certificate, account_key,"
        " enrolled_seconds FROM device_identity WHERE id = 1"
    ).fetchone()
    if row is None:
        return None
    signing_private, sealing_private, profile, request, certificate, account_key, enrolled = row
    return DeviceIdentity(
        signing_private=signing_private,
        sealing_private=sealing_private,
        profile=profile,
        request=request,
        certificate=certificate,
        account_key=account_key,
        enrolled_seconds=enrolled,
    )


# Settings of this device


def put_setting(tx: Transaction, name: str, value: bytes) -> None:
    """Keep one named value, replacing the one before."""
    tx.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, value))


def setting(tx: Transaction, name: str) -> bytes | None:
    """Return a named value, or None."""
    row = tx.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return None if row is None else bytes(row[0])


# Key slots


def add_key_slot(
    tx: Transaction, *, slot: int, kind: SlotKind, operator: OperatorNumber, now_seconds: int
) -> None:
    """List a key slot; an earlier operator slot of the same operator counts as removed."""
    if kind is SlotKind.OPERATOR:
        tx.execute(
            "UPDATE key_slot SET removed_seconds = ?"
            " WHERE kind = ? AND operator = ? AND removed_seconds IS NULL AND slot <> ?",
            (now_seconds, int(kind), operator, slot),
        )
    tx.execute(
        "INSERT OR IGNORE INTO key_slot (slot, kind, operator, added_seconds) VALUES (?, ?, ?, ?)",
        (slot, int(kind), operator, now_seconds),
    )


def remove_key_slot(tx: Transaction, slot: int, now_seconds: int) -> None:
    """Note that a key slot is gone; nothing happens for one that is not listed or gone already."""
    tx.execute(
        "UPDATE key_slot SET removed_seconds = ? WHERE slot = ? AND removed_seconds IS NULL",
        (now_seconds, slot),
    )


def key_slots(tx: Transaction) -> tuple[KeySlotRow, ...]:
    """Return every key slot there ever was, in order."""
    rows = tx.execute(
        "SELECT slot, kind, operator, added_seconds, removed_seconds FROM key_slot ORDER BY slot"
    )
    return tuple(
        KeySlotRow(
            slot=slot,
            kind=SlotKind(kind),
            operator=OperatorNumber(operator),
            added_seconds=added_seconds,
            removed_seconds=removed_seconds,
        )
        for slot, kind, operator, added_seconds, removed_seconds in rows
    )
