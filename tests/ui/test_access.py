"""V01 and V29: coming in, locking, closing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event

from PySide6.QtWidgets import QLabel

from kiosk.services.views import MustWait
from kiosk.services.views.access import OperatorName
from kiosk.vault.errors import AlreadyOpen
from tests.support.desk import Desk
from tests.support.fake_values import CLAVE
from tests.support.qt import Role, by_name, wait_for


def words_on(desk: Desk) -> str:
    """Return everything that can be read in the window."""
    return "\n".join(label.text() for label in desk.shell.findChildren(QLabel) if label.isVisible())


def test_the_clave_has_the_focus_and_enter_opens(desk: Desk) -> None:
    """The clerk types and presses Enter; the mouse is never needed."""
    assert by_name(desk.shell, Role.EditableText, "Clave").hasFocus()

    desk.type(CLAVE)
    desk.press("Enter")

    assert desk.at == "V02"
    assert desk.office.sessions.calls == ["unlock"]


def test_enter_before_the_names_have_come_is_kept_until_they_are_there(desk: Desk) -> None:
    """On a slow computer nobody types a clave in vain: it is tried as soon as the name is known."""
    come, sessions = Event(), desk.office.sessions
    names = sessions.operators

    def late() -> tuple[OperatorName, ...]:
        come.wait(5)
        return names()[:1]

    sessions.operators = late  # type: ignore[method-assign] # a disk that takes its time
    desk.window.unlock.people.show_people([])
    desk.window.unlock.enter(None)

    desk.window.unlock.clave.set_value(CLAVE)
    desk.window.unlock.enter_pressed()
    assert desk.window.unlock.clave.message() == ""
    come.set()
    desk.settle()

    assert desk.at == "V02"


def test_a_wrong_clave_empties_the_field_and_says_how_many_tries_are_left(desk: Desk) -> None:
    """UX §3.1: field cleared, focus kept, tries left."""
    desk.type("nopal")
    desk.press("Enter")

    clave = desk.window.unlock.clave
    assert desk.at == "V01"
    assert clave.value() == ""
    assert clave.edit.hasFocus()
    assert clave.message() == "La clave no coincide. Le quedan 4 intentos."


def test_too_many_tries_say_a_clock_time(desk: Desk) -> None:
    """The wait is shown as a time of day, and nothing is tried meanwhile."""
    until = desk.clock.time + timedelta(minutes=1)
    desk.office.sessions.wait = MustWait(until=until, seconds=60)
    desk.type("nopal")
    desk.press("Enter")
    desk.office.sessions.wait = None

    desk.type(CLAVE)
    desk.press("Enter")

    assert "10:45" in desk.window.unlock.clave.message()
    assert desk.at == "V01"


def test_a_known_problem_is_told_in_three_sentences_in_place(desk: Desk) -> None:
    """A second copy of the program: what happened, what is safe, what to do; no dialog."""
    desk.office.sessions.problem = AlreadyOpen()

    desk.type(CLAVE)
    desk.press("Enter")

    shown = words_on(desk)
    for part in ("happened", "safe", "todo"):
        assert desk.texts.part("problem-vault-already_open", part) in shown
    assert desk.at == "V01"


def test_a_lock_hides_the_person_and_returns_to_the_same_cursor(desk: Desk) -> None:
    """UX §3.1, §4.2: nothing of a citizen while locked; same screen and same field afterwards."""
    desk.unlock()
    desk.find_person()
    desk.start_form()
    desk.type("María")
    here = desk.window.forms.form._questions["/d/nombre"].field.input()

    desk.press("Ctrl+L")
    locked = words_on(desk) + desk.shell.windowTitle()
    desk.unlock_again()

    assert "Pech" not in locked
    assert "Acta" not in locked
    assert desk.at == "V09"
    assert here.hasFocus()
    assert desk.office.sessions.calls == ["unlock", "lock", "unlock"]


def test_what_was_half_typed_is_a_draft_when_the_screen_locks(desk: Desk) -> None:
    """Nothing typed is lost: the answer is sent before the cover comes."""
    desk.unlock()
    desk.find_person()
    desk.start_form()
    desk.type("María")

    desk.press("Ctrl+L")

    assert [answers.get("/d/nombre") for answers in desk.office.registrations.answers.values()] == [
        "María"
    ]


def test_an_answer_that_arrives_while_locked_stays_behind_the_cover(desk: Desk) -> None:
    """A screen that changes beneath the lock is not seen."""
    desk.unlock()
    desk.press("Ctrl+L")

    desk.window.navigator.go("V24")
    desk.settle()

    assert desk.at == "V29"
    assert desk.window.locked.isVisible()


def test_another_clerk_starts_from_home(desk: Desk) -> None:
    """Somebody else's work is not taken over after a lock."""
    desk.unlock()
    desk.find_person()
    desk.press("Ctrl+L")
    by_name(desk.shell, Role.RadioButton, "Ernesto PRUEBA Vidal").click()  # type: ignore[attr-defined]  # a radio button

    desk.type(CLAVE)
    desk.press("Enter")

    assert desk.at == "V02"
    assert desk.window.navigator.trail() == ("V02",)


def test_an_idle_computer_locks_itself(make_desk: Callable[..., Desk]) -> None:
    """Nobody touches it: the screen locks and says it was idle."""
    desk = make_desk(idle_seconds=0.3)
    desk.unlock()

    wait_for(lambda: desk.at == "V29")
    desk.settle()

    assert desk.office.sessions.calls == ["unlock", "lock idle"]


def test_half_an_hour_locked_closes_the_file(desk: Desk) -> None:
    """The key is dropped and V29 says that nothing is delivered until someone enters."""
    desk.unlock()
    desk.press("Ctrl+L")

    desk.window.door.close_timer.timeout.emit()
    desk.settle()

    assert desk.office.sessions.calls[-1] == "close"
    assert desk.texts.text("locked-closed") in words_on(desk)
    assert desk.texts.text("strip-closed") in words_on(desk)


def test_a_clock_in_1970_is_said_on_every_screen(desk: Desk) -> None:
    """Capture goes on; the banner asks to correct the date."""
    desk.office.sessions.clock_wrong = True

    desk.unlock()
    desk.find_person()

    assert "Corrija la fecha" in words_on(desk)


def test_a_broken_journal_is_said_before_a_wrong_clock(desk: Desk) -> None:
    """The banner says up to which act all is whole, and whom to tell."""
    desk.office.sessions.clock_wrong = True
    desk.office.sessions.journal_breaks_after = 7

    desk.unlock()

    assert "no cuadra después del acto 7" in words_on(desk)
    assert "Corrija la fecha" not in words_on(desk)


def test_little_room_on_the_disk_is_said_in_words(make_desk: Callable[..., Desk]) -> None:
    """Amber below 500 MB; the words say it, not the colour."""
    desk = make_desk(free_bytes=300 * 1024 * 1024)

    assert desk.texts.text("disk-low") in words_on(desk)
