"""V13–V15, V54, V57: questions of the tariff, ways of paying, limits, orders, reversals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.services.cash_limits import PaymentOverLimit, UndeliveredCash
from kiosk.services.order_reading import OrderForeign
from kiosk.services.views import PaymentMeans, ReversalReason
from kiosk.ui.field.account import AccountScreen
from kiosk.ui.field.order_slip import OrderEntry
from kiosk.ui.field.reversal import ReversalEntry
from sync.money import Centavos
from tests.support.desk import Desk
from tests.support.fake_money import ORDER_TEXT
from tests.support.fake_values import CODE, QR_TEXT
from tests.support.pay_walk import ASKED, PAYMENT, answer
from tests.support.qt import Role


@pytest.fixture
def tender(desk: Desk) -> Desk:
    """Return a desk on the cash field."""
    desk.to_tender()
    return desk


def test_what_the_tariff_asks_comes_before_the_price(desk: Desk) -> None:
    """Nothing answered: each field says what is missing; answered: the price, and the answers."""
    desk.office.payments.asked = ASKED
    desk.unlock()
    desk.open_shift()
    desk.find_person()
    desk.start_form()
    desk.fill_form()
    desk.consent()
    screen = desk.window.payments.charge
    screen._price()
    desk.settle()

    said = [field.message() for field in screen.facts.fields]
    answer(desk)

    assert said == [
        "Escriba: Meses de atraso",
        "Elija: Zona",
        "Elija: Credencial INAPAM",
    ]
    assert screen.charge is not None
    assert desk.office.payments.answers == {"months": 3, "zone": "B", "senior": 1}
    assert desk.find(Role.Button, "charge-change-facts").isVisible()


def test_a_digital_payment_needs_its_reference(tender: Desk) -> None:
    """F12 without it says so; with it, it is recorded as declared."""
    tender.find(Role.Button, "tender-way-digital").setFocus()
    tender.press("Enter", "F12")
    said = tender.window.payments.tender.reference.message()
    tender.type("CoDi 0042")
    tender.press("F12")

    paying = tender.office.payments.paid_by[-1]
    assert said == "Escriba la referencia del pago."
    assert (paying.means, paying.reference) == (PaymentMeans.TRANSFER, "CoDi 0042")


def test_a_drawer_without_change_says_so_before_the_money_is_taken(tender: Desk) -> None:
    """Exact pieces are proposed; where there are none the clerk is told, and may go on."""
    screen = tender.window.payments.tender
    tender.type("200")
    proposed = screen.by_pieces.text()

    tender.office.payments.drawer = tender.office.payments.drawer[:4]
    screen._edited()

    assert proposed == "1 × $10 · 2 × $2 · 1 × 50 ¢"
    assert "no puede dar el cambio exacto" in screen.by_pieces.text()


def test_other_pieces_that_were_given_are_noted(tender: Desk) -> None:
    """Two of $5 in place of one of $10; what does not make up the change is not noted."""
    tender.type("200")
    tender.press("F12")
    assert tender.at == "V15"
    tender.find(Role.Button, "piece-less", piece="Moneda de $10").setFocus()
    tender.press("Space")
    tender.find(Role.Button, "change-done").setFocus()
    tender.press("Enter")
    still = tender.at
    tender.find(Role.Button, "piece-more", piece="Moneda de $5").setFocus()
    tender.press("Space", "Space")
    tender.find(Role.Button, "change-done").setFocus()
    tender.press("Enter")

    ((_payment, pieces),) = tender.office.payments.handed
    assert still == "V15"
    assert [(one.each_centavos, one.count) for one in pieces] == [(500, 2), (200, 2), (50, 1)]
    assert tender.at == "V16"


def test_a_limit_leads_to_delivery_or_to_a_second_person(desk: Desk) -> None:
    """What mends it stands in the box; a code for this very payment lets it through."""
    desk.office.payments.limits = (UndeliveredCash(2_000_000, 2_015_000),)
    desk.to_tender()
    screen = desk.window.payments.tender
    assert screen.problem.isVisible()

    desk.find(Role.Button, "limit-ask").setFocus()
    desk.press("Enter")
    assert desk.at == "V20"
    desk.type(CODE)
    desk.press("Enter")

    assert desk.at == "V14"
    assert len(desk.office.payments.approvals) == 1
    assert not screen.problem.isVisible()


def test_a_limit_met_while_charging_is_shown_at_its_place(tender: Desk) -> None:
    """The drawer may have filled meanwhile: nothing is taken, and the way out is there."""
    tender.office.payments.problem = PaymentOverLimit(10_000, 18_550)
    tender.type("200")

    tender.press("F12")

    assert tender.at == "V14"
    assert tender.find(Role.Button, "limit-ask").isVisible()
    assert tender.office.payments.paid == {}


def test_an_order_is_scanned_priced_and_said_to_be_of_elsewhere(tender: Desk) -> None:
    """A scanner types and presses Enter; what is no order of here gets a clear answer."""
    payments = tender.office.payments
    tender.window.payments.read_order()
    tender.settle()
    payments.order_problem = OrderForeign("prefix")
    tender.type("hola")
    tender.press("Enter")
    screen = tender.window.payments.charge
    refused = screen.problem.isVisible()
    payments.order_problem = None
    screen.code.set_value("")
    screen.code.take_focus()
    tender.type(ORDER_TEXT[:60])
    tender.press("Enter")

    assert refused
    assert payments.orders == [ORDER_TEXT[:60]]
    assert screen.made_at.words.text() == "Orden hecha en Módulo 3 (20067-009)"


def test_without_a_drawer_an_order_is_the_way_out(desk: Desk) -> None:
    """No shift is open: V13 offers an order, which V54 shows with its number and its code."""
    desk.unlock()
    desk.find_person()
    desk.start_form()
    desk.fill_form()
    desk.consent()
    desk.find(Role.Button, "charge-order").setFocus()

    desk.press("Enter")

    assert desk.at == "V54"
    assert desk.window.payments.order.number.text() == "A-27"
    assert desk.window.payments.order.code.isVisible()
    assert len(desk.office.payment_orders.made) == 1


def test_a_payment_is_given_back_with_its_paper_and_a_second_person(tender: Desk) -> None:
    """The paper scanned, a reason, a code; then how much to hand back, and its comprobante."""
    tender.window.navigator.go("V57", ReversalEntry(payment_id=PAYMENT))
    tender.settle()
    screen = tender.window.payments.reversal
    tender.press("Ctrl+Enter")
    missing = (screen.paper.message(), screen.reason.message())
    screen.paper.take_focus()
    tender.type("otra cosa")
    screen.reason.set_value("WRONG_PERSON")
    tender.press("Ctrl+Enter")
    other = screen.paper.message()
    screen.paper.set_value(QR_TEXT)
    tender.press("Ctrl+Enter")
    assert tender.at == "V20"
    tender.type(CODE)
    tender.press("Enter")

    assert all(missing)
    assert other.startswith("Ese código no es")
    assert tender.at == "V57"
    assert tender.office.reversing.asked == [(ReversalReason.WRONG_PERSON, QR_TEXT)]
    assert screen.heading.text() == "Devuelva $185.50"
    assert not screen.summary.messages
    assert not screen.summary.isVisible()
    assert not screen.problem.isVisible()
    tender.press("Enter")
    assert tender.at == "V16"


def test_an_order_that_needs_answers_asks_them(desk: Desk) -> None:
    """V54 asks what the tariff must know before there is an order."""
    desk.unlock()
    desk.window.navigator.go("V54", OrderEntry(registration_id=PAYMENT))
    desk.settle()
    screen = desk.window.payments.order

    screen._ask(ASKED)
    screen._go_on()

    assert len(screen.summary.messages) == 3


def test_an_order_scanned_into_the_search_is_charged(tender: Desk) -> None:
    """F2 and the scanner: the search knows an order by its code."""
    tender.press("F2")
    search = tender.window.people.search
    search.field.setText(ORDER_TEXT)
    tender.settle()
    tender.press("Enter")

    assert tender.at == "V13"
    assert tender.office.payments.orders == [ORDER_TEXT]


def test_an_account_pays_what_it_can_and_cash_the_rest(tender: Desk) -> None:
    """V47 asks for card and number; back on V14 the rest is due in cash."""
    accounts = tender.office.accounts.accounts
    accounts.statement = replace(accounts.statement, can_pay_centavos=Centavos(8_550))
    tender.find(Role.Button, "tender-way-balance").setFocus()
    tender.press("Enter")
    gate_at = tender.at
    accounts.is_shown = True
    screen = tender.window.navigator.current
    assert isinstance(screen, AccountScreen)
    assert screen._gate is not None
    screen._gate.paid_with(accounts.statement.account_id)
    tender.settle()
    back_at = tender.at
    tender.type("100")
    rest = tender.window.payments.tender.rest_row.value.text()
    tender.press("F12")

    paying = tender.office.payments.paid_by[-1]
    assert (gate_at, back_at, tender.at) == ("V47", "V14", "V15")
    assert rest == "$100.00"
    assert paying.from_balance is not None
    assert (paying.means, paying.from_balance.amount_centavos) == (PaymentMeans.CASH, 8_550)
