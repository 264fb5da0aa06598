"""Price lists with valid defaults."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sync.catalogue import (
    Bracket,
    FactChoice,
    FactEntry,
    FactKind,
    RoundingEntry,
    RuleEntry,
    RuleKind,
    TariffEntry,
)
from sync.ids import Concept
from sync.money import Centavos
from sync.tariffs import FactValue, Priced, TariffBook, Wanted, price

DAY = date(2026, 11, 20)
CONCEPT = 100
EN_ES = (("en", "Thing"), ("es", "Cosa"))


def a_fee(concept: int = CONCEPT, unit_centavos: int = 9_250, **changes: Any) -> TariffEntry:
    """Return a fee that holds since January."""
    row = TariffEntry(
        tariff_id=f"t{concept}",
        version=1,
        valid_from=date(2026, 1, 1),
        valid_to=None,
        legal_reference="Art. 1",
        concept=Concept(concept),
        unit_centavos=Centavos(unit_centavos),
        names=EN_ES,
    )
    return replace(row, **changes)


def a_rule(rule_id: str = "r", kind: RuleKind = RuleKind.SURCHARGE, **changes: Any) -> RuleEntry:
    """Return a rule of the concept that changes nothing yet."""
    row = RuleEntry(
        rule_id=rule_id,
        version=1,
        valid_from=date(2026, 1, 1),
        valid_to=None,
        legal_reference="Art. 2",
        kind=kind,
        names=EN_ES,
        concepts=(Concept(CONCEPT),),
        order=10,
    )
    return replace(row, **changes)


def a_fact(fact_id: str, kind: FactKind = FactKind.WHOLE, **changes: Any) -> FactEntry:
    """Return a fact that is asked at the counter."""
    return replace(FactEntry(fact_id=fact_id, names=EN_ES, kind=kind), **changes)


def a_choice(fact_id: str, *codes: str, **changes: Any) -> FactEntry:
    """Return a fact with a few values."""
    choices = tuple(FactChoice(code=code, names=EN_ES) for code in codes)
    return a_fact(fact_id, FactKind.CHOICE, choices=choices, **changes)


def a_policy(unit_centavos: int = 100, up_from_centavos: int = 51, **changes: Any) -> RoundingEntry:
    """Return the federal example: 1-50 centavos down, 51-99 up."""
    row = RoundingEntry(
        rounding_id="rounding",
        version=1,
        valid_from=date(2026, 1, 1),
        valid_to=None,
        legal_reference="Art. 3",
        unit_centavos=Centavos(unit_centavos),
        up_from_centavos=Centavos(up_from_centavos),
    )
    return replace(row, **changes)


def a_bracket(up_to: int | None, flat: int = 0, unit: int = 0, rate: int = 0) -> Bracket:
    """Return one step of a table."""
    return Bracket(
        up_to=up_to,
        flat_centavos=Centavos(flat),
        unit_centavos=Centavos(unit),
        rate_per_million=rate,
    )


def priced(
    *rows: TariffEntry | RuleEntry | FactEntry | RoundingEntry,
    day: date = DAY,
    quantity: int = 1,
    **facts: FactValue,
) -> Priced:
    """Return what the first tariff's concept costs with these rows and facts."""
    book = TariffBook(
        tariffs=tuple(row for row in rows if isinstance(row, TariffEntry)),
        rules=tuple(row for row in rows if isinstance(row, RuleEntry)),
        facts=tuple(row for row in rows if isinstance(row, FactEntry)),
        roundings=tuple(row for row in rows if isinstance(row, RoundingEntry)),
    )
    return price([Wanted(concept=book.tariffs[0].concept, quantity=quantity)], book, day, facts)
