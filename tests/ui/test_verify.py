"""V27: three answers by word, shape and colour; a scanner types; nothing is sent."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel

from kiosk.ui.field.verify import VerifyScreen
from tests.support.desk import Desk
from tests.support.fake_verifying import FOLIO
from tests.support.qt import Role


def at_v27(desk: Desk) -> VerifyScreen:
    """Come in and go to V27 by its key."""
    desk.unlock()
    desk.press("F10")
    screen = desk.screen()
    assert isinstance(screen, VerifyScreen)
    return screen


def said(screen: VerifyScreen) -> str:
    return " ".join((screen._age.text(), screen._word.text(), screen._why.text()))


def test_a_scanner_types_and_the_answer_comes_age_first(desk: Desk) -> None:
    """Code and Enter, without a mouse; the field is free for the next one."""
    screen = at_v27(desk)

    desk.type("bueno")
    desk.press("Enter")
    authentic = said(screen)
    desk.type("cancelado")
    desk.press("Enter")
    cancelled = said(screen)

    assert authentic.startswith("Emitido hace 3 horas. Auténtico al emitirse")
    assert "Auténtico, cancelado el" in cancelled
    assert "20067-007-1PGE-343" in cancelled
    assert screen.code.value() == ""


def test_not_authentic_and_not_to_be_known_here(desk: Desk) -> None:
    """Each has its own word, mark and next step; nothing was sent, it says."""
    screen = at_v27(desk)

    desk.type("falso")
    desk.press("Enter")
    refused, mark = said(screen), screen._mark._mark
    desk.type("otro")
    desk.press("Enter")

    assert "No es auténtico La firma no corresponde." in refused
    assert "Aquí no se puede saber" in said(screen)
    assert "Plaza de PRUEBA 1" in said(screen)
    assert screen._mark._mark is not mark


def test_folio_and_code_and_a_picture(desk: Desk) -> None:
    """What is missing is asked for; a picture without a code is a problem in three sentences."""
    screen = at_v27(desk)

    desk.press("Enter")
    empty = screen.code.message()
    screen.folio.take_focus()
    desk.type(FOLIO)
    desk.press("Enter")
    without_code = screen.typed.message()
    desk.type("HB12YSHVTX")
    desk.press("Enter")
    known = said(screen)
    screen.choose = lambda: Path("nada.txt")
    desk.find(Role.Button, "verify-picture").setFocus()
    desk.press("Space")

    assert empty == "Escanee el código, o escriba folio y código."
    assert without_code == "Escriba las diez letras y números."
    assert "Auténtico al emitirse" in known
    assert screen.problem.isVisible()
    assert "no se lee ningún código" in screen.problem.accessibleName()


def test_a_slip_and_a_contradiction_are_said(desk: Desk) -> None:
    """A noted slip, and this device's own folio that its records do not have."""
    at_v27(desk)
    desk.type("corte")
    desk.press("Enter")
    slip = _texts(desk)
    desk.type("contradicho")
    desk.press("Enter")

    assert "El corte quedó anotado" in slip
    assert "Este equipo no tiene registrado ese comprobante" in _texts(desk)


def test_nothing_is_left_when_one_goes(desk: Desk) -> None:
    """Back home and again to V27: no answer, no name of the one before."""
    screen = at_v27(desk)
    desk.type("bueno")
    desk.press("Enter")
    shown = _texts(desk)

    desk.press("Esc", "F10")

    assert "PRUEBA Uno Dos" in shown
    assert "PRUEBA Uno Dos" not in _texts(desk)
    assert screen._answer.isHidden()


def _texts(desk: Desk) -> str:
    labels = desk.screen().findChildren(QLabel)
    return " ".join(one.text() for one in labels if one.isVisible())
