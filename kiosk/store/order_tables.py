"""The read tables of payment orders: those made here, and those paid here."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from sync.events import OrderMade, PaymentTaken, Recorded
from sync.ids import EventId, OperatorNumber, SubjectId
from sync.journal import Transaction

DROPPED_IN_ORDER = (
    "DROP TABLE IF EXISTS order_payment",
    "DROP TABLE IF EXISTS order_made",
)

CREATED_IN_ORDER = (
    """
    CREATE TABLE order_made (
        event_id BLOB PRIMARY KEY,
        registration BLOB,
        subject BLOB,
        service_code INTEGER NOT NULL,
        good_until_seconds INTEGER NOT NULL,
        operator INTEGER NOT NULL,
        made_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX order_made_by_registration ON order_made (registration)",
    """
    CREATE TABLE order_payment (
        payment BLOB PRIMARY KEY,
        order_id BLOB NOT NULL
    ) STRICT
    """,
    "CREATE INDEX order_payment_by_order ON order_payment (order_id)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """An order that was made on this device."""

    order_id: EventId
    registration: EventId | None
    subject: SubjectId | None
    service_code: int
    good_until_seconds: int
    operator: OperatorNumber
    made_seconds: int


def made(tx: Transaction, recorded: Recorded, event: OrderMade) -> None:
    """Enter an order (kind 62); refs name the registration whose fee it is for."""
    header = recorded.header
    tx.execute(
        "INSERT INTO order_made VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            header.refs[0] if header.refs else None,
            header.subject,
            event.service_code,
            event.good_until_seconds,
            header.operator,
            header.time_seconds,
        ),
    )


def paid(tx: Transaction, recorded: Recorded, event: PaymentTaken) -> None:
    """Enter which order a payment (kind 60) was for, if it was for one."""
    if event.order_id is not None:
        tx.execute("INSERT INTO order_payment VALUES (?, ?)", (recorded.event_id, event.order_id))


def order(tx: Transaction, order_id: EventId) -> OrderRow | None:
    """Return an order that was made here, or None."""
    return _one(
        tx,
        "SELECT event_id, registration, subject, service_code, good_until_seconds, operator,"
        " made_seconds FROM order_made WHERE event_id = ?",
        order_id,
    )


def last_order_of(tx: Transaction, registration: EventId) -> OrderRow | None:
    """Return the last order made for a registration, or None."""
    return _one(
        tx,
        "SELECT event_id, registration, subject, service_code, good_until_seconds, operator,"
        " made_seconds FROM order_made WHERE registration = ? ORDER BY rowid DESC LIMIT 1",
        registration,
    )


def orders_of(tx: Transaction, registration: EventId) -> tuple[EventId, ...]:
    """Return every order made for a registration, in order."""
    rows = tx.execute(
        "SELECT event_id FROM order_made WHERE registration = ? ORDER BY rowid", (registration,)
    )
    return tuple(EventId(row[0]) for row in rows)


def place_of(tx: Transaction, order_id: EventId) -> int:
    """Return how many orders this device made up to this one, itself included."""
    row = tx.execute(
        "SELECT count(*) FROM order_made WHERE rowid <="
        " (SELECT rowid FROM order_made WHERE event_id = ?)",
        (order_id,),
    ).fetchone()
    return int(row[0])


def payment_of_order(tx: Transaction, order_id: EventId) -> EventId | None:
    """Return the payment of an order that was taken here and not given back, or None."""
    row = tx.execute(
        "SELECT payment FROM order_payment AS o WHERE order_id = ? AND NOT EXISTS"
        " (SELECT 1 FROM reversal AS r WHERE r.payment = o.payment) LIMIT 1",
        (order_id,),
    ).fetchone()
    return None if row is None else EventId(row[0])


def payment_against(
    tx: Transaction, registration: EventId, concepts: Collection[int]
) -> EventId | None:
    """Return a standing payment of a registration that charged any of these concepts, or None.

    What does not fit one order became several: each is due until its own concepts are paid.
    """
    row = tx.execute(
        "SELECT p.event_id FROM payment AS p WHERE p.registration = ? AND NOT EXISTS"
        " (SELECT 1 FROM reversal AS r WHERE r.payment = p.event_id)"
        " AND EXISTS (SELECT 1 FROM payment_line AS l WHERE l.event_id = p.event_id"
        "   AND l.concept IN (SELECT value FROM json_each(?)))"
        " ORDER BY p.taken_seconds, p.number LIMIT 1",
        (registration, json.dumps(sorted(concepts))),
    ).fetchone()
    return None if row is None else EventId(row[0])


def _one(tx: Transaction, question: str, of: EventId) -> OrderRow | None:
    row = tx.execute(question, (of,)).fetchone()
    if row is None:
        return None
    order_id, registration, subject, service, good_until, operator, made_seconds = row
    return OrderRow(
        order_id=EventId(order_id),
        registration=None if registration is None else EventId(registration),
        subject=None if subject is None else SubjectId(subject),
        service_code=service,
        good_until_seconds=good_until,
        operator=OperatorNumber(operator),
        made_seconds=made_seconds,
    )
