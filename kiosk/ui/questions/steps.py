"""The numbers a `range` offers: from start to end by steps; exact, no screen in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_MOST_STEPS = 100_000


def _decimal(text: str, instead: str) -> Decimal:
    try:
        number = Decimal(text.strip() or instead)
    except InvalidOperation:
        number = Decimal(instead)
    return number if number.is_finite() else Decimal(instead)


@dataclass(frozen=True, slots=True)
class Steps:
    """start, start + step … not beyond end. `count` is how many numbers there are."""

    start: Decimal
    step: Decimal
    count: int
    decimals: int

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Steps:
        """Read `start` `end` `step`; what is missing or wrong is 0, 10 and 1, as in Collect."""
        start = _decimal(parameters.get("start", ""), "0")
        end = _decimal(parameters.get("end", ""), "10")
        step = abs(_decimal(parameters.get("step", ""), "1")) or Decimal(1)
        count = min(_MOST_STEPS, int(abs(end - start) / step) + 1)
        decimals = max(0, *(-int(one.normalize().as_tuple().exponent) for one in (start, step)))
        return cls(start, step if end >= start else -step, count, decimals)

    def text(self, index: int) -> str:
        """Return the number at a place as it is stored."""
        return f"{self.start + self.step * index:.{self.decimals}f}"

    def index(self, text: str) -> int | None:
        """Return the place of a number, None where it is none of them."""
        try:
            number = Decimal(text.strip().replace(",", "."))
        except InvalidOperation:
            return None
        if not number.is_finite():
            return None
        place, rest = divmod(number - self.start, self.step)
        return int(place) if rest == 0 and 0 <= place < self.count else None

    def every(self, interval: str) -> int:
        """Return after how many steps a tick comes; a few dozen at most where nothing is said."""
        wanted = abs(_decimal(interval, "0"))
        if wanted:
            return max(1, int(wanted / abs(self.step)))
        every = 1
        while (self.count - 1) // every > 20:
            every *= 5 if every % 2 == 0 else 2
        return every
