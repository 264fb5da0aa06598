"""Double entry: what every act of the cash desk writes (RECEIPTS §10, invariant 1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.ledger import (
    BALANCE,
    BANK,
    BENEFITS,
    CONCEPT_TOP_UP,
    DECLARED,
    DRAWER,
    IN_TRANSIT,
    INCENTIVES,
    INCOME,
    OTHER,
    OVER_SHORT,
    ROUNDING,
    SAFE,
    TERMINAL,
    LedgerEntry,
    balance,
    entries_of_benefit,
    entries_of_closing,
    entries_of_confirmation,
    entries_of_deposit,
    entries_of_incentive,
    entries_of_movement,
    entries_of_opening,
    entries_of_payment,
    entries_of_reversal,
)
from sync.events import (
    BalanceChange,
    BenefitDelivered,
    BenefitMeans,
    CashMoved,
    CashPurpose,
    Concept,
    DepositConfirmed,
    DepositMade,
    Folio,
    IncentiveCredited,
    NumberRange,
    PaymentLine,
    PaymentMeans,
    PaymentTaken,
    RuleVersion,
    Settlement,
    ShiftClosed,
)
from sync.ids import EventId, OperatorNumber, ShiftId
from sync.money import Centavos
from tests.support.vaults import a_shift

AMOUNTS = st.integers(0, 5_000_000).map(Centavos)
ACCOUNT = EventId(bytes(range(16)))
SHIFT = ShiftId(bytes(16))
CASHIER = OperatorNumber(42)
RULE = RuleVersion(rule_id="x", version=1)
DAY = date(2026, 11, 20)


def a_payment(
    nets: tuple[tuple[int, int], ...],
    *,
    rounding: int = 0,
    means: PaymentMeans = PaymentMeans.CASH,
    change_of_balance: int = 0,
    extra: int = 0,
) -> PaymentTaken:
    """Return a payment that adds up: the settlement takes what the balance does not."""
    total = sum(net for _, net in nets) + rounding
    rest = total + min(0, change_of_balance)
    lines = tuple(
        PaymentLine(
            concept=Concept(concept),
            quantity=1,
            unit_centavos=Centavos(net),
            tariff=RULE,
            changes=(),
            net_centavos=Centavos(net),
        )
        for concept, net in nets
    )
    return PaymentTaken(
        folio=Folio(series=1, number=2),
        total_centavos=Centavos(total),
        lines=lines,
        rounding_centavos=rounding,
        settlement=Settlement(
            means=means,
            tendered_centavos=Centavos(rest + extra),
            change_centavos=Centavos(extra),
        ),
        rounding_policy=RULE,
        balance=(
            BalanceChange(account_id=ACCOUNT, change_centavos=change_of_balance)
            if change_of_balance
            else None
        ),
        shift=SHIFT,
    )


def sums(entries: tuple[LedgerEntry, ...]) -> dict[str, int]:
    """Return the sum of each account."""
    found: dict[str, int] = {}
    for one in entries:
        found[one.account] = found.get(one.account, 0) + one.amount_centavos
    return found


def a_closing(counted: int, expected: int) -> ShiftClosed:
    """Return the end of a shift."""
    return ShiftClosed(
        folio=Folio(series=1, number=9),
        counted_centavos=Centavos(counted),
        expected_centavos=expected,
        difference_centavos=counted - expected,
        numbers=NumberRange(first=2, last=9),
        shift=SHIFT,
    )


@given(
    nets=st.lists(st.tuples(st.integers(16, 999), AMOUNTS), min_size=1, max_size=6).map(tuple),
    rounding=st.integers(-50, 50),
    extra=AMOUNTS,
    means=st.sampled_from(list(PaymentMeans)),
)
def test_a_payment_sums_to_zero_and_no_other_does(
    nets: tuple[tuple[int, int], ...], rounding: int, extra: int, means: PaymentMeans
) -> None:
    """What the drawer takes, income and rounding give; a wrong amount anywhere shows."""
    extra = extra if means is PaymentMeans.CASH else 0
    payment = a_payment(nets, rounding=max(rounding, -sum(n for _, n in nets)), extra=extra)

    assert balance(entries_of_payment(payment)) == 0
    wrong = replace(payment, rounding_centavos=payment.rounding_centavos + 1)
    assert balance(entries_of_payment(wrong)) == -1


def test_each_means_has_its_own_account() -> None:
    """Cash lies in the drawer, a card at the terminal, a transfer is only declared."""
    where = {
        means: sums(entries_of_payment(a_payment(((1701, 500),), means=means)))
        for means in (
            PaymentMeans.CASH,
            PaymentMeans.TERMINAL,
            PaymentMeans.BANK,
            PaymentMeans.TRANSFER,
        )
    }

    assert where == {
        PaymentMeans.CASH: {DRAWER: 500, INCOME: -500},
        PaymentMeans.TERMINAL: {TERMINAL: 500, INCOME: -500},
        PaymentMeans.BANK: {DECLARED: 500, INCOME: -500},
        PaymentMeans.TRANSFER: {DECLARED: 500, INCOME: -500},
    }


def test_change_never_was_in_the_drawer() -> None:
    """The drawer grows by what was received less what was handed back."""
    entries = entries_of_payment(a_payment(((1701, 18_550),), rounding=-50, extra=1_500))

    assert sums(entries) == {DRAWER: 18_500, INCOME: -18_550, ROUNDING: 50}


def test_a_balance_pays_whole_or_in_part() -> None:
    """What the balance gives is owed no longer; only the rest is received."""
    whole = a_payment(((1701, 500),), means=PaymentMeans.BALANCE, change_of_balance=-500)
    part = a_payment(((1701, 500),), change_of_balance=-200)

    assert sums(entries_of_payment(whole)) == {BALANCE: 500, INCOME: -500}
    assert sums(entries_of_payment(part)) == {DRAWER: 300, BALANCE: 200, INCOME: -500}
    assert {one.account_id for one in entries_of_payment(part) if one.account == BALANCE} == {
        ACCOUNT
    }


def test_a_top_up_is_nobodys_income() -> None:
    """Money put on a balance is owed to its person, under their account."""
    top_up = a_payment(((CONCEPT_TOP_UP, 10_000),), change_of_balance=10_000)

    entries = entries_of_payment(top_up)

    assert sums(entries) == {DRAWER: 10_000, BALANCE: -10_000}
    assert entries[-1].account_id == ACCOUNT


def test_a_reversal_is_the_exact_opposite() -> None:
    """Payment and reversal leave every account as it was, by concept and by person."""
    entries = entries_of_payment(
        a_payment(((1701, 18_550), (1702, 100)), rounding=-50, change_of_balance=-100)
    )

    back = entries_of_reversal(entries)

    assert balance(back) == 0
    assert not any(sums((*entries, *back)).values())
    assert [(one.concept, one.account_id) for one in back] == [
        (one.concept, one.account_id) for one in entries
    ]


@given(float_centavos=AMOUNTS, counted=AMOUNTS, expected=AMOUNTS)
def test_a_shift_begins_and_ends_in_the_safe(
    float_centavos: Centavos, counted: int, expected: int
) -> None:
    """The float comes from the safe; what was counted goes there; the cashier answers the rest."""
    opening = entries_of_opening(a_shift(Folio(series=1, number=2), float_centavos=float_centavos))
    closing = entries_of_closing(a_closing(counted, expected), CASHIER)

    assert sums(opening) == {DRAWER: float_centavos, SAFE: -float_centavos}
    assert balance(closing) == 0
    left = sums(closing)
    assert left.get(DRAWER, 0) == -expected
    assert left.get(SAFE, 0) == counted
    assert left.get(OVER_SHORT, 0) == expected - counted
    assert all(one.operator == CASHIER for one in closing if one.account == OVER_SHORT)


def test_cash_moved_names_the_other_side() -> None:
    """What enters or leaves the drawer stands against safe, bank or a reason of its own."""
    sides = {}
    for purpose in CashPurpose:
        moved = CashMoved(change_centavos=-700, purpose=purpose, shift=SHIFT)
        sides[purpose] = sums(entries_of_movement(moved))

    assert sides == {
        CashPurpose.FLOAT: {DRAWER: -700, SAFE: 700},
        CashPurpose.SAFE: {DRAWER: -700, SAFE: 700},
        CashPurpose.BANK: {DRAWER: -700, IN_TRANSIT: 700},
        CashPurpose.OTHER: {DRAWER: -700, OTHER: 700},
    }


def test_a_deposit_is_in_transit_until_the_bank_confirms_it() -> None:
    """The bank's word empties what was on the way; who carried it answers for a difference."""
    made = DepositMade(amount_centavos=Centavos(9_000), bank="B", slip="1", day=DAY)
    said = DepositConfirmed(amount_centavos=Centavos(8_900), bank_reference="r", day=DAY)

    word = entries_of_confirmation(said, 9_000, CASHIER)

    assert sums(entries_of_deposit(made)) == {SAFE: -9_000, IN_TRANSIT: 9_000}
    assert sums(word) == {IN_TRANSIT: -9_000, BANK: 8_900, OVER_SHORT: 100}
    assert word[-1].operator == CASHIER


def test_what_programmes_give_stands_on_an_account_of_its_own() -> None:
    """Cash leaves the drawer, a credit is owed to the person, a thing is no money."""

    def given_as(means: BenefitMeans) -> dict[str, int]:
        return sums(
            entries_of_benefit(
                BenefitDelivered(
                    entitlement=RULE,
                    means=means,
                    amount_centavos=Centavos(300),
                    what="Apoyo",
                    account_id=ACCOUNT,
                    shift=SHIFT,
                )
            )
        )

    credited = IncentiveCredited(rule=RULE, amount_centavos=Centavos(40), account_id=ACCOUNT)
    assert given_as(BenefitMeans.CASH) == {DRAWER: -300, BENEFITS: 300}
    assert given_as(BenefitMeans.BALANCE) == {BALANCE: -300, BENEFITS: 300}
    assert given_as(BenefitMeans.IN_KIND) == {}
    assert sums(entries_of_incentive(credited)) == {INCENTIVES: 40, BALANCE: -40}
