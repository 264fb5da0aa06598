"""V26 Recibir por USB: answers and news for this device, and what others send (UX §3.11)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal

from kiosk.errors import KnownError
from kiosk.services.views.drives import DriveView, Received
from kiosk.ui.field.device import choose_folder
from kiosk.ui.field.drive_pages import (
    ChooseFolder,
    ConnectPage,
    CopyPage,
    DonePage,
    DriveRun,
    DriveWatch,
    StepsCard,
)
from kiosk.ui.field.enrol_pages import Page
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.fields import announce
from sync.errors import SyncError


class ReceiveScreen(FieldScreen):
    """What holds is taken, in any order, any number of times; nothing here can lose anything."""

    screen_id: ClassVar[str] = "V26"
    title_id = "receive-title"

    finished = Signal()
    """Back to the deliveries."""
    received = Signal()
    """Something may be delivered now that was not before."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.choose: ChooseFolder = lambda: choose_folder(self, self.text("drive-folder-title"))
        self.connect_page = ConnectPage(kit, "receive-connect", "receive-what", writes=False)
        self.connect_page.primary_id = "receive-act"
        self.taking = CopyPage(
            kit, "receive-taking", "receive-stop-safe", "receive-reading", "receive-reading"
        )
        self.done = DonePage(kit)
        self.done.title_id = "receive-done-title"
        self._pages: tuple[Page, ...] = (self.connect_page, self.taking, self.done)
        for page in self._pages:
            self.main_column.addWidget(page)
        self.page: Page = self.connect_page
        self._drive: DriveView | None = None
        self._run: DriveRun | None = None
        self._busy = False
        self.steps = StepsCard(
            kit, "carry-steps", ("carry-step-1", "receive-step-2", "receive-step-3")
        )
        self.side_column.addWidget(self.steps)
        self.go = self.add_primary(self.text("receive-act"))
        self.go.clicked.connect(self._primary)
        self.stop_button = self.add_action(self.text("receive-stop"), key="Esc")
        self.stop_button.clicked.connect(self._stop)
        self.clean = self.add_action(self.text("receive-clean"), icon="eraser")
        self.clean.clicked.connect(self._clean)
        self.back_button = self.add_back()
        self.folder = self.add_action(self.text("drive-folder-choose"))
        self.folder.clicked.connect(self._choose)
        self.watch = DriveWatch(kit, self)
        self.watch.seen.connect(self._seen)

    # --------------------------------------------------------------------------- pages

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - what is under way is shown again
        self.clear_problem()
        if self._run is not None:
            self._show(self.taking)
            return
        self._busy = False
        self._show(self.connect_page)
        self.watch.start()

    def leave(self) -> None:
        """Look for drives no more; what is under way goes on."""
        self.watch.stop()

    def _show(self, page: Page, *, spare: int = 0) -> None:
        self.page = page
        for one in self._pages:
            one.setVisible(one is page)
        self.set_head(self.text(page.title_id), kicker=self.text("receive-title"))
        self.steps.show_step(self._pages.index(page) + (page is self.done))
        taking = page is self.taking
        self.go.setVisible(not taking)
        self.go.set_words(self.text(page.primary_id))
        self.stop_button.setVisible(taking)
        self.clean.setVisible(bool(spare))
        self.back_button.setVisible(page is self.connect_page)
        self.folder.setVisible(page is self.connect_page)
        self.scroller.verticalScrollBar().setValue(0)
        self.order_tabs()
        self.retitled.emit()
        target = self.stop_button if taking else self.go
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        page.take_focus()
        announce(self.heading, self.heading.text())

    def window_words(self) -> str:
        return self.text(self.page.title_id)

    def back(self) -> bool:
        if self.page is self.taking:
            self._stop()
            return True
        return False

    # -------------------------------------------------------------------------- drives

    def _seen(self, drives: tuple[DriveView, ...]) -> None:
        if self.connect_page.show_drives(drives):
            self.order_tabs()
            if self.page is self.connect_page and not self._busy:
                self.go.setFocus()
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
        if self.page is not self.taking:
            self._primary()

    def _primary(self) -> None:
        if self.page is self.done:
            self.finished.emit()
        elif self.page is self.connect_page and not self._busy:
            self._take()

    def _take(self) -> None:
        self.clear_problem()
        drive = self._drive = self.connect_page.chosen()
        if drive is None:
            word = "drive-choose" if self.connect_page.drives else None
            self.connect_page.choice.set_message(self.text(word) if word else None)
            announce(self.heading, self.text(word or "drive-none"), at_once=True)
            return
        self.connect_page.choice.set_message(None)
        self.watch.stop()
        drives = self.kit.services.drives
        run = DriveRun(lambda told, wish: drives.receive(drive.path, told, wish))
        run.progressed.connect(self.taking.show_progress, Qt.ConnectionType.QueuedConnection)
        run.done.connect(self._received)
        run.failed.connect(self._failed)
        run.stopped.connect(self._stopped)
        self._run = run
        self.stop_button.set_words(self.text("receive-stop"))
        self.taking.begin()
        self._show(self.taking)
        run.start(self.kit.slow)

    def _stop(self) -> None:
        if self._run is not None:
            self._run.stop()
            self.stop_button.set_words(self.text("carry-stopping"))

    # ---------------------------------------------------------------------- what came of it

    def _received(self, news: Received) -> None:
        self._run = None
        said, *more = self._lines(news)
        self.done.show_done(said, " ".join(more), self._beside(news))
        self._show(self.done, spare=news.spare)
        self.received.emit()

    def _lines(self, news: Received) -> list[str]:
        """Return what came, the most important first."""
        lines = []
        if news.delivered:
            lines.append(self.text("receive-delivered", n=news.delivered))
        if news.files:
            lines.append(self.text("receive-files", n=news.files))
        for came, word in (
            (news.forms, "receive-forms"), (news.prices, "receive-prices"),
            (news.people, "receive-people"), (news.orders, "receive-orders"),
            (news.other_news, "receive-other"),
        ):  # fmt: skip
            if came:
                lines.append(self.text(word))
        if news.carried_records:
            lines.append(self.text("receive-carried", n=news.carried_devices))
        return lines or [self.text("receive-known")]

    def _beside(self, news: Received) -> list[tuple[str, str, str]]:
        """Return what else must be said: what was not taken, what is carried, a new series."""
        found = []
        if news.carried_records:
            found.append(("users", "info", self.text("receive-carried-means")))
        if news.new_series:
            found.append(("info-circle", "info", self.text("receive-new-series")))
        if news.left_out:
            words = self.text("receive-left-out", n=news.left_out)
            found.append(("device-floppy", "problem", words))
        if news.refused or news.missing:
            words = self.text("receive-damaged", refused=news.refused, missing=news.missing)
            found.append(("alert-triangle", "problem", words))
        if news.spare:
            found.append(("eraser", "info", self.text("receive-spare", n=news.spare)))
        return found

    def _stopped(self) -> None:
        self._run = None
        self._show(self.connect_page)
        announce(self.heading, self.text("receive-stopped"), at_once=True)
        self.received.emit()
        self.watch.start()

    def _failed(self, error: KnownError | SyncError) -> None:
        self._run, self._busy = None, False
        self._show(self.connect_page)
        self.show_problem(error)
        self.watch.start()

    def _clean(self) -> None:
        drive, drives = self._drive, self.kit.services.drives
        if drive is None or self._busy:
            return
        self._busy = True
        self.clear_problem()

        def cleaned(count: int) -> None:
            self._busy = False
            self.clean.hide()
            self.order_tabs()
            self.done.show_done(self.text("receive-cleaned", n=count), "")
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)

        def failed(error: KnownError | SyncError) -> None:
            self._busy = False
            self.show_problem(error)

        self.kit.slow.run(lambda: drives.clean(drive.path), cleaned, failed)
