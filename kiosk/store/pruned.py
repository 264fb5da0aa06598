"""What stays of records whose body went because the central keeps it for good (PROTOCOL §10).

The read tables are derived from bodies; where a body is gone, the row it had is kept here without
anything the person said, so that lists, payments and `rebuild` see the record as before.
"""

from __future__ import annotations

from collections.abc import Collection

from kiosk.store.versions import newest_of_form
from sync.device.blob_tables import is_safe_elsewhere, scan
from sync.ids import EventId, StreamId
from sync.journal import Transaction

_TABLES = (
    """
    CREATE TABLE pruned_registration (
        event_id BLOB PRIMARY KEY,
        subject BLOB NOT NULL,
        service_code INTEGER NOT NULL,
        form_id TEXT NOT NULL,
        form_version TEXT NOT NULL,
        definition_hash BLOB NOT NULL,
        series INTEGER NOT NULL,
        number INTEGER NOT NULL,
        shift BLOB,
        discreet INTEGER NOT NULL,
        operator INTEGER NOT NULL,
        made_seconds INTEGER NOT NULL,
        receipt_seconds INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE pruned_correction (
        event_id BLOB PRIMARY KEY,
        registration BLOB NOT NULL,
        replaces BLOB NOT NULL,
        subject BLOB,
        service_code INTEGER NOT NULL,
        form_id TEXT NOT NULL,
        form_version TEXT NOT NULL,
        definition_hash BLOB NOT NULL,
        discreet INTEGER NOT NULL,
        operator INTEGER NOT NULL,
        made_seconds INTEGER NOT NULL
    ) STRICT
    """,
)
_REGISTRATION = (
    "event_id, subject, service_code, form_id, form_version, definition_hash, series, number,"
    " shift, discreet, operator, made_seconds, receipt_seconds"
)
_CORRECTION = (
    "event_id, registration, replaces, subject, service_code, form_id, form_version,"
    " definition_hash, discreet, operator, made_seconds"
)


def create_pruned(tx: Transaction) -> None:
    """Create what is kept of pruned records."""
    for statement in _TABLES:
        tx.execute(statement)


def candidates(tx: Transaction, limit: int) -> tuple[tuple[EventId, StreamId, int], ...]:
    """Return registrations and corrections that still have their body, the oldest first.

    Left out: those with files that are not safe with the central yet, those whose salt a later
    correction needs to open a file that it kept, and the newest of each form, which the next record
    of that form may begin from. Each is given where it stands in every stream.
    """
    scan(tx)
    rows = tx.execute(
        "SELECT e.event_id, e.stream, e.seq FROM event AS e JOIN stream AS s ON s.stream = e.stream"
        " WHERE e.body IS NOT NULL AND e.event_id IN"
        "  (SELECT event_id FROM registration UNION ALL SELECT event_id FROM correction)"
        "  AND NOT EXISTS (SELECT 1 FROM registration_file AS f"
        "   JOIN registration_file AS o ON o.blob_id = f.blob_id AND o.event_id <> f.event_id"
        "   JOIN event AS l ON l.event_id = o.event_id AND l.body IS NOT NULL AND l.rowid > e.rowid"
        "   WHERE f.event_id = e.event_id)"
        " ORDER BY s.number, e.seq LIMIT ?",
        (limit,),
    ).fetchall()
    forms = tx.execute(
        "SELECT form_id FROM registration UNION SELECT form_id FROM correction"
    ).fetchall()
    newest = {newest_of_form(tx, row[0]) for row in forms}
    return tuple(
        (EventId(row[0]), StreamId(row[1]), int(row[2]))
        for row in rows
        if row[0] not in newest and is_safe_elsewhere(tx, row[0])
    )


def keep_rows(tx: Transaction, event_ids: Collection[EventId]) -> tuple[bytes, ...]:
    """Keep the rows of records that are pruned in this transaction, and empty what they said.

    Returns the sealed files that they listed; what nothing else names may go after the commit.
    """
    files: list[bytes] = []
    for event_id in event_ids:
        listed = tx.execute(
            "DELETE FROM registration_file WHERE event_id = ? RETURNING blob_id", (event_id,)
        )
        files += [bytes(row[0]) for row in listed.fetchall()]
        tx.execute(
            f"INSERT OR IGNORE INTO pruned_registration ({_REGISTRATION})"  # noqa: S608 -- own names
            f" SELECT {_REGISTRATION} FROM registration WHERE event_id = ?",
            (event_id,),
        )
        tx.execute(
            f"INSERT OR IGNORE INTO pruned_correction ({_CORRECTION})"  # noqa: S608 -- own names
            f" SELECT {_CORRECTION} FROM correction WHERE event_id = ?",
            (event_id,),
        )
        tx.execute("UPDATE registration SET instance_name = NULL WHERE event_id = ?", (event_id,))
        tx.execute(
            "UPDATE correction SET instance_name = NULL, reason = '' WHERE event_id = ?",
            (event_id,),
        )
    return tuple(files)


def restore_row(tx: Transaction, event_id: EventId) -> None:
    """Put the row of a pruned record back into the read tables."""
    tx.execute(
        f"INSERT INTO registration ({_REGISTRATION})"  # noqa: S608 -- own names
        f" SELECT {_REGISTRATION} FROM pruned_registration WHERE event_id = ?",
        (event_id,),
    )
    tx.execute(
        f"INSERT INTO correction ({_CORRECTION}, reason)"  # noqa: S608 -- own names
        f" SELECT {_CORRECTION}, '' FROM pruned_correction WHERE event_id = ?",
        (event_id,),
    )


def forget_rows(tx: Transaction, event_ids: Collection[EventId]) -> None:
    """Forget what was kept of records that are erased by law after they were pruned."""
    for event_id in event_ids:
        tx.execute("DELETE FROM pruned_registration WHERE event_id = ?", (event_id,))
        tx.execute("DELETE FROM pruned_correction WHERE event_id = ?", (event_id,))
