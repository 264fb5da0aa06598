"""Dated fee rows become what is due; a clerk cannot type a price (RECEIPTS §10).

Only fees fixed per unit exist yet. Discounts and surcharges are changes of a line and will be
applied between `unit * quantity` and `net`. Rounding is on the sum, by a dated policy; the
difference is a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kiosk.errors import KnownError
from sync.money import RECEIPT_LIMIT_CENTAVOS, Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRow:
    """One published fee: what a concept costs per unit between two days, both included."""

    tariff_id: str
    version: int
    valid_from: date
    valid_to: date | None
    legal_reference: str
    concept: int
    unit_centavos: Centavos
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundingPolicy:
    """How a sum is rounded: to *unit*, upwards where the rest is *up_from* or more."""

    policy_id: str
    version: int
    valid_from: date
    valid_to: date | None
    legal_reference: str
    unit_centavos: Centavos
    up_from_centavos: Centavos


NO_ROUNDING = RoundingPolicy(
    policy_id="exact",
    version=1,
    valid_from=date.min,
    valid_to=None,
    legal_reference="",
    unit_centavos=Centavos(1),
    up_from_centavos=Centavos(1),
)
"""Used where nothing was published: the exact sum is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A concept and how many units of it are charged."""

    concept: int
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """One line of a charge; net = quantity x unit while no rule changes it."""

    row: FeeRow
    quantity: int
    net_centavos: Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedCharge:
    """What is due: the lines, the rounding line, the total, and the rule that rounded."""

    lines: tuple[PricedLine, ...]
    rounding_centavos: int  # total - sum of nets; negative when rounded down
    total_centavos: Centavos
    policy: RoundingPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTariffFacts:
    """Which concept has no fee on which day."""

    concept: str
    day: date


class NoTariff(KnownError):
    """No fee is published for a concept on that day; nothing was charged."""

    code: ClassVar[str] = "payment.no_tariff"

    def __init__(self, concept: int, day: date) -> None:
        super().__init__(NoTariffFacts(concept=str(concept), day=day))


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLargeFacts:
    """What would be due, and the largest total a receipt can state."""

    total_centavos: Centavos
    limit_centavos: Centavos


class TotalTooLarge(KnownError):
    """The total does not fit a receipt (2^32 centavos); nothing was charged."""

    code: ClassVar[str] = "payment.too_large"

    def __init__(self, total_centavos: int) -> None:
        super().__init__(
            TooLargeFacts(
                total_centavos=Centavos(total_centavos), limit_centavos=RECEIPT_LIMIT_CENTAVOS
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFacts:
    """Which published rounding rule cannot be followed."""

    policy: str
    version: str


class PolicyBroken(KnownError):
    """A published rounding rule moves a sum by more than half its unit; nothing was charged."""

    code: ClassVar[str] = "payment.rounding_rule"

    def __init__(self, policy: RoundingPolicy) -> None:
        super().__init__(PolicyFacts(policy=policy.policy_id, version=str(policy.version)))


def price(
    wanted: Sequence[Wanted],
    fees: Iterable[FeeRow],
    policies: Iterable[RoundingPolicy],
    day: date,
) -> PricedCharge:
    """Return what is due on the business day *day*.

    Raises NoTariff, TotalTooLarge or PolicyBroken; nothing was charged.
    """
    rows = tuple(fees)
    lines = tuple(_line(item, rows, day) for item in wanted)
    policy = rounding_on(policies, day)
    exact = sum(line.net_centavos for line in lines)
    rounding = rounding_of(exact, policy)
    total = exact + rounding
    if total > RECEIPT_LIMIT_CENTAVOS:
        raise TotalTooLarge(total)
    return PricedCharge(
        lines=lines,
        rounding_centavos=rounding,
        total_centavos=Centavos(total),
        policy=policy,
    )


def fee_on(concept: int, fees: Iterable[FeeRow], day: date) -> FeeRow:
    """Return the fee of a concept on a day: of several that hold, the latest.

    Raises NoTariff where none holds.
    """
    holding = [
        row for row in fees if row.concept == concept and _holds(row.valid_from, row.valid_to, day)
    ]
    if not holding:
        raise NoTariff(concept, day)
    return max(holding, key=lambda row: (row.valid_from, row.version, row.tariff_id))


def rounding_on(policies: Iterable[RoundingPolicy], day: date) -> RoundingPolicy:
    """Return the rounding policy of a day, the latest of those that hold; else NO_ROUNDING."""
    holding = [rule for rule in policies if _holds(rule.valid_from, rule.valid_to, day)]
    if not holding:
        return NO_ROUNDING
    return max(holding, key=lambda rule: (rule.valid_from, rule.version, rule.policy_id))


def rounding_of(exact_centavos: int, policy: RoundingPolicy) -> int:
    """Return rounded - exact; ties go where the policy's `up from` sends them.

    Raises PolicyBroken where the policy could move a sum by more than half its unit.
    """
    unit, up_from = policy.unit_centavos, policy.up_from_centavos
    if unit < 1 or 2 * (up_from - 1) > unit or 2 * (unit - up_from) > unit:
        raise PolicyBroken(policy)
    rest = exact_centavos % unit
    return unit - rest if rest and rest >= up_from else -rest


def _line(item: Wanted, fees: Iterable[FeeRow], day: date) -> PricedLine:
    row = fee_on(item.concept, fees, day)
    net = item.quantity * row.unit_centavos
    return PricedLine(row=row, quantity=item.quantity, net_centavos=Centavos(net))


def _holds(valid_from: date, valid_to: date | None, day: date) -> bool:
    return valid_from <= day and (valid_to is None or day <= valid_to)
