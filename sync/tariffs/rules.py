"""Surcharges, updates, discounts and exemptions on one line, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sync.catalogue import WHOLE_RATE, RuleBase, RuleEntry, RuleKind
from sync.money import Centavos
from sync.tariffs.arithmetic import rounded
from sync.tariffs.book import TariffBook
from sync.tariffs.conditions import Facts, holds
from sync.tariffs.indexes import indexed
from sync.tariffs.reasons import Bound, Bounded, ByRule, Indexed, NotStacked

TEN_THOUSANDTHS = 10_000
DOWNWARDS = (RuleKind.DISCOUNT, RuleKind.EXEMPTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A rule that changed a line, and why by so much."""

    rule: RuleEntry
    change_centavos: int
    reason: ByRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What rules made of a line; `net` is never below zero."""

    net_centavos: Centavos
    applied: tuple[Applied, ...]
    left_out: tuple[NotStacked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Running:
    """A line while rules are applied to it."""

    line: Centavos
    net: Centavos
    surcharges: Centavos

    def base(self, rule: RuleEntry) -> Centavos:
        """Return what a rule's rate is taken of."""
        match rule.base:
            case RuleBase.LINE:
                return self.line
            case RuleBase.RUNNING:
                return self.net
            case RuleBase.SURCHARGES:
                return self.surcharges

    def after(self, rule: RuleEntry, change: int) -> _Running:
        """Return the line with a change; what a discount takes of surcharges is gone from them."""
        surcharges = int(self.surcharges)
        if rule.kind is RuleKind.SURCHARGE or rule.base is RuleBase.SURCHARGES:
            surcharges = max(0, surcharges + change)
        return _Running(
            line=self.line,
            net=Centavos(self.net + change),
            surcharges=Centavos(surcharges),
        )


def changed(
    line_centavos: Centavos, rules: Sequence[RuleEntry], book: TariffBook, day: date, facts: Facts
) -> Changed:
    """Return what the rules of a day make of quantity × unit, in the order in which they come.

    Raises IndexMissing.
    """
    start = _Running(line=line_centavos, net=line_centavos, surcharges=Centavos(0))
    holding = [rule for rule in rules if holds(rule.conditions, facts)]
    kept, left_out = _without_rivals(holding, start, book, day, facts)
    running, applied = start, []
    for rule in kept:
        reason = _worked_out(rule, running, book, day, facts)
        if reason.change_centavos:
            applied.append(
                Applied(rule=rule, change_centavos=reason.change_centavos, reason=reason)
            )
            running = running.after(rule, reason.change_centavos)
        if rule.kind is RuleKind.EXEMPTION:
            break
    return Changed(net_centavos=running.net, applied=tuple(applied), left_out=left_out)


def _without_rivals(
    rules: Sequence[RuleEntry], start: _Running, book: TariffBook, day: date, facts: Facts
) -> tuple[list[RuleEntry], tuple[NotStacked, ...]]:
    """Keep of each group the rule that is best for the person; the first of equals."""
    best: dict[str, tuple[int, RuleEntry]] = {}
    for rule in rules:
        if rule.group is not None:
            change = _worked_out(rule, start, book, day, facts).change_centavos
            held = best.get(rule.group)
            if held is None or change < held[0]:
                best[rule.group] = (change, rule)
    kept = [rule for rule in rules if rule.group is None or best[rule.group][1] is rule]
    left_out = tuple(
        NotStacked(
            rule_id=rule.rule_id,
            version=rule.version,
            better_rule_id=best[rule.group][1].rule_id,
            better_version=best[rule.group][1].version,
        )
        for rule in rules
        if rule.group is not None and best[rule.group][1] is not rule
    )
    return kept, left_out


def _worked_out(
    rule: RuleEntry, running: _Running, book: TariffBook, day: date, facts: Facts
) -> ByRule:
    """Return the change of one rule on a line as it stands, with every step of it."""
    base = running.base(rule)
    count = None if rule.per is None else _count(rule, facts)
    found: Indexed | None = None
    if rule.kind is RuleKind.EXEMPTION:
        size = int(running.net)
    elif rule.index_id is not None:
        found = indexed(book, rule.index_id, day, count or 0)
        gained = found.factor_ten_thousandths - TEN_THOUSANDTHS
        size = rounded(base * gained, TEN_THOUSANDTHS, rule.tie)
    else:
        whole = rule.amount_centavos * WHOLE_RATE + base * rule.rate_per_million
        size = rounded(whole * (1 if count is None else count), WHOLE_RATE, rule.tie)
    size, bounds = _bounded(rule, running, base, count, size)
    return ByRule(
        rule_id=rule.rule_id,
        version=rule.version,
        kind=rule.kind,
        base=rule.base,
        base_centavos=base,
        rate_per_million=rule.rate_per_million,
        amount_centavos=rule.amount_centavos,
        count=count,
        count_fact=rule.per,
        indexed=found,
        bounds=bounds,
        change_centavos=-size if rule.kind in DOWNWARDS else size,
    )


def _bounded(
    rule: RuleEntry, running: _Running, base: Centavos, count: int | None, size: int
) -> tuple[int, tuple[Bounded, ...]]:
    """Keep the size of a change within the rule's limits, and a discount within what is left."""
    bounds: list[Bounded] = []

    def replace(bound: Bound, limit: int) -> None:
        nonlocal size
        bounds.append(
            Bounded(bound=bound, before_centavos=Centavos(size), after_centavos=Centavos(limit))
        )
        size = limit

    asked = base > 0 and count != 0
    if asked and size < rule.at_least_centavos:
        replace(Bound.AT_LEAST, rule.at_least_centavos)
    if rule.at_most_rate_per_million is not None:
        limit = rounded(running.line * rule.at_most_rate_per_million, WHOLE_RATE, rule.tie)
        if size > limit:
            replace(Bound.AT_MOST, limit)
    if rule.at_most_centavos is not None and size > rule.at_most_centavos:
        replace(Bound.AT_MOST, rule.at_most_centavos)
    if rule.kind in DOWNWARDS:
        leaves = rule.leaves_centavos if rule.kind is RuleKind.DISCOUNT else 0
        left = max(0, running.net - leaves)
        if size > left:
            replace(Bound.WHAT_IS_LEFT, left)
    return size, tuple(bounds)


def _count(rule: RuleEntry, facts: Facts) -> int:
    value = facts[rule.per] if rule.per is not None else 1
    if not isinstance(value, int):
        raise TypeError("a count is a whole number: publication checks it")
    return value if rule.count_limit is None else min(value, rule.count_limit)
