"""People on a real encrypted file: found, checked, written once, opened on record (UX §3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.errors import KnownError
from kiosk.services.views import NewPerson, SearchedBy
from sync.events import CardOpened, CardReason
from sync.journal import history
from tests.support.counters import a_person_at
from tests.support.factories import a_curp
from tests.support.offices import (
    Counter,
)


def test_a_person_is_found_by_curp_and_by_name(counter: Counter) -> None:
    """Exact CURP, or the beginnings of words without accents."""
    curp = a_curp("MARÍA", "NÚÑEZ", "DOS")
    person = NewPerson(given="María", first_surname="Núñez", second_surname="Dos", curp=curp)
    made = counter.citizens.create(counter.citizens.begin(), person)

    by_curp = counter.citizens.search(curp.lower())
    by_name = counter.citizens.search("nun mar")

    assert (by_curp.by, by_curp.rows) == (SearchedBy.CURP, (made,))
    assert (by_name.by, by_name.rows) == (SearchedBy.NAME, (made,))
    assert made.born == date(1990, 5, 12)
    assert made.curp_masked == f"•••• {curp[-4:]}"
    assert counter.citizens.search("nadie").rows == ()


def test_a_wrong_digit_blocks_and_saves_nothing(counter: Counter) -> None:
    """The problem stands at its field; creating raises."""
    curp = a_curp("UNO", "PRUEBA", "DOS")
    wrong = curp[:17] + str((int(curp[17]) + 1) % 10)
    person = NewPerson(given="UNO", first_surname="PRUEBA", second_surname="DOS", curp=wrong)

    check = counter.citizens.check(person)
    with pytest.raises(KnownError) as caught:
        counter.citizens.create(counter.citizens.begin(), person)

    assert [(one.field, one.message_id) for one in check.problems] == [("curp", "field-curp-digit")]
    assert caught.value.code == "person.problems"
    assert 50 not in counter.kinds()


def test_another_name_warns_and_is_saved_with_its_verdict(counter: Counter) -> None:
    """Registries differ: the person is saved, the identifier marked as warned."""
    curp = a_curp("OTRA", "PERSONA", "MAS")
    person = NewPerson(given="UNO", first_surname="PRUEBA", second_surname="DOS", curp=curp)

    check = counter.citizens.check(person)
    counter.citizens.create(counter.citizens.begin(), person)

    assert check.problems == ()
    assert [one.message_id for one in check.warnings] == ["warn-curp-name"]
    assert check.curp_says is not None
    assert counter.rows("SELECT verdict FROM person_identity WHERE type = 'curp'") == [(1,)]


def test_a_known_curp_is_pointed_out(counter: Counter) -> None:
    """A second card with the same CURP is a warning, not a wall."""
    person = NewPerson(given="UNO", first_surname="PRUEBA", curp=a_curp("UNO", "PRUEBA", ""))
    counter.citizens.create(counter.citizens.begin(), person)

    assert "warn-curp-known" in [one.message_id for one in counter.citizens.check(person).warnings]


def test_saving_a_card_twice_makes_one_person(counter: Counter) -> None:
    """The same salt is the same person."""
    salt = counter.citizens.begin()
    person = NewPerson(given="UNO", first_surname="PRUEBA")

    first = counter.citizens.create(salt, person)
    again = counter.citizens.create(salt, replace(person, given="OTRO"))

    assert first == again
    assert counter.kinds().count(50) == 1


def test_opening_a_card_is_recorded(counter: Counter) -> None:
    """Who looked at whom stands in the journal."""
    subject = a_person_at(counter)
    counter.citizens.search(a_curp())

    counter.citizens.card(subject)

    last = counter.database.read(lambda tx: list(history(tx))[-1])
    assert last.event == CardOpened(reason=CardReason.CURP_SEARCH)
    assert last.header.subject == subject
