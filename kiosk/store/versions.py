"""A registration and its corrections: which version is which, and which one is read now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kiosk.store.where import STANDS_FIRST
from sync.events import Folio
from sync.ids import EventId, OperatorNumber, SubjectId
from sync.journal import Transaction

_FOUND = (
    "SELECT r.event_id, r.subject, r.service_code, r.series, r.number, r.operator, r.made_seconds,"  # noqa: S608 -- own words
    " r.discreet, (SELECT count(*) FROM correction AS c WHERE c.registration = r.event_id),"
    " s.number, e.seq"
    " FROM registration AS r JOIN event AS e ON e.event_id = r.event_id"
    " JOIN stream AS s ON s.stream = e.stream"
    f" WHERE {STANDS_FIRST}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationLine:
    """A registration in a list, with how often it was corrected."""

    event_id: EventId
    subject: SubjectId
    service_code: int
    folio: Folio
    operator: OperatorNumber
    made_seconds: int
    discreet: bool
    corrections: int
    place: tuple[int, int]
    """Which stream and where in it: what came later stands higher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One version of a registration; reason is "" for the first."""

    event_id: EventId
    operator: OperatorNumber
    made_seconds: int
    reason: str


def registrations(tx: Transaction, limit: int) -> tuple[RegistrationLine, ...]:
    """Return the registrations of this device, the latest first."""
    rows = tx.execute(_FOUND + " ORDER BY s.number DESC, e.seq DESC LIMIT ?", (limit,))
    return tuple(_line(row) for row in rows)


def registrations_of(tx: Transaction, subject: SubjectId) -> tuple[RegistrationLine, ...]:
    """Return the registrations of one person, the latest first."""
    rows = tx.execute(_FOUND + " AND r.subject = ? ORDER BY s.number DESC, e.seq DESC", (subject,))
    return tuple(_line(row) for row in rows)


def one_registration(tx: Transaction, event_id: EventId) -> RegistrationLine | None:
    """Return one registration by the id of its first version, or None."""
    row = tx.execute(_FOUND + " AND r.event_id = ?", (event_id,)).fetchone()
    return None if row is None else _line(row)


def first_version(tx: Transaction, event_id: EventId) -> EventId:
    """Return the first version of a record; a registration is its own."""
    row = tx.execute(
        "SELECT registration FROM correction WHERE event_id = ?", (event_id,)
    ).fetchone()
    return event_id if row is None else EventId(row[0])


def versions_of(tx: Transaction, first: EventId) -> tuple[VersionRow, ...]:
    """Return every version of a record, the newest first."""
    rows = tx.execute(
        "SELECT v.event_id, v.operator, v.made_seconds, v.reason FROM"  # noqa: S608 -- own words
        " (SELECT event_id, operator, made_seconds, '' AS reason FROM registration"
        "    WHERE event_id = ?1"
        "  UNION ALL SELECT event_id, operator, made_seconds, reason FROM correction"
        "    WHERE registration = ?1) AS v"
        " JOIN event AS e ON e.event_id = v.event_id JOIN stream AS s ON s.stream = e.stream"
        f" WHERE {STANDS_FIRST} ORDER BY s.number DESC, e.seq DESC",
        (first,),
    )
    return tuple(
        VersionRow(
            event_id=EventId(event_id),
            operator=OperatorNumber(operator),
            made_seconds=made_seconds,
            reason=reason,
        )
        for event_id, operator, made_seconds, reason in rows
    )


def first_with_file(tx: Transaction, first: EventId, blob_id: bytes) -> EventId | None:
    """Return the earliest version of a record that lists a file: its salt is what sealed it."""
    row = tx.execute(
        "SELECT f.event_id FROM registration_file AS f"
        " JOIN event AS e ON e.event_id = f.event_id JOIN stream AS s ON s.stream = e.stream"
        " WHERE f.blob_id = ?2 AND (f.event_id = ?1"
        "  OR f.event_id IN (SELECT event_id FROM correction WHERE registration = ?1))"
        " ORDER BY s.number, e.seq LIMIT 1",
        (first, blob_id),
    ).fetchone()
    return None if row is None else EventId(row[0])


def is_discreet(tx: Transaction, first: EventId) -> bool:
    """Tell whether a registration was made for a discreet service."""
    row = tx.execute("SELECT discreet FROM registration WHERE event_id = ?", (first,)).fetchone()
    return row is not None and bool(row[0])


def newest_of_form(tx: Transaction, form_id: str) -> EventId | None:
    """Return the version of a record of this form that was saved last on this device, or None."""
    row = tx.execute(
        "SELECT v.event_id FROM (SELECT event_id FROM registration WHERE form_id = ?1"  # noqa: S608 -- own words
        "  UNION ALL SELECT event_id FROM correction WHERE form_id = ?1) AS v"
        " JOIN event AS e ON e.event_id = v.event_id JOIN stream AS s ON s.stream = e.stream"
        f" WHERE {STANDS_FIRST} ORDER BY s.number DESC, e.seq DESC LIMIT 1",
        (form_id,),
    ).fetchone()
    return None if row is None else EventId(row[0])


def _line(row: tuple[Any, ...]) -> RegistrationLine:
    event_id, subject, service_code, series, number, operator, made = row[:7]
    discreet, corrections, stream_number, seq = row[7:]
    return RegistrationLine(
        event_id=EventId(event_id),
        subject=SubjectId(subject),
        service_code=service_code,
        folio=Folio(series=series, number=number),
        operator=OperatorNumber(operator),
        made_seconds=made,
        discreet=bool(discreet),
        corrections=corrections,
        place=(stream_number, seq),
    )
