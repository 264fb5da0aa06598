"""What the bars say: delivery in its order of truth, room on the disk, the shift."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from kiosk.services.desk import FileClosed
from kiosk.services.views import DeliverySummary, OpenShift
from kiosk.services.views.care import CheckReport, DiskLevel, DiskRoom
from kiosk.services.views.orders import DeviceOrders
from kiosk.ui.field.order_words import order_words
from kiosk.ui.field.page import Kit
from kiosk.ui.field.words import FULL_DISK_BYTES, LOW_DISK_BYTES, practice_strip, strip_words
from kiosk.ui.shell import Shell

Status = tuple[DeliverySummary, OpenShift | None, DiskRoom, DeviceOrders, CheckReport | None]


class StatusBar(QObject):
    """Reads delivery and shift on the worker, one reading at a time, and shows them."""

    was_read = Signal()
    ended = Signal(int)
    """The keys were destroyed by the order with this number: there is nothing to work on."""

    def __init__(self, kit: Kit, shell: Shell, disk_free_bytes: Callable[[], int] | None) -> None:
        super().__init__()
        self._kit, self._shell, self._disk_free_bytes = kit, shell, disk_free_bytes
        self._reading = self._again = False
        self._open_file = False
        self._ordered = self._warning = self._found = ""
        self.enrolled = True
        """False while this computer is no device yet; then the strip says so."""
        self.seen_shift = True
        """Whether the shift may be shown: not while a lock covers the screen."""

    def refresh(self, *, open_file: bool) -> None:
        """Read again; without an open file only the disk is looked at."""
        self._open_file = open_file
        if not open_file:
            self._show_disk()
            return
        if self._reading:
            self._again = True  # what moved meanwhile would be missing from the reading under way
            return
        self._reading = True
        self._again = False
        services = self._kit.services

        def read() -> Status:
            return (
                services.deliveries.summary(),
                services.shifts.current(),
                services.care.disk(),
                services.orders.status(),
                services.care.last_check,
            )

        self._kit.background.run(read, self._show, self._failed)

    def forget(self) -> None:
        """Give up waiting for a reading that met a defect."""
        self._reading = self._again = False

    def show_closed(self) -> None:
        """Say that the file is closed: nothing can be known about delivery."""
        self._open_file = False
        texts = self._kit.texts
        words = strip_words(texts, None)
        if not self.enrolled:
            words = replace(words, strong=texts.text("strip-not-enrolled"))
        if self._kit.services.practice.practising:
            words = practice_strip(texts)
        self._shell.show_delivery(words)

    def _show_strip(self, summary: DeliverySummary) -> None:
        texts, practising = self._kit.texts, self._kit.services.practice.practising
        self._shell.show_delivery(
            practice_strip(texts) if practising else strip_words(texts, summary)
        )

    def show_shift(self, shift: OpenShift | None) -> None:
        """Show since when the shift is open, or that there is none."""
        texts = self._kit.texts
        self._shell.show_shift(
            texts.text("shift-chip-none")
            if shift is None
            else texts.text("shift-chip", time=texts.time(shift.opened_at))
        )

    def hide_shift(self) -> None:
        """Show nothing of the shift while the screen is locked."""
        self.seen_shift = False
        self._shell.show_shift("")

    def warn(self, words: str) -> None:
        """Show this above every screen, below what the office says of the device."""
        self._warning = words
        self._show_banner()

    def _show_banner(self) -> None:
        lines = (self._ordered, self._found, self._warning)
        self._shell.show_banner("\n".join(one for one in lines if one))

    def _show(self, status: Status) -> None:
        self._reading = False
        if not self._open_file:
            return
        summary, shift, room, ordered, checked = status
        self._show_room(room)
        damaged = checked is not None and not checked.holds
        self._found = self._kit.texts.text("check-found") if damaged else ""
        self._ordered = order_words(self._kit.texts, ordered)
        self._show_banner()
        self._show_strip(summary)
        if self.seen_shift:
            self.show_shift(shift)
        self.was_read.emit()
        if self._again:
            self.refresh(open_file=True)

    def _failed(self, error: Exception) -> None:
        self._reading = False
        number = self._kit.services.orders.followed() if isinstance(error, FileClosed) else None
        if number is not None:
            self._open_file = False
            self._ordered = self._warning = self._found = ""
            self._show_banner()
            self.ended.emit(number)
            return
        self._kit.background.known.emit(error)

    def _show_room(self, room: DiskRoom) -> None:
        """Say how much room is left, and for how many days where that is known (UX §4.2)."""
        text = self._kit.texts.text
        match room.level:
            case DiskLevel.ROOMY:
                words = text("disk-enough")
            case DiskLevel.LOW if room.days is not None:
                words = text("disk-days", days=room.days)
            case DiskLevel.LOW:
                words = text("disk-low")
            case DiskLevel.NO_PHOTOS:
                words = text("disk-no_photos")
            case DiskLevel.FULL:
                words = text("disk-full")
        self._shell.show_disk(words, amber=room.level is not DiskLevel.ROOMY)

    def _show_disk(self) -> None:
        if self._disk_free_bytes is None:
            return
        free = self._disk_free_bytes()
        if free < FULL_DISK_BYTES:
            words = "disk-full"
        else:
            words = "disk-low" if free < LOW_DISK_BYTES else "disk-enough"
        self._shell.show_disk(self._kit.texts.text(words), amber=free < LOW_DISK_BYTES)
