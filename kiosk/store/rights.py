"""Questions about a person's data: which events are theirs, who touched them, what is asked for.

Answers come from the read tables of `rights_tables`; times are seconds of the device's clock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.store import accounts
from kiosk.store.where import STANDS_NOW
from sync.events import PersonRight, RequestOutcome
from sync.ids import EventId, OperatorNumber, SubjectId
from sync.journal import Transaction

MONEY_KINDS = (*range(30, 40), *range(60, 70), 102, 103)
"""What the law keeps whatever a person asks: it is blocked, never erased (PROTOCOL §6)."""

LOG_KINDS = (41, 52, 70, 71, 90, 91, 97)
"""Who saw, changed, printed or handed over: the access log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceRow:
    """One act upon a person's data; *detail* is the event's own number for its part or reason."""

    event_id: EventId
    kind: int
    subject: SubjectId | None
    operator: OperatorNumber
    happened_seconds: int
    detail: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """A request over a person's data and, once there is one, its answer."""

    event_id: EventId
    subject: SubjectId | None
    right: PersonRight
    received_on: date
    proof: int
    representative: bool
    operator: OperatorNumber
    made_seconds: int
    outcome: RequestOutcome | None
    answered_seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedRow:
    """A person of whom something is blocked: since when, until when, under which law."""

    subject: SubjectId
    events: int
    since_seconds: int
    until: date | None
    legal_basis: str


def events_of(tx: Transaction, subject: SubjectId) -> tuple[TraceRow, ...]:
    """Return every event that names a person, and every act upon such an event; oldest first.

    Under whichever id: a person found twice and merged by the central is one.
    """
    ids = json.dumps([one.hex() for one in accounts.ids_of(tx, subject)])
    rows = tx.execute(
        "SELECT event_id, kind, subject, operator, happened_seconds, detail FROM trace"
        " WHERE number IN (SELECT number FROM trace"
        "  WHERE subject IN (SELECT unhex(value) FROM json_each(?1))"
        "  UNION SELECT acts.number FROM trace AS mine"
        "   JOIN trace_ref AS r ON r.of_event = mine.event_id"
        "   JOIN trace AS acts ON acts.event_id = r.event_id WHERE mine.subject IN"
        "    (SELECT unhex(value) FROM json_each(?1)))"
        " ORDER BY number",
        (ids,),
    )
    return tuple(_trace(row) for row in rows)


def log_of_person(tx: Transaction, subject: SubjectId, limit: int = 500) -> tuple[TraceRow, ...]:
    """Return who saw, changed, printed or handed over a person's data; the latest first."""
    found = [row for row in events_of(tx, subject) if row.kind in LOG_KINDS]
    return tuple(reversed(found))[:limit]


def log_of_operator(
    tx: Transaction, operator: OperatorNumber, limit: int = 500
) -> tuple[TraceRow, ...]:
    """Return whose data one operator saw, changed, printed or handed over; the latest first.

    A print says whose by what it printed.
    """
    rows = tx.execute(
        "SELECT t.event_id, t.kind, coalesce(t.subject, (SELECT mine.subject FROM trace_ref AS r"
        "  JOIN trace AS mine ON mine.event_id = r.of_event WHERE r.event_id = t.event_id"
        "  AND mine.subject IS NOT NULL LIMIT 1)), t.operator, t.happened_seconds, t.detail"
        " FROM trace AS t WHERE t.operator = ? AND t.kind IN (SELECT value FROM json_each(?))"
        " ORDER BY t.number DESC LIMIT ?",
        (operator, json.dumps(LOG_KINDS), limit),
    )
    return tuple(row for row in map(_trace, rows) if row.subject is not None)


def operators_in_log(tx: Transaction) -> tuple[OperatorNumber, ...]:
    """Return who ever touched a person's data on this device."""
    rows = tx.execute("SELECT DISTINCT operator FROM trace ORDER BY operator")
    return tuple(OperatorNumber(row[0]) for row in rows)


def subject_of(tx: Transaction, event_id: EventId) -> SubjectId | None:
    """Return whose event this is, or None for one about nobody."""
    row = tx.execute("SELECT subject FROM trace WHERE event_id = ?", (event_id,)).fetchone()
    return None if row is None or row[0] is None else SubjectId(row[0])


def requests(tx: Transaction, subject: SubjectId | None = None) -> tuple[RequestRow, ...]:
    """Return the requests of one person, or of everybody; the earliest received first."""
    rows = tx.execute(
        "SELECT r.event_id, subject, right, received_on, proof, representative, operator,"
        " made_seconds, a.outcome, a.answered_seconds FROM rights_request AS r"
        " LEFT JOIN rights_answer AS a ON a.request = r.event_id"
        " WHERE ?1 IS NULL OR subject = ?1 ORDER BY received_on, made_seconds, r.event_id",
        (subject,),
    )
    return tuple(_request(row) for row in rows)


def request(tx: Transaction, event_id: EventId) -> RequestRow | None:
    """Return one request, or None."""
    return next((row for row in requests(tx) if row.event_id == event_id), None)


def objections(tx: Transaction, subject: SubjectId) -> dict[str, bool]:
    """Return for each purpose that a person spoke about later whether they agree to it now."""
    rows = tx.execute(
        "SELECT purpose, agreed FROM opposed WHERE subject = ? ORDER BY number", (subject,)
    )
    return {purpose: bool(agreed) for purpose, agreed in rows}


def identity_of(tx: Transaction, subject: SubjectId, type_: str) -> str:
    """Return what a person was identified by, as compared; "" where it is not known."""
    row = tx.execute(
        "SELECT value FROM person_identity WHERE subject = ? AND type = ?", (subject, type_)
    ).fetchone()
    return "" if row is None else str(row[0])


def agreed_purposes(tx: Transaction, subject: SubjectId) -> dict[str, bool]:
    """Return what a person last said to each purpose when consenting."""
    rows = tx.execute(
        "SELECT p.purpose, p.accepted FROM consent AS c JOIN trace AS t ON t.event_id = c.event_id"
        " JOIN consent_purpose AS p ON p.event_id = c.event_id WHERE c.subject = ?"
        " ORDER BY t.number, p.position",
        (subject,),
    )
    return {purpose: bool(accepted) for purpose, accepted in rows}


def acted_on(tx: Transaction, request: EventId) -> bool:
    """Say whether an act that carries out a request refers to it: 52, 91, 93 or 96."""
    found = tx.execute(
        "SELECT 1 FROM trace_ref AS r JOIN trace AS t ON t.event_id = r.event_id"
        " WHERE r.of_event = ? AND t.kind IN (52, 91, 93, 96)",
        (request,),
    ).fetchone()
    return found is not None


def is_blocked(tx: Transaction, event_id: EventId) -> bool:
    """Say whether an event is out of every view by law."""
    found = tx.execute("SELECT 1 FROM blocked WHERE event_id = ?", (event_id,)).fetchone()
    return found is not None


def blocked_among(tx: Transaction, event_ids: Iterable[EventId]) -> frozenset[EventId]:
    """Return which of these events are blocked."""
    return frozenset(one for one in event_ids if is_blocked(tx, one))


def blocked_people(tx: Transaction) -> tuple[BlockedRow, ...]:
    """Return of whom something is blocked that is still on this device; the latest first."""
    rows = tx.execute(
        "SELECT t.subject, count(*), max(b.since_seconds), max(b.until), max(b.legal_basis)"
        " FROM blocked AS b JOIN trace AS t ON t.event_id = b.event_id"
        " WHERE t.subject IS NOT NULL GROUP BY t.subject ORDER BY max(b.since_seconds) DESC"
    )
    return tuple(
        BlockedRow(
            subject=SubjectId(subject),
            events=events,
            since_seconds=since,
            until=None if until is None else date.fromisoformat(until),
            legal_basis=basis,
        )
        for subject, events, since, until, basis in rows
    )


def same_identity(tx: Transaction, subject: SubjectId) -> tuple[SubjectId, ...]:
    """Return other cards with an identifier of this person: they may be the same person."""
    rows = tx.execute(
        "SELECT DISTINCT other.subject FROM person_identity AS mine"
        " JOIN person_identity AS other ON other.type = mine.type AND other.value = mine.value"
        " WHERE mine.subject = ?1 AND other.subject <> ?1 AND mine.type = 'curp'",
        (subject,),
    )
    return tuple(SubjectId(row[0]) for row in rows)


def undelivered(tx: Transaction, event_ids: Iterable[EventId], *, durable: bool = False) -> int:
    """Return how many of these events the central has not confirmed, or not as durable."""
    column = 1 if durable else 0
    rows = tx.execute(
        "SELECT count(*) FROM event AS e JOIN stream AS s ON s.stream = e.stream"  # noqa: S608 -- own words
        " LEFT JOIN stream_state AS d ON d.stream = e.stream"
        " WHERE e.event_id IN (SELECT unhex(value) FROM json_each(?1))"
        f" AND {STANDS_NOW}"
        " AND e.seq > CASE ?2 WHEN 1 THEN coalesce(d.durable, 0)"
        "   ELSE coalesce(d.acknowledged, 0) END",
        (json.dumps([one.hex() for one in event_ids]), column),
    ).fetchone()
    return int(rows[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRow:
    """A registration with its newest version's form, as far as a term needs it."""

    event_id: EventId
    subject: SubjectId
    service_code: int
    form_id: str
    form_version: str
    made_seconds: int


def registrations_before(tx: Transaction, seconds: int) -> tuple[KeptRow, ...]:
    """Return registrations made and last corrected before an instant, the oldest first."""
    rows = tx.execute(
        "SELECT event_id, subject, service_code, form_id, form_version, made_seconds"
        " FROM registration AS r WHERE made_seconds < ?1 AND NOT EXISTS (SELECT 1 FROM correction"
        "  WHERE registration = r.event_id AND correction.made_seconds >= ?1)"
        " ORDER BY made_seconds",
        (seconds,),
    )
    return tuple(
        KeptRow(
            event_id=EventId(event_id),
            subject=SubjectId(subject),
            service_code=service_code,
            form_id=form_id,
            form_version=form_version,
            made_seconds=made_seconds,
        )
        for event_id, subject, service_code, form_id, form_version, made_seconds in rows
    )


def versions_of_record(tx: Transaction, first: EventId) -> tuple[tuple[EventId, str, str], ...]:
    """Return id, form and form version of a registration and of every correction of it."""
    rows = tx.execute(
        "SELECT event_id, form_id, form_version FROM registration WHERE event_id = ?1"
        " UNION ALL SELECT event_id, form_id, form_version FROM correction WHERE registration = ?1",
        (first,),
    )
    return tuple((EventId(event_id), form, version) for event_id, form, version in rows)


def _trace(row: tuple[Any, ...]) -> TraceRow:
    event_id, kind, subject, operator, happened, detail = row
    return TraceRow(
        event_id=EventId(event_id),
        kind=kind,
        subject=None if subject is None else SubjectId(subject),
        operator=OperatorNumber(operator),
        happened_seconds=happened,
        detail=detail,
    )


def _request(row: tuple[Any, ...]) -> RequestRow:
    event_id, subject, right, received, proof, representative, operator, made = row[:8]
    outcome, answered = row[8:]
    return RequestRow(
        event_id=EventId(event_id),
        subject=None if subject is None else SubjectId(subject),
        right=PersonRight(right),
        received_on=date.fromisoformat(received),
        proof=proof,
        representative=bool(representative),
        operator=OperatorNumber(operator),
        made_seconds=made,
        outcome=None if outcome is None else RequestOutcome(outcome),
        answered_seconds=answered,
    )
