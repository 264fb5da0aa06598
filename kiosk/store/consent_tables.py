"""The read tables of notices that were shown, and of which consents a record rests on."""

from __future__ import annotations

from dataclasses import dataclass

from sync.events import ConsentGiven, Header, NoticeShown, Recorded, RegistrationMade
from sync.ids import EventId
from sync.journal import Transaction

DROPPED_IN_ORDER = (
    "DROP TABLE IF EXISTS record_consent",
    "DROP TABLE IF EXISTS notice_shown",
)

CREATED_IN_ORDER = (
    """
    CREATE TABLE notice_shown (
        event_id BLOB PRIMARY KEY,
        subject BLOB,
        notice_id TEXT NOT NULL,
        notice_version INTEGER NOT NULL,
        text_hash BLOB NOT NULL,
        means INTEGER NOT NULL,
        full INTEGER NOT NULL,
        language TEXT NOT NULL,
        operator INTEGER NOT NULL,
        shown_seconds INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX notice_shown_by_subject ON notice_shown (subject)",
    # record: the first version. A registration names its consents; one of a correction the record.
    """
    CREATE TABLE record_consent (
        position INTEGER PRIMARY KEY,
        record BLOB NOT NULL,
        consent BLOB NOT NULL
    ) STRICT
    """,
    "CREATE INDEX record_consent_by_record ON record_consent (record, position)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedRow:
    """What was said of one purpose when a record was made or corrected."""

    notice_id: str
    notice_version: int
    purpose: str
    accepted: bool


def drop(tx: Transaction) -> None:
    """Drop these tables."""
    for statement in DROPPED_IN_ORDER:
        tx.execute(statement)


def create(tx: Transaction) -> None:
    """Create these tables, empty."""
    for statement in CREATED_IN_ORDER:
        tx.execute(statement)


def shown(tx: Transaction, recorded: Recorded, event: NoticeShown) -> None:
    """Enter a notice that was shown (kind 54)."""
    header = recorded.header
    tx.execute(
        "INSERT INTO notice_shown VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            recorded.event_id,
            header.subject,
            event.notice_id,
            event.notice_version,
            event.text_hash,
            int(event.means),
            int(event.full),
            event.language,
            header.operator,
            header.time_seconds,
        ),
    )


def linked(tx: Transaction, recorded: Recorded, event: ConsentGiven | RegistrationMade) -> None:
    """Enter which consents a record rests on, from either end."""
    refs = recorded.header.refs
    pairs = [(recorded.event_id, one) for one in refs]
    if isinstance(event, ConsentGiven):
        pairs = [(one, recorded.event_id) for one in refs]
    tx.executemany("INSERT INTO record_consent (record, consent) VALUES (?, ?)", pairs)


def linked_pruned(tx: Transaction, record: EventId, header: Header) -> None:
    """Enter which consents a registration rests on that is only with the central now."""
    if header.kind == RegistrationMade.kind:
        tx.executemany(
            "INSERT INTO record_consent (record, consent) VALUES (?, ?)",
            [(record, one) for one in header.refs],
        )


def agreed_for(tx: Transaction, record: EventId) -> tuple[AgreedRow, ...]:
    """Return what was said of each purpose for a record (first version), the oldest first."""
    rows = tx.execute(
        "SELECT c.notice_id, c.notice_version, p.purpose, p.accepted FROM record_consent AS r"
        " JOIN consent AS c ON c.event_id = r.consent"
        " JOIN consent_purpose AS p ON p.event_id = c.event_id"
        " WHERE r.record = ? ORDER BY r.position, p.position",
        (record,),
    )
    return tuple(
        AgreedRow(notice_id=notice, notice_version=version, purpose=purpose, accepted=bool(said))
        for notice, version, purpose, said in rows
    )
