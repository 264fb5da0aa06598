"""What changes a line: surcharges, updates, discounts, exemptions; and the facts they ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Annotated, ClassVar

from sync.annotated import InMap, Key
from sync.catalogue.prices import CONDITIONS, FACT_ID, NOTHING, PRICE, RATE, Condition, Tie
from sync.catalogue.words import CODE, LANGUAGE, VERSION, InLanguages
from sync.ids import Concept
from sync.money import Centavos
from sync.shape import Choice, Day, Either, Many, OrNull, Table, Text, Whole

INDEX_ID = Text(1, 40, "index")


class RuleKind(IntEnum):
    """What a rule does to a line."""

    SURCHARGE = 1
    UPDATE = 2  # inflation
    DISCOUNT = 3
    EXEMPTION = 4  # takes all that is left; nothing is applied after it
    INCENTIVE = 5  # changes no line: it is credited to the payer's balance afterwards


class RuleBase(IntEnum):
    """Of what a rate is taken."""

    LINE = 1  # quantity x unit
    RUNNING = 2  # the line with everything applied before
    SURCHARGES = 3  # what surcharges added before


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEntry:
    """A dated rule that changes lines of some concepts, with its legal reference.

    Rules are applied by `order`, then by id. Of several with the same `group` that hold, the one
    best for the person counts, compared on quantity x unit. The change is amount + rate × base,
    times the fact `per` (months late, at most `count_limit`), or base × (newer / older index - 1);
    it is at least `at_least`, at most `at_most` and `at_most_rate` of quantity x unit; a discount
    leaves at least `leaves`.
    """

    dataset: ClassVar[int] = 5

    rule_id: Annotated[str, Key(1, Text(1, 100))]
    version: Annotated[int, Key(2, VERSION)]
    valid_from: Annotated[date, Key(3, Day())]
    valid_to: Annotated[date | None, Key(4, OrNull(Day()))]
    legal_reference: Annotated[str, Key(5, Text(1, 500))]
    kind: Annotated[RuleKind, Key(6, Choice(RuleKind))]
    names: Annotated[InLanguages[str], Key(7, Table(LANGUAGE, Text(1, 200)))]
    concepts: Annotated[tuple[Concept, ...], Key(8, Many(CODE, 1, 500))]
    order: Annotated[int, Key(9, Whole(0, 10_000))]
    base: Annotated[RuleBase, Key(10, Choice(RuleBase))] = RuleBase.LINE
    rate_per_million: Annotated[int, Key(11, RATE)] = 0
    amount_centavos: Annotated[Centavos, Key(12, PRICE)] = NOTHING
    per: Annotated[str | None, Key(13, FACT_ID)] = None
    count_limit: Annotated[int | None, Key(14, Whole(0, 10_000))] = None
    at_least_centavos: Annotated[Centavos, Key(15, PRICE)] = NOTHING
    at_most_centavos: Annotated[Centavos | None, Key(16, PRICE)] = None
    at_most_rate_per_million: Annotated[int | None, Key(17, RATE)] = None
    leaves_centavos: Annotated[Centavos, Key(18, PRICE)] = NOTHING
    group: Annotated[str | None, Key(19, Text(1, 40))] = None
    conditions: Annotated[tuple[Condition, ...], Key(20, CONDITIONS)] = ()
    index_id: Annotated[str | None, Key(21, INDEX_ID)] = None
    tie: Annotated[Tie, Key(22, Choice(Tie))] = Tie.HALF_UP

    @property
    def key(self) -> str:
        """Return `rule:ID:VERSION`."""
        return f"rule:{self.rule_id}:{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """A price index (INPC) for one month, in thousandths, known from the day it was published."""

    dataset: ClassVar[int] = 5

    index_id: Annotated[str, Key(1, INDEX_ID)]
    month: Annotated[int, Key(2, Whole(190_001, 999_912, "yyyymm"))]
    published: Annotated[date, Key(3, Day())]
    value_thousandths: Annotated[int, Key(4, Whole(1, 10**12))]
    legal_reference: Annotated[str, Key(5, Text(1, 500))]

    @property
    def key(self) -> str:
        """Return `index:ID:YYYYMM`."""
        return f"index:{self.index_id}:{self.month}"


class FactKind(IntEnum):
    """What a fact is."""

    WHOLE = 1
    MONEY = 2  # centavos
    CHOICE = 3
    YES_NO = 4  # 1 or 0


class FactSource(IntEnum):
    """Where a fact comes from; what is not there is asked at the counter."""

    COUNTER = 1
    ANSWER = 2  # a question of the registration
    AGE = 3  # of the person, in whole years on the business day


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChoice:
    """One value that a fact may have, and how people say it."""

    code: Annotated[str, Key(1, Text(1, 60))]
    names: Annotated[InLanguages[str], Key(2, Table(LANGUAGE, Text(1, 200)))]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactEntry:
    """Something a tariff must know: its question, its limits, and where the answer may stand."""

    dataset: ClassVar[int] = 5

    fact_id: Annotated[str, Key(1, FACT_ID)]
    names: Annotated[InLanguages[str], Key(2, Table(LANGUAGE, Text(1, 200)))]
    kind: Annotated[FactKind, Key(3, Choice(FactKind))]
    low: Annotated[int, Key(4, Whole(0, 2**53))] = 0
    high: Annotated[int, Key(5, Whole(0, 2**53))] = 2**32 - 1
    choices: Annotated[tuple[FactChoice, ...], Key(6, Many(InMap(FactChoice), 0, 60))] = ()
    units: Annotated[InLanguages[str], Key(7, Table(LANGUAGE, Text(1, 60)))] = ()
    hints: Annotated[InLanguages[str], Key(8, Table(LANGUAGE, Text(1, 300)))] = ()
    default: Annotated[
        str | int | None, Key(9, Either((Text(1, 60), Whole(0, 2**53, "where nobody says"))))
    ] = None
    source: Annotated[FactSource, Key(10, Choice(FactSource))] = FactSource.COUNTER
    path: Annotated[str | None, Key(11, Text(1, 200, "question of the form"))] = None

    @property
    def key(self) -> str:
        """Return `fact:ID`."""
        return f"fact:{self.fact_id}"
