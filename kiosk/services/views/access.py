"""Who is at work, and the shift that takes cash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.denominations import Denomination
from kiosk.domain.permissions import capabilities_of
from kiosk.domain.shifts import Shift
from sync.catalogue import Capability, Role
from sync.ids import EventId, OperatorNumber, Salt, ShiftId
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorName:
    """A person who may work at this device."""

    number: OperatorNumber
    name: str
    initials: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who is at work, and where; nothing of a citizen."""

    operator: OperatorName
    institution: str
    office: str
    terminal: str
    protection: int  # level of the keys in the certificate: 0 passphrase, 1 os, 2 tpm
    clock_wrong: bool  # the clock is before the build date or the last server time (PROTOCOL §17)
    lock_after_seconds: int = 180  # idle time after which the screen locks itself
    role: Role = Role.CLERK
    capabilities: frozenset[Capability] = capabilities_of(Role.CLERK)
    journal_breaks_after: int | None = None  # last intact event found at opening; None = all of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """The clave fits and the file is open."""

    session: Session
    went_back: bool = False  # the file was older than its witness: work goes on in a new series


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongPassphrase:
    """The clave does not fit."""

    tries_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MustWait:
    """Too many wrong tries; nothing was tried this time."""

    until: datetime  # for showing as a clock time; measured with the monotonic clock
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenShift:
    """The shift that takes cash now."""

    shift_id: ShiftId
    number: int
    business_day: date
    opened_at: datetime
    float_centavos: Centavos
    payments_count: int
    last_payment_at: datetime | None
    state: Shift = Shift.OPEN  # payments are taken in OPEN only
    cashier: OperatorName | None = None  # who opened it, and to whom it belongs
    mine: bool = True  # it belongs to whoever is at work


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverView:
    """Money that waits for the next cashier."""

    event_id: EventId
    giver: OperatorName
    taker: OperatorName
    given_at: datetime
    counted_centavos: Centavos
    mine: bool  # whoever is at work is the one it was given to


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftOpening:
    """What V03 starts from; the salt makes a double press one shift."""

    salt: Salt
    business_day: date
    clock_warning: bool
    denominations: tuple[Denomination, ...] = ()
    expected_centavos: Centavos | None = None  # handed over, else the last float
    handover: HandOverView | None = None  # money that waits for this opening
