"""Dates, times and both, typed and looked up by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from kiosk.services.views import QuestionKind, QuestionView
from kiosk.ui.questions.dates import OTHER_CALENDARS
from kiosk.ui.widgets.calendar import MonthGrid, months_on
from tests.support.qt import Role, name_of, nodes
from tests.support.question_samples import a_question
from tests.support.sheet import Sheet

MakeSheet = Callable[..., Sheet]
DAY = "Fecha de nacimiento"


def a_date(**wishes: object) -> QuestionView:
    """Return a question for a date."""
    return a_question(QuestionKind.DATE, label=DAY, **wishes)


def words_shown(sheet: Sheet) -> set[str]:
    """Return every label that is seen."""
    return {label.text() for label in sheet.findChildren(QLabel) if label.isVisible()}


def test_a_date_is_three_parts_repeated_in_words(make_sheet: MakeSheet) -> None:
    """Typing 11 chooses November; the words let a slip be seen."""
    sheet = make_sheet(a_date())
    sheet.focus(Role.EditableText, f"{DAY}, día")

    for part in ("3", "11", "2026"):
        sheet.type(part)
        sheet.press("Tab")

    assert sheet.answers[-1] == "2026-11-03"
    assert "martes 3 de noviembre de 2026" in words_shown(sheet)


@pytest.mark.parametrize(
    ("look", "value", "parts"),
    [("month-year", "2026-11-01", ["mes", "año"]), ("year", "2026-01-01", ["año"])],
)
def test_part_of_a_date_is_asked_and_stored_as_its_first_day(
    make_sheet: MakeSheet, look: str, value: str, parts: list[str]
) -> None:
    """month-year and year show their parts only; an emptied year is blank."""
    sheet = make_sheet(a_date(appearance=look), a_question(label="Otra"))
    asked = [
        name_of(node).removeprefix(f"{DAY}, ")
        for node in nodes(sheet)
        if node.role() in (Role.EditableText, Role.ComboBox)
    ]
    sheet.questions[0].field.take_focus()

    for part in ("11", "2026")[-len(parts) :]:
        sheet.type(part)
        sheet.press("Tab")

    assert asked == [*parts, "Otra"]
    assert sheet.answers[-1] == value


def test_a_day_that_does_not_exist_is_said_as_typed(make_sheet: MakeSheet) -> None:
    """The model answers with a message; the widget corrects nothing."""
    sheet = make_sheet(a_date(value="2026-02-31"))

    assert sheet.question.typed() == "2026-02-31"


def test_the_calendar_is_opened_walked_and_left_by_keys(make_sheet: MakeSheet) -> None:
    """Arrows move, Page down changes the month, Enter takes the day, Escape leaves."""
    sheet = make_sheet(a_date(value="2026-11-03"))
    sheet.focus(Role.Button, f"Abrir calendario: {DAY}")
    sheet.press("Space")
    (grid,) = [one for one in sheet.findChildren(MonthGrid) if one.isVisible()]
    assert grid.hasFocus()
    assert grid.accessibleName().endswith("martes 3 de noviembre de 2026")

    sheet.press("Right", "Down", "PgDown", "Enter")

    assert sheet.answers == ["2026-12-11"]
    assert not grid.isVisible()
    opener = sheet.named(Role.Button, f"Abrir calendario: {DAY}")
    assert opener.hasFocus()
    sheet.press("Space", "Left", "Esc")
    assert not grid.isVisible()
    assert opener.hasFocus()
    assert sheet.question.typed() == "2026-12-11"


def test_a_calendar_stays_in_the_month_and_in_the_years() -> None:
    """The last day of a shorter month; never before year 1."""
    assert months_on(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_on(date(2026, 1, 31), -12) == date(2025, 1, 31)
    assert months_on(date(1, 1, 1), -1).year == 1
    assert months_on(date(9999, 12, 1), 1).year == 9999


def test_no_calendar_where_the_form_wants_none(make_sheet: MakeSheet) -> None:
    """no-calendar, and a date that is only shown."""
    sheet = make_sheet(a_date(appearance="no-calendar"), a_date(readonly=True, value="2026-11-03"))

    assert [name_of(node) for node in nodes(sheet) if node.role() == Role.Button] == []


def test_another_calendar_is_said_to_be_missing(make_sheet: MakeSheet) -> None:
    """P3: the stored date is Gregorian, and the person is told which calendar to use."""
    sheet = make_sheet(a_date(appearance=sorted(OTHER_CALENDARS)[0]))

    assert sheet.texts.text("question-common-calendar") in words_shown(sheet)


def test_a_time_typed_in_one_go_fills_both_parts(make_sheet: MakeSheet) -> None:
    """740 is 07:40; it is stored with the zone of the office."""
    sheet = make_sheet(a_question(QuestionKind.TIME, label="Hora"), a_question(label="Otra"))
    hour = sheet.focus(Role.EditableText, "Hora, hora")
    minute = sheet.named(Role.EditableText, "Hora, minuto")
    assert isinstance(hour, QLineEdit)
    assert isinstance(minute, QLineEdit)

    sheet.type("7:40")
    sheet.press("Tab")

    assert sheet.answers[-1] == "07:40:00.000-06:00"
    assert (hour.text(), minute.text()) == ("07", "40")


def test_looking_at_a_time_does_not_change_it(make_sheet: MakeSheet) -> None:
    """Seconds and zone of a stored time survive a walk through its parts."""
    view = a_question(QuestionKind.TIME, label="Hora", value="07:40:12.345+01:00")
    sheet = make_sheet(view, a_question(label="Otra"))
    sheet.focus(Role.EditableText, "Hora, hora")

    sheet.press("Tab", "Tab")

    assert sheet.said == []


def test_a_moment_is_a_date_and_a_time(make_sheet: MakeSheet) -> None:
    """Stored with its distance from UTC, told in the zone of the office."""
    view = a_question(QuestionKind.DATETIME, label="¿Cuándo?", value="2026-11-03T13:40:00.000Z")
    sheet = make_sheet(view)
    minute = sheet.focus(Role.EditableText, "¿Cuándo?, minuto")
    hour = sheet.named(Role.EditableText, "¿Cuándo?, hora")
    assert isinstance(hour, QLineEdit)
    assert isinstance(minute, QLineEdit)
    assert (hour.text(), minute.text()) == ("07", "40")

    minute.selectAll()
    sheet.type("05")
    sheet.question.commit()

    assert sheet.answers[-1] == "2026-11-03T07:05:00.000-06:00"
