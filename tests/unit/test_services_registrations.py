"""A registration from the first answer to its receipt, on a real encrypted file (UX §3.4, §3.5)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from forms.submission import instance_id_of, submission_xml
from forms.xform.parse import parse_definition
from kiosk.domain.notices import hash_of_shown
from kiosk.errors import KnownError
from kiosk.services.drafts import KIND, DraftContent, DraftUnknown
from kiosk.services.registrations import (
    ConsentMissing,
    RegistrationProblems,
)
from kiosk.services.views import NewPerson, QuestionView, SectionState, SectionView
from kiosk.store import kept
from sync import cbor
from sync.blobs import open_blob
from sync.events import ConsentGiven, RegistrationMade, encode_body
from sync.ids import EventId, SubjectId
from sync.receipt_check import Answer as Verdicts
from sync.receipts import ReceiptKind
from tests.support.offices import (
    ACTA,
    APOYO,
    FORM_XML,
    Counter,
    a_counter,
    a_form,
    a_notice,
    begin,
    publish,
)


@pytest.fixture
def subject(counter: Counter) -> SubjectId:
    """A person with a card."""
    person = NewPerson(given="UNO", first_surname="PRUEBA", second_surname="DOS")
    return counter.citizens.create(counter.citizens.begin(), person).subject


def question(view: SectionView, path: str) -> QuestionView:
    """Return one question of a section."""
    return next(one for one in view.questions if one.path == path)


def a_full_draft(counter: Counter, subject: SubjectId, code: int = ACTA) -> SectionView:
    """Return a draft with all that is needed answered."""
    view = begin(counter, subject, code, "es")
    counter.registrations.answer(view.draft_id, "/data/a/n", "PRUEBA UNO")
    return counter.registrations.answer(view.draft_id, "/data/a/who", "me")


def test_a_draft_shows_its_first_section(counter: Counter, subject: SubjectId) -> None:
    """Labels in the language asked for, defaults in place, only relevant sections listed."""
    view = begin(counter, subject, ACTA, "en")

    assert view.title == "Record"
    assert [one.label for one in view.questions] == ["Name", "Copies", "For whom?", "Date"]
    assert question(view, "/data/a/copies").value == "1"
    assert [(mark.index, mark.state) for mark in view.sections] == [(0, SectionState.HERE)]
    assert view.languages == ("Español (es)", "English (en)")
    assert view.person.display_name == "UNO PRUEBA DOS"


def test_an_answer_is_durable_at_once(counter: Counter, subject: SubjectId) -> None:
    """After a crash the draft is there with every answer, right or wrong."""
    view = a_full_draft(counter, subject)
    counter.registrations.answer(view.draft_id, "/data/a/copies", "muchas")
    counter.opening.close()

    again = a_counter(counter.folder, clock=counter.clock, seed=b"after", create=False)
    resumed = again.registrations.resume(view.draft_id)
    listed = again.registrations.drafts()
    again.opening.close()

    assert question(resumed, "/data/a/n").value == "PRUEBA UNO"
    assert question(resumed, "/data/a/copies").value == "muchas"
    assert question(resumed, "/data/a/copies").message is not None
    assert [row.draft_id for row in listed] == [view.draft_id]
    assert listed[0].person_name == "UNO PRUEBA DOS"


def test_an_answer_may_add_a_section_and_says_why(counter: Counter, subject: SubjectId) -> None:
    """Relevance adds below, and the question names the answer that made it appear."""
    view = begin(counter, subject, ACTA, "es")

    with_section = counter.registrations.answer(view.draft_id, "/data/a/who", "else")
    second = counter.registrations.section(view.draft_id, 1)

    assert [mark.index for mark in with_section.sections] == [0, 1]
    assert second.questions[0].appeared_because == "Otra persona"
    assert second.title == "Entrega"


def test_a_section_is_checked_on_request(counter: Counter, subject: SubjectId) -> None:
    """Required, constraint and type each say their own sentence, in the order of the form."""
    view = begin(counter, subject, ACTA, "es")
    counter.registrations.answer(view.draft_id, "/data/a/copies", "77")
    counter.registrations.answer(view.draft_id, "/data/a/born", "ayer")

    problems = counter.registrations.check_section(view.draft_id, 0)

    assert [(one.path, one.message_id, one.message) for one in problems] == [
        ("/data/a/n", "field-empty-text", ""),
        ("/data/a/copies", "field-constraint", "De 1 a 9 copias."),
        ("/data/a/who", "field-empty-choice", ""),
        ("/data/a/born", "field-date", ""),
    ]
    assert problems[0].arguments == {"field": "Nombre"}


def test_the_map_says_how_far_each_section_is(counter: Counter, subject: SubjectId) -> None:
    """Checked and good, checked and not, never looked at."""
    view = begin(counter, subject, ACTA, "es")
    counter.registrations.answer(view.draft_id, "/data/a/who", "else")
    counter.registrations.check_section(view.draft_id, 0)
    wrong = counter.registrations.section(view.draft_id, 1)
    counter.registrations.section(view.draft_id, 0)
    counter.registrations.answer(view.draft_id, "/data/a/n", "PRUEBA")
    right = counter.registrations.section(view.draft_id, 1)

    assert [mark.state for mark in wrong.sections] == [SectionState.PROBLEM, SectionState.HERE]
    assert [mark.state for mark in right.sections] == [SectionState.COMPLETE, SectionState.HERE]


def test_review_shows_what_would_be_saved(counter: Counter, subject: SubjectId) -> None:
    """Choices by label, dates in words, blanks blank, the fee of the service."""
    view = a_full_draft(counter, subject)
    counter.registrations.answer(view.draft_id, "/data/a/born", "1961-03-14")

    review = counter.registrations.review(view.draft_id)

    assert [line.answer for line in review.sections[0].lines] == [
        "PRUEBA UNO",
        "1",
        "Para mí",
        "14 de marzo de 1961",
    ]
    assert len(review.sections) == 1
    assert review.problems == ()
    assert review.fee_centavos == 18_550


def test_saving_writes_consent_and_registration_together(
    counter: Counter, subject: SubjectId
) -> None:
    """51 and 40 in one transaction; hashes are of what was shown and what is stored."""
    view = a_full_draft(counter, subject)
    shown = counter.registrations.consent(view.draft_id)

    saved = counter.registrations.save(view.draft_id, accepted=True)

    assert counter.kinds()[-2:] == [51, 40]
    recorded = counter.database.read(lambda tx: counter.desk.journal.find(tx, saved.event_id))
    assert recorded is not None
    assert isinstance(recorded.event, RegistrationMade)
    consent = counter.database.read(
        lambda tx: counter.desk.journal.find(tx, EventId(recorded.header.refs[0]))
    )
    assert consent is not None
    assert isinstance(consent.event, ConsentGiven)
    assert consent.event.text_hash == hash_of_shown(shown.lines, shown.sentence)
    assert recorded.event.instance_name == "PRUEBA UNO"
    assert recorded.event.definition_hash == hashlib.sha256(FORM_XML).digest()[:16]
    assert saved.fee_due
    verdict = counter.receipts.verify(saved.receipt.qr_text)
    assert verdict.answer is Verdicts.AUTHENTIC
    assert verdict.receipt is not None
    assert verdict.receipt.kind is ReceiptKind.REGISTRATION
    assert saved.receipt.bring == ("Identificación",)
    assert counter.registrations.drafts() == ()


def test_the_central_can_make_the_same_xml(counter: Counter, subject: SubjectId) -> None:
    """From the stored answers the submission has the hash that the event states."""
    view = a_full_draft(counter, subject)
    counter.registrations.consent(view.draft_id)
    saved = counter.registrations.save(view.draft_id, accepted=True)
    recorded = counter.database.read(lambda tx: counter.desk.journal.find(tx, saved.event_id))
    assert recorded is not None
    assert isinstance(recorded.event, RegistrationMade)

    def listed(value: object) -> object:
        return [listed(one) for one in value] if isinstance(value, tuple) else value

    xml = submission_xml(
        parse_definition(FORM_XML),
        listed(recorded.event.answers),  # type: ignore[arg-type]
        instance_id_of(saved.event_id),
        recorded.event.instance_name,
    )

    assert hashlib.sha256(xml).digest()[:4] == recorded.event.submission_hash
    assert b"<n>PRUEBA UNO</n>" in xml


def test_saving_twice_is_one_registration(counter: Counter, subject: SubjectId) -> None:
    """A second press, or a press after a crash, returns the same."""
    view = a_full_draft(counter, subject)
    counter.registrations.consent(view.draft_id)

    first = counter.registrations.save(view.draft_id, accepted=True)
    again = counter.registrations.save(view.draft_id, accepted=True)

    assert again == first
    assert counter.kinds().count(40) == counter.kinds().count(51) == 1


@pytest.mark.parametrize("shown", [True, False])
def test_without_consent_nothing_is_saved(
    counter: Counter, subject: SubjectId, shown: bool
) -> None:
    """Not ticked, or never shown: refused, and the draft stays."""
    view = a_full_draft(counter, subject)
    if shown:
        counter.registrations.consent(view.draft_id)
    before = counter.count("event")

    with pytest.raises(ConsentMissing):
        counter.registrations.save(view.draft_id, accepted=not shown)

    assert counter.count("event") == before
    assert len(counter.registrations.drafts()) == 1


def test_consent_is_to_the_words_that_were_shown(counter: Counter, subject: SubjectId) -> None:
    """A newer notice pulled while the person reads changes nothing of what is recorded."""
    view = a_full_draft(counter, subject)
    shown = counter.registrations.consent(view.draft_id)
    counter.database.write(lambda tx: publish(tx, a_notice(version=2)))

    counter.registrations.save(view.draft_id, accepted=True)

    assert counter.rows("SELECT notice_version FROM consent") == [(shown.version,)]


def test_problems_block_saving(counter: Counter, subject: SubjectId) -> None:
    """An incomplete form is not saved, and the count is said."""
    view = begin(counter, subject, ACTA, "es")
    counter.registrations.consent(view.draft_id)

    with pytest.raises(RegistrationProblems):
        counter.registrations.save(view.draft_id, accepted=True)

    assert 40 not in counter.kinds()


def test_answers_beyond_the_limit_travel_as_a_file(counter: Counter, subject: SubjectId) -> None:
    """Saving never fails for size: key 5 is null, attachment 0 holds the answers, key 8 binds."""
    long = "PRUEBA " * 9_000
    view = a_full_draft(counter, subject)
    counter.registrations.answer(view.draft_id, "/data/a/n", long)
    counter.registrations.consent(view.draft_id)

    saved = counter.registrations.save(view.draft_id, accepted=True)

    event = the_registration(counter, saved.event_id)
    assert event.answers is None
    assert event.attachments is not None
    (first,) = event.attachments
    assert (first.index, first.media_type) == (0, "application/cbor")
    sealed = counter.files.read(first.blob_id)
    assert len(sealed) == first.length_bytes
    answers = cbor.decode(open_blob(view.draft_id, 0, sealed))
    xml = submission_xml(
        parse_definition(FORM_XML), answers, instance_id_of(saved.event_id), event.instance_name
    )
    assert hashlib.sha256(xml).digest()[:4] == event.submission_hash
    assert answers[0][0] == long.strip() or answers[0][0] == long
    assert len(encode_body(event)) < 60_000
    assert counter.registrations.drafts() == ()


def test_answers_of_a_save_that_was_cut_off_leave_no_second_file(
    counter: Counter, subject: SubjectId
) -> None:
    """One key never seals two files: the first goes before the changed answers are written."""
    view = a_full_draft(counter, subject)
    counter.registrations.answer(view.draft_id, "/data/a/n", "PRUEBA " * 9_000)
    counter.registrations.consent(view.draft_id)
    counter.database.write(
        lambda tx: tx.execute(
            "CREATE TEMP TRIGGER crash BEFORE INSERT ON receipt"
            " BEGIN SELECT RAISE(ABORT, 'power cut'); END"
        )
    )
    with pytest.raises(Exception, match="power cut"):
        counter.registrations.save(view.draft_id, accepted=True)
    counter.database.write(lambda tx: tx.execute("DROP TRIGGER crash"))
    counter.registrations.answer(view.draft_id, "/data/a/n", "OTRA " * 13_000)

    saved = counter.registrations.save(view.draft_id, accepted=True)

    event = the_registration(counter, saved.event_id)
    assert event.attachments is not None
    files = [path.name for path in (counter.folder / "blobs").iterdir()]
    assert files == [event.attachments[0].blob_id.hex()]


def the_registration(counter: Counter, event_id: EventId) -> RegistrationMade:
    """Return the event of a saved registration."""
    recorded = counter.database.read(lambda tx: counter.desk.journal.find(tx, event_id))
    assert recorded is not None
    assert isinstance(recorded.event, RegistrationMade)
    return recorded.event


def test_a_crash_between_the_two_events_leaves_neither(
    counter: Counter, subject: SubjectId
) -> None:
    """Consent without registration cannot be; the retry makes both once."""
    view = a_full_draft(counter, subject)
    counter.registrations.consent(view.draft_id)
    counter.database.write(
        lambda tx: tx.execute(
            "CREATE TEMP TRIGGER crash BEFORE INSERT ON receipt"
            " BEGIN SELECT RAISE(ABORT, 'power cut'); END"
        )
    )

    with pytest.raises(Exception, match="power cut"):
        counter.registrations.save(view.draft_id, accepted=True)
    left = (counter.kinds().count(51), counter.kinds().count(40))
    counter.database.write(lambda tx: tx.execute("DROP TRIGGER crash"))
    counter.registrations.save(view.draft_id, accepted=True)

    assert left == (0, 0)
    assert (counter.kinds().count(51), counter.kinds().count(40)) == (1, 1)


def a_newer_form(counter: Counter) -> None:
    """Publish an edition whose first question has another label."""
    other = FORM_XML.replace(b"<value>Nombre</value>", b"<value>Otro</value>")
    counter.database.write(lambda tx: publish(tx, a_form(other)))


def test_a_draft_keeps_the_form_it_was_born_with(counter: Counter, subject: SubjectId) -> None:
    """A newer edition, or a form withdrawn, does not touch a draft, also after a restart."""
    view = a_full_draft(counter, subject)
    a_newer_form(counter)
    counter.opening.close()

    again = a_counter(counter.folder, clock=counter.clock, seed=b"after", create=False)
    resumed = again.registrations.resume(view.draft_id)
    started = begin(again, subject, ACTA, "es")
    again.registrations.discard(view.draft_id)
    fresh = begin(again, subject, ACTA, "es")
    again.opening.close()

    assert resumed.questions[0].label == "Nombre"
    assert (started.draft_id, started.questions[0].label) == (view.draft_id, "Nombre")
    assert fresh.questions[0].label == "Otro"


def test_starting_again_goes_on_with_the_open_draft(counter: Counter, subject: SubjectId) -> None:
    """Atrás and *Empezar* again leaves no second draft, answered or not; saved, it is another."""
    first = begin(counter, subject, ACTA, "es")
    empty = begin(counter, subject, ACTA, "es")
    view = a_full_draft(counter, subject)
    answered = begin(counter, subject, ACTA, "es")
    drafts = counter.registrations.drafts()
    counter.registrations.consent(view.draft_id)
    counter.registrations.save(view.draft_id, accepted=True)
    after = begin(counter, subject, ACTA, "es")

    assert {first.draft_id, empty.draft_id, view.draft_id, answered.draft_id} == {first.draft_id}
    assert question(answered, "/data/a/n").value == "PRUEBA UNO"
    assert len(drafts) == 1
    assert after.draft_id != first.draft_id


def test_another_person_or_service_has_a_draft_of_its_own(
    counter: Counter, subject: SubjectId
) -> None:
    """Only the same person's draft of the same service is gone on with."""
    person = NewPerson(given="OTRA", first_surname="PRUEBA")
    other = counter.citizens.create(counter.citizens.begin(), person).subject

    views = [a_full_draft(counter, subject), a_full_draft(counter, other)]

    assert len({view.draft_id for view in views}) == 2
    assert views[1].person.subject == other


def test_a_draft_that_cannot_be_used_does_not_stand_in_the_way(
    counter: Counter, subject: SubjectId
) -> None:
    """An unreadable draft stays for repair, an empty one of an old form goes; work begins anew."""
    broken = a_full_draft(counter, subject)
    content = counter.database.read(lambda tx: kept.drafts(tx, KIND))[0].content
    unreadable = replace(DraftContent.decode(content), dump="{}").encode()
    counter.database.write(
        lambda tx: tx.execute("UPDATE draft SET content = ?", (unreadable,)).rowcount
    )
    empty = begin(counter, subject, ACTA, "es")
    a_newer_form(counter)
    fresh = begin(counter, subject, ACTA, "es")

    left = {row.draft_id for row in counter.registrations.drafts()}
    assert fresh.questions[0].label == "Otro"
    assert left == {broken.draft_id, fresh.draft_id}
    assert empty.draft_id not in left


def test_the_language_changes_and_answers_stay(counter: Counter, subject: SubjectId) -> None:
    """The same answers under other labels."""
    view = a_full_draft(counter, subject)

    other = counter.registrations.set_language(view.draft_id, "en")

    assert other.questions[0].label == "Name"
    assert other.questions[0].value == "PRUEBA UNO"
    assert counter.registrations.consent(view.draft_id).sentence == "I agree."


def test_a_discarded_draft_is_gone(counter: Counter, subject: SubjectId) -> None:
    """Throwing away twice changes nothing; going on with it is refused."""
    view = begin(counter, subject, ACTA, "es")

    counter.registrations.discard(view.draft_id)
    counter.registrations.discard(view.draft_id)

    assert counter.registrations.drafts() == ()
    with pytest.raises(DraftUnknown):
        counter.registrations.resume(view.draft_id)


def test_a_service_without_its_form_cannot_start(counter: Counter, subject: SubjectId) -> None:
    """The form has not arrived yet: said, nothing kept."""
    counter.database.write(lambda tx: tx.execute("DELETE FROM reference WHERE key LIKE 'form%'"))

    with pytest.raises(KnownError) as caught:
        begin(counter, subject, APOYO, "es")

    assert caught.value.code == "form.missing"
    assert counter.registrations.drafts() == ()


def test_a_service_without_fee_is_done_after_saving(counter: Counter, subject: SubjectId) -> None:
    """No charge follows."""
    view = a_full_draft(counter, subject, APOYO)
    counter.registrations.consent(view.draft_id)

    assert not counter.registrations.save(view.draft_id, accepted=True).fee_due
