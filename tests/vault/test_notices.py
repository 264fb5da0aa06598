"""The notice before the first question, and consents that can be refused, on a real file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.notices import hash_of_notice
from kiosk.errors import KnownError
from kiosk.services.drafts import NoticeNotShown
from kiosk.services.notices import NotDecided
from kiosk.services.permissions import NotAllowed
from kiosk.services.saving import ConsentMissing, NotSigned, NoWitness
from kiosk.services.views import Agreement, SectionView
from sync.catalogue import OperatorEntry, Purpose, Role
from sync.events import (
    ConsentGiven,
    ConsentMeans,
    NoticeMeans,
    NoticeShown,
    PurposeConsent,
    RegistrationCorrected,
    RegistrationMade,
    UseOpposed,
)
from sync.ids import EventId
from sync.journal import history
from tests.support.asked import (
    HEALTH,
    NAME,
    PHONE,
    WHICH,
    a_refusable_notice,
    publish_refusable,
)
from tests.support.household import a_subject
from tests.support.offices import ACTA, Counter, a_counter, publish, read_notice
from tests.support.vaults import CLERK

SIGNED = Agreement(means=ConsentMeans.DRAWN, signature=b"\x89PNG drawn")


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """A counter whose form has what may be refused."""
    made = a_counter(tmp_path)
    publish_refusable(made)
    yield made
    made.opening.close()


def _started(counter: Counter) -> SectionView:
    return counter.registrations.start(a_subject(counter), ACTA, "es")


def _filled(counter: Counter, *, health: bool) -> SectionView:
    """Return a draft with every question answered that is asked."""
    view = read_notice(counter, _started(counter), salud=health)
    answers = {NAME: "PRUEBA", PHONE: "951"}
    if health:
        answers |= {HEALTH: "yes", WHICH: "PRUEBA secreta"}
    for path, text in answers.items():
        view = counter.registrations.answer(view.draft_id, path, text)
    return view


def _events(counter: Counter, kind: type) -> list[object]:
    recorded = counter.database.read(lambda tx: list(history(tx)))
    return [one.event for one in recorded if isinstance(one.event, kind)]


def _consents(counter: Counter) -> list[ConsentGiven]:
    return [one for one in _events(counter, ConsentGiven) if isinstance(one, ConsentGiven)]


def _purposes(consent: ConsentGiven) -> dict[str, bool]:
    return {one.purpose: one.accepted for one in consent.purposes}


def _record(counter: Counter) -> RegistrationMade:
    (made,) = _events(counter, RegistrationMade)
    assert isinstance(made, RegistrationMade)
    return made


def _save(counter: Counter, view: SectionView, agreement: Agreement) -> EventId:
    counter.registrations.consent(view.draft_id)
    return counter.registrations.save(view.draft_id, True, agreement).event_id


# ---------------------------------------------------------------------------- the notice


def test_no_answer_is_taken_before_the_notice_was_read(counter: Counter) -> None:
    """Neither an answer nor a file; the draft is there and waits."""
    view = _started(counter)

    with pytest.raises(NoticeNotShown):
        counter.registrations.answer(view.draft_id, NAME, "PRUEBA")
    with pytest.raises(NoticeNotShown):
        counter.registrations.attach(view.draft_id, NAME, b"x", "image/png", "")

    assert view.notice_due
    assert counter.registrations.resume(view.draft_id).notice_due
    assert _events(counter, NoticeShown) == []


def test_the_notice_is_recorded_with_exactly_what_was_shown(counter: Counter) -> None:
    """Event 54: notice, version, hash of the words, means, language; the subject says to whom."""
    view = _started(counter)

    counter.notices.shown(view.draft_id, NoticeMeans.READ_ALOUD, {"salud": False})

    recorded = [
        one
        for one in counter.database.read(lambda tx: list(history(tx)))
        if isinstance(one.event, NoticeShown)
    ]
    assert [one.event for one in recorded] == [
        NoticeShown(
            notice_id="aviso",
            notice_version=1,
            text_hash=hashlib.sha256(b"Corto 1.").digest()[:16],
            means=NoticeMeans.READ_ALOUD,
            language="es",
        )
    ]
    assert recorded[0].header.subject == view.person.subject
    assert counter.count("notice_shown") == 1


def test_the_full_notice_counts_where_it_was_opened(counter: Counter) -> None:
    """The hash is then over the short and the full text."""
    view = _started(counter)

    counter.notices.shown(view.draft_id, NoticeMeans.ON_PAPER, {"salud": False}, full=True)

    (event,) = _events(counter, NoticeShown)
    assert isinstance(event, NoticeShown)
    assert event.full
    assert event.text_hash == hash_of_notice("Corto 1.", "Completo 1.")
    assert event.text_hash != hash_of_notice("Corto 1.")


def test_a_second_press_is_one_event(counter: Counter) -> None:
    """Also after the program was started again in between."""
    view = read_notice(counter, _started(counter), salud=False)
    counter.opening.close()
    again = a_counter(counter.folder, clock=counter.clock, seed=b"again", create=False)

    again.notices.shown(view.draft_id, NoticeMeans.READ_ON_SCREEN, {})

    assert len(_events(again, NoticeShown)) == 1
    assert not again.registrations.resume(view.draft_id).notice_due
    again.opening.close()
    counter.opening.close()


def test_a_resumed_draft_shows_a_new_version_and_only_that(counter: Counter) -> None:
    """What was read stays read, until other words are published."""
    view = read_notice(counter, _started(counter), salud=False)
    before = counter.registrations.resume(view.draft_id).notice_due
    counter.database.write(lambda tx: publish(tx, a_refusable_notice(2)))

    after = counter.registrations.resume(view.draft_id)
    read_notice(counter, after)

    assert (before, after.notice_due) == (False, True)
    versions = [
        one.notice_version for one in _events(counter, NoticeShown) if isinstance(one, NoticeShown)
    ]
    assert versions == [1, 2]
    counter.registrations.answer(view.draft_id, NAME, "PRUEBA")


def test_a_form_begins_only_when_every_sensitive_purpose_is_decided(counter: Counter) -> None:
    """Silence is neither yes nor no; nothing is recorded."""
    view = _started(counter)

    with pytest.raises(NotDecided):
        counter.notices.shown(view.draft_id, NoticeMeans.READ_ON_SCREEN, {})

    assert _events(counter, NoticeShown) == []
    (choice,) = counter.notices.page(view.draft_id).choices
    assert (choice.accepted, choice.labels) == (None, ("¿Vive con una discapacidad?", "¿Cuál?"))


def test_each_question_says_why_it_is_asked(counter: Counter) -> None:
    """Basis, retention and the purpose of the notice, in the language of the form."""
    view = read_notice(counter, _started(counter), salud=True)

    by_path = {one.path: one.why for one in view.questions}

    why = by_path[HEALTH]
    assert why is not None
    assert (why.legal_basis, why.retention, why.purpose, why.sensitive) == (
        "Ley 1, art. 9",
        "5 años",
        "Usar un dato de salud.",
        True,
    )


# ------------------------------------------------------------------------------ refusing


def test_what_is_refused_is_not_asked_and_not_saved(counter: Counter) -> None:
    """Even a required question: the rest is saved, and the refusal is an event of its own."""
    view = _filled(counter, health=False)

    review = counter.registrations.review(view.draft_id)
    _save(counter, view, Agreement(purposes=(("avisar", True),)))

    assert [one.path for one in view.questions] == [NAME, PHONE]
    assert review.problems == ()
    assert [one.purpose_id for one in review.refused] == ["salud"]
    assert _record(counter).answers == ("PRUEBA", None, None, "951", (None,))
    general, sensitive = _consents(counter)
    assert _purposes(general) == {"apoyo": True, "avisar": True}
    assert _purposes(sensitive) == {"salud": False}
    assert sensitive.text_hash == hashlib.sha256(b"Usar un dato de salud.").digest()[:16]


def test_what_is_agreed_to_is_asked_and_saved_with_a_signature(counter: Counter) -> None:
    """A tick is too little for a sensitive purpose; the signature stands in both consents."""
    view = _filled(counter, health=True)
    counter.registrations.consent(view.draft_id)

    with pytest.raises(NotSigned):
        counter.registrations.save(view.draft_id, True)
    event_id = counter.registrations.save(view.draft_id, True, SIGNED).event_id

    general, sensitive = _consents(counter)
    assert _purposes(sensitive) == {"salud": True}
    assert {one.signature for one in (general, sensitive)} == {SIGNED.signature}
    assert _record(counter).answers == ("PRUEBA", "yes", "PRUEBA secreta", None, (None,))
    recorded = counter.database.read(lambda tx: counter.desk.journal.find(tx, event_id))
    assert recorded is not None
    assert len(recorded.header.refs) == 2


def test_a_purpose_that_is_not_ticked_leaves_out_what_serves_it_alone(counter: Counter) -> None:
    """Not needed, not sensitive: asked, and left out of the record without the tick."""
    view = _filled(counter, health=False)

    _save(counter, view, Agreement())

    assert _purposes(_consents(counter)[0]) == {"apoyo": True, "avisar": False}
    assert _record(counter).answers == ("PRUEBA", None, None, None, (None,))


def test_one_may_change_ones_mind_before_saving(counter: Counter) -> None:
    """From yes to no and back: the answers wait in the draft, and never reach a refused record."""
    view = _filled(counter, health=True)
    draft = view.draft_id
    counter.notices.shown(draft, NoticeMeans.READ_ON_SCREEN, {"salud": False})
    refused = counter.registrations.review(draft)
    counter.notices.shown(draft, NoticeMeans.READ_ON_SCREEN, {"salud": True})

    agreed = counter.registrations.review(draft)
    counter.notices.shown(draft, NoticeMeans.READ_ON_SCREEN, {"salud": False})
    _save(counter, view, Agreement())

    labels = [[line.label for line in one.sections[0].lines] for one in (refused, agreed)]
    assert "¿Cuál?" not in labels[0]
    assert "¿Cuál?" in labels[1]
    assert agreed.refused == ()
    assert len(_events(counter, NoticeShown)) == 1
    assert _record(counter).answers == ("PRUEBA", None, None, None, (None,))


def test_a_witness_says_their_name_and_relation(counter: Counter) -> None:
    """Key 8 of the event; without them, without ink or with too much, nothing is recorded."""
    view = _filled(counter, health=True)
    witness = replace(SIGNED, means=ConsentMeans.WITNESS, witness=" DOS  PRUEBA ")
    counter.registrations.consent(view.draft_id)

    with pytest.raises(NoWitness):
        counter.registrations.save(view.draft_id, True, witness)
    for ink in (b"", bytes(8193)):
        with pytest.raises(NotSigned):
            counter.registrations.save(view.draft_id, True, replace(SIGNED, signature=ink))
    assert _consents(counter) == []
    counter.registrations.save(view.draft_id, True, replace(witness, relation="hermana"))

    consent = _consents(counter)[0]
    assert consent.means is ConsentMeans.WITNESS
    assert consent.on_behalf is not None
    assert (consent.on_behalf.who, consent.on_behalf.relation) == ("DOS PRUEBA", "hermana")


# --------------------------------------------------------------------------- corrections


def _correcting(counter: Counter, event_id: EventId) -> SectionView:
    draft = counter.records.correct(event_id, "letra", "es")
    return counter.registrations.resume(draft)


def test_a_correction_that_asks_no_more_needs_no_consent(counter: Counter) -> None:
    """Same notice: it is not shown again, what was refused stays refused, 41 stands alone."""
    event_id = _save(counter, _filled(counter, health=False), Agreement())
    view = _correcting(counter, event_id)

    counter.registrations.answer(view.draft_id, NAME, "PRUEBA corregida")
    counter.registrations.save_correction(view.draft_id)

    assert not view.notice_due
    assert [one.path for one in view.questions] == [NAME]
    assert len(_consents(counter)) == 2
    assert len(_events(counter, NoticeShown)) == 1
    (corrected,) = _events(counter, RegistrationCorrected)
    assert isinstance(corrected, RegistrationCorrected)
    assert corrected.answers == ("PRUEBA corregida", None, None, None, (None,))


def test_a_changed_notice_is_shown_before_a_correction(counter: Counter) -> None:
    """Other words, same purposes: read again, not agreed to again."""
    event_id = _save(counter, _filled(counter, health=False), Agreement())
    counter.database.write(lambda tx: publish(tx, a_refusable_notice(2)))
    view = _correcting(counter, event_id)

    with pytest.raises(NoticeNotShown):
        counter.registrations.answer(view.draft_id, NAME, "PRUEBA corregida")
    read_notice(counter, view)
    counter.registrations.save_correction(view.draft_id)

    assert len(_events(counter, NoticeShown)) == 2
    assert len(_consents(counter)) == 2


@pytest.mark.parametrize("needed", [True, False])
def test_a_correction_that_asks_for_more_needs_a_consent(counter: Counter, needed: bool) -> None:
    """A purpose that was not there: nothing is saved before the person agreed to it."""
    event_id = _save(counter, _filled(counter, health=False), Agreement())
    more = Purpose(purpose_id="otro", sentences=(("es", "Otra cosa."),), needed=needed)
    counter.database.write(lambda tx: publish(tx, a_refusable_notice(2, more=(more,))))
    view = read_notice(counter, _correcting(counter, event_id))

    with pytest.raises(ConsentMissing):
        counter.registrations.save_correction(view.draft_id)
    assert counter.registrations.review(view.draft_id).must_agree
    counter.registrations.consent(view.draft_id)
    counter.registrations.save_correction(view.draft_id, True)

    assert _purposes(_consents(counter)[2])["otro"] is needed


def test_whoever_agrees_later_is_asked_in_the_correction(counter: Counter) -> None:
    """A refusal taken back is a consent of its own, and the next correction knows of it."""
    event_id = _save(counter, _filled(counter, health=False), Agreement())
    view = _correcting(counter, event_id)
    draft = view.draft_id
    counter.notices.shown(draft, NoticeMeans.READ_ON_SCREEN, {"salud": True})
    counter.registrations.answer(draft, HEALTH, "no")
    counter.registrations.consent(draft)

    counter.registrations.save_correction(draft, True, SIGNED)
    later = _correcting(counter, event_id)

    assert _purposes(_consents(counter)[-1]) == {"salud": True}
    assert [one.path for one in later.questions] == [NAME, HEALTH]
    assert not counter.registrations.review(later.draft_id).must_agree


def test_what_was_withdrawn_since_is_refused_in_a_correction(counter: Counter) -> None:
    """An objection (96) counts as a refusal: not asked, left out, and no consent again."""
    view = _filled(counter, health=True)
    event_id = _save(counter, view, SIGNED)
    objection = UseOpposed(purposes=(PurposeConsent(purpose="salud", accepted=False),))
    counter.desk.write(
        lambda tx: counter.desk.journal.append(
            tx, objection, salt=counter.desk.new_salt(), operator=CLERK,
            subject=view.person.subject,
        )
    )  # fmt: skip

    later = _correcting(counter, event_id)
    counter.registrations.save_correction(later.draft_id)

    assert [one.path for one in later.questions] == [NAME]
    (corrected,) = _events(counter, RegistrationCorrected)
    assert isinstance(corrected, RegistrationCorrected)
    assert corrected.answers == ("PRUEBA", None, None, None, (None,))
    assert len(_consents(counter)) == 2


def test_a_role_that_does_not_register_has_no_drafts(counter: Counter) -> None:
    """Neither the list, nor a new one, nor one that waits."""
    view = _filled(counter, health=False)
    technician = OperatorEntry(number=CLERK, name="PRUEBA", role=Role.TECHNICIAN)
    counter.database.write(lambda tx: publish(tx, technician))

    with pytest.raises(NotAllowed):
        counter.registrations.resume(view.draft_id)
    with pytest.raises(NotAllowed):
        counter.registrations.start(view.person.subject, ACTA, "es")
    assert counter.registrations.drafts() == ()


def test_the_read_tables_of_consents_can_be_built_anew(counter: Counter) -> None:
    """Dropped and rebuilt from the journal, they hold the same rows."""
    event_id = _save(counter, _filled(counter, health=True), SIGNED)
    counter.records.correct(event_id, "letra", "es")
    tables = ("notice_shown", "record_consent")
    before = [counter.rows(f"SELECT * FROM {one} ORDER BY 1") for one in tables]  # noqa: S608

    from kiosk.store.projections import rebuild

    counter.database.write(rebuild)

    after = [counter.rows(f"SELECT * FROM {one} ORDER BY 1") for one in tables]  # noqa: S608
    assert before == after
    assert all(before)


def test_a_draft_from_before_the_notices_reads_as_unread(counter: Counter) -> None:
    """Its row has none of the new keys: the notice comes before its next answer."""
    from kiosk.services.drafts import DraftContent
    from sync import cbor

    view = read_notice(counter, _started(counter), salud=True)
    (raw,) = counter.rows("SELECT content FROM draft WHERE salt = ?", view.draft_id)[0]
    assert isinstance(raw, bytes)
    held = {key: value for key, value in cbor.decode(raw).items() if key < 19}

    old = DraftContent.decode(cbor.encode(held))

    assert (old.seen, old.decisions, old.left_out) == (None, (), ())


def test_known_problems_have_codes() -> None:
    """Each refusal can be shown in place."""
    kinds = (NoticeNotShown, NotDecided, NotSigned, NoWitness, ConsentMissing)

    assert all(issubclass(one, KnownError) for one in kinds)
    assert len({one.code for one in kinds}) == len(kinds)
