"""The CURP: shape, digit, what it reveals, what the rule makes of a name (RECEIPTS §11)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.identity import (
    ENTITIES,
    UNFIT_WORDS,
    Curp,
    CurpDifference,
    CurpFault,
    CurpRefused,
    check_digit,
    derive_letters,
    differences,
    masked_curp,
    parse_curp,
    tidy_curp,
)
from tests.support.factories import a_curp

TODAY = date(2026, 11, 20)


def _refused(text: str) -> CurpFault:
    read = parse_curp(text, TODAY)
    assert isinstance(read, CurpRefused)
    return read.fault


@given(
    born=st.dates(date(1900, 1, 1), TODAY),
    sex=st.sampled_from("HMX"),
    entity=st.sampled_from(sorted(ENTITIES)),
)
def test_every_well_made_curp_is_read_back(born: date, sex: str, entity: str) -> None:
    """What goes into a CURP comes out: date with its century, sex, entity."""
    text = a_curp("UNO", "PRUEBA", "DOS", born=born, sex=sex, entity=entity)

    read = parse_curp(text, TODAY)

    assert isinstance(read, Curp)
    assert (read.born, read.sex, read.entity) == (born, sex, entity)


@given(delta=st.integers(1, 9))
def test_a_wrong_check_digit_is_refused(delta: int) -> None:
    """Any other last digit than the right one is refused."""
    text = a_curp("UNO", "PRUEBA", "DOS", born=date(1990, 5, 12), sex="M", entity="YN")
    other = text[:17] + str((int(text[17]) + delta) % 10)

    assert _refused(other) is CurpFault.DIGIT


def test_the_tens_of_the_day_escape_the_digit() -> None:
    """The weight of that place is 10, so only the comparison with the typed date finds it."""
    text = a_curp("UNO", "PRUEBA", "DOS", born=date(1990, 5, 12), sex="M", entity="YN")
    slipped = text[:8] + "2" + text[9:]

    read = parse_curp(slipped, TODAY)

    assert isinstance(read, Curp)
    assert read.born == date(1990, 5, 22)
    assert differences(
        read,
        given="UNO",
        first_surname="PRUEBA",
        second_surname="DOS",
        born=date(1990, 5, 12),
        sex="M",
        entity="YN",
    ) == (CurpDifference.BORN,)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("AAPR630321HDFLRC0", CurpFault.LENGTH),
        ("AAPR630321HDFLRC099", CurpFault.LENGTH),
        ("AAPR63O321HDFLRC09", CurpFault.CHARACTER),
        ("1APR630321HDFLRC09", CurpFault.CHARACTER),
        ("AAPR630230HDFLRC09", CurpFault.DATE),
        ("AAPR630321ZDFLRC09", CurpFault.SEX),
        ("AAPR630321HCXLRC09", CurpFault.ENTITY),
        ("AAPR630321HDFLRC08", CurpFault.DIGIT),
        ("AAPR990321HDFLRCA8", CurpFault.FUTURE),
    ],
)
def test_what_cannot_be_a_curp_is_refused(text: str, fault: CurpFault) -> None:
    """The first thing that is wrong is named."""
    assert _refused(text) is fault


def test_a_letter_instead_of_a_digit_is_pointed_at() -> None:
    """The place of a wrong character is said, counted from one."""
    read = parse_curp("AAPR63O321HDFLRC09", TODAY)

    assert isinstance(read, CurpRefused)
    assert read.position == 7


def test_the_homoclave_tells_the_century() -> None:
    """A digit means born until 1999, a letter from 2000 on."""
    old = parse_curp(a_curp("A", "B", "C", born=date(1926, 1, 2)), TODAY)
    young = parse_curp(a_curp("A", "B", "C", born=date(2026, 1, 2)), TODAY)

    assert isinstance(old, Curp)
    assert isinstance(young, Curp)
    assert (old.homoclave.isdigit(), old.born.year) == (True, 1926)
    assert (young.homoclave.isdigit(), young.born.year) == (False, 2026)


def test_a_birth_tomorrow_is_refused() -> None:
    """The latest day of birth that is believed is today."""
    assert _refused(a_curp("A", "B", "C", born=TODAY + timedelta(days=1))) is CurpFault.FUTURE


def test_typing_habits_do_not_matter() -> None:
    """Spaces, hyphens and small letters are not part of a CURP."""
    assert tidy_curp(" aapr-630321 hdflrc09 ") == "AAPR630321HDFLRC09"


def test_enye_has_a_value_of_its_own() -> None:
    """Ñ is 24 and O is 25 in the check sum's alphabet."""
    assert check_digit("ÑAPR630321HDFLRC0") != check_digit("NAPR630321HDFLRC0")
    assert (
        int(check_digit("ÑAPR630321HDFLRC0")) == (int(check_digit("NAPR630321HDFLRC0")) - 18) % 10
    )


@pytest.mark.parametrize(
    ("given_name", "first", "second", "letters", "consonants"),
    [
        ("RICARDO", "Alamán", "Pérez", "AAPR", "LRC"),
        ("ALBERTO", "ÑANDO", "RODRIGUEZ", "XARA", "NDL"),
        ("MARIA LUISA", "PEREZ", "HERNANDEZ", "PEHL", "RRS"),
        ("LUIS ENRIQUE", "ROMERO", "PALAZUELOS", "ROPL", "MLS"),
        ("JUAN JOSE", "D/AMICO", "ALVAREZ", "DXAJ", "XLN"),
        ("CARLOS", "MC GREGOR", "LOPEZ", "GELC", "RPR"),
        ("MA. DE LOS ANGELES", "MORENO", "SANCHEZ", "MOSA", "RNN"),
        ("JOSE", "GARCIA", "", "GAXJ", "RXS"),
        ("J. JESUS", "PEREZ", "RIOS", "PERJ", "RSS"),
        ("JOSE MARIA", "PEREZ", "RIOS", "PERM", "RSR"),
        ("ROCIO", "RIVA PALACIO", "CRUZ", "RICR", "VRC"),
        ("OFELIA", "PEDRERO", "DOMINGUEZ", "PXDO", "DMF"),
        ("ANA", "CH", "IÑIGO", "CXIA", "HXN"),
        ("MARIA", "DE LA O", "CRUZ", "OXCM", "XRR"),
    ],
)
def test_the_name_makes_the_letters(
    given_name: str, first: str, second: str, letters: str, consonants: str
) -> None:
    """Skips, particles, Ñ, special signs, missing letters and unfit words follow the rule."""
    assert derive_letters(given_name, first, second) == (letters, consonants)


def test_eighty_one_words_are_unfit() -> None:
    """The registry's list is whole, and none of its words can be derived."""
    assert len(UNFIT_WORDS) == 81
    assert len([entity for entity in ENTITIES if entity != "NE"]) == 32
    assert all(len(word) == 4 for word in UNFIT_WORDS)


@given(st.text(max_size=25), st.text(max_size=25), st.text(max_size=25))
def test_any_name_makes_seven_characters(given_name: str, first: str, second: str) -> None:
    """No name, however odd, breaks the rule or derives an unfit word."""
    letters, consonants = derive_letters(given_name, first, second)

    assert len(letters) == 4
    assert len(consonants) == 3
    assert letters not in UNFIT_WORDS


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    """Nothing that can be typed raises."""
    assert isinstance(parse_curp(text, TODAY), Curp | CurpRefused)


def test_what_was_left_empty_differs_from_nothing() -> None:
    """Only typed fields are compared."""
    read = parse_curp(a_curp("UNO", "PRUEBA", "DOS", born=date(1990, 5, 12)), TODAY)
    assert isinstance(read, Curp)

    found = differences(
        read,
        given="UNO",
        first_surname="PRUEBA",
        second_surname="DOS",
        born=None,
        sex="",
        entity="",
    )

    assert found == ()


def test_every_difference_is_named() -> None:
    """Name, date, sex and entity are each compared."""
    read = parse_curp(
        a_curp("UNO", "PRUEBA", "DOS", born=date(1990, 5, 12), sex="H", entity="YN"), TODAY
    )
    assert isinstance(read, Curp)

    found = differences(
        read,
        given="TRES",
        first_surname="OTRA",
        second_surname="COSA",
        born=date(1990, 5, 13),
        sex="M",
        entity="CC",
    )

    assert set(found) == set(CurpDifference)


def test_lists_show_a_masked_curp() -> None:
    """Only the last four characters are shown in a list: the first ones spell the name."""
    assert masked_curp("AAPR630321HDFLRC09") == "•••• RC09"
    assert masked_curp("") == ""
