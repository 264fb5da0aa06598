"""The read tables of people: who they are now, by which words and identifiers they are found."""

from __future__ import annotations

from kiosk.store.folding import identity_value, words_of
from sync.events import PersonCorrected, PersonCreated, Recorded
from sync.journal import Transaction, by_id


def created(tx: Transaction, recorded: Recorded, event: PersonCreated) -> None:
    """Enter a person."""
    header = recorded.header
    _insert(tx, recorded.event_id, event, header.operator, header.time_seconds)


def corrected(tx: Transaction, recorded: Recorded, event: PersonCorrected) -> None:
    """Show a person as corrected; who entered them and when stays as it was.

    A correction of somebody whose first event was erased or is blocked finds no row and makes none.
    """
    subject = recorded.header.subject
    row = tx.execute(
        "SELECT operator, created_seconds FROM person WHERE subject = ?", (subject,)
    ).fetchone()
    if subject is None or row is None:
        return
    forget(tx, subject)
    _insert(tx, subject, event, row[0], row[1])


def forget(tx: Transaction, subject: bytes) -> None:
    """Take a person out of every list and search; their events stay as they are."""
    tx.execute("DELETE FROM person_word WHERE subject = ?", (subject,))
    tx.execute("DELETE FROM person_identity WHERE subject = ?", (subject,))
    tx.execute("DELETE FROM person WHERE subject = ?", (subject,))


def derive_again(tx: Transaction, subject: bytes) -> None:
    """Show a person as those of their events say that are neither erased nor blocked."""
    forget(tx, subject)
    rows = tx.execute(
        "SELECT event_id FROM trace WHERE subject = ? AND kind IN (50, 52)"
        " AND event_id NOT IN (SELECT event_id FROM blocked) ORDER BY number",
        (subject,),
    ).fetchall()
    for (event_id,) in rows:
        stored = by_id(tx, event_id)
        if stored is None or stored.body is None:
            continue
        recorded = stored.recorded()
        if isinstance(recorded.event, PersonCreated):
            created(tx, recorded, recorded.event)
        elif isinstance(recorded.event, PersonCorrected):
            corrected(tx, recorded, recorded.event)


def _insert(
    tx: Transaction,
    subject: bytes,
    event: PersonCreated | PersonCorrected,
    operator: int,
    created_seconds: int,
) -> None:
    names = event.names
    identities = event.identities or ()
    curps = [identity_value(claim.value) for claim in identities if claim.type == "curp"]
    phones = [contact.value for contact in event.contacts or () if contact.type == "phone"]
    surnames = " ".join((names.first_surname, names.second_surname))
    tx.execute(
        "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            subject,
            names.given,
            names.first_surname,
            names.second_surname,
            " ".join(words_of(surnames) + words_of(names.given)),
            event.born,
            event.sex,
            curps[0] if curps else None,
            phones[0] if phones else None,
            operator,
            created_seconds,
        ),
    )
    tx.executemany(
        "INSERT INTO person_word VALUES (?, ?)",
        [(word, subject) for word in words_of(f"{names.given} {surnames}")],
    )
    tx.executemany(
        "INSERT OR IGNORE INTO person_identity VALUES (?, ?, ?, ?)",
        [
            (claim.type, identity_value(claim.value), subject, int(claim.verdict))
            for claim in identities
        ],
    )
