"""From facts to tables: one function per report; every grouping adds up to the same sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import Enum
from typing import Any

from sync.events import PaymentMeans
from sync.reports.model import (
    DISCREET_CONCEPT,
    ROUNDING_CONCEPT,
    TOP_UP_CONCEPT,
    CashFacts,
    Cell,
    PaymentFact,
    ShiftFact,
    Table,
    Value,
)

SUMS = (
    ("payments", Cell.COUNT),
    ("reversals", Cell.COUNT),
    ("charged", Cell.MONEY),
    ("given_back", Cell.MONEY),
    ("total", Cell.MONEY),
    ("cash", Cell.MONEY),
    ("card", Cell.MONEY),
    ("declared", Cell.MONEY),
    ("balance", Cell.MONEY),
)
DIFFERENCE = (("difference", Cell.MONEY),)


class Report(Enum):
    """Every report, by the name that the command line and the screens use."""

    SHIFT = "shift"
    CLERK = "clerk"
    CONCEPT = "concept"
    OFFICE = "office"
    DAY = "day"
    DIFFERENCES = "differences"
    DEPOSITS = "deposits"
    REVERSALS = "reversals"
    REPRINTS = "reprints"
    BALANCES = "balances"
    DECLARED = "declared"
    UNDELIVERED = "undelivered"


def between(facts: CashFacts, first: date | None, last: date | None) -> CashFacts:
    """Return the facts of business days from *first* to *last*, both included.

    A deposit belongs to the day on its slip; one without a day, and what belongs to no known shift,
    is left in: an auditor must not lose it by choosing a period.
    """

    def fits(day: date | None) -> bool:
        if day is None:
            return True
        return (first is None or first <= day) and (last is None or day <= last)

    days = {one.shift: one.business_day for one in facts.shifts}
    return CashFacts(
        shifts=tuple(one for one in facts.shifts if fits(one.business_day)),
        payments=tuple(one for one in facts.payments if fits(days.get(one.shift))),
        deposits=tuple(one for one in facts.deposits if fits(one.day)),
        moves=tuple(one for one in facts.moves if fits(days.get(one.shift))),
        reprints=tuple(
            one
            for one in facts.reprints
            if fits(None if one.shift is None else days.get(one.shift))
        ),
        concepts=facts.concepts,
        undelivered=facts.undelivered,
    )


def make(report: Report, facts: CashFacts) -> Table:
    """Return one report."""
    return _MAKERS[report](facts)


def _by_shift(facts: CashFacts) -> Table:
    known = _known_shifts(facts)
    groups: dict[Any, list[PaymentFact]] = {one.shift: [] for one in facts.shifts}
    for payment in facts.payments:
        groups.setdefault(payment.shift, []).append(payment)
    rows = []
    for shift, payments in groups.items():
        fact = known.get(shift)
        keys: tuple[Value, ...] = (None, "?", None, None)
        if fact is not None:
            keys = (fact.business_day, fact.terminal, fact.number, fact.cashier)
        rows.append((*keys, *_sums(payments), _difference([fact])))
    columns = (
        ("day", Cell.DAY),
        ("terminal", Cell.TEXT),
        ("shift", Cell.COUNT),
        ("clerk", Cell.COUNT),
        *SUMS,
        *DIFFERENCE,
    )
    return _table(Report.SHIFT, columns, rows, keys=4)


def _by(
    report: Report, column: tuple[str, Cell], key: Callable[[ShiftFact], Value]
) -> Callable[[CashFacts], Table]:
    def made(facts: CashFacts) -> Table:
        known = _known_shifts(facts)
        groups: dict[Value, list[PaymentFact]] = {}
        shifts: dict[Value, list[ShiftFact | None]] = {}
        for one in facts.shifts:
            groups.setdefault(key(one), [])
            shifts.setdefault(key(one), []).append(one)
        for payment in facts.payments:
            fact = known.get(payment.shift)
            groups.setdefault(None if fact is None else key(fact), []).append(payment)
        rows = [
            (value, *_sums(payments), _difference(shifts.get(value, [])))
            for value, payments in groups.items()
        ]
        return _table(report, (column, *SUMS, *DIFFERENCE), rows, keys=1)

    return made


def _by_clerk(facts: CashFacts) -> Table:
    """By who took each payment; a difference belongs to who opened the shift."""
    groups: dict[Value, list[PaymentFact]] = {one.cashier: [] for one in facts.shifts}
    shifts: dict[Value, list[ShiftFact | None]] = {}
    for one in facts.shifts:
        shifts.setdefault(one.cashier, []).append(one)
    for payment in facts.payments:
        groups.setdefault(payment.operator, []).append(payment)
    rows = [
        (clerk, *_sums(payments), _difference(shifts.get(clerk, [])))
        for clerk, payments in groups.items()
    ]
    return _table(Report.CLERK, (("clerk", Cell.COUNT), *SUMS, *DIFFERENCE), rows, keys=1)


def _by_concept(facts: CashFacts) -> Table:
    """By concept, with the rounding as its own; discreet services are one row together."""
    names = dict(facts.concepts)
    lines: dict[int, tuple[int, int]] = {}

    def add(concept: int, count: int, centavos: int) -> None:
        counted, summed = lines.get(concept, (0, 0))
        lines[concept] = (counted + count, summed + centavos)

    for payment in facts.payments:
        sign = -1 if payment.reverses is not None else 1
        for concept, net in payment.lines:
            add(DISCREET_CONCEPT if payment.discreet else concept, sign, net)
        if payment.rounding_centavos:
            add(ROUNDING_CONCEPT, 0, payment.rounding_centavos)
    rows = [
        (concept, names.get(concept, ""), count, centavos)
        for concept, (count, centavos) in lines.items()
    ]
    columns = (
        ("concept", Cell.COUNT),
        ("name", Cell.TEXT),
        ("lines", Cell.COUNT),
        ("total", Cell.MONEY),
    )
    return _table(Report.CONCEPT, columns, rows, keys=2)


def _differences(facts: CashFacts) -> Table:
    rows = [
        (
            one.business_day,
            one.terminal,
            one.number,
            one.cashier,
            one.expected_centavos,
            one.counted_centavos,
            one.difference_centavos,
        )
        for one in facts.shifts
        if one.difference_centavos
    ]
    columns = (
        ("day", Cell.DAY),
        ("terminal", Cell.TEXT),
        ("shift", Cell.COUNT),
        ("clerk", Cell.COUNT),
        ("expected", Cell.MONEY),
        ("counted", Cell.MONEY),
        ("difference", Cell.MONEY),
    )
    return _table(Report.DIFFERENCES, columns, rows, keys=4)


def _deposits(facts: CashFacts) -> Table:
    rows = []
    for one in facts.deposits:
        confirmed = one.confirmed_centavos
        state = "in_transit"
        if confirmed is not None:
            state = "confirmed" if confirmed == one.amount_centavos else "differs"
        difference = None if confirmed is None else confirmed - one.amount_centavos
        rows.append(
            (
                one.day,
                one.terminal,
                one.bank,
                one.slip,
                one.operator,
                one.bank_reference or "",
                state,
                one.amount_centavos,
                confirmed,
                difference,
            )
        )
    columns = (
        ("day", Cell.DAY),
        ("terminal", Cell.TEXT),
        ("bank", Cell.TEXT),
        ("slip", Cell.TEXT),
        ("clerk", Cell.COUNT),
        ("bank_reference", Cell.TEXT),
        ("state", Cell.TEXT),
        ("deposited", Cell.MONEY),
        ("confirmed", Cell.MONEY),
        ("difference", Cell.MONEY),
    )
    return _table(Report.DEPOSITS, columns, rows, keys=7)


def _reversals(facts: CashFacts) -> Table:
    known = _known_shifts(facts)
    rows = []
    for one in facts.payments:
        if one.reverses is None:
            continue
        shift = known.get(one.shift)
        rows.append(
            (
                None if shift is None else shift.business_day,
                one.folio,
                one.reverses,
                one.operator,
                f"reason_{one.reason}",
                "yes" if one.scanned else "no",
                one.total_centavos,
            )
        )
    columns = (
        ("day", Cell.DAY),
        ("folio", Cell.TEXT),
        ("original", Cell.TEXT),
        ("clerk", Cell.COUNT),
        ("reason", Cell.TEXT),
        ("scanned", Cell.TEXT),
        ("total", Cell.MONEY),
    )
    return _table(Report.REVERSALS, columns, rows, keys=6)


def _reprints(facts: CashFacts) -> Table:
    known = _known_shifts(facts)
    rows = []
    for one in facts.reprints:
        shift = None if one.shift is None else known.get(one.shift)
        day = None if shift is None else shift.business_day
        rows.append((day, one.folio, one.operator, one.copy, one.reason))
    columns = (
        ("day", Cell.DAY),
        ("folio", Cell.TEXT),
        ("clerk", Cell.COUNT),
        ("copy", Cell.COUNT),
        ("reason_said", Cell.TEXT),
    )
    return Table(name=Report.REPRINTS.value, columns=columns, rows=_in_order(rows))


def _balances(facts: CashFacts) -> Table:
    """Day by day what people put on their balances and what they paid from them."""
    known = _known_shifts(facts)
    days: dict[Value, list[int]] = {}
    for one in facts.payments:
        shift = known.get(one.shift)
        sums = days.setdefault(None if shift is None else shift.business_day, [0, 0])
        sums[0] += sum(net for concept, net in one.lines if concept == TOP_UP_CONCEPT)
        sums[1] += one.balance_centavos
    rows = [(day, added, used) for day, (added, used) in days.items() if added or used]
    columns = (("day", Cell.DAY), ("top_ups", Cell.MONEY), ("balance", Cell.MONEY))
    return _table(Report.BALANCES, columns, rows, keys=1)


def _declared(facts: CashFacts) -> Table:
    known = _known_shifts(facts)
    rows = []
    for one in facts.payments:
        if one.means not in (PaymentMeans.BANK, PaymentMeans.TRANSFER):
            continue
        shift = known.get(one.shift)
        rows.append(
            (
                None if shift is None else shift.business_day,
                one.folio,
                one.operator,
                one.reference or "",
                one.declared or "waits",
                one.received_centavos,
            )
        )
    columns = (
        ("day", Cell.DAY),
        ("folio", Cell.TEXT),
        ("clerk", Cell.COUNT),
        ("reference", Cell.TEXT),
        ("state", Cell.TEXT),
        ("declared", Cell.MONEY),
    )
    return _table(Report.DECLARED, columns, rows, keys=5)


def _undelivered(facts: CashFacts) -> Table:
    waiting = set(facts.undelivered)
    rows = [
        (one.folio, one.operator, one.total_centavos)
        for one in facts.payments
        if one.folio in waiting
    ]
    columns = (("folio", Cell.TEXT), ("clerk", Cell.COUNT), ("total", Cell.MONEY))
    return _table(Report.UNDELIVERED, columns, rows, keys=2)


def _known_shifts(facts: CashFacts) -> dict[bytes, ShiftFact]:
    return {one.shift: one for one in facts.shifts}


def _sums(payments: Iterable[PaymentFact]) -> tuple[int, ...]:
    """Return what stands under SUMS; cash + card + declared + balance = total."""
    taken = back = charged = given_back = 0
    by_means: dict[int, int] = {}
    from_balance = 0
    for one in payments:
        if one.reverses is None:
            taken, charged = taken + 1, charged + one.total_centavos
        else:
            back, given_back = back + 1, given_back + one.total_centavos
        by_means[one.means] = by_means.get(one.means, 0) + one.received_centavos
        from_balance += one.balance_centavos
    declared = by_means.get(PaymentMeans.BANK, 0) + by_means.get(PaymentMeans.TRANSFER, 0)
    return (
        taken,
        back,
        charged,
        given_back,
        charged + given_back,
        by_means.get(PaymentMeans.CASH, 0),
        by_means.get(PaymentMeans.TERMINAL, 0),
        declared,
        from_balance + by_means.get(PaymentMeans.BALANCE, 0),
    )


def _difference(shifts: Iterable[ShiftFact | None]) -> int:
    return sum(one.difference_centavos or 0 for one in shifts if one is not None)


def _table(
    report: Report,
    columns: Sequence[tuple[str, Cell]],
    rows: Sequence[tuple[Value, ...]],
    *,
    keys: int,
) -> Table:
    """Return a table in order of its first columns, with the sum of all that follow *keys*."""
    ordered = _in_order(rows)
    sums = [
        sum(value for row in ordered if isinstance(value := row[place], int))
        for place in range(keys, len(columns))
    ]
    totals: tuple[Value, ...] = (*([None] * keys), *sums)
    return Table(name=report.value, columns=tuple(columns), rows=ordered, totals=totals)


def _in_order(rows: Iterable[tuple[Value, ...]]) -> tuple[tuple[Value, ...], ...]:
    """What has no key comes last, so that nobody overlooks it."""
    return tuple(
        sorted(rows, key=lambda row: [(value is None, _sortable(value)) for value in row[:4]])
    )


def _sortable(value: Value) -> tuple[int, str]:
    match value:
        case int():
            return value, ""
        case date():
            return value.toordinal(), ""
        case _:
            return 0, value or ""


_MAKERS: dict[Report, Callable[[CashFacts], Table]] = {
    Report.SHIFT: _by_shift,
    Report.CLERK: _by_clerk,
    Report.CONCEPT: _by_concept,
    Report.OFFICE: _by(
        Report.OFFICE, ("office", Cell.TEXT), lambda one: f"{one.office} ({one.terminal})"
    ),
    Report.DAY: _by(Report.DAY, ("day", Cell.DAY), lambda one: one.business_day),
    Report.DIFFERENCES: _differences,
    Report.DEPOSITS: _deposits,
    Report.REVERSALS: _reversals,
    Report.REPRINTS: _reprints,
    Report.BALANCES: _balances,
    Report.DECLARED: _declared,
    Report.UNDELIVERED: _undelivered,
}
