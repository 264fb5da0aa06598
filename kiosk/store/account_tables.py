"""Read tables of accounts: cards, movements of balances, benefits, who was compared with whom.

Movements stand in the order of the journal, so that what the central does not know yet is what
comes after the last one it names. All of it is derived from the events alone.
"""

from __future__ import annotations

from sync.events import (
    AccountOpened,
    BalanceChange,
    BenefitDelivered,
    BenefitMeans,
    CardReplaced,
    IncentiveCredited,
    PaymentReversed,
    PaymentTaken,
    PersonsCompared,
    Recorded,
)
from sync.journal import Transaction

DROPPED_IN_ORDER = (
    "DROP TABLE IF EXISTS compared",
    "DROP TABLE IF EXISTS benefit",
    "DROP TABLE IF EXISTS movement",
    "DROP TABLE IF EXISTS account_card",
)

CREATED_IN_ORDER = (
    # One row for each card an account ever had here; previous: whose card this one replaced.
    """
    CREATE TABLE account_card (
        number INTEGER PRIMARY KEY,
        event_id BLOB NOT NULL UNIQUE,
        account_id BLOB NOT NULL,
        previous BLOB,
        subject BLOB,
        card_number BLOB NOT NULL,
        card_issue INTEGER NOT NULL,
        number_check BLOB NOT NULL,
        given_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX account_card_by_account ON account_card (account_id, number)",
    "CREATE INDEX account_card_by_card ON account_card (card_number)",
    "CREATE INDEX account_card_by_subject ON account_card (subject)",
    """
    CREATE TABLE movement (
        number INTEGER PRIMARY KEY,
        event_id BLOB NOT NULL UNIQUE,
        account_id BLOB NOT NULL,
        kind INTEGER NOT NULL,
        about BLOB,
        change_centavos INTEGER NOT NULL,
        series INTEGER,
        receipt_number INTEGER,
        what TEXT NOT NULL,
        discreet INTEGER NOT NULL,
        operator INTEGER NOT NULL,
        moved_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX movement_by_account ON movement (account_id, number)",
    "CREATE INDEX movement_by_about ON movement (about, kind)",
    """
    CREATE TABLE benefit (
        number INTEGER PRIMARY KEY,
        event_id BLOB NOT NULL UNIQUE,
        subject BLOB,
        entitlement_id TEXT NOT NULL,
        entitlement_version INTEGER NOT NULL,
        means INTEGER NOT NULL,
        amount_centavos INTEGER NOT NULL,
        what TEXT NOT NULL,
        quantity INTEGER NOT NULL,
        account_id BLOB,
        shift BLOB,
        operator INTEGER NOT NULL,
        delivered_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX benefit_by_entitlement ON benefit (entitlement_id)",
    "CREATE INDEX benefit_by_subject ON benefit (subject)",
    """
    CREATE TABLE compared (
        number INTEGER PRIMARY KEY,
        event_id BLOB NOT NULL UNIQUE,
        one BLOB NOT NULL,
        other BLOB NOT NULL,
        decision INTEGER NOT NULL,
        score_permille INTEGER NOT NULL,
        operator INTEGER NOT NULL,
        decided_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX compared_by_pair ON compared (one, other)",
)


def drop(tx: Transaction) -> None:
    """Drop the tables of accounts."""
    for statement in DROPPED_IN_ORDER:
        tx.execute(statement)


def create(tx: Transaction) -> None:
    """Create the tables of accounts, empty."""
    for statement in CREATED_IN_ORDER:
        tx.execute(statement)


def card_given(tx: Transaction, recorded: Recorded, event: AccountOpened | CardReplaced) -> None:
    """Enter the card of an account, its first or another in the place of one before."""
    refs = recorded.header.refs
    opens = isinstance(event, AccountOpened)
    if not opens and not refs:
        return  # names no account: nothing can be done with it
    tx.execute(
        "INSERT OR IGNORE INTO account_card (event_id, account_id, previous, subject, card_number,"
        " card_issue, number_check, given_seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            recorded.event_id if opens else refs[0],
            None if opens else refs[-1],
            recorded.header.subject,
            event.card_number,
            event.card_issue,
            event.number_check,
            recorded.header.time_seconds,
        ),
    )


def moved(
    tx: Transaction,
    recorded: Recorded,
    event: PaymentTaken | PaymentReversed | BenefitDelivered | IncentiveCredited,
) -> None:
    """Enter what an event adds to a balance or takes from it; nothing where it moves none."""
    change = balance_change_of(event)
    if change is None:
        return
    folio = event.folio if isinstance(event, PaymentTaken | PaymentReversed) else None
    tx.execute(
        "INSERT OR IGNORE INTO movement (event_id, account_id, kind, about, change_centavos,"
        " series, receipt_number, what, discreet, operator, moved_seconds)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            change.account_id,
            event.kind,
            recorded.header.refs[0] if recorded.header.refs else None,
            change.change_centavos,
            None if folio is None else folio.series,
            None if folio is None else folio.number,
            event.what if isinstance(event, BenefitDelivered) else "",
            int(isinstance(event, PaymentTaken | PaymentReversed) and event.discreet),
            recorded.header.operator,
            recorded.header.time_seconds,
        ),
    )


def delivered(tx: Transaction, recorded: Recorded, event: BenefitDelivered) -> None:
    """Enter a benefit that was handed over."""
    tx.execute(
        "INSERT OR IGNORE INTO benefit (event_id, subject, entitlement_id, entitlement_version,"
        " means, amount_centavos, what, quantity, account_id, shift, operator, delivered_seconds)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            recorded.header.subject,
            event.entitlement.rule_id,
            event.entitlement.version,
            int(event.means),
            event.amount_centavos,
            event.what,
            event.quantity,
            event.account_id,
            event.shift,
            recorded.header.operator,
            recorded.header.time_seconds,
        ),
    )


def compared(tx: Transaction, recorded: Recorded, event: PersonsCompared) -> None:
    """Enter a decision about two people, whichever way round they were named."""
    subject = recorded.header.subject
    if subject is None:
        return
    one, other = sorted((bytes(subject), bytes(event.other)))
    tx.execute(
        "INSERT OR IGNORE INTO compared (event_id, one, other, decision, score_permille, operator,"
        " decided_seconds) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            one,
            other,
            int(event.decision),
            event.score_permille,
            recorded.header.operator,
            recorded.header.time_seconds,
        ),
    )


def balance_change_of(
    event: PaymentTaken | PaymentReversed | BenefitDelivered | IncentiveCredited,
) -> BalanceChange | None:
    """Return what an event does to a citizen's balance, None where it moves none."""
    match event:
        case PaymentTaken() | PaymentReversed():
            return event.balance
        case IncentiveCredited():
            sign = -1 if event.taken_back else 1
            change = sign * event.amount_centavos
            return BalanceChange(account_id=event.account_id, change_centavos=change)
        case BenefitDelivered():
            if event.means is not BenefitMeans.BALANCE or event.account_id is None:
                return None
            return BalanceChange(account_id=event.account_id, change_centavos=event.amount_centavos)


def shown_again(tx: Transaction, recorded: Recorded) -> None:
    """Say again whose a benefit is: it is blocked no longer."""
    tx.execute(
        "UPDATE benefit SET subject = ? WHERE event_id = ?",
        (recorded.header.subject, recorded.event_id),
    )
