"""V13–V16: charge, receive, give change, hand over the receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel

from kiosk.ui.field.payment import ChargeEntry
from kiosk.ui.screen import Act
from kiosk.ui.theme import Contrast
from kiosk.vault.errors import DiskFull, DiskFullFacts
from sync.money import Centavos
from tests.support.desk import Desk
from tests.support.fake_values import FEE, QR_TEXT
from tests.support.qt import Role


@pytest.fixture
def tender(desk: Desk) -> Desk:
    """Return a desk on the cash field."""
    desk.to_tender()
    return desk


def test_without_a_shift_the_charge_says_so_and_leads_there_and_back(desk: Desk) -> None:
    """The registration is saved; opening the shift returns to the same charge."""
    desk.unlock()
    desk.find_person()
    desk.start_form()
    desk.fill_form()
    desk.consent()
    assert desk.window.payments.charge.problem.isVisible()

    desk.find(Role.Button, "shift-open-wanted").setFocus()
    desk.press("Enter")
    desk.count(300)
    desk.press("Ctrl+Enter")

    assert desk.at == "V13"
    assert desk.window.payments.charge.charge is not None
    assert not desk.window.payments.charge.problem.isVisible()


def test_change_is_told_while_typing(tender: Desk) -> None:
    """Digits are pesos; the change is there before anything is pressed."""
    tender.type("200")

    outcome = tender.window.payments.tender.outcome
    assert (outcome.word.text(), outcome.value.text()) == ("Cambio", "$14.50")


def test_what_is_missing_is_told_while_typing(tender: Desk) -> None:
    """185 is fifty centavos short of 185.50."""
    tender.type("185")

    outcome = tender.window.payments.tender.outcome
    assert (outcome.word.text(), outcome.value.text()) == ("Faltan", "$0.50")


def test_pressing_early_says_what_is_missing_and_writes_nothing(tender: Desk) -> None:
    """The button is never disabled; F12 with too little answers pay-short."""
    tender.type("100")

    tender.press("F12")

    assert tender.at == "V14"
    assert tender.window.payments.tender.field.message() == "Faltan $85.50. Escriba cuánto recibió."
    assert tender.office.payments.paid == {}
    assert tender.window.payments.tender.amount.edit.text() == "100"


def test_enter_moves_to_the_button_and_enter_again_charges(tender: Desk) -> None:
    """One Enter never charges."""
    tender.type("200")
    tender.press("Enter")
    paid_early = dict(tender.office.payments.paid)

    tender.press("Enter")

    assert paid_early == {}
    assert tender.at == "V15"
    assert len(tender.office.payments.paid) == 1


def test_continue_from_anywhere_does_not_confirm_a_payment(tender: Desk) -> None:
    """Ctrl+Enter is for sections; only F12 or the button takes money."""
    tender.type("200")

    tender.press("Ctrl+Enter")

    assert tender.at == "V14"
    assert tender.office.payments.paid == {}


def test_beside_the_cash_field_the_lines_add_up_to_the_total(tender: Desk) -> None:
    """What rounding changed is a line of its own, as on V13 and on paper."""
    screen = tender.window.payments.tender
    charge = screen.charge
    assert charge is not None
    rounded = replace(charge, rounding_centavos=Centavos(-50), total_centavos=Centavos(FEE - 50))

    screen.enter(rounded)

    shown = [label.text() for label in screen.findChildren(QLabel)]
    assert shown[shown.index("Redondeo") + 1] == "-$0.50"


def test_nobody_goes_on_with_a_price_that_is_being_read_again(tender: Desk) -> None:
    """Back on V13 the total shown before leads nowhere until the tariff was asked again."""
    screen = tender.window.payments.charge
    tender.press("Esc")
    charge = screen.charge
    assert charge is not None
    assert charge.registration_id is not None
    accepted: list[object] = []
    screen.accepted.connect(accepted.append)

    screen.enter(ChargeEntry(registration_id=charge.registration_id))
    screen.enter_pressed()

    assert accepted == []


def test_a_quick_tender_fills_the_field_and_moves_to_the_button(tender: Desk) -> None:
    """One press for a note, one for the charge."""
    tender.find(Role.Button, "tender-quick", amount="$500.00").setFocus()
    tender.press("Enter", "Enter")

    assert tender.at == "V15"
    assert tender.window.payments.change.heading.text() == "Entregue $314.50 de cambio"


def test_leaving_and_returning_is_the_same_charge(tender: Desk) -> None:
    """The payment's id is drawn when it starts; Back keeps it and what was typed."""
    tender.type("200")
    before = tender.window.payments.tender.charge
    assert before is not None
    tender.press("Esc")
    assert tender.at == "V13"

    tender.press("Enter")

    after = tender.window.payments.tender.charge
    assert after is not None
    assert after.charge_id == before.charge_id
    assert tender.window.payments.tender.amount.edit.text() == "200"


def test_two_quick_presses_are_one_payment(tender: Desk) -> None:
    """F12 held or hit twice takes the money once."""
    tender.type("200")

    tender.window.payments.tender._take()
    tender.window.payments.tender._take()
    tender.settle()

    assert len(tender.office.payments.paid) == 1
    assert tender.at == "V15"


def test_a_full_disk_keeps_the_amount_and_says_that_nothing_was_saved(tender: Desk) -> None:
    """Three sentences in place; the clerk frees space and presses again."""
    tender.office.payments.problem = DiskFull(DiskFullFacts(free_bytes=0))
    tender.type("200")
    tender.press("F12")
    shown = tender.window.payments.tender.problem.isVisible()

    tender.office.payments.problem = None
    tender.press("F12")

    assert shown
    assert tender.at == "V15"


def test_back_from_the_change_goes_to_the_receipt_never_to_the_tender(tender: Desk) -> None:
    """Money that was taken is not asked for again."""
    tender.type("200")
    tender.press("F12", "Esc")
    assert tender.at == "V16"

    tender.press("Esc")

    assert tender.at == "V02"


@pytest.mark.parametrize("contrast", list(Contrast))
def test_the_code_on_the_screen_is_read_back(
    make_desk: Callable[..., Desk], contrast: Contrast
) -> None:
    """RECEIPTS §7: 5 px a module or more, four white ones around, black on white in every theme."""
    desk = make_desk(contrast=contrast)
    desk.to_tender()
    desk.type("200")
    desk.press("F12", "Enter")
    code = desk.window.payments.receipt.code

    picture = desk.window.picture().toImage().convertToFormat(QImage.Format.Format_RGB888)
    image = Image.frombytes(
        "RGB", (picture.width(), picture.height()), bytes(picture.constBits()), "raw", "RGB",
        picture.bytesPerLine(),
    )  # fmt: skip
    read = zxingcpp.read_barcodes(image, zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))

    assert [barcode.text for barcode in read] == [QR_TEXT]
    assert code.module_px() >= 5
    corner = code.grab().toImage()
    border = 4 * code.module_px()
    assert {corner.pixelColor(x, y).name() for x in range(border) for y in range(border)} == {
        "#ffffff"
    }
    assert corner.pixelColor(border + 1, border + 1).name() == "#000000"


def test_the_receipt_says_saved_and_everything_a_person_needs(tender: Desk) -> None:
    """Title, folio, amount in figures and words, typed code, delivery word."""
    tender.type("200")
    tender.press("F12", "Enter")
    shown = [label.text() for label in tender.window.payments.receipt.findChildren(QLabel)]

    assert tender.window.payments.receipt.heading.text() == "Guardado en este equipo"
    for words in (
        "20067-007-1PGE-342",
        tender.texts.money(FEE),
        "ciento ochenta y cinco pesos 50/100 M.N.",
        "HB12Y-SHVTX",
    ):
        assert words in shown


def test_f8_saves_the_picture_and_says_where(tender: Desk) -> None:
    """The picture file is named; it is recorded once per press."""
    tender.type("200")
    tender.press("F12", "Enter", "F8")

    assert len(tender.office.receipts.pictures) == 1
    assert "20067-007-1PGE-342.png" in tender.window.payments.receipt.picture_words.text()


def test_another_service_for_the_same_person_needs_no_search(tender: Desk) -> None:
    """F3 on the receipt goes to the services with the same card."""
    tender.type("200")
    tender.press("F12", "Enter", "F3")

    assert tender.at == "V08"


def test_f4_finds_the_one_charge_that_waits(desk: Desk) -> None:
    """A registration left unpaid is one key away, however one came home."""
    desk.unlock()
    desk.open_shift()
    desk.find_person()
    desk.start_form()
    desk.fill_form()
    desk.consent()
    desk.press("Esc")
    assert desk.at == "V02"

    desk.press("F4")

    assert desk.at == "V13"


def leave_unpaid(desk: Desk) -> None:
    """Save a registration with a fee and come home without charging it."""
    desk.find_person()
    desk.start_form()
    desk.fill_form()
    desk.consent()
    desk.press("Esc")
    assert desk.at == "V02"


def test_f4_with_several_charges_leads_to_their_list(desk: Desk) -> None:
    """From any screen the focus comes to the first of them; Enter charges it."""
    desk.unlock()
    desk.open_shift()
    leave_unpaid(desk)
    leave_unpaid(desk)
    desk.press("F9")
    assert desk.at == "V24"
    desk.window.home.view = None  # the list is read and built anew on the way

    desk.press("F4")

    focused = QApplication.focusWidget()
    assert desk.at == "V02"
    assert focused is not None
    assert focused.accessibleName().startswith("Cobrar a ")
    desk.press("Enter")
    assert desk.at == "V13"


def test_delivery_never_takes_the_focus_from_a_row(desk: Desk) -> None:
    """What arrives meanwhile changes the tile; the row somebody is choosing stays."""
    desk.unlock()
    desk.open_shift()
    leave_unpaid(desk)
    leave_unpaid(desk)
    desk.press("F4")
    before = QApplication.focusWidget()
    fakes = desk.office.deliveries

    fakes.state = replace(fakes.state, attention=1)
    desk.window.refresh_status()
    desk.settle()

    assert "1" in desk.window.home.tiles[Act.DELIVERIES].accessibleDescription()
    assert QApplication.focusWidget() is before
