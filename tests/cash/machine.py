"""A random till: any acts in any order over the real services, beside a model of a few sums.

Power fails between two statements, the program starts again on the same file, the clock moves both
ways, and a copy of the file from before is put back: people's papers stay with the people.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
)

from kiosk.domain.shifts import DayBeforeFloor, DayNotLater, DayTooFar, NotAllowed
from kiosk.errors import KnownError
from kiosk.services.closing import about_closing
from kiosk.services.open_shift import NotInDrawer, ShiftOfAnother
from kiosk.services.permissions import ApprovalMissing
from kiosk.services.reversing import AlreadyReversed, OtherShift, Reversing
from kiosk.services.views.approvals import ApprovalMatter
from kiosk.services.views.cash import CheckDone, ClosingView, CountView
from sync.events import CashPurpose, ReversalReason
from sync.ids import EventId, Salt
from sync.money import Centavos
from tests.cash.model import Carried, Open, Paid
from tests.cash.till_base import LIMIT_CENTAVOS, TillBase
from tests.cash.tills import SIGNATURE, cells_of
from tests.support.counters import a_registration_at
from tests.support.offices import a_tariff, publish
from tests.support.staff import OTHER_CLERK, SUPERVISOR
from tests.support.vaults import CLERK

UNIT_CENTAVOS = 50
FLOATS = st.sampled_from((0, 5_000, 50_000, 123_450))
AMOUNTS = st.sampled_from((50, 4_950, 5_000, 5_050, 20_000, 60_000))
OFFS = st.sampled_from((0, 0, -50, 2_000, -5_050, 10_000))
CUTS = st.one_of(st.none(), st.integers(0, 30))


class TillMachine(TillBase):
    """What people do with money."""

    # ------------------------------------------------------------------------------ shifts

    @initialize(amount=FLOATS)
    def first(self, amount: int) -> None:
        """Every till has had a first shift."""
        self.open(amount, None)

    @precondition(lambda self: self.model.shift is None)
    @rule(amount=FLOATS, cut=CUTS)
    def open(self, amount: int, cut: int | None) -> None:
        """Open with a counted float, taking over what waits."""
        counter, model = self.till.counter, self.model
        begun = counter.shifts.begin()
        amount = amount if model.waiting is None else model.waiting[0]
        try:
            self.do(
                cut,
                lambda: counter.shifts.open(
                    begun.salt,
                    Centavos(amount),
                    begun.business_day,
                    pieces=self.pieces_of(amount),
                    reason="Otro fondo",
                    signature=SIGNATURE,
                ),
            )
        except (DayNotLater, DayBeforeFloor, DayTooFar):
            assert self.moved_clock, "a good clock opens its own day"
            return
        model.shifts += 1
        model.shift = Open(
            number=model.shifts,
            owner=self.operator,
            float_centavos=amount,
            drawer_centavos=amount,
        )
        model.safe_centavos -= amount
        model.waiting, model.closer = None, None

    @precondition(lambda self: self.model.shift is not None and not self.model.shift.counting)
    @rule(surprise=st.booleans(), cut=CUTS)
    def begin_count(self, surprise: bool, cut: int | None) -> None:
        """Begin a count; another clerk may not."""
        closing, shift = self.till.counter.cash.closing, self.shift
        begin = (lambda: closing.check("Testigo")) if surprise else closing.begin
        if not self.may_count:
            self.refused(ShiftOfAnother, begin)
            return
        self.do(cut, begin)
        shift.counting = "check" if surprise else "count"

    @precondition(lambda self: self.counts)
    @rule(stop=st.booleans())
    def type_or_stop(self, stop: bool) -> None:
        """Keep what is typed; give up what may be given up."""
        closing, shift = self.till.counter.cash.closing, self.shift
        if not stop:
            cells = ("1", *[""] * 11)
            closing.keep(cells, 3)
            view = closing.current()
            assert isinstance(view, CountView)
            assert (view.cells, view.cell) == (cells, 3)
        elif shift.counting == "recount":
            self.refused(NotAllowed, closing.stop)
        else:
            closing.stop()
            shift.counting = ""

    @precondition(lambda self: self.counts and self.may_count)
    @rule(off=OFFS, cut=CUTS)
    def finish_count(self, off: int, cut: int | None) -> None:
        """End a count: equal, short or over; a first one that differs is counted again."""
        closing, shift = self.till.counter.cash.closing, self.shift
        counted = max(0, shift.drawer_centavos + off)
        result = self.do(cut, lambda: closing.finish(cells_of(counted)))
        if shift.counting == "check":
            assert isinstance(result, CheckDone)
            shift.counting = ""
        elif shift.counting == "count" and counted != shift.drawer_centavos:
            assert isinstance(result, CountView)
            shift.counting = "recount"
        else:
            assert isinstance(result, ClosingView)
            assert result.difference_centavos == counted - shift.drawer_centavos
            shift.counting, shift.counted_centavos = "counted", counted

    @precondition(lambda self: self.counting == "counted" and self.may_count)
    @rule(cut=CUTS)
    def close(self, cut: int | None) -> None:
        """Close as counted; over the limit only with another person's approval of this count."""
        closing, model, shift = self.till.counter.cash.closing, self.model, self.shift
        view = closing.current()
        assert isinstance(view, ClosingView)
        difference = shift.counted_centavos - shift.drawer_centavos
        assert (view.approval_centavos is not None) == (abs(difference) > LIMIT_CENTAVOS)
        approval: EventId | None = None
        if view.approval_centavos is not None:
            self.refused(
                ApprovalMissing, lambda: closing.close(reason="Motivo", signature=SIGNATURE)
            )
            approval = self.approval(
                ApprovalMatter.AMOUNT, about_closing(view), view.approval_centavos
            )
            if approval is None:
                return
        self.do(
            cut,
            lambda: closing.close(reason="Motivo", signature=SIGNATURE, approval=approval),
        )
        model.safe_centavos += shift.counted_centavos
        model.answers(shift.owner, -difference)
        model.last_counted_centavos = shift.counted_centavos
        model.shift, model.closer = None, self.operator

    @precondition(lambda self: self.model.shift is not None and self.counting != "check")
    @rule(off=OFFS, next_one=st.booleans(), float_centavos=FLOATS, ill=st.booleans())
    def end_the_day(self, off: int, next_one: bool, float_centavos: int, ill: bool) -> None:
        """The owner, or the supervisor for who is *ill*, counts and closes; perhaps one opens."""
        self.sit(SUPERVISOR if ill else self.shift.owner)
        if not self.counting:
            self.begin_count(False, None)
        while self.counts:
            self.finish_count(off, None)
        self.close(None)
        if self.model.shift is None and next_one:
            self.hand_over(None)
            self.sit(self.model.waiting[1] if self.model.waiting else CLERK)
            self.open(float_centavos, None)

    @precondition(lambda self: self.model.closer is not None)
    @rule(cut=CUTS)
    def hand_over(self, cut: int | None) -> None:
        """Hand the money on; only who closed may, and once."""
        handover, model = self.till.counter.cash.handover, self.model
        taker = OTHER_CLERK if self.operator == CLERK else CLERK
        salt = self.till.counter.desk.new_salt()
        if self.operator != model.closer:
            self.refused(KnownError, lambda: handover.give(salt, taker, SIGNATURE))
            return
        self.do(cut, lambda: handover.give(salt, taker, SIGNATURE))
        model.waiting, model.closer = (model.last_counted_centavos, taker), None

    # --------------------------------------------------------------------------- payments

    @precondition(lambda self: self.model.shift is not None)
    @rule(
        unit=st.sampled_from((50, 18_550, 18_573, 18_576, 999)),
        extra=st.sampled_from((0, 50, 20_000)),
        cut=CUTS,
    )
    def pay(self, unit: int, extra: int, cut: int | None) -> None:
        """Charge one registration, press twice; another's drawer or a count refuses it."""
        counter, shift = self.till.counter, self.shift
        counter.database.write(lambda tx: publish(tx, a_tariff(unit)))
        request = a_registration_at(counter, subject=self.subject)
        if shift.counting or shift.owner != self.operator:
            self.refused(KnownError, lambda: counter.payments.begin(request))
            return
        charge = counter.payments.begin(request)
        tendered = Centavos(charge.total_centavos + extra)
        done = self.do(cut, lambda: counter.payments.take(charge.charge_id, tendered))
        before = counter.count("event")
        again = counter.payments.take(charge.charge_id, tendered)
        assert (again.event_id, counter.count("event")) == (done.event_id, before), "7: twice"
        total = -(-(unit - UNIT_CENTAVOS // 2 + 1) // UNIT_CENTAVOS) * UNIT_CENTAVOS
        self.model.payments[done.event_id] = Paid(
            shift=shift.number, exact_centavos=unit, total_centavos=total
        )
        assert charge.total_centavos == total, "16: rounded otherwise"
        shift.drawer_centavos += total
        self.model.income_centavos += unit
        self.model.rounding_centavos += total - unit

    @precondition(lambda self: self.model.payments and self.model.shift is not None)
    @rule(which=st.integers(0, 99), cut=CUTS)
    def reverse(self, which: int, cut: int | None) -> None:
        """Give a payment back: once, whole, in its own open shift, with another's approval."""
        counter, model, shift = self.till.counter, self.model, self.shift
        payment_id = list(model.payments)[which % len(model.payments)]
        paid = model.payments[payment_id]
        salt = counter.desk.new_salt()
        if shift.counting or shift.owner != self.operator:
            self.refused(KnownError, lambda: self.give_back(salt, payment_id, payment_id))
            return
        if paid.reversed_once:
            self.refused(AlreadyReversed, lambda: self.give_back(salt, payment_id, payment_id))
            return
        if paid.shift != shift.number:
            self.refused(OtherShift, lambda: self.give_back(salt, payment_id, payment_id))
            return
        if shift.drawer_centavos < paid.total_centavos:
            self.refused(NotInDrawer, lambda: self.give_back(salt, payment_id, payment_id))
            return
        self.refused(ApprovalMissing, lambda: self.give_back(salt, payment_id, payment_id))
        question = self.approval(ApprovalMatter.REVERSAL, (payment_id,), paid.total_centavos)
        if question is None:
            return
        self.do(cut, lambda: self.give_back(salt, payment_id, question))
        paid.reversed_once = True
        shift.drawer_centavos -= paid.total_centavos
        model.income_centavos -= paid.exact_centavos
        model.rounding_centavos -= paid.total_centavos - paid.exact_centavos

    def give_back(self, salt: Salt, payment_id: EventId, question: EventId) -> object:
        """Reverse with the paper in hand, as the person brought it."""
        counter = self.till.counter
        reversing = Reversing(
            counter.desk, counter.catalogue, counter.issuing, counter.receipts, counter.approvals
        )
        paper = counter.receipts.show(payment_id).qr_text
        return reversing.reverse(
            salt,
            payment_id,
            question_id=question,
            reason=ReversalReason.PAID_TWICE,
            scanned=paper,
        )

    # --------------------------------------------------------------------- cash and deposits

    @precondition(lambda self: self.model.shift is not None)
    @rule(
        amount=AMOUNTS,
        way=st.sampled_from(
            (
                (CashPurpose.SAFE, -1),
                (CashPurpose.BANK, -1),
                (CashPurpose.OTHER, -1),
                (CashPurpose.OTHER, 1),
                (CashPurpose.FLOAT, 1),
            )
        ),
        cut=CUTS,
    )
    def move(self, amount: int, way: tuple[CashPurpose, int], cut: int | None) -> None:
        """Move cash; never more than lies there, for a reason of its own not without approval."""
        drawer, model, shift = self.till.counter.cash.drawer, self.model, self.shift
        purpose, sign = way
        change = sign * amount
        if shift.counting or shift.owner != self.operator:
            self.refused(KnownError, drawer.begin_move)
            return
        opening = drawer.begin_move()
        approval: EventId | None = None

        def act() -> Any:
            return drawer.move(
                opening.salt,
                change_centavos=change,
                purpose=purpose,
                reason="Motivo",
                witness="Testigo",
                slip="1" if purpose is CashPurpose.BANK else "",
                approval=approval,
            )

        if change < 0 and shift.drawer_centavos < amount:
            self.refused(NotInDrawer, act)
            return
        if purpose is CashPurpose.OTHER and amount > LIMIT_CENTAVOS:
            self.refused(ApprovalMissing, act)
            about = drawer.about_move(opening)
            approval = self.approval(ApprovalMatter.CASH, about, amount)
            if approval is None:
                return
        moved = self.do(cut, act)
        shift.drawer_centavos += change
        if purpose is CashPurpose.OTHER:
            model.other_centavos -= change
        elif purpose is CashPurpose.BANK:
            model.in_transit_centavos += amount
            model.carried[moved.event_id] = Carried(amount_centavos=amount, by=self.operator)
        else:
            model.safe_centavos -= change

    @rule(amount=AMOUNTS, cut=CUTS)
    def deposit(self, amount: int, cut: int | None) -> None:
        """Take money of the safe to the bank: the supervisor's business."""
        deposits, model = self.till.counter.cash.deposits, self.model
        salt, today = self.till.counter.desk.new_salt(), self.clock.now().astimezone().date()

        def act() -> Any:
            return deposits.make(
                salt, amount_centavos=Centavos(amount), bank="Banco", slip="7", day=today
            )

        if self.operator != SUPERVISOR:
            self.refused(KnownError, act)
            return
        made = self.do(cut, act)
        model.safe_centavos -= amount
        model.in_transit_centavos += amount
        model.carried[made.event_id] = Carried(amount_centavos=amount, by=self.operator)

    @precondition(lambda self: self.operator == SUPERVISOR and self.model.carried)
    @rule(which=st.integers(0, 99), less=st.sampled_from((0, 0, 50)), cut=CUTS)
    def confirm(self, which: int, less: int, cut: int | None) -> None:
        """Record the bank's word; once a deposit."""
        deposits, model = self.till.counter.cash.deposits, self.model
        deposit_id = list(model.carried)[which % len(model.carried)]
        carried = model.carried[deposit_id]
        shown = carried.amount_centavos - less
        if shown <= 0:
            return
        salt, today = self.till.counter.desk.new_salt(), self.clock.now().astimezone().date()

        def act() -> Any:
            return deposits.confirm(
                salt,
                deposit_id,
                amount_centavos=Centavos(shown),
                reference="R",
                day=today,
                reason="Falta",
            )

        if carried.confirmed:
            self.refused(KnownError, act)
            return
        self.do(cut, act)
        carried.confirmed = True
        model.in_transit_centavos -= carried.amount_centavos
        model.bank_centavos += shown
        model.answers(carried.by, less)


def machine_of(template: Path) -> type[TillMachine]:
    """Return the machine whose tills begin from a template file."""
    return type("Tills", (TillMachine,), {"template": template})
