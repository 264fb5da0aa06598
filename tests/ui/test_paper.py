"""V16 prints by itself, V58 prints again, V59 sets the printer: by keys alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from kiosk.devices.ports import PrinterKind, PrinterState
from kiosk.devices.printers import PrinterSettings
from kiosk.services.views.printing import PrintResult, ReprintFact, Unprinted
from kiosk.ui.field.printer_words import PrinterNotice, warning_words
from sync.ids import EventId
from sync.money import Centavos
from tests.support.desk import Desk
from tests.support.fake_paper import FOLIO, Papers
from tests.support.fake_values import FEE, a_clock
from tests.support.qt import Role, name_of, nodes

SET = PrinterSettings(kind=PrinterKind.NETWORK, address="10.0.0.5:9100", drawer=True)


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """A counter with a printer that is ready, at the cash field."""
    made = make_desk()
    made.office.papers.settings, made.office.papers.state = SET, PrinterState.READY
    made.to_tender()
    return made


def all_text(root: QWidget) -> str:
    """Return everything that is said on a screen, a line each."""
    return "\n".join(name_of(node) for node in nodes(root) if not node.state().invisible)


def papers(desk: Desk) -> Papers:
    """Return what came out."""
    return desk.office.papers


def pay(desk: Desk) -> None:
    """Take $200 and go on to the receipt."""
    desk.type("200")
    desk.press("F12", "Enter")
    assert desk.at == "V16"


def test_a_drawer_that_stays_shut_is_said_with_its_reason(desk: Desk) -> None:
    """V15 says what the driver reported instead of asking; Enter goes on all the same."""
    papers(desk).state = PrinterState.UNREACHABLE
    desk.type("200")
    desk.press("F12")
    desk.settle()
    words, at = all_text(desk.screen()), desk.at
    desk.press("Enter")

    assert at == "V15"
    assert "No se alcanza la impresora." in words
    assert "¿La gaveta no abre?" not in words
    assert desk.at == "V16"


def test_it_prints_by_itself_and_again_only_as_a_duplicate(desk: Desk) -> None:
    """One paper without a key pressed; F8 leads to the duplicate: a fact and a reason."""
    pay(desk)
    shown = all_text(desk.screen())
    desk.press("F8")
    assert desk.at == "V58"
    desk.press("Ctrl+Enter")
    missing = all_text(desk.screen())
    desk.screen().fact.take_focus()  # type: ignore[attr-defined]  # V58
    desk.press("1", "Enter")
    desk.type("185.50")
    desk.press("Enter", "2", "Ctrl+Enter")

    assert desk.texts.text("receipt-paper-printed", time="10:44") in shown
    assert desk.texts.text("reprint-reason-empty") in missing
    (wanted,) = desk.office.paper.reprints.wanted  # type: ignore[attr-defined]  # the fake's list
    assert (wanted.fact, wanted.said) == (ReprintFact.AMOUNT, "185.50")
    assert wanted.reason_words == desk.texts.text("reprint-reason-spoiled")
    assert [copy for _, copy, _ in papers(desk).out] == [0, 1]


def test_without_paper_the_task_goes_on(desk: Desk) -> None:
    """Three sentences and the code on the screen; with paper F8 prints the first one."""
    papers(desk).state = PrinterState.PAPER_OUT
    pay(desk)
    said = all_text(desk.screen())
    code = desk.window.payments.receipt.code.isVisible()
    papers(desk).state = PrinterState.READY
    desk.press("F8")

    assert desk.texts.part("problem-printer-not_printed", "safe") in said
    assert "La impresora no tiene papel." in said
    assert code
    assert [(copy, result) for _, copy, result in papers(desk).out] == [(0, PrintResult.PRINTED)]


def test_a_silent_printer_is_asked_about(desk: Desk) -> None:
    """Whether the paper came out; *No salió* offers to print it as the first one."""
    papers(desk).result = PrintResult.UNKNOWN
    pay(desk)
    desk.press("F8")  # nothing prints before the answer
    waiting = len(papers(desk).out)
    papers(desk).result = PrintResult.PRINTED
    desk.find(Role.Button, "receipt-came-out-no").setFocus()
    desk.press("Space")
    desk.press("F8")

    assert waiting == 1
    results = [result for _, _, result in papers(desk).out]
    assert results == [PrintResult.UNKNOWN, PrintResult.FAILED, PrintResult.PRINTED]


def test_a_printer_that_is_asked_to_wait_waits(desk: Desk) -> None:
    """Not automatic: nothing comes out until F8."""
    papers(desk).settings = PrinterSettings(
        kind=PrinterKind.NETWORK, address="10.0.0.5:9100", automatic=False
    )
    pay(desk)
    before = list(papers(desk).out)
    desk.press("F8")

    assert before == []
    assert len(papers(desk).out) == 1


def test_home_lists_what_did_not_come_out(make_desk: Callable[..., Desk]) -> None:
    """Every payment of the shift; where nobody knows, the row asks."""
    desk = make_desk()
    one = Unprinted(
        event_id=EventId(bytes(16)), folio=FOLIO, service_name="Acta", total_centavos=Centavos(FEE),
        issued_at=a_clock().now(), unknown=False,
    )  # fmt: skip
    other = Unprinted(
        event_id=EventId(b"1" * 16), folio="20067-007-1PGE-343", service_name="Acta",
        total_centavos=Centavos(FEE), issued_at=a_clock().now(), unknown=True,
    )  # fmt: skip
    desk.office.papers.waiting = (one, other)
    desk.unlock()

    shown = all_text(desk.screen())
    desk.find(Role.Button, "home-unprinted-ask-name", folio=other.folio).setFocus()
    desk.press("Space")

    assert FOLIO in shown
    assert desk.texts.text("home-unprinted-ask") in shown
    assert desk.at == "V16"


def test_the_printer_is_set_and_tested_by_keys(make_desk: Callable[..., Desk]) -> None:
    """From V28: by network, its address, tried; a wrong one is said in place."""
    desk = make_desk()
    desk.unlock()
    desk.window.navigator.go("V28")
    desk.settle()
    desk.find(Role.Button, "device-act-printer").setFocus()
    desk.press("Space")
    assert desk.at == "V59"
    desk.press("3", "Enter")
    desk.type("impresora de la caja")
    desk.press("Ctrl+Enter")
    refused = all_text(desk.screen())
    screen = desk.screen()
    screen.address.set_value("10.0.0.5")  # type: ignore[attr-defined]  # V59
    desk.press("Ctrl+Enter")
    kept = all_text(desk.screen())

    assert desk.texts.part("problem-printer-address", "todo") in refused
    assert desk.office.papers.settings.address == "10.0.0.5:9100"
    assert desk.texts.text("printer-state-ready") in kept


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (PrinterState.READY, ""),
        (PrinterState.MUTE, ""),
        (PrinterState.PAPER_LOW, "printer-warn-low"),
        (PrinterState.PAPER_OUT, "printer-warn-stopped"),
        (PrinterState.UNREACHABLE, "printer-warn-stopped"),
    ],
)
def test_what_is_said_before_money_is_taken(desk: Desk, state: PrinterState, said: str) -> None:
    """Nothing where it prints, one warning where it will not; the clerk may go on."""
    papers(desk).state = state
    view = desk.office.paper.printing.status()

    words = warning_words(desk.texts, view)
    notice = PrinterNotice(desk.window.kit)
    notice.setParent(desk.screen())
    notice.ask()
    desk.settle()

    assert words.endswith(desk.texts.text(said) if said else "")
    assert notice.isHidden() is not bool(said)
    assert notice.words.text() == words
    notice.deleteLater()


def test_the_drawer_opens_by_key_where_money_is(desk: Desk) -> None:
    """On V15 it opens; on the home screen it stays shut."""
    desk.type("200")
    desk.press("F12")
    assert desk.at == "V15"
    before = papers(desk).opened
    desk.press("Ctrl+D")
    opened = papers(desk).opened
    desk.press("Enter", "Enter")
    assert desk.at == "V02"
    desk.press("Ctrl+D")

    assert opened == before + 1
    assert papers(desk).opened == opened
