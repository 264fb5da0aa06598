"""One start of the real app, off screen, with a clerk inside: `python -m tests.demo.player`.

The app is built by its own composition root and does not know that it is played. What is met on
the way goes to standard output, one JSON object a line; the parent kills or waits.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import shutil
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk.app import App
from kiosk.settings import read_settings
from kiosk.texts import Texts
from sync.clock import SystemClock
from tests.demo.clerk import Clerk
from tests.demo.interruption import Interruption, Point
from tests.demo.job import (
    FLOAT_CENTAVOS,
    PASSPHRASE,
    REGISTRATIONS,
    STICK,
    WRONG_PASSPHRASE,
    DemoRegistration,
)
from tests.demo.robot import Robot

REGISTRATION, PAYMENT = 40, 60  # kinds of events (PROTOCOL §6a)
LIMIT_SECONDS = 240
Act = Callable[[Clerk, Interruption], None]


def say(kind: str, **facts: Any) -> None:
    """Tell the parent one thing."""
    print(json.dumps({"kind": kind, **facts}, ensure_ascii=False), flush=True)


def morning(clerk: Clerk, interruption: Interruption) -> None:
    """Two registrations with their payments; the third is cut inside its save."""
    clerk.try_wrong_passphrase(WRONG_PASSPHRASE)
    clerk.unlock(PASSPHRASE)
    clerk.open_shift(FLOAT_CENTAVOS)
    clerk.keep("V02")
    for registration in REGISTRATIONS[:2]:
        _register(clerk, registration)
        _pay(clerk, registration)
        clerk.confirm_payment()
    _fill(clerk, REGISTRATIONS[2])
    interruption.arm(REGISTRATION, Point.BEFORE_COMMIT)
    clerk.save()


def noon(clerk: Clerk, interruption: Interruption) -> None:
    """The draft is still there; then the fourth, and its payment is cut after its commit."""
    clerk.unlock(PASSPHRASE)
    clerk.resume_draft(REGISTRATIONS[2])
    clerk.review_and_consent()
    clerk.save()
    clerk.see_receipt()
    _register(clerk, REGISTRATIONS[3])
    _pay(clerk, REGISTRATIONS[3])
    interruption.arm(PAYMENT, Point.AFTER_COMMIT)
    clerk.confirm_payment()


def evening(clerk: Clerk, _interruption: Interruption) -> None:
    """Nothing waits to be charged twice; a stick takes it along, then the link comes back."""
    clerk.unlock(PASSPHRASE)
    clerk.find_unprinted()
    clerk.see_nothing_left_to_charge()
    clerk.watch_deliveries()
    clerk.take_by_stick(STICK)
    say("ready")
    sys.stdin.readline()
    clerk.wait_all_delivered()
    clerk.lock()


ACTS: dict[str, Act] = {"morning": morning, "noon": noon, "evening": evening}


def _fill(clerk: Clerk, registration: DemoRegistration) -> None:
    clerk.create(registration.person)
    clerk.start_service(registration.service_name, registration.agreed)
    clerk.fill_form(registration)
    clerk.review_and_consent()


def _register(clerk: Clerk, registration: DemoRegistration) -> None:
    _fill(clerk, registration)
    clerk.save()


def _pay(clerk: Clerk, registration: DemoRegistration) -> None:
    if registration.tendered_centavos is None:
        raise ValueError("this registration has no fee")
    clerk.take_payment(registration.tendered_centavos)


class Player:
    """Plays one act inside a started app and closes its window."""

    def __init__(self, app: App, act: Act, pictures: Path, texts: Texts, receipts: Path) -> None:
        self._app = app
        self._act = act
        self._pictures = pictures
        self._texts = texts
        self._receipts = receipts
        self.failed = False

    def play(self) -> None:
        """Play; a failure is told with the screen as it stands."""
        window = self._app.window.shell
        background = self._app.window.kit.background
        robot = Robot(window, lambda: background.busy)
        interruption = Interruption(lambda point: say("reached", point=point.value))
        interruption.install()
        clerk = Clerk(robot, self._texts, self._pictures, say, self._take_along)
        try:
            self._act(clerk, interruption)
            say("done")
        except Exception as error:  # whatever it was, the parent must hear of it
            self.failed = True
            robot.picture(self._pictures / "failed.png")
            say("failed", why="".join(traceback.format_exception(error)))
        window.close()

    def _take_along(self) -> None:
        """Keep the pictures of receipts, as the person does who was given them."""
        kept = self._pictures / "receipts"
        kept.mkdir(exist_ok=True)
        for file in self._receipts.glob("*.png"):
            shutil.copyfile(file, kept / file.name)


def main() -> int:
    """Start the app on a profile and play an act in it; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.demo.player")
    parser.add_argument("--profile", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--act", choices=sorted(ACTS), required=True)
    arguments = parser.parse_args()
    faulthandler.dump_traceback_later(LIMIT_SECONDS, exit=True)
    settings = read_settings(arguments.profile)
    application = QApplication(sys.argv[:1])
    app = App(settings)
    texts = Texts(settings.translations, settings.language, SystemClock())
    player = Player(app, ACTS[arguments.act], arguments.pictures, texts, settings.receipts)
    QTimer.singleShot(0, application, player.play)
    code = app.run()
    return 1 if player.failed else code


if __name__ == "__main__":
    sys.exit(main())
