"""A day by its three parts, repeated in words, with a calendar to look it up in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.fields import Combo, Field, line_edit
from kiosk.ui.widgets.layouts import FlowLayout
from kiosk.ui.widgets.text import Icon, Text


class MonthBox(Combo):
    """The months by name; typing 11 chooses November as typing *nov* does."""

    def __init__(self, theme: Theme, months: tuple[str, ...]) -> None:
        super().__init__(theme)
        self.addItem("")
        self.addItems(list(months))
        self._digits = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text.isdigit() and text.isascii():
            joined = self._digits + text
            self._digits = joined if joined.lstrip("0") and int(joined) <= 12 else text
            number = int(self._digits)
            if number <= 12:
                self.setCurrentIndex(number)
            return
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._digits = ""
            self.setCurrentIndex(0)
            return
        self._digits = ""
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._digits = ""
        super().focusInEvent(event)


class DateField(Field):
    """Day, month by name, year; the words under it repeat the date so that a slip is seen."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        hint: str,
        *,
        parts: tuple[str, str, str],
        months: tuple[str, ...],
        asked: str = "date",
    ) -> None:
        """Make the parts. asked: `date`, or only `month-year` or `year` of it."""
        super().__init__(theme, label, hint)
        self._parts = parts
        self._first = ("date", "month-year", "year").index(asked)
        self.day = line_edit(theme)
        self.day.setFixedWidth(theme.size("field-day"))
        self.day.setMaxLength(2)
        self.month = MonthBox(theme, months)
        self.month.setFixedWidth(theme.size("field-month"))
        self.year = line_edit(theme)
        self.year.setFixedWidth(theme.size("field-year"))
        self.year.setMaxLength(4)
        holder = QWidget()  # a layout of ours inside another layout crashes PySide 6.11
        self.row = FlowLayout(theme.space(2), holder)
        for widget in (self.day, self.month, self.year):
            self.row.addWidget(widget)
            widget.installEventFilter(self)
            if widget not in self.inputs():
                widget.hide()
        self.add_input(holder)
        self.words = Text(theme, "", "body", "ink-2")
        self._words_row = QWidget()
        below = QHBoxLayout(self._words_row)
        below.setContentsMargins(0, theme.space(1), 0, 0)
        below.setSpacing(theme.space(2))
        below.addWidget(Icon(theme, "calendar", "success"), 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.words, 1)
        self._words_row.hide()
        self._layout.addWidget(self._words_row)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.day, self.month, self.year)[self._first :]

    def name_inputs(self) -> None:
        super().name_inputs()
        for widget, part in zip(self.inputs(), self._parts[self._first :], strict=True):
            widget.setAccessibleName(f"{self.label.words()}, {part}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say `left` when the focus goes to something outside the three parts."""
        if event.type() is QEvent.Type.FocusOut and watched in self.inputs():
            reason = event.reason() if isinstance(event, QFocusEvent) else None
            if reason is not Qt.FocusReason.PopupFocusReason:
                self.left.emit()
        return super().eventFilter(watched, event)

    def set_locked(self, locked: bool) -> None:
        """Show only, or let type."""
        self.day.set_locked(locked)
        self.year.set_locked(locked)
        self.month.setEnabled(not locked)

    def value(self) -> str:
        """Return YYYY-MM-DD, nothing when nothing is typed, or the parts that are there."""
        day, month, year = self.day.text().strip(), self.month.currentIndex(), self.year.text()
        if not day and not month and not year.strip():
            return ""
        return "-".join(
            (year.strip().rjust(4, "0") if year.strip() else "",
             f"{month:02d}" if month else "",
             day.rjust(2, "0") if day else "")
        )  # fmt: skip

    def set_value(self, text: str) -> None:
        """Show a date as stored, or its parts as typed."""
        if text == self.value():
            return
        year, _, rest = text.partition("-")
        month, _, day = rest.partition("-")
        self.year.setText(year)
        self.month.setCurrentIndex(int(month) if month.isdigit() and int(month) <= 12 else 0)
        self.day.setText(day)

    def show_words(self, words: str) -> None:
        """Repeat the date in words; nothing hides the line."""
        self.words.setText(words)
        self._words_row.setVisible(bool(words))
