"""Signed orders that travel in pull dataset 1: the revocation list, and a wipe (PROTOCOL §14, §19).

Each proves itself, whoever carried it: one that does not hold is left out, and the others of the
same page are taken. What is held here outlives every snapshot of the central.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sync.device.running import running_seconds, starts
from sync.device.wiping import WipeStage
from sync.errors import MessageInvalid
from sync.journal import Transaction
from sync.messages import PageEntry, PageOperation
from sync.revocations import Reported, RevocationList, RevokedDevice, read_revocations
from sync.wipe import SignedWipe, read_wipe_for

ORDERS_DATASET = 1
REVOCATIONS_KEY = "revocations"
WIPE_PREFIX = "wipe:"

_log = logging.getLogger("delivery")


@dataclass(frozen=True, slots=True, kw_only=True)
class WipeRow:
    """The wipe order that is followed, how far, and since when.

    `running_seconds` and `starts` are what the device had counted when the stage began.
    """

    number: int
    why: Reported
    not_before_seconds: int
    administrator: str
    stage: WipeStage
    running_seconds: int
    starts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a page of dataset 1 came to."""

    changed: bool
    refused: tuple[tuple[str, str], ...] = ()  # (code, key) of what did not hold


def revocations_number(tx: Transaction) -> int:
    """Return the number of the list that is held, 0 for none."""
    row = tx.execute("SELECT number FROM revocation_list").fetchone()
    return 0 if row is None else int(row[0])


def revocations(tx: Transaction) -> bytes | None:
    """Return the newest revocation list as it was signed, or None."""
    row = tx.execute("SELECT raw FROM revocation_list").fetchone()
    return None if row is None else bytes(row[0])


def entry_for(held: RevocationList, device_id: bytes) -> RevokedDevice | None:
    """Return what a list says of a device, None where it does not speak of it."""
    return next((one for one in held.devices if one.device_id == device_id), None)


def take_revocations(tx: Transaction, raw: bytes, roots: Collection[bytes]) -> bool:
    """Hold a list with a higher number than the one held; say whether it was taken.

    Raises MessageInvalid for a list that does not hold; "old" for a lower number.
    """
    read = read_revocations(raw, roots)
    held = revocations_number(tx)
    if read.number < held:
        raise MessageInvalid("old", f"list {read.number} below {held}")
    if read.number == held:
        return False
    tx.execute(
        "INSERT OR REPLACE INTO revocation_list (id, number, raw) VALUES (1, ?, ?)",
        (read.number, raw),
    )
    return True


def take_wipe(
    tx: Transaction, raw: bytes, roots: Collection[bytes], device_id: bytes
) -> SignedWipe:
    """Hold an administrator's order to this device; it is followed by `kiosk.services.orders`.

    An order that replaces one under way goes on where that one stands. Raises MessageInvalid, also
    "not-mine" and "old"; nothing was taken then.
    """
    before = wipe_row(tx)
    signed = read_wipe_for(raw, roots, device_id, 0 if before is None else before.number)
    stage = WipeStage.TAKEN
    if before is not None and before.stage >= WipeStage.DELIVERING:
        stage = before.stage
    tx.execute(
        "INSERT INTO wipe_order (number, raw, why, not_before, administrator, stage,"
        " running_seconds, starts) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            signed.order.number,
            raw,
            int(signed.order.why),
            signed.order.not_before_seconds,
            signed.administrator.name,
            int(stage),
            running_seconds(tx),
            starts(tx),
        ),
    )
    return signed


def wipe_row(tx: Transaction) -> WipeRow | None:
    """Return the order that is followed, the one with the highest number; None for none."""
    row = tx.execute(
        "SELECT number, why, not_before, administrator, stage, running_seconds, starts"
        " FROM wipe_order ORDER BY number DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    return WipeRow(
        number=row[0],
        why=Reported(row[1]),
        not_before_seconds=row[2],
        administrator=row[3],
        stage=WipeStage(row[4]),
        running_seconds=row[5],
        starts=row[6],
    )


def set_stage(tx: Transaction, number: int, stage: WipeStage) -> None:
    """Note that an order has reached a stage now."""
    tx.execute(
        "UPDATE wipe_order SET stage = ?, running_seconds = ?, starts = ? WHERE number = ?",
        (int(stage), running_seconds(tx), starts(tx), number),
    )


def take_page(
    tx: Transaction, entries: Iterable[PageEntry], roots: Collection[bytes], device_id: bytes
) -> Taken:
    """Take what holds of the dataset's lines; deletions and ends of snapshots change nothing.

    A list or an order that is held is no reference value that a central could take back.
    """
    changed = False
    refused: list[tuple[str, str]] = []
    for entry in entries:
        if entry.operation is not PageOperation.PUT or entry.value is None:
            continue
        try:
            changed |= _take(tx, entry.key, entry.value, roots, device_id)
        except MessageInvalid as error:
            if error.code != "old":  # a replay, or what is held already
                _log.error("an order is refused: %s in %s", error.code, entry.key)
                refused.append((error.code, entry.key))
    return Taken(changed=changed, refused=tuple(refused))


def _take(
    tx: Transaction, key: str, value: bytes, roots: Collection[bytes], device_id: bytes
) -> bool:
    if key == REVOCATIONS_KEY:
        return take_revocations(tx, value, roots)
    if key.startswith(WIPE_PREFIX):
        take_wipe(tx, value, roots, device_id)
        return True
    return False  # a newer app's
