"""V08, V09, V11, V12: choose, fill, review, agree."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from tests.support.desk import Desk


@pytest.fixture
def form(desk: Desk) -> Desk:
    """Return a desk on the first section of a form."""
    desk.unlock()
    desk.find_person()
    desk.start_form()
    return desk


def answers(desk: Desk) -> dict[str, str]:
    """Return the answers of the only draft."""
    (found,) = desk.office.registrations.answers.values()
    return found


def test_every_answer_is_a_draft_when_the_field_is_left(form: Desk) -> None:
    """UX §3.4: nothing waits for a save button."""
    form.type("Xóchitl Ñuñez güera")

    form.press("Tab")

    assert answers(form) == {"/d/nombre": "Xóchitl Ñuñez güera"}


def test_a_question_appears_below_and_the_focus_stays(form: Desk) -> None:
    """Relevance adds a question, says why, and never moves the focus."""
    form.type("Xóchitl")
    form.press("Enter", "3")
    chosen = QApplication.focusWidget()
    appeared = form.window.forms.form._questions["/d/cual"]

    assert appeared.isVisible()
    assert "Otra persona" in appeared.field.hint.text()
    assert chosen is not None
    assert chosen.accessibleName().startswith("Otra persona")


def test_a_question_that_goes_takes_nothing_else_along(form: Desk) -> None:
    """Choosing another answer removes the question; the others keep their values."""
    form.type("Xóchitl")
    form.press("Enter", "3", "1")

    assert "/d/cual" not in form.window.forms.form._questions
    assert form.window.forms.form._questions["/d/nombre"].typed() == "Xóchitl"


def test_number_keys_choose_only_while_the_question_has_the_focus(form: Desk) -> None:
    """In a text field a 2 is a 2."""
    form.type("2")

    assert form.window.forms.form._questions["/d/parentesco"].typed() == ""
    assert form.window.forms.form._questions["/d/nombre"].typed() == "2"


def test_enter_goes_to_the_next_field_and_after_the_last_continues(form: Desk) -> None:
    """The whole section with Enter and a number key."""
    form.type("Xóchitl")
    form.press("Enter", "1", "Enter")

    assert form.window.forms.form.view is not None
    assert form.window.forms.form.view.index == 1


def test_the_wheel_changes_no_month(form: Desk) -> None:
    """FORMS §4: a wheel over a list must not change an answer."""
    form.type("Xóchitl")
    form.press("Enter", "1", "Enter")
    form.type("3")
    form.press("Enter")
    form.type("11")
    month = QApplication.focusWidget()
    assert month is not None

    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPointF(0, 10).toPoint(), QPointF(0, 120).toPoint(),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(month, wheel)

    assert wheel.type() is QEvent.Type.Wheel
    assert form.window.forms.form._questions["/d/fecha"].typed() == "-11-03"


def test_a_date_is_three_fields_and_is_repeated_in_words(form: Desk) -> None:
    """Typing 11 in the month chooses November; the words let a slip be seen."""
    form.type("Xóchitl")
    form.press("Enter", "1", "Enter")
    for part in ("3", "11", "2026"):
        form.type(part)
        form.press("Enter")

    question = form.window.forms.form._questions["/d/fecha"]
    assert answers(form)["/d/fecha"] == "2026-11-03"
    assert question.field.words.text() == "martes 3 de noviembre de 2026"  # type: ignore[attr-defined]  # a DateField


def test_a_number_field_takes_no_letters(form: Desk) -> None:
    """Letters do not arrive; no spin box that a wheel could turn."""
    form.type("Xóchitl")
    form.press("Enter", "1", "Enter")
    form.window.forms.form._questions["/d/copias"].field.take_focus()

    form.type("1a2,")

    assert form.window.forms.form._questions["/d/copias"].typed() == "12"


def test_leaving_keeps_the_draft_and_home_leads_back_to_it(form: Desk) -> None:
    """F7 saves and exits; Seguir opens the same section with the same answers."""
    form.type("Xóchitl")
    form.press("F7")
    assert form.at == "V02"
    (row,) = form.window.home._drafts._rows
    row.button.setFocus()  # type: ignore[attr-defined]  # a row of the list

    form.press("Enter")

    assert form.at == "V09"
    assert form.window.forms.form._questions["/d/nombre"].typed() == "Xóchitl"


def test_the_language_of_the_form_changes_and_the_answers_stay(form: Desk) -> None:
    """The switch names the language in itself."""
    form.type("Xóchitl")
    form.window.forms.form._set_language("en")
    form.settle()

    assert form.window.forms.form.view is not None
    assert form.window.forms.form.view.language == "en"
    assert answers(form)["/d/nombre"] == "Xóchitl"


def test_change_goes_to_the_question_and_comes_straight_back(form: Desk) -> None:
    """UX §3.5: prefilled, then back to the review."""
    form.fill_form()
    form.window.forms.review._change(0, "/d/nombre")
    form.settle()
    here = QApplication.focusWidget()
    assert here is form.window.forms.form._questions["/d/nombre"].field.input()

    form.press("Ctrl+Enter")

    assert form.at == "V11"
    assert form.window.navigator.trail() == ("V02", "V04", "V06", "V08", "V09", "V11")


def test_the_sentence_is_unticked_and_without_it_nothing_is_saved(form: Desk) -> None:
    """Consent is given, never assumed; the message says how to go on."""
    form.fill_form()
    form.press("Ctrl+Enter")
    assert form.at == "V12"
    assert not form.window.forms.consent.tick.isChecked()

    form.press("Ctrl+Enter")

    assert form.at == "V12"
    assert form.office.registrations.saved == {}
    assert form.window.forms.consent.summary.messages == (form.texts.text("consent-missing"),)


def test_a_service_without_fee_goes_to_its_receipt(desk: Desk) -> None:
    """No fee, no payment: V16 at once."""
    desk.unlock()
    desk.find_person()
    desk.start_form(2)
    desk.fill_form()
    desk.consent()

    assert desk.at == "V16"


def test_escape_walks_back_without_losing_the_draft(form: Desk) -> None:
    """From the second section to the first, then to the services; the answers stay."""
    form.type("Xóchitl")
    form.press("Enter", "1", "Enter", "Esc")
    assert form.window.forms.form.view is not None
    assert form.window.forms.form.view.index == 0

    form.press("Esc")

    assert form.at == "V08"
    assert answers(form)["/d/nombre"] == "Xóchitl"


def test_enter_on_a_chosen_question_changes_nothing(form: Desk) -> None:
    """Coming back to a question, Tab stops at the chosen answer and Enter only goes on."""
    form.type("Xóchitl")
    form.press("Enter", "2", "Ctrl+Enter", "Esc")
    assert answers(form)["/d/parentesco"] == "madre"

    form.press("Enter")
    here = QApplication.focusWidget()
    assert here is not None
    assert here.accessibleName().startswith("Madre o padre")
    form.press("Enter")

    assert answers(form)["/d/parentesco"] == "madre"


def test_a_hurried_enter_answers_no_question_for_the_person(form: Desk) -> None:
    """Space or a number key chooses; Enter only goes on, and the check says what is missing."""
    form.type("Xóchitl")
    form.press("Enter", "Enter")

    assert "/d/parentesco" not in answers(form)
    assert form.window.forms.form.summary.messages == ("Elija: ¿Qué es de la persona del acta?",)
