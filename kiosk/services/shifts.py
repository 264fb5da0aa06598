"""Open the shift; only cash needs one (UX §3.2, PROTOCOL §17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kiosk.domain.cash import TENDER_LIMIT_CENTAVOS
from kiosk.domain.denominations import sum_of
from kiosk.domain.receipt_time import clock_wrong, floor_of, receipt_time
from kiosk.domain.shifts import (
    Act,
    DayNotToday,
    DayTooFar,
    NoOpenShift,
    Shift,
    after,
    check_business_day,
    propose_business_day,
)
from kiosk.errors import KnownError
from kiosk.services.approvals import Approvals
from kiosk.services.cash_rules import ReasonMissing, SignatureMissing, tidy
from kiosk.services.counting import Denominations
from kiosk.services.desk import Desk, local, local_day
from kiosk.services.drawer import PiecesDiffer
from kiosk.services.handover import view_of
from kiosk.services.issuing import Issuing
from kiosk.services.open_shift import state_of
from kiosk.services.permissions import ApprovalMissing, Permissions
from kiosk.services.receipts import Receipts
from kiosk.services.staff import named
from kiosk.services.views import OpenShift, ReceiptView, ShiftOpening
from kiosk.services.views.approvals import ApprovalMatter, ApprovalRequest
from kiosk.store import access, drawer, pulled, queries
from sync.catalogue import Capability
from sync.events import DrawerTakenOver, Pieces, ShiftOpened
from sync.ids import EventId, Salt, ShiftId, event_id_of
from sync.journal import Transaction
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class FloatFacts:
    """What was typed as the float, and the most that it may be."""

    float_centavos: Centavos
    limit_centavos: Centavos


class FloatRefused(KnownError):
    """A float below zero or beyond what a record can hold; nothing was written."""

    code: ClassVar[str] = "shift.float"

    def __init__(self, float_centavos: Centavos) -> None:
        super().__init__(
            FloatFacts(float_centavos=float_centavos, limit_centavos=TENDER_LIMIT_CENTAVOS)
        )


class Shifts:
    """The shift of this device."""

    def __init__(
        self,
        desk: Desk,
        issuing: Issuing,
        receipts: Receipts,
        approvals: Approvals | None = None,
    ) -> None:
        self._desk = desk
        self._issuing = issuing
        self._receipts = receipts
        self._approvals = approvals or Approvals(desk)
        self._permissions = Permissions(desk)
        self._denominations = Denominations(desk)

    def current(self) -> OpenShift | None:
        """Return the open shift, or None when no cash may be taken; `mine`: whose it is."""
        return self._desk.read(self._current)

    def begin(self) -> ShiftOpening:
        """Return what V03 starts from: a fresh salt, the proposed day, the float that is expected.

        Raises `access.not_allowed` for whoever may not charge.
        """
        self._permissions.require(Capability.CHARGE)

        def work(tx: Transaction) -> ShiftOpening:
            last, floor, today = self._days(tx)
            waiting = drawer.open_hand_over(tx)
            return ShiftOpening(
                salt=self._desk.new_salt(),
                business_day=propose_business_day(last=last, floor=floor, today=today),
                clock_warning=today is None,
                denominations=self._denominations.today(),
                expected_centavos=_expected(tx),
                handover=(None if waiting is None else view_of(tx, waiting, self._desk.operator)),
            )

        return self._desk.read(work)

    def approval_of_day(self, salt: Salt, business_day: date) -> ApprovalRequest:
        """Return what V20 asks where `open` raised DayTooFar or DayNotToday.

        The approval is about this very shift and names the day, so that it opens no other.
        """
        return ApprovalRequest(
            matter=ApprovalMatter.BUSINESS_DAY,
            about=(event_id_of(salt),),
            reason=day_words(business_day),
            granted=lambda _question: None,
            may_wait=False,
        )

    def open(
        self,
        salt: Salt,
        float_centavos: Centavos,
        business_day: date,
        *,
        pieces: Sequence[Pieces] | None = None,
        reason: str = "",
        signature: bytes | None = None,
        approval: EventId | None = None,
    ) -> tuple[OpenShift, ReceiptView]:
        """Open the shift with a counted float; the same salt again returns the same shift.

        A float that differs from the expected one needs a reason; money handed over is counted
        and signed for (kind 35) in the same transaction. *approval*: the question that a second
        person approved, of matter BUSINESS_DAY, about this shift and this day.
        Raises KnownError `shift.already_open`, `shift.float`, `shift.day_not_later`,
        `shift.day_before_floor`, `shift.day_too_far`, `shift.day_not_today`, `drawer.pieces`,
        `cash.no_reason`, `cash.no_signature`, `approval.missing`, `access.not_allowed`; nothing
        was written.
        """
        self._permissions.require(Capability.CHARGE)
        said = _Said(
            float_centavos=float_centavos,
            business_day=business_day,
            pieces=None if pieces is None else tuple(pieces),
            reason=tidy(reason),
            signature=signature,
            approval=approval,
        )

        def work(tx: Transaction) -> tuple[OpenShift, ReceiptView]:
            if self._desk.journal.find(tx, event_id_of(salt)) is None:
                self._append(tx, salt, said)
            row = queries.shift(tx, ShiftId(event_id_of(salt)))
            if row is None:
                raise NoOpenShift(Shift.CLOSED, Act.TAKE_CASH)
            return self._open_shift(tx, row), self._receipts.view(tx, event_id_of(salt))

        return self._desk.write(work)

    def _append(self, tx: Transaction, salt: Salt, said: _Said) -> None:
        after(state_of(tx), Act.OPEN)
        if not 0 <= said.float_centavos <= TENDER_LIMIT_CENTAVOS:
            raise FloatRefused(said.float_centavos)
        if said.pieces is not None and sum_of(said.pieces) != said.float_centavos:
            raise PiecesDiffer
        refs = self._approved_day(tx, salt, said)
        expected = _expected(tx)
        differs = expected is not None and expected != said.float_centavos
        taken = self._take_over(tx, said)
        if differs and not said.reason:
            raise ReasonMissing
        evidence = self._issuing.evidence(tx)
        now = self._desk.now_seconds()
        confirmed = said.business_day == local_day(now)
        stated = receipt_time(now, evidence.confirmed(now) if confirmed else evidence)
        event = ShiftOpened(
            folio=self._issuing.next_folio(tx),
            shift_number=queries.next_shift_number(tx),
            business_day=said.business_day,
            floor_seconds=floor_of(evidence),
            float_centavos=said.float_centavos,
            pieces=said.pieces,
            expected_centavos=expected,
            reason=said.reason or None,
            receipt_time_seconds=None if stated.verified else stated.seconds,
        )
        self._issuing.seal(tx, self._desk.append(tx, event, salt=salt, refs=(*taken, *refs)))

    def _approved_day(self, tx: Transaction, salt: Salt, said: _Said) -> tuple[EventId, ...]:
        """Return the approval that the day rests on, none where one person may open it."""
        last, floor, today = self._days(tx)
        gap = pulled.settings(tx).business_day_gap_days

        def check(*, approved: bool) -> None:
            check_business_day(
                said.business_day,
                last=last,
                floor=floor,
                today=today,
                most_days_ahead=gap,
                approved=approved,
            )

        try:
            check(approved=False)
        except (DayTooFar, DayNotToday):
            if said.approval is None:
                raise
            check(approved=True)
        else:
            return ()
        given = self._approvals.granted(
            tx, said.approval, ApprovalMatter.BUSINESS_DAY, (event_id_of(salt),)
        )
        question = access.question(tx, said.approval)
        if question is None or question.reason != day_words(said.business_day):
            raise ApprovalMissing
        return (given,)

    def _take_over(self, tx: Transaction, said: _Said) -> tuple[EventId, ...]:
        """Record that handed-over money was counted and signed for; nothing where none waits.

        Somebody else than the person it was meant for says why they take it.
        """
        waiting = drawer.open_hand_over(tx)
        if waiting is None:
            return ()
        if said.pieces is None:
            raise PiecesDiffer
        if not said.signature:
            raise SignatureMissing
        as_said = said.float_centavos == waiting.counted_centavos
        if not said.reason and not (as_said and waiting.taker == self._desk.operator):
            raise ReasonMissing
        event = DrawerTakenOver(
            counted_centavos=said.float_centavos,
            pieces=said.pieces,
            reason=said.reason or None,
            signature=said.signature,
        )
        recorded = self._desk.append(
            tx, event, salt=self._desk.new_salt(), refs=(waiting.event_id,)
        )
        return (recorded.event_id,)

    def _current(self, tx: Transaction) -> OpenShift | None:
        row = queries.open_shift(tx)
        return None if row is None else self._open_shift(tx, row)

    def _open_shift(self, tx: Transaction, row: queries.ShiftRow) -> OpenShift:
        last = row.last_payment_seconds
        return OpenShift(
            shift_id=row.shift,
            number=row.number,
            business_day=row.business_day,
            opened_at=local(row.opened_seconds),
            float_centavos=row.float_centavos,
            payments_count=row.payments_count,
            last_payment_at=None if last is None else local(last),
            state=state_of(tx),
            cashier=named(tx, row.operator),
            mine=row.operator == self._desk.operator,
        )

    def _days(self, tx: Transaction) -> tuple[date | None, date, date | None]:
        """Return the last business day, the floor's day, and today unless the clock is wrong."""
        evidence = self._issuing.evidence(tx)
        now = self._desk.now_seconds()
        last = queries.last_business_day(tx)
        today = None if clock_wrong(now, evidence) else local_day(now)
        return last, local_day(floor_of(evidence)), today


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What was said when the shift was opened."""

    float_centavos: Centavos
    business_day: date
    pieces: tuple[Pieces, ...] | None
    reason: str
    signature: bytes | None
    approval: EventId | None


def day_words(day: date) -> str:
    """Return a business day as a question about it names it, `27/11/2026`."""
    return day.strftime("%d/%m/%Y")


def _expected(tx: Transaction) -> Centavos | None:
    """Return the float that is expected: what was handed over, else the last one; None at first."""
    waiting = drawer.open_hand_over(tx)
    return drawer.last_float_centavos(tx) if waiting is None else waiting.counted_centavos
