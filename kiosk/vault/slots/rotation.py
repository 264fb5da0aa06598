"""The key file's part in a change of the database key: both keys, then only the one that opens.

    begin     every slot holds the old and the next key
    settle    the file opens with one of them: the slots keep that one

Between the two the database is exchanged (kiosk.vault.rekey). A cut at any place leaves slots that
open whichever database is there; `settle` at the next opening ends it, forward or back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import ClassVar

from kiosk.errors import KnownError
from kiosk.vault.errors import Damaged, DamagedFacts, Part, of_system
from kiosk.vault.files import sync_folder
from kiosk.vault.slots import sealing
from kiosk.vault.slots.keyfile import load, store
from kiosk.vault.slots.records import SlotFile, SlotRecord


class Settled(Enum):
    """How a change of the database key that was cut was ended."""

    NOTHING = "nothing"
    FINISHED = "finished"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class OldSlotFacts:
    """Whose slot holds a key up."""

    name: str


class OldSlot(KnownError):
    """An operator's slot is of an older program: the key can change once that person has come in.

    Nothing was changed.
    """

    code: ClassVar[str] = "vault.slot_old"


def begin(path: Path, key: bytes, following: bytes) -> None:
    """Let every slot hold the next database key beside the present one.

    Raises OldSlot; Damaged where a slot was changed by somebody who did not hold the key, to whom
    the next key would otherwise be given; DiskFull or FileTrouble. Nothing was changed then.
    """
    held = load(path)
    if held is None:
        raise Damaged(DamagedFacts(part=Part.SLOTS, detail="missing"))
    for slot in held.slots:
        _refuse(held, slot, key)
    both = tuple(sealing.with_next(held.profile_id, slot, following) for slot in held.slots)
    store(path, replace(held, slots=both))


def settle(path: Path, key: bytes) -> Settled:
    """Keep only the key that opens the file; nothing happens where there is one key already.

    Raises Damaged, DiskFull or FileTrouble; both keys then still stand, and the next start ends it.
    """
    held = load(path)
    if held is None or not held.is_between_keys:
        return Settled.NOTHING
    forward = any(_is_next(held, slot, key) for slot in held.slots)
    try:
        sync_folder(path.parent)  # the exchange is on the disk before the other key goes
    except OSError as error:
        raise of_system(error, path) from error
    store(path, replace(held, slots=tuple(_settled(slot, forward=forward) for slot in held.slots)))
    return Settled.FINISHED if forward else Settled.UNDONE


def _refuse(held: SlotFile, slot: SlotRecord, key: bytes) -> None:
    if slot.is_old:
        raise OldSlot(OldSlotFacts(name=slot.name))
    if not sealing.is_ours(held.profile_id, slot, key):
        detail = f"slot {slot.number} was not made on this device"
        raise Damaged(DamagedFacts(part=Part.SLOTS, detail=detail))


def _is_next(held: SlotFile, slot: SlotRecord, key: bytes) -> bool:
    following = replace(slot, sealed=slot.next_sealed, tag=slot.next_tag)
    return sealing.is_ours(held.profile_id, following, key)


def _settled(slot: SlotRecord, *, forward: bool) -> SlotRecord:
    if forward and slot.next_sealed is not None:
        slot = replace(slot, sealed=slot.next_sealed, tag=slot.next_tag)
    return replace(slot, next_sealed=None, next_tag=None)
