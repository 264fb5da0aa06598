"""Text, hidden text and numbers, typed by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from kiosk.services.views import QuestionKind
from kiosk.ui.questions.registry import fits
from tests.support.qt import Role, name_of, nodes
from tests.support.question_samples import a_question
from tests.support.sheet import Sheet

MakeSheet = Callable[..., Sheet]
NAME = "Nombre de la partera"


def test_text_is_said_when_the_field_is_left(make_sheet: MakeSheet) -> None:
    """Letters of the country arrive; nothing is said per key (FORMS §13)."""
    sheet = make_sheet(a_question(), a_question(label="Otra"))
    sheet.focus(Role.EditableText, NAME)

    sheet.type("Ñandú güera")
    assert sheet.said == []
    sheet.press("Tab")

    assert sheet.said == [("/d/pregunta", "Ñandú güera")]


def test_text_is_stored_in_one_form_without_control_characters(make_sheet: MakeSheet) -> None:
    """NFC, so that ñ is one letter whoever typed it."""
    sheet = make_sheet(a_question())
    edit = sheet.focus(Role.EditableText, NAME)
    assert isinstance(edit, QLineEdit)

    edit.setText("n\u0303a\x1dn\u0303a")
    sheet.question.commit()

    assert sheet.answers == ["ñaña"]


def test_an_answer_being_typed_is_not_overwritten(make_sheet: MakeSheet) -> None:
    """A view that comes while somebody types changes the words around, not the typing."""
    sheet = make_sheet(a_question())
    sheet.focus(Role.EditableText, NAME)
    sheet.type("a medias")

    sheet.question.show_view(a_question(label="Nombre", value="otra", message="Escriba más."))

    assert sheet.question.typed() == "a medias"
    assert sheet.named(Role.EditableText, "Nombre").accessibleDescription() == "Escriba más."


def test_no_more_letters_than_the_form_allows(make_sheet: MakeSheet) -> None:
    """odk:length, in one line and in several; what was there before stays."""
    short = {"length": "5"}
    sheet = make_sheet(
        a_question(parameters=short),
        a_question(label="Larga", appearance="multiline", parameters=short),
    )
    sheet.focus(Role.EditableText, NAME)
    sheet.type("ñandúes")
    area = sheet.focus(Role.EditableText, "Larga")
    assert isinstance(area, QPlainTextEdit)
    sheet.type("abcde")
    area.moveCursor(area.textCursor().MoveOperation.Start)
    sheet.type("X")
    sheet.press("Tab")

    assert [question.typed() for question in sheet.questions] == ["ñandú", "abcde"]


def test_several_lines_keep_their_ends_and_tab_goes_on(make_sheet: MakeSheet) -> None:
    """Enter makes a line; Tab leaves and says the answer."""
    sheet = make_sheet(a_question(appearance="multiline"), a_question(label="Otra"))
    sheet.focus(Role.EditableText, NAME)

    sheet.type("uno")
    sheet.press("Enter")
    sheet.type("dos")
    sheet.press("Tab")

    assert sheet.answers == ["uno\ndos"]
    assert sheet.named(Role.EditableText, "Otra").hasFocus()


@pytest.mark.parametrize("rows", [2, 6])
def test_an_area_is_as_high_as_the_form_wants(make_sheet: MakeSheet, rows: int) -> None:
    """Parameter rows."""
    sheet = make_sheet(a_question(appearance="multiline", parameters={"rows": str(rows)}))
    area = sheet.named(Role.EditableText, NAME)

    lines = area.height() / area.fontMetrics().lineSpacing()

    assert rows <= lines < rows + 1.5


@pytest.mark.parametrize(
    ("kind", "look"),
    [(QuestionKind.TEXT, "masked"), (QuestionKind.TEXT, "hidden-answer"),
     (QuestionKind.INTEGER, "masked"), (QuestionKind.BARCODE, "hidden-answer")],
)  # fmt: skip
def test_a_hidden_answer_is_neither_shown_nor_copied_nor_read(
    make_sheet: MakeSheet, kind: QuestionKind, look: str
) -> None:
    """FORMS §13: no clipboard, no screen reader echo; it is an answer all the same."""
    sheet = make_sheet(a_question(kind, appearance=look))
    edit = sheet.focus(Role.EditableText, NAME)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("antes")
    sheet.type("4321")

    sheet.press("Ctrl+a", "Ctrl+c", "Ctrl+x", "Ctrl+v")
    sheet.question.commit()

    assert isinstance(edit, QLineEdit)
    assert edit.displayText() == "●" * 4 or set(edit.displayText()) == {"•"}
    assert clipboard.text() == "antes"
    assert sheet.answers == ["4321"]
    reader = QAccessible.queryAccessibleInterface(edit)
    assert "4321" not in reader.text(QAccessible.Text.Value)
    assert edit.contextMenuPolicy() is Qt.ContextMenuPolicy.PreventContextMenu


def test_a_number_lets_digits_pass_only(make_sheet: MakeSheet) -> None:
    """Letters do not arrive, nor do more digits than an answer has."""
    sheet = make_sheet(a_question(QuestionKind.INTEGER), a_question(label="Otra"))
    sheet.focus(Role.EditableText, NAME)

    sheet.type("-1a2,3")
    sheet.press("Tab")

    assert sheet.answers == ["-123"]


def test_a_decimal_is_shown_again_as_it_was_understood(make_sheet: MakeSheet) -> None:
    """12,5 is 12.5 where people write so, and 1,234 is a thousand."""
    sheet = make_sheet(a_question(QuestionKind.DECIMAL), a_question(label="Otra"))
    edit = sheet.focus(Role.EditableText, NAME)
    assert isinstance(edit, QLineEdit)
    sheet.type("12,5")
    sheet.press("Tab")
    assert (sheet.answers, edit.text()) == (["12.5"], "12.5")

    edit.setFocus()
    edit.clear()
    sheet.type("1,234.5")
    sheet.press("Tab")

    assert (sheet.answers[-1], edit.text()) == ("1234.5", "1234.5")


def test_thousands_are_separated_when_nobody_types(make_sheet: MakeSheet) -> None:
    """The stored number has no signs (`thousands-sep`)."""
    view = a_question(QuestionKind.INTEGER, appearance="thousands-sep", value="1234567")
    sheet = make_sheet(view, a_question(label="Otra"))
    edit = sheet.named(Role.EditableText, NAME)
    assert isinstance(edit, QLineEdit)
    sheet.focus(Role.EditableText, "Otra")
    assert edit.text() == "1,234,567"

    edit.setFocus()
    assert edit.text() == "1234567"
    sheet.type("8")
    sheet.press("Tab")

    assert edit.text() == "12,345,678"
    assert sheet.answers == ["12345678"]


def test_a_counter_counts_by_arrow_and_by_button(make_sheet: MakeSheet) -> None:
    """Its buttons have names, and it never goes below nothing."""
    sheet = make_sheet(a_question(QuestionKind.INTEGER, appearance="counter", value="1"))
    sheet.focus(Role.EditableText, NAME)

    sheet.press("Up", "Down", "Down", "Down")
    sheet.focus(Role.Button, f"Agregar uno: {NAME}")
    sheet.press("Space")

    assert sheet.answers == ["2", "1", "0", "1"]


def test_what_is_only_shown_cannot_be_typed_over(make_sheet: MakeSheet) -> None:
    """Read only: a state that a screen reader says, and no stop of Tab."""
    sheet = make_sheet(a_question(value="Luna", readonly=True), a_question(label="Otra"))
    edit = sheet.focus(Role.EditableText, NAME)

    sheet.type("x")
    sheet.question_at(0).commit()

    assert sheet.said == []
    state = QAccessible.queryAccessibleInterface(edit).state()
    assert state.readOnly
    assert edit.focusPolicy() is Qt.FocusPolicy.ClickFocus


def test_forgetting_leaves_nothing_of_the_visit(make_sheet: MakeSheet) -> None:
    """A24: no text and no undo stack."""
    sheet = make_sheet(a_question())
    edit = sheet.focus(Role.EditableText, NAME)
    assert isinstance(edit, QLineEdit)
    sheet.type("canario")

    sheet.question.forget()
    edit.undo()

    assert "canario" not in edit.text()


def test_another_appearance_wants_another_widget(make_sheet: MakeSheet) -> None:
    """A page asks whether a widget may stay; the same question with an answer may."""
    sheet = make_sheet(a_question())
    view = sheet.question.view

    assert fits(sheet.question, replace(view, value="x", label="Otra", message="m"))
    assert not fits(sheet.question, replace(view, appearance="multiline"))
    assert not fits(sheet.question, replace(view, kind=QuestionKind.DATE))


def test_optional_is_said_and_required_is_not_marked(make_sheet: MakeSheet) -> None:
    """UX §6.1: never the word for must."""
    sheet = make_sheet(a_question(required=False))

    assert [name_of(node) for node in nodes(sheet) if node.role() == Role.EditableText] == [
        f"{NAME} (opcional)"
    ]


def test_a_message_is_shown_in_plain_words(make_sheet: MakeSheet) -> None:
    """What an answer puts into it is escaped on the way, and read as it was typed."""
    sheet = make_sheet(a_question(message=r"Escriba la edad de Ana\-María \*"))

    assert sheet.question.field.message() == "Escriba la edad de Ana-María *"
