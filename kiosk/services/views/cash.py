"""What the screens of the cash desk draw: counts, results, cuts, hand-overs, deposits.

A count never carries what is expected: the screen cannot show what it does not have (UX §3.8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.denominations import Denomination
from kiosk.domain.shifts import Shift
from kiosk.services.views.access import OperatorName
from sync.events import CashPurpose
from sync.ids import EventId, Salt, ShiftId
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class CountView:
    """A count as far as it was typed: one cell per denomination, and where the cursor was."""

    shift_id: ShiftId
    state: Shift  # CHECKING, COUNTING or RECOUNTING
    cashier: OperatorName  # who opened the shift
    opened_at: datetime
    payments_count: int
    denominations: tuple[Denomination, ...]
    cells: tuple[str, ...]  # as typed; "" is none
    cell: int
    witness: str | None = None  # who asked for a surprise count


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingView:
    """The count stands and is shown: V23."""

    shift_id: ShiftId
    count_id: EventId
    cashier: OperatorName
    opened_at: datetime
    payments_count: int
    counted_centavos: Centavos
    expected_centavos: int
    difference_centavos: int
    counted_twice: bool
    approval_centavos: Centavos | None  # the difference, where it asks for a second person
    undelivered: int  # records that are only here: closing is allowed, and said


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDone:
    """A surprise count ended; the figures are None for whoever may not see them."""

    counted_centavos: Centavos
    expected_centavos: int | None
    difference_centavos: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftDone:
    """The shift is closed, its slip stored."""

    shift_id: ShiftId
    closing_id: EventId
    counted_centavos: Centavos
    difference_centavos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOpening:
    """What V21 starts from; the salt makes a double press one movement."""

    salt: Salt
    shift_id: ShiftId
    witnesses: tuple[str, ...]  # people of the office who may be named


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Cash moved, recorded."""

    event_id: EventId
    change_centavos: int
    purpose: CashPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementEntry:
    """What V21 may be entered with: a purpose and an amount already said."""

    purpose: CashPurpose
    change_centavos: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CutLine:
    """A sum of a cut: income by concept, or money by means."""

    label: str
    count: int
    amount_centavos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CutMove:
    """Cash in or out, as a cut lists it."""

    at: datetime
    change_centavos: int
    purpose: CashPurpose
    reason: str | None
    witness: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A reading of a shift: X while it is open, Z once it is closed.

    Where *blind*, the reader is the cashier of the open shift: amounts that would tell what the
    drawer must hold are left out, because they would undo the blind count (UX §8.5).
    """

    shift_id: ShiftId
    number: int
    business_day: date
    cashier: OperatorName
    opened_at: datetime
    closed_at: datetime | None
    first_folio: str
    last_folio: str
    payments_count: int
    reversals_count: int
    moves: tuple[CutMove, ...]
    blind: bool
    float_centavos: Centavos
    concepts: tuple[CutLine, ...] = ()
    means: tuple[CutLine, ...] = ()
    expected_centavos: int | None = None
    counted_centavos: Centavos | None = None
    difference_centavos: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverOpening:
    """What V52 starts from: the money of the shift just closed, and who may take it."""

    salt: Salt
    shift_id: ShiftId
    counted_centavos: Centavos
    colleagues: tuple[OperatorName, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositView:
    """Money on its way to the bank, or there."""

    event_id: EventId
    amount_centavos: Centavos
    bank: str
    slip: str
    day: date | None
    who: OperatorName
    confirmed_centavos: Centavos | None
    confirmed_day: date | None
    bank_reference: str | None
    reason: str | None

    @property
    def waiting(self) -> bool:
        """Say whether the bank has not confirmed it yet."""
        return self.confirmed_centavos is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositsView:
    """What V46 shows."""

    deposits: tuple[DepositView, ...]
    in_transit_centavos: int
    salt: Salt
    today: date
