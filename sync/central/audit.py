"""The auditor's view: every number of every series, and what stands against it.

For each device and series the numbers 1…k: recorded, missing, used twice, changed, reversed, seen
on paper, seen without a record. Whoever removes or changes one payment leaves a number without a
record, a paper whose code the record does not give, or a sum that does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import Connection, select

from sync import cbor
from sync.acuse import AcuseState
from sync.central import schema
from sync.central.findings.book import Order, read_book
from sync.central.receipt_report import Paper, PaperRow
from sync.central.seen import day_of
from sync.errors import MessageInvalid
from sync.events import (
    PaymentReversed,
    PaymentTaken,
    RegistrationMade,
    ShiftClosed,
    ShiftOpened,
    StreamOpened,
)
from sync.ids import StreamId, folio_text, series_of
from sync.receipts import typed_code

AMOUNT_KEYS = {
    PaymentTaken.kind: 2,
    PaymentReversed.kind: 2,
    ShiftOpened.kind: 5,
    ShiftClosed.kind: 2,
}
KINDS = (StreamOpened.kind, RegistrationMade.kind, *AMOUNT_KEYS)
FOLIO_KEY, SHIFT_KEY, ORIGINAL_KEY, START_NUMBER = 1, 19, 10, 1


class Mark(Enum):
    """What an auditor is told about one number."""

    MISSING = "missing"
    TWICE = "twice"
    CHANGED = "changed"  # a paper says something else than the record
    NOT_RECORDED = "seen_without_journal"
    HELD_BACK = "held_back"  # recorded, not applied: its code
    ERASED = "erased"
    REVERSED = "reversed"
    SEEN = "seen"  # a paper was shown and agrees


ALARMING = frozenset({Mark.MISSING, Mark.TWICE, Mark.CHANGED, Mark.NOT_RECORDED, Mark.HELD_BACK})


@dataclass(slots=True, kw_only=True)
class Number:
    """One number of a series, and everything known of it."""

    number: int
    kind: int | None = None
    day: date | None = None
    operator: int | None = None
    total_centavos: int | None = None
    code: str = ""  # the ten characters on the paper
    papers: int = 0  # prints that the journal tells of
    marks: dict[Mark, str] = field(default_factory=dict)  # with the word that belongs to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The numbers of one series, 1 to the highest that journal or paper knows."""

    device_id: bytes
    terminal: str
    series: int
    numbers: tuple[Number, ...]

    @property
    def first_folio(self) -> str:
        """Return the folio of number 1, which names the series."""
        return folio_text(self.terminal, self.series, START_NUMBER)

    def count(self, mark: Mark) -> int:
        """Return how many numbers carry a mark."""
        return sum(mark in one.marks for one in self.numbers)

    @property
    def net_centavos(self) -> int:
        """Return payments less reversals, as applied."""
        signs = {PaymentTaken.kind: 1, PaymentReversed.kind: -1}
        return sum(
            signs.get(one.kind or 0, 0) * (one.total_centavos or 0)
            for one in self.numbers
            if Mark.HELD_BACK not in one.marks
        )


def audit(connection: Connection, papers: Iterable[PaperRow]) -> list[Series]:
    """Return every series of every device."""
    terminals = {row.device_id: row.terminal for row in connection.execute(select(schema.device))}
    found: dict[tuple[bytes, int], dict[int, Number]] = {}
    book = read_book(connection)
    days = {(row.device_id, row.shift): day_of(row.business_day) for row in book.shifts}
    prints: dict[tuple[bytes, bytes], int] = {}
    for row in book.prints:
        if row.about is not None:
            prints[row.device_id, row.about] = prints.get((row.device_id, row.about), 0) + 1
    for row in _events(connection, book.order):
        _record(found, row, days, prints)
    for paper in papers:
        _against(found, paper)
    made = []
    for (device_id, series), numbers in sorted(found.items()):
        for number in range(START_NUMBER, max(numbers) + 1):
            if number not in numbers:
                numbers[number] = Number(number=number, marks={Mark.MISSING: ""})
        made.append(
            Series(
                device_id=device_id,
                terminal=terminals.get(device_id, "?????-???"),
                series=series,
                numbers=tuple(numbers[number] for number in sorted(numbers)),
            )
        )
    return made


def _events(connection: Connection, order: Order) -> list[Any]:
    event = schema.event
    rows = connection.execute(select(event).where(event.c.kind.in_(KINDS)))
    return sorted(rows, key=order)


def _record(
    found: dict[tuple[bytes, int], dict[int, Number]],
    row: Any,
    days: dict[tuple[bytes, bytes], date],
    prints: dict[tuple[bytes, bytes], int],
) -> None:
    """Enter one event that gave a receipt."""
    body = _body(row.body)
    if body is None and row.kind != StreamOpened.kind:
        _erased(found, row)
        return
    series, number = series_of(StreamId(row.stream)), START_NUMBER
    if row.kind != StreamOpened.kind:
        match (body or {}).get(FOLIO_KEY):
            case [int() as series, int() as number]:
                pass
            case _:
                return
    numbers = found.setdefault((row.device_id, series), {})
    if number in numbers:
        numbers[number].marks[Mark.TWICE] = typed_code(row.h[:16])
        return
    says = body or {}
    shift = row.event_id if row.kind == ShiftOpened.kind else says.get(SHIFT_KEY)
    one = Number(
        number=number,
        kind=row.kind,
        day=days.get((row.device_id, shift)) if isinstance(shift, bytes) else None,
        operator=_operator(row.header),
        total_centavos=_amount(row.kind, says),
        code=typed_code(row.h[:16]),
        papers=prints.get((row.device_id, row.event_id), 0),
    )
    if not row.applied:
        one.marks[Mark.HELD_BACK] = str(row.code)
    numbers[number] = one
    if row.kind == PaymentReversed.kind and row.applied:
        match says.get(ORIGINAL_KEY):
            case [int() as of_series, int() as of_number]:
                original = found.get((row.device_id, of_series), {}).get(of_number)
                if original is not None:
                    original.marks[Mark.REVERSED] = str(number)
            case _:
                pass


def _erased(found: dict[tuple[bytes, int], dict[int, Number]], row: Any) -> None:
    """An erased event has no folio any more; its place shows which numbers it may have had."""
    numbers = found.setdefault((row.device_id, series_of(StreamId(row.stream))), {})
    number = max(numbers, default=0) + 1
    numbers.setdefault(
        number,
        Number(
            number=number,
            kind=row.kind,
            code=typed_code(row.h[:16]),
            marks={Mark.ERASED: ""},
        ),
    )


def _against(found: dict[tuple[bytes, int], dict[int, Number]], paper: PaperRow) -> None:
    says = paper.says
    if says is None:
        return
    numbers = found.setdefault((paper.device_id, says.series), {})
    one = numbers.get(says.number)
    if one is None:
        one = numbers[says.number] = Number(
            number=says.number,
            total_centavos=says.total_centavos,
            code=paper.code,
            marks={Mark.NOT_RECORDED: paper.code},
        )
        return
    if paper.standing in (Paper.DIFFERS, Paper.UNKNOWN_HEAD):
        one.marks[Mark.CHANGED] = f"{paper.code} {says.total_centavos}"
    elif paper.state in (AcuseState.RECEIVED, AcuseState.REVERSED):
        one.marks[Mark.SEEN] = paper.code


def _body(body: bytes | None) -> dict[Any, Any] | None:
    if body is None:
        return None
    try:
        decoded = cbor.decode(body)
    except MessageInvalid:
        return None
    return decoded if isinstance(decoded, dict) else None


def _operator(header: bytes) -> int | None:
    try:
        decoded = cbor.decode(header)
    except MessageInvalid:
        return None
    operator = decoded.get(6) if isinstance(decoded, dict) else None
    return operator if isinstance(operator, int) else None


def _amount(kind: int, says: dict[Any, Any]) -> int | None:
    amount = says.get(AMOUNT_KEYS.get(kind, -1))
    return amount if isinstance(amount, int) else None
