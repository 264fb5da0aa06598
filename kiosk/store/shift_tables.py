"""The read tables of the cash desk: shifts, counts, cash moved, hand-overs, deposits, reversals.

Each function enters one event with its ledger entries, in the transaction of the event.
"""

from __future__ import annotations

from kiosk.domain import ledger
from kiosk.store import ledger_tables, queries
from kiosk.store.ledger_tables import Unbalanced
from sync.events import (
    BenefitDelivered,
    CashMoved,
    CashPurpose,
    CountReason,
    DepositConfirmed,
    DepositMade,
    DrawerCounted,
    DrawerHandedOver,
    DrawerTakenOver,
    IncentiveCredited,
    PaymentReversed,
    PaymentTaken,
    Recorded,
    ShiftClosed,
    ShiftOpened,
)
from sync.ids import OperatorNumber
from sync.journal import Transaction

DROPPED_IN_ORDER = (
    "DROP TABLE IF EXISTS reversal",
    "DROP TABLE IF EXISTS deposit_confirmed",
    "DROP TABLE IF EXISTS deposit",
    "DROP TABLE IF EXISTS taken_over",
    "DROP TABLE IF EXISTS hand_over",
    "DROP TABLE IF EXISTS drawer_count",
    "DROP TABLE IF EXISTS cash_move",
    "DROP TABLE IF EXISTS shift",
)

CREATED_IN_ORDER = (
    # What follows closed_seconds is NULL while the shift is open.
    """
    CREATE TABLE shift (
        shift BLOB PRIMARY KEY,
        number INTEGER NOT NULL,
        business_day TEXT NOT NULL,
        floor_seconds INTEGER NOT NULL,
        float_centavos INTEGER NOT NULL,
        series INTEGER NOT NULL,
        receipt_number INTEGER NOT NULL,
        operator INTEGER NOT NULL,
        opened_seconds INTEGER NOT NULL,
        receipt_seconds INTEGER,
        closed_seconds INTEGER,
        closing BLOB,
        closed_by INTEGER,
        closing_series INTEGER,
        closing_number INTEGER,
        counted_centavos INTEGER,
        expected_centavos INTEGER,
        difference_centavos INTEGER,
        first_number INTEGER,
        last_number INTEGER,
        difference_reason TEXT,
        paper_counter INTEGER,
        closing_receipt_seconds INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE cash_move (
        event_id BLOB PRIMARY KEY,
        shift BLOB NOT NULL,
        change_centavos INTEGER NOT NULL,
        purpose INTEGER NOT NULL,
        slip TEXT,
        reason TEXT,
        witness TEXT,
        operator INTEGER NOT NULL,
        moved_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX cash_move_by_shift ON cash_move (shift)",
    # expected_centavos: what the ledger said at that moment.
    """
    CREATE TABLE drawer_count (
        event_id BLOB PRIMARY KEY,
        shift BLOB NOT NULL,
        reason INTEGER NOT NULL,
        round INTEGER NOT NULL,
        counted_centavos INTEGER NOT NULL,
        expected_centavos INTEGER NOT NULL,
        witness TEXT,
        operator INTEGER NOT NULL,
        counted_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX drawer_count_by_shift ON drawer_count (shift)",
    """
    CREATE TABLE hand_over (
        event_id BLOB PRIMARY KEY,
        shift BLOB NOT NULL,
        counted_centavos INTEGER NOT NULL,
        giver INTEGER NOT NULL,
        taker INTEGER NOT NULL,
        given_seconds INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE taken_over (
        event_id BLOB PRIMARY KEY,
        hand_over BLOB NOT NULL UNIQUE,
        counted_centavos INTEGER NOT NULL,
        reason TEXT,
        operator INTEGER NOT NULL,
        taken_seconds INTEGER NOT NULL
    ) STRICT
    """,
    # Money on its way to the bank: taken from the safe (kind 36) or out of the drawer (kind 31).
    """
    CREATE TABLE deposit (
        event_id BLOB PRIMARY KEY,
        shift BLOB,
        amount_centavos INTEGER NOT NULL,
        bank TEXT NOT NULL,
        slip TEXT NOT NULL,
        day TEXT,
        operator INTEGER NOT NULL,
        made_seconds INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE deposit_confirmed (
        event_id BLOB PRIMARY KEY,
        deposit BLOB NOT NULL UNIQUE,
        amount_centavos INTEGER NOT NULL,
        bank_reference TEXT NOT NULL,
        day TEXT NOT NULL,
        reason TEXT,
        operator INTEGER NOT NULL,
        confirmed_seconds INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE reversal (
        event_id BLOB PRIMARY KEY,
        payment BLOB NOT NULL UNIQUE,
        shift BLOB NOT NULL,
        series INTEGER NOT NULL,
        number INTEGER NOT NULL,
        total_centavos INTEGER NOT NULL,
        means INTEGER NOT NULL,
        given_centavos INTEGER NOT NULL,
        reason INTEGER NOT NULL,
        scanned INTEGER NOT NULL,
        operator INTEGER NOT NULL,
        reversed_seconds INTEGER NOT NULL,
        receipt_seconds INTEGER
    ) STRICT
    """,
    "CREATE INDEX reversal_by_shift ON reversal (shift)",
)


def opened(tx: Transaction, recorded: Recorded, event: ShiftOpened) -> None:
    """Enter a shift (kind 30); its float comes out of the safe."""
    tx.execute(
        "INSERT INTO shift (shift, number, business_day, floor_seconds, float_centavos, series,"
        " receipt_number, operator, opened_seconds, receipt_seconds)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            event.shift_number,
            event.business_day.isoformat(),
            event.floor_seconds,
            event.float_centavos,
            event.folio.series,
            event.folio.number,
            recorded.header.operator,
            recorded.header.time_seconds,
            event.receipt_time_seconds,
        ),
    )
    ledger_tables.enter(tx, recorded, recorded.event_id, ledger.entries_of_opening(event))
    ledger_tables.count_pieces(tx, recorded, recorded.event_id, event.pieces)


def moved(tx: Transaction, recorded: Recorded, event: CashMoved) -> None:
    """Enter cash in or out (kind 31); what goes to the bank is on its way there."""
    header = recorded.header
    tx.execute(
        "INSERT INTO cash_move VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            event.shift,
            event.change_centavos,
            int(event.purpose),
            event.slip,
            event.reason,
            event.witness,
            header.operator,
            header.time_seconds,
        ),
    )
    if event.purpose is CashPurpose.BANK and event.change_centavos < 0:
        tx.execute(
            "INSERT INTO deposit VALUES (?, ?, ?, ?, ?, NULL, ?, ?)",
            (
                recorded.event_id,
                event.shift,
                -event.change_centavos,
                event.reason or "",
                event.slip or "",
                header.operator,
                header.time_seconds,
            ),
        )
    if event.change_centavos:
        ledger_tables.enter(tx, recorded, event.shift, ledger.entries_of_movement(event))
    sign = -1 if event.change_centavos < 0 else 1
    ledger_tables.move_pieces(tx, recorded, event.shift, event.pieces, sign)
    ledger_tables.move_pieces(tx, recorded, event.shift, event.pieces_out, -1)


def counted(tx: Transaction, recorded: Recorded, event: DrawerCounted) -> None:
    """Enter a count (kind 32); a surprise count says what the drawer holds from then on."""
    tx.execute(
        "INSERT INTO drawer_count VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            event.shift,
            int(event.reason),
            event.round_number,
            event.counted_centavos,
            queries.drawer_centavos(tx, event.shift),
            event.witness,
            recorded.header.operator,
            recorded.header.time_seconds,
        ),
    )
    surprise = event.reason is CountReason.SURPRISE
    ledger_tables.count_pieces(tx, recorded, event.shift if surprise else None, event.pieces)


def closed(tx: Transaction, recorded: Recorded, event: ShiftClosed) -> None:
    """Enter the end of a shift (kind 33): the drawer is emptied, then takes nothing any more."""
    cashier = tx.execute("SELECT operator FROM shift WHERE shift = ?", (event.shift,)).fetchone()
    owner = OperatorNumber(recorded.header.operator if cashier is None else cashier[0])
    ledger_tables.enter(tx, recorded, event.shift, ledger.entries_of_closing(event, owner))
    tx.execute(
        "UPDATE shift SET closed_seconds = ?, closing = ?, closed_by = ?, closing_series = ?,"
        " closing_number = ?, counted_centavos = ?, expected_centavos = ?,"
        " difference_centavos = ?, first_number = ?, last_number = ?, difference_reason = ?,"
        " paper_counter = ?, closing_receipt_seconds = ? WHERE shift = ?",
        (
            recorded.header.time_seconds,
            recorded.event_id,
            recorded.header.operator,
            event.folio.series,
            event.folio.number,
            event.counted_centavos,
            event.expected_centavos,
            event.difference_centavos,
            event.numbers.first,
            event.numbers.last,
            event.reason,
            event.paper_counter,
            event.receipt_time_seconds,
            event.shift,
        ),
    )


def handed_over(tx: Transaction, recorded: Recorded, event: DrawerHandedOver) -> None:
    """Enter a hand-over (kind 34); the ledger says nothing of it, the money lies in the safe."""
    tx.execute(
        "INSERT INTO hand_over VALUES (?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            event.shift,
            event.counted_centavos,
            recorded.header.operator,
            event.to_operator,
            recorded.header.time_seconds,
        ),
    )
    ledger_tables.count_pieces(tx, recorded, None, event.pieces)


def taken_over(tx: Transaction, recorded: Recorded, event: DrawerTakenOver) -> None:
    """Enter that the next cashier counted and signed (kind 35); a second time means nothing."""
    if not recorded.header.refs:
        return
    tx.execute(
        "INSERT OR IGNORE INTO taken_over VALUES (?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            recorded.header.refs[0],
            event.counted_centavos,
            event.reason,
            recorded.header.operator,
            recorded.header.time_seconds,
        ),
    )
    ledger_tables.count_pieces(tx, recorded, None, event.pieces)


def deposited(tx: Transaction, recorded: Recorded, event: DepositMade) -> None:
    """Enter money taken from the safe to the bank (kind 36)."""
    tx.execute(
        "INSERT INTO deposit VALUES (?, NULL, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            event.amount_centavos,
            event.bank,
            event.slip,
            event.day.isoformat(),
            recorded.header.operator,
            recorded.header.time_seconds,
        ),
    )
    ledger_tables.enter(tx, recorded, None, ledger.entries_of_deposit(event))
    ledger_tables.count_pieces(tx, recorded, None, event.pieces)


def confirmed(tx: Transaction, recorded: Recorded, event: DepositConfirmed) -> None:
    """Enter the bank's word on a deposit (kind 37); raises Unbalanced for one nobody made."""
    refs = recorded.header.refs
    row = tx.execute(
        "SELECT amount_centavos, operator FROM deposit WHERE event_id = ?",
        (refs[0] if refs else b"",),
    ).fetchone()
    if row is None:
        raise Unbalanced(recorded.event_id.hex())
    tx.execute(
        "INSERT INTO deposit_confirmed VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            refs[0],
            event.amount_centavos,
            event.bank_reference,
            event.day.isoformat(),
            event.reason,
            recorded.header.operator,
            recorded.header.time_seconds,
        ),
    )
    entries = ledger.entries_of_confirmation(event, int(row[0]), OperatorNumber(row[1]))
    ledger_tables.enter(tx, recorded, None, entries)


def paid(tx: Transaction, recorded: Recorded, event: PaymentTaken) -> None:
    """Enter the ledger's side of a payment (kind 60), and the pieces that are known of it."""
    ledger_tables.enter(tx, recorded, event.shift, ledger.entries_of_payment(event))
    ledger_tables.move_pieces(tx, recorded, event.shift, event.tendered_pieces, 1)
    ledger_tables.move_pieces(tx, recorded, event.shift, event.change_pieces, -1)


def reversed_(tx: Transaction, recorded: Recorded, event: PaymentReversed) -> None:
    """Enter a reversal (kind 61): the opposite of the payment's entries.

    Raises Unbalanced where it names no payment of the ledger, and the file's own refusal of a
    second one.
    """
    refs = recorded.header.refs
    original = ledger_tables.entries_of(tx, refs[0]) if refs else ()
    if not original:
        raise Unbalanced(recorded.event_id.hex())
    tx.execute(
        "INSERT INTO reversal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            refs[0],
            event.shift,
            event.folio.series,
            event.folio.number,
            event.total_centavos,
            int(event.settlement.means),
            event.settlement.tendered_centavos,
            int(event.reason),
            int(event.original_scanned),
            recorded.header.operator,
            recorded.header.time_seconds,
            event.receipt_time_seconds,
        ),
    )
    ledger_tables.enter(tx, recorded, event.shift, ledger.entries_of_reversal(original))
    ledger_tables.move_pieces(tx, recorded, event.shift, event.pieces, -1)


def delivered(tx: Transaction, recorded: Recorded, event: BenefitDelivered) -> None:
    """Enter the ledger's side of a benefit (kind 102)."""
    ledger_tables.enter(tx, recorded, event.shift, ledger.entries_of_benefit(event))


def credited(tx: Transaction, recorded: Recorded, event: IncentiveCredited) -> None:
    """Enter the ledger's side of an incentive (kind 103)."""
    ledger_tables.enter(tx, recorded, None, ledger.entries_of_incentive(event))
