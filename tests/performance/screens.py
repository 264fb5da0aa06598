"""Measures the app itself, off screen: how soon one can unlock, how fast screens change.

    python -m tests.performance.screens --profile DIR --until unlock | --until changes

The parent times `unlock` from the start of this process to the word `shown`; for `changes` the
seconds from a key to the painted screen are printed as JSON.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk.app import App
from kiosk.settings import read_settings
from tests.demo.robot import Robot
from tests.support.offices import PASSPHRASE

ROUNDS = 25
LIMIT_SECONDS = 120
ROAD = (("F9", "V24"), ("Esc", "V02"), ("F1", "F1"), ("Esc", "V02"))
"""Keys and the screens they lead to, between home, deliveries and help."""


class Measurement:
    """Runs on the GUI thread once the window is there."""

    def __init__(self, app: App, until: str) -> None:
        self._app = app
        self._until = until

    def begin(self) -> None:
        """Do what was asked and close the window."""
        window = self._app.window.shell
        background = self._app.window.kit.background
        robot = Robot(window, lambda: background.busy)
        robot.wait_screen("V01")
        window.repaint()
        if self._until == "unlock":
            print("shown", flush=True)
        else:
            print(json.dumps(self._changes(robot)), flush=True)
        window.close()

    def _changes(self, robot: Robot) -> list[float]:
        robot.type(PASSPHRASE)
        robot.key("Return")
        robot.wait_screen("V02")
        seconds = []
        for number in range(ROUNDS + 1):
            for key, screen_id in ROAD:
                took = self._change(robot, key, screen_id)
                if number:  # the first round builds what is built once
                    seconds.append(took)
                robot.wait_screen(screen_id)
        return seconds

    def _change(self, robot: Robot, key: str, screen_id: str) -> float:
        started = time.perf_counter()
        robot.key(key)
        while robot.screen_id() != screen_id:
            QApplication.processEvents()
        self._app.window.shell.repaint()
        return time.perf_counter() - started


def main() -> int:
    """Start the app on a profile and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.performance.screens")
    parser.add_argument("--profile", type=Path, required=True)
    parser.add_argument("--until", choices=("unlock", "changes"), required=True)
    arguments = parser.parse_args()
    faulthandler.dump_traceback_later(LIMIT_SECONDS, exit=True)
    application = QApplication(sys.argv[:1])
    app = App(read_settings(arguments.profile))
    measurement = Measurement(app, arguments.until)
    QTimer.singleShot(0, application, measurement.begin)
    return app.run()


if __name__ == "__main__":
    sys.exit(main())
