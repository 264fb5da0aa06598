"""One enrolled device and its central per worker, made by the real command lines; tests get copies.

Qt is offscreen, and a Qt warning fails the test.
"""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["VENTANILLA_KEYSTORE"] = "none"  # nobody's own keyring is asked

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.backstage import World
from tests.demo.headless import enrol
from tests.demo.processes import Central, free_port
from tests.faults.counter import Counter
from tests.faults.day import Day, a_begun_day
from tests.support.stretching import stretched_once
from tests.support.windows import fail_on_qt_warnings


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a Qt warning fail each test of this folder."""
    fail_on_qt_warnings(items, Path(__file__).parent)


@pytest.fixture(scope="session", autouse=True)
def one_stretching() -> Iterator[None]:
    """Stretch no clave twice."""
    with stretched_once():
        yield


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """Make a central, enrol a device with it, and begin a day at its counter; the link is cut."""
    folder = tmp_path_factory.mktemp("template")
    central = Central(folder / "central", free_port())
    central.prepare()
    central.start()
    try:
        enrol(central, folder / "profile")
    finally:
        central.stop()
    shutil.copytree(folder / "profile", folder / "enrolled")
    return a_begun_day(folder, central.port)


@pytest.fixture
def day(template: Day, tmp_path: Path) -> Day:
    """Give a copy of the begun day: a shift, a person, a registration to pay, a draft."""
    shutil.copytree(template.folder, tmp_path / "day")
    return template.in_folder(tmp_path / "day")


@pytest.fixture
def start(day: Day) -> Iterator[Callable[..., Counter]]:
    """Give a starter of the app on the day's profile; what is still running is closed at last."""
    running: list[Counter] = []

    def begin(
        *, profile: Path | None = None, language: str = "es", world: World | None = None
    ) -> Counter:
        counter = Counter(profile or day.profile, language=language, world=world)
        running.append(counter)
        return counter

    yield begin
    for counter in reversed(running):
        counter.close()
