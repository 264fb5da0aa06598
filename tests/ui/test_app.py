"""The composition root: every start-up step, undone in reverse, on a real profile, off screen."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk.__main__ import main
from kiosk.app import App
from kiosk.backstage import World
from kiosk.devices.folder_camera import FolderCamera
from kiosk.devices.places import geopoint_of
from kiosk.errors import KnownError
from kiosk.logs import close_log, log_unforeseen, open_log
from kiosk.services.courier import Lines
from kiosk.services.views import NewPerson, Unlocked
from kiosk.settings import read_settings
from kiosk.ui.theme import Contrast
from kiosk.vault.errors import AlreadyOpen
from sync.device.transport import Failure, NoAnswer, Request
from tests.support.logs import ExpectedLogs
from tests.support.offices import PASSPHRASE, a_counter, give_slot
from tests.support.vaults import Draws, HandClock


class DeadLine:
    """A line on which nobody answers."""

    def send(self, request: Request) -> NoAnswer:
        """Find no way."""
        del request
        return NoAnswer(failure=Failure.NO_ROUTE)

    def abort(self) -> None:
        """End nothing."""

    def close(self) -> None:
        """Close nothing."""


class NoWayOut:
    """A computer without a network."""

    def source(self) -> str | None:
        """Return that there is none."""
        return None


@pytest.fixture
def profile(tmp_path: Path, application: QApplication) -> Iterator[Path]:
    """A device's folder, closed, and the world as it was before the app started."""
    assert application is not None
    folder = tmp_path / "profile"
    folder.mkdir()
    give_slot(folder)
    a_counter(folder).opening.close()
    root = logging.getLogger()
    level, handlers, mask = root.level, list(root.handlers), os.umask(0o022)
    yield folder
    assert root.handlers == handlers
    root.setLevel(level)
    assert os.umask(mask) == 0o022


def an_app(profile: Path) -> App:
    """Return an app on a profile, without a network."""
    return App(read_settings(profile, {}), a_world())


def a_world() -> World:
    """Return a world without a network."""
    lines = Lines(transport=lambda _: DeadLine(), route=lambda _: NoWayOut())
    return World(clock=HandClock(), random=Draws(b"app"), lines=lines)


@pytest.mark.slow
def test_questions_get_the_devices_that_were_told(profile: Path, tmp_path: Path) -> None:
    """A receiver that is heard while the app runs, the office behind it, a scanner's folder."""
    settings = replace(
        read_settings(profile, {}),
        office_position="17.03313 -96.634655",
        receiver=tmp_path / "no line yet",
        camera_folder=tmp_path,
    )
    app = App(settings, a_world())

    app.start()
    tools = app.window.kit.tools
    listening = [one.name for one in threading.enumerate() if one.name == "gps"]
    place = geopoint_of(tools.position)
    app.stop()

    assert listening == ["gps"]
    assert not [one for one in threading.enumerate() if one.name == "gps"]
    assert place == "17.03313 -96.634655 0 0"
    assert isinstance(tools.camera, FolderCamera)
    assert tools.scanner is not None


@pytest.mark.slow
def test_it_starts_works_and_leaves_nothing_behind(profile: Path) -> None:
    """Steps in order, a file that opens, and the reverse: file closed, log closed, hook back."""
    hook = sys.excepthook
    app = an_app(profile)

    app.start()
    answer = app.services.sessions.unlock(42, PASSPHRASE)
    opened = app.services.sessions.file_open
    app.stop()
    app.stop()

    assert isinstance(answer, Unlocked)
    assert opened
    assert not app.services.sessions.file_open
    assert sys.excepthook is hook
    assert (profile / "logs" / "ventanilla.log").exists()
    again = a_counter(profile, seed=b"again", create=False)
    again.opening.close()


def test_closing_the_window_ends_the_app(profile: Path) -> None:
    """`run` returns 0 once the window is closed."""
    app = an_app(profile)
    QTimer.singleShot(0, lambda: app.window.shell.close())

    assert app.run() == 0


@pytest.mark.slow
def test_words_and_looks_are_those_the_command_asked_for(
    profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`run --language en --zoom 150 --contrast` reaches the screens."""
    shown: list[tuple[int, Contrast, str]] = []

    def look(app: App) -> int:
        app.start()
        kit = app.window.kit
        shown.append((kit.theme.zoom_percent, kit.theme.contrast, kit.texts.language))
        app.stop()
        return 0

    monkeypatch.setattr(App, "run", look)
    asked = ["run", "--profile", str(profile), "--language", "en", "--zoom", "150", "--contrast"]

    assert main(asked) == 0
    assert main(asked[:3]) == 0
    assert shown == [(150, Contrast.HIGH, "en"), (100, Contrast.LIGHT, "es")]


@pytest.mark.slow
def test_a_second_copy_shows_why_it_cannot_open(profile: Path) -> None:
    """Both windows start; only the first may open the file, and the second leaves it alone."""
    first, second = an_app(profile), an_app(profile)
    first.start()
    second.start()

    with pytest.raises(AlreadyOpen):
        second.services.sessions.unlock(42, PASSPHRASE)
    answer = first.services.sessions.unlock(42, PASSPHRASE)
    second.stop()
    still_open = first.services.sessions.file_open
    first.stop()

    assert isinstance(answer, Unlocked)
    assert still_open


def test_a_step_that_fails_undoes_those_before(
    profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing font is raised, and the profile is free again."""

    def missing(_: Path) -> None:
        raise OSError("font not readable")

    monkeypatch.setattr("kiosk.ui.theme.load_fonts", missing)
    app = an_app(profile)

    with pytest.raises(OSError, match="font"):
        app.start()

    again = a_counter(profile, seed=b"again", create=False)
    again.opening.close()


def test_a_traceback_in_the_log_quotes_nothing_that_was_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], expected_logs: ExpectedLogs
) -> None:
    """An exception's words may hold a name; its kind, its place and its code are enough."""
    expected_logs.expect("ventanilla.app", "unforeseen")
    handler, typed = open_log(tmp_path), "canario".upper()
    try:
        try:
            {"OTRO": 1}[typed]
        except KeyError as missing:
            try:
                raise ValueError(f"{typed} no cabe") from missing
            except ValueError as error:
                log_unforeseen("unforeseen", type(error), error, error.__traceback__)
    finally:
        close_log(handler)

    written = (tmp_path / "ventanilla.log").read_text(encoding="utf-8")
    for text in (written, capsys.readouterr().err):
        assert typed not in text
        assert "builtins.ValueError" in text
        assert "builtins.KeyError" in text
        assert "test_app.py" in text


def test_the_log_names_nobody(profile: Path) -> None:
    """A day's work leaves no name in the log."""
    app = an_app(profile)
    app.start()
    app.services.sessions.unlock(42, PASSPHRASE)
    person = NewPerson(given="CANARIO", first_surname="PRUEBA", curp="NO ES CURP")
    with pytest.raises(KnownError):
        app.services.citizens.create(app.services.citizens.begin(), person)
    app.services.citizens.search("CANARIO")
    app.stop()

    written = b"".join(path.read_bytes() for path in (profile / "logs").iterdir())
    assert b"CANARIO" not in written
    assert PASSPHRASE.encode() not in written
