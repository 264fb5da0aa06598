"""Whether a price list contradicts itself: refused with the row, before anything is published.

Overlaps, gaps, prices that could both hold for one person on one day, rules that change nothing or
ask what nobody defined, money that no rounding rule covers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

from sync.catalogue import (
    WHOLE_RATE,
    BracketMode,
    FactEntry,
    FactKind,
    FactSource,
    RoundingEntry,
    RuleBase,
    RuleEntry,
    RuleKind,
    ServiceEntry,
    TariffEntry,
)
from sync.central.errors import CentralError
from sync.central.tariff_rows import PriceList
from sync.tariffs import TariffError, apart, facts_of, rounding_of

ONE_DAY = timedelta(days=1)
NUMBERS = (FactKind.WHOLE, FactKind.MONEY, FactKind.YES_NO)
Dated = TariffEntry | RuleEntry | RoundingEntry
Paths = Mapping[tuple[str, str], frozenset[str]]
"""Of each form and version, the places of its questions."""


def refuse(why: str) -> CentralError:
    """Return the error for a price list that does not hold."""
    return CentralError("publish.catalogue", why)


def check_prices(prices: PriceList, services: Sequence[ServiceEntry], paths: Paths) -> None:
    """Raise CentralError for the first contradiction; nothing was published."""
    _named_once("tariffs", [row.key for row in prices.tariffs])
    _named_once("rules", [row.key for row in prices.rules])
    _named_once("facts", [row.key for row in prices.facts])
    _named_once("indexes", [row.key for row in prices.indexes])
    _named_once("rounding", [row.key for row in prices.roundings])
    dated: Iterable[Dated] = (*prices.tariffs, *prices.rules, *prices.roundings)
    for row in dated:
        if row.valid_to is not None and row.valid_to < row.valid_from:
            raise refuse(f"{row.key}: valid_to lies before valid_from")
    facts = {fact.fact_id: fact for fact in prices.facts}
    for fact in prices.facts:
        _check_fact(fact)
    for tariff in prices.tariffs:
        _check_facts_of(tariff, facts)
        _check_tariff(tariff, facts)
    for rule in prices.rules:
        _check_facts_of(rule, facts)
        _check_rule(rule, prices)
    _check_tariff_days(prices)
    _check_rule_days(prices.rules)
    _check_roundings(prices, services)
    _check_paths(prices, services, paths)


def _named_once(table: str, keys: Sequence[str]) -> None:
    if len(set(keys)) != len(keys):
        raise refuse(f"[[{table}]] names the same thing twice")


def _check_fact(fact: FactEntry) -> None:
    if (fact.kind is FactKind.CHOICE) is not bool(fact.choices):
        raise refuse(f"{fact.key}: choices belong to a fact of kind choice, and only to one")
    codes = [choice.code for choice in fact.choices]
    _named_once(f"facts {fact.fact_id}.choices", codes)
    if fact.low > fact.high:
        raise refuse(f"{fact.key}: low lies above high")
    if fact.default is not None:
        number = isinstance(fact.default, int) and fact.low <= fact.default <= fact.high
        fits = fact.default in codes if fact.kind is FactKind.CHOICE else number
        if not fits or (fact.kind is FactKind.YES_NO and fact.default not in (0, 1)):
            raise refuse(f"{fact.key}: the default is no value that the fact may have")
    if (fact.source is FactSource.ANSWER) is not (fact.path is not None):
        raise refuse(f"{fact.key}: path belongs to the source answer, and only to it")
    if fact.source is FactSource.AGE and fact.kind is not FactKind.WHOLE:
        raise refuse(f"{fact.key}: an age is a whole number")


def _check_facts_of(row: TariffEntry | RuleEntry, facts: Mapping[str, FactEntry]) -> None:
    for fact in facts_of(row):
        if fact not in facts:
            raise refuse(f"{row.key}: the fact {fact} is not in [[facts]]")


def _check_tariff(row: TariffEntry, facts: Mapping[str, FactEntry]) -> None:
    for fact in row.quantity_facts:
        if facts[fact].kind is not FactKind.WHOLE:
            raise refuse(f"{row.key}: {fact} is no whole number of units")
    rated = row.rate_per_million > 0
    if row.measure is None:
        if rated or row.brackets or row.minimum_centavos or row.maximum_centavos is not None:
            raise refuse(f"{row.key}: brackets, rate, minimum and maximum need a measure")
        return
    if rated is bool(row.brackets):
        raise refuse(f"{row.key}: a measure needs either brackets or a rate")
    kind = facts[row.measure].kind
    if kind not in (FactKind.WHOLE, FactKind.MONEY):
        raise refuse(f"{row.key}: the measure {row.measure} is no number")
    if kind is not FactKind.MONEY and (rated or any(one.rate_per_million for one in row.brackets)):
        raise refuse(f"{row.key}: a rate is taken of money, and {row.measure} is none")
    if row.maximum_centavos is not None and row.maximum_centavos < row.minimum_centavos:
        raise refuse(f"{row.key}: maximum_centavos lies below minimum_centavos")
    _check_brackets(row)


def _check_brackets(row: TariffEntry) -> None:
    if not row.brackets:
        return
    ends = [bracket.up_to for bracket in row.brackets]
    if ends[-1] is not None or None in ends[:-1]:
        raise refuse(f"{row.key}: the last bracket, and only the last, has no up_to")
    known = [end for end in ends if end is not None]
    if any(one >= other for one, other in pairwise(known)):
        raise refuse(f"{row.key}: each up_to lies above the one before")
    if row.bracket_mode is BracketMode.PROGRESSIVE and any(
        bracket.flat_centavos for bracket in row.brackets[1:]
    ):
        raise refuse(f"{row.key}: a progressive table has one flat sum, in its first bracket")


def _check_rule(row: RuleEntry, prices: PriceList) -> None:
    facts = {fact.fact_id: fact for fact in prices.facts}
    changes = bool(row.rate_per_million or row.amount_centavos)
    exempts = row.kind is RuleKind.EXEMPTION
    if changes + (row.index_id is not None) + exempts != 1:
        raise refuse(f"{row.key}: needs a rate or amount, or an index; an exemption has neither")
    if row.per is not None and facts[row.per].kind is not FactKind.WHOLE:
        raise refuse(f"{row.key}: {row.per} cannot be counted")
    if row.count_limit is not None and row.per is None:
        raise refuse(f"{row.key}: count_limit needs per")
    if row.kind is RuleKind.DISCOUNT and row.rate_per_million > WHOLE_RATE:
        raise refuse(f"{row.key}: a discount of more than the whole")
    if row.leaves_centavos and row.kind is not RuleKind.DISCOUNT:
        raise refuse(f"{row.key}: only a discount leaves something")
    if row.at_most_centavos is not None and row.at_most_centavos < row.at_least_centavos:
        raise refuse(f"{row.key}: at_most_centavos lies below at_least_centavos")
    if row.kind is RuleKind.INCENTIVE and (
        row.base is not RuleBase.LINE
        or any((row.per, row.group, row.index_id, row.at_most_rate_per_million))
    ):
        raise refuse(f"{row.key}: an incentive is an amount or a rate of what was paid")
    if row.index_id is not None:
        if row.kind is not RuleKind.UPDATE or row.per is None:
            raise refuse(f"{row.key}: an index belongs to an update, per month late")
        if row.index_id not in {one.index_id for one in prices.indexes}:
            raise refuse(f"{row.key}: the index {row.index_id} has no month in [[indexes]]")
    charged = {tariff.concept for tariff in prices.tariffs}
    for concept in row.concepts:
        if concept not in charged:
            raise refuse(f"{row.key}: concept {concept} has no tariff")


def _check_tariff_days(prices: PriceList) -> None:
    """Refuse two prices for one person on one day, and days without a price between two rows."""
    by_concept: dict[int, list[TariffEntry]] = defaultdict(list)
    for row in prices.tariffs:
        by_concept[row.concept].append(row)
    for concept, rows in by_concept.items():
        rows.sort(key=lambda row: row.valid_from)
        for one, other in combinations(rows, 2):
            if _overlap(one, other) and not apart(one.conditions, other.conditions):
                raise refuse(
                    f"{other.key}: {one.key} holds on {other.valid_from} too: end it with"
                    " valid_to, or give both conditions that exclude each other"
                )
        gap = _gap([row for row in rows if row.key not in prices.after_gap], rows)
        if gap is not None:
            raise refuse(
                f"concept {concept} has no tariff on {gap}, between two rows: mend the dates, or"
                " say after_gap = true in the later row"
            )


def _check_rule_days(rules: Sequence[RuleEntry]) -> None:
    for one, other in combinations(rules, 2):
        if one.rule_id == other.rule_id and _overlap(one, other):
            raise refuse(f"{other.key}: {one.key} holds on the same days: end it with valid_to")
        if one.group is not None and one.group == other.group:
            down = {RuleKind.DISCOUNT, RuleKind.EXEMPTION}
            if (one.kind in down) is not (other.kind in down):
                raise refuse(f"group {one.group}: {one.key} and {other.key} go opposite ways")


def _check_roundings(prices: PriceList, services: Sequence[ServiceEntry]) -> None:
    charged = {concept for service in services for concept in service.concepts}
    if charged and not prices.roundings:
        raise refuse("[[rounding]] is missing: fees need a rounding policy")
    named = {(row.rounding_id, row.version) for row in prices.roundings}
    for rule in prices.rules:
        if (rule.rule_id, rule.version) in named:
            raise refuse(f"{rule.key}: a rounding policy has the same id and version")
    for row in prices.roundings:
        try:
            rounding_of(0, row)
        except TariffError as error:
            why = "moves a sum by more than half its unit_centavos"
            raise refuse(f"{row.key}: {why}") from error
    for one, other in combinations(prices.roundings, 2):
        shared = set(one.concepts) & set(other.concepts)
        if _overlap(one, other) and (shared or not (one.concepts or other.concepts)):
            raise refuse(f"{other.key}: {one.key} rounds the same on the same days")
    for tariff in prices.tariffs:
        own = [row for row in prices.roundings if tariff.concept in row.concepts]
        general = [row for row in prices.roundings if not row.concepts]
        bare = _uncovered(tariff, [*own, *general])
        if bare is not None:
            raise refuse(f"{tariff.key}: no rounding policy holds on {bare}")
    _check_one_jurisdiction(prices, services)


def _check_one_jurisdiction(prices: PriceList, services: Sequence[ServiceEntry]) -> None:
    for service in services:
        rules = [
            frozenset(row.key for row in prices.roundings if concept in row.concepts)
            for concept in service.concepts
        ]
        if len(set(rules)) > 1:
            raise refuse(f"service {service.code}: its concepts are rounded by different policies")


def _check_paths(prices: PriceList, services: Sequence[ServiceEntry], paths: Paths) -> None:
    """Refuse a fact whose question stands in no form of the services that ask it."""
    for fact in prices.facts:
        if fact.path is None:
            continue
        rows: list[TariffEntry | RuleEntry] = [*prices.tariffs, *prices.rules]
        asking = [row for row in rows if fact.fact_id in facts_of(row)]
        concepts = {
            concept
            for row in asking
            for concept in (row.concepts if isinstance(row, RuleEntry) else (row.concept,))
        }
        forms = [
            paths.get((service.form_id, service.form_version), frozenset())
            for service in services
            if concepts & set(service.concepts)
        ]
        if forms and not any(fact.path in held for held in forms):
            raise refuse(f"{fact.key}: no form of a service that asks it has {fact.path}")


def _overlap(one: Dated, other: Dated) -> bool:
    return (one.valid_to is None or other.valid_from <= one.valid_to) and (
        other.valid_to is None or one.valid_from <= other.valid_to
    )


def _gap(later: Sequence[TariffEntry], rows: Sequence[TariffEntry]) -> date | None:
    """Return the first day without a price before one of *later*, of rows by their first day."""
    for row in later:
        before = [one for one in rows if one.valid_from < row.valid_from]
        if not before or any(one.valid_to is None for one in before):
            continue
        ends = [one.valid_to for one in before if one.valid_to is not None]
        if max(ends) + ONE_DAY < row.valid_from:
            return max(ends) + ONE_DAY
    return None


def _uncovered(tariff: TariffEntry, roundings: Sequence[RoundingEntry]) -> date | None:
    """Return the first day of a tariff on which no rounding policy holds."""
    day, moved = tariff.valid_from, True
    while moved:
        moved = False
        for row in roundings:
            if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to):
                if row.valid_to is None:
                    return None
                day, moved = row.valid_to + ONE_DAY, True
        if tariff.valid_to is not None and day > tariff.valid_to:
            return None
    return day
