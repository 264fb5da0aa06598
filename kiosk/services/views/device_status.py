"""How the device stands, as V28 shows it; nothing about a citizen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from kiosk.services.views.access import OperatorName
from kiosk.services.views.care import BackupsView, DiskRoom
from kiosk.services.views.device import ProtectionView
from kiosk.services.views.keys import SlotView
from kiosk.services.views.orders import DeviceOrders
from kiosk.services.views.paper import LinkCost


class DeviceAct(Enum):
    """What may be done to the device from V28; what is not allowed is absent, not grey."""

    CHECK = "check"
    BACKUP = "backup"
    BACKUPS = "backups"
    CLAVE = "clave"
    PRINTER = "printer"
    PEOPLE = "people"
    RECOVERY = "recovery"
    ROTATE = "rotate"
    PROTECTION = "protection"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormHeld:
    """A form of which versions are held."""

    title: str
    versions: tuple[str, ...]


class PaidLink(Enum):
    """What somebody said of this device's connections: paid by data, or as the system says."""

    AUTO = "auto"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFact:
    """Since when the device writes in its present series, and why it began one."""

    reason: str  # of sync.events.StreamReason, in lower case
    since: datetime
    count: int  # of all series so far


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFacts:
    """How delivery stands, for a technician."""

    paid: PaidLink
    may_choose: bool
    cost: LinkCost
    last_contact_at: datetime | None
    held_until: datetime | None
    series: SeriesFact | None
    carried_devices: int = 0
    carried_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceView:
    """Everything V28 shows."""

    office: str
    terminal: str
    version: str  # of the program
    fingerprint: str  # of the institution's roots: twelve characters
    certificate_until: date
    clock_wrong: bool
    compared_at: datetime | None  # when the clock was last compared with the central's
    printer: str  # name of the adapter
    disk: DiskRoom
    protection: ProtectionView
    forms: tuple[FormHeld, ...]
    checked_at: datetime | None
    finding: str | None  # of the last check of this start of the program; "": sound
    backups: BackupsView
    orders: DeviceOrders
    people: tuple[SlotView, ...]
    recovery_left: int
    institution_opens: bool  # the institution's recovery key has a slot
    link: LinkFacts
    acts: frozenset[DeviceAct]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleView:
    """Who opens this device, and who else of the office might."""

    slots: tuple[SlotView, ...]
    others: tuple[OperatorName, ...]  # published, not blocked, without a clave here
