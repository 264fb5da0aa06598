"""The engine's refusals as known errors of the app: same codes, same facts."""

from __future__ import annotations

from typing import ClassVar

from kiosk.errors import KnownError
from sync.tariffs.errors import (
    FactMissingFacts,
    FactRefusedFacts,
    IndexMissingFacts,
    NoTariffFacts,
    PolicyBrokenFacts,
    TariffError,
    TotalTooLargeFacts,
    TwoJurisdictionsFacts,
)


class NoTariff(KnownError):
    """No fee is published for a concept on that day with those facts; nothing was charged."""

    code: ClassVar[str] = "payment.no_tariff"

    def __init__(self, facts: NoTariffFacts) -> None:
        super().__init__(facts)


class FactMissing(KnownError):
    """The tariff asks something that nobody answered; nothing was charged."""

    code: ClassVar[str] = "payment.fact_missing"

    def __init__(self, facts: FactMissingFacts) -> None:
        super().__init__(facts)


class FactRefused(KnownError):
    """An answer lies outside what its fact may be; nothing was charged."""

    code: ClassVar[str] = "payment.fact_refused"

    def __init__(self, facts: FactRefusedFacts) -> None:
        super().__init__(facts)


class IndexMissing(KnownError):
    """A month of a price index was not published to this device; nothing was charged."""

    code: ClassVar[str] = "payment.index_missing"

    def __init__(self, facts: IndexMissingFacts) -> None:
        super().__init__(facts)


class TotalTooLarge(KnownError):
    """The total does not fit a receipt (2^32 centavos); nothing was charged."""

    code: ClassVar[str] = "payment.too_large"

    def __init__(self, facts: TotalTooLargeFacts) -> None:
        super().__init__(facts)


class PolicyBroken(KnownError):
    """A published rounding rule moves a sum by more than half its unit; nothing was charged."""

    code: ClassVar[str] = "payment.rounding_rule"

    def __init__(self, facts: PolicyBrokenFacts) -> None:
        super().__init__(facts)


class TwoJurisdictions(KnownError):
    """One charge holds concepts of different rounding rules; nothing was charged."""

    code: ClassVar[str] = "payment.two_jurisdictions"

    def __init__(self, facts: TwoJurisdictionsFacts) -> None:
        super().__init__(facts)


def known(error: TariffError) -> KnownError:
    """Return the app's error for one of the engine: same code, same facts."""
    match error.facts:
        case NoTariffFacts() as facts:
            return NoTariff(facts)
        case FactMissingFacts() as facts:
            return FactMissing(facts)
        case FactRefusedFacts() as facts:
            return FactRefused(facts)
        case IndexMissingFacts() as facts:
            return IndexMissing(facts)
        case TotalTooLargeFacts() as facts:
            return TotalTooLarge(facts)
        case PolicyBrokenFacts() as facts:
            return PolicyBroken(facts)
        case TwoJurisdictionsFacts() as facts:
            return TwoJurisdictions(facts)
        case _:
            raise AssertionError(error.code)
