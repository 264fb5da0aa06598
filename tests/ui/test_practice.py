"""V30 and the practice: entered and left by keys, never mistaken for the real thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk import app as app_module
from kiosk.app import App
from kiosk.services.practice import PracticeEntry
from kiosk.settings import practice_of, read_settings
from tests.support.desk import Desk
from tests.support.device_walk import before_enrolment, in_practice, to_practice, type_file
from tests.support.fake_values import CLAVE
from tests.support.offices import PASSPHRASE, a_counter, an_institution, give_slot
from tests.support.qt import Role, wait_for
from tests.ui.test_app import a_world


def test_practice_begins_with_one_press_from_home(desk: Desk) -> None:
    """The clave is shown before; what comes out is the way in."""
    entries: list[PracticeEntry] = []
    desk.window.practice_ready.connect(entries.append)
    desk.unlock()
    to_practice(desk)
    assert desk.window.device.practice._words.text() == CLAVE

    desk.press("Enter")

    assert [entry.clave for entry in entries] == [CLAVE]
    assert desk.office.practice.begun == [(CLAVE, None)]


def test_an_earlier_practice_is_gone_on_with_or_erased_on_purpose(desk: Desk) -> None:
    """Enter goes on; *Empezar de nuevo* shows a clave first and erases with the next press."""
    fake = desk.office.practice
    fake.there = True
    entries: list[PracticeEntry] = []
    desk.window.practice_ready.connect(entries.append)
    desk.unlock()
    to_practice(desk)
    desk.press("Enter")
    went_on = (len(entries), list(fake.begun))

    desk.press("Esc")
    to_practice(desk)
    desk.find(Role.Button, "practice-anew").setFocus()
    desk.press("Enter")
    not_yet = list(fake.begun)
    desk.press("Enter")

    assert went_on == (1, [])
    assert not_yet == []
    assert fake.begun == [(CLAVE, None)]


def test_practice_is_possible_before_the_enrolment(make_desk: Callable[..., Desk]) -> None:
    """With an institution's file alone; nothing is sent."""
    desk = make_desk(services=before_enrolment)
    type_file(desk)
    desk.press("Ctrl+Enter")
    desk.find(Role.Button, "practice-act").setFocus()
    desk.press("Enter")
    assert desk.at == "V30"

    desk.press("Enter")

    assert [file for _, file in desk.office.practice.begun] == [b"a signed institution profile"]
    assert desk.office.admission.asked == []


def test_the_banner_stands_on_every_screen_and_leads_out(make_desk: Callable[..., Desk]) -> None:
    """Also over the lock; from within there is no second practice."""
    desk = make_desk(services=in_practice)
    left: list[bool] = []
    desk.window.practice_left.connect(lambda: left.append(True))
    desk.unlock()
    assert not desk.window.home.practice.isVisible()
    desk.press("Ctrl+L")
    assert desk.window.shell.practice.isVisible()

    desk.find(Role.Button, "practice-leave").setFocus()
    desk.press("Enter")

    assert left == [True]


@pytest.fixture
def profile(tmp_path: Path, application: QApplication) -> Path:
    """A real device's folder, closed."""
    assert application is not None
    folder = tmp_path / "profile"
    folder.mkdir()
    give_slot(folder)
    a_counter(folder).opening.close()
    (folder / "institution.vtp").write_bytes(an_institution().profile)
    return folder


@pytest.mark.slow
def test_the_program_goes_into_the_practice_and_back_to_the_door(
    profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real files: one store is closed before the other opens; at the end the real door stands."""
    seen: list[tuple[str, bool, Path]] = []
    settings = read_settings(profile, {})
    made: list[App] = []

    def follow(self: App) -> None:
        made.append(self)
        real_start(self)
        turns[len(made) - 1](self)

    def look(self: App) -> None:
        banner = not self.window.shell.practice.isHidden()
        seen.append((self.window.navigator.current_id, banner, self._settings.profile))
        assert sum(one.services.sessions.file_open for one in made) <= 1

    def into(self: App) -> None:
        services = self.services
        services.sessions.unlock(42, PASSPHRASE)
        entry = services.practice.begin(CLAVE, "Persona que practica")
        look(self)
        QTimer.singleShot(0, lambda: self.window.practice_ready.emit(entry))

    def out(self: App) -> None:
        wait_for(lambda: self.window.navigator.current_id == "V02")
        look(self)
        QTimer.singleShot(0, lambda: self.window.shell.practice.leave.click())

    def close(self: App) -> None:
        look(self)
        QTimer.singleShot(0, lambda: self.window.shell.close())

    real_start, turns = App.start, [into, out, close]
    monkeypatch.setattr(App, "start", follow)

    assert app_module.run(settings, a_world()) == 0

    practice = practice_of(settings).profile
    assert seen == [("V01", False, profile), ("V02", True, practice), ("V01", False, profile)]
    assert not any(one.services.sessions.file_open for one in made)
