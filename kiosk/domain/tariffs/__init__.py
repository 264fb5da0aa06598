"""What is due, as the app says it: the engine is `sync.tariffs`, shared with the central."""

from kiosk.domain.tariffs.charges import (
    AppliedRule,
    FeeRow,
    PricedCharge,
    PricedLine,
    RoundingPolicy,
    charge_of,
)
from kiosk.domain.tariffs.problems import (
    FactMissing,
    FactRefused,
    IndexMissing,
    NoTariff,
    PolicyBroken,
    TotalTooLarge,
    TwoJurisdictions,
    known,
)
from kiosk.domain.tariffs.questions import FactOption, FactQuestion, fact_of_answer, question_of
from sync.tariffs import CONCEPT_TOP_UP

__all__ = [
    "CONCEPT_TOP_UP",
    "AppliedRule",
    "FactMissing",
    "FactOption",
    "FactQuestion",
    "FactRefused",
    "FeeRow",
    "IndexMissing",
    "NoTariff",
    "PolicyBroken",
    "PricedCharge",
    "PricedLine",
    "RoundingPolicy",
    "TotalTooLarge",
    "TwoJurisdictions",
    "charge_of",
    "fact_of_answer",
    "known",
    "question_of",
]
