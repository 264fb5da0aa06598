"""What this device may still record: a wipe, a report or the end of the lease stops new things.

`Desk.append` asks here, so that no way around a screen or a service records what was stopped. Work
that is saved stays untouched, and delivery goes on in every case (PROTOCOL §19).

KnownError
├── CaptureStopped   device.capture_stopped   a wipe order: nothing new, everything is delivered
├── VersionTooOld    version.too_old          the office wants a newer app: nothing new until then
├── DeviceReported   device.reported          the office reported this device: no new cash
└── LeaseEnded       lease.ended              too long without a word of the central: no new cash
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kiosk.domain.versions import is_below
from kiosk.errors import KnownError
from kiosk.services.lease import lease_state
from kiosk.services.views.orders import ReportedWhy
from kiosk.settings import APP_VERSION
from kiosk.store import pulled
from sync.device import orders
from sync.device.wiping import stops_capture
from sync.errors import MessageInvalid
from sync.events import (
    AccountOpened,
    BenefitDelivered,
    CardReplaced,
    ConsentGiven,
    Event,
    NoticeShown,
    OrderMade,
    PaymentTaken,
    PersonCorrected,
    PersonCreated,
    PersonsCompared,
    RegistrationCorrected,
    RegistrationMade,
    RightsRequested,
    ShiftOpened,
)
from sync.journal import Transaction
from sync.profile import InstitutionProfile
from sync.revocations import RevocationList, read_revocations

_CAPTURE: tuple[type[Event], ...] = (
    AccountOpened,
    BenefitDelivered,
    CardReplaced,
    ConsentGiven,
    NoticeShown,
    OrderMade,
    PaymentTaken,
    PersonCorrected,
    PersonCreated,
    PersonsCompared,
    RegistrationCorrected,
    RegistrationMade,
    RightsRequested,
    ShiftOpened,
)


_NEW: tuple[type[Event], ...] = (
    AccountOpened,
    BenefitDelivered,
    CardReplaced,
    ConsentGiven,
    OrderMade,
    PaymentTaken,
    PersonCreated,
    RegistrationMade,
    ShiftOpened,
)
"""What an app too old may not begin; corrections, rights and closings go on (PROTOCOL §21)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """The version that the institution asks for, and the one that runs here."""

    wanted: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseFacts:
    """How many days the device may work without a word of the central."""

    days: int


class CaptureStopped(KnownError):
    """An administrator ordered this device to end; nothing was written, what is here is sent."""

    code: ClassVar[str] = "device.capture_stopped"


class VersionTooOld(KnownError):
    """The institution asks for a newer app: nothing new is begun; nothing was written."""

    code: ClassVar[str] = "version.too_old"

    def __init__(self, wanted: str, version: str) -> None:
        super().__init__(VersionFacts(wanted=wanted, version=version))


class DeviceReported(KnownError):
    """The office reported this device; its receipts do not count any more. Nothing was written."""

    code: ClassVar[str] = "device.reported"


class LeaseEnded(KnownError):
    """Too long without a word of the central: no new cash; nothing was written."""

    code: ClassVar[str] = "lease.ended"

    def __init__(self, days: int) -> None:
        super().__init__(LeaseFacts(days=days))


def check_device_may_record(
    tx: Transaction, event: Event, institution: InstitutionProfile, device_id: bytes
) -> None:
    """Raise CaptureStopped, VersionTooOld, DeviceReported or LeaseEnded for what must not be."""
    if isinstance(event, _CAPTURE):
        check_capture(tx)
    if isinstance(event, _NEW):
        check_version(tx)
    if isinstance(event, PaymentTaken):
        check_cash(tx, institution, device_id)


def check_capture(tx: Transaction) -> None:
    """Raise CaptureStopped once a wipe has stopped capture."""
    row = orders.wipe_row(tx)
    if row is not None and stops_capture(row.stage):
        raise CaptureStopped


def check_version(tx: Transaction, version: str = APP_VERSION) -> None:
    """Raise VersionTooOld where the institution asks for a newer app than this one."""
    least = pulled.settings(tx).minimum_version
    if is_below(version, least):
        raise VersionTooOld(least, version)


def check_cash(tx: Transaction, institution: InstitutionProfile, device_id: bytes) -> None:
    """Raise DeviceReported or LeaseEnded where no new cash may be taken."""
    if reported(tx, institution, device_id) is not None:
        raise DeviceReported
    lease = lease_state(tx)
    if lease.ended:
        raise LeaseEnded(lease.days)


def reported(
    tx: Transaction, institution: InstitutionProfile, device_id: bytes
) -> ReportedWhy | None:
    """Return why the office reported this device, None where its list does not name it."""
    held = revocations(tx, institution)
    entry = None if held is None else orders.entry_for(held, device_id)
    return None if entry is None else ReportedWhy[entry.why.name]


def revocations(tx: Transaction, institution: InstitutionProfile) -> RevocationList | None:
    """Return the newest list that is held, None for none, or for one of roots that are no more."""
    raw = orders.revocations(tx)
    if raw is None:
        return None
    try:
        return read_revocations(raw, institution.roots)
    except MessageInvalid:
        return None
