"""What the office gives back for a payment: dated rules, credited to the payer's balance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sync.catalogue import WHOLE_RATE
from sync.events import PaymentLine, RuleVersion
from sync.money import Centavos
from sync.tariffs.arithmetic import rounded
from sync.tariffs.book import TariffBook
from sync.tariffs.conditions import FactValue, holds


def incentives_of(
    book: TariffBook,
    lines: Sequence[PaymentLine],
    day: date,
    facts: Mapping[str, FactValue] | None = None,
) -> tuple[tuple[RuleVersion, Centavos], ...]:
    """Return each incentive of the day with what it gives, in the order of lines and rules.

    amount + rate × net of the line, kept within at least and at most, and never more than the line
    came to. Conditions look at the payment's own facts (key 10). One that gives nothing is left
    out; of the same rule on several lines the sums are added.
    """
    found: dict[tuple[str, int], int] = {}
    for line in lines:
        for rule in book.incentives_on(line.concept, day):
            if not holds(rule.conditions, facts or {}):
                continue
            whole = rule.amount_centavos * WHOLE_RATE + line.net_centavos * rule.rate_per_million
            given = max(rounded(whole, WHOLE_RATE, rule.tie), rule.at_least_centavos)
            if rule.at_most_centavos is not None:
                given = min(given, rule.at_most_centavos)
            given = min(given, line.net_centavos)
            if given:
                key = (rule.rule_id, rule.version)
                found[key] = found.get(key, 0) + given
    return tuple(
        (RuleVersion(rule_id=rule, version=version), Centavos(given))
        for (rule, version), given in found.items()
    )
