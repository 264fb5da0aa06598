"""V04 and V07: find somebody, or write a new card."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from tests.support.desk import Desk
from tests.support.qt import press, type_text, wait_for


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

    assert desk.at == "V08"
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
    assert desk.at == "V08"
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
