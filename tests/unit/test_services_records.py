"""Saved records: the list, one with its history, correcting it (DESIGN §4, FORMS §11)."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image

from forms.submission import instance_id_of, submission_xml
from forms.xform.parse import parse_definition
from kiosk.services.records import NoReason, RecordUnknown
from kiosk.services.sealing import thawed
from kiosk.services.views import DeliveryWord, SectionView
from kiosk.store.projections import rebuild
from sync.blobs import open_blob
from sync.events import RegistrationCorrected
from sync.ids import EventId, OperatorNumber, Salt, event_id_of
from tests.support.household import (
    HOUSEHOLD_XML,
    NAME,
    PEOPLE,
    PHOTO,
    SIGN,
    a_full_household,
    a_subject,
    publish_household,
    the_question,
)
from tests.support.offices import DISCREET, Counter, begin


@pytest.fixture(autouse=True)
def _published(counter: Counter) -> None:
    publish_household(counter)


def a_picture(size: tuple[int, int] = (30, 20)) -> bytes:
    """Return a picture."""
    made = io.BytesIO()
    Image.new("RGB", size, "red").save(made, "PNG")
    return made.getvalue()


def a_saved(counter: Counter, view: SectionView | None = None) -> EventId:
    """Return a saved household with a photo and a signature."""
    view = view or a_full_household(counter)
    counter.registrations.attach(view.draft_id, PHOTO, a_picture(), "image/png", "")
    counter.registrations.attach(view.draft_id, SIGN, a_picture(), "image/png", "")
    counter.registrations.consent(view.draft_id)
    return counter.registrations.save(view.draft_id, accepted=True).event_id


def the_correction(counter: Counter, salt: Salt) -> RegistrationCorrected:
    """Return the event that the draft of a correction became."""
    recorded = counter.database.read(lambda tx: counter.desk.journal.find(tx, event_id_of(salt)))
    assert recorded is not None
    assert isinstance(recorded.event, RegistrationCorrected)
    return recorded.event


def test_the_list_shows_what_was_saved_here(counter: Counter) -> None:
    """Latest first, found by beginnings of words of name, service and folio."""
    first, second = a_saved(counter), a_saved(counter)

    rows = counter.records.rows()

    assert [row.event_id for row in rows] == [second, first]
    assert rows[0].person_name == "UNO PRUEBA DOS"
    assert rows[0].word is DeliveryWord.SAVED
    assert counter.records.rows("serv prueba uno") == rows
    assert counter.records.rows("nadie") == ()


def test_a_discreet_record_is_seen_by_who_made_it_alone(counter: Counter) -> None:
    """UX §3.15: neither in another clerk's list nor opened by them."""
    view = begin(counter, a_subject(counter), DISCREET, "es")
    counter.registrations.answer(view.draft_id, NAME, "PRUEBA")
    counter.registrations.answer(view.draft_id, f"{PEOPLE}[1]/name", "PRUEBA")
    event_id = a_saved(counter, view)
    mine = counter.records.rows()
    counter.desk.seat(OperatorNumber(99))

    assert [row.event_id for row in mine] == [event_id]
    assert counter.records.rows() == ()
    with pytest.raises(RecordUnknown):
        counter.records.detail(event_id)


def test_the_detail_shows_the_answers_and_the_history(counter: Counter) -> None:
    """Instances, files, and the one version there is."""
    event_id = a_saved(counter)

    detail = counter.records.detail(event_id)

    shown = [(line.label, line.answer) for line in detail.sections[0].lines]
    assert shown[0] == ("Nombre de la casa", "PRUEBA casa")
    assert shown[1][1].startswith("Archivo")
    assert [line.label for line in detail.sections[1].lines if line.level == 1] == [
        "Persona 1",
        "Persona 2",
    ]
    assert [version.reason for version in detail.versions] == [""]
    assert detail.may_correct


def test_a_correction_is_a_newer_version_with_its_reason(counter: Counter) -> None:
    """Event 41: refers to the record, deprecates its instanceID, states why; the old one stays."""
    event_id = a_saved(counter)
    before = counter.database.read(lambda tx: counter.desk.journal.find(tx, event_id))

    draft = counter.records.correct(event_id, "  La edad   estaba mal ", "es")
    page = counter.registrations.open_place(draft, f"{PEOPLE}[2]")
    counter.registrations.answer(draft, f"{PEOPLE}[2]/age", "21")
    review = counter.registrations.review(draft)
    first = counter.registrations.save_correction(draft)
    again = counter.registrations.save_correction(draft)

    assert the_question(page, f"{PEOPLE}[2]/age").value == "20"
    assert review.corrects
    assert review.fee_centavos is None
    assert review.reason == "La edad estaba mal"
    assert first == again == event_id
    event = the_correction(counter, draft)
    assert event.reason == "La edad estaba mal"
    assert counter.rows("SELECT registration, replaces FROM correction") == [(event_id, event_id)]
    old = instance_id_of(event_id)
    assert event.deprecated_instance_id.hex() == old.removeprefix("uuid:").replace("-", "")
    assert counter.database.read(lambda tx: counter.desk.journal.find(tx, event_id)) == before
    detail = counter.records.detail(event_id)
    assert [version.reason for version in detail.versions] == ["La edad estaba mal", ""]
    ages = [line.answer for line in detail.sections[1].lines if line.label == "Edad"]
    assert ages == ["10", "21"]
    assert counter.records.rows()[0].corrections == 1
    assert counter.registrations.drafts() == ()
    assert counter.kinds().count(51) == 1


def test_the_xml_of_a_correction_can_be_made_again(counter: Counter) -> None:
    """Key 8 binds the submission, with the old instanceID where the form has a place for it."""
    xml = HOUSEHOLD_XML.replace(b"<orx:instanceName/>", b"<orx:instanceName/><orx:deprecatedID/>")
    publish_household(counter, xml)
    event_id = a_saved(counter)
    draft = counter.records.correct(event_id, "Motivo", "es")
    counter.registrations.save_correction(draft)

    event = the_correction(counter, draft)
    made = submission_xml(
        parse_definition(xml),
        thawed(event.answers),
        instance_id_of(event_id_of(draft)),
        event.instance_name,
        instance_id_of(event_id),
    )

    assert hashlib.sha256(made).digest()[:4] == event.submission_hash
    assert instance_id_of(event_id).encode() in made


def test_files_that_stay_are_not_sealed_again(counter: Counter) -> None:
    """The photo is listed as the first event lists it; the drawing is inside again."""
    event_id = a_saved(counter)
    original = counter.database.read(lambda tx: counter.desk.journal.find(tx, event_id))
    salt = counter.database.read(lambda tx: counter.desk.journal.salt_of(tx, event_id))
    assert original is not None
    assert salt is not None

    one = counter.records.correct(event_id, "Primera", "es")
    shown = the_question(counter.registrations.section(one, 0), PHOTO)
    counter.registrations.save_correction(one)
    two = counter.records.correct(event_id, "Segunda", "es")
    counter.registrations.save_correction(two)

    last = the_correction(counter, two)
    assert last.attachments == original.event.attachments  # type: ignore[union-attr]
    assert last.small_files == original.event.small_files  # type: ignore[union-attr]
    assert last.attachments is not None
    (photo,) = last.attachments
    assert open_blob(salt, photo.index, counter.files.read(photo.blob_id))
    assert shown.attachment is not None
    assert shown.attachment.preview[:4] == b"RIFF"
    assert len(counter.records.detail(event_id).versions) == 3


def test_a_new_photo_in_a_correction_is_under_its_own_key(counter: Counter) -> None:
    """Only the replaced one is left out."""
    event_id = a_saved(counter)
    draft = counter.records.correct(event_id, "Otra foto", "es")
    counter.registrations.attach(draft, PHOTO, a_picture((50, 50)), "image/png", "")
    counter.registrations.save_correction(draft)

    event = the_correction(counter, draft)

    assert event.attachments is not None
    (photo,) = event.attachments
    assert open_blob(draft, photo.index, counter.files.read(photo.blob_id))


def test_large_answers_can_be_read_and_corrected(counter: Counter) -> None:
    """Those that travel as a file too."""
    view = a_full_household(counter)
    counter.registrations.answer(view.draft_id, NAME, "PRUEBA " * 9_000)
    event_id = a_saved(counter, view)

    detail = counter.records.detail(event_id)
    draft = counter.records.correct(event_id, "Más corto", "es")
    counter.registrations.answer(draft, NAME, "PRUEBA")
    counter.registrations.save_correction(draft)

    assert len(detail.sections[0].lines[0].answer) > 60_000
    assert the_correction(counter, draft).answers is not None


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_begins(counter: Counter, reason: str) -> None:
    """A correction says why."""
    event_id = a_saved(counter)

    with pytest.raises(NoReason):
        counter.records.correct(event_id, reason, "es")

    assert counter.registrations.drafts() == ()


def test_a_correction_begun_is_gone_on_with(counter: Counter) -> None:
    """Pressing *Corregir* again leaves no second draft; a new registration is not mixed up."""
    event_id = a_saved(counter)
    draft = counter.records.correct(event_id, "Motivo", "es")
    counter.registrations.answer(draft, NAME, "OTRA")

    again = counter.records.correct(event_id, "Motivo", "es")
    fresh = a_full_household(counter)

    assert again == draft
    assert fresh.draft_id != draft


def test_nobody_can_correct_what_is_not_here(counter: Counter) -> None:
    """A known problem."""
    with pytest.raises(RecordUnknown):
        counter.records.correct(EventId(bytes(16)), "Motivo", "es")


def test_read_tables_of_corrections_can_be_built_again(counter: Counter) -> None:
    """Identical rows from the journal alone."""
    event_id = a_saved(counter)
    draft = counter.records.correct(event_id, "Motivo", "es")
    counter.registrations.save_correction(draft)
    tables = ("correction", "registration_file")
    before = [counter.rows(f"SELECT * FROM {name}") for name in tables]  # noqa: S608 -- our names

    counter.database.write(rebuild)

    assert [counter.rows(f"SELECT * FROM {name}") for name in tables] == before  # noqa: S608
    assert all(before)


def test_deliveries_list_a_correction_as_a_record(counter: Counter) -> None:
    """It is delivered and shown like the others."""
    event_id = a_saved(counter)
    draft = counter.records.correct(event_id, "Motivo", "es")
    counter.registrations.save_correction(draft)

    kinds = [row.kind for row in counter.deliveries.rows().saved]

    assert 41 in kinds
