"""Open the shift; only cash needs one (UX §3.2, PROTOCOL §17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kiosk.domain.cash import TENDER_LIMIT_CENTAVOS
from kiosk.domain.receipt_time import clock_wrong, floor_of, receipt_time
from kiosk.domain.shifts import (
    Act,
    NoOpenShift,
    Shift,
    after,
    check_business_day,
    propose_business_day,
)
from kiosk.errors import KnownError
from kiosk.services.desk import Desk, local, local_day
from kiosk.services.issuing import Issuing
from kiosk.services.permissions import Permissions
from kiosk.services.receipts import Receipts
from kiosk.services.views import OpenShift, ReceiptView, ShiftOpening
from kiosk.store import pulled, queries
from sync.catalogue import Capability
from sync.events import ShiftOpened
from sync.ids import Salt, ShiftId, event_id_of
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

    def __init__(self, desk: Desk, issuing: Issuing, receipts: Receipts) -> None:
        self._desk = desk
        self._issuing = issuing
        self._receipts = receipts
        self._permissions = Permissions(desk)

    def current(self) -> OpenShift | None:
        """Return the open shift, or None when no cash may be taken."""
        row = self._desk.read(queries.open_shift)
        return None if row is None else _open_shift(row)

    def begin(self) -> ShiftOpening:
        """Return what V03 starts from: a fresh salt and the proposed business day.

        Raises `access.not_allowed` for whoever may not charge.
        """
        self._permissions.require(Capability.CHARGE)

        def work(tx: Transaction) -> tuple[date, bool]:
            last, floor, today = self._days(tx)
            return propose_business_day(last=last, floor=floor, today=today), today is None

        day, warning = self._desk.read(work)
        return ShiftOpening(salt=self._desk.new_salt(), business_day=day, clock_warning=warning)

    def open(
        self, salt: Salt, float_centavos: Centavos, business_day: date
    ) -> tuple[OpenShift, ReceiptView]:
        """Open the shift with a counted float; the same salt again returns the same shift.

        Raises KnownError `shift.already_open`, `shift.float`, `shift.day_not_later`,
        `shift.day_before_floor`, `shift.day_too_far`, `shift.day_not_today`,
        `access.not_allowed`; nothing was written.
        """
        self._permissions.require(Capability.CHARGE)
        shift_id = ShiftId(event_id_of(salt))

        def work(tx: Transaction) -> tuple[OpenShift, ReceiptView]:
            if self._desk.journal.find(tx, event_id_of(salt)) is None:
                self._append(tx, salt, float_centavos, business_day)
            row = queries.shift(tx, shift_id)
            if row is None:
                raise NoOpenShift(Shift.CLOSED, Act.TAKE_CASH)
            return _open_shift(row), self._receipts.view(tx, event_id_of(salt))

        return self._desk.write(work)

    def _append(
        self, tx: Transaction, salt: Salt, float_centavos: Centavos, business_day: date
    ) -> None:
        after(Shift.CLOSED if queries.open_shift(tx) is None else Shift.OPEN, Act.OPEN)
        if not 0 <= float_centavos <= TENDER_LIMIT_CENTAVOS:
            raise FloatRefused(float_centavos)
        last, floor, today = self._days(tx)
        check_business_day(
            business_day,
            last=last,
            floor=floor,
            today=today,
            most_days_ahead=pulled.settings(tx).business_day_gap_days,
        )
        evidence = self._issuing.evidence(tx)
        now = self._desk.now_seconds()
        confirmed = business_day == local_day(now)
        stated = receipt_time(now, evidence.confirmed(now) if confirmed else evidence)
        event = ShiftOpened(
            folio=self._issuing.next_folio(tx),
            shift_number=queries.next_shift_number(tx),
            business_day=business_day,
            floor_seconds=floor_of(evidence),
            float_centavos=float_centavos,
            receipt_time_seconds=None if stated.verified else stated.seconds,
        )
        self._issuing.seal(tx, self._desk.append(tx, event, salt=salt))

    def _days(self, tx: Transaction) -> tuple[date | None, date, date | None]:
        """Return the last business day, the floor's day, and today unless the clock is wrong."""
        evidence = self._issuing.evidence(tx)
        now = self._desk.now_seconds()
        last = queries.last_business_day(tx)
        today = None if clock_wrong(now, evidence) else local_day(now)
        return last, local_day(floor_of(evidence)), today


def _open_shift(row: queries.ShiftRow) -> OpenShift:
    last = row.last_payment_seconds
    return OpenShift(
        shift_id=row.shift,
        number=row.number,
        business_day=row.business_day,
        opened_at=local(row.opened_seconds),
        float_centavos=row.float_centavos,
        payments_count=row.payments_count,
        last_payment_at=None if last is None else local(last),
    )
