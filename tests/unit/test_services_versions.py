"""A draft and a newer version of its form: told first, then moved, or left as it is."""

from __future__ import annotations

import csv
import io

import pytest
from PIL import Image

from kiosk.services.drafts import FormMissing
from kiosk.services.views import AnswerFate
from sync.blobs import open_blob
from sync.events import RegistrationMade
from sync.ids import EventId
from tests.support.household import (
    ADULTS,
    HOUSEHOLD_XML,
    NAME,
    PEOPLE,
    PHOTO,
    a_full_household,
    publish_household,
    the_question,
    the_repeat,
)
from tests.support.offices import Counter, a_counter

NEWER = (
    HOUSEHOLD_XML.replace(b'version="h1"', b'version="h2"')
    .replace(b"<value>yes</value>", b"<value>some</value>")
    .replace(b"<tool><what/></tool>", b"<phone/>")
    .replace(
        b'<bind nodeset="/data/person/tool/what" type="string"/>',
        b'<bind nodeset="/data/person/phone" type="string" required="true()"/>',
    )
    .replace(
        b'<group ref="/data/person/tool"><label>Herramienta</label>'
        b'<repeat nodeset="/data/person/tool">\n'
        b'<input ref="/data/person/tool/what"><label>Cu\xc3\xa1l</label></input>\n'
        b"</repeat></group>",
        b'<input ref="/data/person/phone"><label>Tel\xc3\xa9fono</label></input>',
    )
)


@pytest.fixture(autouse=True)
def _published(counter: Counter) -> None:
    publish_household(counter)


def the_event(counter: Counter, event_id: EventId) -> RegistrationMade:
    """Return a saved registration."""
    recorded = counter.database.read(lambda tx: counter.desk.journal.find(tx, event_id))
    assert recorded is not None
    assert isinstance(recorded.event, RegistrationMade)
    return recorded.event


def test_a_draft_is_told_of_a_newer_version_and_keeps_its_own(counter: Counter) -> None:
    """Said on every page; nothing changes by itself."""
    view = a_full_household(counter)
    before = view.newer_version
    publish_household(counter, NEWER)
    counter.opening.close()

    again = a_counter(counter.folder, clock=counter.clock, seed=b"after", create=False)
    resumed = again.registrations.resume(view.draft_id)
    again.opening.close()

    assert before == ""
    assert resumed.newer_version != ""
    assert resumed.page == view.page


def test_the_report_is_computed_before_anything_changes(counter: Counter) -> None:
    """What goes, what must be chosen again, what is new; the draft is as it was."""
    view = a_full_household(counter)
    counter.registrations.answer(view.draft_id, f"{PEOPLE}[1]/tool[1]/what", "azadón")
    counter.registrations.answer(view.draft_id, ADULTS, "yes")
    before = counter.registrations.section(view.draft_id, 1)
    publish_household(counter, NEWER)

    change = counter.registrations.version_change(view.draft_id)

    assert [(line.fate, line.label, line.value) for line in change.lines] == [
        (AnswerFate.QUESTION_GONE, "Cuál", "azadón"),
        (AnswerFate.CHOICE_GONE, "¿Hay adultos?", "Sí"),
    ]
    assert change.new_required == ("Teléfono", "Teléfono")
    assert (change.from_version, change.to_version) == ("h1", "h2")
    assert counter.registrations.resume(view.draft_id).items == before.items


def test_a_draft_moves_and_what_is_lost_goes_into_the_event(counter: Counter) -> None:
    """Answers, instances and files come along; the rest stands in key 13."""
    view = a_full_household(counter)
    draft = view.draft_id
    counter.registrations.attach(draft, PHOTO, _picture(), "image/png", "")
    counter.registrations.answer(draft, f"{PEOPLE}[1]/tool[1]/what", "azadón")
    counter.registrations.answer(draft, ADULTS, "yes")
    publish_household(counter, NEWER)

    moved = counter.registrations.move_to_new_version(draft)
    people = the_repeat(counter.registrations.section(draft, 1))
    for number in (1, 2):
        counter.registrations.answer(draft, f"{PEOPLE}[{number}]/phone", "999")
    counter.registrations.consent(draft)
    saved = counter.registrations.save(draft, accepted=True)

    assert moved.newer_version == ""
    assert the_question(moved, PHOTO).attachment is not None
    assert [one.cells[:2] for one in people.instances] == [("PRUEBA 1", "10"), ("PRUEBA 2", "20")]
    event = the_event(counter, saved.event_id)
    assert event.form_version == "h2"
    assert event.left_behind is not None
    assert [(one.path, one.value) for one in event.left_behind] == [
        (f"{PEOPLE}[1]/tool[1]/what", "azadón"),
        (ADULTS, "yes"),
    ]
    assert event.attachments is not None


def test_much_that_is_lost_travels_as_a_file(counter: Counter) -> None:
    """The event stays small, and nothing is thrown away."""
    view = a_full_household(counter)
    draft = view.draft_id
    counter.registrations.answer(draft, f"{PEOPLE}[1]/tool[1]/what", "azadón " * 2_000)
    publish_household(counter, NEWER)
    counter.registrations.move_to_new_version(draft)
    for number in (1, 2):
        counter.registrations.answer(draft, f"{PEOPLE}[{number}]/phone", "999")
    counter.registrations.consent(draft)

    event = the_event(counter, counter.registrations.save(draft, accepted=True).event_id)

    assert event.left_behind is None
    assert event.attachments is not None
    (file,) = event.attachments
    assert file.media_type == "text/csv"
    content = open_blob(draft, file.index, counter.files.read(file.blob_id)).decode()
    assert list(csv.reader(io.StringIO(content)))[1][0] == f"{PEOPLE}[1]/tool[1]/what"


def test_without_a_newer_version_there_is_nothing_to_move_to(counter: Counter) -> None:
    """A known problem; the draft is as it was."""
    view = a_full_household(counter)

    with pytest.raises(FormMissing):
        counter.registrations.move_to_new_version(view.draft_id)

    assert counter.registrations.resume(view.draft_id) == view


def test_a_correction_stays_with_the_version_of_its_record(counter: Counter) -> None:
    """What was signed is corrected in the form that was signed."""
    view = a_full_household(counter)
    counter.registrations.consent(view.draft_id)
    saved = counter.registrations.save(view.draft_id, accepted=True)
    publish_household(counter, NEWER)

    draft = counter.records.correct(saved.event_id, "Motivo", "es")

    assert counter.registrations.resume(draft).newer_version == ""


def test_the_files_of_a_form_stay_as_long_as_something_needs_them(counter: Counter) -> None:
    """Kept with the draft though the central publishes others; gone once all is delivered."""
    xml = HOUSEHOLD_XML.replace(b'version="h1"', b'version="m1"')
    publish_household(counter, xml, mapa__png=b"picture")
    view = a_full_household(counter)
    counter.database.write(
        lambda tx: tx.execute("DELETE FROM reference WHERE key LIKE 'form-file%'").rowcount
    )
    counter.sweeping.sweep()
    while_draft = counter.rows("SELECT name FROM form_file")
    counter.registrations.consent(view.draft_id)
    counter.registrations.save(view.draft_id, accepted=True)
    counter.sweeping.sweep()
    while_undelivered = counter.rows("SELECT name FROM form_file")
    counter.database.write(
        lambda tx: (
            tx.execute(
                "INSERT INTO stream_state (stream, acknowledged, durable)"
                " SELECT stream, 1000, 0 FROM stream WHERE true"
                " ON CONFLICT (stream) DO UPDATE SET acknowledged = 1000"
            ).rowcount
        )
    )
    counter.sweeping.sweep()

    assert while_draft == while_undelivered == [("mapa.png",)]
    assert counter.rows("SELECT name FROM form_file") == []
    assert counter.rows("SELECT count(*) FROM form_content") == [(0,)]


def _picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(made, "PNG")
    return made.getvalue()


LISTED = (
    HOUSEHOLD_XML.replace(b'version="h1"', b'version="l1"')
    .replace(
        b"</instance>\n<bind",
        b'</instance><instance id="towns" src="jr://file-csv/towns.csv"/>'
        b'<instance id="before" src="jr://instance/last-saved"/>\n<bind',
        1,
    )
    .replace(
        b'<select1 ref="/data/end/adults"><label>\xc2\xbfHay adultos?</label>\n'
        b"<item><label>S\xc3\xad</label><value>yes</value></item>"
        b"<item><label>No</label><value>no</value></item>\n",
        b'<select1 ref="/data/end/adults"><label>Lugar</label>'
        b"<itemset nodeset=\"instance('towns')/root/item[state = /data/house/name]\">"
        b'<value ref="name"/><label ref="label"/></itemset>',
    )
    .replace(
        b'<bind nodeset="/data/end/why" type="string" relevant="/data/end/adults = \'no\'"/>',
        b'<bind nodeset="/data/end/why" type="string"'
        b" calculate=\"instance('before')/data/house/name\"/>",
    )
)


@pytest.mark.parametrize("rows", [30, 25_000])
def test_choices_come_from_a_file_of_the_form(counter: Counter, rows: int) -> None:
    """From memory or, where it is long, from the encrypted file: the same choices."""
    lines = [f"t{n},Lugar {n},s{n % 10}" for n in range(rows)]
    towns = "\n".join(["name,label,state", *lines]).encode()
    publish_household(counter, LISTED, towns__csv=towns)
    view = a_full_household(counter)
    counter.registrations.answer(view.draft_id, NAME, "s3")
    shown = the_question(counter.registrations.section(view.draft_id, 2), ADULTS)

    assert [one.label for one in shown.choices[:3]] == ["Lugar 3", "Lugar 13", "Lugar 23"]
    assert len(shown.choices) == rows // 10
    assert counter.count("form_row") == (rows if rows > 20_000 else 0)


def test_a_form_knows_the_last_record_of_this_device(counter: Counter) -> None:
    """Blank before the first; then what was sealed last, corrections too."""
    publish_household(counter, LISTED, towns__csv=b"name,label,state\na,A,b\n")

    def last_name() -> str:
        view = a_full_household(counter)
        end = counter.registrations.section(view.draft_id, 2)
        return the_question(end, "/data/end/why").value

    before = last_name()
    view = a_full_household(counter)
    counter.registrations.consent(view.draft_id)
    saved = counter.registrations.save(view.draft_id, accepted=True)
    after = last_name()
    draft = counter.records.correct(saved.event_id, "Motivo", "es")
    counter.registrations.answer(draft, NAME, "CORREGIDA")
    counter.registrations.save_correction(draft)

    assert (before, after) == ("", "PRUEBA casa")
    assert last_name() == "CORREGIDA"
