"""V50: a forgotten clave, a new one by an answer that the office reads out, without a link."""

from __future__ import annotations

from kiosk.services.views import MustWait
from sync.ids import OperatorNumber
from tests.support.desk import Desk
from tests.support.fake_keys import CODE_TEXT
from tests.support.qt import Role
from tests.ui.test_access import words_on


def begin(desk: Desk) -> None:
    """Press *Olvidé mi clave* at the door."""
    desk.find(Role.Button, "unlock-forgot").setFocus()
    desk.press("Space")
    assert desk.at == "V50"


def answer(desk: Desk, helper: str, code: str) -> None:
    """Type who answers, and the answer; save with the proposed clave."""
    screen = desk.window.forgotten
    screen.helper.take_focus()
    desk.type(helper)
    screen.answer.take_focus()
    desk.type(code)
    desk.press("Ctrl+Enter")


def test_an_answer_sets_a_new_clave_and_lets_in(desk: Desk) -> None:
    """Device, number and check are shown; who helped is told; nothing typed stays."""
    begin(desk)
    shown = words_on(desk)
    screen = desk.window.forgotten
    proposed = screen.clave.proposal

    answer(desk, "7", CODE_TEXT.lower())

    assert "3f9a 00c4 d17b e852" in shown
    assert proposed in shown
    assert desk.at == "V02"
    assert desk.office.recovering.used == [(42, OperatorNumber(7))]
    assert desk.office.keys.clave == proposed
    assert desk.office.sessions.calls == ["restored 42", "unlock"]
    assert screen.answer.value() == screen.clave.proposal == ""


def test_a_wrong_answer_and_ones_own_number_are_said(desk: Desk) -> None:
    """Nobody helps themselves; a slip is corrected in place; the person stays chosen."""
    begin(desk)
    screen = desk.window.forgotten

    desk.press("Ctrl+Enter")
    empty = screen.summary.messages
    answer(desk, "42", CODE_TEXT)
    own = screen.helper.message()
    screen.helper.set_value("")
    screen.answer.set_value("")
    answer(desk, "7", "0000-0000-0000-0000")

    assert len(empty) == 2
    assert own == "La respuesta la lee otra persona. Escriba el número de ella."
    assert screen.answer.message().startswith("La respuesta no coincide.")
    assert desk.office.recovering.used == []
    assert desk.at == "V50"


def test_from_the_locked_screen_one_returns_to_the_same_work(desk: Desk) -> None:
    """A wait does not stand in the way; the same person finds the screen they left."""
    desk.unlock()
    desk.type("PRUEBA")
    desk.press("Ctrl+L")
    desk.office.sessions.wait = MustWait(until=desk.clock.time, seconds=60)
    begin(desk)
    desk.press("Esc")
    back = desk.at
    begin(desk)
    desk.office.sessions.wait = None

    answer(desk, "9", CODE_TEXT)

    assert back == "V29"
    assert desk.at == "V04"


def test_where_the_keystore_is_gone_the_door_asks_for_a_decision(desk: Desk) -> None:
    """The answer alone opens nothing; the ticked sentence and its button do; nothing is retyped."""
    desk.office.keys.keystore_gone = True
    begin(desk)
    answer(desk, "7", CODE_TEXT)
    shown = words_on(desk)
    decide = desk.find(Role.Button, "alta-protection-decide")
    decide.setFocus()
    desk.press("Space")
    before = desk.at, list(desk.office.recovering.used)

    desk.find(Role.CheckBox, "alta-protection-sentence").setFocus()
    desk.press("Space")
    decide.setFocus()
    desk.press("Space")

    assert desk.texts.part("problem-keys-protection_lower", "happened") in shown
    assert before == ("V50", [])
    assert desk.at == "V02"
    assert desk.office.recovering.used == [(42, OperatorNumber(7))]
    assert desk.office.keys.left_keystore


def test_without_answers_left_it_says_what_to_do(desk: Desk) -> None:
    """No form that could not work: one sentence and the way back."""
    desk.office.keys.held = [one for one in desk.office.keys.held if one.kind != 4]

    begin(desk)
    shown = words_on(desk)
    desk.press("Esc")

    assert "A este equipo no le quedan respuestas" in shown
    assert not desk.window.forgotten.answer.isVisible()
    assert desk.at == "V01"
