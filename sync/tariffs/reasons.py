"""Why each amount is what it is: ids and numbers; whoever shows them finds the words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from sync.catalogue import BracketMode, RuleBase, RuleKind
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class FactUsed:
    """A fact and the value a row was given; choices are texts, all else whole numbers."""

    fact: str
    value: str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class ByUnit:
    """quantity × unit: the quantity is what was asked, times its facts."""

    quantity: int
    unit_centavos: Centavos
    facts: tuple[FactUsed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The part of a measure that one bracket prices: beyond `over`, up to `up_to`."""

    over: int
    up_to: int | None
    units: int
    flat_centavos: Centavos
    unit_centavos: Centavos
    rate_per_million: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ByBrackets:
    """A table of brackets gave the unit of a line."""

    measure: FactUsed
    mode: BracketMode
    steps: tuple[Step, ...]
    unit_centavos: Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRate:
    """A rate of a measure gave the unit of a line."""

    measure: FactUsed
    rate_per_million: int
    unit_centavos: Centavos


class Bound(IntEnum):
    """Which limit replaced an amount."""

    AT_LEAST = 1
    AT_MOST = 2
    WHAT_IS_LEFT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """A limit of the row replaced what was worked out."""

    bound: Bound
    before_centavos: Centavos
    after_centavos: Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """The months of a price index that an update compared; the factor has four decimals."""

    index: str
    older_month: int
    newer_month: int
    factor_ten_thousandths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRule:
    """A rule changed the line; `bounds` say which limits replaced what it worked out."""

    rule_id: str
    version: int
    kind: RuleKind
    base: RuleBase
    base_centavos: Centavos
    rate_per_million: int
    amount_centavos: Centavos
    count: int | None  # of the fact it is taken for each of, such as months
    count_fact: str | None
    indexed: Indexed | None
    bounds: tuple[Bounded, ...]
    change_centavos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotStacked:
    """A rule held and was not applied: another of its group is better for the person."""

    rule_id: str
    version: int
    better_rule_id: str
    better_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRounding:
    """A rounding rule moved a sum, or a line."""

    policy_id: str
    version: int
    exact_centavos: Centavos
    unit_centavos: Centavos
    up_from_centavos: Centavos
    change_centavos: int


Reason: TypeAlias = ByUnit | ByBrackets | ByRate | Bounded | ByRule | NotStacked | ByRounding
