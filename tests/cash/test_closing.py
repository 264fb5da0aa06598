"""Blind counts, the second count, reasons, approvals, the slip; cuts in the middle (UX §3.8)."""

from __future__ import annotations

from dataclasses import fields

import pytest

from kiosk.domain.shifts import NotAllowed, Shift, ShiftCounting
from kiosk.services.cash_rules import ReasonMissing, SignatureMissing, WitnessMissing
from kiosk.services.closing import CountGone, about_closing
from kiosk.services.counting import CellUnreadable
from kiosk.services.open_shift import OfAnotherFacts, ShiftOfAnother
from kiosk.services.permissions import ApprovalMissing
from kiosk.services.views.approvals import ApprovalMatter
from kiosk.services.views.cash import CheckDone, ClosingView, CountView
from kiosk.store import drawer, queries
from sync.events import CountReason, ShiftClosed
from sync.journal import history
from sync.receipt_check import Answer
from sync.receipts import ReceiptKind
from tests.cash.tills import SIGNATURE, Till, cells_of, till_again
from tests.support.counters import a_registration_at
from tests.support.staff import OTHER_CLERK, SUPERVISOR
from tests.support.vaults import CLERK

EXPECTED = 50_000 + 18_550


def closing_event(till: Till) -> ShiftClosed:
    """Return the last closing of the journal."""
    events = till.counter.database.read(lambda tx: [one.event for one in history(tx)])
    return [one for one in events if isinstance(one, ShiftClosed)][-1]


def test_an_equal_count_closes_with_a_slip(till: Till) -> None:
    """Counted once, signed: the drawer is empty, the safe has it, the Z slip verifies."""
    till.open()
    till.pay()

    done = till.close(EXPECTED)

    counter = till.counter
    slip = counter.receipts.show(done.closing_id)
    assert done.difference_centavos == 0
    assert counter.shifts.current() is None
    assert (slip.kind, slip.total_centavos) == (ReceiptKind.SHIFT_SLIP, EXPECTED)
    assert counter.receipts.verify(slip.qr_text).answer is Answer.AUTHENTIC
    assert counter.kinds().count(32) == 1
    assert counter.database.read(queries.ledger_centavos) == 0
    assert counter.database.read(lambda tx: queries.drawer_centavos(tx, done.shift_id)) == 0


def test_a_count_never_says_what_is_expected(till: Till) -> None:
    """What the counting screen gets holds neither the expected sum nor anything it follows from."""
    till.open()
    till.pay()

    first = till.counter.cash.closing.begin()
    again = till.count(EXPECTED - 1_000)

    for view in (first, again):
        assert isinstance(view, CountView)
        said = {field.name: getattr(view, field.name) for field in fields(view)}
        assert not any(isinstance(one, int) and one >= 1_000 for one in said.values())
        assert EXPECTED not in said.values()
    assert isinstance(again, CountView)
    assert (again.state, set(again.cells)) == (Shift.RECOUNTING, {""})


def test_a_difference_is_counted_twice_and_has_a_reason(till: Till) -> None:
    """Both counts stand in the journal; without a reason or a signature nothing closes."""
    till.open()
    closing = till.counter.cash.closing
    closing.begin()
    till.count(49_000)
    view = till.count(49_500)

    assert isinstance(view, ClosingView)
    assert (view.difference_centavos, view.counted_twice) == (-500, True)
    assert view.approval_centavos is None
    with pytest.raises(ReasonMissing):
        closing.close(signature=SIGNATURE)
    with pytest.raises(SignatureMissing):
        closing.close(reason="Cambio mal dado")
    assert till.counter.kinds().count(33) == 0

    done = closing.close(reason="  Cambio   mal dado ", signature=SIGNATURE)

    event = closing_event(till)
    counts = till.counter.database.read(lambda tx: drawer.counts_of(tx, done.shift_id))
    assert [one.counted_centavos for one in counts] == [49_000, 49_500]
    assert (event.reason, event.difference_centavos) == ("Cambio mal dado", -500)


def test_over_the_limit_a_second_person_approves_this_difference(till: Till) -> None:
    """An approval of another amount, or of another count, closes nothing; the right one once."""
    till.open()
    closing = till.counter.cash.closing
    closing.begin()
    till.count(30_000)
    view = till.count(30_000)
    assert isinstance(view, ClosingView)
    assert view.approval_centavos == 20_000
    about = about_closing(view)

    with pytest.raises(ApprovalMissing):
        closing.close(reason="Falta", signature=SIGNATURE)
    less = till.approve(ApprovalMatter.AMOUNT, about, 10_000)
    with pytest.raises(ApprovalMissing):
        closing.close(reason="Falta", signature=SIGNATURE, approval=less)
    other = till.approve(ApprovalMatter.AMOUNT, (view.count_id,), 20_000)
    with pytest.raises(ApprovalMissing):
        closing.close(reason="Falta", signature=SIGNATURE, approval=other)
    right = till.approve(ApprovalMatter.AMOUNT, about, 20_000)
    done = closing.close(reason="Falta", signature=SIGNATURE, approval=right)

    assert done.difference_centavos == -20_000


def test_payments_wait_while_the_drawer_is_counted(till: Till) -> None:
    """From the first cell on nothing is charged; registrations go on; giving up lets it go on."""
    till.open()
    registration = a_registration_at(till.counter)
    closing = till.counter.cash.closing
    closing.begin()

    with pytest.raises(ShiftCounting):
        till.counter.cash.drawer.begin_move()
    a_registration_at(till.counter)
    closing.stop()

    assert closing.current() is None
    till.counter.payments.begin(registration)
    with pytest.raises(CountGone):
        closing.keep(cells_of(0), 0)


def test_a_recorded_count_cannot_be_given_up(till: Till) -> None:
    """Who was told that it does not fit counts to the end."""
    till.open()
    closing = till.counter.cash.closing
    closing.begin()
    till.count(1_000)

    with pytest.raises(NotAllowed):
        closing.stop()


def test_a_power_cut_resumes_in_the_same_cell(till: Till) -> None:
    """Typed cells and the cursor are there again on the same file, before and after a count."""
    till.open()
    closing = till.counter.cash.closing
    closing.begin()
    closing.keep(("", "1", "2", *[""] * 9), 3)

    again = till_again(till)

    view = again.counter.cash.closing.current()
    assert isinstance(view, CountView)
    assert (view.cells[:3], view.cell, view.state) == (("", "1", "2"), 3, Shift.COUNTING)
    again.counter.opening.close()


def test_a_cell_that_is_no_number_is_refused(till: Till) -> None:
    """Neither letters, nor fractions, nor a negative count is recorded."""
    till.open()
    closing = till.counter.cash.closing
    closing.begin()

    for wrong in ("x", "1.5", "-1", "100000", "١"):
        with pytest.raises(CellUnreadable):
            closing.finish((wrong, *[""] * 11))
    assert till.counter.kinds().count(32) == 0


def test_a_surprise_count_tells_its_cashier_nothing(till: Till) -> None:
    """It is recorded with its witness; only somebody else who may see reports gets the figures."""
    shift = till.open()
    closing = till.counter.cash.closing
    with pytest.raises(WitnessMissing):
        closing.check("  ")
    closing.check("Ernesto Vidal")
    mine = till.count(49_000)

    till.sit(SUPERVISOR)
    closing.check("Ernesto Vidal")
    theirs = till.count(49_000)

    assert isinstance(mine, CheckDone)
    assert mine == CheckDone(
        counted_centavos=mine.counted_centavos, expected_centavos=None, difference_centavos=None
    )
    assert isinstance(theirs, CheckDone)
    assert theirs.difference_centavos == -1_000
    rows = till.counter.database.read(lambda tx: drawer.counts_of(tx, shift.shift_id))
    assert [(one.reason, one.witness, one.expected_centavos) for one in rows] == [
        (CountReason.SURPRISE, "Ernesto Vidal", 50_000)
    ] * 2
    till.sit(CLERK)
    till.pay()  # the shift went on


def test_another_clerk_neither_charges_nor_counts(till: Till) -> None:
    """The drawer belongs to who opened it; who may approve can count and close it for them."""
    till.open()
    till.sit(OTHER_CLERK)

    with pytest.raises(ShiftOfAnother) as refused:
        till.counter.cash.drawer.begin_move()
    with pytest.raises(ShiftOfAnother):
        till.counter.cash.closing.begin()
    till.sit(SUPERVISOR)
    done = till.close(49_950, reason="Se fue enferma")

    assert isinstance(refused.value.facts, OfAnotherFacts)
    assert refused.value.facts.person == "Marisol Canul"
    rows = till.counter.rows("SELECT operator FROM ledger WHERE account = 'over_short'")
    assert rows == [(CLERK,)]  # who opened it answers for it
    assert done.difference_centavos == -50
