"""What is due: rows of the day, sums, rounding, bad input (RECEIPTS §10)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.catalogue import FactKind, RoundingEntry, RoundingScope, Tie
from sync.ids import Concept
from sync.money import RECEIPT_LIMIT_CENTAVOS
from sync.tariffs import (
    NO_ROUNDING,
    FactMissing,
    FactRefused,
    NoTariff,
    PolicyBroken,
    TariffBook,
    TotalTooLarge,
    TwoJurisdictions,
    Wanted,
    price,
    rounded,
    rounding_of,
)
from tests.support.tariffs import DAY, a_choice, a_fact, a_fee, a_policy, a_rule, priced

POLICIES = st.integers(1, 5_000).flatmap(
    lambda unit: st.sampled_from(sorted({(unit + 1) // 2, unit // 2 + 1})).map(
        lambda up_from: a_policy(unit, up_from)
    )
)


@given(
    nets=st.lists(st.tuples(st.integers(16, 999), st.integers(0, 900_000)), min_size=1, max_size=9),
    policy=POLICIES,
)
def test_a_charge_adds_up(nets: list[tuple[int, int]], policy: RoundingEntry) -> None:
    """Total = sum of nets + rounding, a multiple of the unit, moved by half the unit at most."""
    fees = tuple(a_fee(concept, unit) for concept, unit in dict(nets).items())
    book = TariffBook(tariffs=fees, roundings=(policy,))

    charge = price([Wanted(concept=row.concept) for row in fees], book, DAY)

    exact = sum(line.net_centavos for line in charge.lines)
    assert charge.total_centavos == exact + charge.rounding_centavos
    assert charge.total_centavos % policy.unit_centavos == 0
    assert 2 * abs(charge.rounding_centavos) <= policy.unit_centavos


def test_the_sum_is_rounded_and_not_the_lines() -> None:
    """Three lines of $0.50 make $1.50, rounded to $1.00 by the federal rule; per line, $0.00."""
    fees = tuple(a_fee(concept, 50) for concept in (100, 101, 102))
    wanted = [Wanted(concept=row.concept) for row in fees]
    by_line = a_policy(scope=RoundingScope.LINE)

    on_the_sum = price(wanted, TariffBook(tariffs=fees, roundings=(a_policy(),)), DAY)
    on_lines = price(wanted, TariffBook(tariffs=fees, roundings=(by_line,)), DAY)

    assert (on_the_sum.total_centavos, on_the_sum.rounding_centavos) == (100, -50)
    assert (on_lines.total_centavos, on_lines.rounding_centavos) == (0, 0)
    assert [line.changes[0].change_centavos for line in on_lines.lines] == [-50, -50, -50]


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
    charge = priced(a_fee(100, 33), quantity=3)

    assert (charge.total_centavos, charge.rounding_centavos) == (99, 0)
    assert charge.policy is NO_ROUNDING


def test_only_rows_of_the_day_count() -> None:
    """Both ends of a validity belong to it, and of several rows the latest wins."""
    old = a_fee(unit_centavos=100, valid_from=date(2025, 1, 1), valid_to=date(2026, 6, 30))
    new = a_fee(unit_centavos=200, valid_from=date(2026, 7, 1), version=2)
    corrected = a_fee(unit_centavos=300, valid_from=date(2026, 7, 1), version=3)

    assert priced(new, old, day=date(2026, 6, 30)).lines[0].row is old
    assert priced(new, old, day=date(2026, 7, 1)).lines[0].row is new
    assert priced(corrected, new, old).lines[0].row is corrected
    for day in (date(2026, 6, 30) + timedelta(days=1), date(2024, 12, 31)):
        with pytest.raises(NoTariff):
            priced(old, day=day)


def test_the_rules_of_the_day_count() -> None:
    """A rule and a policy hold on their first and last day, and not a day beyond."""
    rule = a_rule(amount_centavos=100, valid_from=DAY, valid_to=DAY)
    policy = a_policy(valid_from=DAY, valid_to=DAY)
    totals = {}

    for days in (-1, 0, 1):
        charge = priced(a_fee(100, 30), rule, policy, day=DAY + timedelta(days=days))
        totals[days] = (charge.total_centavos, charge.policy.rounding_id)

    assert totals == {-1: (30, "exact"), 0: (100, "rounding"), 1: (30, "exact")}


def test_a_total_that_fits_no_receipt_is_refused() -> None:
    """2^32 centavos are refused before anything is signed; one less is not."""
    most = RECEIPT_LIMIT_CENTAVOS

    assert priced(a_fee(100, most)).total_centavos == most
    with pytest.raises(TotalTooLarge):
        priced(a_fee(100, most + 1))
    with pytest.raises(TotalTooLarge):
        priced(a_fee(100, 1), quantity=10**9 * 5)


@pytest.mark.parametrize("value", [-1, 10**9, 61, "6", "", True, None])
def test_an_answer_outside_its_limits_is_refused(value: int | str | None) -> None:
    """A negative, a huge, a text for a number or a truth value is refused, never priced."""
    fee = a_fee(100, 100, quantity_facts=("months",))
    book = TariffBook(tariffs=(fee,), facts=(a_fact("months", high=60),))
    asked = {} if value is None else {"months": value}

    with pytest.raises((FactMissing, FactRefused)):
        price([Wanted(concept=100)], book, DAY, asked)


def test_a_fact_that_nobody_answered_is_named() -> None:
    """Without an answer and without a default there is no price; with a default there is one."""
    asked = a_fact("meters")
    fee = a_fee(100, 700, quantity_facts=("meters",))

    with pytest.raises(FactMissing) as caught:
        priced(fee, asked)

    assert caught.value.facts.fact == "meters"
    assert priced(fee, a_fact("meters", default=3)).facts == (("meters", 3),)


def test_a_choice_must_be_one_of_its_values() -> None:
    """A zone that does not exist is refused, also where no row looks at it any more."""
    with pytest.raises(FactRefused):
        priced(
            a_fee(100, 700, quantity_facts=()),
            a_rule(per="n", amount_centavos=1),
            a_fact("n", FactKind.CHOICE),
            n="x",
        )
    assert a_choice("zone", "a").choices[0].code == "a"


def test_concepts_of_two_jurisdictions_do_not_mix() -> None:
    """One charge has one rounding rule; concepts of two are refused together."""
    fees = (a_fee(100, 151), a_fee(200, 151))
    federal = a_policy(concepts=(Concept(200),))
    local = a_policy(10, 5, rounding_id="local")
    book = TariffBook(tariffs=fees, roundings=(federal, local))

    assert price([Wanted(concept=200)], book, DAY).total_centavos == 200
    assert price([Wanted(concept=100)], book, DAY).total_centavos == 150
    with pytest.raises(TwoJurisdictions):
        price([Wanted(concept=100), Wanted(concept=200)], book, DAY)


@given(numerator=st.integers(0, 10**15), denominator=st.integers(1, 10**9))
def test_an_amount_is_rounded_to_the_nearest_centavo(numerator: int, denominator: int) -> None:
    """Halves end within a half; down never above, up never below, and none a whole away."""
    for tie in Tie:
        found = rounded(numerator, denominator, tie)
        away = found * denominator - numerator
        assert abs(away) < denominator
        if tie in (Tie.HALF_UP, Tie.HALF_DOWN, Tie.HALF_EVEN):
            assert 2 * abs(away) <= denominator
        assert tie is not Tie.DOWN or away <= 0
        assert tie is not Tie.UP or away >= 0


def test_a_half_goes_where_its_rule_sends_it() -> None:
    """2.5 and 3.5 by each of the five rules."""
    found = {tie: (rounded(5, 2, tie), rounded(7, 2, tie)) for tie in Tie}

    assert found == {
        Tie.HALF_UP: (3, 4),
        Tie.HALF_EVEN: (2, 4),
        Tie.HALF_DOWN: (2, 3),
        Tie.DOWN: (2, 3),
        Tie.UP: (3, 4),
    }
