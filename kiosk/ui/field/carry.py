"""V25 Llevar por USB: connect, see what goes, copy, done once it was read back (UX §3.11)."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal

from kiosk.services.views.drives import CarryPlan, CopyDone, DriveView
from kiosk.ui.field.drive_pages import ConnectPage, CopyPage, DonePage, Figures, drive_words
from kiosk.ui.field.drive_screen import DriveScreen
from kiosk.ui.field.enrol_pages import Page
from kiosk.ui.field.page import Kit
from kiosk.ui.field.words import size_words
from kiosk.ui.widgets.cards import Card, Notice, ValueRow
from kiosk.ui.widgets.fields import announce


class CarryScreen(DriveScreen):
    """Nothing here is in a hurry: a copy that is stopped leaves all as it was."""

    screen_id: ClassVar[str] = "V25"
    title_id = "carry-title"
    stop_id = "carry-stop"

    copied = Signal()
    """What was saved here is on its way now."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.connect_page = ConnectPage(kit, "carry-connect", "carry-sealed", writes=True)
        self.what = WhatPage(kit)
        self.running = CopyPage(
            kit, "carry-copying", "carry-stop-safe", "carry-writing", "drive-checking"
        )
        self.done = DonePage(kit)
        self.done.title_id = "carry-done-title"
        self.build(
            (self.connect_page, self.what, self.running, self.done),
            ("carry-step-1", "carry-step-2", "carry-step-3", "carry-step-4"),
        )

    def back(self) -> bool:
        if self.page is self.what:
            self.clear_problem()
            self._show(self.connect_page)
            return True
        return super().back()

    def _seen(self, drives: tuple[DriveView, ...]) -> None:
        """Take note of what is plugged in; without its drive the page goes back to the first."""
        super()._seen(drives)
        drive = self._drive
        if self.page is not self.what or drive is None:
            return
        there = {one.path: one for one in self.connect_page.drives}
        if drive.path in there:
            self._drive = there[drive.path]
        else:
            self._show(self.connect_page)
            announce(self.heading, self.text("drive-went"), at_once=True)

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
        if self._take_drive() is not None:
            self._busy = True
            self.kit.background.run(self.kit.services.drives.plan, self._planned, self._failed)

    def _planned(self, plan: CarryPlan) -> None:
        self._busy = False
        if self._drive is not None:
            self.what.show_plan(plan, self._drive)
            self._show(self.what)

    def _copy(self) -> None:
        drive, drives = self._drive, self.kit.services.drives
        if drive is not None and self._run is None:
            self._start(
                lambda told, wish: drives.copy(drive.path, told, wish), self._copied, self._stopped
            )

    def _copied(self, done: CopyDone) -> None:
        self._run = None
        drive = self._drive
        name = "" if drive is None else drive_words(self.kit, drive)
        parts = [self.text("carry-records", n=done.records)]
        if done.files:
            parts.append(self.text("carry-files", n=done.files))
        parts.append(size_words(self.texts, done.size_bytes))
        self.done.show_done(
            self.text("usb-done"),
            self.text("carry-done-what", what=" · ".join(parts), name=name),
            [
                ("arrow-right", "info", self.text("carry-done-state")),
                ("users", "info", self.text("carry-done-who")),
            ],
        )
        self._show(self.done)
        self.copied.emit()

    def _stopped(self) -> None:
        self._run = None
        self._show(self.what)
        announce(self.heading, self.text("carry-stopped"), at_once=True)
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
