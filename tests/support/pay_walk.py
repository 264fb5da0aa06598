"""Every way through charge, tender, change, order and reversal, for the list of UX §9."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.domain.tariffs import FactOption, FactQuestion
from kiosk.services.cash_limits import UndeliveredCash
from kiosk.services.views import ChargeQuestion
from kiosk.services.views.money import FactKind
from kiosk.ui.field.order_slip import OrderEntry
from kiosk.ui.field.reversal import ReversalEntry
from sync.catalogue import FactSource
from sync.ids import EventId
from tests.support.desk import Desk
from tests.support.fake_values import QR_TEXT
from tests.support.qt import Role

PAYMENT = EventId(b"p" * 16)


def a_question(
    key: str, label: str, kind: FactKind, *options: tuple[str, str], unit: str = ""
) -> ChargeQuestion:
    """Return something that a tariff asks."""
    return ChargeQuestion(
        question=FactQuestion(
            key=key,
            label=label,
            hint="",
            kind=kind,
            unit=unit,
            least=0,
            most=120,
            options=tuple(FactOption(code=code, label=words) for code, words in options),
            default=None,
            source=FactSource.COUNTER,
            path=None,
        ),
        value=None,
    )


ASKED = (
    a_question("months", "Meses de atraso", FactKind.WHOLE, unit="meses"),
    a_question("zone", "Zona", FactKind.CHOICE, ("A", "Centro"), ("B", "Periferia")),
    a_question("senior", "Credencial INAPAM", FactKind.YES_NO),
)


def walk_paying(desk: Desk) -> Iterator[str]:
    """Go through V13 with questions, V14 in every way, V15, V54 and V57; yield at each stop."""

    def stop(name: str) -> str:
        desk.settle()
        return f"{desk.at} {name}".strip()

    payments = desk.window.payments
    desk.office.payments.asked = ASKED
    desk.unlock()
    desk.open_shift()
    desk.find_person()
    desk.start_form()
    desk.fill_form()
    desk.consent()
    yield stop("what the tariff asks")
    payments.charge._price()
    yield stop("nothing answered")
    answer(desk)
    yield stop("priced")
    desk.press("Enter")
    desk.type("200")
    yield stop("change by pieces")
    desk.office.payments.drawer = desk.office.payments.drawer[:4]
    payments.tender._edited()
    yield stop("no exact change")
    payments.tender._show_limit(UndeliveredCash(2_000_000, 2_015_000))
    yield stop("a limit")
    payments.tender._show_limit(None)
    desk.find(Role.Button, "tender-way-digital").setFocus()
    desk.press("Enter")
    yield stop("digital")
    desk.find(Role.Button, "tender-way-cash").setFocus()
    desk.press("Enter", "F12")
    yield stop("change")
    desk.window.navigator.go("V57", ReversalEntry(payment_id=PAYMENT))
    yield stop("reversal")
    desk.press("Ctrl+Enter")
    yield stop("reversal without anything")
    payments.reversal.paper.set_value(QR_TEXT)
    payments.reversal.reason.set_value("WRONG_PERSON")
    payments.reversal._granted(EventId(b"q" * 16))
    yield stop("given back")
    desk.window.navigator.go("V54", OrderEntry(registration_id=PAYMENT))
    yield stop("order")
    payments.read_order()
    yield stop("order asked for")


def answer(desk: Desk) -> None:
    """Answer what the tariff asks, and have the price worked out."""
    first, second, third = desk.window.payments.charge.facts.fields
    first.set_value("3")  # type: ignore[attr-defined]  # a line
    second.set_value("B")  # type: ignore[attr-defined]  # a choice
    third.set_value("1")  # type: ignore[attr-defined]  # yes or no
    desk.window.payments.charge._price()
    desk.settle()
