"""A walk through V16 in every state of its paper, V58 and V59, for pictures and accessibility."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.devices.ports import PrinterKind, PrinterState
from kiosk.devices.printers import PrinterSettings
from kiosk.services.views.printing import PrintResult, Unprinted
from kiosk.ui.field.receipt import ReceiptEntry
from sync.ids import EventId
from tests.support.desk import Desk
from tests.support.fake_paper import FOLIO
from tests.support.fake_values import FEE, a_receipt

STOPS = 10


def walk_paper(desk: Desk) -> Iterator[str]:
    """Yield a name at each stop; the printer stands as each stop says."""

    def stop(name: str) -> str:
        desk.settle()
        return f"{desk.at} {name}"

    def show(number: int) -> None:
        receipt = a_receipt(event_id=EventId(bytes([number]) * 16))
        desk.window.navigator.restart("V02", "V16", ReceiptEntry(receipt=receipt))
        desk.settle()

    papers = desk.office.papers
    papers.settings = PrinterSettings(
        kind=PrinterKind.NETWORK, address="192.168.1.50:9100", drawer=True
    )
    papers.state = PrinterState.READY
    papers.waiting = tuple(
        Unprinted(
            event_id=EventId(bytes([number]) * 16), folio=f"{FOLIO[:-1]}{number}",
            service_name="Acta de nacimiento", total_centavos=FEE,
            issued_at=desk.clock.now(), unknown=number == 9,
        )
        for number in (8, 9)
    )  # fmt: skip
    desk.unlock()
    yield stop("not printed")
    show(1)
    yield stop("printed")
    papers.state = PrinterState.PAPER_OUT
    show(2)
    yield stop("no paper")
    papers.state, papers.result = PrinterState.READY, PrintResult.UNKNOWN
    show(3)
    yield stop("in doubt")
    papers.result = PrintResult.PRINTED
    show(1)
    desk.press("F8")
    yield stop("duplicate")
    desk.press("4")
    desk.window.paper.reprint.reason.take_focus()
    desk.press("4", "Ctrl+Enter")
    yield stop("problems")
    desk.window.navigator.start("V58")
    yield stop("by folio")
    desk.window.navigator.restart("V02", "V59")
    yield stop("network")
    desk.press("Ctrl+Enter")
    yield stop("kept")
    desk.window.paper.printer.kind.take_focus()
    desk.press("6")
    yield stop("sheets")
