"""Conditions over facts: whether they hold, and whether two rows can ever hold together.

A closed list of comparisons stands here instead of the XPath of the forms: `sync` does not know
`forms`, the central must judge with the same code, and only a closed list lets a publication be
refused because two prices could hold for the same person on the same day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias, assert_never

from sync.catalogue import Comparison, Condition

FactValue: TypeAlias = str | int
Facts: TypeAlias = Mapping[str, FactValue]


def holds(conditions: Sequence[Condition], facts: Facts) -> bool:
    """Say whether every condition holds; a fact that is not given makes its condition false."""
    return all(_holds(one, facts.get(one.fact)) for one in conditions)


def apart(one: Sequence[Condition], other: Sequence[Condition]) -> bool:
    """Say whether it is certain that the two can never hold together.

    Every condition is a set of allowed values of one fact; two rows are apart where the sets of
    some fact have nothing in common.
    """
    facts = {condition.fact for condition in one} & {condition.fact for condition in other}
    return any(_empty([c for c in (*one, *other) if c.fact == fact]) for fact in facts)


def _empty(conditions: Sequence[Condition]) -> bool:
    """Say whether no value can meet all conditions on one fact."""
    named: set[FactValue] | None = None
    for condition in conditions:
        if condition.comparison is Comparison.ONE_OF:
            values = set(condition.values)
            named = values if named is None else named & values
    if named is not None:
        return not any(all(_holds(c, value) for c in conditions) for value in named)
    lows = [_number(c) for c in conditions if c.comparison is Comparison.AT_LEAST]
    highs = [_number(c) for c in conditions if c.comparison is Comparison.AT_MOST]
    return bool(lows and highs) and max(lows) > min(highs)


def _holds(condition: Condition, value: FactValue | None) -> bool:
    if value is None:
        return False
    match condition.comparison:
        case Comparison.ONE_OF:
            return value in condition.values
        case Comparison.NOT_ONE_OF:
            return value not in condition.values
        case Comparison.AT_LEAST:
            return isinstance(value, int) and value >= _number(condition)
        case Comparison.AT_MOST:
            return isinstance(value, int) and value <= _number(condition)
        case _:
            assert_never(condition.comparison)


def _number(condition: Condition) -> int:
    first = condition.values[0]
    return first if isinstance(first, int) else 0
