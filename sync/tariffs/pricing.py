"""From what is asked, the price list, the day and the facts to what is due (RECEIPTS §10).

A clerk cannot type a price: this is the only place where one comes from, on the device and, again,
at the central. Only whole numbers; every amount is rounded to the centavo once, at its line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sync.catalogue import RoundingEntry, RoundingScope, TariffEntry
from sync.events import LineChange, PaymentLine, RuleVersion
from sync.money import RECEIPT_LIMIT_CENTAVOS, Centavos
from sync.tariffs.amounts import line_of
from sync.tariffs.book import TariffBook, age_of
from sync.tariffs.conditions import Facts, FactValue, holds
from sync.tariffs.errors import NoTariff, PolicyBroken, TotalTooLarge, TwoJurisdictions
from sync.tariffs.reasons import ByRounding, Reason
from sync.tariffs.rules import Applied, changed

GROSS_LIMIT_CENTAVOS = 2**53
"""The largest amount that a line of an event can state, before its discounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A concept and how many units of it are charged, times what its tariff multiplies."""

    concept: int
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One priced line; net = quantity × unit + changes, never below zero."""

    row: TariffEntry
    quantity: int
    unit_centavos: Centavos
    applied: tuple[Applied, ...]
    rounding: ByRounding | None  # where the rule rounds lines: one more change, last
    net_centavos: Centavos
    reasons: tuple[Reason, ...]

    @property
    def changes(self) -> tuple[LineChange, ...]:
        """Return the changes as the event holds them."""
        found = [
            LineChange(
                rule_id=one.rule.rule_id,
                version=one.rule.version,
                change_centavos=one.change_centavos,
            )
            for one in self.applied
        ]
        if self.rounding is not None:
            found.append(
                LineChange(
                    rule_id=self.rounding.policy_id,
                    version=self.rounding.version,
                    change_centavos=self.rounding.change_centavos,
                )
            )
        return tuple(found)

    @property
    def payment_line(self) -> PaymentLine:
        """Return the line as the event holds it."""
        return PaymentLine(
            concept=self.row.concept,
            quantity=self.quantity,
            unit_centavos=self.unit_centavos,
            tariff=RuleVersion(rule_id=self.row.tariff_id, version=self.row.version),
            changes=self.changes,
            net_centavos=self.net_centavos,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """What is due: lines, rounding of the sum, total, the rule that rounded, the facts used."""

    lines: tuple[Line, ...]
    rounding_centavos: int  # total - sum of nets; negative when rounded down
    total_centavos: Centavos
    policy: RoundingEntry
    facts: tuple[tuple[str, FactValue], ...]  # key 10 of the event
    rounding_reason: ByRounding | None


def price(
    wanted: Sequence[Wanted],
    book: TariffBook,
    day: date,
    facts: Mapping[str, FactValue] | None = None,
) -> Priced:
    """Return what is due on the business day *day*.

    Raises NoTariff, FactMissing, FactRefused, IndexMissing, TotalTooLarge, PolicyBroken or
    TwoJurisdictions; nothing was charged.
    """
    used = book.answered([item.concept for item in wanted], day, facts or {})
    policy = _policy(wanted, book, day)
    lines = tuple(_line(item, book, day, used, policy) for item in wanted)
    exact = sum(line.net_centavos for line in lines)
    rounding = rounding_of(exact, policy) if policy.scope is RoundingScope.SUM else 0
    total = exact + rounding
    if total > RECEIPT_LIMIT_CENTAVOS:
        raise TotalTooLarge(total)
    return Priced(
        lines=lines,
        rounding_centavos=rounding,
        total_centavos=Centavos(total),
        policy=policy,
        facts=tuple(sorted(used.items(), key=lambda pair: (len(pair[0].encode()), pair[0]))),
        rounding_reason=_rounding_reason(policy, exact, rounding),
    )


def tariff_on(concept: int, book: TariffBook, day: date, facts: Facts) -> TariffEntry:
    """Return the row that prices a concept on a day: of those whose conditions hold, the latest.

    Raises NoTariff where none holds.
    """
    holding = [row for row in book.tariffs_on(concept, day) if holds(row.conditions, facts)]
    if not holding:
        raise NoTariff(concept, day)
    return max(holding, key=age_of)


def rounding_of(exact_centavos: int, policy: RoundingEntry) -> int:
    """Return rounded - exact; ties go where the policy's `up from` sends them.

    Raises PolicyBroken where the policy could move a sum by more than half its unit.
    """
    unit, up_from = policy.unit_centavos, policy.up_from_centavos
    if unit < 1 or 2 * (up_from - 1) > unit or 2 * (unit - up_from) > unit:
        raise PolicyBroken(policy.rounding_id, policy.version)
    rest = exact_centavos % unit
    return unit - rest if rest and rest >= up_from else -rest


def _policy(wanted: Sequence[Wanted], book: TariffBook, day: date) -> RoundingEntry:
    first = wanted[0].concept
    policy = book.rounding_on(first, day)
    for item in wanted[1:]:
        if book.rounding_on(item.concept, day) != policy:
            raise TwoJurisdictions(first, item.concept)
    return policy


def _line(item: Wanted, book: TariffBook, day: date, facts: Facts, policy: RoundingEntry) -> Line:
    row = tariff_on(item.concept, book, day, facts)
    quantity, unit, reasons = line_of(row, item.quantity, facts)
    gross = Centavos(quantity * unit)
    if gross > GROSS_LIMIT_CENTAVOS or quantity >= 2**32:
        raise TotalTooLarge(gross)
    result = changed(gross, book.rules_on(item.concept, day), book, day, facts)
    net, rounding = result.net_centavos, None
    if policy.scope is RoundingScope.LINE:
        rounding = _rounding_reason(policy, net, rounding_of(net, policy))
        net = Centavos(net + (0 if rounding is None else rounding.change_centavos))
    return Line(
        row=row,
        quantity=quantity,
        unit_centavos=unit,
        applied=result.applied,
        rounding=rounding,
        net_centavos=net,
        reasons=(
            *reasons,
            *(one.reason for one in result.applied),
            *result.left_out,
            *(() if rounding is None else (rounding,)),
        ),
    )


def _rounding_reason(policy: RoundingEntry, exact: int, change: int) -> ByRounding | None:
    if change == 0:
        return None
    return ByRounding(
        policy_id=policy.rounding_id,
        version=policy.version,
        exact_centavos=Centavos(exact),
        unit_centavos=policy.unit_centavos,
        up_from_centavos=policy.up_from_centavos,
        change_centavos=change,
    )
