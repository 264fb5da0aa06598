"""Tender, change, amounts in words (RECEIPTS §10)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.amounts import in_words
from kiosk.domain.cash import (
    TENDER_LIMIT_CENTAVOS,
    TenderFacts,
    TenderShort,
    TenderTooLarge,
    change_of,
    quick_tenders,
)
from sync.money import Centavos

AMOUNTS = st.integers(0, 5_000_000).map(Centavos)


@given(due=AMOUNTS, more=AMOUNTS)
def test_change_is_what_is_left(due: Centavos, more: Centavos) -> None:
    """The clerk hands back exactly tendered minus due."""
    assert change_of(due, Centavos(due + more)) == more


def test_too_little_says_what_is_missing() -> None:
    """A short tender raises with the missing amount and writes nothing."""
    with pytest.raises(TenderShort) as caught:
        change_of(Centavos(18_550), Centavos(18_000))

    assert isinstance(caught.value.facts, TenderFacts)
    assert caught.value.facts.missing_centavos == 550


def test_an_absurd_tender_is_refused() -> None:
    """What no record could hold is refused with its own sentence."""
    with pytest.raises(TenderTooLarge):
        change_of(Centavos(100), Centavos(TENDER_LIMIT_CENTAVOS + 1))


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (18_550, (18_550, 19_000, 20_000, 50_000)),
        (20_000, (20_000, 50_000, 100_000)),
        (128_450, (128_450, 129_000, 130_000, 140_000)),
        (100, (100, 1_000, 5_000, 10_000)),
    ],
)
def test_quick_tenders_are_what_people_hand_over(due: int, expected: tuple[int, ...]) -> None:
    """Exact, the next ten pesos, then the next notes up."""
    assert quick_tenders(Centavos(due)) == expected


@given(due=AMOUNTS)
def test_every_quick_tender_is_enough(due: Centavos) -> None:
    """No proposal is short, none comes twice, the first is exact."""
    proposals = quick_tenders(due)

    assert proposals[0] == due
    assert list(proposals) == sorted(set(proposals))
    assert 1 <= len(proposals) <= 4


@pytest.mark.parametrize(
    ("centavos", "spanish"),
    [
        (128_450, "mil doscientos ochenta y cuatro pesos 50/100 M.N."),
        (18_550, "ciento ochenta y cinco pesos 50/100 M.N."),
        (0, "cero pesos 00/100 M.N."),
        (5, "cero pesos 05/100 M.N."),
        (100, "un peso 00/100 M.N."),
        (2_100, "veintiún pesos 00/100 M.N."),
        (3_100, "treinta y un pesos 00/100 M.N."),
        (10_000, "cien pesos 00/100 M.N."),
        (10_100, "ciento un pesos 00/100 M.N."),
        (2_100_000, "veintiún mil pesos 00/100 M.N."),
        (100_000_000, "un millón de pesos 00/100 M.N."),
        (100_000_100, "un millón un pesos 00/100 M.N."),
        (
            4_294_967_295,
            "cuarenta y dos millones novecientos cuarenta y nueve mil seiscientos setenta y dos "
            "pesos 95/100 M.N.",
        ),
    ],
)
def test_amounts_in_spanish(centavos: int, spanish: str) -> None:
    """Hundreds, teens, veintiún, mil and millón de follow the language."""
    assert in_words(Centavos(centavos), "es") == spanish


@pytest.mark.parametrize(
    ("centavos", "english"),
    [
        (128_450, "one thousand two hundred eighty-four pesos 50/100 M.N."),
        (100, "one peso 00/100 M.N."),
        (2_000_019_00, "two million nineteen pesos 00/100 M.N."),
    ],
)
def test_amounts_in_english(centavos: int, english: str) -> None:
    """The other language of the app writes amounts too."""
    assert in_words(Centavos(centavos), "en") == english


_VALUE_ES = {
    **{"cero": 0, "un": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7},
    **{"ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14},
    **{"quince": 15, "dieciséis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19},
    **{"veinte": 20, "veintiún": 21, "veintidós": 22, "veintitrés": 23, "veinticuatro": 24},
    **{"veinticinco": 25, "veintiséis": 26, "veintisiete": 27, "veintiocho": 28},
    **{"veintinueve": 29, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60},
    **{"setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100},
    **{"doscientos": 200, "trescientos": 300, "cuatrocientos": 400, "quinientos": 500},
    **{"seiscientos": 600, "setecientos": 700, "ochocientos": 800, "novecientos": 900},
}


@given(pesos=st.integers(0, 42_949_672))
def test_spanish_words_read_back_as_the_number(pesos: int) -> None:
    """Up to the largest receipt, the words say the amount and no other."""
    words = in_words(Centavos(pesos * 100), "es").split(" peso")[0].split()

    millions = thousands = rest = 0
    for word in words:
        if word in ("y", "de"):
            continue
        if word in ("millón", "millones"):
            millions, rest = rest, 0
        elif word == "mil":
            thousands, rest = rest or 1, 0
        else:
            rest += _VALUE_ES[word]
    assert millions * 1_000_000 + thousands * 1_000 + rest == pesos


def test_words_end_somewhere() -> None:
    """A negative amount is a defect of ours and raises."""
    with pytest.raises(ValueError, match="outside"):
        in_words(Centavos(-1), "es")
