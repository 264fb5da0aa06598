"""The frame around every screen: top bar, warnings, the screen, the status strip."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kiosk.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.theme_sheet import style_sheet
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.focus import FocusRing
from kiosk.ui.widgets.layouts import FlowLayout
from kiosk.ui.widgets.marks import Avatar
from kiosk.ui.widgets.stripes import PracticeBanner
from kiosk.ui.widgets.text import Icon, Text

_AWAKE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StripWords:
    """The strip's sentence: icon, what counts, the rest; amber only for attention and age."""

    icon: str
    strong: str
    rest: str
    amber: bool


class IdleWatch(QObject):
    """Says when nobody touched the computer for a while; a person at work starts it anew.

    It listens at the window, through which every key, touch and movement comes, and not at the
    application: an application-wide filter in Python is also called for widgets half made or half
    gone, and there PySide 6.11 ends the interpreter.
    """

    slept = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.slept.emit)
        self._window = window
        window.winId()  # makes the window's handle, before it is shown
        window.windowHandle().installEventFilter(self)

    def stop(self) -> None:
        """Watch no more."""
        self.timer.stop()
        handle = self._window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        if event.type() in _AWAKE and self.timer.isActive():
            self.timer.start()
        return False


class Shell(QWidget):
    """The window. It knows no screen; what it shows is handed to it."""

    lock_wanted = Signal()
    practice_left = Signal()
    """Whoever practises has had enough; the way out stands on every screen."""
    closed = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, texts
        self.setObjectName("window")
        self.setPalette(theme.palette())
        self.setStyleSheet(style_sheet(theme))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top_bar())
        self.practice = PracticeBanner(theme, texts)
        self.practice.left.connect(self.practice_left.emit)
        self.practice.hide()
        column.addWidget(self.practice)
        column.addWidget(self._banner_bar())
        column.addWidget(self.stack, 1)
        column.addWidget(self._strip())
        self._ring = FocusRing(theme, self)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self.show_clock)
        self._clock.start()
        self.show_clock()
        self.show_person(None, "")
        self.show_shift("")
        self.show_banner("")

    # ------------------------------------------------------------------------- top bar

    def _top_bar(self) -> QWidget:
        theme = self._theme
        bar = QFrame()
        bar.setObjectName("top-bar")
        bar.setMinimumHeight(theme.size("top-bar") + theme.size("top-bar-rule"))
        row = QHBoxLayout(bar)
        edge = theme.size("text-gap")
        row.setContentsMargins(theme.size("margin"), edge, theme.size("margin"), edge)
        row.setSpacing(theme.space(3))
        row.addWidget(_Logo(theme))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(Text(theme, self._texts.text("app-name"), "label", "on-brand"))
        self._place = Text(theme, "", "caption", "on-brand-2")
        names.addWidget(self._place)
        names.addStretch(1)
        row.addLayout(names, 1)
        self._shift = _ShiftChip(theme)
        row.addWidget(self._shift, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(theme.space(2))
        self._avatar = Avatar(theme, "", "avatar-bar", ground="gold-on-brand", ink="brand")
        self._operator = Text(theme, "", "body", "on-brand", bold=True, wrap=False)
        row.addWidget(self._avatar)
        row.addWidget(self._operator)
        self.lock_button = Button(
            theme, self._texts.text("lock-button"), Kind.BAR, key="Ctrl+L", icon="lock"
        )
        self.lock_button.clicked.connect(self.lock_wanted.emit)
        row.addWidget(self.lock_button)
        return bar

    def show_place(self, institution: str, office: str) -> None:
        """Show where this window stands."""
        self._place.setText(" · ".join(part for part in (institution, office) if part))

    def show_person(self, name: str | None, initials: str) -> None:
        """Show who is at work; None: nobody, and the way to lock is gone with the name."""
        here = name is not None
        self._operator.setText(name or "")
        self._operator.setVisible(here and not self._theme.large)
        self._place.setVisible(not (here and self._theme.large))
        self._avatar.show_initials(initials)
        self._avatar.setAccessibleName(name or "")
        self._avatar.setVisible(here)
        self.lock_button.setVisible(here)

    def show_shift(self, words: str) -> None:
        """Show the state of the shift; no words: no chip."""
        self._shift.words.setText(words)
        self._shift.setVisible(bool(words))

    # -------------------------------------------------------------------------- banner

    def _banner_bar(self) -> QWidget:
        theme = self._theme
        self._banner = QFrame()
        self._banner.setObjectName("banner")
        row = QHBoxLayout(self._banner)
        row.setContentsMargins(
            theme.size("margin"), theme.space(2), theme.size("margin"), theme.space(2)
        )
        row.setSpacing(theme.space(2))
        row.addWidget(Icon(theme, "clock-exclamation", "warning"))
        self._banner_words = Text(theme, "", "body", "warning", bold=True)
        row.addWidget(self._banner_words, 1)
        return self._banner

    def show_banner(self, words: str) -> None:
        """Show one sentence under the top bar, on every screen; no words: no banner."""
        self._banner_words.setText(words)
        self._banner.setVisible(bool(words))

    # --------------------------------------------------------------------------- strip

    def _strip(self) -> QWidget:
        theme = self._theme
        strip = QFrame()
        strip.setObjectName("strip")
        strip.setMinimumHeight(theme.size("strip"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        strip.setSizePolicy(policy)
        flow = FlowLayout(theme.space(5), strip, row_gap_px=theme.size("text-gap"))
        margin = theme.size("margin")
        edge = (theme.size("strip") - theme.space(5)) // 2
        flow.setContentsMargins(margin, edge, margin, edge)
        self._delivery = _StripItem(theme, "device-laptop", strong=True)
        self._disk = _StripItem(theme, "device-floppy")
        self._time = _StripItem(theme, "", strong_last=True)
        flow.addWidget(self._delivery)
        flow.mark_right()
        flow.addWidget(self._disk)
        flow.addWidget(self._time)
        self._disk.hide()
        return strip

    def show_delivery(self, words: StripWords) -> None:
        """Show the strip's sentence."""
        self._delivery.show_words(words.icon, words.strong, words.rest, amber=words.amber)

    def show_disk(self, words: str, *, amber: bool) -> None:
        """Show how much room the disk has, in words."""
        self._disk.show_words("device-floppy", "", words, amber=amber)
        self._disk.setVisible(bool(words) and (amber or not self._theme.large))

    def show_clock(self) -> None:
        """Show the day and the time."""
        now = self._texts.now()
        day = "" if self._theme.large else f"{self._texts.day(now.date())} ·"
        self._time.show_words("", self._texts.time(now), day, amber=False)

    def stop(self) -> None:
        """Let the clock and the focus ring rest."""
        self._clock.stop()
        self._ring.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)


class _Logo(QWidget):
    """The arch of the town hall."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        side = theme.size("logo")
        label = Text(theme, "")
        size = theme.pair("logo-pair")
        label.setPixmap(theme.scene("logo", size))
        label.setFixedSize(size)
        self.setFixedSize(side, side)
        row.addWidget(label)


class _ShiftChip(QFrame):
    """Since when the shift is open."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("shift-chip")
        row = QHBoxLayout(self)
        self.setMinimumHeight(theme.size("chip"))
        row.setContentsMargins(theme.space(3), 0, theme.space(3), 0)
        row.setSpacing(theme.space(2))
        row.addWidget(Icon(theme, "clock", "gold-on-brand", "icon-small"))
        self.words = Text(theme, "", "body", "on-brand", bold=True, wrap=theme.large)
        row.addWidget(self.words, 1)


class _StripItem(QWidget):
    """An icon and words on the strip."""

    def __init__(
        self, theme: Theme, icon: str, *, strong: bool = False, strong_last: bool = False
    ) -> None:
        super().__init__()
        self._icon = Icon(theme, icon or "clock", "on-strip", "icon-small")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = FlowLayout(theme.space(1), self, row_gap_px=0)
        row.addWidget(self._icon)
        self._icon.setVisible(bool(icon))
        self._strong = Text(theme, "", "caption", "on-strip", bold=True, wrap=False)
        self._rest = Text(theme, "", "caption", "on-strip", wrap=False)
        words = [self._strong, self._rest]
        for label in reversed(words) if strong_last else words:
            row.addWidget(label)
        self._strong.setVisible(strong)

    def show_words(self, icon: str, strong: str, rest: str, *, amber: bool) -> None:
        """Show a sentence; amber asks for attention without shouting."""
        ink = "on-strip-attention" if amber else "on-strip"
        if icon:
            self._icon.show_icon(icon, ink)
        for label, words in ((self._strong, strong), (self._rest, rest)):
            label.set_ink(ink)
            label.setText(words)
            label.setVisible(bool(words))
        self.updateGeometry()
