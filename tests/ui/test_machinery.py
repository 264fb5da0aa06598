"""Background and navigator: answers on the GUI thread, a trail that never loses its way."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget

from kiosk.errors import KnownError, UserCancelled
from kiosk.ui.background import Background, Fault
from kiosk.ui.navigator import Navigator
from kiosk.ui.screen import Screen
from sync.catalogue import Role
from tests.support.desk import Desk
from tests.support.fake_values import a_clock
from tests.support.logs import ExpectedLogs
from tests.support.qt import wait_for


class Trouble(KnownError):
    """A world's fault for these tests."""

    code: ClassVar[str] = "shift.none"


@pytest.fixture
def background(application: QApplication) -> Iterator[Background]:
    """Return a worker; it ends with the test."""
    assert application is not None
    one = Background(a_clock(), lambda count: b"\x11" * count)
    yield one
    one.stop()


def test_work_is_done_elsewhere_and_answered_here(background: Background) -> None:
    """STYLE 40: the GUI thread only receives results."""
    places: list[threading.Thread] = []

    background.run(threading.current_thread, places.append)
    wait_for(lambda: not background.busy)

    assert places[0] is not threading.main_thread()
    assert places[0].name.startswith("ventanilla-work")


def test_work_is_done_in_the_order_it_was_given(background: Background) -> None:
    """An answer typed before Continuar is saved before the section is checked."""
    done: list[int] = []

    for number in range(20):
        background.run(lambda number=number: number, done.append)  # type: ignore[misc]  # a default keeps the number
    wait_for(lambda: not background.busy)

    assert done == list(range(20))


def test_idle_is_said_after_the_last_answer(background: Background) -> None:
    """The demo waits for this signal, never for a time."""
    heard: list[str] = []
    background.idle.connect(lambda: heard.append("idle"))

    background.run(lambda: 1, lambda _one: heard.append("one"))
    background.run(lambda: 2, lambda _two: heard.append("two"))
    wait_for(lambda: "idle" in heard)

    assert heard == ["one", "two", "idle"]


def test_a_known_error_goes_to_who_asked_or_to_the_window(background: Background) -> None:
    """Without `failed` the window shows it."""
    told: list[Exception] = []
    background.known.connect(told.append)

    background.run(_raise(Trouble()), lambda _nothing: None, told.append)
    background.run(_raise(Trouble()), lambda _nothing: None)
    wait_for(lambda: not background.busy)

    assert [type(error) for error in told] == [Trouble, Trouble]


def test_going_back_is_no_error(background: Background) -> None:
    """STYLE 32: cancelling unwinds silently."""
    told: list[object] = []
    background.known.connect(told.append)
    background.faulted.connect(told.append)

    background.run(_raise(UserCancelled()), told.append)
    wait_for(lambda: not background.busy)

    assert told == []


def test_a_defect_is_logged_with_its_folio(
    background: Background, expected_logs: ExpectedLogs, caplog: pytest.LogCaptureFixture
) -> None:
    """Ours: traceback in the log, folio on the page; the next work goes on."""
    expected_logs.expect("ventanilla.background", "fault")
    faults: list[Fault] = []
    background.faulted.connect(faults.append)

    background.run(_raise(ZeroDivisionError("x")), lambda _nothing: None)
    background.run(lambda: 1, lambda _one: None)
    wait_for(lambda: not background.busy)

    assert len(faults) == 1
    assert faults[0].folio in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_a_defect_shows_its_page_and_the_draft_is_kept(
    desk: Desk, expected_logs: ExpectedLogs
) -> None:
    """UX §4.2: full page, folio, what is saved until when, Seguir."""
    expected_logs.expect("ventanilla.background", "fault")
    desk.unlock()
    desk.find_person()
    desk.start_form()
    desk.type("María")
    desk.press("Tab")

    desk.background.run(_raise(ZeroDivisionError()), lambda _nothing: None)
    desk.settle()
    shown = "\n".join(label.text() for label in desk.window.fault.findChildren(QLabel))
    desk.press("Enter")

    assert "10:44 está guardado" in shown
    assert desk.at == "V02"
    assert [row.person_name for row in desk.office.registrations.drafts()] == [
        "María Elena PRUEBA Pech"
    ]


def _raise(error: Exception) -> Callable[[], object]:
    def work() -> object:
        raise error

    return work


class Page(Screen):
    """A screen that remembers how it was entered."""

    def __init__(self, screen_id: str) -> None:
        super().__init__()
        self.screen_id = screen_id  # type: ignore[misc]  # one class stands for many screens here
        self.entered: list[Any] = []
        self.left = 0

    def enter(self, argument: Any) -> None:
        self.entered.append(argument)

    def leave(self) -> None:
        self.left += 1


@pytest.fixture
def pages(application: QApplication) -> Iterator[tuple[Navigator, dict[str, Page]]]:
    """Return a navigator with three screens."""
    assert application is not None
    stack = QStackedWidget()
    navigator = Navigator(stack)
    made = {name: Page(name) for name in ("A", "B", "C")}
    for page in made.values():
        navigator.add(page)
    yield navigator, made
    stack.deleteLater()


def test_back_returns_with_what_the_screen_was_entered_with(
    pages: tuple[Navigator, dict[str, Page]],
) -> None:
    """And with what it asked to remember since."""
    navigator, made = pages
    navigator.start("A", 1)
    navigator.remember(2)
    navigator.go("B")

    assert navigator.back()
    assert not navigator.back()
    assert made["A"].entered == [1, 2]
    assert made["B"].left == 1


def test_two_screens_never_share_an_id(pages: tuple[Navigator, dict[str, Page]]) -> None:
    """The second would hide the first; once a screen was let go its id is free again."""
    navigator, _made = pages
    second = Page("B")

    with pytest.raises(ValueError, match="B already"):
        navigator.add(second)
    with pytest.raises(ValueError, match="B already"):
        navigator.offer("B", lambda: second)
    navigator.remove("B")
    navigator.add(second)

    assert navigator.screen("B") is second


def test_a_screen_that_is_offered_is_built_on_the_first_visit_and_once(
    pages: tuple[Navigator, dict[str, Page]],
) -> None:
    """Also where a trail begins at it and it is met on the way back only."""
    navigator, _made = pages
    built: list[Page] = []
    told: list[object] = []
    navigator.made.connect(told.append)

    def build() -> Page:
        built.append(Page("D"))
        return built[-1]

    navigator.offer("D", build)
    navigator.restart("D", "A")
    before = list(built)
    navigator.back()
    navigator.go("B")
    navigator.go("D", "again")

    assert before == []
    assert told == built
    assert [page.entered for page in built] == [[None, "again"]]


def test_a_screen_that_cannot_be_built_leaves_everything_as_it_was(
    pages: tuple[Navigator, dict[str, Page]],
) -> None:
    """One stays where one was, and the page for a defect can still be shown."""
    navigator, made = pages

    def build() -> Page:
        raise ZeroDivisionError

    navigator.offer("D", build)
    navigator.start("A")
    navigator.go("B")
    for move in (navigator.go, navigator.swap, navigator.start, navigator.cover, navigator.back_to):
        with pytest.raises(ZeroDivisionError):
            move("D")
    still = (navigator.trail(), navigator.current_id, made["B"].left)
    navigator.restart("A", "C")

    assert still == (("A", "B"), "B", 0)
    assert navigator.current_id == "C"


def test_a_screen_that_is_let_go_takes_all_it_holds_along(
    pages: tuple[Navigator, dict[str, Page]],
) -> None:
    """Built or not, its id is free; whoever comes next gets a screen that knows of nobody."""
    navigator, _made = pages
    built: list[Page] = []

    def build() -> Page:
        built.append(Page("D"))
        return built[-1]

    navigator.offer("D", build)
    navigator.remove("D")
    navigator.offer("D", build)
    navigator.start("D", "somebody")
    navigator.remove("D")
    navigator.offer("D", build)
    gone = navigator.current
    navigator.start("D")

    assert gone is None
    assert [page.entered for page in built] == [["somebody"], [None]]


def test_the_window_opens_with_the_screens_it_shows(desk: Desk) -> None:
    """The app starts sooner; the lock and the page for a defect never have to be built then."""
    stack = desk.shell.stack
    at_the_door = {one.screen_id for one in stack.findChildren(Screen)}
    desk.unlock()
    desk.press("F1")
    seen = {one.screen_id for one in stack.findChildren(Screen)}

    assert at_the_door == {"V01", "V29", "V02", "X00"}
    assert seen == at_the_door | {"F1"}


def test_what_was_let_go_never_reaches_the_screens_of_who_came_next(desk: Desk) -> None:
    """An answer that comes late to the flows of one person shows nothing to another."""
    desk.unlock()
    late = desk.window.people
    desk.press("Ctrl+L")
    desk.window.locked.people.choose(7)
    desk.type("nopal ñandú pingüino ámbar")
    desk.press("Enter")

    with pytest.raises(RuntimeError, match="V04 belongs to another"):
        _ = late.search


def test_a_screen_knows_who_is_at_work_whenever_it_is_built(desk: Desk) -> None:
    """On the first visit it lacks what they may not do; a new role is told to it as well."""
    desk.office.sessions.role = Role.TECHNICIAN
    desk.unlock()
    desk.press("F1")
    few = _words(desk)
    desk.press("Ctrl+L")
    desk.office.sessions.role = Role.SUPERVISOR
    desk.unlock_again()
    more = _words(desk)

    assert desk.at == "F1"
    assert desk.texts.text("key-charge") not in few
    assert desk.texts.text("key-charge") in more


def _words(desk: Desk) -> list[str]:
    return [label.text() for label in desk.screen().findChildren(QLabel) if label.isVisible()]


def test_swap_leaves_no_way_back_to_the_screen_it_replaces(
    pages: tuple[Navigator, dict[str, Page]],
) -> None:
    """A created card is not created again by going back."""
    navigator, _ = pages
    navigator.start("A")
    navigator.go("B")
    navigator.swap("C")

    assert navigator.trail() == ("A", "C")


def test_restart_puts_home_behind(pages: tuple[Navigator, dict[str, Page]]) -> None:
    """After a save only home lies behind."""
    navigator, _ = pages
    navigator.start("A")
    navigator.go("B")
    navigator.restart("A", "C", "x")

    assert navigator.trail() == ("A", "C")
    assert navigator.current_id == "C"


def test_a_cover_hides_every_change_until_it_is_lifted(
    pages: tuple[Navigator, dict[str, Page]],
) -> None:
    """An answer that arrives while locked changes the screen beneath, unseen."""
    navigator, made = pages
    heard: list[str] = []
    navigator.changed.connect(heard.append)
    navigator.start("A")
    navigator.cover("C")

    navigator.go("B")
    covered = (navigator.current_id, list(heard))
    navigator.uncover()

    assert covered == ("C", ["A", "C"])
    assert navigator.current_id == "B"
    assert heard == ["A", "C", "B"]
    assert made["A"].left == 1


def test_a_log_line_of_texts_would_be_seen() -> None:
    """The guard of the test run listens to the logger that a missing text writes to."""
    assert logging.getLogger("ventanilla.texts").propagate
