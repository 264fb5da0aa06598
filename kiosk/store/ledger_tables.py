"""The read tables of the ledger and of the pieces in the drawer; entries are only ever added.

`project` enters an event's entries in the transaction of the event. A reversal and the bank's word
on a deposit look at earlier rows of the same journal, so `rebuild` gives identical rows. A closed
shift takes no entry (RECEIPTS §10, invariant 12): the file itself refuses it.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.ledger import LedgerEntry, balance
from sync.events import CoinOrNote, Pieces, Recorded
from sync.ids import EventId, OperatorNumber
from sync.journal import Transaction

DROPPED_IN_ORDER = (
    "DROP TABLE IF EXISTS cash_piece",
    "DROP TABLE IF EXISTS ledger",
)

CREATED_IN_ORDER = (
    """
    CREATE TABLE ledger (
        event_id BLOB NOT NULL,
        position INTEGER NOT NULL,
        shift BLOB,
        account TEXT NOT NULL,
        concept INTEGER,
        operator INTEGER,
        account_id BLOB,
        amount_centavos INTEGER NOT NULL,
        PRIMARY KEY (event_id, position)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX ledger_by_shift ON ledger (shift, account)",
    "CREATE INDEX ledger_by_account ON ledger (account, account_id)",
    """
    CREATE TRIGGER ledger_stays BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'ledger: an entry stays'); END
    """,
    """
    CREATE TRIGGER ledger_is_fixed BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'ledger: a correction is a new entry'); END
    """,
    """
    CREATE TRIGGER ledger_of_closed_shift BEFORE INSERT ON ledger
    WHEN EXISTS (SELECT 1 FROM shift WHERE shift = NEW.shift AND closed_seconds IS NOT NULL)
    BEGIN SELECT RAISE(ABORT, 'ledger: the shift is closed'); END
    """,
    # Coins and notes as they were counted, received or handed back. counted = 1: all that was in
    # the drawer then; 0: more (> 0) or less (< 0) of it since.
    """
    CREATE TABLE cash_piece (
        place INTEGER PRIMARY KEY,
        event_id BLOB NOT NULL,
        shift BLOB,
        counted INTEGER NOT NULL,
        each_centavos INTEGER NOT NULL,
        form INTEGER NOT NULL,
        pieces INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX cash_piece_by_shift ON cash_piece (shift)",
    "CREATE INDEX cash_piece_by_event ON cash_piece (event_id)",
)


class Unbalanced(Exception):
    """An entry's sides do not add up to nothing: a defect of ours; nothing was written."""


def enter(
    tx: Transaction, recorded: Recorded, shift: bytes | None, entries: Sequence[LedgerEntry]
) -> None:
    """Add the entries of an event; *shift* is None for what touches no drawer.

    Raises Unbalanced where they do not sum to 0, and the file's own refusal for a closed shift.
    """
    if balance(entries):
        raise Unbalanced(recorded.event_id.hex())
    tx.executemany(
        "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                recorded.event_id,
                position,
                shift,
                entry.account,
                entry.concept,
                entry.operator,
                entry.account_id,
                entry.amount_centavos,
            )
            for position, entry in enumerate(entries)
        ],
    )


def entries_of(tx: Transaction, event_id: EventId) -> tuple[LedgerEntry, ...]:
    """Return the entries that an event wrote, in order; none where it wrote none."""
    rows = tx.execute(
        "SELECT account, amount_centavos, concept, operator, account_id FROM ledger"
        " WHERE event_id = ? ORDER BY position",
        (event_id,),
    )
    return tuple(
        LedgerEntry(
            account=account,
            amount_centavos=amount,
            concept=concept,
            operator=None if operator is None else OperatorNumber(operator),
            account_id=None if account_id is None else EventId(account_id),
        )
        for account, amount, concept, operator, account_id in rows
    )


def count_pieces(
    tx: Transaction, recorded: Recorded, shift: bytes | None, pieces: Sequence[Pieces] | None
) -> None:
    """Note what was counted: from then on the drawer holds exactly these, where they are known."""
    _enter_pieces(tx, recorded.event_id, shift, pieces, counted=1, sign=1)


def move_pieces(
    tx: Transaction,
    recorded: Recorded,
    shift: bytes | None,
    pieces: Sequence[Pieces] | None,
    sign: int,
) -> None:
    """Note what entered (*sign* 1) or left (-1) the drawer since, where it is known."""
    _enter_pieces(tx, recorded.event_id, shift, pieces, counted=0, sign=sign)


def pieces_of(tx: Transaction, event_id: EventId) -> tuple[Pieces, ...]:
    """Return the pieces that an event counted, the largest first."""
    rows = tx.execute(
        "SELECT each_centavos, form, pieces FROM cash_piece WHERE event_id = ? ORDER BY place",
        (event_id,),
    )
    return tuple(
        Pieces(each_centavos=each, form=CoinOrNote(form), count=count)
        for each, form, count in rows
        if count > 0
    )


def _enter_pieces(
    tx: Transaction,
    event_id: EventId,
    shift: bytes | None,
    pieces: Sequence[Pieces] | None,
    *,
    counted: int,
    sign: int,
) -> None:
    if not pieces:
        return
    tx.executemany(
        "INSERT INTO cash_piece (event_id, shift, counted, each_centavos, form, pieces)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (event_id, shift, counted, one.each_centavos, int(one.form), sign * one.count)
            for one in pieces
        ],
    )
