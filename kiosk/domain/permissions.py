"""Who may do what: the capabilities of each role, and what an event of the journal asks for.

What is not allowed is refused by the service and absent from the screen, not grey (UX §2.1). The
institution may publish other capabilities for one person; then the role's do not count.
"""

from __future__ import annotations

from typing import assert_never

from sync.catalogue import Capability, Role
from sync.events import (
    AccountOpened,
    BenefitDelivered,
    CardReplaced,
    CashMoved,
    ConsentGiven,
    CopyHandedOver,
    DepositConfirmed,
    DepositMade,
    DrawerCounted,
    DrawerHandedOver,
    DrawerTakenOver,
    Event,
    OrderMade,
    PaymentReversed,
    PaymentTaken,
    PersonCorrected,
    PersonCreated,
    PersonsCompared,
    RegistrationCorrected,
    RegistrationMade,
    RightsAnswered,
    RightsRequested,
    ShiftClosed,
    ShiftOpened,
    UseOpposed,
)

_CLERK = frozenset(
    {
        Capability.REGISTER,
        Capability.CHARGE,
        Capability.CORRECT,
        Capability.DELIVER,
        Capability.RIGHTS,
        Capability.PRACTICE,
        Capability.ACCOUNTS,
    }
)
_SUPERVISOR = _CLERK | {
    Capability.APPROVE,
    Capability.ACCESS_LOG,
    Capability.BLOCKED_DATA,
    Capability.KEYS,
    Capability.DEVICE,
    Capability.PREVIEW,
    Capability.REPORTS,
    Capability.DEPOSITS,
}
_TECHNICIAN = frozenset(
    {
        Capability.DELIVER,
        Capability.KEYS,
        Capability.DEVICE,
        Capability.PREVIEW,
        Capability.PRACTICE,
    }
)
_AUDITOR = frozenset({Capability.ACCESS_LOG, Capability.DELIVER, Capability.REPORTS})


def capabilities_of(
    role: Role, override: tuple[Capability, ...] | None = None
) -> frozenset[Capability]:
    """Return what a person may do: *override* where the institution published one, else the role's.

    Holding KEYS without APPROVE, as a technician does, is not enough to add a person: that asks
    for a supervisor's one-time code (`kiosk.services.permissions`).
    """
    if override is not None:
        return frozenset(override)
    match role:
        case Role.CLERK:
            return _CLERK
        case Role.SUPERVISOR:
            return _SUPERVISOR
        case Role.TECHNICIAN:
            return _TECHNICIAN
        case Role.AUDITOR:
            return _AUDITOR
        case _:
            assert_never(role)


def needed_for(event: Event) -> frozenset[Capability]:
    """Return the capabilities of which one must be held to record *event*; none: anybody's.

    Only what a person does at the counter is listed. Locking, starting, delivering, an answer to
    an approval and what the program does by itself are nobody's privilege; services that ask for
    KEYS, DEVICE or APPROVE say so themselves.
    """
    match event:
        case RegistrationMade() | PersonCreated():
            return frozenset({Capability.REGISTER})
        case RegistrationCorrected():
            return frozenset({Capability.CORRECT})
        case PersonCorrected():
            return frozenset({Capability.CORRECT, Capability.RIGHTS})
        case ConsentGiven():
            return frozenset({Capability.REGISTER, Capability.CORRECT, Capability.RIGHTS})
        case (
            ShiftOpened()
            | PaymentTaken()
            | PaymentReversed()
            | CashMoved()
            | DrawerCounted()
            | ShiftClosed()
            | DrawerHandedOver()
            | DrawerTakenOver()
        ):
            return frozenset({Capability.CHARGE})
        case DepositMade() | DepositConfirmed():
            return frozenset({Capability.DEPOSITS})
        case OrderMade():
            return frozenset({Capability.REGISTER, Capability.CHARGE})
        case AccountOpened() | CardReplaced() | BenefitDelivered():
            return frozenset({Capability.ACCOUNTS})
        case PersonsCompared():
            return frozenset({Capability.REGISTER})
        case CopyHandedOver() | RightsRequested() | RightsAnswered() | UseOpposed():
            return frozenset({Capability.RIGHTS})
        case _:
            return frozenset()
