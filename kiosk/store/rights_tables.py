"""Read tables of a person's rights: who did what with whose data, requests, objections, blocks.

`trace` is the access log and the index from a person to their events: one row per event that names
a person, or that refers to an event which does. It holds no content, so it stays while somebody is
blocked. All of it is derived from the journal, in the order of the journal.
"""

from __future__ import annotations

from sync.events import (
    CardOpened,
    CopyHandedOver,
    DataBlocked,
    DataCancelled,
    Event,
    Header,
    PersonCorrected,
    PersonCreated,
    Recorded,
    RecordViewed,
    RegistrationMade,
    RightsAnswered,
    RightsRequested,
    UseOpposed,
)
from sync.ids import EventId
from sync.journal import Transaction

DROPPED_IN_ORDER = (
    "DROP TABLE IF EXISTS blocked",
    "DROP TABLE IF EXISTS opposed",
    "DROP TABLE IF EXISTS rights_answer",
    "DROP TABLE IF EXISTS rights_request",
    "DROP TABLE IF EXISTS trace_ref",
    "DROP TABLE IF EXISTS trace",
)

CREATED_IN_ORDER = (
    # subject: of the event; NULL where only what it refers to says whose it is. detail: which part,
    # right or means, as the event's own number.
    """
    CREATE TABLE trace (
        number INTEGER PRIMARY KEY,
        event_id BLOB NOT NULL UNIQUE,
        kind INTEGER NOT NULL,
        subject BLOB,
        operator INTEGER NOT NULL,
        happened_seconds INTEGER NOT NULL,
        detail INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX trace_by_subject ON trace (subject, number)",
    "CREATE INDEX trace_by_operator ON trace (operator, number)",
    """
    CREATE TABLE trace_ref (
        of_event BLOB NOT NULL,
        event_id BLOB NOT NULL,
        PRIMARY KEY (of_event, event_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE rights_request (
        event_id BLOB PRIMARY KEY,
        subject BLOB,
        right INTEGER NOT NULL,
        received_on TEXT NOT NULL,
        proof INTEGER NOT NULL,
        representative INTEGER NOT NULL,
        operator INTEGER NOT NULL,
        made_seconds INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE rights_answer (
        event_id BLOB PRIMARY KEY,
        request BLOB NOT NULL,
        outcome INTEGER NOT NULL,
        answered_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX rights_answer_by_request ON rights_answer (request)",
    # agreed: 0 while the person objects to the use, 1 once they do so no longer.
    """
    CREATE TABLE opposed (
        number INTEGER PRIMARY KEY,
        event_id BLOB NOT NULL,
        subject BLOB,
        purpose TEXT NOT NULL,
        agreed INTEGER NOT NULL,
        said_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX opposed_by_subject ON opposed (subject, number)",
    """
    CREATE TABLE blocked (
        event_id BLOB PRIMARY KEY,
        by_event BLOB NOT NULL,
        subject BLOB,
        legal_basis TEXT NOT NULL,
        until TEXT,
        since_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX blocked_by_subject ON blocked (subject)",
)


_ACTS_ON_REQUESTS = (PersonCorrected, CopyHandedOver, DataCancelled, UseOpposed)
"""Carry out a request: their refs name it."""


def trace(tx: Transaction, recorded: Recorded) -> None:
    """Note whose data an event touched; an event about nobody leaves no trace."""
    header = recorded.header
    subject = header.subject
    if subject is None and isinstance(recorded.event, PersonCreated | RegistrationMade):
        subject = recorded.event_id  # type: ignore[assignment]  # it creates its person (§6a)
    acts = isinstance(recorded.event, _ACTS_ON_REQUESTS)
    refs = header.refs if subject is None or acts else ()
    _note(tx, recorded.event_id, header, subject, refs, _detail(recorded.event))


def trace_pruned(tx: Transaction, event_id: EventId, header: Header) -> None:
    """Note whose data a registration or correction was that is only with the central now."""
    made_its_person = header.subject is None and header.kind == RegistrationMade.kind
    subject = event_id if made_its_person else header.subject
    _note(tx, event_id, header, subject, header.refs if subject is None else (), 0)


def _note(
    tx: Transaction,
    event_id: EventId,
    header: Header,
    subject: bytes | None,
    refs: tuple[EventId, ...],
    detail: int,
) -> None:
    if subject is None and not refs:
        return
    tx.execute(
        "INSERT INTO trace (event_id, kind, subject, operator, happened_seconds, detail)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            event_id,
            header.kind,
            subject,
            header.operator,
            header.time_seconds,
            detail,
        ),
    )
    tx.executemany(
        "INSERT OR IGNORE INTO trace_ref VALUES (?, ?)",
        [(of_event, event_id) for of_event in refs],
    )


def requested(tx: Transaction, recorded: Recorded, event: RightsRequested) -> None:
    """Enter a request; its words stay in the event."""
    tx.execute(
        "INSERT INTO rights_request VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            recorded.header.subject,
            int(event.right),
            event.received_on.isoformat(),
            int(event.proof),
            int(event.representative),
            recorded.header.operator,
            recorded.header.time_seconds,
        ),
    )


def answered(tx: Transaction, recorded: Recorded, event: RightsAnswered) -> None:
    """Enter the answer to the requests that the refs name."""
    for request in recorded.header.refs[:1]:
        tx.execute(
            "INSERT INTO rights_answer VALUES (?, ?, ?, ?)",
            (recorded.event_id, request, int(event.outcome), recorded.header.time_seconds),
        )


def opposed(tx: Transaction, recorded: Recorded, event: UseOpposed) -> None:
    """Enter what a person objects to from now on, and to what no longer."""
    tx.executemany(
        "INSERT INTO opposed (event_id, subject, purpose, agreed, said_seconds)"
        " VALUES (?, ?, ?, ?, ?)",
        [
            (
                recorded.event_id,
                recorded.header.subject,
                one.purpose,
                int(one.accepted),
                recorded.header.time_seconds,
            )
            for one in event.purposes
        ],
    )


def blocked(tx: Transaction, recorded: Recorded, event: DataBlocked) -> None:
    """List what is blocked, with the law that keeps it and until when."""
    for event_id in event.event_ids:
        if event.lifted:
            tx.execute("DELETE FROM blocked WHERE event_id = ?", (event_id,))
            continue
        tx.execute(
            "INSERT OR REPLACE INTO blocked VALUES (?, ?, ?, ?, ?, ?)",
            (
                event_id,
                recorded.event_id,
                recorded.header.subject,
                event.legal_basis,
                None if event.until is None else event.until.isoformat(),
                recorded.header.time_seconds,
            ),
        )


def _detail(event: Event) -> int:
    match event:
        case CardOpened():
            return int(event.reason)
        case RecordViewed():
            return int(event.part)
        case CopyHandedOver():
            return int(event.means)
        case RightsRequested():
            return int(event.right)
        case RightsAnswered():
            return int(event.outcome)
        case _:
            return 0
