"""What V25 and V26 are both made of: a drive is found or chosen, then something runs on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal

from kiosk.errors import KnownError
from kiosk.services.views.drives import CopyProgress, DriveView
from kiosk.ui.field.device import choose_folder
from kiosk.ui.field.drive_pages import ConnectPage, CopyPage, DriveRun, DriveWatch, StepsCard
from kiosk.ui.field.enrol_pages import Page
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.fields import announce
from sync.errors import SyncError

Work = Callable[[Callable[[CopyProgress], object], Callable[[], bool]], object]


class DriveScreen(FieldScreen):
    """A subclass names its pages in their order, the one that runs among them, and its buttons."""

    finished = Signal()
    """It is over, one way or the other; back to the deliveries."""

    stop_id = ""
    """The words of the button that stops what runs."""
    connect_page: ConnectPage
    running: CopyPage
    steps: StepsCard
    go: Button
    stop_button: Button
    back_button: Button
    folder: Button

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.choose: Callable[[], Path | None] = lambda: choose_folder(
            self, self.text("drive-folder-title")
        )
        self._pages: tuple[Page, ...] = ()
        self.page: Page | None = None
        self._drive: DriveView | None = None
        self._run: DriveRun | None = None
        self._busy = False
        self.watch = DriveWatch(kit, self)
        self.watch.seen.connect(self._seen)

    def build(self, pages: tuple[Page, ...], steps: tuple[str, ...]) -> None:
        """Build the page with its steps at the side and the buttons below."""
        self._pages, self.page = pages, pages[0]
        for page in pages:
            self.main_column.addWidget(page)
        self.steps = StepsCard(self.kit, "carry-steps", steps)
        self.side_column.addWidget(self.steps)
        self.go = self.add_primary(self.text("continue"))
        self.go.clicked.connect(self._primary)
        self.stop_button = self.add_action(self.text(self.stop_id), key="Esc")
        self.stop_button.clicked.connect(self._stop)
        self.back_button = self.add_back()
        self.folder = self.add_action(self.text("drive-folder-choose"))
        self.folder.clicked.connect(self._choose)

    # --------------------------------------------------------------------------- pages

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - what is under way is shown again
        self.clear_problem()
        if self._run is not None:
            self._show(self.running)
            return
        self._busy = False
        self._show(self.connect_page)
        self.watch.start()

    def leave(self) -> None:
        """Look for drives no more; what is under way goes on."""
        self.watch.stop()

    def _show(self, page: Page) -> None:
        self.page = page
        for one in self._pages:
            one.setVisible(one is page)
        self.set_head(self.text(page.title_id), kicker=self.text(self.title_id))
        self.steps.show_step(self._pages.index(page) + (page is self._pages[-1]))
        running = page is self.running
        self.go.setVisible(not running)
        self.go.set_words(self.text(page.primary_id))
        self.stop_button.setVisible(running)
        self.back_button.setVisible(page not in (self.running, self._pages[-1]))
        self.folder.setVisible(page is self.connect_page)
        self.scroller.verticalScrollBar().setValue(0)
        self.order_tabs()
        self.retitled.emit()
        (self.stop_button if running else self.go).setFocus(Qt.FocusReason.OtherFocusReason)
        page.take_focus()
        announce(self.heading, self.heading.text())

    def window_words(self) -> str:
        return self.text(self.title_id if self.page is None else self.page.title_id)

    def back(self) -> bool:
        if self.page is self.running:
            self._stop()
            return True
        return False

    def enter_pressed(self) -> None:
        if self.page is not self.running:
            self._primary()

    def _primary(self) -> None:
        """Do what the page's button says."""

    # -------------------------------------------------------------------------- drives

    def _seen(self, drives: tuple[DriveView, ...]) -> None:
        if not self.connect_page.show_drives(drives):
            return
        self.order_tabs()
        if self.page is self.connect_page and not self._busy:
            self.go.setFocus()
            self.connect_page.take_focus()

    def _choose(self) -> None:
        folder = self.choose()
        if folder is None:
            return
        drives = self.kit.services.drives

        def found(drive: DriveView) -> None:
            self.connect_page.offer(drive)
            self.order_tabs()
            self.connect_page.take_focus()

        self.clear_problem()
        self.kit.slow.run(lambda: drives.folder(folder), found, self.show_problem)

    def _take_drive(self) -> DriveView | None:
        """Return the drive that is chosen and keep it; say what is missing where none is."""
        self.clear_problem()
        self._drive = self.connect_page.chosen()
        word = "drive-choose" if self.connect_page.drives and self._drive is None else ""
        self.connect_page.choice.set_message(self.text(word) if word else None)
        if self._drive is None:
            announce(self.heading, self.text(word or "drive-none"), at_once=True)
        return self._drive

    # -------------------------------------------------------------------------- running

    def _start(self, work: Work, done: Callable[[Any], None], stopped: Callable[[], None]) -> None:
        """Begin something on the drive; its page says how far it is."""
        self.clear_problem()
        self.watch.stop()
        run = DriveRun(work)
        run.progressed.connect(self.running.show_progress, Qt.ConnectionType.QueuedConnection)
        run.done.connect(done)
        run.failed.connect(self._failed)
        run.stopped.connect(stopped)
        self._run = run
        self.stop_button.set_words(self.text(self.stop_id))
        self.running.begin()
        self._show(self.running)
        run.start(self.kit.slow)

    def _stop(self) -> None:
        if self._run is not None:
            self._run.stop()
            self.stop_button.set_words(self.text("carry-stopping"))

    def _failed(self, error: KnownError | SyncError) -> None:
        """Show what happened where it can be tried again: the page before the one that ran."""
        self._run, self._busy = None, False
        before = self._pages[self._pages.index(self.running) - 1]
        self._show(before if self.page is self.running else self.page or before)
        self.show_problem(error)
        self.watch.start()
