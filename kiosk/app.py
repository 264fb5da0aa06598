"""The composition root: builds every object once, wires signals, owns start-up and shutdown.

What stands behind the screens is built in `kiosk.backstage`, its other half.

Start-up is `STEPS`, in that order; shutdown undoes the same steps in reverse. A step that fails
undoes those before it. Qt is imported only where a window is built, so that `enrol` and `verify`
run without it.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from kiosk.backstage import Backstage, World, build_backstage, the_world
from kiosk.devices.places import place_of_office, source_of
from kiosk.devices.ports import PositionSource
from kiosk.devices.receiver import receiver_of
from kiosk.errors import KnownError
from kiosk.logs import close_log, log_unforeseen, open_log
from kiosk.preview import Preview, choose_form, media_of
from kiosk.services.field import FieldServices
from kiosk.services.practice import PracticeEntry
from kiosk.services.verification import InstitutionUnreadable, load_institution
from kiosk.settings import Settings, practice_of
from kiosk.texts import Texts
from kiosk.vault.errors import AlreadyOpen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from kiosk.ui.background import Background
    from kiosk.ui.field.window import FieldWindow
    from kiosk.ui.theme import Theme

_log = logging.getLogger("ventanilla.app")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The program goes on elsewhere: in the practice with this entry, or (None) at the door."""

    entry: PracticeEntry | None


def run(settings: Settings, world: World | None = None) -> int:
    """Run field mode, and the practice whenever it is wanted, until the window is closed.

    Between them everything is stopped and closed, keys dropped, and built anew: nothing of one
    reaches the other but what is published. Returns the exit code.
    """
    app = App(settings, world)
    code = app.run()
    while app.turn is not None:
        entry = app.turn.entry
        following = App(settings if entry is None else practice_of(settings), world, entry)
        following.share_application(app)
        app = following
        code = app.run()
    return code


class App:
    """Field mode on a profile: `start`, then Qt's own loop, then `stop`."""

    def __init__(
        self,
        settings: Settings,
        world: World | None = None,
        practice: PracticeEntry | None = None,
    ) -> None:
        self._settings = settings
        self._practice = practice
        self.turn: Turn | None = None
        """Where to go on when the window was closed for that: into the practice or out of it."""
        self._world = world or the_world()
        self._undo: list[Callable[[], None]] = []
        self._changed: Callable[[], None] = lambda: None
        self._texts: Texts | None = None
        self._position: PositionSource | None = None
        self._backstage: Backstage | None = None
        self._background: Background | None = None
        self._printer_lane: Background | None = None
        self._drive_lane: Background | None = None
        self._application: QApplication | None = None
        self._window: FieldWindow | None = None
        self._tried: Preview | None = None

    @property
    def window(self) -> FieldWindow:
        """Return the window of a started app."""
        if self._window is None:
            raise RuntimeError("the app was not started")
        return self._window

    @property
    def services(self) -> FieldServices:
        """Return the services of a started app."""
        return self._built().services

    def share_application(self, before: App) -> None:
        """Keep Qt's application alive from one start to the next: there is one in a process."""
        self._application = before._application

    def start(self) -> None:
        """Do every step in order; a failing one undoes those before it and is raised."""
        try:
            for step in (
                self._tighten_file_modes,
                self._make_profile_folder,
                self._open_log,
                self._catch_what_nobody_caught,
                self._read_texts,
                self._begin_position,
                self._build_backstage,
                self._keep_other_copies_away,
                self._begin_qt,
                self._collect_garbage_here,
                self._begin_background,
                self._build_window,
            ):
                step()
        except BaseException:
            self.stop()
            raise

    def run(self) -> int:
        """Start, show the window, work until it is closed, stop; return the exit code."""
        self.start()
        try:
            self.window.shell.show()
            return self._qt().exec()
        finally:
            self.stop()

    def stop(self) -> None:
        """Undo every step that was done, the last first; may be called twice.

        A step that fails to be undone keeps none of the others from it.
        """
        try:
            while self._undo:
                self._undo.pop()()
        finally:
            if self._undo:
                self.stop()

    # ------------------------------------------------------------------------------- steps

    def _tighten_file_modes(self) -> None:
        """First of all: what this program writes, nobody else on the computer reads."""
        before = os.umask(0o077)
        self._undo.append(lambda: _set_umask(before))

    def _make_profile_folder(self) -> None:
        self._settings.profile.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _open_log(self) -> None:
        try:
            handler = open_log(self._settings.logs)
        except OSError as error:  # a full disk keeps nobody from reading why nothing can be saved
            _log.warning("no log is written: %s", error.strerror)
            return
        self._undo.append(lambda: close_log(handler))

    def _catch_what_nobody_caught(self) -> None:
        """The top hook: a defect of ours is logged with its folio and shown, the work is kept."""
        before = sys.excepthook
        sys.excepthook = self._unforeseen
        self._undo.append(lambda: setattr(sys, "excepthook", before))

    def _read_texts(self) -> None:
        settings = self._settings
        self._texts = Texts(settings.translations, settings.language, self._world.clock)

    def _begin_position(self) -> None:
        """Begin to hear the receiver of places, if there is one to be heard on this system."""
        settings = self._settings
        receiver = receiver_of(settings.receiver, self._world.clock)
        self._position = source_of(receiver, place_of_office(settings.office_position))
        if receiver is not None:
            receiver.begin()
            self._undo.append(receiver.end)

    def _build_backstage(self) -> None:
        self._backstage = build_backstage(
            self._settings,
            self._world,
            self._words(),
            lambda: self._changed(),
            self._position,
            self._practice,
        )

    def _keep_other_copies_away(self) -> None:
        """Claim the profile. A second copy still shows its window: V01 says why it cannot open."""
        database = self._built().database
        try:
            database.claim()
        except AlreadyOpen:
            _log.info("another copy of the program has this profile")
            return
        except KnownError as error:
            _log.warning("the profile could not be claimed: %s", error.code)
            return
        self._undo.append(database.release)
        self._built().services.receipts.forget_pictures()  # of a start that ended in a power cut

    def _begin_qt(self) -> None:
        from PySide6.QtCore import QLibraryInfo, QTranslator
        from PySide6.QtWidgets import QApplication

        from kiosk.ui.theme import load_fonts

        found = QApplication.instance()
        application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
        application.setApplicationName("Ventanilla")
        application.setQuitOnLastWindowClosed(False)  # the window says when it is over, once
        application.setStyle("Fusion")  # the same looks on every system; the theme does the rest
        translator = QTranslator(application)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(f"qtbase_{self._settings.language}", folder):
            application.installTranslator(translator)
        load_fonts(self._settings.resources)
        self._application = application

    def _collect_garbage_here(self) -> None:
        """Widgets die on the thread that made them, whatever other threads do."""
        from kiosk.ui.collector import GuiCollector

        collector = GuiCollector()
        collector.start()
        self._undo.append(collector.stop)

    def _begin_background(self) -> None:
        from kiosk.ui.background import Background

        background = Background(self._world.clock, self._world.random)
        self._background = background
        self._printer_lane = Background(self._world.clock, self._world.random)
        self._drive_lane = Background(self._world.clock, self._world.random)
        self._undo.append(self._end_work)

    def _build_window(self) -> None:
        from kiosk.ui.devices.tools import tools_of
        from kiosk.ui.field.window import build_field_window
        from kiosk.ui.paper import OfficePrinter
        from kiosk.ui.theme import contrast_asked, load_theme

        if self._background is None:
            raise RuntimeError("the worker begins before the window")
        theme = load_theme(
            self._settings.resources,
            contrast=contrast_asked(self._settings.high_contrast),
            zoom_percent=self._settings.zoom_percent,
        )
        name, office = place_of(self._settings)
        tools = tools_of(self._settings.camera_folder, self._position, self._world.clock)
        if tools.camera is not None:
            self._undo.append(tools.camera.close)
        if tools.speaker is not None:
            self._undo.append(tools.speaker.stop)
        window = build_field_window(
            self._built().services,
            self._words(),
            theme,
            self._background,
            institution=name,
            office=office,
            disk_free_bytes=lambda: shutil.disk_usage(self._settings.profile).free,
            tools=tools,
            printer_lane=self._printer_lane,
            drive_lane=self._drive_lane,
        )
        self._built().services.paper.shelf.give_sheets(OfficePrinter())
        window.closed.connect(self._qt().quit)
        window.preview_wanted.connect(lambda: self._preview(theme))
        window.practice_ready.connect(self._go_on_with)
        window.practice_left.connect(lambda: self._go_on_with(None))
        if self._practice is not None:
            window.device.come_in(self._practice)
        self._changed = window.status_stale.emit
        self._window = window
        self._undo.append(self._hide_window)

    def _go_on_with(self, entry: PracticeEntry | None) -> None:
        """End this start of the app as if the window were closed, and go on elsewhere."""
        self.turn = Turn(entry=entry)
        self.window.shell.close()

    def _preview(self, theme: Theme) -> None:
        """Let somebody choose a form and try it in a window of its own; one at a time."""
        file = choose_form(self.window.shell, self._words())
        if file is None:
            return
        self._end_preview()
        media = media_of(file, None)
        self._tried = Preview(file, media, self._settings, self._words(), theme)
        self._tried.open()

    def _end_preview(self) -> None:
        tried, self._tried = self._tried, None
        if tried is not None:
            tried.close()

    # ---------------------------------------------------------------------------- shutdown

    def _hide_window(self) -> None:
        """Take the window from the screen; it lives on until the last answer was given to it."""
        self._end_preview()
        self._changed = lambda: None
        if self._window is not None:
            self._window.shell.hide()

    def _end_work(self) -> None:
        """Let the work in hand finish, then close the file; delivery stops before it closes."""
        from PySide6.QtCore import QCoreApplication, QEvent

        lane, self._printer_lane = self._printer_lane, None
        drives, self._drive_lane = self._drive_lane, None
        background, self._background = self._background, None
        self._built().services.drives.stop()  # a copy under way leaves nothing behind
        for worker in (drives, lane, background):  # what a printer answered is still recorded
            if worker is not None:
                worker.stop()
                QCoreApplication.sendPostedEvents(worker)
        try:
            self._built().services.sessions.close()
        except KnownError as error:
            _log.warning("closed without a last record: %s", error.code)
        window, self._window = self._window, None
        if window is not None:
            window.shell.deleteLater()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # --------------------------------------------------------------------------------- own

    def _unforeseen(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        background, window = self._background, self._window
        if background is None or window is None or not issubclass(kind, Exception):
            log_unforeseen("unforeseen", kind, error, trace)
        else:
            fault = background.fault()
            log_unforeseen(f"fault {fault.folio}", kind, error, trace)
            window.fault_met.emit(fault)

    def _built(self) -> Backstage:
        if self._backstage is None:
            raise RuntimeError("the app was not started")
        return self._backstage

    def _words(self) -> Texts:
        if self._texts is None:
            raise RuntimeError("the app was not started")
        return self._texts

    def _qt(self) -> QApplication:
        if self._application is None:
            raise RuntimeError("the app was not started")
        return self._application


def place_of(settings: Settings) -> tuple[str, str]:
    """Return the institution's name for the locked screen, blank where no file is there.

    The office is known once the certificate inside the file can be read, after unlocking.
    """
    try:
        return load_institution(settings.institution).name, ""
    except InstitutionUnreadable:
        return "", ""


def _set_umask(mask: int) -> None:
    os.umask(mask)
