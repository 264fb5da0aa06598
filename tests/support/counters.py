"""What happens at a counter before the moment a test is about: a shift, a person, a request."""

from __future__ import annotations

from kiosk.services.views import NewPerson
from sync.events import RegistrationMade
from sync.ids import EventId, SubjectId
from sync.journal import Transaction
from sync.money import Centavos
from tests.support.offices import (
    ACTA,
    DISCREET,
    Counter,
)


def open_a_shift(counter: Counter) -> None:
    """Open a shift with $500."""
    begun = counter.shifts.begin()
    counter.shifts.open(begun.salt, Centavos(50_000), begun.business_day)


def a_person_at(counter: Counter, given: str = "UNO") -> SubjectId:
    """Write a card."""
    person = NewPerson(given=given, first_surname="PRUEBA", second_surname="DOS")
    return counter.citizens.create(counter.citizens.begin(), person).subject


def a_registration_at(
    counter: Counter, code: int = ACTA, subject: SubjectId | None = None
) -> EventId:
    """Record a registration with its receipt; of a new person unless *subject* says whose."""
    subject = subject or a_person_at(counter)
    salt = counter.desk.new_salt()

    def work(tx: Transaction) -> EventId:
        event = RegistrationMade(
            folio=counter.issuing.next_folio(tx),
            form_id="acta",
            form_version="1",
            definition_hash=bytes(16),
            answers=("PRUEBA",),
            submission_hash=bytes(4),
            service_code=code,
            discreet=code == DISCREET,
        )
        recorded = counter.desk.append(tx, event, salt=salt, subject=subject)
        counter.issuing.seal(tx, recorded)
        return recorded.event_id

    return counter.desk.write(work)
