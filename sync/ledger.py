"""The ledger: what each act of the cash desk writes, in whole centavos (RECEIPTS §10).

Double entry: the entries of every act sum to 0, and so does the ledger. More on an account is
positive. What the office holds (drawer, safe, in transit, bank, terminal, declared) grows with what
it gets; income and the citizens' balances fall by it, because they say where it came from. Entries
are only added; a correction is another act.

What an entry is follows from its event alone. Two acts undo an earlier one and look at its entries:
a reversal, and the bank's word on a deposit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from sync.events import (
    BenefitDelivered,
    BenefitMeans,
    CashMoved,
    CashPurpose,
    DepositConfirmed,
    DepositMade,
    IncentiveCredited,
    PaymentMeans,
    PaymentTaken,
    ShiftClosed,
    ShiftOpened,
)
from sync.ids import EventId, OperatorNumber

DRAWER = "drawer"
"""Cash in the drawer: its sum within a shift is what must be there."""
SAFE = "safe"
"""What lies outside the drawer: floats come from it, counted money goes into it."""
IN_TRANSIT = "in_transit"
"""On the way to the bank, until the bank's statement shows it."""
BANK = "bank"
"""What the bank has confirmed."""
INCOME = "income"
"""What was charged, by concept; negative, because the drawer holds it."""
BALANCE = "balance"
"""What citizens have in advance, by account; negative, because the office owes it."""
ROUNDING = "rounding"
"""What rounding added (negative here) or took."""
OVER_SHORT = "over_short"
"""What was missing (> 0) or too much (< 0), by the person who answers for it."""
DECLARED = "declared"
"""Paid at the bank or by transfer, as the person says, until the central confirms it."""
TERMINAL = "terminal"
"""Paid by card at a terminal of the bank."""
BENEFITS = "benefits"
"""What programmes have given."""
INCENTIVES = "incentives"
"""What was credited for paying in time."""
OTHER = "other"
"""What entered or left the drawer for a reason of its own."""

CONCEPT_TOP_UP = 2
"""Reserved concept of a line that puts money on a balance: it is nobody's income."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One side of an act: more (> 0) or less (< 0) on an account.

    concept: of income. operator: who answers for a difference. account_id: whose balance.
    """

    account: str
    amount_centavos: int
    concept: int | None = None
    operator: OperatorNumber | None = None
    account_id: EventId | None = None


def entries_of_opening(event: ShiftOpened) -> tuple[LedgerEntry, ...]:
    """Return what opening a shift writes: the drawer is filled from the safe."""
    return _moved(SAFE, DRAWER, event.float_centavos)


def entries_of_movement(event: CashMoved) -> tuple[LedgerEntry, ...]:
    """Return what cash in or out writes: the drawer against the place it came from or went to."""
    return _moved(_other_side(event.purpose), DRAWER, event.change_centavos)


def entries_of_closing(event: ShiftClosed, cashier: OperatorNumber) -> tuple[LedgerEntry, ...]:
    """Return what closing writes: the drawer is emptied into the safe as counted.

    What is missing or too much stands on the over/short account of *cashier*, who opened the shift.
    """
    return _without_nothing(
        LedgerEntry(account=DRAWER, amount_centavos=-event.expected_centavos),
        LedgerEntry(account=SAFE, amount_centavos=event.counted_centavos),
        LedgerEntry(
            account=OVER_SHORT, operator=cashier, amount_centavos=-event.difference_centavos
        ),
    )


def entries_of_deposit(event: DepositMade) -> tuple[LedgerEntry, ...]:
    """Return what taking money to the bank writes."""
    return _moved(SAFE, IN_TRANSIT, event.amount_centavos)


def entries_of_confirmation(
    event: DepositConfirmed, deposited_centavos: int, depositor: OperatorNumber
) -> tuple[LedgerEntry, ...]:
    """Return what the bank's word writes; a difference is answered for by who made the deposit."""
    return entries_of_confirmed(event.amount_centavos, deposited_centavos, depositor)


def entries_of_confirmed(
    confirmed_centavos: int, deposited_centavos: int, depositor: OperatorNumber
) -> tuple[LedgerEntry, ...]:
    """Return the same from the amounts alone."""
    return _without_nothing(
        LedgerEntry(account=IN_TRANSIT, amount_centavos=-deposited_centavos),
        LedgerEntry(account=BANK, amount_centavos=confirmed_centavos),
        LedgerEntry(
            account=OVER_SHORT,
            operator=depositor,
            amount_centavos=deposited_centavos - confirmed_centavos,
        ),
    )


def entries_of_payment(event: PaymentTaken) -> tuple[LedgerEntry, ...]:
    """Return what a payment writes; they sum to 0 exactly when the payment adds up.

    Where the money is (tendered less change) and what a balance gave, against each line's concept
    and the rounding. A line of concept 2 is no income: the person's balance takes it.
    """
    settlement = event.settlement
    received = settlement.tendered_centavos - settlement.change_centavos
    balance = event.balance
    whose = None if balance is None else balance.account_id
    entries = []
    if settlement.means is not PaymentMeans.BALANCE or received:
        entries.append(LedgerEntry(account=received_in(settlement.means), amount_centavos=received))
    if balance is not None and balance.change_centavos < 0:
        entries.append(
            LedgerEntry(account=BALANCE, account_id=whose, amount_centavos=-balance.change_centavos)
        )
    for line in event.lines:
        if line.concept == CONCEPT_TOP_UP:
            entries.append(
                LedgerEntry(account=BALANCE, account_id=whose, amount_centavos=-line.net_centavos)
            )
        else:
            entries.append(
                LedgerEntry(
                    account=INCOME, concept=line.concept, amount_centavos=-line.net_centavos
                )
            )
    if event.rounding_centavos:
        entries.append(LedgerEntry(account=ROUNDING, amount_centavos=-event.rounding_centavos))
    return tuple(entries)


def entries_of_reversal(original: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Return what giving a payment back writes: the exact opposite of the payment's entries."""
    return tuple(
        LedgerEntry(
            account=one.account,
            amount_centavos=-one.amount_centavos,
            concept=one.concept,
            operator=one.operator,
            account_id=one.account_id,
        )
        for one in original
    )


def entries_of_benefit(event: BenefitDelivered) -> tuple[LedgerEntry, ...]:
    """Return what a benefit writes: cash out of the drawer, more on a balance, nothing in kind."""
    match event.means:
        case BenefitMeans.IN_KIND:
            return ()
        case BenefitMeans.CASH:
            return _moved(DRAWER, BENEFITS, event.amount_centavos)
        case BenefitMeans.BALANCE:
            return _credited(BENEFITS, event.amount_centavos, event.account_id)
        case _:
            assert_never(event.means)


def entries_of_incentive(event: IncentiveCredited) -> tuple[LedgerEntry, ...]:
    """Return what an incentive writes: more on the balance; taken back, the same less."""
    amount = -event.amount_centavos if event.taken_back else event.amount_centavos
    return _credited(INCENTIVES, amount, event.account_id)


def received_in(means: PaymentMeans) -> str:
    """Return the account that takes what a person pays by *means*."""
    match means:
        case PaymentMeans.CASH:
            return DRAWER
        case PaymentMeans.TERMINAL:
            return TERMINAL
        case PaymentMeans.BANK | PaymentMeans.TRANSFER:
            return DECLARED
        case PaymentMeans.BALANCE:
            return BALANCE
        case _:
            assert_never(means)


def balance(entries: Iterable[LedgerEntry]) -> int:
    """Return the sum of entries; 0 for every act and for the whole ledger."""
    return sum(entry.amount_centavos for entry in entries)


def _other_side(purpose: CashPurpose) -> str:
    match purpose:
        case CashPurpose.FLOAT | CashPurpose.SAFE:
            return SAFE
        case CashPurpose.BANK:
            return IN_TRANSIT
        case CashPurpose.OTHER:
            return OTHER
        case _:
            assert_never(purpose)


def _moved(out_of: str, into: str, amount_centavos: int) -> tuple[LedgerEntry, ...]:
    return (
        LedgerEntry(account=into, amount_centavos=amount_centavos),
        LedgerEntry(account=out_of, amount_centavos=-amount_centavos),
    )


def _credited(
    giver: str, amount_centavos: int, account_id: EventId | None
) -> tuple[LedgerEntry, ...]:
    return (
        LedgerEntry(account=giver, amount_centavos=amount_centavos),
        LedgerEntry(account=BALANCE, account_id=account_id, amount_centavos=-amount_centavos),
    )


def _without_nothing(*entries: LedgerEntry) -> tuple[LedgerEntry, ...]:
    """Leave out sides of 0: a difference that is none is no line of an audit."""
    return tuple(one for one in entries if one.amount_centavos)
