"""The field window: builds the flows and joins them with the door and the keys (UX §3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap

from kiosk.services.field import FieldServices
from kiosk.services.views import Session, Unlocked
from kiosk.texts import Texts
from kiosk.ui.background import Background, Fault
from kiosk.ui.field.access import LockedScreen, UnlockScreen
from kiosk.ui.field.allowed import may
from kiosk.ui.field.damaged import DamagedScreen
from kiosk.ui.field.door import Door, WindowTimes
from kiosk.ui.field.first_visit import offer_screens, on_first_visit
from kiosk.ui.field.flow import Counter, Flow
from kiosk.ui.field.flows.accounts import AccountsFlow
from kiosk.ui.field.flows.approvals import ApprovalsFlow
from kiosk.ui.field.flows.beside import BesideFlow
from kiosk.ui.field.flows.cash import CashFlow
from kiosk.ui.field.flows.device import DeviceFlow
from kiosk.ui.field.flows.estimates import EstimatesFlow
from kiosk.ui.field.flows.forms import FormsFlow
from kiosk.ui.field.flows.paper import PaperFlow
from kiosk.ui.field.flows.payments import PaymentsFlow
from kiosk.ui.field.flows.people import PeopleFlow
from kiosk.ui.field.flows.rights import RightsFlow
from kiosk.ui.field.flows.verify import VerifyFlow
from kiosk.ui.field.forgotten import ForgottenScreen
from kiosk.ui.field.home import HomeScreen
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.pages import EndedScreen, FaultScreen, fault_words
from kiosk.ui.field.status import StatusBar
from kiosk.ui.navigator import Navigator
from kiosk.ui.questions.question import NO_TOOLS, Tools
from kiosk.ui.screen import Act
from kiosk.ui.shell import Shell
from kiosk.ui.shortcuts import install
from kiosk.ui.theme import Theme

_LAYOUT_PASSES = 4  # text that wraps settles in two; a list inside a list in four


class FieldWindow(QObject):
    """Field mode. It owns shell, navigator, counter and flows; `shell.show()` opens it."""

    preview_wanted = Signal()
    """A form is to be tried from a file: another window, which holds nothing of a citizen."""
    practice_ready = Signal(object)
    """A PracticeEntry: the program goes on in the practice."""
    practice_left = Signal()
    """The practice is over; the program goes on at the real door."""
    closed = Signal()
    fault_met = Signal(object)
    """Emit a Fault that was met on the GUI thread; it is shown once the event in hand is over."""
    status_stale = Signal()
    """Emit from any thread when delivery moved: strip, V02 and V24 read again."""
    _session_known = Signal(object)

    def __init__(
        self, kit: Kit, times: WindowTimes, disk_free_bytes: Callable[[], int] | None
    ) -> None:
        super().__init__()
        self.kit = kit
        self._times = times
        self.shell = Shell(kit.theme, kit.texts)
        self.navigator = Navigator(self.shell.stack)
        self._over = False
        self.status = StatusBar(kit, self.shell, disk_free_bytes)
        self.door = Door(kit, self.shell, self.navigator, self.status, times)
        self.navigator.made.connect(self._made)
        self._build_door()
        self._build_work()
        self._join()
        self._watch()
        self._shortcuts = install(self.shell, self.act)
        self.shell.resize(kit.theme.window_size())
        first = self.device.first_screen()
        self.status.show_closed()
        self.refresh_status()
        self.navigator.start(first)
        self._retitle()

    def picture(self) -> QPixmap:
        """Return what the window shows, with every pending change of the layout done."""
        for _ in range(_LAYOUT_PASSES):
            QCoreApplication.sendPostedEvents()
        return self.shell.grab()

    # ------------------------------------------------------------------------- building

    def _build_door(self) -> None:
        """Build what is seen while nobody is at work; it knows of no citizen.

        A lock must never have to wait, so its page is there from the first.
        """
        self.unlock, self.locked = UnlockScreen(self.kit), LockedScreen(self.kit)
        for screen in (self.unlock, self.locked):
            self.navigator.add(screen)
        offer_screens(self)

    @on_first_visit(DamagedScreen)
    def damaged(self, damaged: DamagedScreen) -> None:
        """X02: it leads nowhere but back."""

    @on_first_visit(EndedScreen)
    def ended(self, ended: EndedScreen) -> None:
        """X05."""
        ended.passed.connect(self._close)

    @on_first_visit(ForgottenScreen)
    def forgotten(self, forgotten: ForgottenScreen) -> None:
        """V50."""
        self.door.join_forgotten(forgotten)

    def _build_work(self) -> None:
        """Build what may show somebody; built anew each time the file was closed.

        The page for a defect is there from the first: where one is met, none may be built.
        """
        self.counter = Counter(self.kit, self.shell, self.navigator, self.status)
        self.home, self.fault = HomeScreen(self.kit), FaultScreen(self.kit)
        for screen in (self.home, self.fault):
            self.navigator.add(screen)
        self.people = PeopleFlow(self.counter, self.home)
        self.forms = FormsFlow(self.counter, self.home)
        self.payments = PaymentsFlow(self.counter, self.home)
        self.cash = CashFlow(self.counter, self.home)
        self.device = DeviceFlow(self.counter, self.home)
        self.approvals = ApprovalsFlow(self.counter, self.home)
        self.rights = RightsFlow(self.counter, self.home)
        self.paper = PaperFlow(self.counter, self.home)
        self.verify = VerifyFlow(self.counter)
        self.accounts = AccountsFlow(self.counter)
        self.beside = BesideFlow(self.counter)
        self.estimates = EstimatesFlow(self.counter, self.home)
        self.flows: tuple[Flow, ...] = (
            self.people, self.forms, self.payments, self.device, self.approvals, self.rights,
            self.paper, self.verify, self.beside, self.cash,
            self.accounts, self.estimates,
        )  # fmt: skip
        self._join_work()

    def _made(self, screen: FieldScreen) -> None:
        """Join a screen that is new, and tell it who is at work, now and from now on."""
        screen.back_wanted.connect(self.go_back)
        screen.retitled.connect(self._retitle)
        self._session_known.connect(screen.show_session)
        if self.session is not None:
            screen.show_session(self.session)

    def _drop_work(self) -> None:
        """Let every screen go that may have shown somebody, with all that it still holds."""
        for screen in (self.home, self.fault):
            self.navigator.remove(screen.screen_id)
        for flow in self.flows:
            for screen_id in flow.screen_ids:
                self.navigator.remove(screen_id)
            flow.deleteLater()
        self.counter.deleteLater()

    def _join_work(self) -> None:
        """Join what happened at home and in the flows with where it leads."""
        self.device.unlocked.connect(self.door.come_in)
        self.device.practice_ready.connect(self.practice_ready.emit)
        self.home.acted.connect(self.act)
        self.home.preview_wanted.connect(self.preview_wanted.emit)
        self.fault.passed.connect(self.go_home)

    def _join(self) -> None:
        """Join what happened at the door and in the bars with where it leads."""
        self.door.join((self.unlock, self.locked))
        self.unlock.examine_wanted.connect(self._examine)
        self.unlock.practice_wanted.connect(lambda: self.navigator.go("V30"))
        self.locked.examine_wanted.connect(self._examine)
        self.door.came_in.connect(self._came_in)
        self.door.file_closed.connect(self._file_closed)
        self.status.was_read.connect(self._status_read)
        self.status.ended.connect(self._ended)
        self.shell.lock_wanted.connect(self.door.lock)
        self.shell.closed.connect(self._close)
        self.shell.practice_left.connect(self.practice_left.emit)
        self.navigator.changed.connect(lambda _screen_id: self._retitle())
        self.kit.background.known.connect(self._show_known)
        self.kit.background.faulted.connect(self.show_fault)
        for lane in {self.kit.printing, self.kit.slow} - {self.kit.background}:
            lane.known.connect(self._show_known)
            lane.faulted.connect(self.show_fault)
        self.fault_met.connect(self._fault_met, Qt.ConnectionType.QueuedConnection)
        self.status_stale.connect(self.refresh_status, Qt.ConnectionType.QueuedConnection)

    def _watch(self) -> None:
        self._status_timer = QTimer(self)
        self._status_timer.setInterval(round(self._times.status_seconds * 1000))
        self._status_timer.timeout.connect(self.refresh_status)
        self._status_timer.start()

    def _close(self) -> None:
        """Send what is half typed to its draft, stop every watch, and say that it is over."""
        if self._over:
            return
        self._over = True
        screen = self.navigator.current
        if screen is not None:
            screen.leave()
        self.door.stop()
        self._status_timer.stop()
        self.shell.stop()
        self.closed.emit()

    def _retitle(self) -> None:
        """Say in the title what kind of work this is; never about whom."""
        screen = self.navigator.current
        words = screen.window_words() if screen is not None else ""
        name = self.kit.texts.text("app-name")
        self.shell.setWindowTitle(f"{words} · {name}" if words else name)

    # ------------------------------------------------------------------------- the door

    @property
    def session(self) -> Session | None:
        """Who is at work; None while the file is closed."""
        return self.door.session

    def _came_in(self, result: Unlocked, same: bool) -> None:
        if self.navigator.covered and not same:
            self._drop_work()  # what somebody else left on the screens is theirs
            self._build_work()
        self.counter.session = result.session
        self._session_known.emit(result.session)
        for flow in self.flows:
            flow.came_in(result.session)
        if not same:
            self.counter.forget()
            self.navigator.start("V02")
        if self.navigator.covered:
            self.navigator.uncover()
        if result.went_back:
            self.navigator.go("X01")
        self.refresh_status()

    def _file_closed(self) -> None:
        self._drop_work()
        self._build_work()
        self.locked.show_closed(self.kit.texts.text("locked-closed"))

    def _examine(self) -> None:
        """Look at a damaged file, from the door; the file is closed, so nobody is on screen."""
        if self.session is not None:
            return
        if self.navigator.covered:
            self.navigator.uncover()
            self.navigator.start("V01")
        self.navigator.go("X02")

    def _ended(self, order_number: int) -> None:
        """Show that the office ended this device, and nothing of anybody any more."""
        self.door.end()
        if self.navigator.covered:
            self.navigator.uncover()
        self.navigator.start("X05", order_number)
        self._drop_work()
        self._build_work()

    # ----------------------------------------------------------------------------- keys

    def act(self, act: Act) -> None:
        """Do what a key asks for: first the screen, then the flows, then the window."""
        screen = self.navigator.current
        if self.session is not None and not may(self.session, act):
            return
        if screen is None or screen.act(act) or self.navigator.covered:
            return
        if self.session is None:
            if act is Act.BACK:
                self.go_back()
            return
        if any(flow.act(act) for flow in self.flows):
            return
        match act:
            case Act.BACK:
                self.go_back()
            case Act.LOCK:
                self.door.lock()
            case _:
                pass

    def go_back(self) -> None:
        """Atrás: first inside the screen, then to the one before; nothing typed is lost."""
        screen = self.navigator.current
        if screen is None or self.navigator.covered or screen.back():
            return
        self.navigator.back()

    def go_home(self) -> None:
        """Return to V02 and forget who was at the counter."""
        self.counter.go_home()

    # --------------------------------------------------------------------------- status

    def refresh_status(self) -> None:
        """Read delivery and shift again, for strip, top bar, V02 and V24."""
        self.counter.refresh()

    def _status_read(self) -> None:
        if self.navigator.current_id == "V02":
            self.home.refresh()
        elif self.navigator.current_id == "V24":
            self.beside.delivery.refresh()

    # -------------------------------------------------------------------------- trouble

    def _show_known(self, error: Exception) -> None:
        self.counter.show_known(error)

    def _fault_met(self, fault: Fault) -> None:
        """Show a defect of this thread; not again while its page stands: drawing may be broken."""
        if self.navigator.current_id != "X00":
            self.show_fault(fault)

    def show_fault(self, fault: Fault) -> None:
        """Show the page for a defect of ours; drafts and saved records are as they were.

        At the door nothing can be shown but the door: there the sentences stand on it.
        """
        self.status.forget()
        if self.session is not None:
            self.navigator.restart("V02", "X00", fault)
        screen = self.navigator.current
        if isinstance(screen, UnlockScreen | ForgottenScreen):
            todo = self.kit.texts.part("problem-app-unforeseen", "todo")
            screen.show_fault(replace(fault_words(self.kit.texts, fault), todo=todo))


def build_field_window(
    services: FieldServices,
    texts: Texts,
    theme: Theme,
    background: Background,
    *,
    institution: str = "",
    office: str = "",
    times: WindowTimes | None = None,
    disk_free_bytes: Callable[[], int] | None = None,
    tools: Tools = NO_TOOLS,
    printer_lane: Background | None = None,
    drive_lane: Background | None = None,
) -> FieldWindow:
    """Build field mode, locked, on V01; `window.shell.show()` opens it.

    Fonts must be loaded before (`load_fonts`). *institution* and *office* are shown before anybody
    unlocked. *disk_free_bytes* is asked every few seconds. *tools*: devices that questions use.
    *printer_lane*, *drive_lane*: workers of their own, for what printers and drives keep waiting.
    """
    kit = Kit(
        theme=theme,
        texts=texts,
        services=services,
        background=background,
        tools=tools,
        printer_lane=printer_lane,
        drive_lane=drive_lane,
    )
    window = FieldWindow(kit, times or WindowTimes(), disk_free_bytes)
    window.shell.show_place(institution, office)
    return window
