"""Rows of the read tables of the cash desk: one event, its rows, its entries in the ledger.

Three acts rest on an earlier one: a closing (who opened), a confirmation (what was deposited) and a
reversal (the payment's entries). Their entries follow in `complete`, once the earlier act is there,
so that the order of arrival changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from sync import ledger
from sync.central import schema
from sync.central.database import upsert
from sync.central.event_rows import whole_day
from sync.events import (
    BenefitDelivered,
    CashMoved,
    CashPurpose,
    DepositConfirmed,
    DepositMade,
    DrawerCounted,
    DrawerHandedOver,
    DrawerTakenOver,
    Event,
    Folio,
    Header,
    IncentiveCredited,
    NumberRange,
    OrderMade,
    PaymentReversed,
    PaymentTaken,
    ProvisionalPrinted,
    ReceiptPrinted,
    ReceiptReprinted,
    ShiftClosed,
    ShiftOpened,
)
from sync.ids import EventId, OperatorNumber, ShiftId
from sync.money import Centavos

Values = dict[str, Any]
TableRow = tuple[Table, Values]


def rows_about_cash(event: Event, header: Header, stored: Any) -> Iterator[TableRow]:
    """Yield what an applied event adds to these tables, without the place it stands at."""
    said = {
        "event_id": stored.event_id,
        "operator": header.operator,
        "device_time_seconds": header.time_seconds,
    }
    for table, values in (*_of_drawer(event, header), *_of_payments(event, header)):
        yield table, {**said, **values}
    found = _entries(event, stored.event_id)
    if found is not None:
        shift, entries = found
        yield from _ledger_rows(stored.event_id, shift, entries)


def _first(header: Header) -> bytes | None:
    return header.refs[0] if header.refs else None


def _folio(folio: Folio) -> Values:
    return {"folio_series": folio.series, "folio_number": folio.number}


def _of_drawer(event: Event, header: Header) -> Iterator[TableRow]:
    match event:
        case ShiftClosed():
            yield schema.shift_closed, _closed(event)
        case CashMoved():
            yield (
                schema.cash_move,
                {
                    "shift": event.shift,
                    "change_centavos": event.change_centavos,
                    "purpose": int(event.purpose),
                    "slip": event.slip,
                    "reason": event.reason,
                },
            )
            if event.purpose is CashPurpose.BANK and event.change_centavos < 0:
                amount = -event.change_centavos
                slip, bank = event.slip or "", event.reason or ""
                yield schema.deposit, _deposit(amount, bank, slip, None, event.shift)
        case DrawerCounted():
            yield (
                schema.drawer_count,
                {
                    "shift": event.shift,
                    "counted_centavos": event.counted_centavos,
                    "reason": int(event.reason),
                    "round": event.round_number,
                },
            )
        case DrawerHandedOver():
            yield (
                schema.hand_over,
                {
                    "taken": False,
                    "about": event.shift,
                    "counted_centavos": event.counted_centavos,
                    "to_operator": event.to_operator,
                },
            )
        case DrawerTakenOver():
            yield (
                schema.hand_over,
                {
                    "taken": True,
                    "about": _first(header),
                    "counted_centavos": event.counted_centavos,
                    "to_operator": None,
                },
            )
        case DepositMade():
            day = whole_day(event.day)
            yield schema.deposit, _deposit(event.amount_centavos, event.bank, event.slip, day, None)
        case DepositConfirmed():
            yield (
                schema.deposit_confirmed,
                {
                    "deposit": _first(header),
                    "amount_centavos": event.amount_centavos,
                    "bank_reference": event.bank_reference,
                    "day": whole_day(event.day),
                },
            )
        case _:
            pass


def _closed(event: ShiftClosed) -> Values:
    return {
        "shift": event.shift,
        "counted_centavos": event.counted_centavos,
        "expected_centavos": event.expected_centavos,
        "difference_centavos": event.difference_centavos,
        "first_number": event.numbers.first,
        "last_number": event.numbers.last,
        "paper_counter": event.paper_counter,
        "reason": event.reason,
        **_folio(event.folio),
    }


def _deposit(amount: int, bank: str, slip: str, day: int | None, shift: bytes | None) -> Values:
    return {"amount_centavos": amount, "bank": bank, "slip": slip, "day": day, "shift": shift}


def _of_payments(event: Event, header: Header) -> Iterator[TableRow]:
    match event:
        case PaymentTaken():
            balance = event.balance
            yield (
                schema.payment_detail,
                {
                    "balance_account": None if balance is None else balance.account_id,
                    "balance_change_centavos": 0 if balance is None else balance.change_centavos,
                    "reference": event.reference,
                    "order_id": event.order_id,
                    "discreet": event.discreet,
                    "receipt_seconds": event.receipt_time_seconds,
                },
            )
        case PaymentReversed():
            yield schema.reversal, _reversed(event, header)
        case OrderMade():
            yield (
                schema.order_made,
                {
                    "service_code": event.service_code,
                    "good_until_seconds": event.good_until_seconds,
                },
            )
        case ReceiptPrinted() | ReceiptReprinted() | ProvisionalPrinted():
            yield (
                schema.printed,
                {
                    "kind": header.kind,
                    "about": _first(header),
                    "copy": event.copy,
                    "result": int(event.result),
                    "paper_counter": event.paper_counter,
                    "reason": event.reason if isinstance(event, ReceiptReprinted) else None,
                },
            )
        case _:
            pass


def _reversed(event: PaymentReversed, header: Header) -> Values:
    return {
        "payment": _first(header),
        "refs": b"".join(header.refs),
        "shift": event.shift,
        "total_centavos": event.total_centavos,
        "given_centavos": event.settlement.tendered_centavos,
        "means": int(event.settlement.means),
        "reason": int(event.reason),
        "scanned": event.original_scanned,
        "original_series": event.original.series,
        "original_number": event.original.number,
        **_folio(event.folio),
    }


def _entries(
    event: Event, event_id: bytes
) -> tuple[bytes | None, tuple[ledger.LedgerEntry, ...]] | None:
    """Return the shift and the entries of an act that rests on no earlier one."""
    match event:
        case PaymentTaken():
            return event.shift, ledger.entries_of_payment(event)
        case CashMoved():
            return event.shift, ledger.entries_of_movement(event) if event.change_centavos else ()
        case DepositMade():
            return None, ledger.entries_of_deposit(event)
        case BenefitDelivered():
            return event.shift, ledger.entries_of_benefit(event)
        case IncentiveCredited():
            return None, ledger.entries_of_incentive(event)
        case ShiftOpened():
            return event_id, ledger.entries_of_opening(event)
        case _:
            return None


def _ledger_rows(
    event_id: bytes, shift: bytes | None, entries: Iterable[ledger.LedgerEntry]
) -> Iterator[TableRow]:
    for place, entry in enumerate(entries):
        yield (
            schema.ledger,
            {
                "entry": place,
                "event_id": event_id,
                "shift": shift,
                "account": entry.account,
                "amount_centavos": entry.amount_centavos,
                "concept": entry.concept,
                "operator": entry.operator,
                "account_id": entry.account_id,
            },
        )


def complete(connection: Connection) -> None:
    """Enter the acts that rest on an earlier one and have no entries yet; may run at any time."""
    rows = [
        *_waiting(connection, schema.shift_closed, _entries_of_closing),
        *_waiting(connection, schema.deposit_confirmed, _entries_of_confirmation),
        *_waiting(connection, schema.reversal, _entries_of_reversal),
    ]
    if rows:
        connection.execute(upsert(schema.ledger).on_conflict_do_nothing(), rows)


def _waiting(connection: Connection, table: Table, entries_of: Any) -> Iterator[Values]:
    entered = schema.ledger
    rows = connection.execute(
        select(table)
        .outerjoin(
            entered,
            (entered.c.device_id == table.c.device_id)
            & (entered.c.stream == table.c.stream)
            & (entered.c.seq == table.c.seq),
        )
        .where(entered.c.entry.is_(None))
        .order_by(table.c.device_id, table.c.stream, table.c.seq)
    ).all()
    for row in rows:
        found = entries_of(connection, row)
        place = {"device_id": row.device_id, "stream": row.stream, "seq": row.seq}
        shift = getattr(row, "shift", None)
        for _, values in _ledger_rows(row.event_id, shift, found):
            yield {**place, **values}


def _entries_of_closing(connection: Connection, row: Row[Any]) -> tuple[ledger.LedgerEntry, ...]:
    table = schema.shift
    cashier = connection.execute(
        select(table.c.operator).where(
            table.c.device_id == row.device_id, table.c.shift == row.shift
        )
    ).scalar()
    if cashier is None:
        return ()
    event = ShiftClosed(
        folio=Folio(series=row.folio_series, number=row.folio_number),
        counted_centavos=Centavos(row.counted_centavos),
        expected_centavos=row.expected_centavos,
        difference_centavos=row.difference_centavos,
        numbers=NumberRange(first=row.first_number, last=row.last_number),
        shift=ShiftId(row.shift),
    )
    return ledger.entries_of_closing(event, OperatorNumber(cashier))


def _entries_of_confirmation(
    connection: Connection, row: Row[Any]
) -> tuple[ledger.LedgerEntry, ...]:
    """A deposit may be confirmed on another device than it was made on; only once."""
    made, confirmed = schema.deposit, schema.deposit_confirmed
    found = connection.execute(
        select(made.c.amount_centavos, made.c.operator)
        .where(made.c.event_id == row.deposit)
        .order_by(made.c.device_id)
    ).first()
    first = connection.execute(
        select(confirmed.c.event_id)
        .where(confirmed.c.deposit == row.deposit)
        .order_by(confirmed.c.device_id, confirmed.c.stream, confirmed.c.seq)
    ).scalar()
    if found is None or first != row.event_id:
        return ()
    return ledger.entries_of_confirmed(
        Centavos(row.amount_centavos), int(found[0]), OperatorNumber(found[1])
    )


def _entries_of_reversal(connection: Connection, row: Row[Any]) -> tuple[ledger.LedgerEntry, ...]:
    """Every reversal that names a payment is entered: money was given back, however often."""
    table = schema.ledger
    paid = schema.payment
    original = connection.execute(
        select(table)
        .join(
            paid,
            (paid.c.device_id == table.c.device_id)
            & (paid.c.stream == table.c.stream)
            & (paid.c.seq == table.c.seq),
        )
        .where(table.c.device_id == row.device_id, paid.c.event_id == row.payment)
        .order_by(table.c.entry)
    )
    return ledger.entries_of_reversal(
        ledger.LedgerEntry(
            account=one.account,
            amount_centavos=one.amount_centavos,
            concept=one.concept,
            operator=None if one.operator is None else OperatorNumber(one.operator),
            account_id=None if one.account_id is None else EventId(one.account_id),
        )
        for one in original
    )
