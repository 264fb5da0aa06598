"""Floats, business days, hand-overs, movements and readings over a real file."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.domain.shifts import DayNotToday
from kiosk.services.cash_rules import ReasonMissing
from kiosk.services.counting import pieces_of_cells
from kiosk.services.handover import NothingToHandOver
from kiosk.services.open_shift import NotInDrawer
from kiosk.services.permissions import ApprovalMissing
from kiosk.store import drawer
from sync.events import CashPurpose
from sync.money import Centavos
from tests.cash.tills import SIGNATURE, Till, cells_of
from tests.support.staff import OTHER_CLERK, SUPERVISOR
from tests.support.vaults import CLERK


def test_another_float_than_the_last_needs_a_reason(till: Till) -> None:
    """The same day opens again after closing; a float that differs says why."""
    till.open(50_000)
    till.close(50_000)

    with pytest.raises(ReasonMissing):
        till.open(40_000)
    opened = till.open(40_000, reason="Falta cambio")

    assert (opened.number, opened.float_centavos) == (2, 40_000)


def test_another_day_is_opened_by_two_people_and_no_other(till: Till) -> None:
    """The approval is about this shift and this day: it opens neither another day nor twice."""
    shifts = till.counter.shifts
    begun = shifts.begin()
    tomorrow = begun.business_day + timedelta(days=1)
    with pytest.raises(DayNotToday):
        shifts.open(begun.salt, Centavos(0), tomorrow)
    given = till.approve_request(shifts.approval_of_day(begun.salt, tomorrow))

    with pytest.raises(ApprovalMissing):
        shifts.open(begun.salt, Centavos(0), tomorrow + timedelta(days=1), approval=given)
    with pytest.raises(ApprovalMissing):
        shifts.open(shifts.begin().salt, Centavos(0), tomorrow, approval=given)
    opened, _ = shifts.open(begun.salt, Centavos(0), tomorrow, approval=given)

    assert opened.business_day == tomorrow


def test_money_passes_from_hand_to_hand_with_two_signatures(till: Till) -> None:
    """The giver signs after closing, once; the taker counts and signs under their own clave."""
    till.open()
    till.close(50_000)
    handover, shifts = till.counter.cash.handover, till.counter.shifts
    due = handover.is_due()
    given = handover.give(handover.begin().salt, OTHER_CLERK, SIGNATURE)
    with pytest.raises(NothingToHandOver):
        handover.begin()
    assert (due, handover.is_due()) == (True, False)

    till.sit(OTHER_CLERK)
    begun = shifts.begin()
    assert begun.handover is not None
    assert begun.handover.mine
    pieces = pieces_of_cells(begun.denominations, cells_of(49_000))
    with pytest.raises(ReasonMissing):
        shifts.open(
            begun.salt, Centavos(49_000), begun.business_day, pieces=pieces, signature=SIGNATURE
        )
    shifts.open(
        begun.salt,
        Centavos(49_000),
        begun.business_day,
        pieces=pieces,
        reason="Faltan $10",
        signature=SIGNATURE,
    )

    before = till.counter.database.read(drawer.shift_ids)[1]
    row = till.counter.database.read(lambda tx: drawer.hand_over_of(tx, before))
    assert row is not None
    assert (row.event_id, row.giver, row.taken_by) == (given.event_id, CLERK, OTHER_CLERK)
    assert till.counter.kinds()[-2:] == [35, 30]


def test_a_cut_tells_its_own_cashier_no_amounts(till: Till) -> None:
    """X of an open shift is blind for who counts it, whole for who may see; Z is whole for all."""
    shift = till.open()
    till.pay()
    mine = till.counter.cash.x_cut()
    till.sit(SUPERVISOR)
    theirs = till.counter.cash.x_cut()
    till.sit(CLERK)
    till.close(68_550)
    closed = till.counter.cash.drawer.cut(shift.shift_id)

    assert (mine.blind, mine.concepts, mine.means, mine.expected_centavos) == (True, (), (), None)
    assert (mine.payments_count, mine.first_folio[-2:]) == (1, "-2")
    assert (theirs.blind, theirs.expected_centavos) == (False, 68_550)
    assert [one.amount_centavos for one in theirs.concepts] == [18_550]
    assert [(one.label, one.amount_centavos) for one in theirs.means] == [("cash", 18_550)]
    assert (closed.counted_centavos, closed.difference_centavos) == (68_550, 0)


def test_a_drawer_never_holds_less_than_nothing(till: Till) -> None:
    """More than lies there cannot leave, to the last centavo; nothing was written."""
    till.open(50_000)
    cash = till.counter.cash.drawer
    before = till.counter.count("event")

    def out(amount_centavos: int) -> object:
        return cash.move(
            cash.begin_move().salt,
            change_centavos=-amount_centavos,
            purpose=CashPurpose.SAFE,
            reason="Al cofre",
            witness="Ernesto Vidal",
        )

    with pytest.raises(NotInDrawer):
        out(50_001)
    assert till.counter.count("event") == before
    out(50_000)
