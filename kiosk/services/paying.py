"""How a payment is settled, and which limits and approvals it rests on (RECEIPTS §10).

KnownError
├── NoCardOffline       payment.card_offline       cards need a link: never here
├── ReferenceMissing    payment.no_reference       a digital payment is told by its reference
├── BalanceTooMuch      payment.balance_part       more from the balance than is due, or nothing
├── BalanceNotHere      payment.no_balances        this device keeps no balances
├── TopUpInCash         payment.top_up_cash        money for a balance is counted, never declared
└── TenderUnlikely      payment.tender_unlikely    a whole note more than was needed
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kiosk.domain.cash import change_of
from kiosk.errors import KnownError
from kiosk.services.approvals import OwnAct
from kiosk.services.cash_limits import CashLimit, Taking, reached
from kiosk.services.charges import ChargeDraft
from kiosk.services.charging import Due
from kiosk.services.desk import Desk
from kiosk.services.views import BalancePart, Paying
from kiosk.store import access
from sync.events import ApprovalMatter, BalanceChange, PaymentMeans, Settlement
from sync.ids import EventId, Salt, ShiftId, event_id_of
from sync.journal import Transaction
from sync.money import Centavos

LARGEST_NOTE_CENTAVOS = 100_000
REFERENCE_CHARACTERS = 100
_DIGITAL = (PaymentMeans.BANK, PaymentMeans.TRANSFER)


class NoCardOffline(KnownError):
    """A card payment needs a link and is never taken here; nothing was written."""

    code: ClassVar[str] = "payment.card_offline"


class ReferenceMissing(KnownError):
    """A digital payment is told by its reference, and there is none; nothing was written."""

    code: ClassVar[str] = "payment.no_reference"


class BalanceTooMuch(KnownError):
    """More was to come from the balance than is due, or nothing; nothing was written."""

    code: ClassVar[str] = "payment.balance_part"


class BalanceNotHere(KnownError):
    """This device keeps no balances; nothing was written."""

    code: ClassVar[str] = "payment.no_balances"


class TopUpInCash(KnownError):
    """Money that somebody says was sent may not be spent from a balance; nothing was written."""

    code: ClassVar[str] = "payment.top_up_cash"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlikelyFacts:
    """What was typed, and how much of it could go back at once."""

    tendered_centavos: Centavos
    change_centavos: Centavos


class TenderUnlikely(KnownError):
    """So much was typed that a whole $1,000 note would go back; nothing was written."""

    code: ClassVar[str] = "payment.tender_unlikely"

    def __init__(self, tendered_centavos: Centavos, change_centavos: Centavos) -> None:
        super().__init__(
            UnlikelyFacts(tendered_centavos=tendered_centavos, change_centavos=change_centavos)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How a total is paid: the settlement, and what the balance gives."""

    settlement: Settlement
    from_balance: BalancePart | None = None
    reference: str | None = None

    @property
    def cash_centavos(self) -> Centavos:
        """Return the cash that stays in the drawer."""
        if self.settlement.means is not PaymentMeans.CASH:
            return Centavos(0)
        return Centavos(self.settlement.tendered_centavos - self.settlement.change_centavos)

    @property
    def balance_change(self) -> BalanceChange | None:
        """Return what the payment takes from a balance."""
        part = self.from_balance
        if part is None:
            return None
        return BalanceChange(account_id=part.account_id, change_centavos=-part.amount_centavos)


def settle(due: Due, tendered_centavos: Centavos, paying: Paying) -> Settled:
    """Return how a total is paid; cash is needed only for what balance and reference leave.

    A balance can be spent at once, so only cash is put on it. Raises TenderShort, TenderTooLarge,
    TenderUnlikely, NoCardOffline, ReferenceMissing, TopUpInCash or BalanceTooMuch; nothing was
    written.
    """
    part = paying.from_balance
    if part is not None and (due.balance is not None or not _fits(part, due.total_centavos)):
        raise BalanceTooMuch
    rest = Centavos(due.total_centavos - (0 if part is None else part.amount_centavos))
    if part is not None and not rest:
        means, tendered, change = PaymentMeans.BALANCE, Centavos(0), Centavos(0)
        return Settled(settlement=_settlement(means, tendered, change), from_balance=part)
    reference = " ".join((paying.reference or "").split())[:REFERENCE_CHARACTERS] or None
    match paying.means:
        case PaymentMeans.CASH:
            change = change_of(rest, tendered_centavos)
            if change >= LARGEST_NOTE_CENTAVOS:
                raise TenderUnlikely(tendered_centavos, change)
            settlement = _settlement(PaymentMeans.CASH, tendered_centavos, change)
            return Settled(settlement=settlement, from_balance=part)
        case PaymentMeans.BANK | PaymentMeans.TRANSFER:
            if due.balance is not None:
                raise TopUpInCash
            if reference is None:
                raise ReferenceMissing
            settlement = _settlement(paying.means, rest, Centavos(0))
            return Settled(settlement=settlement, from_balance=part, reference=reference)
        case PaymentMeans.TERMINAL:
            raise NoCardOffline
        case PaymentMeans.BALANCE:
            raise BalanceTooMuch


def limits_left(
    tx: Transaction,
    desk: Desk,
    shift: ShiftId,
    charge_id: Salt,
    draft: ChargeDraft,
    due: Due,
    settled: Settled,
) -> tuple[CashLimit, ...]:
    """Return the limits that a payment would pass and that nobody approved for it."""
    given = _given(tx, desk, charge_id, draft, due)
    return tuple(
        limit for limit in _reached(tx, desk, shift, due, settled) if limit.matter not in given
    )


def check_limits(
    tx: Transaction,
    desk: Desk,
    shift: ShiftId,
    charge_id: Salt,
    draft: ChargeDraft,
    due: Due,
    settled: Settled,
) -> tuple[EventId, ...]:
    """Return the approvals (kind 81) that a payment rests on; the event must refer to them.

    Raises the first CashLimit that nobody approved for this very payment and amount.
    """
    given = _given(tx, desk, charge_id, draft, due)
    needed: dict[ApprovalMatter, EventId] = {}
    for limit in _reached(tx, desk, shift, due, settled):
        if limit.matter not in given:
            raise limit
        needed[limit.matter] = given[limit.matter]
    return tuple(needed.values())


def _reached(
    tx: Transaction, desk: Desk, shift: ShiftId, due: Due, settled: Settled
) -> tuple[CashLimit, ...]:
    return reached(
        tx,
        Taking(
            shift=shift,
            cash_centavos=settled.cash_centavos,
            total_centavos=due.total_centavos,
            protection=desk.identity.certificate.protection,
            now_seconds=desk.now_seconds(),
        ),
    )


def _given(
    tx: Transaction, desk: Desk, charge_id: Salt, draft: ChargeDraft, due: Due
) -> dict[ApprovalMatter, EventId]:
    """Return the unused approvals about this very payment and amount, by matter.

    Raises OwnAct where whoever approved is at work now.
    """
    about = (event_id_of(charge_id),)
    found: dict[ApprovalMatter, EventId] = {}
    for question_id in draft.questions:
        row = access.question(tx, question_id)
        if row is None or row.amount_centavos != due.total_centavos:
            continue
        answer = access.granted_approval(tx, question_id, row.matter, about)
        if answer is None:
            continue
        if row.approver == desk.operator:
            raise OwnAct
        found[row.matter] = answer
    return found


def _fits(part: BalancePart, total_centavos: Centavos) -> bool:
    return 0 < part.amount_centavos <= total_centavos


def _settlement(means: PaymentMeans, tendered: Centavos, change: Centavos) -> Settlement:
    return Settlement(means=means, tendered_centavos=tendered, change_centavos=change)
