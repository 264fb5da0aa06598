"""Fixtures of the folders that draw: Qt offscreen with the bundled font, windows that are closed.

A folder's conftest imports them by name, and lets a Qt warning fail its tests.
"""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.ui.theme import load_fonts
from tests.support.desk import Desk
from tests.support.qt import RESOURCES


def fail_on_qt_warnings(items: list[pytest.Item], folder: Path) -> None:
    """Let a Qt warning fail each test of *folder*."""
    for item in items:
        if folder in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))


@pytest.fixture(scope="session")
def application(qapp: QApplication) -> QApplication:
    """Return the application, with our font and the style the product uses."""
    qapp.setStyle("Fusion")
    load_fonts(RESOURCES)
    return qapp


@pytest.fixture
def make_desk(application: QApplication) -> Iterator[Callable[..., Desk]]:
    """Return a maker of windows; each is closed after the test."""
    assert application is not None
    made: list[Desk] = []

    def make(**wishes: object) -> Desk:
        desk = Desk(**wishes)  # type: ignore[arg-type]  # the wishes are the arguments of Desk
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """Return a window at the reference size, in Spanish."""
    return make_desk()
