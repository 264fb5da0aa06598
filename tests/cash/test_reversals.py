"""*Cancelar cobro*: once, whole, in its shift, with a second person and the paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.services.open_shift import ShiftOfAnother
from kiosk.services.permissions import ApprovalMissing
from kiosk.services.reversing import (
    AlreadyReversed,
    NotReversible,
    OtherShift,
    PaperDiffers,
    PaperNeeded,
)
from kiosk.services.views import (
    BalancePart,
    Paying,
    PaymentDone,
    PaymentMeans,
    ReversalDone,
    ReversalReason,
)
from kiosk.store.payment_questions import reversal_of
from kiosk.store.projections import rebuild
from kiosk.store.queries import drawer_centavos, ledger_centavos
from sync.events import ApprovalMatter, PaymentReversed
from sync.ids import EventId, Salt
from sync.journal import Transaction, history
from sync.money import Centavos
from sync.receipt_check import Answer
from sync.receipts import ReceiptKind
from tests.support.offices import FEE_CENTAVOS
from tests.support.paying import MoneyCounter, a_money_counter, money_over
from tests.support.staff import OTHER_CLERK
from tests.support.vaults import CLERK

ACCOUNT = EventId(b"a" * 16)
LIMIT = Centavos(50_000)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MoneyCounter]:
    """One open file with a clerk at work and an open shift."""
    made = a_money_counter(tmp_path_factory.mktemp("reversals"))
    yield made
    made.counter.opening.close()


@pytest.fixture
def money(opened: MoneyCounter) -> MoneyCounter:
    """The same file with the clerk at work; no payment may miss its paper."""
    opened.counter.desk.seat(CLERK)
    opened.set(
        undelivered_cash_limit_centavos=0,
        drawer_limit_centavos=0,
        reversal_without_paper_limit_centavos=1,
    )
    return opened


def reverse(
    money: MoneyCounter,
    paid: PaymentDone,
    *,
    question: EventId | None = None,
    scanned: str | None = "",
    salt: Salt | None = None,
) -> ReversalDone:
    """Give a payment back, its paper scanned and a code given unless said otherwise."""
    asked = question or money.approve(ApprovalMatter.REVERSAL, paid.event_id)
    return money.reversing.reverse(
        salt or money.reversing.new_salt(),
        paid.event_id,
        question_id=asked,
        reason=ReversalReason.WRONG_PERSON,
        scanned=paid.receipt.qr_text if scanned == "" else scanned,
    )


def in_drawer(money: MoneyCounter) -> int:
    """Return what must be in the drawer."""
    shift = money.counter.shifts.current()
    assert shift is not None
    return money.counter.database.read(lambda tx: drawer_centavos(tx, shift.shift_id))


def last_reversal(money: MoneyCounter) -> PaymentReversed:
    """Return the reversal that was recorded last."""
    events = money.counter.database.read(lambda tx: [one.event for one in history(tx)])
    return next(one for one in reversed(events) if isinstance(one, PaymentReversed))


def test_a_reversal_gives_back_exactly_and_has_its_own_receipt(money: MoneyCounter) -> None:
    """Event 61, the drawer as before, kind 2 naming the original, and the charge is open again."""
    before = in_drawer(money)
    paid = money.pay()
    plan = money.reversing.plan(paid.event_id)

    done = reverse(money, paid)

    verdict = money.counter.receipts.verify(done.receipt.qr_text)
    event = last_reversal(money)
    assert (plan.cash_centavos, done.cash_centavos) == (FEE_CENTAVOS, FEE_CENTAVOS)
    assert in_drawer(money) == before
    assert money.counter.database.read(ledger_centavos) == 0
    assert (verdict.answer, event.original_scanned) == (Answer.AUTHENTIC, True)
    assert verdict.receipt is not None
    assert verdict.receipt.kind is ReceiptKind.REVERSAL
    assert verdict.receipt.original == (event.original.series, event.original.number)
    assert verdict.receipt.total_centavos == FEE_CENTAVOS
    pending = [one.registration_id for one in money.payments.pending()]
    registration = money.counter.database.read(
        lambda tx: tx.execute(
            "SELECT registration FROM payment WHERE event_id = ?", (paid.event_id,)
        ).fetchone()[0]
    )
    assert registration in pending
    again = money.payments.begin(EventId(registration))
    second = money.payments.take(again.charge_id, again.total_centavos)
    assert second.event_id != paid.event_id


def test_a_second_press_and_a_second_try(money: MoneyCounter) -> None:
    """The same press is the same reversal; another one is refused, and so is one of a reversal."""
    paid = money.pay()
    salt = money.reversing.new_salt()
    question = money.approve(ApprovalMatter.REVERSAL, paid.event_id)
    first = reverse(money, paid, question=question, salt=salt)
    before = money.count_events()

    again = reverse(money, paid, question=question, salt=salt)

    assert again == first
    assert money.count_events() == before
    with pytest.raises(AlreadyReversed):
        money.reversing.plan(paid.event_id)
    with pytest.raises(NotReversible):
        money.reversing.plan(first.event_id)


def test_without_a_code_for_this_very_payment_nothing_is_given_back(money: MoneyCounter) -> None:
    """No code, a code about another payment, a code of another matter, a code that was used."""
    paid, other = money.pay(), money.pay()
    used = money.approve(ApprovalMatter.REVERSAL, other.event_id)
    reverse(money, other, question=used)
    before = money.count_events()

    for question in (
        EventId(bytes(16)),
        used,
        money.approve(ApprovalMatter.REPRINT, paid.event_id),
        money.approve(ApprovalMatter.REVERSAL, EventId(b"x" * 16)),
    ):
        with pytest.raises(ApprovalMissing):
            reverse(money, paid, question=question)

    assert money.count_events() == before + 4  # the two questions and their answers
    assert money.counter.database.read(lambda tx: reversal_of(tx, paid.event_id)) is None


def test_only_the_paper_of_this_payment_serves(money: MoneyCounter) -> None:
    """Another comprobante, a changed digit, other text: refused; spaces and no prefix: fine."""
    paid, other = money.pay(), money.pay()
    text = paid.receipt.qr_text
    changed = text[:-1] + str((int(text[-1]) + 1) % 10)

    for shown in (other.receipt.qr_text, changed, "", "hola"):
        assert not money.reversing.matches(paid.event_id, shown)
    with pytest.raises(PaperDiffers):
        reverse(money, paid, scanned=other.receipt.qr_text)
    digits = text.split("#")[1]
    assert money.reversing.matches(paid.event_id, f" {digits[:300]} {digits[300:]}\n")


def test_without_the_paper_up_to_the_limit_and_once_a_shift(money: MoneyCounter) -> None:
    """Above the limit never; within it once, and the event says that the paper was not there."""
    first, second = money.pay(), money.pay()
    with pytest.raises(PaperNeeded):
        reverse(money, first, scanned=None)
    money.set(
        undelivered_cash_limit_centavos=0,
        drawer_limit_centavos=0,
        reversal_without_paper_limit_centavos=LIMIT,
    )
    assert money.reversing.plan(first.event_id).may_miss_paper

    reverse(money, first, scanned=None)

    assert not last_reversal(money).original_scanned
    assert not money.reversing.plan(second.event_id).may_miss_paper
    with pytest.raises(PaperNeeded):
        reverse(money, second, scanned=None)


def test_what_the_balance_paid_goes_back_to_it(money: MoneyCounter) -> None:
    """Cash is handed back for its part alone; the balance gets its own again."""

    def may_pay(tx: Transaction, account: EventId, amount: Centavos) -> None:
        del tx, account, amount

    with_balances = money_over(money.counter, may_pay=may_pay)
    with_balances.codes = money.codes
    charge = with_balances.charge()
    part = BalancePart(account_id=ACCOUNT, amount_centavos=Centavos(8_550))
    paid = with_balances.payments.take(
        charge.charge_id, Centavos(10_000), Paying(from_balance=part)
    )

    done = reverse(with_balances, paid)

    event = last_reversal(money)
    assert (done.cash_centavos, done.balance_centavos) == (10_000, 8_550)
    assert event.balance is not None
    assert event.balance.change_centavos == 8_550
    assert money.counter.database.read(ledger_centavos) == 0


def test_a_digital_payment_is_given_back_digitally(money: MoneyCounter) -> None:
    """Nothing leaves the drawer for what never came into it."""
    charge = money.charge()
    paid = money.payments.take(
        charge.charge_id, Centavos(0), Paying(means=PaymentMeans.TRANSFER, reference="0042")
    )
    before = in_drawer(money)

    done = reverse(money, paid)

    assert (done.cash_centavos, in_drawer(money)) == (0, before)
    assert last_reversal(money).settlement.means is PaymentMeans.TRANSFER
    assert money.counter.database.read(ledger_centavos) == 0


def test_another_clerk_does_not_give_back_of_this_drawer(money: MoneyCounter) -> None:
    """The shift is whose it is; and what is no payment is refused."""
    paid = money.pay()
    with pytest.raises(NotReversible):
        money.reversing.plan(EventId(bytes(16)))
    money.counter.desk.seat(OTHER_CLERK)

    with pytest.raises(ShiftOfAnother):
        money.reversing.plan(paid.event_id)


def test_a_crash_between_two_statements_leaves_nothing(money: MoneyCounter) -> None:
    """Rolled back, the payment stands, the code is not used, and the retry works."""
    paid = money.pay()
    question = money.approve(ApprovalMatter.REVERSAL, paid.event_id)
    crash = (
        "CREATE TEMP TRIGGER crash BEFORE INSERT ON receipt"
        " BEGIN SELECT RAISE(ABORT, 'power cut'); END"
    )
    money.counter.database.write(lambda tx: tx.execute(crash))

    with pytest.raises(Exception, match="power cut"):
        reverse(money, paid, question=question)
    money.counter.database.write(lambda tx: tx.execute("DROP TRIGGER crash"))
    left = money.counter.database.read(lambda tx: reversal_of(tx, paid.event_id))
    done = reverse(money, paid, question=question)

    assert left is None
    assert done.cash_centavos == FEE_CENTAVOS


def test_a_closed_shift_is_the_offices_business(tmp_path_factory: pytest.TempPathFactory) -> None:
    """By the shift's id, not by the date: the same day, another shift, and it is too late here."""
    money = a_money_counter(tmp_path_factory.mktemp("two shifts"))
    paid = money.pay()
    money.counter.database.write(
        lambda tx: tx.execute("UPDATE shift SET closed_seconds = 1, closing = x'00'")
    )
    money.counter.database.write(
        lambda tx: tx.execute(
            "INSERT INTO shift (shift, number, business_day, floor_seconds, float_centavos, series,"
            " receipt_number, operator, opened_seconds) SELECT randomblob(16), number + 1,"
            " business_day, floor_seconds, 0, series, receipt_number, operator, opened_seconds"
            " FROM shift"
        )
    )

    with pytest.raises(OtherShift):
        money.reversing.plan(paid.event_id)
    money.counter.opening.close()


def test_reversals_are_derived_from_the_journal(money: MoneyCounter) -> None:
    """Rebuilt, the table of reversals is what it was."""
    reverse(money, money.pay())
    before = money.counter.rows("SELECT * FROM reversal ORDER BY 1")

    money.counter.database.write(rebuild)

    assert money.counter.rows("SELECT * FROM reversal ORDER BY 1") == before
    assert before
