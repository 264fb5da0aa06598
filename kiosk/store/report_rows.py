"""The facts of the cash desk as this device holds them: read tables in, report facts out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kiosk.store.ledger_tables import entries_of
from sync.events import ReceiptReprinted
from sync.ids import EventId, folio_text
from sync.journal import Transaction
from sync.ledger import BALANCE
from sync.reports.model import (
    CashFacts,
    DepositFact,
    PaymentFact,
    ShiftFact,
)

_FIRST, _LAST = date.min, date.max


def facts_between(
    tx: Transaction,
    *,
    terminal: str,
    office: str,
    first: date | None = None,
    last: date | None = None,
) -> CashFacts:
    """Return the facts of the shifts of some business days, both days included.

    Deposits are those whose slip bears such a day, and those out of a drawer, which bear none.
    """
    days = _days(first, last)
    payments = _payments(tx, terminal, days)
    return CashFacts(
        shifts=_shifts(tx, terminal, office, days),
        payments=(*payments.values(), *_reversals(tx, terminal, days)),
        deposits=_deposits(tx, terminal, days),
        undelivered=_undelivered(tx, terminal),
    )


def declared_payments(
    tx: Transaction, first: date | None, last: date | None
) -> tuple[tuple[EventId, int, int], ...]:
    """Return event, series and number of payments by bank or transfer in these days."""
    rows = tx.execute(
        "SELECT p.event_id, p.series, p.number FROM payment AS p JOIN shift AS s USING (shift)"
        " WHERE p.means IN (3, 4) AND s.business_day BETWEEN ? AND ? ORDER BY p.series, p.number",
        _days(first, last),
    )
    return tuple((EventId(event_id), series, number) for event_id, series, number in rows)


def _shifts(
    tx: Transaction, terminal: str, office: str, days: tuple[str, str]
) -> tuple[ShiftFact, ...]:
    rows = tx.execute(
        "SELECT shift, number, business_day, operator, float_centavos, closing, counted_centavos,"
        " expected_centavos, difference_centavos FROM shift WHERE business_day BETWEEN ? AND ?"
        " ORDER BY business_day, number",
        days,
    )
    return tuple(
        ShiftFact(
            shift=shift,
            terminal=terminal,
            office=office,
            number=number,
            business_day=date.fromisoformat(day),
            cashier=operator,
            float_centavos=opened,
            closed=closing is not None,
            counted_centavos=counted,
            expected_centavos=expected,
            difference_centavos=difference,
        )
        for shift, number, day, operator, opened, closing, counted, expected, difference in rows
    )


def _payments(tx: Transaction, terminal: str, days: tuple[str, str]) -> Mapping[bytes, PaymentFact]:
    lines: dict[bytes, list[tuple[int, int]]] = {}
    for event_id, concept, net in tx.execute(
        "SELECT l.event_id, l.concept, l.net_centavos FROM payment_line AS l"
        " JOIN payment AS p USING (event_id) JOIN shift AS s USING (shift)"
        " WHERE s.business_day BETWEEN ? AND ? ORDER BY l.event_id, l.position",
        days,
    ):
        lines.setdefault(event_id, []).append((concept, net))
    from_balance = dict(
        tx.execute(
            "SELECT g.event_id, sum(g.amount_centavos) FROM ledger AS g"
            " JOIN payment AS p USING (event_id) WHERE g.account = ? AND g.amount_centavos > 0"
            " GROUP BY g.event_id",
            (BALANCE,),
        ).fetchall()
    )
    rows = tx.execute(
        "SELECT p.event_id, p.shift, p.series, p.number, p.operator, p.total_centavos,"
        " p.rounding_centavos, p.means, p.tendered_centavos - p.change_centavos, p.discreet"
        " FROM payment AS p JOIN shift AS s USING (shift) WHERE s.business_day BETWEEN ? AND ?"
        " ORDER BY s.business_day, p.series, p.number",
        days,
    ).fetchall()
    found = {}
    for event_id, shift, series, number, operator, total, rounding, means, got, discreet in rows:
        found[event_id] = PaymentFact(
            shift=shift,
            folio=folio_text(terminal, series, number),
            operator=operator,
            total_centavos=total,
            rounding_centavos=rounding,
            means=means,
            received_centavos=got,
            balance_centavos=from_balance.get(event_id, 0),
            lines=tuple(lines.get(event_id, ())),
            discreet=bool(discreet),
        )
    return found


def _reversals(tx: Transaction, terminal: str, days: tuple[str, str]) -> tuple[PaymentFact, ...]:
    """Return reversals as payments backwards; the original is of the same shift."""
    rows = tx.execute(
        "SELECT r.event_id, r.payment, r.shift, r.series, r.number, r.operator, r.total_centavos,"
        " r.means, r.given_centavos, r.reason, r.scanned, p.series, p.number, p.discreet,"
        " p.rounding_centavos FROM reversal AS r JOIN payment AS p ON p.event_id = r.payment"
        " JOIN shift AS s ON s.shift = r.shift WHERE s.business_day BETWEEN ? AND ?"
        " ORDER BY s.business_day, r.series, r.number",
        days,
    ).fetchall()
    found = []
    for row in rows:
        event_id, payment, shift, series, number, operator, total, means, given = row[:9]
        reason, scanned, of_series, of_number, discreet, rounding = row[9:]
        lines = tx.execute(
            "SELECT concept, net_centavos FROM payment_line WHERE event_id = ? ORDER BY position",
            (payment,),
        ).fetchall()
        back = sum(
            one.amount_centavos
            for one in entries_of(tx, EventId(event_id))
            if one.account == BALANCE and one.amount_centavos < 0
        )
        found.append(
            PaymentFact(
                shift=shift,
                folio=folio_text(terminal, series, number),
                operator=operator,
                total_centavos=-total,
                rounding_centavos=-rounding,
                means=means,
                received_centavos=-given,
                balance_centavos=back,
                lines=tuple((concept, -net) for concept, net in lines),
                discreet=bool(discreet),
                reverses=folio_text(terminal, of_series, of_number),
                reason=reason,
                scanned=bool(scanned),
            )
        )
    return tuple(found)


def _deposits(tx: Transaction, terminal: str, days: tuple[str, str]) -> tuple[DepositFact, ...]:
    rows = tx.execute(
        "SELECT d.day, d.amount_centavos, d.bank, d.slip, d.operator, c.amount_centavos, c.day,"
        " c.bank_reference FROM deposit AS d"
        " LEFT JOIN deposit_confirmed AS c ON c.deposit = d.event_id"
        " WHERE d.day IS NULL OR d.day BETWEEN ? AND ? ORDER BY d.made_seconds",
        days,
    )
    return tuple(
        DepositFact(
            terminal=terminal,
            day=None if day is None else date.fromisoformat(day),
            amount_centavos=amount,
            bank=bank,
            slip=slip,
            operator=operator,
            confirmed_centavos=confirmed,
            confirmed_day=None if on is None else date.fromisoformat(on),
            bank_reference=reference,
        )
        for day, amount, bank, slip, operator, confirmed, on, reference in rows
    )


def reprints(
    tx: Transaction, first: date | None, last: date | None
) -> tuple[tuple[EventId, bytes, int, int, int], ...]:
    """Return duplicates of payments and reversals: its event, their shift, series, number, copy."""
    rows = tx.execute(
        "SELECT q.event_id, of.shift, of.series, of.number, q.copy FROM printed AS q"
        " JOIN (SELECT event_id, shift, series, number FROM payment"
        "  UNION ALL SELECT event_id, shift, series, number FROM reversal) AS of"
        "  ON of.event_id = q.of_event"
        " JOIN shift AS s ON s.shift = of.shift"
        " WHERE q.kind = ? AND s.business_day BETWEEN ? AND ?"
        " ORDER BY of.series, of.number, q.copy",
        (ReceiptReprinted.kind, *_days(first, last)),
    )
    return tuple(
        (EventId(event_id), shift, series, number, copy)
        for event_id, shift, series, number, copy in rows
    )


def _days(first: date | None, last: date | None) -> tuple[str, str]:
    return (first or _FIRST).isoformat(), (last or _LAST).isoformat()


def _undelivered(tx: Transaction, terminal: str) -> tuple[str, ...]:
    """Return the folios of payments and reversals that no central has acknowledged."""
    rows = tx.execute(
        "SELECT of.series, of.number FROM record AS r"
        " LEFT JOIN stream_state AS a ON a.stream = r.stream"
        " JOIN (SELECT event_id, series, number FROM payment"
        "  UNION ALL SELECT event_id, series, number FROM reversal) AS of USING (event_id)"
        " WHERE r.seq > coalesce(a.acknowledged, 0) ORDER BY of.series, of.number"
    )
    return tuple(folio_text(terminal, series, number) for series, number in rows)
