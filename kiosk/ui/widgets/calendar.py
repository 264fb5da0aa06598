"""A month to choose a day from: arrows move, Page up and down change the month, Enter takes it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.overlay import Overlay

_WEEKS, _DAYS = 6, 7
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


def months_on(day: date, months: int) -> date:
    """Return the same day so many months later or earlier; the last of a shorter month."""
    at = day.year * 12 + day.month - 1 + months
    year, month = min(max(at // 12, 1), 9999), at % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


class MonthGrid(QWidget):
    """Six weeks from Monday to Sunday under the name of the month, with an arrow at each side."""

    chosen = Signal(object)
    """The day that was taken, a date."""
    escaped = Signal()
    """Escape: the focus is to go back to where it came from."""
    left = Signal()
    """The focus went elsewhere."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        today: date,
        months: tuple[str, ...],
        weekdays: tuple[str, ...],
        said: Callable[[date], str],
    ) -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self._today, self._months, self._weekdays, self._said = today, months, weekdays, said
        self.day = today
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._cell = theme.size("calendar-day")
        self.setFixedSize(QSize(_DAYS * self._cell, (_WEEKS + 1) * self._cell + self._head()))
        self.show_day(today)

    def show_day(self, day: date) -> None:
        """Stand on a day."""
        self.day = day
        self.setAccessibleName(f"{self._name}, {self._said(day)}")
        self.update()

    def _head(self) -> int:
        return self._theme.size("target-min")

    def _first(self) -> date:
        """Return the Monday that the grid begins with."""
        first = self.day.replace(day=1)
        back = first.weekday()
        return first if first.toordinal() <= back else first - timedelta(days=back)

    def _box(self, index: int) -> QRect:
        column = index % _DAYS
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            column = _DAYS - 1 - column
        row = index // _DAYS
        return QRect(column * self._cell, self._head() + (row + 1) * self._cell, *(self._cell,) * 2)

    def _move(self, day: date | None) -> None:
        if day is not None:
            self.show_day(day)
            announce(self, self._said(day), at_once=True)

    def _by_days(self, days: int) -> date | None:
        ordinal = self.day.toordinal() + days
        return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None

    def event(self, event: QEvent) -> bool:
        """Take the arrows and Escape before a shortcut of the window does."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forward = -1 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 1
        year = 12 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1
        match event.key():
            case Qt.Key.Key_Left:
                self._move(self._by_days(-forward))
            case Qt.Key.Key_Right:
                self._move(self._by_days(forward))
            case Qt.Key.Key_Up:
                self._move(self._by_days(-7))
            case Qt.Key.Key_Down:
                self._move(self._by_days(7))
            case Qt.Key.Key_PageUp:
                self._move(months_on(self.day, -year))
            case Qt.Key.Key_PageDown:
                self._move(months_on(self.day, year))
            case Qt.Key.Key_Home:
                self._move(self._today)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.chosen.emit(self.day)
            case Qt.Key.Key_Escape:
                self.escaped.emit()
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        if spot.y() < self._head():
            back = spot.x() < self.width() // 2
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                back = not back
            self._move(months_on(self.day, -1 if back else 1))
            return
        for index in range(_WEEKS * _DAYS):
            if self._box(index).contains(spot):
                self._move(self._first() + timedelta(days=index))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        at = (self.day - self._first()).days
        if self._box(at).contains(spot):
            self.chosen.emit(self.day)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("ink"))
        head = QRect(0, 0, self.width(), self._head())
        painter.drawText(head, _CENTRE, f"{self._months[self.day.month - 1]} {self.day.year}")
        icon, pad = theme.size("icon-button"), theme.space(3)
        top = (self._head() - icon) // 2
        painter.drawPixmap(pad, top, theme.icon("chevron-left", "ink", icon))
        painter.drawPixmap(self.width() - pad - icon, top, theme.icon("chevron-right", "ink", icon))
        painter.setFont(theme.font("caption", bold=True))
        painter.setPen(theme.colour("ink-2"))
        metrics = QFontMetrics(painter.font())
        for index, weekday in enumerate(self._weekdays):
            box = self._box(index).translated(0, -self._cell)
            painter.drawText(box, _CENTRE, metrics.elidedText(
                weekday, Qt.TextElideMode.ElideNone, box.width()))  # fmt: skip
        for index in range(_WEEKS * _DAYS):
            self._draw_day(painter, index)
        painter.end()

    def _draw_day(self, painter: QPainter, index: int) -> None:
        theme = self._theme
        try:
            day = self._first() + timedelta(days=index)
        except OverflowError:  # after the last day of all
            return
        box = self._box(index).adjusted(2, 2, -2, -2)
        here, inside = day == self.day, day.month == self.day.month
        painter.setPen(Qt.PenStyle.NoPen)
        if here:
            painter.setBrush(theme.colour("action"))
            painter.drawRoundedRect(box, theme.radius(), theme.radius())
        elif day == self._today:
            painter.setPen(theme.colour("action"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, theme.radius(), theme.radius())
        painter.setPen(theme.colour("on-action" if here else "ink" if inside else "muted"))
        painter.setFont(theme.font("body", bold=here or day == self._today))
        painter.drawText(box, _CENTRE, str(day.day))


class CalendarOverlay(Overlay):
    """The month below a date."""

    def __init__(self, theme: Theme, anchor: QWidget, grid: MonthGrid) -> None:
        super().__init__(theme, anchor)
        self.grid = grid
        pad = theme.space(2)
        self.body.setContentsMargins(pad, pad, pad, pad)
        self.body.addWidget(grid)
        grid.left.connect(self.close_down)

    def open_on(self, day: date) -> None:
        """Open on a day, with the focus in it."""
        self.grid.show_day(day)
        self.grid.setLayoutDirection(self._anchor.layoutDirection())
        self.open_below()
        self.grid.setFocus(Qt.FocusReason.PopupFocusReason)

    def wanted_width(self, anchor_width: int) -> int:  # noqa: ARG002 - as wide as its month
        return self.sizeHint().width()
