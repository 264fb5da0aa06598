"""Dates: day, month by name, year, repeated in words, and a month to look a day up in."""

from __future__ import annotations

from PySide6.QtCore import Qt

from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.moments import day_of, whole_date
from kiosk.ui.questions.question import NO_TOOLS, Question, Tools
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.calendar import CalendarOverlay, MonthGrid
from kiosk.ui.widgets.dates import DateField

OTHER_CALENDARS = frozenset(
    {"ethiopian", "coptic", "islamic", "bikram-sambat", "myanmar", "persian", "buddhist"}
)
"""Appearances that ask for another calendar; what is stored is Gregorian always (FORMS §4)."""


def asked_of(looks: frozenset[str]) -> str:
    """Return how much of a date is asked: `date`, `month-year` or `year`."""
    return next((asked for asked in ("year", "month-year") if asked in looks), "date")


def date_field(theme: Theme, texts: Texts, label: str, asked: str = "date") -> DateField:
    """Return the three parts of a date, or those that are asked."""
    parts = (texts.text("date-day"), texts.text("date-month"), texts.text("date-year"))
    return DateField(theme, label, "", parts=parts, months=texts.months(), asked=asked)


class CalendarButton(Button):
    """Opens a month beside a date; the day taken there is typed into the three parts."""

    def __init__(self, theme: Theme, texts: Texts, field: DateField, label: str) -> None:
        name = texts.text("question-calendar", label=label)
        super().__init__(theme, "", icon="calendar", name=name)
        self._field, self._texts = field, texts
        grid = MonthGrid(
            theme,
            name,
            today=texts.today(),
            months=texts.months(),
            weekdays=texts.weekdays(),
            said=texts.day_with_year,
        )
        self.overlay = CalendarOverlay(theme, self, grid)
        self.clicked.connect(self._open)
        grid.chosen.connect(self._take)
        grid.escaped.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))

    def _open(self) -> None:
        self.overlay.open_on(day_of(self._field.value()) or self._texts.today())

    def _take(self, day: object) -> None:
        self._field.set_value(str(day))
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # which closes the month
        self._field.left.emit()


class DateQuestion(Question):
    """Day, month by name, year; only month and year, or the year, where the form asks for that."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        looks = frozenset(view.appearance.split())
        asked = asked_of(looks)
        self._date = date_field(theme, texts, view.label, asked)
        super().__init__(theme, texts, view, self._date, tools)
        self._calendar: CalendarButton | None = None
        if asked == "date" and "no-calendar" not in looks:
            self._calendar = CalendarButton(theme, texts, self._date, self.words(view.label))
            self._date.row.addWidget(self._calendar)
        if looks & OTHER_CALENDARS:
            self.remark(texts.text("question-common-calendar"))
        self._date.left.connect(self._left)
        self._date.month.activated.connect(lambda _index: self._left())
        self.show_view(view)

    def _left(self) -> None:
        self._repeat()
        self.commit()

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._date.set_locked(view.readonly)
        if self._calendar is not None:
            self._calendar.setEnabled(not view.readonly)
            self._calendar.setVisible(not view.readonly)
        self._repeat()

    def _repeat(self) -> None:
        day = day_of(self.typed()) if asked_of(self.looks()) == "date" else None
        self._date.show_words(self.texts.day_with_year(day) if day else "")

    def typed(self) -> str:
        return whole_date(self._date.value(), self.looks())

    def set_typed(self, text: str) -> None:
        self._date.set_value(text)
