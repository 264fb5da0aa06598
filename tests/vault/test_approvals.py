"""A second person approves: on a real file, with codes stretched as in the product (UX §3.10)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.errors import KnownError
from kiosk.services.approvals import Approvals
from kiosk.services.views import MustWait
from kiosk.services.views.approvals import ApprovalState, CodeDoesNotFit, Given, Question
from kiosk.store.access import approval_states
from kiosk.store.projections import rebuild
from kiosk.vault import slots, tries
from sync.catalogue import ApprovalCodesEntry
from sync.events import ApprovalMatter, Recorded, SettingsApplied
from sync.ids import EventId, OperatorNumber
from sync.journal import history
from sync.money import Centavos
from sync.one_time_codes import read_code
from tests.support.offices import Counter, a_counter
from tests.support.staff import (
    AUDITOR,
    CODES,
    OTHER_CLERK,
    OTHER_SUPERVISOR,
    SUPERVISOR,
    TECHNICIAN,
    publish_staff,
)
from tests.support.vaults import CLERK

RECORD = EventId(b"r" * 16)
OTHER_RECORD = EventId(b"o" * 16)
OTHER_KIND = EventId(b"k" * 16)  # nobody asks about it


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """An open file with a clerk at work, six people and one list of codes."""
    made = a_counter(tmp_path_factory.mktemp("office"))
    tries.begin(tries.tries_path(slots.slots_path(made.database.path)))
    publish_staff(made)
    yield made
    made.opening.close()


@pytest.fixture
def counter(office: Counter) -> Counter:
    """The same file with the clerk at work, nobody waiting and no question asked."""
    tries.TriesFile(tries.tries_path(slots.slots_path(office.database.path))).create({})
    office.desk.seat(CLERK)
    office.approvals._pending = None
    return office


def fits(listed: ApprovalCodesEntry, code: str) -> bool:
    """Look a code up without stretching it, for the tests that are about something else."""
    return listed.operator == SUPERVISOR and code.startswith("0000")


@pytest.fixture
def quick(counter: Counter) -> Approvals:
    """Approvals whose supervisor has every code that begins with four zeros."""
    return Approvals(counter.desk, fits)


def newest(counter: Counter, count: int) -> list[Recorded]:
    """Return the last events."""
    return counter.database.read(lambda tx: list(history(tx)))[-count:]


def code_of(number: int) -> str:
    """Return a code of the quick list that no other test uses."""
    return f"0000{number:04d}"


def ask(approvals: Approvals, about: EventId = RECORD) -> Question:
    """Ask for a reversal."""
    return approvals.ask(
        ApprovalMatter.REVERSAL,
        about=(about,),
        amount_centavos=Centavos(18_550),
        reason=" Se  cobró dos veces ",
    )


# The code


def test_a_listed_code_approves_and_is_recorded_with_its_question(counter: Counter) -> None:
    """Kinds 80 and 81 name matter, amount, reason and approver; the code travels in the event."""
    question = ask(counter.approvals)

    given = counter.approvals.give(question.question_id, SUPERVISOR, " 7kqm-3d9a ")

    assert isinstance(given, Given)
    asked, answered = newest(counter, 2)
    assert (asked.event.kind, asked.header.operator, asked.header.refs) == (80, CLERK, (RECORD,))
    assert asked.event.reason == "Se cobró dos veces"  # type: ignore[union-attr] # kind 80
    assert (answered.event.kind, answered.event_id) == (81, given.approval_id)
    assert answered.header.refs == (question.question_id,)
    assert answered.event.one_time_code == CODES[0]  # type: ignore[union-attr] # kind 81
    assert counter.approvals.question(question.question_id).state is ApprovalState.GIVEN


def test_letters_that_look_like_digits_count_as_those(counter: Counter) -> None:
    """A code is read as Crockford meant: O is 0, I and L are 1, case and hyphens do not matter."""
    question = ask(counter.approvals)

    given = counter.approvals.give(question.question_id, SUPERVISOR, "oI23-abcd")

    assert isinstance(given, Given)
    assert read_code("U" * 8) is None
    assert read_code("1234567") is None


def test_a_code_of_another_list_does_not_fit(counter: Counter) -> None:
    """A wrong code leaves no event and one try fewer."""
    before = len(counter.kinds())
    question = ask(counter.approvals)

    answer = counter.approvals.give(question.question_id, SUPERVISOR, "9999-9999")

    assert answer == CodeDoesNotFit(tries_left=4)
    assert len(counter.kinds()) == before


def test_a_code_works_once(counter: Counter, quick: Approvals) -> None:
    """A code that stands in this journal is refused for another question, and no try is lost."""
    first = ask(quick)
    quick.give(first.question_id, SUPERVISOR, code_of(1))
    second = ask(quick)
    before = len(counter.kinds())

    answer = quick.give(second.question_id, SUPERVISOR, code_of(1))

    assert answer == CodeDoesNotFit(tries_left=5, used_before=True)
    assert len(counter.kinds()) == before


def test_a_double_press_is_one_approval(counter: Counter, quick: Approvals) -> None:
    """The same code for the same question again returns the same approval."""
    question = ask(quick)
    first = quick.give(question.question_id, SUPERVISOR, code_of(2))
    before = len(counter.kinds())

    again = quick.give(question.question_id, SUPERVISOR, code_of(2))

    assert again == first
    assert len(counter.kinds()) == before


def test_five_wrong_codes_cost_a_wait_that_a_new_start_does_not_end(counter: Counter) -> None:
    """After five nothing is tried for a minute, neither by this program nor by the next start."""
    before, tried = Approvals(counter.desk, fits), Approvals(counter.desk, fits)
    question = before.later(ask(before).question_id)

    lefts = [before.give(question.question_id, SUPERVISOR, "99999999") for _ in range(5)]
    waiting = tried.give(question.question_id, SUPERVISOR, code_of(3))
    counter.clock.steady_seconds += 60
    given = tried.give(question.question_id, SUPERVISOR, code_of(3))

    assert [one.tries_left for one in lefts if isinstance(one, CodeDoesNotFit)] == [4, 3, 2, 1, 0]
    assert isinstance(waiting, MustWait)
    assert waiting.seconds == 60
    assert isinstance(given, Given)


# Who may answer


def test_nobody_approves_or_refuses_their_own_act(counter: Counter, quick: Approvals) -> None:
    """A supervisor who asks needs another one."""
    counter.desk.seat(SUPERVISOR)
    question = ask(quick)

    with pytest.raises(KnownError) as given:
        quick.give(question.question_id, SUPERVISOR, code_of(4))
    with pytest.raises(KnownError) as refused:
        quick.refuse(question.question_id, SUPERVISOR, "no")

    assert given.value.code == refused.value.code == "approval.own_act"


@pytest.mark.parametrize("number", [OTHER_CLERK, TECHNICIAN, AUDITOR, OperatorNumber(999)])
def test_only_who_may_approve_answers(quick: Approvals, number: OperatorNumber) -> None:
    """Clerks, technicians, auditors and strangers neither approve nor refuse."""
    question = ask(quick)

    with pytest.raises(KnownError) as given:
        quick.give(question.question_id, number, code_of(5))
    with pytest.raises(KnownError) as refused:
        quick.refuse(question.question_id, number, "no")

    assert given.value.code == refused.value.code == "access.not_allowed"


def test_whoever_has_no_list_here_is_not_proposed(quick: Approvals) -> None:
    """V20 offers those who could: they may approve, are somebody else, and have codes here."""
    question = ask(quick)

    proposed = quick.approvers(question.question_id)
    with pytest.raises(KnownError) as caught:
        quick.give(question.question_id, OTHER_SUPERVISOR, code_of(6))

    assert [(one.number, one.name) for one in proposed] == [(SUPERVISOR, "Ernesto Vidal")]
    assert caught.value.code == "approval.no_list"


# Questions


def test_a_question_that_nobody_answered_never_was(counter: Counter, quick: Approvals) -> None:
    """Asking writes nothing; another question, or another person at work, ends it."""
    before = counter.kinds()
    first = ask(quick)
    second = ask(quick)
    counter.desk.seat(OTHER_CLERK)

    for question in (first, second):
        with pytest.raises(KnownError) as caught:
            quick.give(question.question_id, SUPERVISOR, code_of(7))
        assert caught.value.code == "approval.gone"

    assert counter.kinds() == before


def test_a_kept_question_waits_for_a_supervisor(counter: Counter, quick: Approvals) -> None:
    """Kind 80 alone; on the list until somebody who may approve answers, at their own desk."""
    kept = quick.later(ask(quick, OTHER_RECORD).question_id)
    quick.later(kept.question_id)
    waiting = [one.question_id for one in quick.waiting()]
    counter.desk.seat(SUPERVISOR)

    before = counter.desk.read(lambda tx: approval_states(tx, (OTHER_RECORD, OTHER_KIND)))
    given = quick.give(kept.question_id, SUPERVISOR, code_of(8))

    assert before == {OTHER_RECORD: ApprovalState.WAITING}
    assert waiting.count(kept.question_id) == 1
    assert isinstance(given, Given)
    assert newest(counter, 1)[0].header.operator == SUPERVISOR
    assert kept.question_id not in [one.question_id for one in quick.waiting()]
    assert [one.state for one in quick.about(OTHER_RECORD)] == [ApprovalState.GIVEN]


def test_a_refusal_says_why(counter: Counter, quick: Approvals) -> None:
    """Kind 82 carries the reason; without one nothing is refused; the first answer counts."""
    question = quick.later(ask(quick).question_id)
    with pytest.raises(KnownError) as nothing_said:
        quick.refuse(question.question_id, SUPERVISOR, "   ")

    refused = quick.refuse(question.question_id, SUPERVISOR, " Falta el  recibo ")

    assert nothing_said.value.code == "approval.no_reason"
    assert (refused.state, refused.refusal) == (ApprovalState.REFUSED, "Falta el recibo")
    assert refused.approver is not None
    assert newest(counter, 1)[0].event.kind == 82
    with pytest.raises(KnownError) as later:
        quick.give(question.question_id, SUPERVISOR, code_of(9))
    assert later.value.code == "approval.answered"


# What rests on an approval


def test_an_approval_allows_one_act_of_its_matter(counter: Counter, quick: Approvals) -> None:
    """No other matter or record, no second act, none after a refusal, none by who approved."""
    question = ask(quick)
    given = quick.give(question.question_id, SUPERVISOR, code_of(10))
    assert isinstance(given, Given)
    refused = quick.refuse(ask(quick).question_id, SUPERVISOR, "no")

    def granted(
        question_id: EventId = question.question_id,
        matter: ApprovalMatter = ApprovalMatter.REVERSAL,
        about: EventId = RECORD,
    ) -> EventId | str:
        try:
            return counter.desk.read(lambda tx: quick.granted(tx, question_id, matter, (about,)))
        except KnownError as error:
            return error.code

    assert granted() == given.approval_id
    assert granted(matter=ApprovalMatter.ERASURE) == "approval.missing"
    assert granted(about=OTHER_RECORD) == "approval.missing"
    assert granted(refused.question_id) == "approval.missing"
    assert granted(EventId(b"x" * 16)) == "approval.missing"
    counter.desk.seat(SUPERVISOR)
    assert granted() == "approval.own_act"
    counter.desk.seat(CLERK)
    rest_on(counter, given)
    assert granted() == "approval.missing"
    assert quick.question(question.question_id).used


def rest_on(counter: Counter, given: Given) -> None:
    """Record something that refers to an approval."""
    act = SettingsApplied(setting="prueba", value="1")
    refs = (RECORD, given.approval_id)
    counter.desk.write(
        lambda tx: counter.desk.append(tx, act, salt=counter.desk.new_salt(), refs=refs)
    )


READ_TABLES = (
    "SELECT rowid, * FROM approval_question",
    "SELECT * FROM approval_about",
    "SELECT rowid, * FROM approval_answer",
    "SELECT rowid, * FROM approval_use",
)


def test_the_read_tables_can_be_built_again(counter: Counter, quick: Approvals) -> None:
    """Questions, answers and uses come out of the journal as they were."""
    given = quick.give(ask(quick).question_id, SUPERVISOR, code_of(11))
    assert isinstance(given, Given)
    rest_on(counter, given)
    before = [counter.rows(sql) for sql in READ_TABLES]

    counter.database.write(rebuild)

    assert [counter.rows(sql) for sql in READ_TABLES] == before
    assert all(before)
