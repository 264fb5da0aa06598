"""Choosing one, several, by card, from a list, in a table: by keys and by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QWidget

from kiosk.services.views import Choice, QuestionKind, QuestionView
from kiosk.ui.questions.registry import fits
from kiosk.ui.widgets.find_model import AnswerModel, folded
from tests.support.qt import Role, name_of, nodes
from tests.support.question_samples import AGREE, BIRTHPLACES, CROPS, TOWNS, a_question, choices
from tests.support.sheet import Sheet

MakeSheet = Callable[..., Sheet]
ONE, SEVERAL = QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE


def where(kind: QuestionKind = ONE, labels: tuple[str, ...] = BIRTHPLACES, **wishes: object
) -> QuestionView:  # fmt: skip
    """Return a closed question."""
    return a_question(kind, label="¿Dónde?", choices=choices(*labels), **wishes)


def checked(sheet: Sheet, role: QAccessible.Role) -> list[str]:
    """Return the names of what a screen reader calls checked."""
    return [name_of(node) for node in nodes(sheet) if node.role() == role and node.state().checked]


def results(sheet: Sheet) -> list[str]:
    """Return the rows of the list that is open now."""
    shown = [view for view in sheet.findChildren(QListView) if view.isVisible()]
    return [
        str(view.model().index(row, 0).data())
        for view in shown
        for row in range(min(9, view.model().rowCount()))
    ]


def said_below(sheet: Sheet) -> set[str]:
    """Return every label that is seen."""
    return {label.text() for label in sheet.findChildren(QLabel) if label.isVisible()}


def test_a_number_key_chooses_and_the_answer_is_said_at_once(make_sheet: MakeSheet) -> None:
    """Radio buttons by role, named by answer and question (A03, A04)."""
    sheet = make_sheet(where())
    sheet.focus(Role.RadioButton, "Hospital o clínica, ¿Dónde?")

    sheet.press("2")

    assert sheet.said == [("/d/pregunta", "c2")]
    assert checked(sheet, Role.RadioButton) == ["En casa, ¿Dónde?"]
    assert sheet.finished == []


def test_quick_says_that_the_page_may_go_on(make_sheet: MakeSheet) -> None:
    """quick, on cards and in a list; nothing else does."""
    sheet = make_sheet(where(appearance="quick"))
    sheet.focus(Role.RadioButton, "En casa, ¿Dónde?")

    sheet.press("Space")

    assert sheet.answers == ["c2"]
    assert sheet.finished == ["/d/pregunta"]


@pytest.mark.parametrize(
    ("look", "columns"),
    [("", 3), ("columns", 4), ("columns-2", 2), ("likert", 5), ("columns-pack", 5),
     ("horizontal", 4), ("compact-4", 4), ("no-buttons columns-3", 3)],
)  # fmt: skip
def test_cards_stand_side_by_side_as_the_form_wants(
    make_sheet: MakeSheet, look: str, columns: int
) -> None:
    """The first row holds that many cards at the width of the form."""
    labels = AGREE if look == "likert" else CROPS
    sheet = make_sheet(where(labels=labels, appearance=look))
    cards = [
        node.object()
        for node in nodes(sheet)
        if node.role() == Role.RadioButton and isinstance(node.object(), QWidget)
    ]

    tops = [card.y() for card in cards if isinstance(card, QWidget)]

    assert tops.count(tops[0]) == columns


def test_boxes_are_ticked_by_keys_and_kept_in_the_order_of_the_list(
    make_sheet: MakeSheet,
) -> None:
    """Space and number keys tick, arrows walk; names in list order (FORMS §4)."""
    sheet = make_sheet(where(SEVERAL))
    sheet.focus(Role.CheckBox, "Hospital o clínica, ¿Dónde?")

    sheet.press("3", "Up", "Up", "Space", "2", "2")

    assert sheet.answers == ["c3", "c1 c3", "c1 c2 c3", "c1 c3"]
    assert len(checked(sheet, Role.CheckBox)) == 2


def test_new_choices_keep_what_is_chosen_and_the_focus(make_sheet: MakeSheet) -> None:
    """A filter that changes the list takes neither the focus nor a tick that is still there."""
    view = where(SEVERAL, value="c2")
    sheet = make_sheet(view)
    sheet.focus(Role.CheckBox, "En casa, ¿Dónde?")

    sheet.question.show_view(replace(view, choices=choices("Otro nombre", "En casa", "Más")))

    assert sheet.named(Role.CheckBox, "En casa, ¿Dónde?").hasFocus()
    assert sheet.question.typed() == "c2"


def test_pictures_stand_with_their_words(make_sheet: MakeSheet) -> None:
    """A card with a picture is higher, and is named by its words."""
    plain = make_sheet(where(labels=("a", "b")))
    drawn = make_sheet(a_question(ONE, label="¿Dónde?", choices=choices("a", "b", pictures=True)))

    heights = [sheet.named(Role.RadioButton, "a, ¿Dónde?").height() for sheet in (plain, drawn)]

    assert heights[0] < heights[1]


def test_a_long_list_is_a_line_to_type_into(make_sheet: MakeSheet) -> None:
    """More than seven answers; Tab and typing and Enter are enough; accents do not matter."""
    sheet = make_sheet(where(labels=TOWNS), a_question(label="Otra"))
    edit = sheet.focus(Role.EditableText, "¿Dónde?")
    assert isinstance(edit, QLineEdit)

    sheet.type("mani")
    found = results(sheet)
    sheet.press("Enter")

    assert found == ["Maní"]
    assert (sheet.answers, edit.text()) == (["c9"], "Maní")
    assert results(sheet) == []


def test_what_begins_with_the_letters_comes_first(make_sheet: MakeSheet) -> None:
    """Then words that begin with them, then the rest, each in the order of the list."""
    sheet = make_sheet(where(labels=("Santa Ana", "Banana", "Ana", "B", "C", "D", "E", "F")))
    sheet.focus(Role.EditableText, "¿Dónde?")

    sheet.type("ANA")

    assert results(sheet) == ["Ana", "Santa Ana", "Banana"]


def test_arrows_open_the_list_and_a_hurried_enter_chooses_nothing(make_sheet: MakeSheet) -> None:
    """Enter takes only what was marked by typing or by an arrow."""
    sheet = make_sheet(where(labels=TOWNS))
    edit = sheet.focus(Role.EditableText, "¿Dónde?")

    sheet.press("Enter")
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
    assert results(sheet) != []
    sheet.press("Enter", "Esc")
    assert sheet.said == []
    sheet.press("Down", "Down", "Down", "Up", "Enter")

    assert sheet.answers == ["c2"]


def test_escape_closes_the_list_and_the_answer_stays(make_sheet: MakeSheet) -> None:
    """A09: Escape leaves what is open before it leaves the page."""
    sheet = make_sheet(where(labels=TOWNS, value="c9"))
    edit = sheet.focus(Role.EditableText, "¿Dónde?")
    assert isinstance(edit, QLineEdit)

    back: list[str] = []
    shortcut = QShortcut(QKeySequence("Esc"), sheet)
    shortcut.activated.connect(lambda: back.append("Atrás"))

    sheet.type("ti")
    assert results(sheet) != []
    sheet.press("Esc")

    assert (results(sheet), back) == ([], [])
    assert (edit.text(), sheet.said) == ("Maní", [])
    sheet.press("Esc")
    assert back == ["Atrás"]


def test_an_emptied_line_takes_the_answer_away(make_sheet: MakeSheet) -> None:
    """Blank is the empty text."""
    sheet = make_sheet(where(labels=TOWNS, value="c9"), a_question(label="Otra"))
    sheet.focus(Role.EditableText, "¿Dónde?")

    sheet.press("Backspace", "Tab")

    assert sheet.answers == [""]


def test_what_is_in_no_answer_is_said(make_sheet: MakeSheet) -> None:
    """Leaving with letters that fit nothing keeps the answer and says so; one match is taken."""
    sheet = make_sheet(where(labels=TOWNS, value="c9"), a_question(label="Otra"))
    edit = sheet.focus(Role.EditableText, "¿Dónde?")
    assert isinstance(edit, QLineEdit)

    sheet.type("xyz")
    sheet.press("Tab")
    assert sheet.texts.text("question-not-listed", typed="xyz") in said_below(sheet)
    assert (edit.text(), sheet.said) == ("Maní", [])
    edit.setFocus(Qt.FocusReason.TabFocusReason)
    sheet.type("valladol")
    sheet.press("Tab")

    assert sheet.answers == ["c20"]


@pytest.mark.parametrize("look", ["minimal", "autocomplete", "search", "search('towns')"])
def test_short_lists_may_be_asked_for_as_a_line(make_sheet: MakeSheet, look: str) -> None:
    """minimal, autocomplete, search: two answers in a line."""
    sheet = make_sheet(where(labels=("Sí", "No"), appearance=look))
    sheet.focus(Role.EditableText, "¿Dónde?")

    sheet.press("Down", "Down", "Enter")

    assert sheet.answers == ["c2"]


def test_fifty_thousand_answers_are_rows_and_not_widgets(make_sheet: MakeSheet) -> None:
    """FORMS §13: model and view; what is typed is found among all of them."""
    many = tuple(Choice(name=f"n{number}", label=f"Poblado {number}") for number in range(50_000))
    sheet = make_sheet(a_question(ONE, label="¿Dónde?", appearance="columns", choices=many))
    before = len(sheet.findChildren(QWidget))
    sheet.focus(Role.EditableText, "¿Dónde?")

    sheet.type("49999")
    sheet.press("Enter")

    assert sheet.answers == ["n49999"]
    assert before < 60
    assert len(sheet.findChildren(QWidget)) - before < 10


def test_letters_are_folded_as_people_look_for_them() -> None:
    """Case and accents do not matter; a list knows where its answers are."""
    model = AnswerModel()

    assert folded("Ñandú ÜBER") == "nandu uber"
    assert model.rowCount() == 0
    assert model.row_of("x") == -1


def test_several_of_many_are_added_and_dropped_by_name(make_sheet: MakeSheet) -> None:
    """Chips below the line, each with a button that names its answer."""
    view = where(SEVERAL, labels=TOWNS, appearance="minimal", value="c14")
    sheet = make_sheet(view)
    sheet.focus(Role.EditableText, "¿Dónde?")

    sheet.type("izam")
    sheet.press("Enter")
    sheet.focus(Role.Button, "Quitar Progreso")
    sheet.press("Space")

    assert sheet.answers == ["c7 c14", "c7"]
    assert sheet.named(Role.EditableText, "¿Dónde?").hasFocus()


def test_a_list_that_grows_wants_another_widget(make_sheet: MakeSheet) -> None:
    """Cards for few, a line for many."""
    sheet = make_sheet(where())

    assert fits(sheet.question, where(labels=("a", "b")))
    assert not fits(sheet.question, where(labels=TOWNS))


def test_a_table_names_each_circle_by_answer_and_question(make_sheet: MakeSheet) -> None:
    """label above, list-nolabel below; the circles stand under their heads."""
    scale = choices("Nunca", "Siempre")
    sheet = make_sheet(
        a_question(ONE, label="El último mes", appearance="label", choices=scale),
        a_question(ONE, label="¿Faltó comida?", appearance="list-nolabel", choices=scale),
        a_question(SEVERAL, label="¿Con quién?", appearance="list-nolabel", choices=scale),
    )
    circle = sheet.focus(Role.RadioButton, "Siempre, ¿Faltó comida?")
    head = next(
        one for one in sheet.findChildren(QLabel) if one.isVisible() and one.text() == "Siempre"
    )

    sheet.press("Space")
    sheet.focus(Role.CheckBox, "Nunca, ¿Con quién?")
    sheet.press("Space")

    assert sheet.answers == ["c2", "c1"]
    middle = circle.mapTo(sheet, circle.rect().center()).x()
    assert abs(middle - head.mapTo(sheet, head.rect().center()).x()) < 10


def test_a_drawing_to_touch_becomes_a_list_and_says_so(make_sheet: MakeSheet) -> None:
    """image-map (P3): the answers beside the drawing, with a line about it."""
    sheet = make_sheet(where(appearance="image-map"))

    assert sheet.texts.text("question-image-map") in said_below(sheet)
    assert sheet.named(Role.RadioButton, "En casa, ¿Dónde?").isVisible()


def test_marks_in_an_answer_are_drawn_and_its_name_has_none(make_sheet: MakeSheet) -> None:
    """`**Sí**` is read as Sí."""
    sheet = make_sheet(where(labels=("**Sí**", "No")))

    assert sheet.named(Role.RadioButton, "Sí, ¿Dónde?").isVisible()


def test_what_is_only_shown_cannot_be_chosen(make_sheet: MakeSheet) -> None:
    """Read only: disabled for everybody, the answer still to be seen."""
    sheet = make_sheet(where(value="c1", readonly=True), where(labels=TOWNS, value="c9",
                       readonly=True, path="/d/lista"))  # fmt: skip
    card = sheet.named(Role.RadioButton, "Hospital o clínica, ¿Dónde?")
    line = sheet.focus(Role.EditableText, "¿Dónde?")

    sheet.type("x")
    sheet.press("Down")

    assert not card.isEnabled()
    assert isinstance(line, QLineEdit)
    assert (line.text(), sheet.said) == ("Maní", [])
