"""V25 Llevar por USB: connect, see what goes, copy, done once it was read back (UX §3.11)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal

from kiosk.errors import KnownError
from kiosk.services.views.drives import CarryPlan, CopyDone, DriveView
from kiosk.ui.field.device import choose_folder
from kiosk.ui.field.drive_pages import (
    ChooseFolder,
    ConnectPage,
    CopyPage,
    DonePage,
    DriveRun,
    DriveWatch,
    Figures,
    StepsCard,
    drive_words,
)
from kiosk.ui.field.enrol_pages import Page
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.words import size_words
from kiosk.ui.widgets.cards import Card, Notice, ValueRow
from kiosk.ui.widgets.fields import announce
from sync.errors import SyncError


class CarryScreen(FieldScreen):
    """Nothing here is in a hurry: a copy that is stopped leaves all as it was."""

    screen_id: ClassVar[str] = "V25"
    title_id = "carry-title"

    finished = Signal()
    """It is over, one way or the other; back to the deliveries."""
    copied = Signal()
    """What was saved here is on its way now."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.choose: ChooseFolder = lambda: choose_folder(self, self.text("drive-folder-title"))
        self.connect_page = ConnectPage(kit, "carry-connect", "carry-sealed", writes=True)
        self.what = WhatPage(kit)
        self.copying = CopyPage(
            kit, "carry-copying", "carry-stop-safe", "carry-writing", "drive-checking"
        )
        self.done = DonePage(kit)
        self.done.title_id = "carry-done-title"
        self._pages: tuple[Page, ...] = (self.connect_page, self.what, self.copying, self.done)
        for page in self._pages:
            self.main_column.addWidget(page)
        self.page: Page = self.connect_page
        self._drive: DriveView | None = None
        self._run: DriveRun | None = None
        self._busy = False
        self.steps = StepsCard(
            kit, "carry-steps", ("carry-step-1", "carry-step-2", "carry-step-3", "carry-step-4")
        )
        self.side_column.addWidget(self.steps)
        self.go = self.add_primary(self.text("continue"))
        self.go.clicked.connect(self._primary)
        self.stop_button = self.add_action(self.text("carry-stop"), key="Esc")
        self.stop_button.clicked.connect(self._stop)
        self.back_button = self.add_back()
        self.folder = self.add_action(self.text("drive-folder-choose"))
        self.folder.clicked.connect(self._choose)
        self.watch = DriveWatch(kit, self)
        self.watch.seen.connect(self._seen)

    # --------------------------------------------------------------------------- pages

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - a copy under way is shown again
        self.clear_problem()
        if self._run is not None:
            self._show(self.copying)
            return
        self._busy = False
        self._show(self.connect_page)
        self.watch.start()

    def leave(self) -> None:
        """Look for drives no more; a copy under way goes on."""
        self.watch.stop()

    def _show(self, page: Page) -> None:
        self.page = page
        for one in self._pages:
            one.setVisible(one is page)
        self.set_head(self.text(page.title_id), kicker=self.text("carry-title"))
        self.steps.show_step(self._pages.index(page) + (page is self.done))
        copying = page is self.copying
        self.go.setVisible(not copying)
        self.go.set_words(self.text(page.primary_id))
        self.stop_button.setVisible(copying)
        self.back_button.setVisible(page in (self.connect_page, self.what))
        self.folder.setVisible(page is self.connect_page)
        self.scroller.verticalScrollBar().setValue(0)
        self.order_tabs()
        self.retitled.emit()
        target = self.stop_button if copying else self.go
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        page.take_focus()
        announce(self.heading, self.heading.text())

    def window_words(self) -> str:
        return self.text(self.page.title_id)

    def back(self) -> bool:
        if self.page is self.copying:
            self._stop()
            return True
        if self.page is self.what:
            self.clear_problem()
            self._show(self.connect_page)
            return True
        return False

    # -------------------------------------------------------------------------- drives

    def _seen(self, drives: tuple[DriveView, ...]) -> None:
        if not self.connect_page.show_drives(drives):
            return
        self.order_tabs()
        gone = self._drive is not None and self._drive not in self.connect_page.drives
        if self.page is self.what and gone:
            still = {one.path: one for one in self.connect_page.drives}
            again = self._drive and still.get(self._drive.path)
            if again:  # only its room is another
                self._drive = again
                return
            self._show(self.connect_page)
            announce(self.heading, self.text("drive-went"), at_once=True)
        elif self.page is self.connect_page and not self._busy:
            (self.connect_page if self.connect_page.drives else self.go).setFocus()
            self.connect_page.take_focus()

    def _choose(self) -> None:
        folder = self.choose()
        if folder is not None:
            self._take_folder(folder)

    def _take_folder(self, folder: Path) -> None:
        def found(drive: DriveView) -> None:
            self.connect_page.offer(drive)
            self.order_tabs()
            self.connect_page.take_focus()

        drives = self.kit.services.drives
        self.clear_problem()
        self.kit.slow.run(lambda: drives.folder(folder), found, self.show_problem)

    # ------------------------------------------------------------------------- primary

    def enter_pressed(self) -> None:
        if self.page is not self.copying:
            self._primary()

    def _primary(self) -> None:
        if self._busy:
            return
        match self.page:
            case self.connect_page:
                self._look()
            case self.what:
                self._copy()
            case self.done:
                self.finished.emit()
            case _:
                pass

    def _look(self) -> None:
        """Go on to what would be copied, once a drive is chosen."""
        self.clear_problem()
        self._drive = self.connect_page.chosen()
        if self._drive is None:
            word = "drive-choose" if self.connect_page.drives else None
            self.connect_page.choice.set_message(self.text(word) if word else None)
            announce(self.heading, self.text(word or "drive-none"), at_once=True)
            return
        self.connect_page.choice.set_message(None)
        self._busy = True
        self.kit.background.run(self.kit.services.drives.plan, self._planned, self._failed)

    def _planned(self, plan: CarryPlan) -> None:
        self._busy = False
        drive = self._drive
        if drive is None:
            return
        self.what.show_plan(plan, drive)
        self._show(self.what)

    def _copy(self) -> None:
        drive, drives = self._drive, self.kit.services.drives
        if drive is None or self._run is not None:
            return
        self.clear_problem()
        self.watch.stop()
        run = DriveRun(lambda told, wish: drives.copy(drive.path, told, wish))
        run.progressed.connect(self.copying.show_progress, Qt.ConnectionType.QueuedConnection)
        run.done.connect(self._copied)
        run.failed.connect(self._failed)
        run.stopped.connect(self._stopped)
        self._run = run
        self.stop_button.set_words(self.text("carry-stop"))
        self.copying.begin()
        self._show(self.copying)
        run.start(self.kit.slow)

    def _stop(self) -> None:
        if self._run is not None:
            self._run.stop()
            self.stop_button.set_words(self.text("carry-stopping"))

    # ---------------------------------------------------------------------- what came of it

    def _copied(self, done: CopyDone) -> None:
        self._run = None
        drive = self._drive
        name = "" if drive is None else drive_words(self.kit, drive)
        parts = [self.text("carry-records", n=done.records)]
        if done.files:
            parts.append(self.text("carry-files", n=done.files))
        parts.append(size_words(self.texts, done.size_bytes))
        lines = [
            ("arrow-right", "info", self.text("carry-done-state")),
            ("users", "info", self.text("carry-done-who")),
        ]
        self.done.show_done(
            self.text("usb-done"),
            self.text("carry-done-what", what=" · ".join(parts), name=name),
            lines,
        )
        self._show(self.done)
        self.copied.emit()

    def _stopped(self) -> None:
        self._run = None
        self._show(self.what)
        announce(self.heading, self.text("carry-stopped"), at_once=True)
        self.watch.start()

    def _failed(self, error: KnownError | SyncError) -> None:
        self._run, self._busy = None, False
        self._show(self.what if self.page is self.copying else self.page)
        self.show_problem(error)
        self.watch.start()


class WhatPage(Page):
    """What goes onto the stick, in numbers a person can check, and where to."""

    title_id = "carry-what"
    primary_id = "carry-copy"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.figures = Figures(kit)
        self.column.addWidget(self.figures)
        card = Card(kit.theme, tight=True)
        self._where = ValueRow(kit.theme, self.text("carry-where"), "")
        card.body.addWidget(self._where)
        self.column.addWidget(card)
        self._again = Notice(kit.theme, "device-usb")
        self.column.addWidget(self._again)
        self._sealed = Notice(kit.theme, "lock", self.text("carry-sealed"))
        self.column.addWidget(self._sealed)

    def show_plan(self, plan: CarryPlan, drive: DriveView) -> None:
        """Show the numbers of a plan and the drive it would go to."""
        size = size_words(self.texts, plan.size_bytes)
        figures = [
            (self.text("number", n=plan.records), self.text("carry-word-records", n=plan.records)),
            (self.text("number", n=plan.files), self.text("carry-word-files", n=plan.files)),
            (size, self.text("carry-word-size")),
        ]
        self.figures.show_figures(figures)
        self._where.value.setText(
            self.text(
                "drive-room",
                name=drive_words(self.kit, drive),
                room=size_words(self.texts, drive.free_bytes),
            )
        )
        self._again.setVisible(bool(plan.on_a_stick))
        self._again.words.setText(self.text("carry-again", n=plan.on_a_stick))
