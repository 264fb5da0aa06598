"""The open shift, where it stands, and who may take cash in it (UX §3.2, RECEIPTS §10).

One device has one drawer and at most one open shift; it belongs to who opened it. Another clerk
takes no cash into it: the drawer is handed over first. While it is counted, nobody does.

A count that goes on is a draft: its salt is that of the closing, so that a power cut or a double
press repeats the same one. Content: {1 shift, 2 state, 3 cells as typed, 4 cell, 5 salt of the
count, ? 6 witness, ? 7 count}.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kiosk.domain.shifts import Act, NoOpenShift, Shift, after
from kiosk.errors import KnownError
from kiosk.services.desk import Desk, local
from kiosk.services.permissions import standing_of
from kiosk.services.staff import named
from kiosk.store import kept, queries
from sync import cbor
from sync.catalogue import Capability
from sync.ids import EventId, OperatorNumber, Salt, ShiftId
from sync.journal import Transaction
from sync.money import Centavos

COUNT = "cash_count"
"""Kind of the draft of a count that goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAnotherFacts:
    """Whose shift is open, and since when."""

    person: str
    time: str


class ShiftOfAnother(KnownError):
    """The open shift is another person's: the drawer is handed over first; nothing was written."""

    code: ClassVar[str] = "shift.of_another"

    def __init__(self, person: str, time: str) -> None:
        super().__init__(OfAnotherFacts(person=person, time=time))


class NotInDrawer(KnownError):
    """More was to leave the drawer than is in it; nothing was written."""

    code: ClassVar[str] = "drawer.not_enough"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """A count that goes on, as its draft keeps it."""

    closing_salt: Salt
    shift: ShiftId
    state: Shift
    cells: tuple[str, ...]
    cell: int
    count_salt: Salt
    witness: str | None = None
    count_id: EventId | None = None  # the last count that was recorded


def counting(tx: Transaction) -> Counting | None:
    """Return the count that goes on, or None."""
    for draft in kept.drafts(tx, COUNT):
        content = cbor.decode(draft.content)
        return Counting(
            closing_salt=draft.salt,
            shift=ShiftId(content[1]),
            state=Shift(content[2]),
            cells=tuple(content[3]),
            cell=content[4],
            count_salt=Salt(content[5]),
            witness=content.get(6),
            count_id=EventId(content[7]) if 7 in content else None,
        )
    return None


def keep_counting(tx: Transaction, one: Counting, now_seconds: int) -> None:
    """Keep a count as it stands now."""
    content: dict[int, object] = {
        1: one.shift,
        2: one.state.value,
        3: list(one.cells),
        4: one.cell,
        5: one.count_salt,
    }
    if one.witness is not None:
        content[6] = one.witness
    if one.count_id is not None:
        content[7] = one.count_id
    kept.save_draft(
        tx,
        salt=one.closing_salt,
        kind=COUNT,
        content=cbor.encode(content),
        now_seconds=now_seconds,
    )


def state_of(tx: Transaction) -> Shift:
    """Return where the drawer of this device stands."""
    row = queries.open_shift(tx)
    if row is None:
        return Shift.CLOSED
    one = counting(tx)
    return Shift.OPEN if one is None or one.shift != row.shift else one.state


def cash_shift(tx: Transaction, desk: Desk) -> queries.ShiftRow:
    """Return the shift that whoever is at work may take cash into and give cash from.

    Raises NoOpenShift, ShiftCounting or ShiftOfAnother; nothing was written.
    """
    after(state_of(tx), Act.TAKE_CASH)
    return own_shift(tx, desk)


def own_shift(tx: Transaction, desk: Desk, *, supervised: bool = False) -> queries.ShiftRow:
    """Return the open shift of whoever is at work, in whatever state.

    *supervised*: who may approve may also have another's, to count or to close it.
    Raises NoOpenShift or ShiftOfAnother.
    """
    row = queries.open_shift(tx)
    if row is None:
        raise NoOpenShift(Shift.CLOSED, Act.TAKE_CASH)
    if row.operator == desk.operator or (supervised and _may_approve(tx, desk.operator)):
        return row
    raise ShiftOfAnother(named(tx, row.operator).name, local(row.opened_seconds).strftime("%H:%M"))


def require_in_drawer(tx: Transaction, shift: ShiftId, amount_centavos: Centavos) -> None:
    """Raise NotInDrawer where so much cannot leave the drawer: it never is negative."""
    if queries.drawer_centavos(tx, shift) < amount_centavos:
        raise NotInDrawer


def _may_approve(tx: Transaction, operator: OperatorNumber) -> bool:
    return Capability.APPROVE in standing_of(tx, operator).capabilities
