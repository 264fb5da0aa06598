"""Takes the key slots of people who left away, once somebody else has entered (PROTOCOL §19).

The list as last pulled counts, also without a link. The slot goes first and the event after it; a
cut between the two is made good at the next entry, because the file then knows of a slot that no
longer stands beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from kiosk.errors import KnownError
from kiosk.services.desk import Desk
from kiosk.services.permissions import is_listed
from kiosk.store import kept
from kiosk.vault import slots
from sync.events import KeySlotChanged, SlotAct, SlotKind
from sync.journal import Transaction


class SlotRemoved(KnownError):
    """This key slot was taken away before: an older key file was put back; nothing was written."""

    code: ClassVar[str] = "access.slot_removed"


def require_standing(tx: Transaction, slot: int) -> None:
    """Raise SlotRemoved for a slot that the file knows as taken away, changed or used.

    A slot's number is never used again, so only an older copy of the key file still holds it: a
    person who was removed, a clave that was changed, or a code that was used comes back with it.
    """
    if any(row.slot == slot and row.removed_seconds is not None for row in kept.key_slots(tx)):
        raise SlotRemoved


def remove_departed(desk: Desk, path: Path) -> int:
    """Remove the operator slots of everybody whom the office took off its list; say how many.

    Whoever is at work keeps theirs. Each removal is recorded (kind 112). Raises the vault's
    KnownErrors; what was removed and not recorded is recorded the next time.
    """
    departed = desk.read(
        lambda tx: [
            slot
            for slot in slots.list_slots(path)
            if slot.kind is SlotKind.OPERATOR
            and slot.operator not in (slots.NOBODY_YET, desk.operator)
            and not is_listed(tx, slot.operator)
        ]
    )
    for slot in departed:
        slots.remove_slot(path, slot.number)
    standing = {slot.number for slot in slots.list_slots(path)}

    def unknown_to_the_file(tx: Transaction) -> set[int]:
        held = {
            row.slot
            for row in kept.key_slots(tx)
            if row.removed_seconds is None and row.kind is SlotKind.OPERATOR
        }
        return held - standing

    gone = {slot.number for slot in departed} | desk.read(unknown_to_the_file)

    def work(tx: Transaction) -> None:
        for number in sorted(gone):
            event = KeySlotChanged(act=SlotAct.REMOVED, slot_kind=SlotKind.OPERATOR, slot=number)
            desk.append(tx, event, salt=desk.new_salt())
            kept.remove_key_slot(tx, number, desk.now_seconds())

    if gone:
        desk.write(work)
    return len(gone)
