"""The facts of the cash desk as the central holds them: read tables in, report facts out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from sync.catalogue import DeclaredOutcome
from sync.central import schema
from sync.central.findings.book import CashBook, by_event, read_book
from sync.central.seen import day_of
from sync.events import ReceiptReprinted
from sync.ids import folio_text
from sync.profile import InstitutionProfile
from sync.reports.model import (
    CashFacts,
    DepositFact,
    MoveFact,
    PaymentFact,
    ReprintFact,
    ShiftFact,
)


def read_facts(connection: Connection, profile: InstitutionProfile) -> CashFacts:
    """Return the facts of every device, in the devices' order."""
    book = read_book(connection)
    terminals = {row.device_id: row.terminal for row in connection.execute(schema.device.select())}
    lines: dict[tuple[bytes, bytes, int], list[tuple[int, int]]] = {}
    table = schema.payment_line
    for row in connection.execute(
        table.select().order_by(table.c.device_id, table.c.stream, table.c.seq, table.c.line)
    ):
        key = (row.device_id, row.stream, row.seq)
        lines.setdefault(key, []).append((row.concept, row.net_centavos))
    outcome = schema.declared_outcome
    declared = {
        row.payment_id: DeclaredOutcome(row.outcome).name.lower()
        for row in connection.execute(outcome.select())
    }
    reader = _Reader(book, terminals, profile, lines, declared)
    return CashFacts(
        shifts=tuple(reader.shifts()),
        payments=(*reader.payments(), *reader.reversals()),
        deposits=tuple(reader.deposits()),
        moves=tuple(reader.moves()),
        reprints=tuple(reader.reprints()),
    )


class _Reader:
    """Turns rows into facts, with what other tables say of them."""

    def __init__(
        self,
        book: CashBook,
        terminals: dict[bytes, str],
        profile: InstitutionProfile,
        lines: dict[tuple[bytes, bytes, int], list[tuple[int, int]]],
        declared: dict[bytes, str],
    ) -> None:
        self._book = book
        self._terminals = terminals
        self._offices = profile.offices
        self._lines = lines
        self._declared = declared
        self._details = by_event(book.details)
        self._paid = by_event(book.payments)

    def shifts(self) -> list[ShiftFact]:
        """Return every shift, with its first closing."""
        closings: dict[tuple[bytes, bytes], Any] = {}
        for row in self._book.closings:
            closings.setdefault((row.device_id, row.shift), row)
        found = []
        for row in self._book.shifts:
            closing = closings.get((row.device_id, row.shift))
            terminal = self._terminal(row)
            found.append(
                ShiftFact(
                    shift=row.shift,
                    terminal=terminal,
                    office=self._offices.get(terminal, terminal),
                    number=row.number,
                    business_day=day_of(row.business_day),
                    cashier=row.operator,
                    float_centavos=row.float_centavos,
                    closed=closing is not None,
                    counted_centavos=None if closing is None else closing.counted_centavos,
                    expected_centavos=None if closing is None else closing.expected_centavos,
                    difference_centavos=None if closing is None else closing.difference_centavos,
                )
            )
        return found

    def payments(self) -> list[PaymentFact]:
        return [self._payment(row) for row in self._book.payments]

    def _payment(self, row: Any) -> PaymentFact:
        detail = self._details[row.device_id, row.event_id]
        taken = -detail.balance_change_centavos if detail.balance_change_centavos < 0 else 0
        return PaymentFact(
            shift=row.shift,
            folio=self._folio(row),
            operator=row.operator,
            total_centavos=row.total_centavos,
            rounding_centavos=row.rounding_centavos,
            means=row.means,
            received_centavos=row.tendered_centavos - row.change_centavos,
            balance_centavos=taken,
            lines=tuple(self._lines.get((row.device_id, row.stream, row.seq), ())),
            discreet=detail.discreet,
            reference=detail.reference,
            declared=self._declared.get(row.event_id),
        )

    def reversals(self) -> list[PaymentFact]:
        """Return reversals as payments backwards; what names no payment has one line of its own."""
        found = []
        for row in self._book.reversals:
            paid = self._paid.get((row.device_id, row.payment))
            original = None if paid is None else self._payment(paid)
            whole = original is not None and original.total_centavos == row.total_centavos
            lines: tuple[tuple[int, int], ...] = ((0, -row.total_centavos),)
            if original is not None and whole:
                lines = tuple((concept, -net) for concept, net in original.lines)
            found.append(
                PaymentFact(
                    shift=row.shift,
                    folio=self._folio(row),
                    operator=row.operator,
                    total_centavos=-row.total_centavos,
                    rounding_centavos=-original.rounding_centavos if original and whole else 0,
                    means=row.means,
                    received_centavos=-row.given_centavos,
                    balance_centavos=-original.balance_centavos if original and whole else 0,
                    lines=lines,
                    discreet=original is not None and original.discreet,
                    reverses=folio_text(
                        self._terminal(row), row.original_series, row.original_number
                    ),
                    reason=row.reason,
                    scanned=row.scanned,
                )
            )
        return found

    def deposits(self) -> list[DepositFact]:
        confirmed: dict[bytes, Any] = {}
        for row in self._book.confirmations:
            confirmed.setdefault(row.deposit, row)
        found = []
        for row in self._book.deposits:
            word = confirmed.get(row.event_id)
            found.append(
                DepositFact(
                    terminal=self._terminal(row),
                    day=None if row.day is None else day_of(row.day),
                    amount_centavos=row.amount_centavos,
                    bank=row.bank,
                    slip=row.slip,
                    operator=row.operator,
                    confirmed_centavos=None if word is None else word.amount_centavos,
                    confirmed_day=None if word is None else day_of(word.day),
                    bank_reference=None if word is None else word.bank_reference,
                )
            )
        return found

    def moves(self) -> list[MoveFact]:
        return [
            MoveFact(
                shift=row.shift,
                change_centavos=row.change_centavos,
                purpose=row.purpose,
                operator=row.operator,
                slip=row.slip or "",
            )
            for row in self._book.moves
        ]

    def reprints(self) -> list[ReprintFact]:
        """Return duplicates; the day of one is that of what was printed again."""
        receipts = {**self._paid, **by_event(self._book.reversals)}
        found = []
        for row in self._book.prints:
            if row.kind != ReceiptReprinted.kind:
                continue
            about = receipts.get((row.device_id, row.about))
            found.append(
                ReprintFact(
                    shift=None if about is None else about.shift,
                    folio="" if about is None else self._folio(about),
                    operator=row.operator,
                    copy=row.copy,
                    reason=row.reason or "",
                )
            )
        return found

    def _terminal(self, row: Any) -> str:
        return self._terminals.get(row.device_id, "?")

    def _folio(self, row: Any) -> str:
        return folio_text(self._terminal(row), row.folio_series, row.folio_number)
