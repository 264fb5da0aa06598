"""The read tables of approvals: questions, their answers, and what rests on them.

`use` looks at earlier rows of the same journal only, in the order of the events; so `rebuild` gives
identical rows. An answer to a question that was answered before is kept and means nothing.
"""

from __future__ import annotations

from sync.events import ApprovalAsked, ApprovalGiven, ApprovalRefused, Recorded
from sync.journal import Transaction

DROPPED_IN_ORDER = (
    "DROP VIEW IF EXISTS approval",
    "DROP TABLE IF EXISTS approval_use",
    "DROP TABLE IF EXISTS approval_answer",
    "DROP TABLE IF EXISTS approval_about",
    "DROP TABLE IF EXISTS approval_question",
)

CREATED_IN_ORDER = (
    """
    CREATE TABLE approval_question (
        event_id BLOB PRIMARY KEY,
        matter INTEGER NOT NULL,
        amount_centavos INTEGER,
        reason TEXT,
        operator INTEGER NOT NULL,
        asked_seconds INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE approval_about (
        question BLOB NOT NULL,
        position INTEGER NOT NULL,
        about BLOB NOT NULL,
        PRIMARY KEY (question, position)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX approval_about_by_event ON approval_about (about)",
    # The first answer counts; position says in which order they came.
    """
    CREATE TABLE approval_answer (
        event_id BLOB PRIMARY KEY,
        question BLOB NOT NULL,
        position INTEGER NOT NULL,
        given INTEGER NOT NULL,
        matter INTEGER NOT NULL,
        approver INTEGER NOT NULL,
        code TEXT,
        reason TEXT,
        answered_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX approval_answer_by_question ON approval_answer (question, position)",
    "CREATE INDEX approval_answer_by_code ON approval_answer (code) WHERE code IS NOT NULL",
    # An approval allows one thing: the first event that refers to it.
    """
    CREATE TABLE approval_use (
        approval BLOB PRIMARY KEY,
        used_by BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE VIEW approval AS
    SELECT q.rowid AS place, q.event_id AS question, q.matter, q.amount_centavos, q.reason,
           q.operator AS asker, q.asked_seconds, a.event_id AS answer, a.given, a.approver,
           a.code, a.reason AS refusal, u.used_by
    FROM approval_question AS q
    LEFT JOIN approval_answer AS a ON a.question = q.event_id AND a.position = 0
    LEFT JOIN approval_use AS u ON u.approval = a.event_id
    """,
)


def drop(tx: Transaction) -> None:
    """Drop the tables of approvals."""
    for statement in DROPPED_IN_ORDER:
        tx.execute(statement)


def create(tx: Transaction) -> None:
    """Create the tables of approvals, empty."""
    for statement in CREATED_IN_ORDER:
        tx.execute(statement)


def asked(tx: Transaction, recorded: Recorded, event: ApprovalAsked) -> None:
    """Enter a question (kind 80)."""
    header = recorded.header
    tx.execute(
        "INSERT INTO approval_question VALUES (?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            int(event.matter),
            event.amount_centavos,
            event.reason,
            header.operator,
            header.time_seconds,
        ),
    )
    tx.executemany(
        "INSERT INTO approval_about VALUES (?, ?, ?)",
        [(recorded.event_id, position, about) for position, about in enumerate(header.refs)],
    )


def answered(tx: Transaction, recorded: Recorded, event: ApprovalGiven | ApprovalRefused) -> None:
    """Enter an answer (kinds 81, 82); one that names no question is kept out."""
    header = recorded.header
    if not header.refs:
        return
    given = isinstance(event, ApprovalGiven)
    tx.execute(
        "INSERT INTO approval_answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            header.refs[0],
            _answers(tx, header.refs[0]),
            int(given),
            int(event.matter),
            event.approver,
            event.one_time_code if isinstance(event, ApprovalGiven) else None,
            event.reason if isinstance(event, ApprovalRefused) else None,
            header.time_seconds,
        ),
    )


def used(tx: Transaction, recorded: Recorded) -> None:
    """Mark the approvals that an event refers to; the first event that does counts."""
    for ref in recorded.header.refs:
        tx.execute(
            "INSERT OR IGNORE INTO approval_use SELECT event_id, ? FROM approval_answer"
            " WHERE event_id = ? AND given = 1",
            (recorded.event_id, ref),
        )


def _answers(tx: Transaction, question: bytes) -> int:
    row = tx.execute(
        "SELECT count(*) FROM approval_answer WHERE question = ?", (question,)
    ).fetchone()
    return int(row[0])
