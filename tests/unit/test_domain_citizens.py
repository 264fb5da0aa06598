"""A person's card: problems block, warnings do not; names and initials (UX §3.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.citizens import (
    Card,
    CardFault,
    badge_initials,
    check_card,
    display_name,
    phone_digits,
    receipt_initials,
    tidy_name,
)
from kiosk.domain.identity import CurpDifference, CurpFault
from tests.support.factories import a_curp

TODAY = date(2026, 11, 20)
CARD = Card(
    given="UNO",
    first_surname="PRUEBA",
    second_surname="DOS",
    born="1990-05-12",
    sex="M",
    curp=a_curp("UNO", "PRUEBA", "DOS"),
    entity="YN",
    phone="999 123 4567",
)


def test_a_good_card_has_nothing_to_say() -> None:
    """Everything agrees: no problem, no warning."""
    verdict = check_card(CARD, TODAY)

    assert (verdict.problems, verdict.differences) == ((), ())
    assert verdict.curp is not None


@pytest.mark.parametrize(
    ("change", "field", "fault"),
    [
        ({"given": "  "}, "given", CardFault.EMPTY),
        ({"first_surname": ""}, "first_surname", CardFault.EMPTY),
        ({"given": "X" * 81}, "given", CardFault.TOO_LONG),
        ({"born": "12/05/1990"}, "born", CardFault.DATE),
        ({"born": "1990-02-30"}, "born", CardFault.DATE),
        ({"born": "2026-11-21"}, "born", CardFault.DATE_FUTURE),
        ({"born": "1890-01-01"}, "born", CardFault.DATE_OLD),
        ({"sex": "Z"}, "sex", CardFault.SEX),
        ({"entity": "CX"}, "entity", CardFault.ENTITY),
        ({"phone": "123"}, "phone", CardFault.PHONE),
        ({"curp": "NO"}, "curp", CardFault.CURP),
    ],
)
def test_each_fault_blocks_at_its_field(
    change: dict[str, str], field: str, fault: CardFault
) -> None:
    """One wrong field is one problem, at that field."""
    verdict = check_card(replace(CARD, **change), TODAY)

    assert [(problem.field, problem.fault) for problem in verdict.problems] == [(field, fault)]


def test_a_wrong_digit_blocks_and_says_so() -> None:
    """The check digit is named as the reason."""
    wrong = CARD.curp[:17] + str((int(CARD.curp[17]) + 1) % 10)

    verdict = check_card(replace(CARD, curp=wrong), TODAY)

    assert verdict.problems[0].curp is not None
    assert verdict.problems[0].curp.fault is CurpFault.DIGIT


def test_another_name_warns_and_never_blocks() -> None:
    """Registries differ from the rule."""
    verdict = check_card(replace(CARD, given="TRES"), TODAY)

    assert verdict.problems == ()
    assert verdict.differences == (CurpDifference.NAME,)


def test_date_sex_and_place_come_from_the_curp_where_nothing_was_typed() -> None:
    """A card with a CURP alone is complete."""
    verdict = check_card(replace(CARD, born="", sex="", entity=""), TODAY)

    assert (verdict.born, verdict.sex) == (date(1990, 5, 12), "M")
    assert verdict.problems == ()


def test_a_card_without_curp_can_be_saved() -> None:
    """Not everybody has one at hand."""
    verdict = check_card(replace(CARD, curp=""), TODAY)

    assert (verdict.problems, verdict.curp) == ((), None)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("PRUEBA", "UNO", "DOS"), "P. U. D."),
        (("María Elena", "Pérez", "Canul"), "M. E. P. C."),
        (("María de los Ángeles", "de la O", ""), "M. A. O."),
        (("Ñico Ñato", "Ñandú", "Ñuñez"), "Ñ. Ñ. Ñ."),
        (("", "", ""), ""),
    ],
)
def test_initials_of_a_payer(names: tuple[str, str, str], expected: str) -> None:
    """As on the comprobante, particles left out, cut where the label ends."""
    assert receipt_initials(*names) == expected


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_initials_always_fit_the_label(given_name: str, first: str, second: str) -> None:
    """Label 10 holds 12 bytes of UTF-8 and no name breaks that."""
    assert len(receipt_initials(given_name, first, second).encode()) <= 12
    assert len(badge_initials(given_name, first)) >= 1


def test_names_are_shown_as_people_say_them() -> None:
    """Given name first, no double spaces."""
    assert display_name("UNO", "PRUEBA", "") == "UNO PRUEBA"
    assert tidy_name("  UNO   DOS ") == "UNO DOS"
    assert badge_initials("Marisol", "Canul") == "MC"


def test_a_phone_is_ten_digits() -> None:
    """With or without +52, spaces and hyphens."""
    assert phone_digits("+52 999 123-4567") == "9991234567"
    assert phone_digits("+52 1 999 123 4567") == "9991234567"
    assert phone_digits("999 123 456") is None
    assert phone_digits("999 123 4567 ext 2") is None
