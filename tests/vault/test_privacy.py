"""The desk for a person's rights, on a real encrypted file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from kiosk.services.cancelling import NotDelivered, UndeliveredFacts
from kiosk.services.citizens import PersonUnknown
from kiosk.services.copies import CopyNotWritten, NotAStick
from kiosk.services.permissions import ApprovalMissing, NotAllowed
from kiosk.services.privacy import Answer, NoBasis, RequestAnswered
from kiosk.services.reading import RecordBlocked
from kiosk.services.views import NewPerson
from kiosk.services.views.rights import AccessKind, HeldKind, NewRequest, RequestLine
from kiosk.store import rights
from sync import cbor
from sync.catalogue import FieldLaw, FormLawEntry, OperatorEntry, Role
from sync.errors import MessageInvalid
from sync.events import ApprovalMatter, IdentityProof, PersonRight, RequestOutcome
from sync.ids import EventId, OperatorNumber, SubjectId
from sync.journal import Transaction, history, streams, verify
from sync.person_copy import content_hash, read_copy
from tests.support.a_life import (
    ANSWER,
    CANARIES,
    CURP,
    DRAFT_ANSWER,
    GIVEN,
    LATER_ANSWER,
    PHONE,
    SURNAME,
    WORDS,
    Life,
    a_life,
    a_person_who,
)
from tests.support.counters import a_registration_at
from tests.support.offices import DISCREET, Counter, a_counter, publish, the_profile
from tests.support.raw_pages import hits
from tests.support.vaults import CLERK, KEY

SUPERVISOR = OperatorNumber(7)
QUESTION = EventId(b"q" * 16)
TODAY = date(2026, 11, 20)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """A counter with a clerk and a supervisor."""
    made = a_counter(tmp_path / "profile")
    people = (
        OperatorEntry(number=CLERK, name="Marisol Canul", role=Role.CLERK),
        OperatorEntry(number=SUPERVISOR, name="Braulio Dzul", role=Role.SUPERVISOR),
    )
    made.database.write(lambda tx: publish(tx, *people))
    yield made
    made.opening.close()


def ask(
    counter: Counter,
    subject: SubjectId,
    right: PersonRight = PersonRight.CANCELLATION,
    *,
    words: str = "",
) -> RequestLine:
    """Register a request."""
    request = NewRequest(
        right=right,
        received_on=TODAY,
        proof=IdentityProof.OFFICIAL_DOCUMENT,
        words=words,
    )
    return counter.privacy.register(counter.privacy.begin(), subject, request)


def deliver(counter: Counter) -> None:
    """Let the central have everything, for good."""

    def work(tx: Transaction) -> None:
        tx.execute(
            "INSERT INTO stream_state (stream, acknowledged, durable)"
            " SELECT stream, max(seq), max(seq) FROM event GROUP BY stream"
            " ON CONFLICT (stream) DO UPDATE SET acknowledged = excluded.acknowledged,"
            " durable = excluded.durable"
        )

    counter.database.write(work)


def cancel(counter: Counter, life: Life) -> None:
    """Carry a cancellation out."""
    request = ask(counter, life.subject, words=WORDS)
    deliver(counter)
    counter.approved.add(QUESTION)
    counter.cancelling.cancel(life.subject, request.event_id, QUESTION)


def test_a_request_has_its_clocks(counter: Counter) -> None:
    """Twenty working days to answer; the term to carry it out begins with the answer."""
    subject = a_person_who(counter)

    line = ask(counter, subject, PersonRight.ACCESS)
    answered = counter.privacy.answer(
        counter.privacy.begin(), line.event_id, Answer(outcome=RequestOutcome.GRANTED)
    )

    assert (line.answer_by, line.days_left) == (date(2026, 12, 18), 20)
    assert line.is_open
    assert answered.carry_out_by == date(2026, 12, 11)
    assert answered.carry_out_days_left == 15
    assert [one.event_id for one in counter.privacy.open_requests()] == [line.event_id]


def test_a_request_pressed_twice_is_one(counter: Counter) -> None:
    """The salt is drawn when the page opens."""
    subject = a_person_who(counter)
    salt = counter.privacy.begin()
    request = NewRequest(
        right=PersonRight.ACCESS, received_on=TODAY, proof=IdentityProof.KNOWN_IN_PERSON
    )

    twice = [counter.privacy.register(salt, subject, request) for _ in range(2)]

    assert twice[0] == twice[1]
    assert len(counter.privacy.requests(subject)) == 1


def test_a_refusal_names_its_law_and_nobody_answers_twice(counter: Counter) -> None:
    """No basis, no refusal; the first answer counts, and what was refused is never erased."""
    line = ask(counter, a_person_who(counter))
    refusal = Answer(outcome=RequestOutcome.REFUSED, basis="Art. 49")

    with pytest.raises(NoBasis):
        counter.privacy.answer(
            counter.privacy.begin(), line.event_id, Answer(outcome=RequestOutcome.REFUSED)
        )
    done = counter.privacy.answer(counter.privacy.begin(), line.event_id, refusal)
    with pytest.raises(RequestAnswered):
        counter.privacy.answer(counter.privacy.begin(), line.event_id, refusal)

    assert not done.is_open
    counter.approved.add(QUESTION)
    subject = line.subject
    assert subject is not None
    with pytest.raises(RequestAnswered):
        counter.cancelling.cancel(subject, line.event_id, QUESTION)
    with pytest.raises(RequestAnswered):
        counter.cancelling.block(subject, line.event_id)


def test_a_request_is_due_soon_when_few_days_are_left(counter: Counter) -> None:
    """V02 shows it to who holds RIGHTS."""
    ask(counter, a_person_who(counter))
    assert counter.privacy.due_soon() == ()

    counter.clock.pass_seconds(24 * 86_400)

    assert [one.days_left for one in counter.privacy.due_soon()] == [4]


def test_everything_that_is_held_is_shown_field_by_field(counter: Counter) -> None:
    """Card, answers of every version, consent, payment, drafts; with law and term."""
    life = a_life(counter)
    law = FormLawEntry(
        form_id="acta",
        version="h1",
        fields=(
            FieldLaw(
                path="/data/house/name",
                legal_basis="Art. 12",
                retention="dos años",
                retention_months=24,
                purpose_id="tramite",
            ),
        ),
    )
    counter.database.write(lambda tx: publish(tx, law))

    held = counter.privacy.held(life.subject)

    values = {one.value for group in held.groups for one in group.fields}
    assert {GIVEN, SURNAME, CURP, PHONE, ANSWER, LATER_ANSWER, DRAFT_ANSWER, WORDS} <= values
    kinds = [group.kind for group in held.groups]
    assert {
        HeldKind.IDENTITY, HeldKind.REGISTRATION, HeldKind.CORRECTION, HeldKind.CONSENT,
        HeldKind.PAYMENT, HeldKind.DRAFT,
    } <= set(kinds)  # fmt: skip
    (answer,) = [
        one
        for group in held.groups
        if group.kind is HeldKind.REGISTRATION
        for one in group.fields
        if one.value == ANSWER
    ]
    assert (answer.legal_basis, answer.term, answer.purpose) == ("Art. 12", "dos años", "tramite")


def test_looking_leaves_a_line_for_each_look(counter: Counter) -> None:
    """Card opened, answers seen, corrected, printed, held data seen: who and when."""
    life = a_life(counter)
    counter.records.detail(life.registration)
    counter.privacy.held(life.subject)

    lines = counter.log.of_person(life.subject)

    assert [line.kind for line in lines] == [
        AccessKind.HELD,
        AccessKind.ANSWERS,
        AccessKind.CHANGED,
        AccessKind.PRINTED,
        AccessKind.OPENED,
    ]
    assert {line.operator_name for line in lines} == {"Marisol Canul"}
    counter.desk.seat(SUPERVISOR)
    assert [line.kind for line in counter.log.of_operator(CLERK)] == [line.kind for line in lines]
    assert {line.subject for line in counter.log.of_operator(CLERK)} == {life.subject}


def test_a_copy_is_signed_and_holds_everything(counter: Counter, tmp_path: Path) -> None:
    """JSON under the device's signature; a changed byte does not verify; event 91 has its hash."""
    life = a_life(counter)
    stick = tmp_path / "stick"
    stick.mkdir()

    copy = counter.copies.make(life.subject)
    names = counter.copies.write(copy, b"%PDF", stick)
    counter.copies.write(copy, b"%PDF", stick)

    read = read_copy((stick / names[2]).read_bytes(), the_profile().roots)
    assert read.content == copy.content == (stick / names[1]).read_bytes()
    assert read.certificate.terminal == "20067-007"
    assert json.loads(read.content)["person"].startswith(GIVEN)
    for word in (CURP, ANSWER, LATER_ANSWER, DRAFT_ANSWER):
        assert word in read.content.decode()
    changed = copy.signed.replace(ANSWER.encode(), ANSWER.lower().encode())
    with pytest.raises(MessageInvalid):
        read_copy(changed, the_profile().roots)
    bodies = counter.rows(
        "SELECT hex(body) FROM event JOIN trace USING (event_id) WHERE trace.kind = 91"
    )
    kept = [cbor.decode(bytes.fromhex(str(row[0])))[3] for row in bodies]
    assert kept == [content_hash(copy.content)]
    assert GIVEN not in "".join(names)


def test_a_copy_goes_to_a_stick_or_nowhere(counter: Counter, tmp_path: Path) -> None:
    """Not onto this computer's disk; a stick that fails leaves no half copy and no event."""
    copy = counter.copies.make(a_person_who(counter))
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / f"{copy.name}.cose.new").mkdir()

    with pytest.raises(NotAStick):
        counter.copies.write(copy, b"%PDF", counter.folder)
    with pytest.raises(CopyNotWritten):
        counter.copies.write(copy, b"%PDF", stick)

    assert [path.name for path in stick.iterdir()] == [f"{copy.name}.cose.new"]
    assert 91 not in counter.kinds()


def test_a_card_is_corrected_and_the_old_one_stays(counter: Counter) -> None:
    """Kind 52: found by the new name, not by the old one; both are held."""
    subject = a_person_who(counter)
    request = ask(counter, subject, PersonRight.RECTIFICATION)
    person = NewPerson(given="NUEVA", first_surname="PRUEBA", curp=CURP)

    row = counter.privacy.correct_person(
        counter.privacy.begin(), subject, person, "acta nueva", request.event_id
    )

    assert row.display_name == "NUEVA PRUEBA"
    assert counter.citizens.search("CANARIOAPELLIDO").rows == ()
    assert counter.citizens.search("NUEVA").rows[0].subject == subject
    identities = [g for g in counter.privacy.held(subject).groups if g.kind is HeldKind.IDENTITY]
    assert len(identities) == 2
    (line,) = counter.privacy.requests(subject)
    assert line.carried_out


def test_a_use_that_is_opposed_is_not_allowed_any_more(counter: Counter) -> None:
    """Kind 96: shown on the card; may be taken back."""
    life = a_life(counter)
    (use,) = counter.privacy.uses(life.subject)
    assert use.agreed

    counter.privacy.oppose(counter.privacy.begin(), life.subject, {use.purpose_id: False})

    assert counter.privacy.sheet(life.subject).opposed == (use.words,)
    assert [one.agreed for one in counter.privacy.uses(life.subject)] == [False]
    counter.privacy.oppose(counter.privacy.begin(), life.subject, {use.purpose_id: True})
    assert counter.privacy.sheet(life.subject).opposed == ()
    assert counter.privacy.uses(life.subject) == (use,)


def test_a_discreet_service_is_on_nobody_elses_card(counter: Counter) -> None:
    """UX §3.15: on the card of who took it; elsewhere reserved; whole in the person's copy."""
    event_id = a_registration_at(counter, DISCREET)
    subject = counter.desk.read(lambda tx: rights.subject_of(tx, event_id))
    assert subject is not None
    mine = counter.privacy.sheet(subject).records
    counter.desk.seat(SUPERVISOR)

    assert len(mine) == 1
    assert counter.privacy.sheet(subject).records == ()
    (group,) = [g for g in counter.privacy.held(subject).groups if g.event_id == event_id]
    assert group.reserved
    assert group.fields == ()
    (whole,) = [g for g in counter.copies.make(subject).held.groups if g.event_id == event_id]
    assert whole.fields


def test_blocking_takes_a_person_out_of_every_view(counter: Counter) -> None:
    """Search, records, deliveries, card, receipt; drafts are gone; the amounts stay."""
    life = a_life(counter)
    request = ask(counter, life.subject)

    plan = counter.cancelling.block(life.subject, request.event_id)

    assert plan.blocked_since is not None
    assert plan.drafts == 0
    assert counter.citizens.search(SURNAME).rows == ()
    assert counter.citizens.search(CURP).rows == ()
    assert counter.records.rows() == ()
    assert counter.registrations.drafts() == ()
    with pytest.raises(PersonUnknown):
        counter.privacy.sheet(life.subject)
    with pytest.raises(RecordBlocked):
        counter.receipts.show(life.payment)
    assert counter.count("payment") == 1


def test_blocked_data_are_read_with_approval_alone(counter: Counter) -> None:
    """BLOCKED_DATA and a second person's approval; each look is a line of the log."""
    life = a_life(counter)
    request = ask(counter, life.subject)
    counter.cancelling.block(life.subject, request.event_id)
    counter.desk.seat(SUPERVISOR)
    (line,) = counter.cancelling.blocked()

    with pytest.raises(ApprovalMissing):
        counter.cancelling.open_blocked(line.subject, QUESTION)
    counter.approved.add(QUESTION)
    held = counter.cancelling.open_blocked(line.subject, QUESTION)

    assert held.person_name.startswith(GIVEN)
    assert counter.log.of_person(life.subject)[0].kind is AccessKind.BLOCKED


def test_a_cancelled_person_is_nowhere_and_their_money_is_kept(counter: Counter) -> None:
    """0 hits with the key in hand; ledger and chain hold; the request is closed."""
    life = a_life(counter)

    cancel(counter, life)

    left = hits(counter.database.path, KEY, CANARIES)
    assert {word: count for word, count in left.items() if count} == {}
    for stream in counter.database.read(streams):
        assert counter.database.read(partial(verify, stream=stream)).holds
    (kept,) = counter.rows("SELECT until FROM blocked WHERE until IS NOT NULL")
    assert kept == ("2031-11-20",)
    assert counter.count("ledger") > 0
    assert 93 in counter.kinds()
    assert counter.privacy.open_requests() == ()
    assert counter.rows("SELECT cose FROM receipt ORDER BY number")[-1] == (None,)


def test_nothing_is_erased_before_the_central_has_it(counter: Counter) -> None:
    """Unless a supervisor says so because the term ends; blocked it is at once."""
    life = a_life(counter)
    request = ask(counter, life.subject)
    counter.approved.add(QUESTION)

    with pytest.raises(NotDelivered) as refused:
        counter.cancelling.cancel(life.subject, request.event_id, QUESTION)
    done = counter.cancelling.cancel(
        life.subject, request.event_id, QUESTION, even_undelivered=True
    )

    assert refused.value.facts == UndeliveredFacts(count=done.erased)
    assert done.erased >= 4
    assert done.cleaned


def test_an_approval_serves_for_its_request_alone(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked for is an approval about this very request, not any of matter 7."""
    life = a_life(counter)
    request = ask(counter, life.subject)
    asked: list[object] = []

    def granted(_tx: Transaction, *about: object) -> EventId:
        asked.append(about)
        raise ApprovalMissing

    monkeypatch.setattr(counter.cancelling, "_granted", granted)
    with pytest.raises(ApprovalMissing):
        counter.cancelling.cancel(life.subject, request.event_id, QUESTION)

    assert asked == [(QUESTION, ApprovalMatter.ERASURE, (request.event_id,))]


def test_erasing_needs_an_approval(counter: Counter) -> None:
    """Without it nothing is written."""
    life = a_life(counter)
    request = ask(counter, life.subject)
    deliver(counter)
    before = counter.kinds()

    with pytest.raises(ApprovalMissing):
        counter.cancelling.cancel(life.subject, request.event_id, QUESTION)

    assert counter.kinds() == before


def test_a_record_goes_when_its_term_has_ended_and_the_central_has_it(counter: Counter) -> None:
    """The longest term of its answers counts; one approval for all; only below durable."""
    life = a_life(counter)
    fields = tuple(
        FieldLaw(path=path, legal_basis="Art. 1", retention="-", retention_months=months)
        for path, months in (("/data/house/name", 6), ("/data/house/photo", 24))
    )
    law = FormLawEntry(form_id="acta", version="h1", fields=fields)
    counter.database.write(lambda tx: publish(tx, law))
    counter.desk.seat(SUPERVISOR)
    counter.clock.pass_seconds(23 * 31 * 86_400)
    too_early = counter.cancelling.ended()
    counter.clock.pass_seconds(60 * 86_400)

    (waiting,) = counter.cancelling.ended()
    deliver(counter)
    (ended,) = counter.cancelling.ended()
    counter.approved.add(QUESTION)
    done = counter.cancelling.erase_ended((ended.event_id,), QUESTION)

    assert too_early == ()
    assert (waiting.may_go, ended.may_go) == (False, True)
    assert done.erased == 2
    recorded = counter.database.read(lambda tx: tuple(history(tx)))
    told = [one for one in recorded if one.header.kind == 4]
    assert [one.header.refs for one in told] == [(QUESTION,)]  # which uses the approval up
    assert [one for one in counter.records.rows() if one.paid_centavos is None] == []
    assert counter.citizens.search(SURNAME).rows[0].subject == life.subject
    assert hits(counter.database.path, KEY, (ANSWER.encode(),))[ANSWER.encode()] == 0


def test_who_only_audits_sees_the_log_and_nobodys_card(counter: Counter) -> None:
    """Searching, opening and correcting ask for a capability; the access log for its own."""
    life = a_life(counter)
    auditor = OperatorEntry(number=OperatorNumber(8), name="Auditoría", role=Role.AUDITOR)
    counter.database.write(lambda tx: publish(tx, auditor))
    counter.desk.seat(auditor.number)

    for refused in (
        lambda: counter.citizens.search(SURNAME),
        lambda: counter.citizens.card(life.subject),
        lambda: counter.records.correct(life.registration, WORDS, "es"),
        counter.records.rows,
        lambda: counter.records.detail(life.registration),
        lambda: counter.privacy.held(life.subject),
        lambda: counter.copies.make(life.subject),
        counter.cancelling.blocked,
    ):
        with pytest.raises(NotAllowed):
            refused()

    assert counter.log.of_operator(CLERK)
    assert counter.privacy.open_requests() == ()
