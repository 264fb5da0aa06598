"""Questions about payments given back, and about cash of which only this device knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kiosk.store.where import STANDS_FIRST, STANDS_NOW
from sync.events import Folio, PaymentMeans, ReversalReason
from sync.ids import EventId, OperatorNumber, ShiftId, SubjectId
from sync.journal import Transaction
from sync.money import Centavos

_LISTED = (
    "SELECT p.event_id, p.subject, p.registration, p.series, p.number, p.total_centavos,"  # noqa: S608 -- own words
    " p.discreet, p.operator, p.taken_seconds,"
    " (SELECT min(v.reversed_seconds) FROM reversal AS v WHERE v.payment = p.event_id),"
    " s.number, e.seq FROM payment AS p JOIN event AS e ON e.event_id = p.event_id"
    " JOIN stream AS s ON s.stream = e.stream"
    f" WHERE {STANDS_FIRST}"
    " AND p.event_id NOT IN (SELECT event_id FROM blocked)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPayment:
    """A payment in a list, and when it was given back if it was."""

    event_id: EventId
    subject: SubjectId | None
    registration: EventId | None
    folio: Folio
    total_centavos: Centavos
    discreet: bool
    operator: OperatorNumber
    taken_seconds: int
    reversed_seconds: int | None
    place: tuple[int, int]
    """Which stream and where in it: what came later stands higher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReversalRow:
    """A payment that was given back."""

    event_id: EventId
    payment: EventId
    shift: ShiftId
    folio: Folio
    total_centavos: Centavos
    reason: ReversalReason
    scanned: bool
    operator: OperatorNumber
    reversed_seconds: int


def reversal_of(tx: Transaction, payment: EventId) -> ReversalRow | None:
    """Return how a payment was given back, or None while it stands."""
    row = tx.execute(
        "SELECT event_id, payment, shift, series, number, total_centavos, reason, scanned,"
        " operator, reversed_seconds FROM reversal WHERE payment = ?",
        (payment,),
    ).fetchone()
    if row is None:
        return None
    event_id, paid, shift, series, number, total, reason, scanned, operator, at = row
    return ReversalRow(
        event_id=EventId(event_id),
        payment=EventId(paid),
        shift=ShiftId(shift),
        folio=Folio(series=series, number=number),
        total_centavos=Centavos(total),
        reason=ReversalReason(reason),
        scanned=bool(scanned),
        operator=OperatorNumber(operator),
        reversed_seconds=at,
    )


def listed_payments(tx: Transaction, limit: int) -> tuple[ListedPayment, ...]:
    """Return the payments of this device, the latest first, those given back too."""
    rows = tx.execute(_LISTED + " ORDER BY s.number DESC, e.seq DESC LIMIT ?", (limit,))
    return tuple(_listed(row) for row in rows)


def payments_for(tx: Transaction, registration: EventId) -> tuple[ListedPayment, ...]:
    """Return the payments of a registration, the latest first, those given back too."""
    rows = tx.execute(
        _LISTED + " AND p.registration = ? ORDER BY s.number DESC, e.seq DESC", (registration,)
    )
    return tuple(_listed(row) for row in rows)


def _listed(row: tuple[Any, ...]) -> ListedPayment:
    event_id, subject, registration, series, number, total = row[:6]
    discreet, operator, taken, given_back, stream_number, seq = row[6:]
    return ListedPayment(
        event_id=EventId(event_id),
        subject=None if subject is None else SubjectId(subject),
        registration=None if registration is None else EventId(registration),
        folio=Folio(series=series, number=number),
        total_centavos=Centavos(total),
        discreet=bool(discreet),
        operator=OperatorNumber(operator),
        taken_seconds=taken,
        reversed_seconds=given_back,
        place=(stream_number, seq),
    )


def reversals_without_paper(tx: Transaction, shift: ShiftId) -> int:
    """Return how many payments of a shift were given back without the paper."""
    row = tx.execute(
        "SELECT count(*) FROM reversal WHERE shift = ? AND NOT scanned", (shift,)
    ).fetchone()
    return int(row[0])


def undelivered_cash(tx: Transaction) -> Centavos:
    """Return the cash of payments that the central has not acknowledged and that stand.

    Of an event that was moved to a new stream its newest place counts.
    """
    row = tx.execute(
        "SELECT coalesce(sum(p.tendered_centavos - p.change_centavos), 0) FROM payment AS p"  # noqa: S608 -- own words
        " JOIN event AS e ON e.event_id = p.event_id JOIN stream AS s ON s.stream = e.stream"
        " LEFT JOIN stream_state AS a ON a.stream = e.stream"
        " WHERE p.means = ? AND e.seq > coalesce(a.acknowledged, 0)"
        f" AND {STANDS_NOW}"
        " AND NOT EXISTS (SELECT 1 FROM reversal AS r WHERE r.payment = p.event_id)",
        (int(PaymentMeans.CASH),),
    ).fetchone()
    return Centavos(int(row[0]))
