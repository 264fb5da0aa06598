"""Tariffs, rules, facts, indexes and rounding of `catalogue.toml`, row by row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeVar

from sync.catalogue import (
    Bracket,
    BracketMode,
    Comparison,
    Condition,
    Entry,
    FactChoice,
    FactEntry,
    FactKind,
    FactSource,
    IndexEntry,
    RoundingEntry,
    RoundingScope,
    RuleBase,
    RuleEntry,
    RuleKind,
    TariffEntry,
    Tie,
    encode_entry,
)
from sync.central.errors import CentralError
from sync.central.toml_rows import Row, rows_of
from sync.errors import MessageInvalid
from sync.ids import Concept
from sync.money import Centavos

LOWEST_CODE, HIGHEST_CODE = 16, 65_535  # 0–15 are reserved in receipts (RECEIPTS §2, label 7)
_CONDITION = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(!=|>=|<=|=|>|<)\s*(.+?)\s*")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_FACT_ID = re.compile(r"[a-z][a-z0-9_]{0,11}")
E = TypeVar("E", bound=IntEnum)
T = TypeVar("T", bound=Entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """Everything about prices that a folder publishes."""

    tariffs: tuple[TariffEntry, ...]
    rules: tuple[RuleEntry, ...]
    facts: tuple[FactEntry, ...]
    indexes: tuple[IndexEntry, ...]
    roundings: tuple[RoundingEntry, ...]
    after_gap: frozenset[str]  # keys of tariff rows that say that a gap before them is meant


TABLES = frozenset({"tariffs", "rules", "facts", "indexes", "rounding"})


def price_list(document: Mapping[str, Any]) -> PriceList:
    """Return the rows; raises CentralError that names table, row and field."""
    facts = tuple(_fact(row) for row in rows_of(document, "facts"))
    kinds = {fact.fact_id: fact for fact in facts}
    gaps: set[str] = set()
    return PriceList(
        tariffs=tuple(_tariff(row, kinds, gaps) for row in rows_of(document, "tariffs")),
        rules=tuple(_rule(row, kinds) for row in rows_of(document, "rules")),
        facts=facts,
        indexes=tuple(entry for row in rows_of(document, "indexes") for entry in _indexes(row)),
        roundings=tuple(_rounding(row) for row in rows_of(document, "rounding")),
        after_gap=frozenset(gaps),
    )


def _tariff(row: Row, facts: Mapping[str, FactEntry], gaps: set[str]) -> TariffEntry:
    worked_out = row.optional("measure") is not None
    maximum = row.optional_number("maximum_centavos")
    entry = TariffEntry(
        tariff_id=row.text("id"),
        version=row.number("version", 1),
        valid_from=row.day("valid_from"),
        valid_to=row.optional_day("valid_to"),
        legal_reference=row.text("legal_reference"),
        concept=Concept(row.number("concept", LOWEST_CODE, HIGHEST_CODE)),
        unit_centavos=Centavos(0 if worked_out else row.number("unit_centavos")),
        names=row.languages("names"),
        quantity_facts=tuple(row.texts("quantity_facts")),
        measure=row.optional_text("measure"),
        brackets=tuple(_bracket(one) for one in row.rows("brackets")),
        bracket_mode=_one_of(row, "bracket_mode", BracketMode, BracketMode.WHOLE),
        rate_per_million=row.optional_number("rate_per_million") or 0,
        minimum_centavos=Centavos(row.optional_number("minimum_centavos") or 0),
        maximum_centavos=None if maximum is None else Centavos(maximum),
        tie=_one_of(row, "tie", Tie, Tie.HALF_UP),
        conditions=_conditions(row, facts),
    )
    if row.flag("after_gap", default=False):
        gaps.add(entry.key)
    return _whole(row, entry)


def _bracket(row: Row) -> Bracket:
    bracket = Bracket(
        up_to=row.optional_number("up_to"),
        flat_centavos=Centavos(row.optional_number("flat_centavos") or 0),
        unit_centavos=Centavos(row.optional_number("unit_centavos") or 0),
        rate_per_million=row.optional_number("rate_per_million") or 0,
    )
    row.end()
    return bracket


def _rule(row: Row, facts: Mapping[str, FactEntry]) -> RuleEntry:
    at_most = row.optional_number("at_most_centavos")
    entry = RuleEntry(
        rule_id=row.text("id"),
        version=row.number("version", 1),
        valid_from=row.day("valid_from"),
        valid_to=row.optional_day("valid_to"),
        legal_reference=row.text("legal_reference"),
        kind=_one_of(row, "kind", RuleKind, None),
        names=row.languages("names"),
        concepts=_concepts(row),
        order=row.number("order", 0, 10_000),
        base=_one_of(row, "base", RuleBase, RuleBase.LINE),
        rate_per_million=row.optional_number("rate_per_million") or 0,
        amount_centavos=Centavos(row.optional_number("amount_centavos") or 0),
        per=row.optional_text("per"),
        count_limit=row.optional_number("count_limit"),
        at_least_centavos=Centavos(row.optional_number("at_least_centavos") or 0),
        at_most_centavos=None if at_most is None else Centavos(at_most),
        at_most_rate_per_million=row.optional_number("at_most_rate_per_million"),
        leaves_centavos=Centavos(row.optional_number("leaves_centavos") or 0),
        group=row.optional_text("group"),
        conditions=_conditions(row, facts),
        index_id=row.optional_text("index"),
        tie=_one_of(row, "tie", Tie, Tie.HALF_UP),
    )
    return _whole(row, entry)


def _fact(row: Row) -> FactEntry:
    fact_id = row.text("id")
    if not _FACT_ID.fullmatch(fact_id):
        raise row.refuse("id", "must be 1 to 12 small letters, digits and _, a letter first")
    high = row.optional_number("high")
    default = row.optional("default")
    entry = FactEntry(
        fact_id=fact_id,
        names=row.languages("names"),
        kind=_one_of(row, "kind", FactKind, None),
        low=row.optional_number("low") or 0,
        high=2**32 - 1 if high is None else high,
        choices=tuple(_choice(one) for one in row.rows("choices")),
        units=row.optional_languages("units"),
        hints=row.optional_languages("hints"),
        default=int(default) if isinstance(default, bool) else default,
        source=_one_of(row, "source", FactSource, FactSource.COUNTER),
        path=row.optional_text("path"),
    )
    return _whole(row, entry)


def _choice(row: Row) -> FactChoice:
    choice = FactChoice(code=row.text("code"), names=row.languages("names"))
    row.end()
    return choice


def _indexes(row: Row) -> tuple[IndexEntry, ...]:
    """Read one index with its months, each with the day on which it was published."""
    index_id, legal_reference = row.text("id"), row.text("legal_reference")
    months = row.rows("months")
    row.end()
    return tuple(_month(one, index_id, legal_reference) for one in months)


def _month(row: Row, index_id: str, legal_reference: str) -> IndexEntry:
    found = _MONTH.fullmatch(row.text("month"))
    if found is None:
        raise row.refuse("month", 'must be a month "YYYY-MM"')
    entry = IndexEntry(
        index_id=index_id,
        month=int(found[1]) * 100 + int(found[2]),
        published=row.day("published"),
        value_thousandths=row.number("value_thousandths", 1, 10**12),
        legal_reference=legal_reference,
    )
    return _whole(row, entry)


def _rounding(row: Row) -> RoundingEntry:
    entry = RoundingEntry(
        rounding_id=row.text("id"),
        version=row.number("version", 1),
        valid_from=row.day("valid_from"),
        valid_to=row.optional_day("valid_to"),
        legal_reference=row.text("legal_reference"),
        unit_centavos=Centavos(row.number("unit_centavos", 1)),
        up_from_centavos=Centavos(row.number("up_from_centavos")),
        scope=_one_of(row, "scope", RoundingScope, RoundingScope.SUM),
        concepts=_concepts(row, needed=False),
    )
    return _whole(row, entry)


def _concepts(row: Row, *, needed: bool = True) -> tuple[Concept, ...]:
    codes = row.needed("concepts") if needed else row.optional("concepts") or []
    if not isinstance(codes, list) or not all(
        type(code) is int and LOWEST_CODE <= code <= HIGHEST_CODE for code in codes
    ):
        raise row.refuse("concepts", f"must be codes from {LOWEST_CODE} to {HIGHEST_CODE}")
    if len(set(codes)) != len(codes) or (needed and not codes):
        raise row.refuse("concepts", "names each concept once, and at least one")
    return tuple(Concept(code) for code in codes)


def _conditions(row: Row, facts: Mapping[str, FactEntry]) -> tuple[Condition, ...]:
    """Read `when`: sentences such as "zone = a, b", "months >= 3", "card != none"."""
    return tuple(_condition(row, text, facts) for text in row.texts("when"))


def _condition(row: Row, text: str, facts: Mapping[str, FactEntry]) -> Condition:
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise row.refuse("when", f'"{text}" is no comparison such as "months >= 3"')
    fact, sign, values = found[1], found[2], [one.strip() for one in found[3].split(",")]
    entry = facts.get(fact)
    if entry is None:
        raise row.refuse("when", f"the fact {fact} is not in [[facts]]")
    if sign in ("=", "!="):
        read = tuple(_value(row, entry, value) for value in values)
        comparison = Comparison.ONE_OF if sign == "=" else Comparison.NOT_ONE_OF
        return Condition(fact=fact, comparison=comparison, values=read)
    number = _value(row, entry, values[0])
    if len(values) != 1 or not isinstance(number, int):
        raise row.refuse("when", f'"{text}" must compare a number with one number')
    upwards = sign in (">", ">=")
    edge = number + (sign == ">") - (sign == "<")
    comparison = Comparison.AT_LEAST if upwards else Comparison.AT_MOST
    return Condition(fact=fact, comparison=comparison, values=(edge,))


def _value(row: Row, entry: FactEntry, text: str) -> str | int:
    if entry.kind is FactKind.CHOICE:
        if text not in {choice.code for choice in entry.choices}:
            raise row.refuse("when", f"{entry.fact_id} has no value {text}")
        return text
    if entry.kind is FactKind.YES_NO and text in ("yes", "no"):
        return int(text == "yes")
    if not re.fullmatch(r"[0-9]{1,3}(_?[0-9]{3}){0,5}|[0-9]{1,16}", text):
        raise row.refuse("when", f"{entry.fact_id} is compared with a whole number")
    return int(text)


def _one_of(row: Row, name: str, members: type[E], default: E | None) -> E:
    value = row.optional(name)
    if value is None and default is not None:
        return default
    known = {one.name.lower(): one for one in members}
    if not isinstance(value, str) or value not in known:
        raise row.refuse(name, f"must be one of {', '.join(known)}")
    return known[value]


def _whole(row: Row, entry: T) -> T:
    """Refuse fields nobody knows, and values that could not travel."""
    row.end()
    try:
        encode_entry(entry)
    except MessageInvalid as error:
        raise CentralError("publish.catalogue", f"{row.place}: {error.detail}") from error
    return entry
