"""V31 and its pages: what is held, a request, a copy, objections, erasing, the office's view."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.services.privacy import Answer
from kiosk.services.views.approvals import ApprovalRequest
from kiosk.ui.field.rights import right_words
from kiosk.ui.paper import copy_as_html, copy_as_pdf
from sync.events import ApprovalMatter, RequestOutcome
from sync.ids import EventId, SubjectId
from tests.support.desk import Desk
from tests.support.fake_orders import FakeOrders
from tests.support.fake_rights import FakeCancelling, FakeCopies, FakePrivacy
from tests.support.fake_values import CODE
from tests.support.qt import Role
from tests.ui.test_access import words_on

QUESTION = EventId(b"q" * 16)


@pytest.fixture
def rights(desk: Desk) -> Desk:
    """A desk on V31 of the first person found."""
    desk.unlock()
    desk.open_card()
    desk.find(Role.Button, "sheet-rights").setFocus()
    desk.press("Enter")
    assert desk.at == "V31"
    return desk


def ask(desk: Desk, right: str) -> None:
    """Register a request of today by keys."""
    desk.find(Role.Button, "rights-request").setFocus()
    desk.press("Enter")
    desk.window.rights.request.right.take_focus()
    desk.press(right)
    desk.window.rights.request.proof.take_focus()
    desk.press("1", "Ctrl+Enter")
    assert desk.at == "V31"


def wishes(desk: Desk) -> list[ApprovalRequest]:
    """Collect what a second person would be asked, in place of V20."""
    asked: list[ApprovalRequest] = []
    for screen in (desk.window.rights.erase, desk.window.rights.office):
        screen.approval_wanted.disconnect()
        screen.approval_wanted.connect(asked.append)
    return asked


def test_a_request_is_registered_by_keys_with_its_deadline(rights: Desk) -> None:
    """20 working days from the day after; said at once and shown beside what is held."""
    ask(rights, "1")

    screen = rights.window.rights.rights
    day = rights.texts.day_with_year(held(rights).lines[0].answer_by)
    assert screen.done.words.text() == rights.texts.text("rights-requested", day=day)
    assert held(rights).lines[0].days_left == 20


def test_a_refusal_or_a_part_needs_the_law_it_rests_on(rights: Desk) -> None:
    """V51 by keys: without a legal basis nothing is answered; with it V31 says what was."""
    ask(rights, "1")
    line = right_words(rights.texts, held(rights).lines[0])
    rights.find(Role.Button, "reply-open", request=line).setFocus()
    rights.press("Space")
    screen = rights.window.rights.answer

    rights.press("2", "Ctrl+Enter")
    stopped = rights.at, screen.summary.messages, list(held(rights).answers)
    screen.basis.take_focus()
    rights.type("LGPDPPSO, art. 49")
    rights.press("Ctrl+Enter")

    without = [rights.texts.text("reply-no-basis")]
    assert (stopped[0], list(stopped[1]), stopped[2]) == ("V51", without, [])
    refused = Answer(outcome=RequestOutcome.REFUSED, basis="LGPDPPSO, art. 49")
    assert held(rights).answers == [refused]
    assert rights.at == "V31"
    assert rights.window.rights.rights.done.words.text() == rights.texts.text("reply-refused-done")
    assert rights.texts.text("rights-refused") in words_on(rights)


def test_a_copy_is_printed_and_that_is_recorded(rights: Desk) -> None:
    """Paper first; the event only once it came out."""
    printed: list[str] = []
    rights.window.rights.copy.print_it = lambda copy: printed.append(copy.name)

    rights.press("Enter", "Enter")

    assert rights.at == "V31"
    assert printed == ["copia-20261116-44136f"]
    assert copies(rights).on_paper == 1


def test_a_stick_needs_a_warning_first(rights: Desk, tmp_path: Path) -> None:
    """The first press warns, the second chooses; PDF, JSON and signature go there."""
    screen = rights.window.rights.copy
    screen.choose = lambda: tmp_path
    rights.press("Enter")

    screen.stick.setFocus()
    rights.press("Space")
    warned = screen.warning.isVisible(), list(copies(rights).written)
    rights.press("Space")

    assert warned == (True, [])
    ((pdf, folder),) = copies(rights).written
    assert folder == tmp_path
    assert pdf.startswith(b"%PDF-")
    assert rights.at == "V31"


def test_the_paper_says_everything_that_is_held(rights: Desk) -> None:
    """Every label, value, folio and access; office and fingerprint; on letter size."""
    copy = rights.office.rights.copies.make(SubjectId(b"\x01" * 16))

    html = copy_as_html(copy, rights.texts)
    pdf = copy_as_pdf(copy, rights.texts)

    for group in copy.held.groups:
        assert group.folio in html
        for field in group.fields:
            assert field.label in html
            assert field.value in html
    assert copy.held.office in html
    assert "Marisol PRUEBA Canul" in html
    assert pdf.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 612" in pdf


def test_a_use_is_opposed_by_unticking_it(rights: Desk) -> None:
    """What is unticked is objected to; the page goes back to what is held."""
    rights.find(Role.Button, "rights-oppose").setFocus()
    rights.press("Enter", "Space", "Ctrl+Enter")

    assert rights.at == "V31"
    assert held(rights).agreed == {"tramite": True, "difusion": False}


def test_a_card_is_corrected_with_a_reason(rights: Desk) -> None:
    """It begins with the card as it stands; without a reason nothing is saved."""
    rights.find(Role.Button, "rights-correct").setFocus()
    rights.press("Enter")
    screen = rights.window.rights.rectify

    rights.press("Ctrl+Enter")
    refused = list(held(rights).corrected)
    screen.reason.take_focus()
    rights.type("acta nueva")
    rights.press("Ctrl+Enter")

    assert refused == []
    ((person, reason),) = held(rights).corrected
    assert (person.given, reason) == ("María Elena", "acta nueva")
    assert rights.at == "V31"


def test_erasing_blocks_first_asks_a_second_person_and_ends_at_home(rights: Desk) -> None:
    """V38: undelivered stops it unless ticked; afterwards nobody's card is on the screen."""
    ask(rights, "3")
    asked = wishes(rights)
    rights.find(Role.Button, "rights-erase").setFocus()
    rights.press("Enter")
    screen = rights.window.rights.erase

    rights.press("Space")
    blocked = screen.state.isVisible()
    rights.find(Role.Button, "erase-ask").setFocus()
    rights.press("Space")
    asked[0].granted(QUESTION)
    rights.settle()
    stopped = rights.at, screen.problem.isVisible()
    screen.even.setChecked(True)
    rights.find(Role.Button, "erase-ask").setFocus()
    rights.press("Space")
    asked[1].granted(QUESTION)
    rights.settle()

    assert blocked
    assert asked[0].matter is ApprovalMatter.ERASURE
    assert stopped == ("V38", True)
    assert cancelling(rights).done == [True]
    assert rights.at == "V02"
    assert rights.window.home.notice.words.text() == rights.texts.text("rights-erased")
    assert rights.window.counter.person is None


def test_a_second_persons_code_erases_even_what_was_not_delivered(rights: Desk) -> None:
    """Through V20 as it is: what was ticked before it counts after it."""
    ask(rights, "3")
    rights.find(Role.Button, "rights-erase").setFocus()
    rights.press("Enter")
    rights.window.rights.erase.even.setChecked(True)

    rights.find(Role.Button, "erase-ask").setFocus()
    rights.press("Space")
    at_approval = rights.at
    rights.type(CODE)
    rights.press("Enter")

    assert at_approval == "V20"
    assert cancelling(rights).done == [True]
    assert rights.at == "V02"


def test_blocked_data_are_shown_after_a_second_persons_code(desk: Desk) -> None:
    """On V39, in place of the list; the name only then."""
    desk.unlock()
    desk.find(Role.Button, "office-open").setFocus()
    desk.press("Enter")
    before = words_on(desk)

    desk.find(Role.Button, "office-see-blocked", number="1").setFocus()
    desk.press("Space")
    desk.type(CODE)
    desk.press("Enter")

    assert "XXXX010101MYNXXX02" not in before
    assert "XXXX010101MYNXXX02" in words_on(desk)


def test_without_a_request_nothing_can_be_erased(rights: Desk) -> None:
    """The page says what is missing and offers neither act."""
    rights.find(Role.Button, "rights-erase").setFocus()
    rights.press("Enter")
    screen = rights.window.rights.erase

    assert screen.missing.isVisible()
    assert screen.primary is not None
    assert not screen.primary.isVisible()
    assert not screen.block.isVisible()


def test_ended_terms_are_erased_with_one_approval(desk: Desk) -> None:
    """Only those of which the central holds everything for good."""
    asked = wishes(desk)
    desk.unlock()
    desk.find(Role.Button, "office-open").setFocus()
    desk.press("Enter")

    desk.find(Role.Button, "office-erase-ended", n=1).setFocus()
    desk.press("Space")
    asked[0].granted(QUESTION)
    desk.settle()

    assert [one.may_go for one in cancelling(desk).terms] == [False]


def test_the_centrals_erasures_are_listed_for_a_supervisor_alone(desk: Desk) -> None:
    """V39: what waits and what was carried out; for anybody else the section is not there."""
    orders = desk.office.orders
    assert isinstance(orders, FakeOrders)
    desk.unlock()
    desk.find(Role.Button, "office-open").setFocus()
    desk.press("Enter")
    seen = words_on(desk)
    orders.listed = None
    desk.window.rights.office.enter(None)
    desk.settle()

    texts = desk.texts
    assert texts.text("ordered-erase", record="20067-007-1PGE-330") in seen
    assert texts.text("ordered-waiting") in seen
    assert texts.text("ordered-erase", record="00000001") in seen
    assert texts.text("ordered-carried-out") in seen
    assert texts.text("ordered-title") not in words_on(desk)


def held(desk: Desk) -> FakePrivacy:
    """Return the fake behind V31."""
    found = desk.office.rights.privacy
    assert isinstance(found, FakePrivacy)
    return found


def copies(desk: Desk) -> FakeCopies:
    """Return the fake behind V36."""
    found = desk.office.rights.copies
    assert isinstance(found, FakeCopies)
    return found


def cancelling(desk: Desk) -> FakeCancelling:
    """Return the fake behind V38."""
    found = desk.office.rights.cancelling
    assert isinstance(found, FakeCancelling)
    return found
