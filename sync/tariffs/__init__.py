"""Prices: a dated price list, a day and some facts make what is due, with a reason for each amount.

Pure and in whole centavos; the device charges with it, the central prices every payment again with
it. Worked examples that are run as tests: `docs/tariffs.md`.
"""

from sync.tariffs.arithmetic import rounded
from sync.tariffs.book import NO_ROUNDING, TariffBook, book_of, facts_of, holds_on
from sync.tariffs.conditions import Facts, FactValue, apart, holds
from sync.tariffs.errors import (
    FactMissing,
    FactRefused,
    IndexMissing,
    NoTariff,
    PolicyBroken,
    TariffError,
    TotalTooLarge,
    TwoJurisdictions,
)
from sync.tariffs.incentives import incentives_of
from sync.tariffs.pricing import Line, Priced, Wanted, price, rounding_of
from sync.tariffs.reprice import CONCEPT_TOP_UP, Difference, Differs, reprice

__all__ = [
    "CONCEPT_TOP_UP",
    "NO_ROUNDING",
    "Difference",
    "Differs",
    "FactMissing",
    "FactRefused",
    "FactValue",
    "Facts",
    "IndexMissing",
    "Line",
    "NoTariff",
    "PolicyBroken",
    "Priced",
    "TariffBook",
    "TariffError",
    "TotalTooLarge",
    "TwoJurisdictions",
    "Wanted",
    "apart",
    "book_of",
    "facts_of",
    "holds",
    "holds_on",
    "incentives_of",
    "price",
    "reprice",
    "rounded",
    "rounding_of",
]
