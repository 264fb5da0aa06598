"""What V25 and V26 share: their steps, the drives to choose from, figures, the bar of a copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.errors import KnownError, UserCancelled
from kiosk.services.views.drives import CopyPhase, CopyProgress, DriveView
from kiosk.ui.background import Background
from kiosk.ui.field.enrol_pages import Page
from kiosk.ui.field.page import Kit
from kiosk.ui.field.words import size_words
from kiosk.ui.widgets.cards import Card, Notice, SideCard, clear_layout
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.layouts import EvenGrid
from kiosk.ui.widgets.marks import StepCircle, TickDisc
from kiosk.ui.widgets.progress import ProgressBar
from kiosk.ui.widgets.text import Icon, Text
from sync.errors import SyncError

LOOK_AGAIN_MS = 2_000


def drive_words(kit: Kit, drive: DriveView) -> str:
    """Return what a drive is called."""
    return drive.name or kit.texts.text("drive-unnamed")


class DriveWatch(QObject):
    """Looks for drives while a screen is seen: one look after the other, beside the file's work."""

    seen = Signal(object)
    """The drives that are in reach, as a tuple."""

    def __init__(self, kit: Kit, parent: QObject) -> None:
        super().__init__(parent)
        self._kit = kit
        self._watching = self._looking = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(LOOK_AGAIN_MS)
        self.timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look now and go on looking."""
        self._watching = True
        self.look()

    def stop(self) -> None:
        """Look no more; an answer under way is not given."""
        self._watching = False
        self.timer.stop()

    def look(self) -> None:
        """Look now; nothing while a look is under way."""
        if self._looking or not self._watching:
            return
        self._looking = True
        self.timer.stop()
        self._kit.slow.run(self._kit.services.drives.connected, self._found, self._failed)

    def _found(self, drives: tuple[DriveView, ...]) -> None:
        self._looking = False
        if self._watching:
            self.timer.start()
            self.seen.emit(drives)

    def _failed(self, _error: KnownError | SyncError) -> None:
        """Stop looking: the file was closed meanwhile, and the door is seen."""
        self._looking = False


class StepsCard(SideCard):
    """The steps of a task in the side column: which are done, which is at work."""

    def __init__(self, kit: Kit, title_id: str, steps: Sequence[str]) -> None:
        super().__init__(kit.theme, kit.texts.text(title_id))
        self._kit, self._steps = kit, tuple(steps)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(kit.theme.space(2))
        self.body.addLayout(self._rows)

    def show_step(self, here: int) -> None:
        """Show which step is at work; one beyond the last: all are done."""
        clear_layout(self._rows)
        theme = self._kit.theme
        for number, words_id in enumerate(self._steps):
            row = QHBoxLayout()
            row.setSpacing(theme.space(3))
            circle = StepCircle(theme, number + 1, here=number == here, complete=number < here)
            row.addWidget(circle, 0, Qt.AlignmentFlag.AlignTop)
            words = Text(theme, self._kit.texts.text(words_id), bold=number == here)
            row.addWidget(words, 1)
            self._rows.addLayout(row)


class ConnectPage(Page):
    """Which drive: it appears by itself; a folder may be chosen instead."""

    picked = Signal()
    """Another drive is chosen."""

    def __init__(self, kit: Kit, title_id: str, why_id: str, *, writes: bool) -> None:
        super().__init__(kit)
        self.title_id = title_id
        self._writes = writes
        self._drives: tuple[DriveView, ...] = ()
        self._folder: DriveView | None = None
        self.card = Card(kit.theme)
        row = QHBoxLayout()
        row.setSpacing(kit.theme.space(5))
        mark = Icon(kit.theme, "device-usb", "action", "drive-mark")
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(kit.theme.space(2))
        self._what = Text(kit.theme, self.text("drive-none"), "h2")
        self._hint = Text(kit.theme, self.text("drive-none-hint"), "label", "ink-2", bold=False)
        words.addWidget(self._what)
        words.addWidget(self._hint)
        words.addStretch(1)
        row.addLayout(words, 1)
        self.card.body.addLayout(row)
        self.column.addWidget(self.card)
        self.choice = ChoiceField(kit.theme, self.text("drive-which"))
        self.choice.chosen.connect(lambda _name: self.picked.emit())
        self.choice.hide()
        self.column.addWidget(self.choice)
        self.column.addWidget(Notice(kit.theme, "lock", self.text(why_id)))

    @property
    def drives(self) -> tuple[DriveView, ...]:
        """Return what may be chosen."""
        return self._drives if self._folder is None else (*self._drives, self._folder)

    def chosen(self) -> DriveView | None:
        """Return the drive that is chosen."""
        name = self.choice.value()
        return next((drive for drive in self.drives if str(drive.path) == name), None)

    def offer(self, drive: DriveView | None) -> None:
        """Offer a folder beside the drives, chosen; None: no longer."""
        self._folder = drive
        self._draw("" if drive is None else str(drive.path))

    def show_drives(self, drives: tuple[DriveView, ...]) -> bool:
        """Show what is plugged in; say whether anything changed. Somebody's choice stays."""
        if drives == self._drives:
            return False
        came = [drive for drive in drives if drive.path not in {one.path for one in self._drives}]
        self._drives = drives
        before = self.choice.value()
        self._draw(before)
        if came and self.isVisible():
            announce(self.choice, self._label(came[-1]))
        return True

    def take_focus(self) -> None:
        if self.drives:
            self.choice.take_focus()

    def _draw(self, wanted: str) -> None:
        shown = self.drives
        paths = [str(drive.path) for drive in shown]
        had_focus = any(card.hasFocus() for card in self.choice.inputs())
        self.choice.set_choices([(str(one.path), self._label(one)) for one in shown])
        self.choice.setVisible(bool(shown))
        self.card.setVisible(not shown)
        fitting = [str(one.path) for one in shown if not (self._writes and one.read_only)]
        if wanted in paths:
            self.choice.set_value(wanted)
        elif len(fitting) == 1:
            self.choice.set_value(fitting[0])
        if had_focus:
            self.take_focus()
        self.picked.emit()

    def _label(self, drive: DriveView) -> str:
        name = drive_words(self.kit, drive)
        if drive.read_only and self._writes:
            return self.text("drive-read-only", name=name)
        word = "drive-folder" if drive.chosen else "drive-room"
        return self.text(word, name=name, room=size_words(self.texts, drive.free_bytes))


class Figures(Card):
    """Large numbers side by side, each with its word below it."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme)
        self._kit = kit
        area = QWidget()
        self._grid = EvenGrid(
            kit.theme.space(4), kit.theme.size("figure-least"), most_columns=4, parent=area
        )
        self.body.addWidget(area)

    def show_figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Show (number, word) pairs."""
        clear_layout(self._grid)
        theme = self._kit.theme
        for number, word in figures:
            one = QWidget()
            column = QVBoxLayout(one)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(Text(theme, number, "amount"))
            column.addWidget(Text(theme, word, "body", "ink-2"))
            column.addStretch(1)
            self._grid.addWidget(one)


class CopyPage(Page):
    """A copy under way: how far, and that stopping it is safe."""

    def __init__(
        self, kit: Kit, title_id: str, note_id: str, writing_id: str, checking_id: str
    ) -> None:
        super().__init__(kit)
        self.title_id = title_id
        self._writing_id, self._checking_id = writing_id, checking_id
        card = Card(kit.theme)
        self._what = Text(kit.theme, "", "h3")
        self.bar = ProgressBar(kit.theme, self.text("drive-progress"))
        self._far = Text(kit.theme, "", "label", "ink-2", bold=False)
        for widget in (self._what, self.bar, self._far):
            card.body.addWidget(widget)
        self.column.addWidget(card)
        self.column.addWidget(Notice(kit.theme, "info-circle", self.text(note_id)))

    def begin(self) -> None:
        """Show that nothing is done yet."""
        self.bar.begin()
        self._phase: CopyPhase | None = None
        self._what.setText(self.text(self._writing_id))
        self._far.setText(" ")

    def show_progress(self, seen: CopyProgress) -> None:
        """Show how far it is; a screen reader hears each new phase."""
        if seen.phase is not self._phase:
            if self._phase is not None:
                self.bar.begin()
            self._phase = seen.phase
            checking = seen.phase is CopyPhase.CHECKING
            self._what.setText(self.text(self._checking_id if checking else self._writing_id))
            announce(self._what, self._what.text())
        percent = self.bar.show_part(seen.done_bytes, seen.of_bytes)
        self._far.setText(
            self.text(
                "drive-far",
                done=size_words(self.texts, seen.done_bytes),
                of=size_words(self.texts, seen.of_bytes),
                percent=percent,
            )
        )


class DonePage(Page):
    """It is done: one large sentence with a tick, what it was, what follows."""

    primary_id = "drive-finish"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.done = Card(kit.theme, "success")
        row = QHBoxLayout()
        row.setSpacing(kit.theme.space(4))
        self._disc = TickDisc(kit.theme)
        row.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(kit.theme.space(1))
        self._said = Text(kit.theme, "", "h3")
        self._detail = Text(kit.theme, "", "label", "ink", bold=False)
        words.addWidget(self._said)
        words.addWidget(self._detail)
        words.addStretch(1)
        row.addLayout(words, 1)
        self.done.body.addLayout(row)
        self.column.addWidget(self.done)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(kit.theme.space(3))
        self.column.addLayout(self._lines)

    def show_done(self, said: str, detail: str, lines: Sequence[tuple[str, str, str]] = ()) -> None:
        """Show the sentence, its detail, and (icon, tone, words) for each thing beside it."""
        self._said.setText(said)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        clear_layout(self._lines)
        for icon, tone, words in lines:
            self._lines.addWidget(Notice(self.theme, icon, words, tone))
        announce(self._said, " ".join([said, detail, *(words for _, _, words in lines)]))


class DriveRun(QObject):
    """One copy under way on a worker: how far it is, what came of it, and the wish to stop.

    It outlives the screen: whoever listens is told, and nobody has to be there any more.
    """

    progressed = Signal(object)
    """A CopyProgress; emitted on the worker."""
    done = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(
        self,
        work: Callable[[Callable[[CopyProgress], object], Callable[[], bool]], object],
    ) -> None:
        super().__init__()
        self._work = work
        self._wished = False

    def start(self, lane: Background) -> None:
        """Begin on a worker; returns at once."""

        def work() -> object:
            try:
                return self._work(self.progressed.emit, lambda: self._wished)
            except UserCancelled:
                return _STOPPED

        lane.run(work, self._over, self.failed.emit)

    def stop(self) -> None:
        """Wish it to stop; it does so between two pieces."""
        self._wished = True

    def _over(self, result: object) -> None:
        if result is _STOPPED:
            self.stopped.emit()
        else:
            self.done.emit(result)


_STOPPED = object()
