"""V09 with repeats and files, V10, V17–V19, V32 over real forms: walked by keys."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.field.form import FormEntry
from kiosk.ui.questions.question import Given
from kiosk.ui.widgets.text import Text
from tests.support.desk import Desk
from tests.support.household import (
    HOUSEHOLD_XML,
    NAME,
    PEOPLE,
    PHOTO,
    a_full_household,
    a_household_draft,
    publish_household,
    the_question,
    the_repeat,
)
from tests.support.offices import Counter, a_counter
from tests.support.qt import Role, by_name
from tests.support.real_desk import RealForms, real_services

MakeDesk = Callable[..., Desk]


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """Give a counter on which the household form is published."""
    made = a_counter(tmp_path)
    publish_household(made)
    yield made
    made.opening.close()


@pytest.fixture
def real(make_desk: MakeDesk, counter: Counter) -> RealForms:
    """Give a window over the counter's forms."""
    desk = make_desk(services=lambda fakes: real_services(fakes, counter))
    desk.unlock()
    return RealForms(desk, counter)


def button(real: RealForms, words: str) -> QWidget:
    """Return the button that a screen reader calls so."""
    return by_name(real.desk.shell, Role.Button, words)


def press(real: RealForms, words: str) -> None:
    """Press a button by the keyboard."""
    button(real, words).setFocus()
    real.desk.press("Enter")


def test_the_table_leads_to_a_page_and_back(real: RealForms) -> None:
    """Abrir, two answers, Listo: back at the table, with the answers in the line."""
    view = a_household_draft(real.counter)
    real.show(real.counter.registrations.section(view.draft_id, 1))
    press(real, "Abrir Persona 1")
    assert real.view.place == f"{PEOPLE}[1]"
    assert real.form.heading.text() == "Persona 1"

    real.desk.type("Ñandú")
    real.desk.press("Enter")
    real.desk.type("33")
    real.desk.press("Ctrl+Enter")

    assert real.view.place == ""
    assert the_repeat(real.view).instances[0].cells == ("Ñandú", "33")


def test_adding_another_says_first_what_is_missing_here(real: RealForms) -> None:
    """Agregar otra checks this page; complete, it opens the next."""
    view = a_household_draft(real.counter)
    real.show(real.counter.registrations.open_place(view.draft_id, f"{PEOPLE}[1]"))
    press(real, "Agregar otra")
    assert real.form.summary.messages == ("Escriba: Nombre",)

    real.form.page.questions[f"{PEOPLE}[1]/name"].field.take_focus()
    real.desk.type("Uno")
    press(real, "Agregar otra")

    assert real.view.place == f"{PEOPLE}[2]"


def test_removing_asks_first_and_can_be_undone(real: RealForms) -> None:
    """In the line itself, without a dialog; the focus is on the answer that changes nothing."""
    view = a_full_household(real.counter)
    real.show(real.counter.registrations.section(view.draft_id, 1))
    press(real, "Quitar Persona 1")
    here = QApplication.focusWidget()
    assert here is not None
    assert here.accessibleName() == "No quitar"
    assert len(the_repeat(real.view).instances) == 2

    press(real, "Sí, quitar")
    assert len(the_repeat(real.view).instances) == 1
    assert real.form.undo.isVisible()
    press(real, "Deshacer")

    assert len(the_repeat(real.view).instances) == 2
    assert not real.form.undo.isVisible()


def test_a_problem_in_an_instance_leads_there_from_the_summary(real: RealForms) -> None:
    """Continuar names it; its line opens the page and its field has the focus."""
    view = a_full_household(real.counter)
    real.counter.registrations.answer(view.draft_id, f"{PEOPLE}[2]/age", "200")
    real.show(real.counter.registrations.section(view.draft_id, 1))
    real.desk.press("Ctrl+Enter")
    assert real.form.summary.messages == ("Menos de 120.",)
    assert [
        label.text()
        for label in real.form.page.tables[PEOPLE].findChildren(Text)
        if label.text() == real.desk.texts.text("section-to-correct")
    ] == ["Por corregir"]

    real.desk.press("Tab", "Enter")

    assert real.view.place == f"{PEOPLE}[2]"
    here = QApplication.focusWidget()
    age = real.form.page.questions[f"{PEOPLE}[2]/age"]
    assert here is age.field.input()


def test_a_longer_table_is_leafed_through(real: RealForms) -> None:
    """Twenty lines at a time: never a widget for each of thousands."""
    view = a_household_draft(real.counter)
    for _ in range(24):
        real.counter.registrations.add_instance(view.draft_id, PEOPLE)
    real.show(real.counter.registrations.section(view.draft_id, 1))

    with pytest.raises(AssertionError):
        button(real, "Abrir Persona 25")
    press(real, "Siguientes")

    assert button(real, "Abrir Persona 25").isVisible()


def test_a_file_is_kept_and_shown(real: RealForms) -> None:
    """The widget says what was chosen; the page shows what is kept."""
    view = a_household_draft(real.counter)
    real.show(view)
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(made, "JPEG")
    given = Given(content=made.getvalue(), media_type="image/jpeg", file_name="foto.jpg")

    real.form.page.questions[PHOTO].attached.emit(PHOTO, given)
    real.desk.settle()

    shown = the_question(real.view, PHOTO)
    assert shown.attachment is not None
    assert shown.attachment.preview[:4] == b"RIFF"


def test_a_file_that_is_refused_is_said_at_its_question(real: RealForms) -> None:
    """Three sentences beside the question, at once; the next answer takes them away."""
    view = a_household_draft(real.counter)
    real.show(view)
    question = real.form.page.questions[PHOTO]
    given = Given(content=b"no picture", media_type="image/jpeg", file_name="foto.jpg")

    question.attached.emit(PHOTO, given)
    real.desk.settle()
    said = question.field.message()
    question.answered.emit(PHOTO, "")
    real.desk.settle()

    assert "no es una imagen" in said
    assert "guardadas" in said
    assert "Elija otra imagen" in said
    assert question.field.message() == ""


def test_the_map_is_a_page_and_leads_to_a_section(real: RealForms) -> None:
    """Ctrl+M opens it on the section one is in; Enter goes to the chosen one."""
    view = a_household_draft(real.counter)
    real.show(view)
    real.desk.press("Ctrl+M")
    assert real.desk.at == "V10"

    real.desk.press("Alt+Down", "Alt+Down", "Enter")

    assert real.desk.at == "V09"
    assert real.view.index == 2
    assert real.desk.window.navigator.trail() == ("V02", "V09")


def test_from_the_review_an_instance_is_changed_and_one_comes_straight_back(
    real: RealForms,
) -> None:
    """Cambiar opens the page of the instance; Continuar leads back to V11."""
    view = a_full_household(real.counter)
    real.desk.window.navigator.restart("V02", "V11", view.draft_id)
    real.desk.settle()
    real.desk.window.forms.review._change(1, f"{PEOPLE}[2]/age", f"{PEOPLE}[2]")
    real.desk.settle()
    assert real.view.place == f"{PEOPLE}[2]"

    real.desk.press("Ctrl+Enter")

    assert real.desk.at == "V11"


def test_a_long_page_builds_what_is_seen_first_and_then_the_rest(real: RealForms) -> None:
    """300 questions: the first ones are there at once, all of them once Qt is idle."""
    many = "".join(f"<q{n}/>" for n in range(300))
    inputs = "".join(
        f'<input ref="/data/house/q{n}"><label>Pregunta {n}</label></input>' for n in range(300)
    )
    xml = HOUSEHOLD_XML.replace(b"<house>", b"<house>" + many.encode()).replace(
        b'<group ref="/data/house"><label>Casa</label>',
        b'<group ref="/data/house"><label>Casa</label>' + inputs.encode(),
    )
    publish_household(real.counter, xml)
    view = a_household_draft(real.counter)
    assert len(view.items) == 304

    real.desk.window.navigator.restart("V02", "V09", FormEntry(view=view))
    at_once = len(real.form.page.questions)
    while not real.form.page.whole:
        QApplication.processEvents()

    assert at_once <= 30
    assert len(real.form.page.questions) == 304


def test_a_record_is_corrected_from_the_list(real: RealForms) -> None:
    """V17 → V18 → V19 → the form → V11 → V18 with its new version; no consent, no fee again."""
    view = a_full_household(real.counter)
    real.counter.registrations.consent(view.draft_id)
    real.counter.registrations.save(view.draft_id, accepted=True)
    press(real, "Registros")
    assert real.desk.at == "V17"
    real.desk.press("Enter")
    assert real.desk.at == "V18"
    press(real, "Corregir")
    assert real.desk.at == "V19"
    real.desk.press("Ctrl+Enter")
    assert real.desk.window.forms.correct.summary.messages == (
        "Escriba el motivo de la corrección",
    )
    real.desk.window.forms.correct.reason.take_focus()
    real.desk.type("Nombre mal escrito")
    real.desk.press("Enter")
    assert real.desk.at == "V09"

    real.form.page.questions[NAME].field.take_focus()
    real.desk.type(" nueva")
    real.desk.press("Ctrl+Enter", "Ctrl+Enter", "Ctrl+Enter")
    assert real.desk.at == "V11"
    real.desk.press("Ctrl+Enter")

    assert real.desk.at == "V18"
    detail = real.desk.window.forms.record.detail
    assert detail is not None
    assert detail.sections[0].lines[0].answer == "PRUEBA casa nueva"
    assert [version.reason for version in detail.versions] == ["Nombre mal escrito", ""]
    assert real.desk.window.navigator.trail() == ("V02", "V17", "V18")


def test_a_newer_version_is_shown_before_anything_changes(real: RealForms) -> None:
    """The banner leads to what would change; no leaves the draft, yes moves it."""
    view = a_full_household(real.counter)
    newer = HOUSEHOLD_XML.replace(b'version="h1"', b'version="h2"').replace(
        b"<label>Nombre de la casa</label>", b"<label>Nombre nuevo</label>"
    )
    publish_household(real.counter, newer)
    real.show(real.counter.registrations.section(view.draft_id, 0))
    real.counter.registrations._shelf.let_go()
    real.show(real.counter.registrations.resume(view.draft_id))
    press(real, "Ver qué cambiaría")
    assert real.desk.at == "V32"
    press(real, "Seguir con la anterior")
    assert real.form.page.questions[NAME].view.label == "Nombre de la casa"

    press(real, "Ver qué cambiaría")
    press(real, "Pasar a la versión nueva")

    assert real.desk.at == "V09"
    assert real.form.page.questions[NAME].view.label == "Nombre nuevo"
    assert real.form.page.questions[NAME].typed() == "PRUEBA casa"
    assert not real.form.newer.isVisible()
