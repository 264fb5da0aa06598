"""What things cost, on which days, by which law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from sync.annotated import Key
from sync.catalogue.words import CODE, LANGUAGE, VERSION, InLanguages
from sync.ids import Concept
from sync.money import Centavos
from sync.shape import Day, OrNull, Table, Text, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffEntry:
    """The price of one concept between two days, both included, with its legal reference."""

    dataset: ClassVar[int] = 5

    tariff_id: Annotated[str, Key(1, Text(1, 100))]
    version: Annotated[int, Key(2, VERSION)]
    valid_from: Annotated[date, Key(3, Day())]
    valid_to: Annotated[date | None, Key(4, OrNull(Day()))]
    legal_reference: Annotated[str, Key(5, Text(1, 500))]
    concept: Annotated[Concept, Key(6, CODE)]
    unit_centavos: Annotated[Centavos, Key(7, Whole(0, 2**32 - 1, "centavos"))]
    names: Annotated[InLanguages[str], Key(8, Table(LANGUAGE, Text(1, 200)))]

    @property
    def key(self) -> str:
        """Return `tariff:ID:VERSION:CONCEPT`: one version prices many concepts."""
        return f"tariff:{self.tariff_id}:{self.version}:{self.concept}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundingEntry:
    """How the sum is rounded between two days, both included (RECEIPTS §10).

    A rest of *up_from_centavos* or more within *unit_centavos* goes up, a smaller one down.
    """

    dataset: ClassVar[int] = 5

    rounding_id: Annotated[str, Key(1, Text(1, 100))]
    version: Annotated[int, Key(2, VERSION)]
    valid_from: Annotated[date, Key(3, Day())]
    valid_to: Annotated[date | None, Key(4, OrNull(Day()))]
    legal_reference: Annotated[str, Key(5, Text(1, 500))]
    unit_centavos: Annotated[Centavos, Key(6, Whole(1, 1_000_000, "centavos"))]
    up_from_centavos: Annotated[Centavos, Key(7, Whole(0, 1_000_000, "centavos"))]

    @property
    def key(self) -> str:
        """Return `rounding:ID:VERSION`."""
        return f"rounding:{self.rounding_id}:{self.version}"
