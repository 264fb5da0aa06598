"""Why each amount is what it is, in words: exact for the worked example, whole for every other."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.domain.tariffs import charge_of, fact_of_answer, question_of
from kiosk.services.tariff_facts import age_on
from kiosk.services.tariff_words import Explained, explained, percent
from kiosk.settings import resources_folder
from kiosk.texts import Texts
from sync.catalogue import FactKind
from sync.tariffs import FactValue, Wanted, price
from tests.support.fake_estimates import demo_prices
from tests.support.vaults import HandClock

BOOK = demo_prices()
DAY = date(2026, 11, 20)


def words_of(
    concept: int, language: str = "es", day: date = DAY, **facts: FactValue
) -> tuple[Explained, list[str]]:
    """Return what is said of a concept's price, and every sentence in order."""
    charge = charge_of(price([Wanted(concept=concept)], BOOK, day, facts), BOOK, language)
    questions = [question_of(one, language) for one in BOOK.questions([concept], day)]
    texts = Texts(resources_folder() / "translations", language, HandClock())
    found = explained(charge, questions, texts)
    said = [
        words
        for line in found.lines
        for words in (*(s for amount in line.amounts for s in amount.sentences), *line.remarks)
    ]
    return found, said


def test_a_late_property_tax_is_told_step_by_step() -> None:
    """Each amount has its own sentence and its own law; they add up to the total."""
    found, said = words_of(1101, valor=85_000_000, meses=5, benef="inapam")

    assert said == [
        "0.2 % de Valor catastral, $850,000.00: $1,700.00.",
        "INPC de octubre de 2026 entre el de mayo de 2026: factor 1.0135 por $1,700.00.",
        "1.13 % de lo que va, $1,722.95, por 5 meses.",
        "50 % de $1,700.00.",
    ]
    amounts = [one.amount_centavos for line in found.lines for one in line.amounts]
    assert found.rounding is not None
    assert sum(amounts) + found.rounding.amount_centavos == found.total_centavos == 97_050
    assert found.rounding.sentences == ("Se redondea a $0.50: sube desde $0.25, si no baja.",)
    assert [one.label for one in found.lines[0].amounts][
        3
    ] == "Descuento a personas mayores (INAPAM)"
    assert all(one.legal_reference for one in found.lines[0].amounts)


def test_a_table_is_told_step_by_step() -> None:
    """Every step says from where to where and for how much."""
    assert words_of(1201, m3=45)[1] == [
        "De 0 m³ a 10 m³: $65.00.",
        "De 11 m³ a 20 m³: 10 m³ × $7.50.",
        "De 21 m³ a 40 m³: 20 m³ × $11.20.",
        "Desde 41 m³: 5 m³ × $16.80.",
    ]


@pytest.mark.parametrize(
    ("concept", "facts", "expected"),
    [
        (1001, {}, ["Es una cuota fija."]),
        (
            1101,
            {"valor": 100},
            ["0.2 % de Valor catastral, $1.00: $0.00.", "Lo menos son $250.00."],
        ),
        (
            1401,
            {"metros": 3, "dias": 2, "local": 1},
            ["3 metros × 2 días × $6.50 = $39.00.", "20 % de $39.00."],
        ),
        (
            1101,
            {"valor": 200_000_000, "benef": "inapam"},
            ["0.2 % de Valor catastral, $2,000,000.00: $4,000.00.", "50 % de $4,000.00.",
             "Lo más son $1,500.00."],
        ),
        (
            1101,
            {"valor": 85_000_000, "benef": "exento"},
            ["0.2 % de Valor catastral, $850,000.00: $1,700.00.", "Por ley no se paga."],
        ),
    ],
)  # fmt: skip
def test_prices_are_told(concept: int, facts: dict[str, FactValue], expected: list[str]) -> None:
    """Fixed, minimum, per unit, a limit, an exemption."""
    assert words_of(concept, **facts)[1] == expected  # type: ignore[arg-type]  # facts are no day


def test_a_discount_that_does_not_add_up_is_named() -> None:
    """In January an older person is told why the early payment is not taken too."""
    _, said = words_of(1101, day=date(2026, 1, 15), valor=85_000_000, benef="inapam")

    assert said[-1] == (
        "No se suma «Descuento por pago anticipado, enero»:"
        " conviene más «Descuento a personas mayores (INAPAM)»."
    )


def test_english_says_the_same() -> None:
    """Every amount is told in English too."""
    assert words_of(1101, "en", valor=85_000_000, meses=5)[1] == [
        "0.2 % of Cadastral value, $850,000.00: $1,700.00.",
        "INPC of October 2026 over that of May 2026: factor 1.0135 times $1,700.00.",
        "1.13 % of what it comes to, $1,722.95, for 5 months.",
    ]


def test_a_rate_is_written_exactly() -> None:
    """No digit is lost and none is added."""
    assert [percent(rate) for rate in (11_300, 2_000, 1_000_000, 1, 0, 125_000)] == [
        "1.13 %", "0.2 %", "100 %", "0.0001 %", "0 %", "12.5 %",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "answer", "fact"),
    [
        (FactKind.MONEY, "850000", 85_000_000),
        (FactKind.MONEY, "850000.5", 85_000_050),
        (FactKind.MONEY, "0.005", None),
        (FactKind.MONEY, "-1", None),
        (FactKind.MONEY, "1e400", None),
        (FactKind.MONEY, "NaN", None),
        (FactKind.WHOLE, "12", 12),
        (FactKind.WHOLE, "12.0", 12),
        (FactKind.WHOLE, "12.5", None),
        (FactKind.WHOLE, 7, 7),
        (FactKind.WHOLE, "", None),
        (FactKind.WHOLE, None, None),
        (FactKind.YES_NO, "si", 1),
        (FactKind.YES_NO, "no", 0),
        (FactKind.YES_NO, "tal vez", None),
        (FactKind.CHOICE, "inapam", "inapam"),
    ],
)
def test_an_answer_says_a_fact_or_nothing(
    kind: FactKind, answer: object, fact: FactValue | None
) -> None:
    """What is no whole number of centavos or units is asked again, never guessed."""
    assert fact_of_answer(kind, answer) == fact


@pytest.mark.parametrize(
    ("born", "age"),
    [("1966-11-20", 60), ("1966-11-21", 59), ("1960-02-29", 66), ("2026-11-21", None), ("?", None)],
)
def test_an_age_is_that_of_the_business_day(born: str, age: int | None) -> None:
    """On the birthday one is a year older; no date is no age."""
    assert age_on(born, DAY) == age
