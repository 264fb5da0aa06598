"""The price list of an institution, and which of its rows hold on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sync.catalogue import (
    Entry,
    FactEntry,
    FactKind,
    IndexEntry,
    RoundingEntry,
    RuleEntry,
    RuleKind,
    TariffEntry,
)
from sync.events import PaymentTaken
from sync.money import Centavos
from sync.tariffs.conditions import FactValue
from sync.tariffs.errors import FactMissing, FactRefused

Dated = TypeVar("Dated", TariffEntry, RuleEntry, RoundingEntry)

NO_ROUNDING = RoundingEntry(
    rounding_id="exact",
    version=1,
    valid_from=date.min,
    valid_to=None,
    legal_reference="-",
    unit_centavos=Centavos(1),
    up_from_centavos=Centavos(1),
)
"""Used where nothing was published: the exact sum is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffBook:
    """Everything published about prices, for every day."""

    tariffs: tuple[TariffEntry, ...]
    rules: tuple[RuleEntry, ...] = ()
    facts: tuple[FactEntry, ...] = ()
    indexes: tuple[IndexEntry, ...] = ()
    roundings: tuple[RoundingEntry, ...] = ()

    def tariffs_on(self, concept: int, day: date) -> tuple[TariffEntry, ...]:
        """Return the rows of a concept on a day, of each tariff the latest that holds."""
        mine = [row for row in self.tariffs if row.concept == concept and holds_on(row, day)]
        return _latest({row.tariff_id for row in mine}, mine)

    def rules_on(self, concept: int, day: date) -> tuple[RuleEntry, ...]:
        """Return the rules of a concept on a day, of each the latest that holds, in order."""
        return self._rules(concept, day, incentives=False)

    def incentives_on(self, concept: int, day: date) -> tuple[RuleEntry, ...]:
        """Return the incentives of a concept on a day, of each the latest that holds, in order."""
        return self._rules(concept, day, incentives=True)

    def _rules(self, concept: int, day: date, *, incentives: bool) -> tuple[RuleEntry, ...]:
        mine = [
            row
            for row in self.rules
            if (row.kind is RuleKind.INCENTIVE) is incentives
            and concept in row.concepts
            and holds_on(row, day)
        ]
        latest = _latest({row.rule_id for row in mine}, mine)
        return tuple(sorted(latest, key=lambda row: (row.order, row.rule_id)))

    def rounding_on(self, concept: int, day: date) -> RoundingEntry:
        """Return the rounding rule of a concept on a day: its own, else the general, else none."""
        holding = [row for row in self.roundings if holds_on(row, day)]
        own = [row for row in holding if concept in row.concepts]
        found = own or [row for row in holding if not row.concepts]
        return max(found, key=age_of, default=NO_ROUNDING)

    def versions(self) -> frozenset[tuple[str, int]]:
        """Return id and version of all that an event may name, the exact sum included."""
        rows: tuple[TariffEntry | RuleEntry | RoundingEntry, ...]
        rows = (*self.tariffs, *self.rules, *self.roundings, NO_ROUNDING)
        return frozenset((age_of(row)[2], row.version) for row in rows)

    def first_day_of(self, payment: PaymentTaken) -> date:
        """Return the first day on which all rows hold that a payment names, as far as known.

        The day to price with where the business day is not known.
        """
        named = {(line.tariff.rule_id, line.tariff.version) for line in payment.lines}
        named |= {(one.rule_id, one.version) for line in payment.lines for one in line.changes}
        rows: tuple[TariffEntry | RuleEntry, ...] = (*self.tariffs, *self.rules)
        days = [row.valid_from for row in rows if (age_of(row)[2], row.version) in named]
        return max(days, default=date.min)

    def fact(self, fact_id: str) -> FactEntry | None:
        """Return how a fact is asked, or None where nothing was published of it."""
        return next((entry for entry in self.facts if entry.fact_id == fact_id), None)

    def questions(self, concepts: Sequence[int], day: date) -> tuple[FactEntry, ...]:
        """Return the facts that the rows of some concepts ask on a day, each once, in order.

        Raises FactMissing where a row names a fact of which nothing was published.
        """
        asked: dict[str, None] = {}
        for concept in concepts:
            for row in self.tariffs_on(concept, day):
                asked.update(dict.fromkeys(facts_of(row)))
            for rule in self.rules_on(concept, day):
                asked.update(dict.fromkeys(facts_of(rule)))
        found = []
        for fact_id in asked:
            entry = self.fact(fact_id)
            if entry is None:
                raise FactMissing(fact_id)
            found.append(entry)
        return tuple(found)

    def answered(
        self, concepts: Sequence[int], day: date, facts: Mapping[str, FactValue]
    ) -> dict[str, FactValue]:
        """Return what the rows of some concepts are given: only what they ask, defaults filled in.

        Raises FactMissing or FactRefused.
        """
        return {
            entry.fact_id: _answer(entry, facts.get(entry.fact_id, entry.default))
            for entry in self.questions(concepts, day)
        }


def book_of(entries: Iterable[Entry]) -> TariffBook:
    """Return the price list that published values make; others than those of dataset 5 are left."""
    held = tuple(entries)
    return TariffBook(
        tariffs=tuple(one for one in held if isinstance(one, TariffEntry)),
        rules=tuple(one for one in held if isinstance(one, RuleEntry)),
        facts=tuple(one for one in held if isinstance(one, FactEntry)),
        indexes=tuple(one for one in held if isinstance(one, IndexEntry)),
        roundings=tuple(one for one in held if isinstance(one, RoundingEntry)),
    )


def holds_on(row: TariffEntry | RuleEntry | RoundingEntry, day: date) -> bool:
    """Say whether a row holds on a day; the first and the last day belong to it."""
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def facts_of(row: TariffEntry | RuleEntry) -> tuple[str, ...]:
    """Return the facts that a row asks, in the order in which people are asked."""
    asked: list[str | None]
    match row:
        case TariffEntry():
            asked = [row.measure, *row.quantity_facts]
        case RuleEntry():
            asked = [row.per]
    asked += [condition.fact for condition in row.conditions]
    return tuple(dict.fromkeys(fact for fact in asked if fact is not None))


def _answer(entry: FactEntry, value: object) -> FactValue:
    if value is None:
        raise FactMissing(entry.fact_id)
    match entry.kind, value:
        case FactKind.CHOICE, str() if value in {choice.code for choice in entry.choices}:
            return value
        case FactKind.YES_NO, 0 | 1:
            return int(value)
        case FactKind.WHOLE | FactKind.MONEY, int() if type(value) is int:
            if entry.low <= value <= entry.high:
                return value
        case _:
            pass
    raise FactRefused(entry.fact_id, value)


def age_of(row: TariffEntry | RuleEntry | RoundingEntry) -> tuple[date, int, str]:
    """Return what orders rows: first day, version, id; the largest is the latest."""
    match row:
        case TariffEntry():
            return row.valid_from, row.version, row.tariff_id
        case RuleEntry():
            return row.valid_from, row.version, row.rule_id
        case RoundingEntry():
            return row.valid_from, row.version, row.rounding_id


def _latest(ids: Iterable[str], rows: Sequence[Dated]) -> tuple[Dated, ...]:
    return tuple(
        max((row for row in rows if age_of(row)[2] == one), key=age_of) for one in sorted(ids)
    )
