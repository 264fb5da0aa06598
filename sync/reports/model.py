"""What a report is made of: facts of the cash desk, and tables of plain cells.

The same on device and central. Nobody is named: people at the drawer by their number, payers not at
all. Amounts are whole centavos; days are business days, never a device's clock (RECEIPTS §10).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

DISCREET_CONCEPT = 0
"""Every line of a discreet service: no counter tells which it was (UX §3.15)."""
ROUNDING_CONCEPT = 1
TOP_UP_CONCEPT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftFact:
    """One shift of one device; what follows *closed* is None while it is open."""

    shift: bytes
    terminal: str
    office: str
    number: int
    business_day: date
    cashier: int
    float_centavos: int
    closed: bool
    counted_centavos: int | None = None
    expected_centavos: int | None = None
    difference_centavos: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFact:
    """A payment, or a reversal of one: then every amount is negative."""

    shift: bytes
    folio: str
    operator: int
    total_centavos: int
    rounding_centavos: int
    means: int
    received_centavos: int  # by *means*
    balance_centavos: int  # taken from a citizen's balance
    lines: tuple[tuple[int, int], ...]  # concept, net
    discreet: bool
    reverses: str | None = None  # the folio that was given back
    reason: int | None = None
    scanned: bool = False
    reference: str | None = None
    declared: str | None = None  # word of the central on a declared payment


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositFact:
    """Money on its way to the bank, and the bank's word on it."""

    terminal: str
    day: date | None
    amount_centavos: int
    bank: str
    slip: str
    operator: int
    confirmed_centavos: int | None = None
    confirmed_day: date | None = None
    bank_reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveFact:
    """Cash in or out of a drawer without a payment."""

    shift: bytes
    change_centavos: int
    purpose: int
    operator: int
    slip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintFact:
    """A duplicate: of which folio, by whom, which copy."""

    shift: bytes | None  # of what was printed again
    folio: str
    operator: int
    copy: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CashFacts:
    """All that reports are made from."""

    shifts: tuple[ShiftFact, ...]
    payments: tuple[PaymentFact, ...]
    deposits: tuple[DepositFact, ...] = ()
    moves: tuple[MoveFact, ...] = ()
    reprints: tuple[ReprintFact, ...] = ()
    concepts: tuple[tuple[int, str], ...] = ()  # code, name
    undelivered: tuple[str, ...] = ()  # folios that are only on this device


class Cell(Enum):
    """What a column holds."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"  # centavos
    DAY = "day"


Value = str | int | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns, each with what it holds; totals stand under numbers."""

    name: str
    columns: tuple[tuple[str, Cell], ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[Value, ...] | None = None

    def column(self, name: str) -> tuple[Value, ...]:
        """Return the cells of one column."""
        place = [key for key, _ in self.columns].index(name)
        return tuple(row[place] for row in self.rows)


def pesos(centavos: int) -> str:
    """Return an amount as `-1234.50`, worked out in whole numbers."""
    whole, cents = divmod(abs(centavos), 100)
    return f"{'-' if centavos < 0 else ''}{whole}.{cents:02d}"
