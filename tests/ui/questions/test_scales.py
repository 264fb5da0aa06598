"""Putting in order, scales, stars and boxes to tick, by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QSlider

from kiosk.services.views import Choice, QuestionKind, QuestionView
from kiosk.ui.widgets.scale import Scale
from tests.support.qt import Role, name_of, nodes
from tests.support.question_samples import CROPS, a_question, choices
from tests.support.sheet import Sheet

MakeSheet = Callable[..., Sheet]
TEN = {"start": "0", "end": "10", "step": "1"}


def a_rank(**wishes: object) -> QuestionView:
    """Return three crops to put in order."""
    return a_question(QuestionKind.RANK, label="Orden", choices=choices(*CROPS[:3]), **wishes)


def a_range(**wishes: object) -> QuestionView:
    """Return a scale from 0 to 10."""
    return a_question(QuestionKind.RANGE, **{"label": "Dolor", "parameters": TEN, **wishes})


def labels(sheet: Sheet) -> set[str]:
    """Return every label that is seen."""
    return {label.text() for label in sheet.findChildren(QLabel) if label.isVisible()}


def test_alt_and_an_arrow_move_a_row(make_sheet: MakeSheet) -> None:
    """All names in their order; before a window's own Alt+arrow gets the key (FORMS §4)."""
    sheet = make_sheet(a_rank())
    rows = sheet.focus(Role.List, "Orden")
    sections: list[str] = []
    for key in ("Alt+Up", "Alt+Down"):
        shortcut = QShortcut(QKeySequence(key), sheet)
        shortcut.activated.connect(lambda: sections.append("section"))

    sheet.press("Down", "Alt+Up", "Alt+Up", "Alt+Down")

    assert sheet.answers == ["c2 c1 c3", "c1 c2 c3"]
    assert sections == []
    assert isinstance(rows, QListWidget)
    assert rows.currentRow() == 1


def test_an_order_is_blank_until_somebody_gives_it(make_sheet: MakeSheet) -> None:
    """Looking at the list is no answer; one press says that it is right as it stands."""
    sheet = make_sheet(a_rank())
    sheet.focus(Role.List, "Orden")
    sheet.press("Down", "Up")
    sheet.question.commit()
    assert sheet.said == []

    sheet.focus(Role.Button, "Usar este orden, Orden")
    sheet.press("Space")

    assert sheet.answers == ["c1 c2 c3"]
    assert "Usar este orden, Orden" not in {name_of(node) for node in nodes(sheet)}


def test_buttons_move_the_marked_row(make_sheet: MakeSheet) -> None:
    """For those who neither drag nor know the keys."""
    sheet = make_sheet(a_rank(value="c3 c1 c2"))
    sheet.focus(Role.Button, "Bajar, Orden")

    sheet.press("Space")

    assert sheet.answers == ["c1 c3 c2"]


def test_a_scale_is_blank_until_it_is_touched(make_sheet: MakeSheet) -> None:
    """The first key only puts the thumb there; emptying the number is blank again."""
    sheet = make_sheet(a_range())
    scale = sheet.focus(Role.Slider, "Dolor")
    number = sheet.named(Role.EditableText, "Dolor")
    assert isinstance(number, QLineEdit)
    sheet.question.commit()
    assert sheet.said == []

    sheet.press("Right", "Right", "End", "PgDown")
    assert sheet.answers == ["0", "1", "10", "9"]
    number.setFocus()
    number.selectAll()
    sheet.press("Backspace", "Enter")

    assert sheet.answers[-1] == ""
    assert isinstance(scale, Scale)
    assert scale.blank


def test_a_number_on_the_scale_may_be_typed(make_sheet: MakeSheet) -> None:
    """One between two steps is not taken, and the steps are named."""
    half = {"start": "34", "end": "42", "step": "0.5"}
    sheet = make_sheet(a_range(parameters=half))
    sheet.focus(Role.EditableText, "Dolor")

    sheet.type("36.7")
    sheet.press("Enter")
    assert sheet.said == []
    assert "Escriba un número de 34.0 a 42.0, de 0.5 en 0.5." in labels(sheet)
    sheet.press("Backspace")
    sheet.type("5")
    sheet.press("Enter")

    assert sheet.answers == ["36.5"]
    slider = sheet.named(Role.Slider, "Dolor")
    assert isinstance(slider, QSlider)
    assert slider.value() == 5


def test_no_wheel_moves_a_scale(make_sheet: MakeSheet) -> None:
    """FORMS §4: the wheel must not change an answer."""
    sheet = make_sheet(a_range(value="3"))
    scale = sheet.focus(Role.Slider, "Dolor")
    wheel = QWheelEvent(
        QPointF(9, 9), QPointF(9, 9), QPoint(0, 10), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip

    QApplication.sendEvent(scale, wheel)

    assert (sheet.question.typed(), sheet.said) == ("3", [])


def test_a_press_on_the_scale_goes_there(make_sheet: MakeSheet) -> None:
    """At the end is the last number, upright at the top."""
    sheet = make_sheet(a_range(), a_range(label="Pozo", appearance="vertical", path="/d/pozo"))
    flat, upright = sheet.named(Role.Slider, "Dolor"), sheet.named(Role.Slider, "Pozo")

    QTest.mouseClick(flat, Qt.MouseButton.LeftButton, pos=QPoint(flat.width() - 2, 20))
    QTest.mouseClick(upright, Qt.MouseButton.LeftButton, pos=QPoint(20, 2))

    assert sheet.said == [("/d/pregunta", "10"), ("/d/pozo", "10")]


def test_a_placeholder_is_where_the_thumb_begins(make_sheet: MakeSheet) -> None:
    """It is no answer (parameter placeholder)."""
    sheet = make_sheet(a_range(parameters={**TEN, "placeholder": "5"}))
    sheet.focus(Role.Slider, "Dolor")

    assert sheet.question.typed() == ""
    sheet.press("Right", "Right")

    assert sheet.answers == ["5", "6"]


def test_ticks_have_the_words_of_their_labels(make_sheet: MakeSheet) -> None:
    """tick_labelset: words instead of numbers, at their places; no-ticks: the ends only."""
    words = (Choice(name="0", label="Nada"), Choice(name="10", label="**Mucho**"))
    sheet = make_sheet(
        a_range(choices=words), a_range(appearance="no-ticks", label="Otro", path="/d/o")
    )
    named, plain = sheet.named(Role.Slider, "Dolor"), sheet.named(Role.Slider, "Otro")

    assert isinstance(named, Scale)
    assert isinstance(plain, Scale)
    assert (named.words_at(0), named.words_at(10), named.words_at(5)) == ("Nada", "Mucho", "")
    assert (plain.words_at(0), plain.words_at(10), plain.words_at(5)) == ("0", "10", "")


def test_a_picker_is_a_list_of_the_numbers(make_sheet: MakeSheet) -> None:
    """Typed or chosen."""
    sheet = make_sheet(a_range(appearance="picker"))
    sheet.focus(Role.EditableText, "Dolor")

    sheet.type("7")
    sheet.press("Enter")

    assert sheet.answers == ["7"]


def test_stars_are_given_by_number_and_taken_away(make_sheet: MakeSheet) -> None:
    """Radio buttons with a name each; *Quitar* makes it blank."""
    five = {"start": "1", "end": "5", "step": "1"}
    sheet = make_sheet(a_range(appearance="rating", parameters=five))
    sheet.focus(Role.RadioButton, "1 de 5, Dolor")

    sheet.press("4", "Left")
    sheet.focus(Role.Button, "Quitar, Dolor")
    sheet.press("Space")

    assert sheet.answers == ["4", "3", ""]


def test_a_sentence_is_ticked_and_unticked(make_sheet: MakeSheet) -> None:
    """acknowledge: OK, or blank (FORMS §4)."""
    sheet = make_sheet(a_question(QuestionKind.ACKNOWLEDGE, label="Leí el **aviso**"))
    sheet.focus(Role.CheckBox, "Leí el aviso")

    sheet.press("Space", "Space")

    assert sheet.answers == ["OK", ""]


def test_a_note_asks_nothing_and_shows_a_value_as_it_is(make_sheet: MakeSheet) -> None:
    """An answer in it is no markup, and there is nothing to stop at."""
    sheet = make_sheet(a_question(QuestionKind.NOTE, label="**Total:**", value="7 <b>y</b> *más*"))

    shown = next(text for text in labels(sheet) if "Total" in text)
    assert "<b>Total:</b> 7 &lt;b&gt;y&lt;/b&gt; *más*" in shown
    assert sheet.question.field.inputs() == ()


def test_what_is_not_supported_is_a_visible_box(make_sheet: MakeSheet) -> None:
    """STYLE 52: it names the row and the type, and never blocks the rest."""
    sheet = make_sheet(
        a_question(QuestionKind.UNSUPPORTED, label="Grabe", unsupported="osm", required=False),
        a_question(label="Otra"),
    )

    assert any("osm" in text and "/d/pregunta" in text for text in labels(sheet))
    assert sheet.named(Role.EditableText, "Otra").isVisible()
