"""V04, V06 and V07: find somebody, see the card, or write a new one."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from sync.ids import Salt, SubjectId
from tests.support.desk import Desk
from tests.support.qt import Role, press, type_text, wait_for


def test_typing_on_home_goes_on_in_the_search_field(desk: Desk) -> None:
    """The first letter typed at home opens V04 with the cursor behind it."""
    desk.unlock()

    desk.type("P")
    desk.type("RUEBA pe")

    assert desk.at == "V04"
    assert desk.window.people.search.field.text() == "PRUEBA pe"
    wait_for(lambda: desk.window.people.search.people.people.rowCount() == 1)


def test_arrow_keys_choose_while_the_focus_stays_in_the_field(desk: Desk) -> None:
    """UX §14.4: the row moves, the cursor does not."""
    desk.unlock()
    desk.press("F2")
    desk.type("PRUEBA")
    wait_for(lambda: desk.window.people.search.people.people.rowCount() == 4)
    first = desk.window.people.search.people.chosen()

    desk.press("Down")

    assert desk.window.people.search.people.chosen() != first
    assert desk.window.people.search.field.hasFocus()


def test_a_scanner_that_ends_with_enter_opens_the_card_it_found(desk: Desk) -> None:
    """Enter before the answer is here waits for the answer; it never opens the wrong card."""
    desk.unlock()
    desk.press("F2")

    type_text("PRUEBA Pech")
    press("Enter")
    desk.settle()

    assert desk.at == "V06"
    assert desk.office.citizens.opened == [desk.office.citizens.people[0].subject]


def test_the_preview_shows_only_what_recognises_and_opening_is_recorded(desk: Desk) -> None:
    """Before Enter nothing was opened; the CURP is masked."""
    desk.unlock()
    desk.press("F2")
    desk.type("PRUEBA Pech")
    wait_for(lambda: desk.window.people.search.preview.isVisible())

    before = list(desk.office.citizens.opened)
    shown = [label.text() for label in desk.window.people.search.preview.findChildren(QLabel)]

    assert before == []
    assert "•••• NL02" in shown


def test_nobody_found_offers_a_new_card_with_what_was_typed(desk: Desk) -> None:
    """Enter creates; names come over, given names first."""
    desk.unlock()
    desk.press("F2")
    desk.type("Ana María PRUEBA Güémez")
    desk.press("Enter", "Enter")

    person = desk.window.people.person
    assert desk.at == "V07"
    assert (person.given.value(), person.first.value(), person.second.value()) == (
        "Ana María",
        "PRUEBA",
        "Güémez",
    )


def test_a_wrong_curp_is_judged_on_saving_and_keeps_every_value(desk: Desk) -> None:
    """Not on each key; the message says what it must be; nothing typed is lost."""
    desk.unlock()
    desk.press("F2")
    desk.type("Ana PRUEBA")
    desk.press("Ctrl+Enter")
    desk.window.people.person.curp.take_focus()
    desk.type("ABC")
    quiet = desk.window.people.person.curp.message()

    desk.press("Ctrl+Enter")

    person = desk.window.people.person
    assert quiet == ""
    assert person.curp.message() == "La CURP tiene 18 letras y números. Usted escribió 3."
    assert person.given.value() == "Ana"
    assert desk.office.citizens.created == {}


def test_the_curp_is_shown_back_in_words(desk: Desk) -> None:
    """The digit alone misses slips: date, sex and state are read back when the field is left."""
    desk.unlock()
    desk.press("F2")
    desk.type("Ana PRUEBA")
    desk.press("Ctrl+Enter")
    desk.window.people.person.curp.take_focus()
    desk.type("PECE610314MYNCNL02")

    desk.press("Enter")

    assert "martes 14 de marzo de 1961" in desk.window.people.person._says.text()
    assert "Yucatán" in desk.window.people.person._says.text()


def test_a_doubt_is_said_once_and_never_blocks(desk: Desk) -> None:
    """The second Guardar saves the card with the same content."""
    desk.unlock()
    desk.press("F2")
    desk.type("Ana PRUEBA")
    desk.press("Ctrl+Enter")
    person = desk.window.people.person
    person.curp.set_value("PECE610314MYNCNL02")
    person.sex.set_value("H")

    desk.press("Ctrl+Enter")
    warned = person.warning.isVisible()
    desk.press("Ctrl+Enter")

    assert warned
    assert desk.at == "V06"
    assert len(desk.office.citizens.created) == 1


def test_going_back_and_forth_keeps_what_was_typed_on_the_card(desk: Desk) -> None:
    """Esc never loses data: the same search leads to the same half-written card."""
    desk.unlock()
    desk.press("F2")
    desk.type("Ana PRUEBA")
    desk.press("Ctrl+Enter")
    desk.window.people.person.second.take_focus()
    desk.type("Güémez")

    desk.press("Esc")
    assert desk.at == "V04"
    desk.press("Ctrl+Enter")

    assert desk.window.people.person.second.value() == "Güémez"


def test_enter_enter_leads_from_the_search_to_a_service(desk: Desk) -> None:
    """V06 stands between, with the focus on *Nuevo trámite*; Esc comes back to the card."""
    desk.unlock()
    desk.press("F2")
    desk.type("PRUEBA Pech")

    desk.press("Enter", "Enter")
    assert desk.at == "V08"
    desk.press("Esc")

    assert desk.at == "V06"
    assert desk.window.navigator.trail() == ("V02", "V04", "V06")


def test_the_card_shows_services_payments_and_objections(desk: Desk) -> None:
    """A use the person objects to is said at the top; a receipt is one press away."""
    desk.office.rights.privacy.oppose(Salt(bytes(16)), SubjectId(bytes(16)), {"difusion": False})
    desk.unlock()
    desk.open_card()
    card = desk.window.people.card

    opposed = desk.texts.text("sheet-opposed", uses="difusion")
    assert card.opposed.isVisible()
    assert card.opposed.words.text() == opposed
    desk.find(Role.Button, "sheet-open-receipt", folio="20067-007-1PGE-339").setFocus()
    desk.press("Space")
    assert desk.at == "V16"
