"""A time of day, and a date with its time: two small fields, 24 hours."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.dates import CalendarButton, date_field
from kiosk.ui.questions.moments import (
    clock_of,
    day_of,
    moment_parts,
    stored_moment,
    stored_time,
    time_parts,
)
from kiosk.ui.questions.question import NO_TOOLS, Question, Tools
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.fields import Field, line_edit, restyle
from kiosk.ui.widgets.text import Text


class ClockParts(QWidget):
    """Hour and minute. `740` or `7:40` typed into the hour fills both."""

    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.hour, self.minute = line_edit(theme), line_edit(theme)
        self.hour.setMaxLength(5)
        self.minute.setMaxLength(2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        for edit in (self.hour, self.minute):
            edit.setFixedWidth(theme.size("field-clock"))
            edit.setInputMethodHints(Qt.InputMethodHint.ImhTime)
            edit.installEventFilter(self)
        row.addWidget(self.hour)
        row.addWidget(Text(theme, ":", "label", wrap=False))
        row.addWidget(self.minute)
        self.hour.textEdited.connect(self._spread)

    def inputs(self) -> tuple[QWidget, ...]:
        """Return hour and minute."""
        return (self.hour, self.minute)

    def _spread(self, text: str) -> None:
        """Carry on in the minutes when the hour is whole."""
        hour, sign, minute = text.replace(".", ":").replace("h", ":").partition(":")
        if sign or len(hour) > 2:
            if not sign:
                hour, minute = hour[:2], hour[2:]
            self.hour.setText(hour[:2])
            self.minute.setText(minute[:2])
            self.minute.setFocus(Qt.FocusReason.TabFocusReason)
            self.minute.deselect()
            self.minute.setCursorPosition(len(minute))

    def set_parts(self, hour: str, minute: str) -> None:
        """Show an hour and a minute."""
        for edit, text in ((self.hour, hour), (self.minute, minute)):
            if edit.text() != text:
                edit.setText(text)

    def parts(self) -> tuple[str, str]:
        """Return hour and minute as typed."""
        return self.hour.text(), self.minute.text()

    def tidy(self) -> None:
        """Show a whole time with two digits each."""
        clock = clock_of(":".join(self.parts()))
        if clock is not None:
            self.set_parts(f"{clock[0]:02d}", f"{clock[1]:02d}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.left.emit()
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            back = event.key() == Qt.Key.Key_Backspace
            if back and watched is self.minute and not self.minute.text():
                self.hour.setFocus(Qt.FocusReason.BacktabFocusReason)
                return True
        return super().eventFilter(watched, event)


class _ClockField(Field):
    """Hour and minute under their label."""

    def __init__(self, theme: Theme, texts: Texts, label: str) -> None:
        super().__init__(theme, label)
        self._names = (texts.text("time-hour"), texts.text("time-minute"))
        self.clock = ClockParts(theme)
        row = QHBoxLayout()
        row.addWidget(self.clock)
        row.addStretch(1)
        self.add_inputs(row)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return self.clock.inputs()

    def name_inputs(self) -> None:
        super().name_inputs()
        for widget, name in zip(self.inputs(), self._names, strict=True):
            widget.setAccessibleName(f"{self.label.words()}, {name}")


class TimeQuestion(Question):
    """A time of day, stored with the distance from UTC that holds today."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        self._time = _ClockField(theme, texts, view.label)
        super().__init__(theme, texts, view, self._time, tools)
        self._time.clock.left.connect(self._left)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        for edit in (self._time.clock.hour, self._time.clock.minute):
            edit.set_locked(view.readonly)

    def _left(self) -> None:
        if not self.focus_inside():
            self._time.clock.tidy()
        self.commit()

    def typed(self) -> str:
        shown = self.view.value
        if self._time.clock.parts() == time_parts(shown):
            return shown  # as it was stored, seconds and zone included
        return stored_time(*self._time.clock.parts(), self.view.zone, self.texts.today())

    def set_typed(self, text: str) -> None:
        self._time.clock.set_parts(*time_parts(text))


class MomentQuestion(Question):
    """A date and its time in one row where there is room."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        self._date = date_field(theme, texts, view.label)
        super().__init__(theme, texts, view, self._date, tools)
        self._clock = ClockParts(theme)
        looks = self.looks()
        self._calendar = CalendarButton(theme, texts, self._date, self.words(view.label))
        self._calendar.setVisible("no-calendar" not in looks)
        self._date.row.addWidget(self._calendar)
        self._date.row.addWidget(self._clock)
        self._date.left.connect(self._left)
        self._date.month.activated.connect(lambda _index: self._left())
        self._clock.left.connect(self._left)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        for widget, name in (
            (self._clock.hour, self.texts.text("time-hour")),
            (self._clock.minute, self.texts.text("time-minute")),
        ):
            widget.setAccessibleName(f"{self.words(view.label)}, {name}")
            widget.setAccessibleDescription(self.field.described())
            widget.set_locked(view.readonly)
            restyle(widget, "wrong", bool(view.message))
        self._date.set_locked(view.readonly)
        self._calendar.setEnabled(not view.readonly)
        self._repeat()

    def _left(self) -> None:
        if not self.focus_inside():
            self._clock.tidy()
        self._repeat()
        self.commit()

    def _repeat(self) -> None:
        day = day_of(self._date.value())
        self._date.show_words(self.texts.day_with_year(day) if day else "")

    def typed(self) -> str:
        shown = self.view.value
        parts = (self._date.value(), *self._clock.parts())
        if parts == moment_parts(shown, self.view.zone):
            return shown
        return stored_moment(*parts, self.view.zone)

    def set_typed(self, text: str) -> None:
        day, hour, minute = moment_parts(text, self.view.zone)
        self._date.set_value(day)
        self._clock.set_parts(hour, minute)
