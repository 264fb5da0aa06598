"""What the office has ordered of this device, and what follows: drawn on banners and V28."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sync.catalogue import ErasureAct


class ReportedWhy(Enum):
    """Why the office reported a device."""

    LOST = "lost"
    KEY_MISUSED = "key_misused"
    RETIRED = "retired"


class WipeStep(Enum):
    """How far a wipe was followed, as people need to know it.

    ANNOUNCED: work goes on as usual. DELIVERING: nothing new is captured, what is here is on its
    way. ENDING: everything has arrived, or may go; the keys are next.
    """

    ANNOUNCED = "announced"
    DELIVERING = "delivering"
    ENDING = "ending"


@dataclass(frozen=True, slots=True, kw_only=True)
class WipeNotice:
    """A wipe that an administrator ordered."""

    number: int
    administrator: str
    why: ReportedWhy
    step: WipeStep
    hours_left: int  # of running time until capture stops; 0 once it has
    undelivered: int  # events that the central has not confirmed
    drafts: int  # begun and never saved: they go with the device


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseState:
    """How long cash may be taken without hearing from the central (PROTOCOL §19)."""

    days: int
    used_days: int

    @property
    def left_days(self) -> int:
        """Return the days that are left, 0 at the end."""
        return max(0, self.days - self.used_days)

    @property
    def ended(self) -> bool:
        """Return whether new cash payments have stopped."""
        return self.used_days >= self.days

    @property
    def warns(self) -> bool:
        """Return whether four fifths of it are used."""
        return 5 * self.used_days >= 4 * self.days


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateNotice:
    """The institution asks for a newer app; `required` once nothing new may be begun without it."""

    wanted: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationsHeld:
    """The newest list of reported devices that this device holds."""

    number: int
    issued_at: datetime
    devices: int


class OrderOutcome(Enum):
    """What became of an order to erase or block; the value ends the id `ordered-…`."""

    WAITING = "waiting"  # not durable at the central yet
    CARRIED_OUT = "carried-out"
    BLOCKED_INSTEAD = "blocked-instead"  # money inside its retention


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedErasure:
    """One order of the central over one record. folio: "" once the record is no longer here."""

    reference: str  # how the central's own list begins to name the record
    act: ErasureAct
    outcome: OrderOutcome
    folio: str
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceOrders:
    """Everything the office has said about this device."""

    lease: LeaseState
    wipe: WipeNotice | None = None
    reported: ReportedWhy | None = None
    revocations: RevocationsHeld | None = None
    erasures_waiting: int = 0  # not durable at the central yet
    update: UpdateNotice | None = None
