"""V26 Recibir por USB: answers and news for this device, and what others send (UX §3.11)."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal

from kiosk.errors import KnownError
from kiosk.services.views.drives import Received
from kiosk.ui.field.drive_pages import ConnectPage, CopyPage, DonePage
from kiosk.ui.field.drive_screen import DriveScreen
from kiosk.ui.field.enrol_pages import Page
from kiosk.ui.field.page import Kit
from kiosk.ui.widgets.fields import announce
from sync.errors import SyncError


class ReceiveScreen(DriveScreen):
    """What holds is taken, in any order, any number of times; nothing here can lose anything."""

    screen_id: ClassVar[str] = "V26"
    title_id = "receive-title"
    stop_id = "receive-stop"

    received = Signal()
    """Something may be delivered now that was not before."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.connect_page = ConnectPage(kit, "receive-connect", "receive-what", writes=False)
        self.connect_page.primary_id = "receive-act"
        self.running = CopyPage(
            kit, "receive-taking", "receive-stop-safe", "receive-reading", "receive-reading"
        )
        self.done = DonePage(kit)
        self.done.title_id = "receive-done-title"
        self.build(
            (self.connect_page, self.running, self.done),
            ("carry-step-1", "receive-step-2", "receive-step-3"),
        )
        self.clean = self.add_action(self.text("receive-clean"), icon="eraser")
        self.clean.clicked.connect(self._clean)
        self.clean.hide()

    def _show(self, page: Page) -> None:
        self.clean.hide()  # offered only beside what came, where there is something
        super()._show(page)

    def _primary(self) -> None:
        if self.page is self.done:
            self.finished.emit()
        elif self.page is self.connect_page and not self._busy:
            self._take()

    def _take(self) -> None:
        drive, drives = self._take_drive(), self.kit.services.drives
        if drive is not None and self._run is None:
            self._start(
                lambda told, wish: drives.receive(drive.path, told, wish),
                self._received,
                self._stopped,
            )

    # ---------------------------------------------------------------------- what came of it

    def _received(self, news: Received) -> None:
        self._run = None
        said, *more = self._lines(news)
        self.done.show_done(said, " ".join(more), self._beside(news))
        self._show(self.done)
        self.clean.setVisible(bool(news.spare))
        self.order_tabs()
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
