"""Who is at work: coming in, locking, closing the file when nobody comes back (UX §3.1)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication

from kiosk.services.views import Session, Unlocked
from kiosk.ui.field.access import UnlockScreen
from kiosk.ui.field.forgotten import ForgottenScreen
from kiosk.ui.field.page import Kit
from kiosk.ui.field.status import StatusBar
from kiosk.ui.navigator import Navigator
from kiosk.ui.shell import IdleWatch, Shell

CLOSE_AFTER_SECONDS = 30 * 60
STATUS_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowTimes:
    """How long the window waits; tests shorten it."""

    idle_seconds: float | None = None  # None: what the office says in its settings
    close_after_seconds: float = CLOSE_AFTER_SECONDS
    status_seconds: float = STATUS_SECONDS


class Door(QObject):
    """Keeps the session, covers the screen when it locks, and lets the same clerk come back."""

    came_in = Signal(object, bool)
    """An Unlocked, and whether it is who was at work before the lock."""
    file_closed = Signal()
    """The vault is closed and the key dropped."""

    def __init__(
        self,
        kit: Kit,
        shell: Shell,
        navigator: Navigator,
        status: StatusBar,
        times: WindowTimes,
    ) -> None:
        super().__init__()
        self._kit, self._shell, self._navigator = kit, shell, navigator
        self._status, self._times = status, times
        self.session: Session | None = None
        self.idle = IdleWatch(shell)
        self.idle.slept.connect(lambda: self.lock(idle=True))
        self.close_timer = QTimer(self)
        self.close_timer.setSingleShot(True)
        self.close_timer.setInterval(round(times.close_after_seconds * 1000))
        self.close_timer.timeout.connect(self.close_file)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._state_changed)

    def join(self, doors: tuple[UnlockScreen, ...]) -> None:
        """Join what happens at the door: coming in, and a forgotten clave."""
        for screen in doors:
            screen.unlocked.connect(self.come_in)
            screen.forgotten.connect(self._forgotten)

    def join_forgotten(self, forgotten: ForgottenScreen) -> None:
        """Join coming in by a recovery code, and the way back to the names."""
        forgotten.unlocked.connect(self.come_in)
        forgotten.left.connect(self._back_to_names)

    def _forgotten(self, number: int | None) -> None:
        if self._navigator.covered:
            self._navigator.cover("V50", number)
        else:
            self._navigator.go("V50", number)

    def _back_to_names(self) -> None:
        if self._navigator.covered:
            self._navigator.cover("V29")
        else:
            self._navigator.back()

    def stop(self) -> None:
        """Watch no more."""
        self.idle.stop()
        self.close_timer.stop()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.disconnect(self._state_changed)

    def come_in(self, result: Unlocked) -> None:
        """Take in whoever unlocked; the screen they left is uncovered by who hears `came_in`."""
        session = result.session
        before = self.session
        same = before is not None and before.operator.number == session.operator.number
        self.session = session
        self.close_timer.stop()
        seconds = self._times.idle_seconds or session.lock_after_seconds
        self.idle.timer.start(round(seconds * 1000))
        self._shell.show_place(session.institution, session.office)
        self._shell.show_person(session.operator.name, session.operator.initials)
        self._status.warn(self._warning(session))
        self._status.seen_shift = True
        self.came_in.emit(result, same and self._navigator.covered)

    def _warning(self, session: Session) -> str:
        """Return what stands above every screen; a broken journal goes before a wrong clock."""
        texts = self._kit.texts
        if session.journal_breaks_after is not None:
            return texts.text("journal-broken", number=str(session.journal_breaks_after))
        if session.clock_wrong:
            return texts.text("clock-wrong", day=texts.day_with_year(texts.today()))
        return ""

    def lock(self, *, idle: bool = False) -> None:
        """Hide and block; the file stays open and delivery goes on."""
        if self.session is None or self._navigator.covered:
            return
        self.idle.timer.stop()
        self._navigator.cover("V29")
        _forget_what_was_copied()
        self._shell.show_person(None, "")
        self._status.hide_shift()
        self.close_timer.start()
        sessions = self._kit.services.sessions
        self._kit.background.run(lambda: sessions.lock(idle=idle), lambda _nothing: None)

    def close_file(self) -> None:
        """Close the vault and drop the key after half an hour locked, or when the lid closes."""
        if self.session is None:
            return
        self.lock()
        self.close_timer.stop()
        self.session = None

        def closed(_nothing: None) -> None:
            self._status.show_closed()
            self.file_closed.emit()

        self._kit.background.run(self._kit.services.sessions.close, closed)

    def end(self) -> None:
        """Forget who was at work: the file is gone for good (PROTOCOL §19)."""
        self.session = None
        self.idle.timer.stop()
        self.close_timer.stop()
        _forget_what_was_copied()
        self._shell.show_person(None, "")
        self._status.hide_shift()
        self._status.show_closed()
        self._kit.background.run(self._kit.services.sessions.close, lambda _nothing: None)

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationSuspended:
            self.close_file()


def _forget_what_was_copied() -> None:
    """Empty the clipboard: what a clerk copied may be a person's, and others use this computer."""
    clipboard = QGuiApplication.clipboard()
    clipboard.clear(QClipboard.Mode.Clipboard)
    if clipboard.supportsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
