"""What things cost, on which days, by which law: tariffs and the rounding of sums."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Annotated, ClassVar

from sync.annotated import InArray, Key, Place
from sync.catalogue.words import CODE, LANGUAGE, VERSION, InLanguages
from sync.ids import Concept
from sync.money import Centavos
from sync.shape import Choice, Day, Either, Many, OrNull, Table, Text, Whole

FACT_ID = Text(1, 12, "fact")
"""Short: a payment order holds what a tariff asks in 24 characters (RECEIPTS §2a)."""
NOTHING = Centavos(0)
PRICE = Whole(0, 2**32 - 1, "centavos")
RATE = Whole(0, 10**9, "per million")
WHOLE_RATE = 1_000_000
"""A rate of 100 %: rates are whole numbers per million."""
_SOME_VALUE = Either((Text(0, 60), Whole(-(2**53), 2**53)))


class Tie(IntEnum):
    """Where the rest goes when an amount is rounded to the centavo, once, at its line."""

    HALF_UP = 1
    HALF_EVEN = 2
    HALF_DOWN = 3
    DOWN = 4
    UP = 5


class BracketMode(IntEnum):
    """How a table of brackets is read."""

    WHOLE = 1  # the bracket that holds the quantity prices all of it
    PROGRESSIVE = 2  # each bracket prices the part of the quantity that lies in it
    EXCESS = 3  # the bracket's own sum, and its price for what exceeds its lower end


class Comparison(IntEnum):
    """What a condition asks of a fact: a closed list, so that two rows can be proved apart."""

    ONE_OF = 1
    NOT_ONE_OF = 2
    AT_LEAST = 3
    AT_MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A fact compared with values; several conditions of one row must all hold."""

    fact: Annotated[str, Place(0, FACT_ID)]
    comparison: Annotated[Comparison, Place(1, Choice(Comparison))]
    values: Annotated[tuple[str | int, ...], Place(2, Many(_SOME_VALUE, 1, 60))]


CONDITIONS = Many(InArray(Condition), 0, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """One step of a table, up to and including a quantity; None: without end."""

    up_to: Annotated[int | None, Place(0, OrNull(Whole(0, 2**53)))]
    flat_centavos: Annotated[Centavos, Place(1, PRICE)]
    unit_centavos: Annotated[Centavos, Place(2, PRICE)]  # for each unit of the quantity
    rate_per_million: Annotated[int, Place(3, RATE)]  # of the quantity, where it is money


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffEntry:
    """The price of one concept between two days, both included, with its legal reference.

    A line is quantity × unit. The quantity is the product of the quantity facts. The unit is
    `unit_centavos`, or is worked out from the measure: by brackets, or as a rate of it, and kept
    between minimum and maximum. The row counts only where its conditions hold.
    """

    dataset: ClassVar[int] = 5

    tariff_id: Annotated[str, Key(1, Text(1, 100))]
    version: Annotated[int, Key(2, VERSION)]
    valid_from: Annotated[date, Key(3, Day())]
    valid_to: Annotated[date | None, Key(4, OrNull(Day()))]
    legal_reference: Annotated[str, Key(5, Text(1, 500))]
    concept: Annotated[Concept, Key(6, CODE)]
    unit_centavos: Annotated[Centavos, Key(7, PRICE)]
    names: Annotated[InLanguages[str], Key(8, Table(LANGUAGE, Text(1, 200)))]
    quantity_facts: Annotated[tuple[str, ...], Key(9, Many(FACT_ID, 0, 4))] = ()
    measure: Annotated[str | None, Key(10, FACT_ID)] = None
    brackets: Annotated[tuple[Bracket, ...], Key(11, Many(InArray(Bracket), 0, 200))] = ()
    bracket_mode: Annotated[BracketMode, Key(12, Choice(BracketMode))] = BracketMode.WHOLE
    rate_per_million: Annotated[int, Key(13, RATE)] = 0
    minimum_centavos: Annotated[Centavos, Key(14, PRICE)] = NOTHING
    maximum_centavos: Annotated[Centavos | None, Key(15, PRICE)] = None
    tie: Annotated[Tie, Key(16, Choice(Tie))] = Tie.HALF_UP
    conditions: Annotated[tuple[Condition, ...], Key(17, CONDITIONS)] = ()

    @property
    def key(self) -> str:
        """Return `tariff:ID:VERSION:CONCEPT`: one version prices many concepts."""
        return f"tariff:{self.tariff_id}:{self.version}:{self.concept}"


class RoundingScope(IntEnum):
    """What is rounded: the sum of a charge, or each of its lines."""

    SUM = 1
    LINE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundingEntry:
    """How money is rounded between two days, both included (RECEIPTS §10).

    A rest of *up_from_centavos* or more within *unit_centavos* goes up, a smaller one down.
    `concepts` names those of a jurisdiction with a rule of its own; () is the rule of all others.
    """

    dataset: ClassVar[int] = 5

    rounding_id: Annotated[str, Key(1, Text(1, 100))]
    version: Annotated[int, Key(2, VERSION)]
    valid_from: Annotated[date, Key(3, Day())]
    valid_to: Annotated[date | None, Key(4, OrNull(Day()))]
    legal_reference: Annotated[str, Key(5, Text(1, 500))]
    unit_centavos: Annotated[Centavos, Key(6, Whole(1, 1_000_000, "centavos"))]
    up_from_centavos: Annotated[Centavos, Key(7, Whole(0, 1_000_000, "centavos"))]
    scope: Annotated[RoundingScope, Key(8, Choice(RoundingScope))] = RoundingScope.SUM
    concepts: Annotated[tuple[Concept, ...], Key(9, Many(CODE, 0, 500))] = ()

    @property
    def key(self) -> str:
        """Return `rounding:ID:VERSION`."""
        return f"rounding:{self.rounding_id}:{self.version}"
