"""The audit of a form, from the first page to the file in the event (FORMS §12)."""

from __future__ import annotations

import csv
import io

from sync.blobs import open_blob, uuid_of_blob
from sync.events import RegistrationMade
from tests.support.household import (
    HOUSEHOLD_XML,
    NAME,
    PEOPLE,
    a_full_household,
    a_household_draft,
    publish_household,
)
from tests.support.offices import Counter, a_counter

AUDITED = HOUSEHOLD_XML.replace(b"<orx:instanceName/>", b"<orx:instanceName/><orx:audit/>").replace(
    b"</model>",
    b'<bind nodeset="/data/orx:meta/orx:audit" type="binary" odk:track-changes="true"'
    b' odk:identify-user="true"/></model>',
)


def rows_of(counter: Counter, draft_id: bytes) -> list[dict[str, str]]:
    """Save the draft and return its audit as the central would read it."""
    counter.registrations.consent(draft_id)  # type: ignore[arg-type]  # a Salt
    saved = counter.registrations.save(draft_id, accepted=True)  # type: ignore[arg-type]
    recorded = counter.database.read(lambda tx: counter.desk.journal.find(tx, saved.event_id))
    assert recorded is not None
    event = recorded.event
    assert isinstance(event, RegistrationMade)
    assert event.attachments is not None
    (file,) = event.attachments
    assert isinstance(event.answers, tuple)
    assert event.answers[-1][-1] == f"audit-{uuid_of_blob(file.blob_id)}.csv"  # type: ignore[index]
    content = open_blob(draft_id, file.index, counter.files.read(file.blob_id)).decode()
    return list(csv.DictReader(io.StringIO(content)))


def test_the_audit_tells_what_was_done(counter: Counter) -> None:
    """Start, questions with what changed, instances added and taken out, wrong answers, the end."""
    publish_household(counter, AUDITED)
    view = a_full_household(counter)
    draft = view.draft_id
    counter.registrations.answer(draft, f"{PEOPLE}[2]/age", "200")
    counter.registrations.check_section(draft, 1)
    counter.registrations.answer(draft, f"{PEOPLE}[2]/age", "20")
    counter.registrations.add_instance(draft, PEOPLE)
    counter.registrations.remove_instance(draft, f"{PEOPLE}[3]")

    rows = rows_of(counter, draft)

    told = [(row["event"], row["node"]) for row in rows]
    assert told[0] == ("form start", "")
    assert told[-1] == ("form finalize", "")
    assert ("add repeat", f"{PEOPLE}[3]") in told
    assert ("delete repeat", f"{PEOPLE}[3]") in told
    assert ("constraint error", f"{PEOPLE}[2]/age") in told
    named = next(row for row in rows if row["node"] == NAME and row["new-value"])
    assert (named["event"], named["old-value"], named["new-value"]) == (
        "question",
        "",
        "PRUEBA casa",
    )
    assert {row["user"] for row in rows} == {str(counter.desk.operator)}


def test_the_rows_are_part_of_the_draft(counter: Counter) -> None:
    """After a crash they are there, and that the work was resumed is told."""
    publish_household(counter, AUDITED)
    view = a_full_household(counter)
    counter.opening.close()
    again = a_counter(counter.folder, clock=counter.clock, seed=b"after", create=False)
    again.registrations.resume(view.draft_id)
    again.registrations.pause(view.draft_id)

    told = [row["event"] for row in rows_of(again, view.draft_id)]
    again.opening.close()

    assert told[0] == "form start"
    assert told.count("form resume") == 2
    assert told.index("form resume") < told.index("form save") < told.index("form exit")


def test_a_form_without_an_audit_has_none(counter: Counter) -> None:
    """No file, no rows."""
    publish_household(counter)
    view = a_household_draft(counter)

    counter.registrations.answer(view.draft_id, NAME, "PRUEBA")

    assert counter.rows("SELECT count(*) FROM draft") == [(1,)]
    assert not (counter.folder / "blobs").exists()
