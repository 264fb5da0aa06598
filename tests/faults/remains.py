"""What a program with a closed file still holds: `python -m tests.faults.remains`.

One start of the real app enters, saves a card and closes the file; then it says which of its live
objects and widgets still know the clave, the person, or a key of the device.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.demo.people import PEOPLE
from tests.demo.player import LIMIT_SECONDS, say
from tests.faults.counter import Counter

_SPOKEN = ("text", "toPlainText", "accessibleName", "accessibleDescription", "windowTitle")


def hidden(*secrets: bytes) -> str:
    """Return secrets in a form that is none of theirs, so that only their use leaves them here."""
    return "/".join(secret.hex()[::-1] for secret in secrets)


def plain(text: str) -> Iterator[bytes]:
    """Yield the secrets again, one at a time."""
    for part in text.split("/"):
        yield bytes.fromhex(part[::-1])


def holders(secret: bytes) -> set[str]:
    """Return the kinds of live objects and widgets that hold a secret, as bytes or as text."""
    words = secret.decode() if secret.isascii() else secret.hex()
    found = set()
    for owner in gc.get_objects():
        for held in gc.get_referents(owner):
            if held is secret or held is words:
                continue
            if (isinstance(held, str) and words in held) or (
                isinstance(held, bytes) and secret in held
            ):
                found.add(type(owner).__qualname__)
    for widget in QApplication.allWidgets():
        for name in _SPOKEN:
            ask = getattr(widget, name, None)
            if ask is None or _asks_back(ask):
                continue
            if words in str(ask()):
                found.add(f"{type(widget).__qualname__}.{name}")
    if words in QGuiApplication.clipboard().text():
        found.add("clipboard")
    return found


def _asks_back(method: Callable[..., object]) -> bool:
    """Say whether a method is a screen's own way to its texts: it wants to know which."""
    return inspect.ismethod(method) and bool(inspect.signature(method).parameters)


def play(profile: Path, secrets: str) -> None:
    """Work with all the secrets, close the file, and say who still holds one."""
    counter = Counter(profile)
    given, clave = (one.decode() for one in list(plain(secrets))[:2])
    counter.clerk.unlock(clave)
    counter.settle()
    counter.fill_card(replace(PEOPLE[1], given=given))
    before = len(holders(given.encode()))
    QGuiApplication.clipboard().setText(given)
    counter.robot.key("Ctrl+Return")
    counter.settle()
    counter.window.door.close_file()
    counter.settle()
    del given, clave
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    left = [sorted(holders(secret)) for secret in plain(secrets)]
    say("reached", before=before, left=left)


def main() -> int:
    """Play once; ends by a kill."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.remains")
    parser.add_argument("--profile", type=Path, required=True)
    parser.add_argument("--secrets", required=True)
    arguments = parser.parse_args()
    faulthandler.dump_traceback_later(LIMIT_SECONDS, exit=True)
    application = QApplication(sys.argv[:1])

    def begin() -> None:
        try:
            play(arguments.profile, arguments.secrets)
        except Exception as error:  # the app's own hook would only show its page for defects
            say("failed", why=repr(error))

    QTimer.singleShot(0, application, begin)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
