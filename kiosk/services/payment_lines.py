"""Payments as lines of a list: V17 has them between the registrations, V18 beside its own."""

from __future__ import annotations

from kiosk.domain.citizens import display_name
from kiosk.services.catalogue import Catalogue
from kiosk.services.deliveries import Deliveries
from kiosk.services.desk import Desk, local
from kiosk.services.views import DeliveryWord, RecordLine
from kiosk.store import payment_questions, queries
from kiosk.store.payment_questions import ListedPayment
from sync.ids import EventId, folio_text
from sync.journal import Transaction, by_id


class PaymentLines:
    """Reads payments for lists; who may see lists at all the caller has asked."""

    def __init__(self, desk: Desk, catalogue: Catalogue, deliveries: Deliveries) -> None:
        self._desk = desk
        self._catalogue = catalogue
        self._deliveries = deliveries

    def latest(self, tx: Transaction, limit: int) -> tuple[ListedPayment, ...]:
        """Return payments, the latest first; a discreet one for whoever took it (UX §3.15)."""
        return tuple(
            one for one in payment_questions.listed_payments(tx, limit) if self._is_shown(one)
        )

    def of_registration(self, tx: Transaction, registration: EventId) -> tuple[RecordLine, ...]:
        """Return what was paid for a registration, the latest first."""
        rows = payment_questions.payments_for(tx, registration)
        return tuple(self.line(tx, one) for one in rows if self._is_shown(one))

    def line(self, tx: Transaction, row: ListedPayment) -> RecordLine:
        """Return a payment in words; of a discreet one neither the person nor the service."""
        back = row.reversed_seconds
        return RecordLine(
            event_id=row.event_id,
            person_name="" if row.discreet else self._person(tx, row),
            service_name="" if row.discreet else self._service(tx, row),
            folio=folio_text(self._desk.identity.terminal, row.folio.series, row.folio.number),
            saved_at=local(row.taken_seconds),
            corrections=0,
            word=self._word(tx, row.event_id),
            paid_centavos=row.total_centavos,
            reversed_at=None if back is None else local(back),
        )

    def _is_shown(self, row: ListedPayment) -> bool:
        return not row.discreet or row.operator == self._desk.operator

    def _person(self, tx: Transaction, row: ListedPayment) -> str:
        person = None if row.subject is None else queries.person(tx, row.subject)
        if person is None:
            return ""
        return display_name(person.given, person.first_surname, person.second_surname)

    def _service(self, tx: Transaction, row: ListedPayment) -> str:
        paid = None if row.registration is None else queries.registration(tx, row.registration)
        return "" if paid is None else self._catalogue.name_of(tx, paid.service_code)

    def _word(self, tx: Transaction, event_id: EventId) -> DeliveryWord:
        stored = by_id(tx, event_id)
        if stored is None:
            raise KeyError(event_id)  # a read table holds a row of no event: the file is damaged
        return self._deliveries.word(tx, stored.stream, stored.seq)
