"""What a till must be after any history: a few sums, kept by hand beside the real one."""

from __future__ import annotations

from dataclasses import dataclass, field

from sync.ids import EventId, OperatorNumber


@dataclass(slots=True)
class Paid:
    """One payment as it was taken."""

    shift: int
    exact_centavos: int
    total_centavos: int
    reversed_once: bool = False


@dataclass(slots=True)
class Open:
    """The open shift."""

    number: int
    owner: OperatorNumber
    float_centavos: int
    drawer_centavos: int
    counting: str = ""  # check, count, recount, counted
    counted_centavos: int = 0


@dataclass(slots=True)
class Carried:
    """Money on its way to the bank."""

    amount_centavos: int
    by: OperatorNumber
    confirmed: bool = False


@dataclass(slots=True)
class Model:
    """The whole desk: one drawer, one safe, one bank, who answers for what."""

    shift: Open | None = None
    shifts: int = 0
    last_float_centavos: int | None = None
    safe_centavos: int = 0
    in_transit_centavos: int = 0
    bank_centavos: int = 0
    other_centavos: int = 0
    income_centavos: int = 0
    rounding_centavos: int = 0
    over_short_centavos: dict[int, int] = field(default_factory=dict)
    payments: dict[EventId, Paid] = field(default_factory=dict)
    carried: dict[EventId, Carried] = field(default_factory=dict)
    waiting: tuple[int, OperatorNumber] | None = None  # handed over: how much, to whom
    closer: OperatorNumber | None = None  # who closed the last shift and may hand its money on
    last_counted_centavos: int = 0

    def answers(self, who: int, amount_centavos: int) -> None:
        """Put a difference on somebody's account: more (> 0) is missing."""
        self.over_short_centavos[who] = self.over_short_centavos.get(who, 0) + amount_centavos

    @property
    def drawer_centavos(self) -> int:
        """Return what must lie in the drawer."""
        return 0 if self.shift is None else self.shift.drawer_centavos

    def accounts(self) -> dict[str, int]:
        """Return the sum of every account, those of 0 left out."""
        sums = {
            "drawer": self.drawer_centavos,
            "safe": self.safe_centavos,
            "in_transit": self.in_transit_centavos,
            "bank": self.bank_centavos,
            "other": self.other_centavos,
            "income": -self.income_centavos,
            "rounding": -self.rounding_centavos,
            "over_short": sum(self.over_short_centavos.values()),
        }
        return {name: amount for name, amount in sums.items() if amount}
