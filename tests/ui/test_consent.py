"""V33, V11 and V12: the notice before the first question, refusals, and how a person signs."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.services.views import PurposeChoice
from sync.events import ConsentMeans, NoticeMeans
from sync.ids import Salt
from tests.support.desk import Desk
from tests.support.qt import Role, by_name

AVISAR = PurposeChoice(
    purpose_id="avisar",
    sentence="Avisarle por teléfono.",
    accepted=None,
    labels=("Teléfono para avisar",),
)


def _at_notice(desk: Desk) -> None:
    desk.office.registrations.asks_first = True
    desk.unlock()
    desk.find_person()
    desk.press("1", "Enter")
    assert desk.at == "V33"


def _decide(desk: Desk, answer: str) -> None:
    """Choose an answer to the sensitive purpose by its name."""
    card = by_name(
        desk.shell, Role.RadioButton,
        f"{answer}, Saber si alguien vive con una discapacidad, para llevar el apoyo.",
    )  # fmt: skip
    card.setFocus()
    desk.press("Space")


def _draft(desk: Desk) -> Salt:
    return next(iter(desk.office.registrations.answers))


def _draw(paper: QWidget) -> None:
    QTest.mousePress(paper, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    QTest.mouseMove(paper, QPoint(80, 60))
    QTest.mouseRelease(paper, Qt.MouseButton.LeftButton, pos=QPoint(120, 40))


def _to_consent(desk: Desk, answer: str) -> None:
    _at_notice(desk)
    _decide(desk, answer)
    desk.press("Enter", "2")
    assert desk.at == "V09"
    desk.fill_form()
    desk.press("Ctrl+Enter")
    assert desk.at == "V12"


def test_the_form_waits_for_the_notice_and_one_key_says_how_it_was_read(desk: Desk) -> None:
    """Undecided, the keys say what is missing; decided, one of them records and begins."""
    _at_notice(desk)
    desk.press("2")
    said = desk.window.forms.notice.summary.messages
    _decide(desk, "No acepta")
    desk.press("Enter", "2")

    assert said == ("Elija si la persona acepta o no. Las dos respuestas sirven.",)
    assert desk.at == "V09"
    assert desk.office.notices.recorded == [(_draft(desk), NoticeMeans.READ_ALOUD, False)]
    assert desk.office.registrations.said[_draft(desk)] == {"salud": False}
    desk.press("Esc")
    assert desk.at == "V08"


def test_the_full_notice_can_be_read_and_that_is_kept(desk: Desk) -> None:
    """The link stands at the words; opened once counts, closed again or not."""
    _at_notice(desk)
    desk.find(Role.Button, "notice-full").setFocus()
    desk.press("Space")
    read = by_name(desk.shell, Role.StaticText, "Quién responde por sus datos").isVisible()
    desk.press("Space")
    _decide(desk, "Acepta")
    desk.press("Enter", "3")

    assert read
    assert desk.office.notices.recorded == [(_draft(desk), NoticeMeans.ON_PAPER, True)]


def test_what_was_refused_is_said_on_the_review_and_can_be_changed(desk: Desk) -> None:
    """V11 names what is neither asked nor kept, and *Cambiar* leads to the decision and back."""
    _at_notice(desk)
    _decide(desk, "No acepta")
    desk.press("Enter", "1")
    desk.fill_form()
    words = "No se pregunta ni se guarda: ¿Alguien vive con una discapacidad?"
    told = by_name(desk.shell, Role.StaticText, words).isVisible()
    desk.find(Role.Button, "review-change", field="Datos sensibles").setFocus()
    desk.press("Space")
    changing = desk.at
    _decide(desk, "Acepta")
    desk.press("Ctrl+Enter")

    assert told
    assert changing == "V33"
    assert desk.at == "V11"
    assert desk.office.registrations.said[_draft(desk)] == {"salud": True}
    assert len(desk.office.notices.recorded) == 1


def test_the_tick_is_enough_where_nothing_sensitive_was_agreed_to(desk: Desk) -> None:
    """What is not needed has its own tick, and stays refused without it."""
    desk.office.registrations.optional = (AVISAR,)
    _to_consent(desk, "No acepta")
    desk.press("Space")
    by_name(desk.shell, Role.CheckBox, "Avisarle por teléfono.").setFocus()
    desk.press("Space", "Ctrl+Enter")

    agreement = desk.office.registrations.agreements[_draft(desk)]
    assert agreement.means is ConsentMeans.TICKED
    assert agreement.purposes == (("avisar", True),)
    assert agreement.signature == b""


def test_a_sensitive_consent_is_signed(desk: Desk) -> None:
    """Without a choice and without ink it says what is missing; with them the drawing is saved."""
    _to_consent(desk, "Acepta")
    desk.press("Space", "Ctrl+Enter")
    said = desk.window.forms.consent.summary.messages
    desk.window.forms.consent.signature.means.take_focus()
    desk.press("1", "Ctrl+Enter")
    later = desk.window.forms.consent.summary.messages
    _draw(desk.window.forms.consent.signature.ink.canvas)
    desk.press("Ctrl+Enter")

    agreement = desk.office.registrations.agreements[_draft(desk)]
    assert said == ("Elija cómo firma la persona.",)
    assert later == ("Falta la firma. Hágala en el recuadro.",)
    assert agreement.means is ConsentMeans.DRAWN
    assert agreement.signature.startswith(b"\x89PNG")
    assert len(agreement.signature) <= 8192


def test_a_witness_signs_with_name_and_relation(desk: Desk) -> None:
    """*No puede firmar*: who signs instead, what they are to the person, and their signature."""
    _to_consent(desk, "Acepta")
    desk.press("Space")
    desk.window.forms.consent.signature.means.take_focus()
    desk.press("3", "Ctrl+Enter")
    said = desk.window.forms.consent.summary.messages
    desk.find(Role.EditableText, "consent-witness").setFocus()
    desk.type("DOS PRUEBA")
    desk.find(Role.EditableText, "consent-relation").setFocus()
    desk.type("hermana")
    _draw(desk.window.forms.consent.signature.ink.canvas)
    desk.press("Ctrl+Enter")

    agreement = desk.office.registrations.agreements[_draft(desk)]
    assert len(said) == 3
    assert agreement.means is ConsentMeans.WITNESS
    assert (agreement.witness, agreement.relation) == ("DOS PRUEBA", "hermana")
    assert desk.window.forms.consent.signature.ink.png() == b""


def test_the_side_says_why_the_question_in_hand_is_asked(desk: Desk) -> None:
    """It follows the focus and takes no stop of Tab."""
    desk.unlock()
    desk.find_person()
    desk.start_form()
    basis = "Fundamento: Código Civil de demostración, art. 48"

    first = by_name(desk.shell, Role.StaticText, basis).isVisible()
    desk.press("Enter")

    assert first
    card = desk.window.forms.form.why
    assert by_name(card, Role.StaticText, "¿Qué es de la persona del acta?").isVisible()
