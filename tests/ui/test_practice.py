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
from kiosk.ui.screen import Act
from tests.support.desk import Desk
from tests.support.device_walk import (
    allowed_at_the_door,
    before_enrolment,
    in_practice,
    to_practice,
    type_file,
)
from tests.support.fake_values import CLAVE
from tests.support.offices import PASSPHRASE, a_counter, an_institution, give_slot
from tests.support.qt import Role, wait_for
from tests.ui.test_access import words_on
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


def test_practice_is_possible_from_the_door_where_the_institution_allows_it(
    make_desk: Callable[..., Desk],
) -> None:
    """Without coming in; it says that the forms are missing then; Esc returns to the door."""
    desk = make_desk(services=allowed_at_the_door)
    entries: list[PracticeEntry] = []
    desk.window.practice_ready.connect(entries.append)
    desk.find(Role.Button, "practice-door").setFocus()
    desk.press("Space")
    at, said = desk.at, desk.window.device.practice.without.isVisible()
    desk.press("Esc")
    back = desk.at

    desk.find(Role.Button, "practice-door").setFocus()
    desk.press("Space", "Enter")

    assert (at, said, back) == ("V30", True, "V01")
    assert [entry.clave for entry in entries] == [CLAVE]


def test_the_door_offers_no_practice_otherwise(desk: Desk) -> None:
    """Not where the institution's file has no root for it, and never over somebody's work."""
    assert not desk.window.unlock.practice_button.isVisible()
    desk.office.practice.allowed = True
    desk.unlock()

    desk.press("Ctrl+L")

    assert desk.at == "V29"
    assert not desk.window.locked.practice_button.isVisible()


def test_in_practice_strip_tile_and_deliveries_say_that_nothing_goes_out(
    make_desk: Callable[..., Desk],
) -> None:
    """On every screen, whatever there is to deliver; nothing can be hurried."""
    desk = make_desk(services=in_practice)
    words = desk.texts.text("practice-strip")
    at_the_door = words_on(desk)
    desk.unlock()
    at_home = words_on(desk)
    tile = desk.window.home.tiles[Act.DELIVERIES].accessibleDescription()

    desk.press("F9")

    shown = words_on(desk)
    assert desk.at == "V24"
    assert words in at_the_door
    assert words in at_home
    assert tile == words
    assert shown.count(words) == 2
    assert desk.texts.text("practice-strip-why") in shown
    assert desk.texts.text("deliveries-now") not in shown
    assert desk.texts.text("link-unknown") not in shown


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
