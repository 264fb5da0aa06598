"""Brackets, rates and rules on a line: examples by hand, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.catalogue import (
    BracketMode,
    Comparison,
    Condition,
    FactKind,
    IndexEntry,
    RuleBase,
    RuleEntry,
    RuleKind,
    Tie,
)
from sync.ids import Concept
from sync.money import Centavos
from sync.tariffs import (
    FactValue,
    IndexMissing,
    NoTariff,
    Priced,
    TariffBook,
    TariffError,
    TotalTooLarge,
    Wanted,
    apart,
    incentives_of,
    price,
)
from sync.tariffs.reasons import Bound, ByRule, NotStacked
from tests.support.tariffs import (
    CONCEPT,
    DAY,
    a_bracket,
    a_choice,
    a_fact,
    a_fee,
    a_policy,
    a_rule,
    priced,
)

MONTHS = a_fact("months", default=0)
VALUE = a_fact("value", FactKind.MONEY, high=2**40)
TABLE = (a_bracket(10, flat=6_500), a_bracket(20, unit=750), a_bracket(None, unit=1_120))
WATER = a_fee(unit_centavos=0, measure="units", brackets=TABLE)


def when(fact: str, comparison: Comparison, *values: str | int) -> tuple[Condition, ...]:
    return (Condition(fact=fact, comparison=comparison, values=values),)


@pytest.mark.parametrize(
    ("units", "whole", "progressive", "excess"),
    [
        (0, 6_500, 6_500, 6_500),
        (10, 6_500, 6_500, 6_500),
        (11, 8_250, 7_250, 750),
        (20, 15_000, 14_000, 7_500),
        (21, 23_520, 15_120, 1_120),
    ],
)
def test_a_table_is_read_as_it_says(units: int, whole: int, progressive: int, excess: int) -> None:
    """An upper end belongs to its own bracket, in each of the three ways to read a table."""
    found = []
    for mode in (BracketMode.WHOLE, BracketMode.PROGRESSIVE, BracketMode.EXCESS):
        row = a_fee(unit_centavos=0, measure="units", brackets=TABLE, bracket_mode=mode)
        found.append(priced(row, a_fact("units"), units=units).total_centavos)

    assert found == [whole, progressive, excess]


@given(more=st.integers(0, 200), units=st.integers(0, 10_000))
def test_a_progressive_table_never_gets_cheaper(more: int, units: int) -> None:
    """Who uses more pays no less."""
    row = a_fee(
        unit_centavos=0, measure="units", brackets=TABLE, bracket_mode=BracketMode.PROGRESSIVE
    )
    less = priced(row, a_fact("units"), units=units).total_centavos

    assert priced(row, a_fact("units"), units=units + more).total_centavos >= less


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, 25_000), (12_500_000, 25_000), (12_500_250, 25_001), (10**9, 90_000)],
)
def test_a_rate_stays_between_minimum_and_maximum(value: int, expected: int) -> None:
    """2 per thousand of the value, at least $250.00, at most $900.00, rounded once."""
    row = a_fee(
        unit_centavos=0,
        measure="value",
        rate_per_million=2_000,
        minimum_centavos=25_000,
        maximum_centavos=90_000,
    )

    assert priced(row, VALUE, value=value).total_centavos == expected


def test_a_price_by_conditions() -> None:
    """Each zone has its row; a zone without one has no price."""
    zone = a_choice("zone", "a", "b", "c")
    near = a_fee(unit_centavos=500, conditions=when("zone", Comparison.ONE_OF, "a"))
    far = a_fee(unit_centavos=900, tariff_id="far", conditions=when("zone", Comparison.ONE_OF, "b"))

    assert priced(near, far, zone, zone="a").total_centavos == 500
    assert priced(near, far, zone, zone="b").total_centavos == 900
    with pytest.raises(NoTariff):
        priced(near, far, zone, zone="c")


def late(**changes: Any) -> RuleEntry:
    return a_rule("late", rate_per_million=11_300, per="months", order=20, **changes)


def off(rule_id: str, rate: int, **changes: Any) -> RuleEntry:
    return a_rule(rule_id, RuleKind.DISCOUNT, rate_per_million=rate, order=30, **changes)


def changes_of(charge: Priced) -> dict[str, int]:
    return {one.rule_id: one.change_centavos for one in charge.lines[0].changes}


def test_a_surcharge_counts_the_months() -> None:
    """1.13 % of $1,700.00 for five months is $96.05; for none there is no line of it."""
    assert changes_of(priced(a_fee(100, 170_000), late(), MONTHS, months=5)) == {"late": 9_605}
    assert changes_of(priced(a_fee(100, 170_000), late(), MONTHS, months=0)) == {}


def test_limits_of_a_change() -> None:
    """At most so many months, so much of the line, so many centavos; at least so many."""
    fee = a_fee(100, 170_000)
    at = {
        "months": late(count_limit=2),
        "rate": late(at_most_rate_per_million=20_000),
        "most": late(at_most_centavos=1_000),
        "least": late(at_least_centavos=50_000),
    }

    found = {
        name: changes_of(priced(fee, rule, MONTHS, months=5))["late"] for name, rule in at.items()
    }

    assert found == {"months": 3_842, "rate": 3_400, "most": 1_000, "least": 50_000}
    assert changes_of(priced(fee, at["least"], MONTHS, months=0)) == {}


def test_of_rivals_the_best_for_the_person_counts() -> None:
    """Of two discounts of one group only the larger is taken, and the other is named."""
    charge = priced(
        a_fee(100, 10_000), off("early", 150_000, group="g"), off("older", 500_000, group="g")
    )

    assert changes_of(charge) == {"older": -5_000}
    (left_out,) = [one for one in charge.lines[0].reasons if isinstance(one, NotStacked)]
    assert (left_out.rule_id, left_out.better_rule_id) == ("early", "older")


def test_discounts_without_a_group_add_up_but_never_below_nothing() -> None:
    """60 % and 60 % of the line take the whole line, not more; the second says what was left."""
    charge = priced(a_fee(100, 10_000), off("a", 600_000), off("b", 600_000), a_policy())

    assert (changes_of(charge), charge.total_centavos) == ({"a": -6_000, "b": -4_000}, 0)
    reason = charge.lines[0].reasons[-1]
    assert isinstance(reason, ByRule)
    assert reason.bounds[0].bound is Bound.WHAT_IS_LEFT


def test_a_discount_leaves_what_it_must() -> None:
    """Half off, but $30.00 stay due."""
    assert changes_of(priced(a_fee(100, 4_000), off("a", 500_000, leaves_centavos=3_000))) == {
        "a": -1_000
    }


def test_the_order_says_what_a_rate_is_taken_of() -> None:
    """A surcharge of the running line counts the update before it; one of surcharges only them."""
    update = a_rule("up", RuleKind.UPDATE, rate_per_million=100_000, order=10)
    surcharge = a_rule("late", rate_per_million=100_000, order=20, base=RuleBase.RUNNING)
    forgiven = off("half", 500_000, base=RuleBase.SURCHARGES)

    charge = priced(a_fee(100, 10_000), forgiven, surcharge, update)

    assert changes_of(charge) == {"up": 1_000, "late": 1_100, "half": -550}


def test_an_exemption_ends_everything() -> None:
    """Who is exempt pays nothing, and no surcharge for being late with nothing."""
    exempt = a_rule("free", RuleKind.EXEMPTION, order=5)
    charge = priced(a_fee(100, 10_000), exempt, late(), MONTHS, months=9)

    assert (changes_of(charge), charge.total_centavos) == ({"free": -10_000}, 0)


def an_index(month: int, value: int, published: date = DAY) -> IndexEntry:
    return IndexEntry(
        index_id="inpc",
        month=month,
        published=published,
        value_thousandths=value,
        legal_reference="DOF",
    )


def updated(months: int, *indexes: IndexEntry, day: date = DAY) -> int:
    rule = a_rule("up", RuleKind.UPDATE, per="months", index_id="inpc")
    book = TariffBook(
        tariffs=(a_fee(100, 100_000),), rules=(rule,), facts=(MONTHS,), indexes=indexes
    )
    return price([Wanted(concept=100)], book, day, {"months": months}).total_centavos


def test_an_update_follows_the_published_index() -> None:
    """October over August, four decimals, the rest cut off; a month later the newest there is."""
    held = (an_index(202610, 142_000), an_index(202609, 141_000), an_index(202608, 140_000))

    assert updated(2, *held) == 101_420  # 142.000 / 140.000 = 1.01428…
    assert updated(0, *held) == 100_000
    assert updated(1, *held, day=date(2026, 12, 5)) == 100_000  # November is not published yet
    assert updated(2, *held, day=date(2026, 12, 5)) == 100_700  # 142.000 / 141.000 = 1.00709…


def test_an_update_never_lowers_a_debt() -> None:
    """Where prices fell the factor is one."""
    assert updated(1, an_index(202610, 139_000), an_index(202609, 141_000)) == 100_000


def test_an_update_without_its_month_is_no_price() -> None:
    """A month that is missing, or is published only later, is named and nothing is charged."""
    late_news = an_index(202609, 141_000, published=DAY + timedelta(days=1))
    for indexes in ((an_index(202610, 142_000),), (an_index(202610, 142_000), late_news)):
        with pytest.raises(IndexMissing):
            updated(1, *indexes)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (when("z", Comparison.ONE_OF, "a"), when("z", Comparison.ONE_OF, "b"), True),
        (when("z", Comparison.ONE_OF, "a", "b"), when("z", Comparison.ONE_OF, "b"), False),
        (when("z", Comparison.ONE_OF, "a"), when("z", Comparison.NOT_ONE_OF, "a", "b"), True),
        (when("n", Comparison.AT_LEAST, 5), when("n", Comparison.AT_MOST, 4), True),
        (when("n", Comparison.AT_LEAST, 5), when("n", Comparison.AT_MOST, 5), False),
        (when("n", Comparison.ONE_OF, 3), when("n", Comparison.AT_LEAST, 4), True),
        (when("n", Comparison.AT_LEAST, 5), when("m", Comparison.AT_MOST, 4), False),
        ((), when("z", Comparison.ONE_OF, "a"), False),
    ],
)
def test_two_rows_are_apart_only_where_it_is_certain(
    one: tuple[Condition, ...], other: tuple[Condition, ...], expected: bool
) -> None:
    """A publication is refused unless no facts can meet both rows."""
    assert apart(one, other) is expected
    assert apart(other, one) is expected


def test_an_incentive_changes_no_line() -> None:
    """It is no part of the price; afterwards it gives 2 % of what was paid, within its limits."""
    gift = a_rule("gift", RuleKind.INCENTIVE, rate_per_million=20_000, at_most_centavos=150)
    book = TariffBook(tariffs=(a_fee(100, 10_000),), rules=(gift,))
    charge = price([Wanted(concept=100)], book, DAY)

    given_back = incentives_of(book, [line.payment_line for line in charge.lines], DAY)

    assert (charge.total_centavos, charge.lines[0].changes) == (10_000, ())
    assert [(rule.rule_id, centavos) for rule, centavos in given_back] == [("gift", 150)]


RATES = st.integers(0, 1_000_000)
RULES = st.builds(
    a_rule,
    st.sampled_from([f"rule{number}" for number in range(9)]),
    st.sampled_from([kind for kind in RuleKind if kind is not RuleKind.INCENTIVE]),
    order=st.integers(0, 5),
    base=st.sampled_from(list(RuleBase)),
    rate_per_million=RATES,
    amount_centavos=st.integers(0, 10**6).map(Centavos),
    per=st.sampled_from([None, "months"]),
    count_limit=st.sampled_from([None, 0, 3]),
    at_least_centavos=st.integers(0, 50_000).map(Centavos),
    at_most_centavos=st.none() | st.integers(50_000, 10**6).map(Centavos),
    at_most_rate_per_million=st.none() | RATES,
    group=st.sampled_from([None, "g", "h"]),
    tie=st.sampled_from(list(Tie)),
)
LISTS = st.lists(RULES, max_size=6, unique_by=lambda rule: rule.rule_id)


def charged(rules: Sequence[RuleEntry], unit: int, months: int, quantity: int = 1) -> Priced:
    facts: dict[str, FactValue] = {"months": months}
    book = TariffBook(
        tariffs=(a_fee(unit_centavos=unit),),
        rules=tuple(rules),
        facts=(MONTHS,),
        roundings=(a_policy(),),
    )
    return price([Wanted(concept=CONCEPT, quantity=quantity)], book, DAY, facts)


@given(
    rules=LISTS, unit=st.integers(0, 10**6), months=st.integers(0, 60), quantity=st.integers(0, 99)
)
def test_whatever_the_rules_the_charge_adds_up(
    rules: list[RuleEntry], unit: int, months: int, quantity: int
) -> None:
    """Never negative; net = quantity × unit + changes; total = nets + rounding within half."""
    charge = charged(rules, unit, months, quantity)

    (line,) = charge.lines
    changes = sum(one.change_centavos for one in line.changes)
    assert line.net_centavos == line.quantity * line.unit_centavos + changes >= 0
    assert charge.total_centavos == line.net_centavos + charge.rounding_centavos >= 0
    assert 2 * abs(charge.rounding_centavos) <= charge.policy.unit_centavos
    assert all(one.change_centavos for one in line.changes)
    for one in line.applied:
        down = one.rule.kind in (RuleKind.DISCOUNT, RuleKind.EXEMPTION)
        assert (one.change_centavos < 0) is down
        if one.rule.at_most_centavos is not None and one.rule.kind is not RuleKind.EXEMPTION:
            assert abs(one.change_centavos) <= one.rule.at_most_centavos


@given(rules=LISTS, unit=st.integers(0, 10**6), months=st.integers(0, 60), data=st.data())
def test_the_order_of_publication_changes_nothing(
    rules: list[RuleEntry], unit: int, months: int, data: st.DataObject
) -> None:
    """Rules come in any order and are applied in theirs."""
    shuffled = data.draw(st.permutations(rules))

    assert charged(rules, unit, months) == charged(shuffled, unit, months)


@given(
    rates=st.lists(st.integers(0, 300_000), max_size=5),
    unit=st.integers(0, 10**6),
    data=st.data(),
)
def test_rules_of_the_line_commute(rates: list[int], unit: int, data: st.DataObject) -> None:
    """Surcharges of quantity × unit come to the same in whatever order they are applied."""
    orders = data.draw(st.permutations(range(len(rates))))
    one = [a_rule(f"r{n}", rate_per_million=rate, order=n) for n, rate in enumerate(rates)]
    other = [
        a_rule(f"r{n}", rate_per_million=rate, order=place)
        for n, (rate, place) in enumerate(zip(rates, orders, strict=True))
    ]

    assert charged(one, unit, 0).total_centavos == charged(other, unit, 0).total_centavos


@given(
    unit=st.integers(0, 10**6), months=st.integers(0, 59), rate=RATES, amount=st.integers(0, 999)
)
def test_later_is_never_cheaper(unit: int, months: int, rate: int, amount: int) -> None:
    """One month more costs no less, updated and with surcharges."""
    rules = (
        a_rule("up", RuleKind.UPDATE, rate_per_million=4_000, per="months", order=10),
        a_rule(
            "late",
            rate_per_million=rate,
            amount_centavos=Centavos(amount),
            per="months",
            order=20,
            base=RuleBase.RUNNING,
        ),
    )

    sooner, later = (charged(rules, unit, count).lines[0] for count in (months, months + 1))

    assert later.net_centavos >= sooner.net_centavos


@pytest.mark.parametrize("months", [10**9, -1])
def test_an_absurd_count_is_refused(months: int) -> None:
    """A billion months, or minus one, lie outside what the fact may be; nothing is charged."""
    limited = a_fact("months", high=60)
    with pytest.raises(TariffError):
        priced(a_fee(100, 10_000), late(), limited, months=months)


def test_a_line_that_no_event_can_state_is_refused() -> None:
    """A gross amount beyond 2^53 is refused also where a discount takes all of it."""
    with pytest.raises(TotalTooLarge):
        priced(a_fee(100, 2**32 - 1), off("all", 1_000_000), quantity=4_000_000)


def test_concepts_are_priced_by_their_own_rules() -> None:
    """A rule of another concept leaves a line alone."""
    elsewhere = a_rule("late", amount_centavos=Centavos(5), concepts=(Concept(999),))

    assert changes_of(priced(a_fee(), elsewhere)) == {}
