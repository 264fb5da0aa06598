"""Shifts against their own ledger: what was in the drawer, what was entered after the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sync.central.findings.book import CashBook, by_event, place_of
from sync.central.findings.finding import Finding, at
from sync.ledger import DRAWER


def shift_findings(book: CashBook) -> Iterator[Finding]:
    """Yield what is wrong with shifts, their closings and what was handed on."""
    opened = {(row.device_id, row.shift): row for row in book.shifts}
    closed: dict[tuple[bytes, bytes], Any] = {}
    for closing in book.closings:
        key = (closing.device_id, closing.shift)
        if key in closed:
            yield at("shift.closed_twice", closing, shift=closing.shift)
            continue
        closed[key] = closing
        if closing.difference_centavos:
            yield at(
                "shift.difference",
                closing,
                shift=closing.shift,
                difference_centavos=closing.difference_centavos,
                operator=closing.operator,
            )
        yield from _numbers(book, closing)
    yield from _drawers(book, closed)
    for row in (*book.payments, *book.reversals, *book.moves, *book.closings):
        if (row.device_id, row.shift) not in opened:
            yield at("shift.unknown", row, shift=row.shift)
    for row in (*book.payments, *book.reversals):
        shift = opened.get((row.device_id, row.shift))
        if shift is not None and row.operator != shift.operator:
            yield at("shift.other_clerk", row, operator=row.operator, opened_by=shift.operator)
    yield from _went_back(book)
    yield from _handed_over(book)


def _numbers(book: CashBook, closing: Any) -> Iterator[Finding]:
    """The slip's range holds every receipt of the shift, and ends with the slip itself."""
    outside = sorted(
        row.folio_number
        for row in (*book.payments, *book.reversals)
        if (row.device_id, row.shift) == (closing.device_id, closing.shift)
        and row.folio_series == closing.folio_series
        and not closing.first_number <= row.folio_number <= closing.last_number
    )
    if outside or closing.last_number > closing.folio_number:
        yield at(
            "shift.numbers_differ",
            closing,
            first=closing.first_number,
            last=closing.last_number,
            own=closing.folio_number,
            outside=" ".join(map(str, outside)),
        )


def _drawers(book: CashBook, closed: dict[tuple[bytes, bytes], Any]) -> Iterator[Finding]:
    """Follow each drawer act by act: never below 0, nothing after its end, expected = its sum."""
    holds: dict[tuple[bytes, bytes], int] = {}
    told: set[tuple[bytes, bytes, int]] = set()
    endings = {place_of(row): row for row in closed.values()}
    for entry in book.ledger:
        if entry.shift is None:
            continue
        key, place = (entry.device_id, entry.shift), place_of(entry)
        if place in endings:
            continue
        ending = closed.get(key)
        if ending is not None and book.order(entry) > book.order(ending):
            if place not in told:
                yield at("shift.entry_after_closing", entry, shift=entry.shift)
            told.add(place)
            continue
        if entry.account != DRAWER:
            continue
        holds[key] = holds.get(key, 0) + entry.amount_centavos
        if holds[key] < 0:
            yield at("shift.drawer_negative", entry, drawer_centavos=holds[key])
    for key, ending in closed.items():
        if ending.expected_centavos != holds.get(key, 0):
            yield at(
                "shift.expected_differs",
                ending,
                shift=ending.shift,
                stated_centavos=ending.expected_centavos,
                journal_centavos=holds.get(key, 0),
            )


def _went_back(book: CashBook) -> Iterator[Finding]:
    latest: dict[tuple[bytes, bytes], int] = {}
    for row in book.shifts:
        key = (row.device_id, row.stream)
        before = latest.get(key, 0)
        if row.business_day < before:
            yield at("shift.day_went_back", row, business_day=row.business_day, before=before)
        latest[key] = max(before, row.business_day)


def _handed_over(book: CashBook) -> Iterator[Finding]:
    given = by_event(row for row in book.hand_overs if not row.taken)
    for row in book.hand_overs:
        of = given.get((row.device_id, row.about)) if row.taken else None
        if of is not None and of.counted_centavos != row.counted_centavos:
            yield at(
                "hand_over.differs",
                row,
                given_centavos=of.counted_centavos,
                taken_centavos=row.counted_centavos,
                giver=of.operator,
                taker=row.operator,
            )


def deposit_findings(book: CashBook) -> Iterator[Finding]:
    """Yield what the bank's word does not fit; a deposit may be confirmed on another device."""
    made = {row.event_id: row for row in book.deposits}
    confirmed: set[bytes] = set()
    for row in book.confirmations:
        deposit = made.get(row.deposit)
        if deposit is None:
            yield at("deposit.unknown", row, deposit=row.deposit)
            continue
        if row.deposit in confirmed:
            yield at("deposit.confirmed_twice", row, deposit=row.deposit)
        elif deposit.amount_centavos != row.amount_centavos:
            yield at(
                "deposit.differs",
                row,
                deposited_centavos=deposit.amount_centavos,
                confirmed_centavos=row.amount_centavos,
                operator=deposit.operator,
            )
        confirmed.add(row.deposit)
