"""Payments by every means, the change by pieces, and the limits of the cash desk (RECEIPTS §10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from kiosk.domain.cash import TenderTooLarge
from kiosk.domain.tender import worth
from kiosk.services.cash_limits import (
    DrawerFull,
    NoContact,
    PaymentOverLimit,
    UndeliveredCash,
)
from kiosk.services.charging import TopUpAmount
from kiosk.services.open_shift import ShiftOfAnother
from kiosk.services.paying import (
    BalanceNotHere,
    BalanceTooMuch,
    NoCardOffline,
    ReferenceMissing,
    TenderUnlikely,
)
from kiosk.services.views import BalancePart, Enough, Paying, PaymentMeans
from kiosk.store.drawer import drawer_pieces
from kiosk.store.queries import drawer_centavos, ledger_centavos
from sync.events import ApprovalMatter, PaymentTaken, Pieces, ShiftOpened
from sync.ids import EventId
from sync.journal import Transaction, history
from sync.money import Centavos
from tests.support.offices import FEE_CENTAVOS, a_tariff, publish
from tests.support.paying import MoneyCounter, a_money_counter, coins, money_over, notes
from tests.support.staff import SUPERVISOR
from tests.support.vaults import CLERK

ACCOUNT = EventId(b"a" * 16)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MoneyCounter]:
    """One open file with a clerk at work and a shift that nobody counted by pieces."""
    money = a_money_counter(tmp_path_factory.mktemp("paying"))
    yield money
    money.counter.opening.close()


@pytest.fixture
def money(opened: MoneyCounter) -> MoneyCounter:
    """The same file, the limits so high that no test meets those of another."""
    opened.counter.desk.seat(CLERK)
    opened.set(undelivered_cash_limit_centavos=0, drawer_limit_centavos=0)
    return opened


def may_pay_anything(tx: Transaction, account: EventId, amount: Centavos) -> None:
    """Let every account pay."""
    del tx, account, amount


def last_payment(money: MoneyCounter) -> PaymentTaken:
    """Return the payment that was recorded last."""
    events = money.counter.database.read(lambda tx: [one.event for one in history(tx)])
    return next(one for one in reversed(events) if isinstance(one, PaymentTaken))


# Means


def test_a_digital_payment_is_declared_by_its_reference(money: MoneyCounter) -> None:
    """The whole total by transfer, nothing into the drawer, and it says that it is declared."""
    charge = money.charge()
    shift = money.counter.shifts.current()
    assert shift is not None
    before = money.counter.database.read(lambda tx: drawer_centavos(tx, shift.shift_id))

    done = money.payments.take(
        charge.charge_id,
        Centavos(0),
        Paying(means=PaymentMeans.TRANSFER, reference="  CoDi  0042 "),
    )

    event = last_payment(money)
    assert (done.declared, done.change_centavos) == (True, 0)
    assert (event.reference, event.settlement.means) == ("CoDi 0042", PaymentMeans.TRANSFER)
    assert event.settlement.tendered_centavos == FEE_CENTAVOS
    after = money.counter.database.read(lambda tx: drawer_centavos(tx, shift.shift_id))
    assert after == before
    assert money.counter.database.read(ledger_centavos) == 0


def test_what_has_no_reference_or_needs_a_link_is_refused(money: MoneyCounter) -> None:
    """A transfer without reference and a card: a clear answer, and nothing is written."""
    charge = money.charge()
    before = money.count_events()

    with pytest.raises(ReferenceMissing):
        money.payments.take(
            charge.charge_id, Centavos(0), Paying(means=PaymentMeans.TRANSFER, reference="  ")
        )
    with pytest.raises(NoCardOffline):
        money.payments.take(
            charge.charge_id, Centavos(0), Paying(means=PaymentMeans.TERMINAL, reference="1")
        )

    assert money.count_events() == before


def test_a_balance_pays_part_and_cash_the_rest(money: MoneyCounter) -> None:
    """The account is asked in the payment's transaction; cash is needed for the rest alone."""
    asked: list[tuple[EventId, int]] = []

    def may_pay(tx: Transaction, account: EventId, amount: Centavos) -> None:
        del tx
        asked.append((account, amount))

    with_balances = money_over(money.counter, may_pay=may_pay)
    charge = with_balances.charge()
    part = BalancePart(account_id=ACCOUNT, amount_centavos=Centavos(8_550))

    done = with_balances.payments.take(
        charge.charge_id, Centavos(10_000), Paying(from_balance=part)
    )

    event = last_payment(money)
    assert asked == [(ACCOUNT, 8_550)]
    assert done.change_centavos == 0
    assert event.balance is not None
    assert event.balance.change_centavos == -8_550
    assert money.counter.database.read(ledger_centavos) == 0


def test_a_balance_may_pay_all_and_never_more(money: MoneyCounter) -> None:
    """All of it: means BALANCE and no cash; more than is due, or nothing: refused."""
    with_balances = money_over(money.counter, may_pay=may_pay_anything)
    charge = with_balances.charge()

    for amount in (0, FEE_CENTAVOS + 1):
        part = BalancePart(account_id=ACCOUNT, amount_centavos=Centavos(amount))
        with pytest.raises(BalanceTooMuch):
            with_balances.payments.take(charge.charge_id, Centavos(0), Paying(from_balance=part))
    part = BalancePart(account_id=ACCOUNT, amount_centavos=Centavos(FEE_CENTAVOS))
    with pytest.raises(BalanceNotHere):
        money.payments.take(charge.charge_id, Centavos(0), Paying(from_balance=part))
    with_balances.payments.take(charge.charge_id, Centavos(0), Paying(from_balance=part))

    settlement = last_payment(money).settlement
    assert (settlement.means, settlement.tendered_centavos) == (PaymentMeans.BALANCE, 0)


def test_money_for_a_balance_is_the_one_amount_somebody_says(money: MoneyCounter) -> None:
    """A top-up is a line of concept 2; nothing and more than a receipt holds are refused."""
    for amount in (0, -1, 2**32):
        with pytest.raises(TopUpAmount):
            money.payments.begin_top_up(ACCOUNT, Centavos(amount))
    first = money.payments.begin_top_up(ACCOUNT, Centavos(5_000))
    charge = money.payments.begin_top_up(ACCOUNT, Centavos(20_000))

    money.payments.take(charge.charge_id, Centavos(20_000))

    event = last_payment(money)
    assert charge.charge_id == first.charge_id
    assert (event.lines[0].concept, event.total_centavos) == (2, 20_000)
    assert event.balance is not None
    assert event.balance.change_centavos == 20_000
    assert money.counter.database.read(ledger_centavos) == 0


# What is typed


@pytest.mark.parametrize(("tendered", "error"), [(10**9, TenderUnlikely), (2**32, TenderTooLarge)])
def test_a_slip_of_the_finger_is_no_payment(
    money: MoneyCounter, tendered: int, error: type[Exception]
) -> None:
    """10^9 centavos, and more than any record holds, are refused with nothing written."""
    charge = money.charge()
    before = money.count_events()

    with pytest.raises(error):
        money.payments.take(charge.charge_id, Centavos(tendered))

    assert money.count_events() == before
    assert isinstance(money.payments.tender(charge, Centavos(tendered)), Enough)


# Change by pieces


def test_the_change_is_proposed_from_what_lies_in_the_drawer(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Counted pieces, plus what came in, less what went out; nothing else is proposed."""
    counted = (notes(5_000, 2), coins(500, 3), coins(200, 5), coins(100, 2), coins(50, 2))
    money = a_money_counter(tmp_path_factory.mktemp("pieces"), shift=False)
    open_by_pieces(money, counted)
    charge = money.charge()

    proposed = money.payments.tender(charge, Centavos(20_000))
    done = money.payments.take(charge.charge_id, Centavos(20_000))

    assert isinstance(proposed, Enough)
    assert proposed.by_pieces is not None
    assert proposed.by_pieces.exact
    assert done.change_pieces == (coins(500, 2), coins(200, 2), coins(50, 1))
    shift = money.counter.shifts.current()
    assert shift is not None
    left = money.counter.database.read(lambda tx: drawer_pieces(tx, shift.shift_id))
    assert left == (
        notes(20_000, 1),
        notes(5_000, 2),
        coins(500, 1),
        coins(200, 3),
        coins(100, 2),
        coins(50, 1),
    )
    again = money.payments.tender(money.charge(), Centavos(50_000))
    assert isinstance(again, Enough)
    assert again.by_pieces is not None
    assert not again.by_pieces.exact
    money.counter.opening.close()


def open_by_pieces(money: MoneyCounter, pieces: tuple[Pieces, ...]) -> None:
    """Open a shift whose float was counted piece by piece."""
    counter = money.counter

    def work(tx: Transaction) -> None:
        event = ShiftOpened(
            folio=counter.issuing.next_folio(tx),
            shift_number=1,
            business_day=date(2026, 11, 16),
            floor_seconds=0,
            float_centavos=worth(pieces),
            pieces=pieces,
        )
        recorded = counter.desk.append(tx, event, salt=counter.desk.new_salt())
        counter.issuing.seal(tx, recorded)

    counter.desk.write(work)


# Limits


def test_a_limit_asks_for_a_code_bound_to_this_payment(money: MoneyCounter) -> None:
    """Undelivered cash at protection 0: refused, approved for this charge and amount, used once."""
    money.set(undelivered_cash_limit_centavos=1, drawer_limit_centavos=0)
    charge, other = money.charge(), money.charge()
    assert [limit.code for limit in charge.limits] == ["cash.undelivered"]
    before = money.count_events()
    with pytest.raises(UndeliveredCash):
        money.payments.take(charge.charge_id, Centavos(20_000))
    assert money.count_events() == before
    question = money.approve(ApprovalMatter.CASH, charge.payment_id, charge.total_centavos)

    for_other = money.payments.approved(other.charge_id, question)
    approved = money.payments.approved(charge.charge_id, question)
    done = money.payments.take(charge.charge_id, Centavos(20_000))

    assert [limit.code for limit in for_other.limits] == ["cash.undelivered"]
    assert approved.limits == ()
    rows = money.counter.database.read(lambda tx: list(history(tx)))
    refs = next(one.header.refs for one in rows if one.event_id == done.event_id)
    assert len(refs) == 2  # the registration and the approval
    with pytest.raises(UndeliveredCash):
        money.payments.take(other.charge_id, Centavos(20_000))


def test_a_code_for_another_amount_does_not_serve(money: MoneyCounter) -> None:
    """The approval names the amount: what costs something else by then needs a new one."""
    money.set(payment_limit_centavos=1, undelivered_cash_limit_centavos=0, drawer_limit_centavos=0)
    charge = money.charge()
    question = money.approve(ApprovalMatter.AMOUNT, charge.payment_id, Centavos(100))

    again = money.payments.approved(charge.charge_id, question)

    assert [limit.code for limit in again.limits] == ["cash.over_limit"]
    with pytest.raises(PaymentOverLimit):
        money.payments.take(charge.charge_id, Centavos(20_000))


def test_nobody_uses_their_own_approval(money: MoneyCounter) -> None:
    """Who approved and then sits down at the counter is refused."""
    money.set(payment_limit_centavos=1, undelivered_cash_limit_centavos=0, drawer_limit_centavos=0)
    charge = money.charge()
    question = money.approve(ApprovalMatter.AMOUNT, charge.payment_id, charge.total_centavos)
    money.payments.approved(charge.charge_id, question)
    money.counter.desk.seat(SUPERVISOR)

    with pytest.raises(ShiftOfAnother):
        money.payments.take(charge.charge_id, Centavos(20_000))


def test_a_full_drawer_and_a_silent_central_stop_cash_alone(money: MoneyCounter) -> None:
    """Both limits hold for cash; a transfer goes on."""
    money.set(undelivered_cash_limit_centavos=0, drawer_limit_centavos=1)
    charge = money.charge()
    with pytest.raises(DrawerFull):
        money.payments.take(charge.charge_id, Centavos(20_000))
    money.set(
        undelivered_cash_limit_centavos=0, drawer_limit_centavos=0, cash_without_contact_hours=1
    )
    money.counter.database.write(
        lambda tx: tx.execute("UPDATE running SET seconds = seconds + 7200")
    )
    with pytest.raises(NoContact):
        money.payments.take(charge.charge_id, Centavos(20_000))

    done = money.payments.take(
        charge.charge_id, Centavos(0), Paying(means=PaymentMeans.BANK, reference="ficha 7")
    )

    assert done.declared


# The list of what waits


def test_what_has_no_price_today_is_listed_with_the_reason(money: MoneyCounter) -> None:
    """A registration whose tariff ended stays on the list, marked, until it has a price."""
    registration = money.charge().registration_id
    tariffs = "DELETE FROM reference WHERE key LIKE 'tariff%'"
    money.counter.database.write(lambda tx: tx.execute(tariffs))

    pending = {one.registration_id: one for one in money.payments.pending()}
    money.counter.database.write(lambda tx: publish(tx, a_tariff()))
    priced = {one.registration_id: one for one in money.payments.pending()}

    assert registration is not None
    marked = pending[registration]
    assert marked.problem is not None
    assert (marked.total_centavos, marked.problem.code) == (None, "payment.no_tariff")
    assert (priced[registration].total_centavos, priced[registration].problem) == (
        FEE_CENTAVOS,
        None,
    )
