"""One start of the real app, to be killed inside a save: `python -m tests.faults.player`.

It says `reached` when it stands at the point and stands there until SIGKILL comes.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.demo.interruption import Interruption, Point
from tests.demo.people import PEOPLE
from tests.demo.player import LIMIT_SECONDS, say
from tests.faults.counter import Counter

SHIFT, REGISTRATION, PERSON, PAYMENT = 30, 40, 50, 60


def pay(counter: Counter) -> None:
    """Take the payment that waits."""
    counter.robot.key("F4")
    counter.to_tender("200")
    counter.robot.key("F12")


def register(counter: Counter) -> None:
    """Save the registration whose draft is complete."""
    drafts = counter.services.registrations.drafts()
    counter.to_consent(next(row.draft_id for row in drafts if row.section_count == 3))
    counter.robot.key("Ctrl+Return")


def create(counter: Counter) -> None:
    """Save a card."""
    counter.fill_card(PEOPLE[1])
    counter.robot.key("Ctrl+Return")


def open_shift(counter: Counter) -> None:
    """Open the shift."""
    counter.robot.press(counter.texts.text("shift-open-wanted"))
    counter.robot.wait_screen("V03")
    counter.robot.fill(counter.texts.text("count-notes-of", worth="$500"), "1")
    counter.robot.key("Ctrl+Return")


ACTS: dict[str, tuple[int, Callable[[Counter], None]]] = {
    "pay": (PAYMENT, pay),
    "register": (REGISTRATION, register),
    "create": (PERSON, create),
    "shift": (SHIFT, open_shift),
}


def main() -> int:
    """Play one act up to its point; ends only by a kill."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.player")
    parser.add_argument("--profile", type=Path, required=True)
    parser.add_argument("--act", choices=sorted(ACTS), required=True)
    parser.add_argument("--point", choices=[point.value for point in Point], required=True)
    arguments = parser.parse_args()
    faulthandler.dump_traceback_later(LIMIT_SECONDS, exit=True)
    application = QApplication(sys.argv[:1])
    kind, act = ACTS[arguments.act]
    interruption = Interruption(lambda point: say("reached", point=point.value))
    interruption.install()

    def play() -> None:
        counter = Counter(arguments.profile).enter()
        interruption.arm(kind, Point(arguments.point))
        act(counter)

    QTimer.singleShot(0, application, play)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
