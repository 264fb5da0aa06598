"""The real app, started in this process off screen, worked by a clerk with a keyboard."""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.app import App
from kiosk.backstage import World
from kiosk.services.field import FieldServices
from kiosk.settings import read_settings
from kiosk.texts import Texts
from kiosk.ui.field.window import FieldWindow
from sync.clock import SystemClock
from sync.ids import Salt
from sync.money import Centavos
from tests.demo.clerk import Clerk
from tests.demo.job import PASSPHRASE
from tests.demo.people import DemoPerson
from tests.demo.robot import Robot

PATIENCE_SECONDS = 15.0
PICTURES = os.environ.get("VENTANILLA_PICTURES", "")
"""Where pictures of what a person sees are kept, for somebody to look at; nowhere by default."""


class Counter:
    """One start of the app on a profile; nobody has entered yet."""

    def __init__(self, profile: Path, *, language: str = "es", world: World | None = None) -> None:
        environment = {"VENTANILLA_LANGUAGE": language}
        self.settings = read_settings(profile, environment)
        self.texts = Texts(self.settings.translations, language, SystemClock())
        self.app = App(self.settings, world)
        self.app.start()
        self._closed = False
        self.window: FieldWindow = self.app.window
        self.window.shell.show()
        self.robot = Robot(self.window.shell, lambda: self.window.kit.background.busy)
        self.clerk = Clerk(self.robot, self.texts, profile.parent / "pictures", _nothing)

    @property
    def services(self) -> FieldServices:
        """Return what the screens call; for what a test prepares, never for what it shows."""
        return self.app.services

    def enter(self) -> Counter:
        """Unlock with the clerk's clave and see the home screen."""
        self.clerk.unlock(PASSPHRASE)
        self.settle()
        return self

    def to_front(self) -> Counter:
        """Make this copy's window the one that takes the keys."""
        self.window.shell.activateWindow()
        self.robot.wait("the window comes to the front", self.window.shell.isActiveWindow)
        return self

    def settle(self) -> None:
        """Wait until all work is done and every answer was given to its screen."""
        self.robot.wait("work goes on", lambda: not self.window.kit.background.busy)

    def pay_the_pending_charge(self) -> None:
        """Take the one payment that waits, through V13, V14, V15 and V16."""
        self.robot.key("F4")
        self.clerk.take_payment(Centavos(20_000))
        self.clerk.confirm_payment()

    def to_tender(self, cash: str) -> None:
        """Go on from V13 to V14 and type the cash."""
        self.robot.wait_screen("V13")
        self.robot.key("Ctrl+Return")
        self.robot.wait_screen("V14")
        self.robot.fill(self.texts.text("tender-field"), cash)

    def resume(self, draft: Salt) -> None:
        """Go on with a draft from the home screen, at its first section."""
        row = next(row for row in self.services.registrations.drafts() if row.draft_id == draft)
        name = self.texts.text("home-draft-name", person=row.person_name, service=row.service_name)
        self.robot.press(name)
        self.robot.wait_screen("V09")

    def to_consent(self, draft: Salt) -> None:
        """Go on with a complete draft through V09 and V11, and tick the sentence on V12."""
        self.services.registrations.section(draft, 0)
        self.resume(draft)
        while self.robot.wait_screen("V09", "V11") == "V09":
            self._go_on_from(self.robot.words())
        self.robot.key("Ctrl+Return")
        self.robot.wait_screen("V12")
        self.robot.press(self.services.registrations.consent(draft).sentence)
        self.settle()

    def _go_on_from(self, words: str) -> None:
        """Press Continuar on a page that says *words*, and wait until it says something else."""
        self.robot.key("Ctrl+Return")
        self.robot.wait("Continuar leads on", lambda: self.robot.words() != words)

    def fill_card(self, person: DemoPerson) -> None:
        """Type a card on V07; nothing is saved yet."""
        self.robot.key("F2")
        self.robot.type(person.curp)
        self.robot.wait_words(self.texts.text("search-none", text=person.curp))
        self.robot.key("Ctrl+Return")
        self.robot.wait_screen("V07")
        self.clerk.fill_card(person)

    def answer(self, label: str) -> str:
        """Return what stands in a field."""
        return str(self.robot.focus(label).property("text"))

    def see_problem(self, code: str, **facts: str) -> None:
        """Wait until the three sentences of a problem can be read, each of them whole."""
        message = "problem-" + code.replace(".", "-")
        for part in ("happened", "safe", "todo"):
            words = self.texts.part(message, part, **facts)
            self.robot.wait_words(words, PATIENCE_SECONDS)

    def look(self, name: str) -> None:
        """Keep a picture of what is seen when somebody asked for pictures."""
        if PICTURES:
            self.robot.picture(Path(PICTURES) / f"{name}-{self.texts.language}.png")

    def close(self) -> None:
        """Close the window and the app, as a person does; may be called twice."""
        if not self._closed:
            self._closed = True
            self.window.shell.close()
            self.app.stop()


def _nothing(*_arguments: object, **_facts: object) -> None:
    """Take a report of the demonstration's clerk and do nothing with it."""
