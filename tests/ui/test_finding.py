"""A payment of an hour ago is found again and reached on V16: by keys alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtWidgets import QLabel

from kiosk.services.views import DeliveryWord, RecordLine
from sync.ids import EventId
from tests.support.desk import Desk
from tests.support.fake_values import FEE
from tests.support.qt import Role

PAID = RecordLine(
    event_id=EventId(b"\x3c" * 16),
    person_name="María Elena PRUEBA Pech",
    service_name="Acta de nacimiento",
    folio="20067-007-1PGE-339",
    saved_at=datetime(2026, 11, 16, 9, 0, tzinfo=UTC),
    corrections=0,
    word=DeliveryWord.SAVED,
    paid_centavos=FEE,
)
BACK = replace(
    PAID,
    event_id=EventId(b"\x3d" * 16),
    person_name="",
    service_name="",
    folio="20067-007-1PGE-340",
    reversed_at=datetime(2026, 11, 16, 9, 30, tzinfo=UTC),
)
CODE = "https://comprobantes.example.mx/v#" + "7" * 240


def shown(desk: Desk) -> str:
    """Return every word that is seen."""
    return "\n".join(one.text() for one in desk.screen().findChildren(QLabel) if one.isVisible())


def records(desk: Desk) -> None:
    """Come in with two payments on the device and go to V17."""
    desk.office.records.payments = (PAID, BACK)
    desk.unlock()
    desk.find(Role.Button, "tile-records").setFocus()
    desk.press("Enter")
    assert desk.at == "V17"


def test_the_list_has_payments_and_enter_opens_the_one_whose_folio_was_typed(desk: Desk) -> None:
    """Amount, person or *Trámite*, *Cancelado*; its folio and Enter show V16, which cancels it."""
    records(desk)
    words = shown(desk)
    desk.type("20067-007-1PGE-339")
    desk.press("Enter")
    desk.settle()
    opened = desk.at
    desk.find(Role.Button, "reversal-title").setFocus()
    desk.press("Enter")

    assert "Cobro de $185.50 · Acta de nacimiento · 20067-007-1PGE-339" in words
    assert "María Elena PRUEBA Pech" in words
    assert "Trámite\nCobro de $185.50 · 20067-007-1PGE-340" in words
    assert "Cancelado" in words
    assert (opened, desk.at) == ("V16", "V57")


def test_a_registration_shows_what_was_paid_for_it(desk: Desk) -> None:
    """V18 has amount and folio of its payment; its link shows V16."""
    desk.office.records.payments = (PAID, BACK)
    desk.to_tender()
    desk.window.navigator.go("V18", EventId(next(iter(desk.office.registrations.saved))))
    desk.settle()
    words = shown(desk)
    desk.find(Role.Button, "sheet-open-receipt", folio=PAID.folio).setFocus()
    desk.press("Enter")

    assert "$185.50" in words
    assert PAID.folio in words
    assert desk.at == "V16"


def test_a_scanned_comprobante_leads_over_v27_to_v16(desk: Desk) -> None:
    """In the search a code shows V27 at once; F8 opens it there where this device issued it."""
    desk.unlock()
    desk.press("F2")
    desk.type(CODE)
    desk.press("Enter")
    elsewhere = desk.at
    desk.press("F8")
    stayed = desk.at
    desk.type("bueno")
    desk.press("Enter", "F8")

    assert (elsewhere, stayed, desk.at) == ("V27", "V27", "V16")
