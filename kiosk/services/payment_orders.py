"""Payment orders made here, for a counter that may charge (RECEIPTS §2a, UX V54, K11).

An order says what is to be paid and what the tariff asks, and neither amount nor person. It is
event 62; its code is a pure function of that event and is signed again whenever it is shown.

KnownError
└── BaseTooLong   order.too_long   what the tariff asks does not fit an order: pay with the folio
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import ClassVar

from kiosk.domain.order_base import write_base
from kiosk.errors import KnownError
from kiosk.services.catalogue import Catalogue
from kiosk.services.charges import Fact
from kiosk.services.charging import Due, Dues, KnownFacts
from kiosk.services.desk import Desk, local
from kiosk.services.limits import check_capture
from kiosk.services.permissions import Permissions
from kiosk.services.reading import recorded_of
from kiosk.services.receipts import ReceiptUnknown
from kiosk.services.views import OrderView
from kiosk.store import order_tables, queries
from sync import cbor
from sync.catalogue import Capability
from sync.errors import MessageInvalid
from sync.events import OrderItem, OrderMade, Recorded, encode_body
from sync.ids import Concept, EventId
from sync.journal import Transaction
from sync.payment_orders import MOST_ITEMS, order_payload, order_text, sign_order

GOOD_FOR = timedelta(days=15)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class BaseTooLong(KnownError):
    """What the tariff asks does not fit an order; nothing was written."""

    code: ClassVar[str] = "order.too_long"


class PaymentOrders:
    """Makes and shows orders; the counter reads them with `Payments.begin_order`."""

    def __init__(self, desk: Desk, catalogue: Catalogue, known: KnownFacts | None = None) -> None:
        self._desk = desk
        self._catalogue = catalogue
        self._dues = Dues(desk, catalogue, known)
        self._permissions = Permissions(desk)

    def make(
        self, registration_id: EventId, facts: Mapping[str, Fact] | None = None
    ) -> tuple[OrderView, ...]:
        """Return the orders of an unpaid registration: usually one, two where one cannot hold it.

        Those made before and still good are shown again: pressing twice makes no second order.
        Raises KnownError `payment.*`, `order.too_long`, `device.capture_stopped`,
        `access.not_allowed`; nothing was written.
        """
        self._permissions.require(Capability.REGISTER, Capability.CHARGE)

        def work(tx: Transaction) -> tuple[OrderView, ...]:
            check_capture(tx)
            told = dict(facts or {})
            day = self._catalogue.today(tx)
            due = self._dues.of_registration(tx, registration_id, told, day)
            row = queries.registration(tx, registration_id)
            if row is None:
                raise ReceiptUnknown
            standing = self._standing(tx, registration_id, due)
            if not standing:
                standing = self._record(tx, row, due)
            return tuple(
                self._view(tx, one, due, part, len(standing))
                for part, one in enumerate(standing, start=1)
            )

        return self._desk.write(work)

    def show(self, order_id: EventId) -> OrderView:
        """Return an order that was made here; raise KnownError `receipt.unknown`."""

        def work(tx: Transaction) -> OrderView:
            row = order_tables.order(tx, order_id)
            if row is None:
                raise ReceiptUnknown
            recorded = recorded_of(tx, self._desk.journal, order_id)
            return self._view(tx, recorded, None, 1, 1)

        return self._desk.read(work)

    # ------------------------------------------------------------------------------ own

    def _standing(self, tx: Transaction, registration_id: EventId, due: Due) -> list[Recorded]:
        """Return the orders made before that say the same and are still good."""
        wanted, now, found = _items(due), self._desk.now_seconds(), []
        for order_id in order_tables.orders_of(tx, registration_id):
            recorded = recorded_of(tx, self._desk.journal, order_id)
            event = recorded.event
            if isinstance(event, OrderMade) and event.good_until_seconds > now:
                found.append((recorded, event.items))
        for parts in range(1, MOST_ITEMS + 1):
            latest = found[-parts:]
            if tuple(item for _one, items in latest for item in items) == wanted:
                return [recorded for recorded, _items_of in latest]
        return []

    def _record(self, tx: Transaction, row: queries.RegistrationRow, due: Due) -> list[Recorded]:
        items = _items(due)
        good_until = self._desk.now_seconds() + int(GOOD_FOR.total_seconds())
        for size in range(min(MOST_ITEMS, len(items)), 0, -1):
            groups = [items[at : at + size] for at in range(0, len(items), size)]
            events = [
                OrderMade(service_code=row.service_code, items=group, good_until_seconds=good_until)
                for group in groups
            ]
            if all(self._fits(event) for event in events):
                return [
                    self._desk.append(
                        tx,
                        event,
                        salt=self._desk.new_salt(),
                        subject=row.subject,
                        refs=(row.event_id,),
                    )
                    for event in events
                ]
        raise BaseTooLong

    def _fits(self, event: OrderMade) -> bool:
        """Say whether an order's code is small enough; its id and time have a fixed size."""
        header = {3: self._desk.now_seconds()}
        try:
            self._signed(header, cbor.decode(encode_body(event)), EventId(bytes(16)))
        except MessageInvalid:
            return False
        return True

    def _signed(self, header: dict[int, int], body: dict[int, object], order_id: EventId) -> bytes:
        identity = self._desk.identity
        payload = order_payload(header, body, order_id=order_id, account_key=identity.account_key)
        return sign_order(identity.signer, identity.certificate.encoded, payload)

    def _view(
        self, tx: Transaction, recorded: Recorded, due: Due | None, part: int, parts: int
    ) -> OrderView:
        event = recorded.event
        if not isinstance(event, OrderMade):
            raise ReceiptUnknown
        signed = self._signed(
            cbor.decode(recorded.header.encode()),
            cbor.decode(encode_body(event)),
            recorded.event_id,
        )
        place = order_tables.place_of(tx, recorded.event_id)
        service = self._catalogue.known_entry(tx, event.service_code)
        hidden = service is not None and service.discreet
        return OrderView(
            order_id=recorded.event_id,
            number=f"{_LETTERS[place // 100 % len(_LETTERS)]}-{place % 100:02d}",
            qr_text=order_text(self._desk.identity.institution, signed),
            service_name="" if hidden else self._catalogue.name_of(tx, event.service_code),
            concepts=() if hidden or due is None else _labels(due, event.items),
            made_at=local(recorded.header.time_seconds),
            good_until=local(event.good_until_seconds),
            office=self._desk.identity.office,
            expected_centavos=None if due is None or parts > 1 else due.total_centavos,
            part=part,
            parts=parts,
        )


def _items(due: Due) -> tuple[OrderItem, ...]:
    """Return what an order asks for; raises BaseTooLong."""
    items = []
    for line in due.lines:
        asked = due.asked.get(int(line.concept), ())
        base = write_base({key: value for key, value in due.facts or () if key in asked})
        if base is None:
            raise BaseTooLong
        items.append(OrderItem(concept=Concept(line.concept), quantity=1, base=base))
    return tuple(items)


def _labels(due: Due, items: Sequence[OrderItem]) -> tuple[str, ...]:
    concepts = {item.concept for item in items}
    return tuple(
        shown.label
        for shown, line in zip(due.shown, due.lines, strict=True)
        if line.concept in concepts
    )
