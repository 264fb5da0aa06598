"""Duplicates: the stored bytes once more, marked, counted and never signed again (RECEIPTS §10).

Whoever asks knows the folio and one fact beside it; the clerk says why. From the second duplicate
on a second person agrees with a one-time code (matter 6). The duplicate is recorded twice with the
same number: as unknown before anything is sent, so that no paper ever comes out without its event,
and with what became of it afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, assert_never

from kiosk.devices.ports import PrinterTrouble
from kiosk.errors import KnownError
from kiosk.services.approvals import Approvals
from kiosk.services.desk import Desk, local
from kiosk.services.paper import comprobante_of
from kiosk.services.permissions import ApprovalMissing
from kiosk.services.printing import Printing, result_of
from kiosk.services.receipts import Receipts, ReceiptUnknown
from kiosk.services.views import ReceiptView
from kiosk.services.views.paper import Duplicate
from kiosk.services.views.printing import (
    PrintDone,
    PrinterState,
    PrintResult,
    Reprint,
    ReprintFact,
    ReprintView,
)
from kiosk.store import kept, papers
from kiosk.texts import Texts
from sync.events import ApprovalMatter, ReceiptReprinted
from sync.ids import CROCKFORD, EventId, Salt
from sync.journal import Transaction

COPIES_WITHOUT_APPROVAL = 1
_MOST_DIGITS = 10
_LOOKS_LIKE = str.maketrans("OIL", "011")
_PRINTING = (PrinterState.READY, PrinterState.PAPER_LOW, PrinterState.MUTE)


class NotPrintedYet(KnownError):
    """The first paper is not out; it is printed as such, not as a duplicate. Nothing came out."""

    code: ClassVar[str] = "reprint.not_printed_yet"


class FactDoesNotFit(KnownError):
    """The fact that was said is not the receipt's; nothing came out."""

    code: ClassVar[str] = "reprint.fact"


class Reprints:
    """Everything of V58."""

    def __init__(
        self,
        desk: Desk,
        receipts: Receipts,
        printing: Printing,
        approvals: Approvals,
        texts: Callable[[], Texts],
    ) -> None:
        self._desk = desk
        self._receipts = receipts
        self._printing = printing
        self._approvals = approvals
        self._texts = texts

    def find(self, folio: str) -> ReprintView:
        """Return the receipt of a folio as it is printed, or of its last two parts.

        Raises ReceiptUnknown where this device holds none.
        """
        place = _folio_in(folio)

        def work(tx: Transaction) -> EventId:
            row = None if place is None else kept.receipt_by_number(tx, *place)
            if row is None:
                raise ReceiptUnknown
            return row.event_id

        return self.view(self._desk.read(work))

    def view(self, event_id: EventId) -> ReprintView:
        """Return what a duplicate of this receipt takes; raises ReceiptUnknown, NotPrintedYet."""

        def work(tx: Transaction) -> ReprintView:
            receipt = self._receipts.view(tx, event_id)
            copy = _next_copy(tx, event_id)
            return ReprintView(
                event_id=event_id,
                folio=receipt.folio,
                copy=copy,
                facts=_facts_of(receipt),
                approval_needed=copy > COPIES_WITHOUT_APPROVAL,
            )

        return self._desk.read(work)

    def reprint(self, wanted: Reprint, salt: Salt | None = None) -> PrintDone:
        """Print a duplicate and record it.

        Raises FactDoesNotFit, ApprovalMissing, NotPrintedYet, ReceiptUnknown: nothing came out and
        nothing was recorded; PrinterTrouble or CodeUnreadable: nothing came out, which is recorded.
        """
        operator = self._desk.operator
        first_salt = salt or self._desk.new_salt()
        receipt, copy = self._desk.read(lambda tx: self._allowed(tx, wanted))
        printer = self._printing.printer()
        now = local(self._desk.now_seconds())
        slip = comprobante_of(receipt, self._texts(), Duplicate(copy=copy, at=now))

        def event(result: PrintResult, counter: int | None = None) -> ReceiptReprinted:
            return ReceiptReprinted(
                copy=copy,
                printer=printer.name,
                result=result,
                paper_counter=counter,
                reason=wanted.reason_words,
                fact=int(wanted.fact),
            )

        state = printer.state()
        if state not in _PRINTING:
            if state is not PrinterState.ABSENT:
                self._printing.record(
                    event(PrintResult.FAILED), first_salt, operator, (wanted.event_id,)
                )
            raise PrinterTrouble(state)
        self._begin(wanted, event(PrintResult.UNKNOWN), first_salt, copy)
        try:
            out = printer.put(slip)
        except KnownError:
            self._printing.record(
                event(PrintResult.FAILED), self._desk.new_salt(), operator, (wanted.event_id,)
            )
            raise
        result = result_of(out)
        if result is not PrintResult.UNKNOWN:
            self._printing.record(
                event(result, out.paper_counter),
                self._desk.new_salt(),
                operator,
                (wanted.event_id,),
            )
        return PrintDone(about=wanted.event_id, result=result, copy=copy, at=now, state=out.state)

    def _allowed(self, tx: Transaction, wanted: Reprint) -> tuple[ReceiptView, int]:
        """Return the receipt and the number of its duplicate, or raise why there is none."""
        receipt = self._receipts.view(tx, wanted.event_id)
        copy = _next_copy(tx, wanted.event_id)
        if not _fits(receipt, wanted.fact, wanted.said):
            raise FactDoesNotFit
        if copy > COPIES_WITHOUT_APPROVAL:
            self._approval(tx, wanted)
        return receipt, copy

    def _approval(self, tx: Transaction, wanted: Reprint) -> EventId:
        if wanted.question_id is None:
            raise ApprovalMissing
        return self._approvals.granted(
            tx, wanted.question_id, ApprovalMatter.REPRINT, (wanted.event_id,)
        )

    def _begin(self, wanted: Reprint, event: ReceiptReprinted, salt: Salt, copy: int) -> None:
        """Record the duplicate before anything is sent; the approval is used up by it."""

        def work(tx: Transaction) -> None:
            refs: tuple[EventId, ...] = (wanted.event_id,)
            if copy > COPIES_WITHOUT_APPROVAL:
                refs = (*refs, self._approval(tx, wanted))
            self._desk.append(tx, event, salt=salt, refs=refs)

        self._desk.write(work)


def _next_copy(tx: Transaction, event_id: EventId) -> int:
    """Return the number of the next duplicate; one that surely did not come out leaves its number.

    Raises NotPrintedYet where no first paper is out and none is in doubt.
    """
    rows = papers.papers_of(tx, event_id)
    if not any(row.kind == papers.FIRST and row.result is not PrintResult.FAILED for row in rows):
        raise NotPrintedYet
    last: dict[int, PrintResult] = {}
    for row in rows:
        if row.kind == papers.AGAIN:
            last[row.copy] = row.result
    return max((n for n, result in last.items() if result is not PrintResult.FAILED), default=0) + 1


def _facts_of(receipt: ReceiptView) -> tuple[ReprintFact, ...]:
    facts = [ReprintFact.DATE, ReprintFact.TYPED_CODE]
    if receipt.total_centavos:
        facts.insert(0, ReprintFact.AMOUNT)
    if receipt.initials:
        facts.append(ReprintFact.INITIALS)
    return tuple(facts)


def _fits(receipt: ReceiptView, fact: ReprintFact, said: str) -> bool:
    """Say whether what was said is the receipt's: case, spaces and signs do not count."""
    match fact:
        case ReprintFact.AMOUNT:
            return _amount(said) == receipt.total_centavos
        case ReprintFact.DATE:
            digits = [int(part) for part in _parts(said)]
            day = receipt.issued_at.date()
            return digits == [day.day, day.month, day.year]
        case ReprintFact.INITIALS:
            return bool(receipt.initials) and _letters(said) == _letters(receipt.initials or "")
        case ReprintFact.TYPED_CODE:
            return _crockford_value(said) == _crockford_value(receipt.typed_code)
        case _:
            assert_never(fact)


def _amount(said: str) -> int | None:
    pesos, point, centavos = said.replace("$", "").replace(",", "").strip().partition(".")
    if not _is_number(pesos) or (point and not (_is_number(centavos) and len(centavos) <= 2)):
        return None
    return int(pesos) * 100 + int(f"{centavos:0<2}" if centavos else "0")


def _is_number(text: str) -> bool:
    """Say whether a text is a number that a receipt can hold: no sign that only looks like one."""
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def _parts(said: str) -> list[str]:
    parts = said.replace("-", "/").replace(".", "/").replace(" ", "/").split("/")
    return [part for part in parts if _is_number(part)]


def _letters(said: str) -> str:
    return "".join(one for one in said.upper() if one.isalpha())


def _folio_in(typed: str) -> tuple[int, int] | None:
    """Return series and number of a folio, `20067-007-1PGE-342` or `1PGE-342`; None: it is none."""
    parts = typed.strip().upper().split("-")[-2:]
    if len(parts) != 2 or not _is_number(parts[1]):
        return None
    series = _crockford_value(parts[0])
    return None if series is None else (series, int(parts[1]))


def _crockford_value(typed: str) -> int | None:
    """Return what characters of base 32 stand for: O is 0, I and L are 1, hyphens do not count."""
    letters = "".join(typed.upper().replace("-", "").split()).translate(_LOOKS_LIKE)
    if not letters or set(letters) - set(CROCKFORD):
        return None
    value = 0
    for letter in letters:
        value = value * 32 + CROCKFORD.index(letter)
    return value
