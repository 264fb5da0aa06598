"""Tariffs, rounding, tender, change, amounts in words (RECEIPTS §10)."""

from __future__ import annotations

from datetime import date, timedelta

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
from kiosk.domain.tariffs import (
    NO_ROUNDING,
    FeeRow,
    NoTariff,
    PolicyBroken,
    RoundingPolicy,
    TotalTooLarge,
    Wanted,
    fee_on,
    price,
    rounding_of,
    rounding_on,
)
from sync.money import RECEIPT_LIMIT_CENTAVOS, Centavos

DAY = date(2026, 11, 20)
AMOUNTS = st.integers(0, 5_000_000).map(Centavos)


def a_fee(
    concept: int = 100,
    unit_centavos: int = 9_250,
    *,
    version: int = 1,
    valid_from: date = date(2026, 1, 1),
    valid_to: date | None = None,
) -> FeeRow:
    """Return a fee that holds today."""
    return FeeRow(
        tariff_id=f"t{concept}",
        version=version,
        valid_from=valid_from,
        valid_to=valid_to,
        legal_reference="Art. 1",
        concept=concept,
        unit_centavos=Centavos(unit_centavos),
        label="Concepto",
    )


def a_policy(unit_centavos: int = 100, up_from_centavos: int = 51) -> RoundingPolicy:
    """Return the federal example: 1-50 centavos down, 51-99 up."""
    return RoundingPolicy(
        policy_id="r",
        version=1,
        valid_from=date(2026, 1, 1),
        valid_to=None,
        legal_reference="Art. 2",
        unit_centavos=Centavos(unit_centavos),
        up_from_centavos=Centavos(up_from_centavos),
    )


POLICIES = st.integers(1, 5_000).flatmap(
    lambda unit: st.sampled_from(sorted({(unit + 1) // 2, unit // 2 + 1})).map(
        lambda up_from: a_policy(unit, up_from)
    )
)


@given(
    nets=st.lists(st.tuples(st.integers(16, 999), st.integers(0, 900_000)), min_size=1, max_size=9),
    policy=POLICIES,
)
def test_a_charge_adds_up(nets: list[tuple[int, int]], policy: RoundingPolicy) -> None:
    """Total = sum of nets + rounding, a multiple of the unit, moved by half the unit at most."""
    fees = [a_fee(concept, unit) for concept, unit in dict(nets).items()]
    wanted = [Wanted(concept=row.concept) for row in fees]

    charge = price(wanted, fees, [policy], DAY)

    exact = sum(line.net_centavos for line in charge.lines)
    assert charge.total_centavos == exact + charge.rounding_centavos
    assert charge.total_centavos % policy.unit_centavos == 0
    assert 2 * abs(charge.rounding_centavos) <= policy.unit_centavos


def test_the_sum_is_rounded_and_not_the_lines() -> None:
    """Three lines of $0.50 make $1.50, which the federal rule rounds down to $1.00."""
    fees = [a_fee(concept, 50) for concept in (100, 101, 102)]

    charge = price([Wanted(concept=row.concept) for row in fees], fees, [a_policy()], DAY)

    assert (charge.total_centavos, charge.rounding_centavos) == (100, -50)


@pytest.mark.parametrize(
    ("exact", "up_from", "expected"),
    [(150, 51, -50), (150, 50, 50), (151, 51, 49), (149, 50, -49), (200, 50, 0), (0, 51, 0)],
)
def test_a_tie_goes_where_the_policy_sends_it(exact: int, up_from: int, expected: int) -> None:
    """Exactly half is rounded down from 51 and up from 50."""
    assert rounding_of(exact, a_policy(100, up_from)) == expected


@pytest.mark.parametrize(("unit", "up_from"), [(100, 1), (100, 99), (0, 1), (100, 52)])
def test_a_rule_that_moves_too_much_is_refused(unit: int, up_from: int) -> None:
    """A policy may not move a sum by more than half its unit."""
    with pytest.raises(PolicyBroken):
        rounding_of(123, a_policy(unit, up_from))


def test_without_a_policy_the_sum_is_exact() -> None:
    """Nothing published means no rounding, and the event can still name the rule."""
    charge = price([Wanted(concept=100, quantity=3)], [a_fee(100, 33)], [], DAY)

    assert (charge.total_centavos, charge.rounding_centavos) == (99, 0)
    assert charge.policy is NO_ROUNDING


def test_only_rows_of_the_day_count() -> None:
    """Both ends of a validity belong to it, and of several rows the latest wins."""
    old = a_fee(unit_centavos=100, valid_from=date(2025, 1, 1), valid_to=date(2026, 6, 30))
    new = a_fee(unit_centavos=200, valid_from=date(2026, 7, 1), version=2)
    corrected = a_fee(unit_centavos=300, valid_from=date(2026, 7, 1), version=3)

    assert fee_on(100, [new, old], date(2026, 6, 30)) is old
    assert fee_on(100, [new, old], date(2026, 7, 1)) is new
    assert fee_on(100, [corrected, new, old], DAY) is corrected
    with pytest.raises(NoTariff):
        fee_on(100, [old], date(2026, 6, 30) + timedelta(days=1))
    with pytest.raises(NoTariff):
        fee_on(100, [old], date(2024, 12, 31))


def test_the_policy_of_the_day_counts() -> None:
    """A policy that does not hold yet rounds nothing."""
    assert rounding_on([a_policy()], date(2025, 12, 31)) is NO_ROUNDING


def test_a_total_that_fits_no_receipt_is_refused() -> None:
    """2^32 centavos are refused before anything is signed; one less is not."""
    most = RECEIPT_LIMIT_CENTAVOS

    assert price([Wanted(concept=100)], [a_fee(100, most)], [], DAY).total_centavos == most
    with pytest.raises(TotalTooLarge):
        price([Wanted(concept=100)], [a_fee(100, most + 1)], [], DAY)


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
