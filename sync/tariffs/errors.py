"""Why a charge has no price. Nothing was charged, whichever it is.

TariffError
├── NoTariff          nothing is published for a concept on that day, with those facts
├── FactMissing       the tariff asks something that nobody answered
├── FactRefused       an answer lies outside what the fact may be
├── IndexMissing      an update needs a month of a price index that is not here
├── TotalTooLarge     the total does not fit a receipt
├── PolicyBroken      a rounding rule would move a sum by more than half its unit
└── TwoJurisdictions  the concepts of one charge fall under different rounding rules
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sync.errors import SyncError
from sync.money import RECEIPT_LIMIT_CENTAVOS, Centavos


class TariffError(SyncError):
    """A charge has no price; nothing was charged."""

    code = "payment.no_price"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTariffFacts:
    """Which concept has no fee on which day."""

    concept: str
    day: date


class NoTariff(TariffError):
    """No fee is published for a concept on that day with those facts; nothing was charged."""

    code = "payment.no_tariff"

    def __init__(self, concept: int, day: date) -> None:
        super().__init__(NoTariffFacts(concept=str(concept), day=day))


@dataclass(frozen=True, slots=True, kw_only=True)
class FactMissingFacts:
    """Which fact nobody answered, by its id."""

    fact: str


class FactMissing(TariffError):
    """The tariff asks something that nobody answered; nothing was charged."""

    code = "payment.fact_missing"
    facts: FactMissingFacts

    def __init__(self, fact: str) -> None:
        super().__init__(FactMissingFacts(fact=fact))


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRefusedFacts:
    """Which fact got what answer."""

    fact: str
    value: str


class FactRefused(TariffError):
    """An answer lies outside what its fact may be; nothing was charged."""

    code = "payment.fact_refused"

    def __init__(self, fact: str, value: object) -> None:
        super().__init__(FactRefusedFacts(fact=fact, value=str(value)[:60]))


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexMissingFacts:
    """Which month of which index is not here."""

    index: str
    month: str


class IndexMissing(TariffError):
    """An update needs a month of a price index that was not published; nothing was charged."""

    code = "payment.index_missing"

    def __init__(self, index: str, month: str) -> None:
        super().__init__(IndexMissingFacts(index=index, month=month))


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalTooLargeFacts:
    """What would be due, and the largest total a receipt can state."""

    total_centavos: Centavos
    limit_centavos: Centavos


class TotalTooLarge(TariffError):
    """The total does not fit a receipt (2^32 centavos); nothing was charged."""

    code = "payment.too_large"

    def __init__(self, total_centavos: int) -> None:
        super().__init__(
            TotalTooLargeFacts(
                total_centavos=Centavos(total_centavos), limit_centavos=RECEIPT_LIMIT_CENTAVOS
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyBrokenFacts:
    """Which published rounding rule cannot be followed."""

    policy: str
    version: str


class PolicyBroken(TariffError):
    """A published rounding rule moves a sum by more than half its unit; nothing was charged."""

    code = "payment.rounding_rule"

    def __init__(self, policy: str, version: int) -> None:
        super().__init__(PolicyBrokenFacts(policy=policy, version=str(version)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoJurisdictionsFacts:
    """Two concepts that are rounded by different rules."""

    first: str
    second: str


class TwoJurisdictions(TariffError):
    """One charge holds concepts of different rounding rules; nothing was charged."""

    code = "payment.two_jurisdictions"

    def __init__(self, first: int, second: int) -> None:
        super().__init__(TwoJurisdictionsFacts(first=str(first), second=str(second)))
