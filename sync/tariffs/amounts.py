"""What one unit of a concept costs before any rule: a price, a table of brackets, or a rate."""

from __future__ import annotations

from sync.catalogue import WHOLE_RATE, Bracket, BracketMode, TariffEntry
from sync.money import Centavos
from sync.tariffs.arithmetic import rounded
from sync.tariffs.conditions import Facts, FactValue
from sync.tariffs.reasons import (
    Bound,
    Bounded,
    ByBrackets,
    ByRate,
    ByUnit,
    FactUsed,
    Reason,
    Step,
)


def quantity_of(row: TariffEntry, asked: int, facts: Facts) -> int:
    """Return how many units are charged: what was asked times the quantity facts."""
    quantity = asked
    for fact in row.quantity_facts:
        quantity *= _number(facts[fact])
    return quantity


def line_of(row: TariffEntry, asked: int, facts: Facts) -> tuple[int, Centavos, tuple[Reason, ...]]:
    """Return quantity, unit in centavos and the reasons of both; *facts* hold what the row asks."""
    quantity = quantity_of(row, asked, facts)
    unit, reasons = _unit(row, facts)
    used = tuple(FactUsed(fact=fact, value=facts[fact]) for fact in row.quantity_facts)
    if row.measure is None or quantity != 1 or used:
        reasons = (*reasons, ByUnit(quantity=quantity, unit_centavos=unit, facts=used))
    return quantity, unit, reasons


def _unit(row: TariffEntry, facts: Facts) -> tuple[Centavos, tuple[Reason, ...]]:
    if row.measure is None:
        return row.unit_centavos, ()
    measure = FactUsed(fact=row.measure, value=facts[row.measure])
    units = _number(measure.value)
    reason: ByBrackets | ByRate
    if row.brackets:
        steps = steps_of(row.brackets, row.bracket_mode, units)
        unit = Centavos(rounded(sum(map(_millionths, steps)), WHOLE_RATE, row.tie))
        reason = ByBrackets(measure=measure, mode=row.bracket_mode, steps=steps, unit_centavos=unit)
    else:
        unit = Centavos(rounded(units * row.rate_per_million, WHOLE_RATE, row.tie))
        reason = ByRate(measure=measure, rate_per_million=row.rate_per_million, unit_centavos=unit)
    kept = _between(row, unit)
    if kept == unit:
        return unit, (reason,)
    bound = Bound.AT_LEAST if kept > unit else Bound.AT_MOST
    return kept, (reason, Bounded(bound=bound, before_centavos=unit, after_centavos=kept))


def _between(row: TariffEntry, unit: Centavos) -> Centavos:
    least = max(unit, row.minimum_centavos)
    return least if row.maximum_centavos is None else min(least, row.maximum_centavos)


def steps_of(brackets: tuple[Bracket, ...], mode: BracketMode, units: int) -> tuple[Step, ...]:
    """Return the brackets that price a quantity, each with the units that lie in it.

    A quantity on an upper end belongs to the bracket that ends there; 0 belongs to the first. Only
    progressive tables give several. A table that ends below the quantity gives none: it is refused
    at publication (the last bracket has no end).
    """
    steps: list[Step] = []
    over = 0
    for bracket in brackets:
        last = bracket.up_to is None or units <= bracket.up_to
        if last or mode is BracketMode.PROGRESSIVE:
            inside = (units if last else bracket.up_to or 0) - over
            steps.append(
                Step(
                    over=over,
                    up_to=bracket.up_to,
                    units=units if mode is BracketMode.WHOLE else inside,
                    flat_centavos=bracket.flat_centavos,
                    unit_centavos=bracket.unit_centavos,
                    rate_per_million=bracket.rate_per_million,
                )
            )
        if last:
            return tuple(steps)
        over = bracket.up_to or 0
    return ()


def _millionths(step: Step) -> int:
    """Return what a step costs, in millionths of a centavo: nothing is rounded yet."""
    whole = step.flat_centavos + step.units * step.unit_centavos
    return whole * WHOLE_RATE + step.units * step.rate_per_million


def _number(value: FactValue) -> int:
    if not isinstance(value, int):
        raise TypeError("a quantity is a whole number: publication checks it")
    return value
