"""What one person leaves at a counter: card, form with files, correction, payment, print, drafts.

Every word that says who it is or what was answered is a canary: once the person is erased it must
not stand anywhere on the device, not even for somebody who holds the key.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from kiosk.services.views import NewPerson
from sync.ids import EventId, SubjectId
from tests.support.counters import open_a_shift
from tests.support.household import NAME, PEOPLE, PHOTO, SIGN, publish_household
from tests.support.offices import Counter, begin

GIVEN, SURNAME, CURP = "XOCHIQUETZALLI", "CANARIOAPELLIDO", "CAPX900512MPLNRC02"
ANSWER, LATER_ANSWER, DRAFT_ANSWER = "CANARIORESPUESTA", "CANARIOCORREGIDA", "CANARIOBORRADOR"
PHONE, WORDS = "2381234567", "CANARIOMOTIVO"
CANARIES = tuple(
    word.encode()
    for word in (
        GIVEN, SURNAME, CURP, ANSWER, LATER_ANSWER, DRAFT_ANSWER, PHONE, WORDS,
        GIVEN.lower(), SURNAME.lower(),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The ids of what one person left."""

    subject: SubjectId
    registration: EventId
    payment: EventId


def a_person_who(counter: Counter) -> SubjectId:
    """Write the card of the person whose words are the canaries."""
    person = NewPerson(
        given=GIVEN,
        first_surname=SURNAME,
        second_surname="PRUEBA",
        curp=CURP,
        born="1990-05-12",
        sex="M",
        phone=PHONE,
    )
    return counter.citizens.create(counter.citizens.begin(), person).subject


def a_life(counter: Counter, *, publish: bool = True) -> Life:
    """Let a person do everything that a counter can do with them; a shift is opened."""
    if publish:
        publish_household(counter)
        open_a_shift(counter)
    subject = a_person_who(counter)
    counter.citizens.card(subject)
    registration = _a_registration(counter, subject)
    charge = counter.payments.begin(registration)
    payment = counter.payments.take(charge.charge_id, charge.total_centavos).event_id
    counter.receipts.save_picture(payment)
    salt = counter.records.correct(registration, WORDS, "es")
    counter.registrations.answer(salt, NAME, LATER_ANSWER)
    counter.registrations.save_correction(salt)
    draft = begin(counter, subject)
    counter.registrations.answer(draft.draft_id, NAME, DRAFT_ANSWER)
    counter.registrations.attach(draft.draft_id, PHOTO, a_photo("green"), "image/png", "")
    counter.records.correct(registration, WORDS, "es")
    return Life(subject=subject, registration=registration, payment=payment)


def a_photo(colour: str) -> bytes:
    """Return a picture."""
    made = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(made, "PNG")
    return made.getvalue()


def _a_registration(counter: Counter, subject: SubjectId) -> EventId:
    view = begin(counter, subject)
    draft = view.draft_id
    counter.registrations.answer(draft, NAME, ANSWER)
    counter.registrations.add_instance(draft, PEOPLE)
    for number in (1, 2):
        counter.registrations.answer(draft, f"{PEOPLE}[{number}]/name", f"{ANSWER} {number}")
        counter.registrations.answer(draft, f"{PEOPLE}[{number}]/age", str(number * 10))
    counter.registrations.remove_instance(draft, f"{PEOPLE}[2]")
    counter.registrations.attach(draft, PHOTO, a_photo("red"), "image/png", "")
    counter.registrations.attach(draft, SIGN, a_photo("black"), "image/png", "")
    counter.registrations.consent(draft)
    return counter.registrations.save(draft, accepted=True).event_id
