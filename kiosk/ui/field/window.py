"""The field window: builds every screen once and joins them into the flow of UX §3."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap

from kiosk.services.field import FieldServices
from kiosk.services.views import (
    DraftRow,
    OpenShift,
    PaymentDone,
    PendingCharge,
    PersonRow,
    ReceiptView,
    RegistrationSaved,
    SectionView,
    Session,
    Unlocked,
)
from kiosk.texts import Texts
from kiosk.ui.background import Background, Fault
from kiosk.ui.field.access import LockedScreen, UnlockScreen
from kiosk.ui.field.delivery import DeliveryScreen
from kiosk.ui.field.door import Door, WindowTimes
from kiosk.ui.field.form import FormEntry, FormScreen
from kiosk.ui.field.form_map import MapScreen
from kiosk.ui.field.home import HomeScreen
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.pages import FaultScreen, HelpScreen, WentBackScreen, fault_words
from kiosk.ui.field.payment import ChangeScreen, ChargeEntry, ChargeScreen, TenderScreen
from kiosk.ui.field.person import PersonScreen
from kiosk.ui.field.receipt import ReceiptEntry, ReceiptScreen
from kiosk.ui.field.records import CorrectScreen, RecordScreen, RecordsScreen
from kiosk.ui.field.review import ConsentScreen, ReviewScreen
from kiosk.ui.field.search import SearchEntry, SearchScreen
from kiosk.ui.field.services import ServicesScreen
from kiosk.ui.field.shift import ShiftScreen
from kiosk.ui.field.status import StatusBar
from kiosk.ui.field.version import VersionScreen
from kiosk.ui.navigator import Navigator
from kiosk.ui.questions.question import NO_TOOLS, Tools
from kiosk.ui.screen import Act
from kiosk.ui.shell import Shell
from kiosk.ui.shortcuts import install
from kiosk.ui.theme import Theme
from sync.ids import EventId

_LAYOUT_PASSES = 4  # text that wraps settles in two; a list inside a list in four


class FieldWindow(QObject):
    """Field mode. It owns the shell, the navigator and the screens; `shell.show()` opens it."""

    preview_wanted = Signal()
    """A form is to be tried from a file: another window, which holds nothing of a citizen."""
    closed = Signal()
    fault_met = Signal(object)
    """Emit a Fault that was met on the GUI thread; it is shown once the event in hand is over."""
    status_stale = Signal()
    """Emit from any thread when delivery moved: strip, V02 and V24 read again."""

    def __init__(
        self, kit: Kit, times: WindowTimes, disk_free_bytes: Callable[[], int] | None
    ) -> None:
        super().__init__()
        self.kit = kit
        self._times = times
        self.shell = Shell(kit.theme, kit.texts)
        self.navigator = Navigator(self.shell.stack)
        self._over = False
        self._person: PersonRow | None = None
        self._saved_registration: RegistrationSaved | None = None
        self.status = StatusBar(kit, self.shell, disk_free_bytes)
        self.door = Door(kit, self.shell, self.navigator, self.status, times)
        self._build_screens()
        self._join()
        self._watch()
        self._shortcuts = install(self.shell, self.act)
        self.shell.resize(kit.theme.window_size())
        self.status.show_closed()
        self.refresh_status()
        self.navigator.start("V01")
        self._retitle()

    def picture(self) -> QPixmap:
        """Return what the window shows, with every pending change of the layout done."""
        for _ in range(_LAYOUT_PASSES):
            QCoreApplication.sendPostedEvents()
        return self.shell.grab()

    # ------------------------------------------------------------------------- building

    def _build_screens(self) -> None:
        kit = self.kit
        self.unlock, self.locked = UnlockScreen(kit), LockedScreen(kit)
        self.home, self.shift = HomeScreen(kit), ShiftScreen(kit)
        self.search, self.person = SearchScreen(kit), PersonScreen(kit)
        self.services, self.form = ServicesScreen(kit), FormScreen(kit)
        self.map, self.version = MapScreen(kit), VersionScreen(kit)
        self.records, self.record = RecordsScreen(kit), RecordScreen(kit)
        self.correct = CorrectScreen(kit)
        self.review, self.consent = ReviewScreen(kit), ConsentScreen(kit)
        self.charge, self.tender = ChargeScreen(kit), TenderScreen(kit)
        self.change, self.receipt = ChangeScreen(kit), ReceiptScreen(kit)
        self.delivery = DeliveryScreen(kit)
        self.help, self.fault = HelpScreen(kit), FaultScreen(kit)
        self.went_back = WentBackScreen(kit)
        self._screens: tuple[FieldScreen, ...] = (
            self.unlock, self.locked, self.home, self.shift, self.search, self.person,
            self.services, self.form, self.map, self.review, self.consent, self.charge, self.tender,
            self.change, self.receipt, self.delivery, self.help, self.fault,
            self.went_back, self.version, self.records, self.record, self.correct,
        )  # fmt: skip
        for screen in self._screens:
            self.navigator.add(screen)
            screen.back_wanted.connect(self.go_back)
            screen.retitled.connect(self._retitle)

    def _join(self) -> None:
        """Join what happened on each screen with where it leads."""
        self.unlock.unlocked.connect(self.door.come_in)
        self.locked.unlocked.connect(self.door.come_in)
        self.door.came_in.connect(self._came_in)
        self.door.file_closed.connect(self._file_closed)
        self.home.searched.connect(self._search)
        self.home.draft_chosen.connect(self._resume)
        self.home.charge_chosen.connect(self._charge_pending)
        self.home.shift_wanted.connect(lambda: self.navigator.go("V03"))
        self.home.receipt_chosen.connect(self._open_receipt)
        self.home.acted.connect(self.act)
        self.home.preview_wanted.connect(self.preview_wanted.emit)
        self.shift.opened.connect(self._shift_opened)
        self.search.text_kept.connect(self._keep_search)
        self.search.person_opened.connect(self._person_opened)
        self.search.create_wanted.connect(lambda text: self.navigator.go("V07", text))
        self.person.created.connect(self._person_created)
        self.services.started.connect(self._form_started)
        self.form.moved.connect(self.navigator.remember)
        self.form.reviewed.connect(self._to_review)
        self.form.left_form.connect(self._draft_kept)
        self.form.map_wanted.connect(lambda view: self.navigator.go("V10", view))
        self.map.chosen.connect(self._section_chosen)
        self.form.version_wanted.connect(lambda view: self.navigator.go("V32", view))
        self.version.moved.connect(lambda view: self.navigator.back_to("V09", FormEntry(view=view)))
        self.records.opened.connect(lambda event_id: self.navigator.go("V18", event_id))
        self.record.correct_wanted.connect(lambda detail: self.navigator.go("V19", detail))
        self.record.receipt_wanted.connect(self._open_receipt)
        self.correct.started.connect(self._form_started)
        self.review.corrected.connect(self._corrected)
        self.review.change_wanted.connect(self._change_answer)
        self.review.agreed.connect(lambda review: self.navigator.go("V12", review))
        self.review.left_form.connect(self._draft_kept)
        self.consent.saved.connect(self._registered)
        self.charge.accepted.connect(lambda charge: self.navigator.go("V14", charge))
        self.charge.shift_wanted.connect(lambda entry: self.navigator.go("V03", entry))
        self.tender.charged.connect(self._charged)
        self.change.handed.connect(self._change_handed)
        self.receipt.finished.connect(self.go_home)
        self.receipt.another_wanted.connect(self._another_service)
        self.receipt.request_wanted.connect(self._open_request)
        self.status.was_read.connect(self._status_read)
        self.delivery.hurried.connect(self.refresh_status)
        self.fault.passed.connect(self.go_home)
        self.went_back.passed.connect(self.go_home)
        self.shell.lock_wanted.connect(self.door.lock)
        self.shell.closed.connect(self._close)
        self.navigator.changed.connect(lambda _screen_id: self._retitle())
        self.kit.background.known.connect(self._show_known)
        self.kit.background.faulted.connect(self.show_fault)
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
        self.home.show_session(result.session)
        if self.navigator.covered:
            self.navigator.uncover()
        if not same:
            self._forget_work()
            self.navigator.start("V02")
        if result.went_back:
            self.navigator.go("X01")
        self.refresh_status()

    def _file_closed(self) -> None:
        self._forget_work()
        self.locked.show_closed(self.kit.texts.text("locked-closed"))

    def _forget_work(self) -> None:
        self._person = None
        self._saved_registration = None

    # ----------------------------------------------------------------------------- keys

    def act(self, act: Act) -> None:
        """Do what a key asks for: first the screen, then the window."""
        screen = self.navigator.current
        if screen is None or screen.act(act) or self.session is None or self.navigator.covered:
            return
        match act:
            case Act.HELP:
                if self.navigator.current_id != "F1":
                    self.navigator.go("F1")
            case Act.BACK:
                self.go_back()
            case Act.FIND_PERSON:
                self._search("")
            case Act.NEW_SERVICE:
                self._new_service()
            case Act.CHARGE:
                self._charge()
            case Act.DELIVERIES:
                if self.navigator.current_id != "V24":
                    self.navigator.go("V24")
            case Act.RECORDS:
                self.navigator.go("V17")
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
        self._forget_work()
        self.navigator.start("V02")
        self.refresh_status()

    # --------------------------------------------------------------------------- people

    def _search(self, text: str) -> None:
        if self.navigator.current_id != "V04":
            self.navigator.restart("V02", "V04", SearchEntry(text=text))

    def _keep_search(self, text: str) -> None:
        if self.navigator.trail()[-1:] == ("V04",):
            self.navigator.remember(SearchEntry(text=text))

    def _person_opened(self, row: PersonRow) -> None:
        self._person = row
        self.navigator.go("V08", row)

    def _person_created(self, row: PersonRow) -> None:
        self._person = row
        self.navigator.swap("V08", row)
        self.refresh_status()

    # ------------------------------------------------------------------------ the form

    def _new_service(self) -> None:
        if self._person is not None:
            if self.navigator.current_id != "V08":
                self.navigator.restart("V02", "V08", self._person)
        else:
            self._search("")

    def _another_service(self) -> None:
        if self._person is not None:
            self.navigator.restart("V02", "V08", self._person)

    def _form_started(self, view: SectionView) -> None:
        self._person = view.person
        self.navigator.go("V09", FormEntry(view=view))

    def _resume(self, draft: DraftRow) -> None:
        draft_id = draft.draft_id

        def resumed(view: SectionView) -> None:
            self._person = view.person
            self.navigator.go("V09", FormEntry(view=view))

        self.kit.background.run(
            lambda: self.kit.services.registrations.resume(draft_id),
            resumed,
            self.home.show_problem,
        )

    def _section_chosen(self, view: SectionView, index: int) -> None:
        draft = view.draft_id
        self.kit.background.run(
            lambda: self.kit.services.registrations.section(draft, index),
            lambda shown: self.navigator.back_to("V09", FormEntry(view=shown)),
            self.map.show_problem,
        )

    def _to_review(self, draft_id: bytes) -> None:
        if "V11" in self.navigator.trail()[:-1]:
            self.navigator.back()
        else:
            self.navigator.go("V11", draft_id)

    def _change_answer(self, view: SectionView, path: str) -> None:
        self.navigator.go("V09", FormEntry(view=view, path=path, to_review=True))

    def _draft_kept(self) -> None:
        self._forget_work()
        self.navigator.start("V02", self.kit.texts.text("form-draft-saved"))
        self.refresh_status()

    def _registered(self, saved: RegistrationSaved) -> None:
        self._saved_registration = saved
        self.refresh_status()
        if saved.fee_due:
            self.navigator.restart("V02", "V13", ChargeEntry(registration_id=saved.event_id))
        else:
            self._show_receipt(saved.receipt)

    def _corrected(self, event_id: EventId) -> None:
        """Show the record with its new version; the way back leads over the list."""
        self._forget_work()
        self.navigator.restart("V02", "V17")
        self.navigator.go("V18", event_id)
        self.refresh_status()

    def _show_receipt(self, receipt: ReceiptView) -> None:
        entry = ReceiptEntry(receipt=receipt, same_person=self._person is not None)
        self.navigator.restart("V02", "V16", entry)

    def _open_receipt(self, event_id: EventId) -> None:
        receipts = self.kit.services.receipts
        self.kit.background.run(
            lambda: receipts.show(event_id), self._show_receipt, self._show_known
        )

    def _open_request(self, payment_id: EventId) -> None:
        receipts = self.kit.services.receipts
        self.kit.background.run(
            lambda: receipts.request_of(payment_id), self._show_receipt, self._show_known
        )

    # ---------------------------------------------------------------------------- money

    def _charge(self) -> None:
        """F4: the one charge that waits, the list of them, or why there is none."""

        def found(pending: tuple[PendingCharge, ...]) -> None:
            if len(pending) == 1:
                self._charge_pending(pending[0])
                return
            if self.navigator.current_id != "V02":
                self.navigator.start("V02")
            if pending:
                self.home.first_pending()
            else:
                self.home.say(self.kit.texts.text("home-pending-none"))

        self.kit.background.run(self.kit.services.payments.pending, found)

    def _charge_pending(self, charge: PendingCharge) -> None:
        entry = ChargeEntry(registration_id=charge.registration_id)
        self.navigator.restart("V02", "V13", entry)

    def _shift_opened(self, shift: OpenShift, then: object) -> None:
        self.status.show_shift(shift)
        if isinstance(then, ChargeEntry):
            self.navigator.restart("V02", "V13", then)
        else:
            money = self.kit.texts.money(shift.float_centavos)
            self.navigator.start("V02", self.kit.texts.text("shift-opened", amount=money))
        self.refresh_status()

    def _charged(self, done: PaymentDone) -> None:
        self.navigator.restart("V02", "V15", done)
        self.refresh_status()

    def _change_handed(self, done: PaymentDone) -> None:
        self._show_receipt(done.receipt)

    # --------------------------------------------------------------------------- status

    def refresh_status(self) -> None:
        """Read delivery and shift again, for strip, top bar, V02 and V24."""
        self.status.refresh(open_file=self.session is not None)

    def _status_read(self) -> None:
        if self.navigator.current_id == "V02":
            self.home.refresh()
        elif self.navigator.current_id == "V24":
            self.delivery.refresh()

    # -------------------------------------------------------------------------- trouble

    def _show_known(self, error: Exception) -> None:
        screen = self.navigator.current
        if isinstance(screen, FieldScreen):
            screen.show_problem(error)

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
        if isinstance(screen, UnlockScreen):
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
) -> FieldWindow:
    """Build field mode, locked, on V01; `window.shell.show()` opens it.

    Fonts must be loaded before (`load_fonts`). *institution* and *office* are shown before anybody
    unlocked. *disk_free_bytes* is asked every few seconds. *tools*: devices that questions use.
    """
    kit = Kit(theme=theme, texts=texts, services=services, background=background, tools=tools)
    window = FieldWindow(kit, times or WindowTimes(), disk_free_bytes)
    window.shell.show_place(institution, office)
    return window
