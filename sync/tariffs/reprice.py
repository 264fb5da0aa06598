"""The central prices every payment again, with the device's facts and its own price list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sync.catalogue import Entry
from sync.events import PaymentLine, PaymentTaken
from sync.money import Centavos
from sync.tariffs.amounts import quantity_of
from sync.tariffs.book import TariffBook, book_of
from sync.tariffs.errors import TariffError
from sync.tariffs.pricing import Line, Priced, Wanted, price, tariff_on

CONCEPT_TOP_UP = 2
"""Reserved (RECEIPTS §2): money put on a citizen's balance; its amount is the person's choice."""


class Differs(Enum):
    """What is not as the price list says."""

    NO_PRICE = "no_price"  # no tariff that day, a fact missing or refused
    TARIFF = "tariff"
    QUANTITY = "quantity"
    UNIT = "unit"
    CHANGES = "changes"
    NET = "net"
    ROUNDING = "rounding"
    TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How a payment differs from its price: which line (None: the whole), what, and by how much."""

    differs: Differs
    line: int | None
    stated_centavos: Centavos
    due_centavos: Centavos | None  # None where there is no price
    why: str = ""  # the error's code where there is no price


def reprice(
    event: PaymentTaken, entries: TariffBook | Iterable[Entry], day: date
) -> Difference | None:
    """Return the first difference between a payment and its price that day; None for none.

    Lines of a top-up have no price: only their sum counts. Never raises for what a device wrote.
    """
    book = entries if isinstance(entries, TariffBook) else book_of(entries)
    lines = [line for line in event.lines if line.concept != CONCEPT_TOP_UP]
    if not lines:
        return None
    facts = dict(event.facts or ())
    try:
        priced = price([_wanted(line, book, day, facts) for line in lines], book, day, facts)
    except TariffError as error:
        return _difference(Differs.NO_PRICE, None, event.total_centavos, None, error.code)
    for place, (stated, due) in enumerate(zip(lines, priced.lines, strict=True)):
        differs = _line_differs(stated, due)
        if differs is not None:
            return _difference(differs, place, stated.net_centavos, due.net_centavos)
    return _sum_differs(event, priced, len(lines) < len(event.lines))


def _sum_differs(event: PaymentTaken, priced: Priced, topped_up: bool) -> Difference | None:
    rule = event.rounding_policy
    named = (rule.rule_id, rule.version) == (priced.policy.rounding_id, priced.policy.version)
    if not named or (event.rounding_centavos != priced.rounding_centavos and not topped_up):
        return _difference(Differs.ROUNDING, None, event.total_centavos, priced.total_centavos)
    if event.total_centavos != priced.total_centavos and not topped_up:
        return _difference(Differs.TOTAL, None, event.total_centavos, priced.total_centavos)
    return None


def _line_differs(stated: PaymentLine, due: Line) -> Differs | None:
    due_line = due.payment_line
    if stated.tariff != due_line.tariff:
        return Differs.TARIFF
    if stated.quantity != due_line.quantity:
        return Differs.QUANTITY
    if stated.unit_centavos != due_line.unit_centavos:
        return Differs.UNIT
    if stated.changes != due_line.changes:
        return Differs.CHANGES
    return None if stated.net_centavos == due_line.net_centavos else Differs.NET


def _wanted(line: PaymentLine, book: TariffBook, day: date, facts: dict[str, str | int]) -> Wanted:
    """Return what was asked: the stated quantity without what the tariff multiplies it by."""
    used = book.answered([line.concept], day, facts)
    row = tariff_on(line.concept, book, day, used)
    factor = quantity_of(row, 1, used)
    whole = factor > 0 and line.quantity % factor == 0
    return Wanted(concept=line.concept, quantity=line.quantity // factor if whole else 1)


def _difference(
    differs: Differs, line: int | None, stated: int, due: int | None, why: str = ""
) -> Difference:
    return Difference(
        differs=differs,
        line=line,
        stated_centavos=Centavos(stated),
        due_centavos=None if due is None else Centavos(due),
        why=why,
    )
