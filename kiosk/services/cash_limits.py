"""How much cash one person may take without anybody else (RECEIPTS §10); 0 means no limit.

Each limit says what mends it: money goes to the safe, what is saved is delivered, or a second
person gives a one-time code for this very payment.

KnownError
└── CashLimit              a limit of the institution was reached; nothing was written
    ├── UndeliveredCash    cash.undelivered  at protection 0: cash whose events are only here
    ├── DrawerFull         cash.drawer_full  more in the drawer than may lie there
    ├── NoContact          cash.no_contact   too long without a word of the central
    └── PaymentOverLimit   cash.over_limit   one payment above what one person may take
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from kiosk.errors import KnownError
from kiosk.store import payment_questions, pulled
from kiosk.store.queries import drawer_centavos
from sync.device.lease import lease_row
from sync.device.memory import LinkMemory
from sync.device.running import running_seconds
from sync.events import ApprovalMatter, Protection
from sync.ids import ShiftId
from sync.journal import Transaction
from sync.money import Centavos

_HOUR_SECONDS = 3_600


class Mend(Enum):
    """What a person can do about a limit, beside asking a second one."""

    DELIVER = "deliver"  # V24
    WITHDRAW = "withdraw"  # V21
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitFacts:
    """The limit, and where it would come to; hours for `cash.no_contact`."""

    limit_centavos: Centavos
    reached_centavos: Centavos
    hours: int = 0


class CashLimit(KnownError):
    """A limit was reached; nothing was written. *mend* and *matter* say what helps."""

    code: ClassVar[str] = "cash.limit"
    mend: ClassVar[Mend] = Mend.NOTHING
    matter: ClassVar[ApprovalMatter] = ApprovalMatter.CASH

    def __init__(self, limit_centavos: int, reached_centavos: int, hours: int = 0) -> None:
        super().__init__(
            LimitFacts(
                limit_centavos=Centavos(limit_centavos),
                reached_centavos=Centavos(reached_centavos),
                hours=hours,
            )
        )


class UndeliveredCash(CashLimit):
    """More cash than may be here without the central knowing of it; nothing was written."""

    code: ClassVar[str] = "cash.undelivered"
    mend: ClassVar[Mend] = Mend.DELIVER


class DrawerFull(CashLimit):
    """More would lie in the drawer than may; nothing was written."""

    code: ClassVar[str] = "cash.drawer_full"
    mend: ClassVar[Mend] = Mend.WITHDRAW


class NoContact(CashLimit):
    """The central has been silent for longer than cash may be taken; nothing was written."""

    code: ClassVar[str] = "cash.no_contact"
    mend: ClassVar[Mend] = Mend.DELIVER


class PaymentOverLimit(CashLimit):
    """The payment is above what one person may take; nothing was written."""

    code: ClassVar[str] = "cash.over_limit"
    matter: ClassVar[ApprovalMatter] = ApprovalMatter.AMOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """A payment that is about to be taken; *cash_centavos* is what stays in the drawer."""

    shift: ShiftId
    cash_centavos: Centavos
    total_centavos: Centavos
    protection: int
    now_seconds: int


def reached(tx: Transaction, taking: Taking) -> tuple[CashLimit, ...]:
    """Return the limits that a payment would pass; none: it may be taken."""
    settings = pulled.settings(tx)
    found: list[CashLimit] = []
    most = settings.payment_limit_centavos
    if most and taking.total_centavos > most:
        found.append(PaymentOverLimit(most, taking.total_centavos))
    if not taking.cash_centavos:
        return tuple(found)
    most = settings.undelivered_cash_limit_centavos
    if most and taking.protection == Protection.PASSPHRASE:
        here = payment_questions.undelivered_cash(tx) + taking.cash_centavos
        if here > most:
            found.append(UndeliveredCash(most, here))
    most = settings.drawer_limit_centavos
    if most:
        there = drawer_centavos(tx, taking.shift) + taking.cash_centavos
        if there > most:
            found.append(DrawerFull(most, there))
    hours = settings.cash_without_contact_hours
    if hours and silent_seconds(tx, taking.now_seconds) > hours * _HOUR_SECONDS:
        found.append(NoContact(0, 0, hours))
    return tuple(found)


def silent_seconds(tx: Transaction, now_seconds: int) -> int:
    """Return for how long the central has not answered, at least.

    By the clock, or by the time the program was at work where that is more: turning the clock back
    makes no silence shorter than that.
    """
    at_work = running_seconds(tx) - lease_row(tx).running_seconds
    contact = LinkMemory().last_contact(tx)
    by_clock = 0 if contact is None else now_seconds - contact.device_seconds
    return max(at_work, by_clock, 0)
