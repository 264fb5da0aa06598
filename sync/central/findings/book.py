"""What the checks look at, read in one go from one unmoving state of the database.

A device may have spoken in several streams; its events are put in one order: stream by stream as
each was first heard of, then by seq.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select

from sync.central import schema
from sync.central.checks import FIRST_NOTICE
from sync.errors import MessageInvalid
from sync.events import (
    BenefitDelivered,
    CashMoved,
    DepositMade,
    Header,
    PaymentReversed,
    PaymentTaken,
    ReceiptReprinted,
    ShiftClosed,
    ShiftOpened,
    decode_header,
)

Rows = tuple[Row[Any], ...]
Place = tuple[bytes, bytes, int]
Order = Callable[[Any], tuple[bytes, int, int]]

RESTING_KINDS = tuple(
    kind.kind
    for kind in (
        ShiftOpened,
        CashMoved,
        ShiftClosed,
        DepositMade,
        PaymentTaken,
        PaymentReversed,
        ReceiptReprinted,
        BenefitDelivered,
    )
)
"""Kinds whose refs may name an approval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """An event that names others: which, and what code it has."""

    device_id: bytes
    stream: bytes
    seq: int
    event_id: bytes
    kind: int
    applied: bool
    header: Header


@dataclass(frozen=True, slots=True, kw_only=True)
class CashBook:
    """Every row of the cash desk, each table in the devices' order."""

    shifts: Rows
    closings: Rows
    moves: Rows
    hand_overs: Rows
    deposits: Rows
    confirmations: Rows
    payments: Rows
    details: Rows
    reversals: Rows
    prints: Rows
    ledger: Rows
    approvals: Rows
    coded: Rows  # events with a code, applied or not
    cares: Rows  # kinds 1 and others about the device, with their bodies
    resting: tuple[Resting, ...]
    order: Order
    received_at_ms: dict[Place, int]


def read_book(connection: Connection) -> CashBook:
    """Return the book of everything that has been projected."""
    order = _order(connection)

    def rows(table: Table) -> Rows:
        return tuple(sorted(connection.execute(select(table)), key=order))

    event, waiting = schema.event, schema.quarantine
    waits = (
        select(waiting.c.seq)
        .where(
            waiting.c.device_id == event.c.device_id,
            waiting.c.stream == event.c.stream,
            waiting.c.seq == event.c.seq,
        )
        .exists()
    )  # what a fork moved has its code at both places, and waits at one
    coded = connection.execute(select(event).where((event.c.code >= FIRST_NOTICE) | waits))
    return CashBook(
        shifts=rows(schema.shift),
        closings=rows(schema.shift_closed),
        moves=rows(schema.cash_move),
        hand_overs=rows(schema.hand_over),
        deposits=rows(schema.deposit),
        confirmations=rows(schema.deposit_confirmed),
        payments=rows(schema.payment),
        details=rows(schema.payment_detail),
        reversals=rows(schema.reversal),
        prints=rows(schema.printed),
        ledger=rows(schema.ledger),
        approvals=rows(schema.approval),
        coded=tuple(sorted(coded, key=order)),
        cares=rows(schema.device_care),
        resting=tuple(_resting(connection, order)),
        order=order,
        received_at_ms={
            (row.device_id, row.stream, row.seq): row.received_at_ms
            for row in connection.execute(
                select(event.c.device_id, event.c.stream, event.c.seq, event.c.received_at_ms)
            )
        },
    )


def by_event(rows: Iterable[Any]) -> dict[tuple[bytes, bytes], Any]:
    """Return rows by (device_id, event_id)."""
    return {(row.device_id, row.event_id): row for row in rows}


def place_of(row: Any) -> Place:
    """Return where a row's event stands."""
    return row.device_id, row.stream, row.seq


def _order(connection: Connection) -> Order:
    event = schema.event
    heard = connection.execute(
        select(event.c.device_id, event.c.stream, func.min(event.c.received_at_ms)).group_by(
            event.c.device_id, event.c.stream
        )
    ).all()
    ranked = sorted(heard, key=lambda row: (row[0], row[2], row[1]))
    rank = {(row[0], row[1]): number for number, row in enumerate(ranked)}
    return lambda row: (row.device_id, rank.get((row.device_id, row.stream), len(rank)), row.seq)


def _resting(connection: Connection, order: Order) -> list[Resting]:
    event = schema.event
    found = []
    for row in connection.execute(select(event).where(event.c.kind.in_(RESTING_KINDS))):
        try:
            header = decode_header(row.header)
        except MessageInvalid:
            continue
        if header.refs:
            found.append(
                Resting(
                    device_id=row.device_id,
                    stream=row.stream,
                    seq=row.seq,
                    event_id=row.event_id,
                    kind=header.kind,
                    applied=row.applied,
                    header=header,
                )
            )
    return sorted(found, key=order)
