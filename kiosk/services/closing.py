"""Count the drawer blind and close the shift (UX §3.8, RECEIPTS §10).

What is expected is not in any answer before the count stands. Each count is recorded (kind 32),
also the first one that differed. What is typed is kept cell by cell, so that a power cut in the
middle resumes in the same cell; the closing (kind 33) has the salt of the count's draft.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from kiosk.domain.denominations import sum_of
from kiosk.domain.shifts import COUNTS, Act, NotAllowed, Shift, after
from kiosk.errors import KnownError
from kiosk.services.approvals import Approvals, OwnAct
from kiosk.services.cash_rules import (
    ReasonMissing,
    SignatureMissing,
    WitnessMissing,
    approved,
    tidy,
)
from kiosk.services.counting import (
    Denominations,
    difference_limit,
    over_limit,
    pieces_of_cells,
)
from kiosk.services.desk import Desk, local
from kiosk.services.issuing import Issuing
from kiosk.services.open_shift import (
    Counting,
    counting,
    keep_counting,
    own_shift,
    state_of,
)
from kiosk.services.permissions import Permissions
from kiosk.services.staff import named
from kiosk.services.views.approvals import ApprovalMatter
from kiosk.services.views.cash import CheckDone, ClosingView, CountView, ShiftDone
from kiosk.store import access, drawer, kept, queries, records
from sync.catalogue import Capability
from sync.events import CountReason, DrawerCounted, NumberRange, ShiftClosed
from sync.ids import EventId
from sync.journal import Transaction
from sync.money import Centavos


class CountGone(KnownError):
    """No count goes on: it was ended or given up; nothing was written."""

    code: ClassVar[str] = "count.gone"


class Closing:
    """Counts of the drawer, and the end of the shift."""

    def __init__(
        self, desk: Desk, issuing: Issuing, approvals: Approvals, denominations: Denominations
    ) -> None:
        self._desk = desk
        self._issuing = issuing
        self._approvals = approvals
        self._denominations = denominations
        self._permissions = Permissions(desk)

    # -------------------------------------------------------------------------- counting

    def current(self) -> CountView | ClosingView | None:
        """Return the count where it was left, also after a power cut; None while none goes on."""
        return self._desk.read(self._current)

    def begin(self) -> CountView | ClosingView:
        """Begin to count for closing, or go on where it was left: no payment from now on.

        Raises `shift.none`, `shift.of_another`, `shift.not_allowed`, `access.not_allowed`.
        """
        return self._begin(Act.START_COUNT, None)

    def check(self, witness: str) -> CountView | ClosingView:
        """Begin a surprise count, asked for by *witness*; payments go on once it has ended.

        Raises as `begin`, and WitnessMissing; nothing was written.
        """
        words = tidy(witness)
        if not words:
            raise WitnessMissing
        return self._begin(Act.START_CHECK, words)

    def keep(self, cells: tuple[str, ...], cell: int) -> None:
        """Keep what is typed, and where the cursor stands; raises CountGone."""

        def work(tx: Transaction) -> None:
            one = self._typing(tx)
            keep_counting(tx, replace(one, cells=cells, cell=cell), self._desk.now_seconds())

        self._desk.keep(work, last_room=True)

    def stop(self) -> None:
        """Give up a first count or a surprise count: cash may be taken again.

        Raises CountGone, `shift.not_allowed` once a count is recorded.
        """

        def work(tx: Transaction) -> None:
            one = self._typing(tx)
            after(one.state, Act.STOP_COUNT)
            kept.discard_draft(tx, one.closing_salt)

        self._desk.keep(work, last_room=True)

    def finish(self, cells: tuple[str, ...]) -> CountView | ClosingView | CheckDone:
        """Record the count (kind 32) and say how it goes on.

        A first count that differs: a CountView of the second, still blind and empty. Otherwise the
        result; of a surprise count, its end. Raises CellUnreadable, CountTooLarge, CountGone,
        `shift.of_another`; nothing was written.
        """
        pieces = pieces_of_cells(self._denominations.today(), cells)

        def work(tx: Transaction) -> CountView | ClosingView | CheckDone:
            one = self._typing(tx)
            row = own_shift(tx, self._desk, supervised=True)
            expected = queries.drawer_centavos(tx, row.shift)
            counted = sum_of(pieces)
            surprise = one.state is Shift.CHECKING
            event = DrawerCounted(
                counted_centavos=counted,
                pieces=pieces,
                reason=CountReason.SURPRISE if surprise else CountReason.CLOSING,
                round_number=2 if one.state is Shift.RECOUNTING else 1,
                witness=one.witness,
                shift=row.shift,
            )
            count_id = self._desk.append(tx, event, salt=one.count_salt).event_id
            if surprise:
                after(one.state, Act.END_CHECK)
                kept.discard_draft(tx, one.closing_salt)
                return self._checked(tx, row, counted, expected)
            again = counted != expected and one.state is Shift.COUNTING
            self._go_on(tx, one, cells, count_id, again=again)
            return self._where(tx)

        return self._desk.write(work, last_room=True)

    def _go_on(
        self, tx: Transaction, one: Counting, cells: tuple[str, ...], count: EventId, *, again: bool
    ) -> None:
        kept_on = replace(
            one,
            state=after(one.state, Act.COUNT_AGAIN if again else Act.END_COUNT),
            cells=("",) * len(cells) if again else cells,
            cell=0,
            count_salt=self._desk.new_salt(),
            count_id=count,
        )
        keep_counting(tx, kept_on, self._desk.now_seconds())

    # --------------------------------------------------------------------------- closing

    def close(
        self,
        *,
        reason: str = "",
        signature: bytes | None = None,
        approval: EventId | None = None,
    ) -> ShiftDone:
        """Close the shift as counted: event, ledger, slip of kind 4 in one transaction.

        A difference needs a reason; over the office's limit also the question that a second person
        approved, about the shift and this count, for this amount. What is not delivered yet stays
        here and is delivered later. Raises ReasonMissing, SignatureMissing, ApprovalMissing,
        OwnAct, `shift.not_allowed`, `shift.of_another`, CountGone; nothing was written.
        """
        self._permissions.require(Capability.CHARGE)

        def work(tx: Transaction) -> ShiftDone:
            one = counting(tx)
            if one is None:
                raise CountGone
            row = own_shift(tx, self._desk, supervised=True)
            after(one.state, Act.SEAL)
            view = self._result(tx, one, row)
            words = tidy(reason)
            if view.difference_centavos and not words:
                raise ReasonMissing
            if not signature:
                raise SignatureMissing
            refs = (view.count_id, *self._approved(tx, view, approval))
            closing_id = self._append(tx, one, view, words, signature, refs)
            kept.discard_draft(tx, one.closing_salt)
            return ShiftDone(
                shift_id=row.shift,
                closing_id=closing_id,
                counted_centavos=view.counted_centavos,
                difference_centavos=view.difference_centavos,
            )

        return self._desk.write(work, last_room=True)

    def _append(
        self,
        tx: Transaction,
        one: Counting,
        view: ClosingView,
        reason: str,
        signature: bytes,
        refs: tuple[EventId, ...],
    ) -> EventId:
        folio = self._issuing.next_folio(tx)
        stated = self._issuing.time(tx)
        numbers = drawer.numbers_of(tx, one.shift, folio.series)
        event = ShiftClosed(
            folio=folio,
            counted_centavos=view.counted_centavos,
            expected_centavos=view.expected_centavos,
            difference_centavos=view.difference_centavos,
            numbers=NumberRange(
                first=folio.number if numbers is None else numbers[0], last=folio.number
            ),
            reason=reason or None,
            signature=signature,
            shift=one.shift,
            receipt_time_seconds=None if stated.verified else stated.seconds,
        )
        recorded = self._desk.append(tx, event, salt=one.closing_salt, refs=refs)
        self._issuing.seal(tx, recorded)
        return recorded.event_id

    def _approved(
        self, tx: Transaction, view: ClosingView, approval: EventId | None
    ) -> tuple[EventId, ...]:
        """Return the approval that this difference rests on, none where it needs none.

        Whoever answers for the drawer approves nothing of it, also where another closes it.
        """
        if view.approval_centavos is None:
            return ()
        question = None if approval is None else access.question(tx, approval)
        if question is not None and question.approver == view.cashier.number:
            raise OwnAct
        return (
            approved(
                tx,
                self._approvals,
                approval,
                about_closing(view),
                view.approval_centavos,
                ApprovalMatter.AMOUNT,
            ),
        )

    # ------------------------------------------------------------------------------- own

    def _begin(self, act: Act, witness: str | None) -> CountView | ClosingView:
        self._permissions.require(Capability.CHARGE)
        salts = self._desk.new_salt(), self._desk.new_salt()

        def work(tx: Transaction) -> CountView | ClosingView:
            row = own_shift(tx, self._desk, supervised=True)
            if counting(tx) is None:
                one = Counting(
                    closing_salt=salts[0],
                    shift=row.shift,
                    state=after(state_of(tx), act),
                    cells=("",) * len(self._denominations.today()),
                    cell=0,
                    count_salt=salts[1],
                    witness=witness,
                )
                keep_counting(tx, one, self._desk.now_seconds())
            return self._where(tx)

        return self._desk.keep(work, last_room=True)

    def _typing(self, tx: Transaction) -> Counting:
        one = counting(tx)
        if one is None:
            raise CountGone
        if one.state not in COUNTS:
            raise NotAllowed(one.state, Act.STOP_COUNT)
        return one

    def _current(self, tx: Transaction) -> CountView | ClosingView | None:
        return None if counting(tx) is None else self._where(tx)

    def _where(self, tx: Transaction) -> CountView | ClosingView:
        one = counting(tx)
        row = None if one is None else queries.shift(tx, one.shift)
        if one is None or row is None:
            raise CountGone
        if one.state is Shift.COUNTED:
            return self._result(tx, one, row)
        today = self._denominations.today()
        cells = one.cells if len(one.cells) == len(today) else ("",) * len(today)
        return CountView(
            shift_id=row.shift,
            state=one.state,
            cashier=named(tx, row.operator),
            opened_at=local(row.opened_seconds),
            payments_count=row.payments_count,
            denominations=today,
            cells=cells,
            cell=min(one.cell, len(today) - 1),
            witness=one.witness,
        )

    def _result(self, tx: Transaction, one: Counting, row: queries.ShiftRow) -> ClosingView:
        if one.count_id is None:
            raise CountGone
        last = next(
            count
            for count in reversed(drawer.counts_of(tx, row.shift))
            if count.event_id == one.count_id
        )
        expected = queries.drawer_centavos(tx, row.shift)
        difference = last.counted_centavos - expected
        needs = over_limit(difference, difference_limit(tx))
        return ClosingView(
            shift_id=row.shift,
            count_id=one.count_id,
            cashier=named(tx, row.operator),
            opened_at=local(row.opened_seconds),
            payments_count=row.payments_count,
            counted_centavos=last.counted_centavos,
            expected_centavos=expected,
            difference_centavos=difference,
            counted_twice=last.round_number > 1,
            approval_centavos=Centavos(abs(difference)) if needs else None,
            undelivered=records.record_counts(tx).undelivered,
        )

    def _checked(
        self, tx: Transaction, row: queries.ShiftRow, counted: Centavos, expected: Centavos
    ) -> CheckDone:
        """Return the end of a surprise count; its cashier is not told what is expected."""
        may = self._permissions.may(Capability.REPORTS, tx)
        shown = may and row.operator != self._desk.operator
        return CheckDone(
            counted_centavos=counted,
            expected_centavos=expected if shown else None,
            difference_centavos=counted - expected if shown else None,
        )


def about_closing(view: ClosingView) -> tuple[EventId, ...]:
    """Return what an approval of a difference is about: the shift, and the count that found it."""
    return EventId(view.shift_id), view.count_id
