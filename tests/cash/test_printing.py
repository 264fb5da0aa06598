"""Papers over a real printer line: first papers, doubts, duplicates, provisional ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.devices.media import Paper
from kiosk.devices.ports import PrinterTrouble
from kiosk.devices.printers import AddressUnfit, PrinterSettings
from kiosk.devices.qr_codes import read_code
from kiosk.services.desk import OpenDesk
from kiosk.services.permissions import ApprovalMissing
from kiosk.services.printing import AlreadyPrinted, PaperInDoubt
from kiosk.services.receipts import ReceiptUnknown
from kiosk.services.reprints import FactDoesNotFit, NotPrintedYet
from kiosk.services.views.approvals import ApprovalMatter
from kiosk.services.views.printing import (
    PrinterKind,
    PrinterState,
    PrintResult,
    Reprint,
    ReprintFact,
    ReprintReason,
)
from kiosk.services.views.slips import CashSlip
from sync.cose import Signer
from sync.errors import MessageInvalid
from sync.events import CashPurpose
from sync.ids import EventId
from sync.journal import history
from sync.receipt_check import Answer
from tests.cash.tills import Till
from tests.support.escpos import FakeThermalPrinter
from tests.support.logs import ExpectedLogs
from tests.support.papers import AT

PAPER_KINDS = (70, 71, 72)


@pytest.fixture
def printer(till: Till) -> Iterator[FakeThermalPrinter]:
    """A printer on the line, set at the till, whose shift is open."""
    with FakeThermalPrinter() as fake:
        till.counter.paper.printing.set_printer(
            PrinterSettings(
                kind=PrinterKind.NETWORK, address=fake.address, counts_paper=True, drawer=True
            )
        )
        till.open()
        yield fake


def events(till: Till) -> list[tuple[int, int, PrintResult]]:
    """Return kind, copy and result of every print, in order."""
    found = till.counter.database.read(
        lambda tx: [one for one in history(tx) if one.header.kind in PAPER_KINDS]
    )
    return [(one.header.kind, one.event.copy, one.event.result) for one in found]  # type: ignore[union-attr]  # all three kinds have both


def wanted(event_id: EventId, said: str = "185.50", question: EventId | None = None) -> Reprint:
    """Return a duplicate for whoever knows the amount."""
    return Reprint(
        event_id=event_id,
        fact=ReprintFact.AMOUNT,
        said=said,
        reason=ReprintReason.LOST,
        reason_words="La persona lo perdió",
        question_id=question,
    )


def test_a_payment_prints_once(till: Till, printer: FakeThermalPrinter) -> None:
    """The stored code is on the paper, the counter in the event; a second paper is refused."""
    payment = till.pay()
    printing = till.counter.paper.printing

    done = printing.print(payment)
    with pytest.raises(AlreadyPrinted):
        printing.print(payment)

    (paper,) = printer.roll.papers
    stored = till.counter.receipts.show(payment)
    assert read_code(paper.convert("L")) == stored.qr_text
    assert till.counter.receipts.verify(stored.qr_text).answer is Answer.AUTHENTIC
    assert done.result is PrintResult.PRINTED
    assert events(till) == [(70, 0, PrintResult.PRINTED)]


def test_without_paper_the_payment_stays_and_prints_later(
    till: Till, printer: FakeThermalPrinter
) -> None:
    """Failed is recorded and listed; with paper it is still the first one."""
    printing = till.counter.paper.printing
    printer.stand.paper = "out"
    first, second = till.pay(), till.pay()

    with pytest.raises(PrinterTrouble) as trouble:
        printing.print(first)
    waiting = [one.event_id for one in printing.unprinted()]
    printer.stand.paper = "ok"
    printing.print(first)

    assert trouble.value.state is PrinterState.PAPER_OUT
    assert waiting == [first, second]
    assert [one.event_id for one in printing.unprinted()] == [second]
    assert events(till) == [(70, 0, PrintResult.FAILED), (70, 0, PrintResult.PRINTED)]


@pytest.mark.parametrize("came_out", [True, False])
def test_a_printer_that_falls_silent_is_asked_about(
    till: Till, printer: FakeThermalPrinter, *, came_out: bool
) -> None:
    """Unknown: nothing prints before the clerk said; the answer is recorded."""
    printing = till.counter.paper.printing
    payment = till.pay()
    printer.stand.unplugged_after_bytes = 20_000

    done = printing.print(payment)
    printer.stand.unplugged_after_bytes = None
    with pytest.raises(PaperInDoubt):
        printing.print(payment)
    asked = printing.unprinted()
    printing.came_out(payment, yes=came_out)
    printing.came_out(payment, yes=not came_out)  # the first word stands

    assert done.result is PrintResult.UNKNOWN
    assert [one.unknown for one in asked] == [True]
    if came_out:
        with pytest.raises(AlreadyPrinted):
            printing.print(payment)
        assert events(till)[1:] == [(70, 0, PrintResult.PRINTED)]
    else:
        printing.print(payment)
        assert events(till)[1:] == [(70, 0, PrintResult.FAILED), (70, 0, PrintResult.PRINTED)]


@pytest.mark.usefixtures("printer")
def test_after_a_crash_every_unprinted_payment_is_found(till: Till) -> None:
    """The list stands in the file, not in memory."""
    first, second, third = till.pay(), till.pay(), till.pay()
    till.counter.paper.printing.print(second)

    found = till.counter.paper.printing.unprinted()

    assert [one.event_id for one in found] == [first, third]
    assert all(not one.unknown for one in found)


def test_a_duplicate_is_the_same_bytes_marked_and_counted(
    till: Till, printer: FakeThermalPrinter
) -> None:
    """Recorded before and after; the code is the stored one; found by its folio."""
    payment = till.pay()
    paper = till.counter.paper
    with pytest.raises(NotPrintedYet):
        paper.reprints.reprint(wanted(payment))
    paper.printing.print(payment)
    stored = till.counter.receipts.show(payment)

    with pytest.raises(FactDoesNotFit):
        paper.reprints.reprint(wanted(payment, "185.00"))
    found = paper.reprints.find(stored.folio.lower())
    done = paper.reprints.reprint(wanted(payment))

    first, again = printer.roll.papers
    assert found.event_id == payment
    assert read_code(again.convert("L")) == stored.qr_text == read_code(first.convert("L"))
    assert again.height > first.height  # marked above and below
    assert (done.copy, done.result) == (1, PrintResult.PRINTED)
    assert events(till)[1:] == [(71, 1, PrintResult.UNKNOWN), (71, 1, PrintResult.PRINTED)]


def test_the_second_duplicate_needs_a_second_person(
    till: Till, printer: FakeThermalPrinter
) -> None:
    """Approved for this receipt, and for one duplicate."""
    payment, other = till.pay(), till.pay()
    paper = till.counter.paper
    for one in (payment, other):
        paper.printing.print(one)
    paper.reprints.reprint(wanted(payment))
    elsewhere = till.approve(ApprovalMatter.REPRINT, [other])
    here = till.approve(ApprovalMatter.REPRINT, [payment])

    for question in (None, elsewhere):
        with pytest.raises(ApprovalMissing):
            paper.reprints.reprint(wanted(payment, question=question))
    done = paper.reprints.reprint(wanted(payment, question=here))
    with pytest.raises(ApprovalMissing):
        paper.reprints.reprint(wanted(payment, question=here))

    assert done.copy == 2
    assert len(printer.roll.papers) == 4
    assert paper.reprints.view(payment).approval_needed


def test_a_duplicate_that_did_not_come_out_keeps_its_number(
    till: Till, printer: FakeThermalPrinter
) -> None:
    """Without paper it fails and is recorded; the next one is still the first duplicate."""
    payment = till.pay()
    paper = till.counter.paper
    paper.printing.print(payment)
    printer.stand.paper = "out"

    with pytest.raises(PrinterTrouble):
        paper.reprints.reprint(wanted(payment))
    printer.stand.paper = "ok"
    done = paper.reprints.reprint(wanted(payment))

    assert done.copy == 1
    assert events(till)[1] == (71, 1, PrintResult.FAILED)


@pytest.mark.parametrize(
    ("fact", "said", "fits"),
    [
        (ReprintFact.AMOUNT, "$185.50", True),
        (ReprintFact.AMOUNT, "185.5", True),
        (ReprintFact.AMOUNT, "18550", False),
        (ReprintFact.AMOUNT, "", False),
        (ReprintFact.DATE, "16-11-2026", True),
        (ReprintFact.DATE, "16/11/2026", True),
        (ReprintFact.DATE, "15/11/2026", False),
        (ReprintFact.TYPED_CODE, "code", True),
        (ReprintFact.TYPED_CODE, "HB12Y-SHVTX", False),
        (ReprintFact.INITIALS, "initials", True),
        (ReprintFact.INITIALS, "Z. Z. Z.", False),
    ],
)
def test_one_fact_beside_the_folio(
    till: Till, printer: FakeThermalPrinter, fact: ReprintFact, said: str, *, fits: bool
) -> None:
    """Amount, date, initials, typed code: as people say them, and nothing near it."""
    payment = till.pay()
    paper = till.counter.paper
    paper.printing.print(payment)
    view = till.counter.receipts.show(payment)
    words = {"code": view.typed_code.lower(), "initials": (view.initials or "").replace(" ", "")}
    if fact is ReprintFact.DATE and fits:
        said = f"{view.issued_at:%d/%m/%Y}" if "/" in said else f"{view.issued_at:%d-%m-%Y}"
    asked = replace(wanted(payment, words.get(said, said)), fact=fact)

    if fits:
        assert paper.reprints.reprint(asked).copy == 1
    else:
        with pytest.raises(FactDoesNotFit):
            paper.reprints.reprint(asked)
        assert len(printer.roll.papers) == 1


class _Silent:
    """A key that cannot sign, as a chip that failed."""

    def __init__(self, signer: Signer) -> None:
        self.kid, self.point = signer.kid, signer.point

    def sign(self, message: bytes) -> bytes:
        """Raise what the issuing of receipts catches."""
        raise MessageInvalid("sig", f"no key for {len(message)} bytes")


def test_without_a_key_a_provisional_paper_then_the_real_one(
    till: Till, printer: FakeThermalPrinter, expected_logs: ExpectedLogs
) -> None:
    """Saved and printed without a code (72); signed later, it prints as the first paper (70)."""
    expected_logs.expect("ventanilla.receipts", "not signed: sig")
    desk, paper = till.counter.desk, till.counter.paper
    journal, identity = desk.journal, desk.identity
    desk.put(OpenDesk(journal=journal, identity=replace(identity, signer=_Silent(identity.signer))))

    payment = till.pay()
    first = paper.printing.print(payment)
    listed = paper.printing.unprinted()
    desk.put(OpenDesk(journal=journal, identity=identity))
    second = paper.printing.print(payment)

    known = paper.printing.last_paper(payment)
    assert known is not None
    assert (known.result, known.provisional) == (PrintResult.PRINTED, False)
    provisional, real = printer.roll.papers
    assert first.provisional
    assert read_code(provisional.convert("L")) is None
    assert [one.provisional_out for one in listed] == [True]
    assert not second.provisional
    verdict = till.counter.receipts.verify(read_code(real.convert("L")) or "")
    assert verdict.answer is Answer.AUTHENTIC
    assert events(till) == [(72, 0, PrintResult.PRINTED), (70, 0, PrintResult.PRINTED)]


def test_the_slip_of_a_closed_shift_prints(till: Till, printer: FakeThermalPrinter) -> None:
    """Corte Z: what was counted, what should be there, and the folios of the shift."""
    till.pay()
    closed = till.close(68_550)

    done = till.counter.paper.printing.print(closed.closing_id)

    view = till.counter.receipts.show(closed.closing_id)
    assert done.result is PrintResult.PRINTED
    assert view.closing is not None
    assert (view.total_centavos, view.closing.expected_centavos) == (68_550, 68_550)
    assert read_code(printer.roll.papers[-1].convert("L")) == view.qr_text


def test_other_papers_are_recorded_with_what_they_are_about(
    till: Till, printer: FakeThermalPrinter
) -> None:
    """A slip of the drawer is no comprobante, and its print is an event all the same."""
    payment = till.pay()
    slip = CashSlip(
        change_centavos=-10_000, purpose=CashPurpose.SAFE, reason="Retiro", witness="R. Ek",
        cashier=42, at=AT,
    )  # fmt: skip

    done = till.counter.paper.printing.print_slip(slip, payment)

    assert done.result is PrintResult.PRINTED
    assert read_code(printer.roll.papers[0].convert("L")) is None


def test_acts_of_the_drawer_print_their_slips(till: Till, printer: FakeThermalPrinter) -> None:
    """Cash moved by its event; an act without a paper is refused, a comprobante too."""
    drawer, printing = till.counter.cash.drawer, till.counter.paper.printing
    opening = drawer.begin_move()
    moved = drawer.move(
        opening.salt, change_centavos=5_000, purpose=CashPurpose.OTHER, reason="Cambio",
        witness="R. Ek",
    )  # fmt: skip

    done = printing.print_act(moved.event_id)
    with pytest.raises(ReceiptUnknown):
        printing.print_act(till.pay())

    assert done is not None
    assert len(printer.roll.papers) == 1
    assert events(till) == [(70, 0, PrintResult.PRINTED)]


def test_the_drawer_opens_where_one_hangs(till: Till, printer: FakeThermalPrinter) -> None:
    """True and a pulse with a drawer; False and none without."""
    printing = till.counter.paper.printing

    opened = printing.open_drawer()
    printing.set_printer(replace(printing.settings(), drawer=False))

    assert opened
    assert not printing.open_drawer()
    assert printer.roll.pulses == 1


def test_the_printer_is_kept_in_the_file(till: Till, tmp_path: Path) -> None:
    """Set, read again by anybody; a mute one is known as such; a wrong address changes nothing."""
    printing = till.counter.paper.printing
    device = tmp_path / "lp0"

    before = printing.status()
    view = printing.set_printer(
        PrinterSettings(kind=PrinterKind.FILE, address=f" {device} ", paper=Paper.MM_80)
    )
    for kind, address in (
        (PrinterKind.NETWORK, "10.0.0.5:printer"),
        (PrinterKind.NETWORK, ""),
        (PrinterKind.USB, "epson"),
        (PrinterKind.USB, "04b8"),
        (PrinterKind.SERIAL, " "),
    ):
        with pytest.raises(AddressUnfit):
            printing.set_printer(PrinterSettings(kind=kind, address=address))

    kept = printing.settings()
    assert (before.state, before.is_set) == (PrinterState.ABSENT, False)
    assert view.state is PrinterState.MUTE
    assert (kept.address, kept.paper, kept.answers) == (str(device), Paper.MM_80, False)


def test_without_a_printer_nothing_is_recorded(till: Till) -> None:
    """No printer is set: refused, and the journal says nothing of paper."""
    till.open()
    payment = till.pay()

    with pytest.raises(PrinterTrouble):
        till.counter.paper.printing.print(payment)
    with pytest.raises(ReceiptUnknown):
        till.counter.paper.reprints.find("20067-007-0000-99")

    assert events(till) == []
    assert [one.event_id for one in till.counter.paper.printing.unprinted()] == [payment]
