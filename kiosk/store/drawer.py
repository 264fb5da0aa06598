"""Every question about the cash desk beyond one payment: SQL in, frozen rows out.

Amounts are centavos, times seconds of the device's clock. `queries` has the open shift and what
must be in its drawer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.domain.ledger import DRAWER, IN_TRANSIT, INCOME, ROUNDING, SAFE
from kiosk.store.ledger_tables import pieces_of
from sync.events import CashPurpose, CoinOrNote, Concept, CountReason, Folio, Pieces
from sync.ids import EventId, OperatorNumber, ShiftId
from sync.journal import Transaction
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRow:
    """How a shift ended; *closed_by* may be another than who opened it."""

    closing: EventId
    folio: Folio
    counted_centavos: Centavos
    expected_centavos: int
    difference_centavos: int
    first_number: int
    last_number: int
    reason: str | None
    closed_by: OperatorNumber
    closed_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """Cash in (> 0) or out (< 0) of a drawer without a payment."""

    event_id: EventId
    shift: ShiftId
    change_centavos: int
    purpose: CashPurpose
    slip: str | None
    reason: str | None
    witness: str | None
    operator: OperatorNumber
    moved_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """One count of a drawer, and what the ledger said at that moment."""

    event_id: EventId
    shift: ShiftId
    reason: CountReason
    round_number: int
    counted_centavos: Centavos
    expected_centavos: int
    witness: str | None
    operator: OperatorNumber
    counted_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverRow:
    """Money of a closed shift for the next cashier; *taken_by* is None until they signed."""

    event_id: EventId
    shift: ShiftId
    counted_centavos: Centavos
    giver: OperatorNumber
    taker: OperatorNumber
    given_seconds: int
    pieces: tuple[Pieces, ...]
    taken_by: OperatorNumber | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositRow:
    """Money on its way to the bank, and the bank's word on it: None until it came."""

    event_id: EventId
    amount_centavos: Centavos
    bank: str
    slip: str
    day: date | None
    operator: OperatorNumber
    made_seconds: int
    confirmed_centavos: Centavos | None
    bank_reference: str | None
    confirmed_day: date | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSum:
    """The sum of one account's entries within a shift; concept of income, 0 for the others."""

    account: str
    concept: int
    amount_centavos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptSum:
    """What was charged for one concept, and a tariff that names it."""

    concept: Concept
    tariff_id: str
    tariff_version: int
    count: int
    amount_centavos: int


def drawer_pieces(tx: Transaction, shift: ShiftId) -> tuple[Pieces, ...] | None:
    """Return coins and notes known to lie in the drawer of an open shift, the largest first.

    From the last count by denomination on, less and more of what was noted piece by piece. None
    where nothing was counted by denomination. Their sum may differ from `queries.drawer_centavos`:
    what people hand over is not always noted.
    """
    row = tx.execute(
        "SELECT min(place) FROM cash_piece WHERE event_id ="
        " (SELECT event_id FROM cash_piece WHERE shift = ? AND counted = 1"
        "   ORDER BY place DESC LIMIT 1)",
        (shift,),
    ).fetchone()
    if row[0] is None:
        return None
    rows = tx.execute(
        "SELECT each_centavos, form, sum(pieces) FROM cash_piece WHERE shift = ? AND place >= ?"
        " GROUP BY each_centavos, form ORDER BY each_centavos DESC, form DESC",
        (shift, row[0]),
    )
    return tuple(
        Pieces(each_centavos=Centavos(each), form=CoinOrNote(form), count=count)
        for each, form, count in rows
        if count > 0
    )


def sums_of_shift(tx: Transaction, shift: ShiftId) -> tuple[AccountSum, ...]:
    """Return the ledger of a shift by account and, for income, by concept."""
    rows = tx.execute(
        "SELECT account, coalesce(concept, 0), sum(amount_centavos) FROM ledger WHERE shift = ?"
        " GROUP BY account, concept ORDER BY account, concept",
        (shift,),
    )
    return tuple(
        AccountSum(account=account, concept=concept, amount_centavos=amount)
        for account, concept, amount in rows
    )


def received_of(tx: Transaction, shift: ShiftId) -> tuple[AccountSum, ...]:
    """Return what payments less reversals brought to each account but income and rounding."""
    rows = tx.execute(
        "SELECT account, 0, sum(amount_centavos) FROM ledger WHERE shift = ?"
        " AND account NOT IN (?, ?) AND (event_id IN (SELECT event_id FROM payment WHERE shift = ?)"
        "   OR event_id IN (SELECT event_id FROM reversal WHERE shift = ?))"
        " GROUP BY account ORDER BY account",
        (shift, INCOME, ROUNDING, shift, shift),
    )
    return tuple(
        AccountSum(account=account, concept=concept, amount_centavos=amount)
        for account, concept, amount in rows
    )


def concepts_of(tx: Transaction, shift: ShiftId) -> tuple[ConceptSum, ...]:
    """Return what was charged in a shift by concept, reversed payments left out."""
    rows = tx.execute(
        "SELECT concept, max(tariff_id), max(tariff_version), count(*), sum(net_centavos)"
        " FROM payment_line JOIN payment USING (event_id) WHERE shift = ?"
        " AND event_id NOT IN (SELECT payment FROM reversal) GROUP BY concept ORDER BY concept",
        (shift,),
    )
    return tuple(
        ConceptSum(
            concept=Concept(concept),
            tariff_id=tariff_id,
            tariff_version=version,
            count=count,
            amount_centavos=amount,
        )
        for concept, tariff_id, version, count, amount in rows
    )


def reversals_count(tx: Transaction, shift: ShiftId) -> int:
    """Return how many payments were given back in a shift."""
    row = tx.execute("SELECT count(*) FROM reversal WHERE shift = ?", (shift,)).fetchone()
    return int(row[0])


def account_centavos(tx: Transaction, account: str) -> int:
    """Return the sum of every entry of an account, of all shifts."""
    row = tx.execute(
        "SELECT coalesce(sum(amount_centavos), 0) FROM ledger WHERE account = ?", (account,)
    ).fetchone()
    return int(row[0])


def safe_centavos(tx: Transaction) -> int:
    """Return what this device's acts put into the safe, less what they took out of it.

    Negative where floats were brought from elsewhere: the safe of the office is older.
    """
    return account_centavos(tx, SAFE)


def in_transit_centavos(tx: Transaction) -> int:
    """Return what is on its way to the bank and not confirmed."""
    return account_centavos(tx, IN_TRANSIT)


def cash_received_centavos(tx: Transaction, shift: ShiftId) -> int:
    """Return the cash of payments of a shift, less what was given back for reversals."""
    row = tx.execute(
        "SELECT coalesce(sum(amount_centavos), 0) FROM ledger WHERE shift = ? AND account = ?"
        " AND (event_id IN (SELECT event_id FROM payment WHERE shift = ?)"
        "   OR event_id IN (SELECT event_id FROM reversal WHERE shift = ?))",
        (shift, DRAWER, shift, shift),
    ).fetchone()
    return int(row[0])


def closed_row(tx: Transaction, shift: ShiftId) -> ClosedRow | None:
    """Return how a shift ended, or None while it is open or unknown."""
    row = tx.execute(
        "SELECT closing, closing_series, closing_number, counted_centavos, expected_centavos,"
        " difference_centavos, first_number, last_number, difference_reason, closed_by,"
        " closed_seconds FROM shift WHERE shift = ? AND closing IS NOT NULL",
        (shift,),
    ).fetchone()
    return None if row is None else _closed(row)


def last_closed_shift(tx: Transaction) -> ShiftId | None:
    """Return the shift that was closed last, or None."""
    row = tx.execute(
        "SELECT shift FROM shift WHERE closing IS NOT NULL ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return None if row is None else ShiftId(row[0])


def shift_ids(tx: Transaction, limit: int = 500) -> tuple[ShiftId, ...]:
    """Return the shifts of this device, the last one first."""
    rows = tx.execute("SELECT shift FROM shift ORDER BY number DESC LIMIT ?", (limit,))
    return tuple(ShiftId(row[0]) for row in rows)


def last_float_centavos(tx: Transaction) -> Centavos | None:
    """Return the float of the last shift that was opened here, or None for the first."""
    row = tx.execute("SELECT float_centavos FROM shift ORDER BY number DESC LIMIT 1").fetchone()
    return None if row is None else Centavos(row[0])


def moves_of(tx: Transaction, shift: ShiftId) -> tuple[MoveRow, ...]:
    """Return cash in and out of a shift's drawer, in order."""
    rows = tx.execute(
        "SELECT event_id, shift, change_centavos, purpose, slip, reason, witness, operator,"
        " moved_seconds FROM cash_move WHERE shift = ? ORDER BY rowid",
        (shift,),
    )
    return tuple(
        MoveRow(
            event_id=EventId(event_id),
            shift=ShiftId(shift_id),
            change_centavos=change,
            purpose=CashPurpose(purpose),
            slip=slip,
            reason=reason,
            witness=witness,
            operator=OperatorNumber(operator),
            moved_seconds=moved,
        )
        for event_id, shift_id, change, purpose, slip, reason, witness, operator, moved in rows
    )


def counts_of(tx: Transaction, shift: ShiftId) -> tuple[CountRow, ...]:
    """Return the counts of a shift's drawer, in order."""
    rows = tx.execute(
        "SELECT event_id, shift, reason, round, counted_centavos, expected_centavos, witness,"
        " operator, counted_seconds FROM drawer_count WHERE shift = ? ORDER BY rowid",
        (shift,),
    )
    return tuple(_count(row) for row in rows)


def open_hand_over(tx: Transaction) -> HandOverRow | None:
    """Return the last hand-over if nobody took it over and no shift was opened since."""
    row = tx.execute(
        "SELECT h.event_id, h.shift, h.counted_centavos, giver, taker, given_seconds, t.operator"
        " FROM hand_over AS h LEFT JOIN taken_over AS t ON t.hand_over = h.event_id"
        " WHERE t.event_id IS NULL"
        " AND h.shift = (SELECT shift FROM shift ORDER BY number DESC LIMIT 1)"
        " ORDER BY h.rowid DESC LIMIT 1"
    ).fetchone()
    return None if row is None else _hand_over(tx, row)


def hand_over_of(tx: Transaction, shift: ShiftId) -> HandOverRow | None:
    """Return the hand-over of a closed shift's money, or None."""
    row = tx.execute(
        "SELECT h.event_id, h.shift, h.counted_centavos, giver, taker, given_seconds, t.operator"
        " FROM hand_over AS h LEFT JOIN taken_over AS t ON t.hand_over = h.event_id"
        " WHERE h.shift = ? ORDER BY h.rowid DESC LIMIT 1",
        (shift,),
    ).fetchone()
    return None if row is None else _hand_over(tx, row)


def deposits(tx: Transaction, limit: int = 200) -> tuple[DepositRow, ...]:
    """Return what went to the bank: unconfirmed first, each group the latest first."""
    rows = tx.execute(
        "SELECT d.event_id, d.amount_centavos, bank, slip, d.day, d.operator, made_seconds,"
        " c.amount_centavos, bank_reference, c.day, c.reason FROM deposit AS d"
        " LEFT JOIN deposit_confirmed AS c ON c.deposit = d.event_id"
        " ORDER BY c.event_id IS NOT NULL, d.rowid DESC LIMIT ?",
        (limit,),
    )
    return tuple(_deposit(row) for row in rows)


def deposit(tx: Transaction, event_id: EventId) -> DepositRow | None:
    """Return one deposit, or None."""
    row = tx.execute(
        "SELECT d.event_id, d.amount_centavos, bank, slip, d.day, d.operator, made_seconds,"
        " c.amount_centavos, bank_reference, c.day, c.reason FROM deposit AS d"
        " LEFT JOIN deposit_confirmed AS c ON c.deposit = d.event_id WHERE d.event_id = ?",
        (event_id,),
    ).fetchone()
    return None if row is None else _deposit(row)


def reversal_of(tx: Transaction, payment: EventId) -> EventId | None:
    """Return the reversal (kind 61) of a payment, or None where it stands."""
    row = tx.execute("SELECT event_id FROM reversal WHERE payment = ?", (payment,)).fetchone()
    return None if row is None else EventId(row[0])


def numbers_of(tx: Transaction, shift: ShiftId, series: int) -> tuple[int, int] | None:
    """Return the first and last receipt number of a series since a shift was opened, or None."""
    row = tx.execute(
        "SELECT min(r.number), max(r.number) FROM receipt AS r JOIN stream AS s USING (stream)"
        " WHERE r.series = ? AND (s.number, r.seq) >="
        "  (SELECT o.number, e.seq FROM event AS e JOIN stream AS o ON o.stream = e.stream"
        "    WHERE e.event_id = ? ORDER BY o.number LIMIT 1)",
        (series, shift),
    ).fetchone()
    return None if row is None or row[0] is None else (int(row[0]), int(row[1]))


def _count(row: tuple[Any, ...]) -> CountRow:
    event_id, shift, reason, round_number, counted, expected, witness, operator, at = row
    return CountRow(
        event_id=EventId(event_id),
        shift=ShiftId(shift),
        reason=CountReason(reason),
        round_number=round_number,
        counted_centavos=Centavos(counted),
        expected_centavos=expected,
        witness=witness,
        operator=OperatorNumber(operator),
        counted_seconds=at,
    )


def _closed(row: tuple[Any, ...]) -> ClosedRow:
    closing, series, number, counted, expected, difference, first, last, reason, by, at = row
    return ClosedRow(
        closing=EventId(closing),
        folio=Folio(series=series, number=number),
        counted_centavos=Centavos(counted),
        expected_centavos=expected,
        difference_centavos=difference,
        first_number=first,
        last_number=last,
        reason=reason,
        closed_by=OperatorNumber(by),
        closed_seconds=at,
    )


def _hand_over(tx: Transaction, row: tuple[Any, ...]) -> HandOverRow:
    event_id, shift, counted, giver, taker, given, taken_by = row
    return HandOverRow(
        event_id=EventId(event_id),
        shift=ShiftId(shift),
        counted_centavos=Centavos(counted),
        giver=OperatorNumber(giver),
        taker=OperatorNumber(taker),
        given_seconds=given,
        pieces=pieces_of(tx, EventId(event_id)),
        taken_by=None if taken_by is None else OperatorNumber(taken_by),
    )


def _deposit(row: tuple[Any, ...]) -> DepositRow:
    event_id, amount, bank, slip, day, operator, made, confirmed, reference, on, reason = row
    return DepositRow(
        event_id=EventId(event_id),
        amount_centavos=Centavos(amount),
        bank=bank,
        slip=slip,
        day=None if day is None else date.fromisoformat(day),
        operator=OperatorNumber(operator),
        made_seconds=made,
        confirmed_centavos=None if confirmed is None else Centavos(confirmed),
        bank_reference=reference,
        confirmed_day=None if on is None else date.fromisoformat(on),
        reason=reason,
    )
