"""V20 and V34: a second person approves, refuses, or is asked later; what is absent for whom."""

from __future__ import annotations

from kiosk.services.views import MustWait
from kiosk.services.views.approvals import (
    ApprovalMatter,
    ApprovalRequest,
    ApprovalState,
    CodeDoesNotFit,
)
from kiosk.ui.screen import Act
from sync.catalogue import Role
from sync.ids import EventId
from sync.money import Centavos
from tests.support.desk import Desk
from tests.support.fake_values import CODE
from tests.support.qt import Role as UiRole
from tests.ui.test_access import words_on


def asked(desk: Desk, answers: list[str]) -> ApprovalRequest:
    """Go from home to V20 as a screen that needs an approval would."""

    def granted(question_id: EventId) -> None:
        answers.append(f"granted {question_id[0]} at {desk.at}")

    request = ApprovalRequest(
        matter=ApprovalMatter.REVERSAL,
        granted=granted,
        amount_centavos=Centavos(18_550),
        reason="Se cobró dos veces",
        kept=lambda question_id: answers.append(f"kept {question_id[0]}"),
    )
    desk.unlock()
    desk.window.navigator.go("V20", request)
    desk.settle()
    return request


def test_a_code_typed_and_enter_approve(desk: Desk) -> None:
    """Who asks, what, amount and reason are there; the code has the focus; one Enter is enough."""
    answers: list[str] = []
    asked(desk, answers)
    shown = words_on(desk)

    desk.type(CODE.lower())
    desk.press("Enter")

    assert "Marisol PRUEBA Canul pide cancelar un cobro." in shown
    assert "$185.50" in shown
    assert "Motivo: Se cobró dos veces" in shown
    assert answers == ["granted 1 at V02"]


def test_a_wrong_code_empties_the_field_and_counts(desk: Desk) -> None:
    """Tries left are said, then used codes and waits; nothing is granted."""
    answers: list[str] = []
    asked(desk, answers)
    field = desk.window.approvals.approval.code

    desk.type("99999999")
    desk.press("Enter")
    wrong = field.message()
    desk.office.approvals.answer = CodeDoesNotFit(tries_left=4, used_before=True)
    desk.type(CODE)
    desk.press("Enter")
    used = field.message()
    desk.office.approvals.answer = MustWait(until=desk.clock.time, seconds=60)
    desk.type(CODE)
    desk.press("Enter")

    assert wrong == "El código no está en la lista de esa persona. Quedan 4 intentos."
    assert used.startswith("Ese código ya se usó.")
    assert "10:44" in field.message()
    assert field.value() == ""
    assert answers == []
    assert desk.at == "V20"


def test_a_refusal_needs_a_reason_and_is_read_by_the_clerk(desk: Desk) -> None:
    """No autorizar asks why; then it is said who refused and why, and one goes back."""
    answers: list[str] = []
    asked(desk, answers)
    desk.find(UiRole.Button, "approve-refuse").setFocus()
    desk.press("Space", "Ctrl+Enter")
    empty = desk.window.approvals.approval.reason.message()

    desk.type("Falta el recibo")
    desk.press("Ctrl+Enter")
    shown = words_on(desk)
    desk.press("Enter")

    assert empty == "Escriba por qué no se autoriza."
    assert "Ernesto PRUEBA Vidal no autorizó: Falta el recibo" in shown
    assert desk.at == "V02"
    assert answers == []


def test_two_minutes_without_a_code_end_it(desk: Desk) -> None:
    """Back without approval; what was typed is gone and nothing was recorded."""
    answers: list[str] = []
    asked(desk, answers)
    screen = desk.window.approvals.approval
    desk.type("7KQM")
    running = screen.timer.isActive()

    screen.timer.timeout.emit()
    desk.settle()
    shown = words_on(desk)
    desk.press("Enter")

    assert running
    assert screen.timer.interval() == 120_000
    assert "Pasaron dos minutos sin autorización." in shown
    assert screen.code.value() == ""
    assert desk.at == "V02"
    assert desk.office.approvals.questions[EventId(b"\x01" * 16)].state is ApprovalState.WAITING
    assert answers == []
    assert desk.office.approvals.kept == []


def test_a_question_left_for_later_is_answered_from_the_list(desk: Desk) -> None:
    """Después keeps it; V02 counts it for who may approve; V34 leads to V20 and back."""
    answers: list[str] = []
    asked(desk, answers)
    desk.find(UiRole.Button, "approve-later").setFocus()
    desk.press("Space")
    kept = words_on(desk)
    desk.press("Enter")
    desk.find(UiRole.Button, "home-approvals", n=1).setFocus()
    desk.press("Space")
    on_list = desk.at
    desk.press("Space")
    desk.type(CODE)
    desk.press("Enter")
    said = words_on(desk)
    desk.press("Enter")

    assert answers == ["kept 1"]
    assert "espera autorización" in kept
    assert on_list == "V34"
    assert "Autorizado. Marisol PRUEBA Canul ya puede seguir." in said
    assert desk.at == "V34"
    assert "Nada espera autorización." in words_on(desk)


def test_a_record_that_waits_says_so_beside_its_delivery_word(desk: Desk) -> None:
    """Approval is a second axis: the delivery word stays what it is (UX §4.1)."""
    desk.to_tender()
    desk.window.act(Act.RECORDS)
    desk.settle()
    before = words_on(desk)
    desk.office.records.approval = ApprovalState.WAITING
    desk.press("Esc")

    desk.window.act(Act.RECORDS)
    desk.settle()

    assert "espera autorización" not in before
    assert "espera autorización" in words_on(desk)


# What is absent


def test_what_a_technician_may_not_do_is_not_there(desk: Desk) -> None:
    """No search, no tiles but verifying and deliveries, no shift, no keys, no lines in help."""
    desk.office.sessions.role = Role.TECHNICIAN
    desk.unlock()
    shown = words_on(desk)
    tiles = [act for act, tile in desk.window.home.tiles.items() if tile.isVisible()]

    desk.press("F2", "F3", "F4")
    stayed = desk.at
    desk.press("F1")

    assert tiles == [Act.VERIFY, Act.DELIVERIES]
    assert "Buscar persona" not in shown
    assert "turno abierto" not in shown
    assert stayed == "V02"
    assert desk.texts.text("key-find") not in words_on(desk)
    assert desk.texts.text("key-lock") in words_on(desk)


def test_a_clerk_has_no_list_of_approvals_and_no_preview(desk: Desk) -> None:
    """Both are absent, not grey."""
    desk.office.sessions.role = Role.CLERK
    desk.unlock()

    assert desk.window.home.approvals.isHidden()
    assert desk.window.home.preview.isHidden()
    assert desk.window.home.tiles[Act.CHARGE].isVisible()


# At the door


def test_another_person_finds_nothing_of_who_was_at_work(desk: Desk) -> None:
    """Cambiar de persona: another name at the locked screen; home is theirs, screens are new."""
    desk.unlock()
    desk.press("F2")
    desk.type("PRUEBA Pech")
    before = desk.window.people.search
    desk.press("Ctrl+L")

    desk.window.locked.people.choose(7)
    desk.type("nopal ñandú pingüino ámbar")
    desk.press("Enter")

    assert desk.at == "V02"
    assert "Ernesto" in words_on(desk)
    assert desk.window.people.search is not before
    assert "Pech" not in words_on(desk)


def test_a_supervisors_code_ends_a_wait_at_the_door(desk: Desk) -> None:
    """While the file is open the card is there; after the code one may try again."""
    desk.unlock()
    desk.press("Ctrl+L")
    desk.office.sessions.wait = MustWait(until=desk.clock.time, seconds=60)
    desk.type("otra cosa")
    desk.press("Enter")
    locked = desk.window.locked

    offered = locked.end_wait.isVisible()
    locked.end_wait.code.take_focus()
    desk.type(CODE)
    desk.press("Enter")
    desk.unlock_again()

    assert offered
    assert desk.office.sessions.calls[-2:] == ["ended the wait of 42 by 7", "unlock"]
    assert not locked.end_wait.isVisible()
