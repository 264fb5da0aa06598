"""V00 Alta del equipo: from an institution's file to the first clave and the home screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout

from kiosk.services.enrolment import ClaveDoesNotFit
from kiosk.services.views import (
    AdmissionState,
    EnrolmentDone,
    EnrolmentPending,
    InstitutionView,
    ProtectionView,
    Unlocked,
)
from kiosk.ui.field.device import choose_folder
from kiosk.ui.field.enrol_pages import (
    ClavePage,
    ConfirmPage,
    GoOnPage,
    InstitutionPage,
    Page,
    PendingPage,
    ProtectionPage,
    WorkPage,
)
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.cards import SideCard, clear_layout
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.marks import StepCircle
from kiosk.ui.widgets.text import Text


class EnrolScreen(FieldScreen):
    """One step after the other; a cut, a refusal and Atrás lose nothing that was typed."""

    screen_id: ClassVar[str] = "V00"
    title_id = "alta-title"

    unlocked = Signal(object)
    """An Unlocked: the device is admitted, its first person is at work."""
    practice_wanted = Signal(object)
    """An InstitutionView whose practice is wanted, without enrolling."""
    _stepped = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.institution, self.confirm = InstitutionPage(kit), ConfirmPage(kit)
        self.clave, self.work, self.pending = ClavePage(kit), WorkPage(kit), PendingPage(kit)
        self.go_on, self.protection = GoOnPage(kit), ProtectionPage(kit)
        self.summary = self.add_summary()
        self._steps: tuple[Page, ...] = (self.institution, self.confirm, self.clave, self.work)
        self._pages: tuple[Page, ...] = (*self._steps, self.pending, self.go_on, self.protection)
        for page in self._pages:
            self.main_column.addWidget(page)
        self.page: Page = self.institution
        self._shown: InstitutionView | None = None
        self._code = ""
        self._secret = ""  # the clave while the enrolment runs or waits; dropped with the screen
        self._entered: Unlocked | None = None
        self._drive: Path | None = None  # the way of the last try; None: the network
        self.choose_drive: Callable[[], Path | None] = lambda: choose_folder(
            self, self.text("drive-folder-title")
        )
        self._steps_card = SideCard(kit.theme, self.text("alta-steps"))
        self.side_column.addWidget(self._steps_card)
        self._begin_button = self.add_primary(self.text("continue"))
        self._begin_button.clicked.connect(self._primary)
        self.back_button = self.add_back()
        self.stick = self.add_action(self.text("alta-stick"), icon="device-usb")
        self.stick.clicked.connect(self._by_stick)
        self.practise = self.add_action(self.text("practice-act"))
        self.practise.clicked.connect(self._practise)
        self.clave.another.clicked.connect(self._propose)
        self.go_on.anew.clicked.connect(self._anew)
        self._stepped.connect(self.work.show_step, Qt.ConnectionType.QueuedConnection)

    # --------------------------------------------------------------------------- pages

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - what is begun stands on the disk
        self.clear_problem()
        begun = self.kit.services.admission.state() is AdmissionState.BEGUN
        self._show(self.go_on if begun else self.institution)

    def leave(self) -> None:
        self._forget_clave()

    def _show(self, page: Page) -> None:
        self.page = page
        self.clear_problem()
        self.summary.show_messages([])
        for one in self._pages:
            one.setVisible(one is page)
        self.set_head(self.text(page.title_id))
        working = page is self.work
        self.action_bar.setVisible(not working)
        self._begin_button.set_words(self.text(page.primary_id))
        self.back_button.setVisible(page in (self.confirm, self.clave))
        self.stick.setVisible(page in (self.clave, self.pending, self.go_on))
        can_practise = self._shown is not None and self._shown.can_practise
        self.practise.setVisible(page is self.confirm and can_practise)
        self._show_steps()
        self.order_tabs()
        self.retitled.emit()
        page.take_focus()
        announce(self.heading, self.heading.text())

    def _scroll_to_focus(self) -> None:
        super()._scroll_to_focus()
        here, compared = QApplication.focusWidget(), self.page.compared
        if here is not None and compared is not None and self.page.isAncestorOf(here):
            self.scroller.ensureWidgetVisible(compared, 0, 0)
            margin = self.theme.space(1)
            self.scroller.ensureWidgetVisible(here, margin, margin)  # rather than that

    def _show_steps(self) -> None:
        body = self._steps_card.body
        while body.count() > 1:  # the heading of the card stays
            item = body.takeAt(1)
            if item is not None and (inner := item.layout()) is not None:
                clear_layout(inner)
        here = next((n for n, page in enumerate(self._steps) if page is self.page), -1)
        after = self.page is self.protection
        for number, name in enumerate(("institution", "confirm", "clave", "work")):
            row = QHBoxLayout()
            row.setSpacing(self.theme.space(3))
            complete = after or (0 <= number < here)
            circle = StepCircle(self.theme, number + 1, here=number == here, complete=complete)
            row.addWidget(circle, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(self.theme, self.text(f"alta-part-{name}"), bold=number == here), 1)
            body.addLayout(row)
        self._steps_card.setVisible(self.page is not self.go_on and self.page is not self.pending)

    def window_words(self) -> str:
        words = self.text(self.page.title_id)
        return self.text("title-problem", title=words) if self.summary.messages else words

    def back(self) -> bool:
        before = {self.confirm: self.institution, self.clave: self.confirm}.get(self.page)
        if before is not None:
            self._show(before)
        return True

    # ------------------------------------------------------------------------- primary

    def enter_pressed(self) -> None:
        if self.page is not self.work:
            super().enter_pressed()

    def _by_stick(self) -> None:
        """Go on by stick, not by network: the request goes onto it, or its answer is read."""
        folder = self.choose_drive()
        if folder is not None:
            self._primary(folder)

    def _primary(self, drive: Path | bool | None = None) -> None:
        """Do what the page asks for, over the network or by a *drive*; a button says a bool."""
        self._drive = drive if isinstance(drive, Path) else None
        self.clear_problem()
        mistakes = self.page.mistakes()
        self.summary.show_messages(mistakes)
        self.retitled.emit()
        if mistakes:
            self.order_tabs()
            return
        match self.page:
            case self.institution:
                self._read_file()
            case self.confirm:
                self._check_code()
            case self.clave:
                self._check_clave()
            case self.pending:
                self._ask_again()
            case self.go_on:
                self._secret = self.go_on.clave.value()
                self._ask_again()
            case self.protection:
                self._decide()
            case _:
                pass

    def _read_file(self) -> None:
        admission = self.kit.services.admission
        path, scanned = self.institution.path(), self.institution.scanned.value().strip()

        def read() -> tuple[InstitutionView, str | None]:
            shown = admission.institution(path)
            if not scanned:
                return shown, None
            code = admission.enrolment_code(scanned)
            admission.matches(shown, code)
            return shown, code.code

        def known(found: tuple[InstitutionView, str | None]) -> None:
            self._shown, code = found
            self.confirm.show_institution(self._shown, code)
            self._show(self.confirm)

        self.kit.background.run(read, known, self.show_problem)

    def _check_code(self) -> None:
        typed = self.confirm.code.value()
        admission = self.kit.services.admission

        def check() -> tuple[str, int]:
            return admission.code(typed), admission.level()

        def fits(found: tuple[str, int]) -> None:
            self._code, level = found
            self.clave.show_level(level)
            if not self.clave.proposal:
                self._propose()
            self._show(self.clave)

        self.kit.background.run(check, fits, self.show_problem)

    def _propose(self) -> None:
        self.kit.background.run(self.kit.services.admission.propose, self.clave.show_proposal)

    def _check_clave(self) -> None:
        typed = self.clave.clave()
        admission = self.kit.services.admission

        def fits(clave: str) -> None:
            self._secret = clave
            self._enrol()

        self.kit.background.run(lambda: admission.check_clave(typed), fits, self.show_problem)

    # --------------------------------------------------------------------------- enrol

    def _enrol(self) -> None:
        shown, code, clave = self._shown, self._code, self._secret
        if shown is None:
            return
        admission, stepped, drive = self.kit.services.admission, self._stepped.emit, self._drive
        self._show(self.work)
        self.kit.background.run(
            lambda: admission.enrol(shown, code, clave, stepped, drive),
            self._answered,
            self._refused,
        )

    def _ask_again(self) -> None:
        clave = self._secret
        admission, stepped, drive = self.kit.services.admission, self._stepped.emit, self._drive
        self._show(self.work)
        self.kit.background.run(
            lambda: admission.go_on(clave, stepped, drive), self._answered, self._refused
        )

    def _answered(self, answer: EnrolmentDone | EnrolmentPending) -> None:
        if isinstance(answer, EnrolmentPending):
            self.pending.say_why(signature=True, stick=self._drive is not None)
            self._show(self.pending)
            return
        clave, sessions = self._secret, self.kit.services.sessions
        admission = self.kit.services.admission

        def come_in() -> tuple[Unlocked | None, ProtectionView | None]:
            unlocked = sessions.unlock(answer.operator, clave)
            if not isinstance(unlocked, Unlocked):
                return None, None
            return unlocked, admission.protection()

        self.kit.background.run(come_in, self._came_in, self._refused)

    def _came_in(self, found: tuple[Unlocked | None, ProtectionView | None]) -> None:
        self._entered, seen = found
        self._forget_clave()
        if self._entered is None:
            self._show(self.go_on)
        elif seen is not None and seen.below and not seen.decided:
            self.protection.show_levels(seen)
            self._show(self.protection)
        else:
            self.unlocked.emit(self._entered)

    def _decide(self) -> None:
        entered = self._entered
        if entered is not None:
            self.kit.background.run(
                self.kit.services.admission.decide,
                lambda _nothing: self.unlocked.emit(entered),
                self.show_problem,
            )

    def _refused(self, error: Exception) -> None:
        """Show why not, where it can be put right; what is begun is gone on with."""
        state = self.kit.services.admission.state()
        if (
            state is AdmissionState.BEGUN
            and self._secret
            and not isinstance(error, ClaveDoesNotFit)
        ):
            self.pending.say_why(signature=False)
            self._show(self.pending)
        elif state is AdmissionState.BEGUN:
            self._show(self.go_on)
        else:
            self._show(self.confirm if self._shown is not None else self.institution)
        self.show_problem(error)

    def _anew(self) -> None:
        """Forget what was begun; the person starts with the institution's file again."""
        self.kit.background.run(
            self.kit.services.admission.abandon,
            lambda _nothing: self._show(self.institution),
            self.show_problem,
        )

    def _practise(self) -> None:
        if self._shown is not None:
            self.practice_wanted.emit(self._shown)

    def _forget_clave(self) -> None:
        self._secret = ""
        self.clave.forget()
        self.go_on.clave.set_value("")
