"""A payment order that somebody shows at the counter: read, and why it may not be paid.

KnownError
├── OrderUnreadable   order.unreadable   no order, or one that was changed
├── OrderForeign      order.foreign      of another institution
├── OrderOfPractice   order.practice     made in a practice, or shown in one
├── OrderExpired      order.expired      its last day is over
└── OrderPaid         order.paid         paid on this device before
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kiosk.domain.order_base import read_base
from kiosk.errors import KnownError
from kiosk.services.charges import Fact
from kiosk.services.desk import Desk, local
from kiosk.store import order_tables, queries
from sync.errors import MessageInvalid
from sync.ids import folio_text
from sync.journal import Transaction
from sync.money import Centavos
from sync.payment_orders import PaymentOrder, ReadOrder, read_order

_FOREIGN = frozenset({"prefix", "root-unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReasonFacts:
    """The first check that failed, as PROTOCOL §4 names it."""

    reason: str


class OrderUnreadable(KnownError):
    """The text is no order, or an order that somebody changed; nothing was written."""

    code: ClassVar[str] = "order.unreadable"

    def __init__(self, reason: str) -> None:
        super().__init__(OrderReasonFacts(reason=reason))


class OrderForeign(KnownError):
    """The order is of another institution; nothing was written."""

    code: ClassVar[str] = "order.foreign"

    def __init__(self, reason: str) -> None:
        super().__init__(OrderReasonFacts(reason=reason))


class OrderOfPractice(KnownError):
    """An order of a practice is of no value here, nor one of value in a practice."""

    code: ClassVar[str] = "order.practice"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExpiredFacts:
    """Until when the order was good."""

    until: datetime


class OrderExpired(KnownError):
    """The order was good until a moment that has passed; nothing was written."""

    code: ClassVar[str] = "order.expired"

    def __init__(self, until: datetime) -> None:
        super().__init__(OrderExpiredFacts(until=until))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaidFacts:
    """With which comprobante the order was paid here, when, and how much."""

    folio: str
    when: datetime
    amount_centavos: Centavos


class OrderPaid(KnownError):
    """The order was paid on this device; nothing was written."""

    code: ClassVar[str] = "order.paid"

    def __init__(self, folio: str, when: datetime, amount_centavos: Centavos) -> None:
        super().__init__(OrderPaidFacts(folio=folio, when=when, amount_centavos=amount_centavos))

    @classmethod
    def by(cls, desk: Desk, payment: queries.PaymentRow) -> OrderPaid:
        """Return the error that names the payment."""
        folio = folio_text(desk.identity.terminal, payment.folio.series, payment.folio.number)
        return cls(folio, local(payment.taken_seconds), payment.total_centavos)


class OrderReader:
    """Reads orders against this device's institution and its own payments; needs only the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self, tx: Transaction, text: str, *, fresh: bool = True) -> ReadOrder:
        """Return the order in a scanned or pasted text.

        *fresh*: it must still be good; not asked again once its charge was begun. Raises
        OrderUnreadable, OrderForeign, OrderOfPractice, OrderExpired or OrderPaid.
        """
        identity = self._desk.identity
        try:
            found = read_order("".join(text.split()), identity.institution)
        except MessageInvalid as error:
            if error.code in _FOREIGN:
                raise OrderForeign(error.code) from error
            raise OrderUnreadable(error.code) from error
        if found.training is not identity.practising:
            raise OrderOfPractice
        payment_id = order_tables.payment_of_order(tx, found.order.order_id)
        payment = None if payment_id is None else queries.payment(tx, payment_id)
        if payment is not None:
            raise OrderPaid.by(self._desk, payment)
        if fresh and found.order.good_until_seconds < self._desk.now_seconds():
            raise OrderExpired(local(found.order.good_until_seconds))
        return found

    def made_at(self, read: ReadOrder) -> str:
        """Return the office of the device that made an order, else its terminal."""
        terminal = read.certificate.terminal
        office = self._desk.identity.institution.offices.get(terminal)
        return terminal if office is None else f"{office} ({terminal})"


def facts_in(order: PaymentOrder, choices: frozenset[str]) -> dict[str, Fact]:
    """Return what an order tells the tariff; *choices* are the facts whose values are texts.

    Raises OrderUnreadable where a base says nothing that can be read.
    """
    facts: dict[str, Fact] = {}
    for item in order.items:
        try:
            facts.update(read_base(item.base, choices))
        except ValueError as error:
            raise OrderUnreadable("base") from error
    return facts
