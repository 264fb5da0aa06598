"""Prints what is stored, and records what became of it (kinds 70, 72; RECEIPTS §5, §10).

The record is saved long before. A printer that fails, hangs or is not there never stops the task:
the code is on the screen anyway. Each attempt is an event of its own, with one of three results:

    printed    the paper is out, as far as the printer tells
    failed     nothing came out; printing again is the same first paper
    unknown    something was sent and the printer fell silent: the clerk is asked whether the paper
               came out, and the answer is recorded as one of the two above

Nothing here prints a second first paper: once it is out, only `reprints` prints again, marked.
A printer takes seconds. These methods may be called from a thread of their own; what they read and
write goes to the file's one writer all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from kiosk.devices.ports import PaperOut, Printer, PrinterTrouble
from kiosk.devices.printers import PrinterSettings, checked
from kiosk.devices.slip import Slip
from kiosk.errors import KnownError
from kiosk.services.act_slips import slip_of_act
from kiosk.services.desk import Desk, local
from kiosk.services.issuing import Issuing
from kiosk.services.paper import comprobante_of
from kiosk.services.printer_settings import PrinterShelf, keep_settings, settings_in
from kiosk.services.reading import recorded_of
from kiosk.services.receipts import Receipts
from kiosk.services.slips import Letterhead, slip_of
from kiosk.services.views import ReceiptView
from kiosk.services.views.printing import (
    PrintDone,
    PrinterKind,
    PrinterState,
    PrinterView,
    PrintResult,
    Unprinted,
)
from kiosk.services.views.slips import AnySlip, TestPage
from kiosk.store import moments, papers, queries
from kiosk.texts import Texts
from sync.events import ProvisionalPrinted, ReceiptPrinted, ReceiptReprinted
from sync.ids import EventId, OperatorNumber, Salt
from sync.journal import Transaction

PaperEvent = ReceiptPrinted | ReceiptReprinted | ProvisionalPrinted


class AlreadyPrinted(KnownError):
    """The first paper is out; another one is a duplicate (V58). Nothing came out."""

    code: ClassVar[str] = "receipt.printed"


class PaperInDoubt(KnownError):
    """It is not known whether the paper came out; that is to be said first. Nothing came out."""

    code: ClassVar[str] = "receipt.in_doubt"


class Printing:
    """The printer of this device, and every first paper."""

    def __init__(
        self,
        desk: Desk,
        receipts: Receipts,
        issuing: Issuing,
        shelf: PrinterShelf,
        texts: Callable[[], Texts],
    ) -> None:
        self._desk = desk
        self._receipts = receipts
        self._issuing = issuing
        self._shelf = shelf
        self._texts = texts

    # ------------------------------------------------------------------------ the printer

    def settings(self) -> PrinterSettings:
        """Return the printer as it is set; raises FileClosed."""
        return self._desk.read(settings_in)

    def status(self) -> PrinterView:
        """Return how the printer stands now. It is asked, which takes up to some seconds."""
        settings = self.settings()
        printer = self._shelf.printer(settings)
        return PrinterView(kind=settings.kind, state=printer.state(), name=printer.name)

    def set_printer(self, settings: PrinterSettings) -> PrinterView:
        """Keep another printer and return how it stands; it is used from now on.

        Whether it answers is found out here. Raises AddressUnfit: nothing was kept.
        """
        wanted = checked(settings)
        silent = replace(wanted, answers=False)
        answers = self._shelf.printer(silent).state() is not PrinterState.MUTE
        chosen = replace(wanted, answers=answers)
        self._desk.keep(lambda tx: keep_settings(tx, chosen))
        return self.status()

    def test(self) -> PrinterState:
        """Print a test page and five codes; return how the printer stands afterwards.

        Raises PrinterTrouble or CodeUnreadable: nothing came out. Nothing is recorded.
        """
        settings = self.settings()
        page = TestPage(
            printer=settings.address or settings.kind.value,
            at=local(self._desk.now_seconds()),
        )
        slip = slip_of(page, self.letterhead(), self._texts())
        return self._shelf.printer(settings).test(slip).state

    def open_drawer(self) -> bool:
        """Open the drawer; False where none hangs on the printer. Raises PrinterTrouble."""
        settings = self.settings()
        if not settings.drawer:
            return False
        self._shelf.printer(settings).open_drawer()
        return True

    def printer(self) -> Printer:
        """Return the printer as it is set."""
        return self._shelf.printer(self.settings())

    # ------------------------------------------------------------------------ first papers

    def print(self, event_id: EventId) -> PrintDone:
        """Print the first paper of a receipt and record what became of it.

        Raises AlreadyPrinted, PaperInDoubt, ReceiptUnknown: nothing was printed or recorded; and
        PrinterTrouble or CodeUnreadable, recorded as failed where a printer is set.
        """
        salt, operator = self._desk.new_salt(), self._desk.operator
        view = self._signed(event_id)
        self._desk.read(lambda tx: _check_first(tx, event_id))
        slip = comprobante_of(view, self._texts())
        provisional = not view.qr_text
        return self._put(slip, event_id, salt, operator, provisional=provisional)

    def print_slip(self, value: AnySlip, about: EventId) -> PrintDone:
        """Print a paper that is no comprobante and record it with the event that it is about.

        Raises PrinterTrouble or CodeUnreadable, recorded as failed where a printer is set.
        """
        salt, operator = self._desk.new_salt(), self._desk.operator
        slip = slip_of(value, self.letterhead(), self._texts())
        return self._put(slip, about, salt, operator, provisional=False)

    def print_act(self, event_id: EventId) -> PrintDone | None:
        """Print the slip of an act without a comprobante: cash moved, hand-over, deposit, benefit.

        None where this device has no printer, or it does not print by itself. Raises what
        `print_slip` raises, and ReceiptUnknown where the act has no slip.
        """
        settings = self.settings()
        if settings.kind is PrinterKind.NONE or not settings.automatic:
            return None
        slip = self._desk.read(lambda tx: slip_of_act(tx, self._desk, event_id))
        return self.print_slip(slip, event_id)

    def came_out(self, event_id: EventId, *, yes: bool) -> None:
        """Record what the clerk says of a paper that nobody knew about."""
        salt = self._desk.new_salt()
        result = PrintResult.PRINTED if yes else PrintResult.FAILED

        def work(tx: Transaction) -> None:
            rows = papers.papers_of(tx, event_id)
            if not rows or rows[-1].result is not PrintResult.UNKNOWN:
                return  # said before, or printed since
            before = recorded_of(tx, self._desk.journal, rows[-1].event_id).event
            if isinstance(before, PaperEvent):
                said = replace(before, result=result)
                self._desk.append(tx, said, salt=salt, refs=(event_id,))

        self._desk.write(work)

    def last_paper(self, event_id: EventId) -> PrintDone | None:
        """Return what is known of the paper of a receipt; None where nothing was tried."""

        def work(tx: Transaction) -> PrintDone | None:
            rows = papers.papers_of(tx, event_id)
            if not rows:
                return None
            out = [row for row in rows if row.result is PrintResult.PRINTED]
            first = [row for row in out if row.kind == papers.FIRST]
            last = (first or out or rows[-1:])[0]  # the real paper says more than a provisional one
            return PrintDone(
                about=event_id,
                result=last.result,
                copy=last.copy,
                at=local(last.printed_seconds),
                state=PrinterState.READY,
                provisional=last.kind == papers.PROVISIONAL,
            )

        return self._desk.read(work)

    def unprinted(self) -> tuple[Unprinted, ...]:
        """Return the payments of the open shift whose paper is not out (UX §3.7), oldest first.

        Without a printer only the last one counts: its code is shown, and asked for a picture.
        """

        def work(tx: Transaction) -> tuple[Unprinted, ...]:
            last = moments.last_payment(tx)
            if settings_in(tx).kind is PrinterKind.NONE:
                alone = last is not None and not moments.prints_of(tx, last)
                return (self._unprinted(tx, last),) if alone and last is not None else ()
            shift = queries.open_shift(tx)
            found = () if shift is None else papers.unprinted_of(tx, shift.shift)
            return tuple(self._unprinted(tx, one) for one in found)

        return self._desk.read(work)

    def letterhead(self) -> Letterhead:
        """Return who issues, for papers that are no comprobante."""
        identity = self._desk.identity
        institution = identity.institution
        return Letterhead(
            institution=institution.name,
            office=identity.office,
            phone=institution.phone,
            place=institution.place,
            domain_words=institution.domain_words,
            practice=identity.practising,
        )

    # --------------------------------------------------------------------------------- own

    def _signed(self, event_id: EventId) -> ReceiptView:
        """Return the receipt, signed now where its key could not sign before (RECEIPTS §5)."""
        view = self._receipts.show(event_id)
        if view.qr_text:
            return view

        def work(tx: Transaction) -> ReceiptView:
            recorded = recorded_of(tx, self._desk.journal, event_id)
            self._issuing.seal_later(tx, recorded)
            return self._receipts.view(tx, event_id)

        return self._desk.keep(work)

    def _unprinted(self, tx: Transaction, event_id: EventId) -> Unprinted:
        view = self._receipts.view(tx, event_id)
        rows = papers.papers_of(tx, event_id)
        last = rows[-1] if rows else None
        provisional = any(
            row.kind == papers.PROVISIONAL and row.result is PrintResult.PRINTED for row in rows
        )
        return Unprinted(
            event_id=event_id,
            folio=view.folio,
            service_name=view.service_name,
            total_centavos=view.total_centavos,
            issued_at=view.issued_at,
            unknown=last is not None and last.result is PrintResult.UNKNOWN,
            provisional_out=provisional,
        )

    def _put(
        self,
        slip: Slip,
        about: EventId,
        salt: Salt,
        operator: OperatorNumber,
        *,
        provisional: bool,
    ) -> PrintDone:
        settings = self.settings()
        printer = self._shelf.printer(settings)

        def record(result: PrintResult, counter: int | None) -> None:
            event = (ProvisionalPrinted if provisional else ReceiptPrinted)(
                copy=0, printer=printer.name, result=result, paper_counter=counter
            )
            self.record(event, salt, operator, (about,))

        try:
            out = printer.put(slip)
        except KnownError as error:
            absent = isinstance(error, PrinterTrouble) and error.state is PrinterState.ABSENT
            if not absent:
                record(PrintResult.FAILED, None)
            raise
        result = result_of(out)
        record(result, out.paper_counter)
        return PrintDone(
            about=about,
            result=result,
            copy=0,
            at=local(self._desk.now_seconds()),
            state=out.state,
            provisional=provisional,
        )

    def record(
        self, event: PaperEvent, salt: Salt, operator: OperatorNumber, refs: tuple[EventId, ...]
    ) -> None:
        """Record a print in the name of whoever asked for it, also when the screen locked since.

        Raises FileClosed where the file was closed: then the paper counts as not printed.
        """

        def work(tx: Transaction) -> None:
            if self._desk.is_seated and self._desk.operator == operator:
                self._desk.append(tx, event, salt=salt, refs=refs)
            else:
                self._desk.journal.append(tx, event, salt=salt, operator=operator, refs=refs)

        self._desk.write(work)


def result_of(out: PaperOut) -> PrintResult:
    """Return what an event says of a print that began."""
    return PrintResult.PRINTED if out.certain else PrintResult.UNKNOWN


def _check_first(tx: Transaction, event_id: EventId) -> None:
    """Raise AlreadyPrinted or PaperInDoubt; a paper without a code does not count."""
    rows = [row for row in papers.papers_of(tx, event_id) if row.kind == papers.FIRST]
    if any(row.result is PrintResult.PRINTED for row in rows):
        raise AlreadyPrinted
    if rows and rows[-1].result is PrintResult.UNKNOWN:
        raise PaperInDoubt
