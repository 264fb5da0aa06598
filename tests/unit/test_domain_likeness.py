"""UX §3.3: who is like whom on paper, whichever way round one asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.account_numbers import (
    TRIES,
    UNTRIED,
    NumberFault,
    begun,
    fault_of_number,
    tries_left,
    wait_seconds,
)
from kiosk.domain.likeness import ASK_FROM, Traits, score_permille, word_likeness

ELENA = Traits(
    given="María Elena",
    first_surname="Pech",
    second_surname="Canul",
    born=date(1961, 3, 14),
    place="YN",
    sex="M",
)
NAMES = st.lists(
    st.sampled_from(
        ("María", "Ma.", "Elena", "José", "J.", "de la", "Peña", "Pena", "Pech", "Canul", "Núñez",
         "Hernández", "Hdz.", "Vázquez", "Basques", "Ángel", "")
    ),
    max_size=3,
).map(" ".join)  # fmt: skip
DAYS = st.none() | st.dates(date(1940, 1, 1), date(2020, 1, 1))
PEOPLE = st.builds(
    Traits,
    given=NAMES,
    first_surname=NAMES,
    second_surname=NAMES,
    born=DAYS,
    curp=st.sampled_from(("", "PECE610314MYNCNL02", "PECE610314MYNCNL10", "GOMJ900101HDFMNN05")),
    place=st.sampled_from(("", "YN", "OC")),
    sex=st.sampled_from(("", "H", "M")),
)


@settings(max_examples=150, deadline=None)
@given(PEOPLE, PEOPLE)
def test_likeness_is_symmetric_and_bounded(one: Traits, other: Traits) -> None:
    """Who is asked about whom makes no difference; the score is 0 to 1000."""
    score = score_permille(one, other)

    assert score == score_permille(other, one)
    assert 0 <= score <= 1000
    if one.curp and one.curp == other.curp:
        assert score == 1000


@settings(max_examples=80, deadline=None)
@given(PEOPLE)
def test_everybody_is_like_themselves(one: Traits) -> None:
    """The same card twice is always asked about, as long as it has a name."""
    if one.given.strip(" .") and (one.first_surname + one.second_surname).strip(" ."):
        assert score_permille(one, one) >= ASK_FROM


@pytest.mark.parametrize(
    "changes",
    [
        {"given": "Ma. Elena"},
        {"given": "MARIA ELENA"},
        {"given": "María Elenna"},
        {"first_surname": "Canul", "second_surname": "Pech"},
        {"first_surname": "Pech Canul", "second_surname": ""},
        {"second_surname": ""},
        {"born": date(1961, 3, 15)},
        {"born": None},
        {"place": "", "sex": ""},
        {"given": "Helena María"},
    ],
)
def test_slips_of_the_pen_hide_nobody(changes: dict[str, object]) -> None:
    """Accents, order, abbreviations, one wrong digit, what is left out: asked about."""
    assert score_permille(ELENA, replace(ELENA, **changes)) >= ASK_FROM  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"given": "Rosa Isabel"},  # a twin sister
        {"born": date(1988, 9, 2)},  # a daughter of the same name
        {"first_surname": "Chi", "second_surname": "Uc"},
        {"given": "Raúl", "sex": "H"},
    ],
)
def test_other_people_are_not_asked_about(changes: dict[str, object]) -> None:
    """Twins, namesakes of another year, other families."""
    assert score_permille(ELENA, replace(ELENA, **changes)) < ASK_FROM  # type: ignore[arg-type]


def test_misspellings_by_ear_count_less_than_other_letters() -> None:
    """b for v, s for z, a mute h: nearly the same word."""
    assert word_likeness("VAZQUEZ", "BASQUES") == word_likeness("BASQUES", "VAZQUEZ") >= 0.9
    assert word_likeness("HERNANDEZ", "ERNANDES") >= 0.9
    assert word_likeness("PECH", "CHAN") == 0


def test_numbers_that_anybody_would_guess_are_refused() -> None:
    """Rows, repeats, two digits only, birth dates in any order, digits of CURP and phone."""
    born = date(1961, 3, 14)
    known = ("PECE610314MYNCNL02", "9991234567")
    faults = {
        digits: fault_of_number(digits, born, known)
        for digits in ("123456", "654321", "777777", "121212", "123123", "112211", "140361",
                       "610314", "031961", "912345", "48093", "48093a", "٤٨٠٩٣٧", "480937")
    }  # fmt: skip

    assert [one for one, fault in faults.items() if fault is None] == ["480937"]
    assert faults["140361"] is NumberFault.BORN
    assert faults["912345"] is NumberFault.OWN
    assert faults["48093"] is NumberFault.FORM


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 40_000), st.booleans()), max_size=30))
def test_no_more_than_five_tries_a_day_whatever_the_computer_does(
    steps: list[tuple[float, bool]],
) -> None:
    """Time goes by, or the computer starts again: within a day lived through, five tries."""
    tries, now, lived, tried = UNTRIED, 1_000.0, 0.0, list[float]()
    for seconds, restarts in steps:
        lived += seconds
        now = seconds if restarts else now + seconds
        if wait_seconds(tries, now) == 0:
            assert tries_left(tries, now) > 0
            tries = begun(tries, now)
            tried.append(lived)
        within = [one for one in tried if one > lived - 86_400]
        assert len(within) <= 2 * TRIES - 1
