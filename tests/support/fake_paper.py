"""Printing in memory: one printer that stands as a test says, and papers that are remembered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from kiosk.devices.ports import PrinterTrouble
from kiosk.devices.printers import PrinterSettings, checked
from kiosk.services import printing, reprints
from kiosk.services.paper_desk import PaperServices
from kiosk.services.permissions import ApprovalMissing
from kiosk.services.printer_settings import PrinterShelf
from kiosk.services.printing import AlreadyPrinted, PaperInDoubt
from kiosk.services.receipts import ReceiptUnknown
from kiosk.services.views.printing import (
    PrintDone,
    PrinterKind,
    PrinterState,
    PrinterView,
    PrintResult,
    Reprint,
    ReprintFact,
    ReprintView,
    Unprinted,
)
from kiosk.services.views.slips import AnySlip
from sync.clock import Clock
from sync.ids import EventId, Salt

FOLIO = "20067-007-1PGE-342"


@dataclass(slots=True)
class Papers:
    """What came out, in order: event, copy, result; and how the printer stands."""

    state: PrinterState = PrinterState.ABSENT
    result: PrintResult = PrintResult.PRINTED
    settings: PrinterSettings = field(default_factory=PrinterSettings)
    out: list[tuple[EventId, int, PrintResult]] = field(default_factory=list)
    slips: list[AnySlip] = field(default_factory=list)
    opened: int = 0
    waiting: tuple[Unprinted, ...] = ()


class FakePrinting(printing.Printing):
    """The printer of a fake office."""

    def __init__(self, papers: Papers, clock: Clock) -> None:
        self.papers, self._clock = papers, clock

    def settings(self) -> PrinterSettings:
        return self.papers.settings

    def status(self) -> PrinterView:
        kind = self.papers.settings.kind
        return PrinterView(kind=kind, state=self.papers.state, name=f"escpos-{kind.value}")

    def set_printer(self, settings: PrinterSettings) -> PrinterView:
        self.papers.settings = checked(settings)
        none = self.papers.settings.kind is PrinterKind.NONE
        if none or self.papers.state is PrinterState.ABSENT:
            self.papers.state = PrinterState.ABSENT if none else PrinterState.READY
        return self.status()

    def test(self) -> PrinterState:
        self._ready()
        return self.papers.state

    def open_drawer(self) -> bool:
        if not self.papers.settings.drawer:
            return False
        self._ready()
        self.papers.opened += 1
        return True

    def print(self, event_id: EventId) -> PrintDone:
        done = self.last_paper(event_id)
        if done is not None and done.result is PrintResult.PRINTED:
            raise AlreadyPrinted
        if done is not None and done.result is PrintResult.UNKNOWN:
            raise PaperInDoubt
        return self._out(event_id, 0)

    def print_slip(self, value: AnySlip, about: EventId) -> PrintDone:
        self.papers.slips.append(value)
        return self._out(about, 0)

    def print_act(self, event_id: EventId) -> PrintDone | None:
        settings = self.papers.settings
        if settings.kind is PrinterKind.NONE or not settings.automatic:
            return None
        return self._out(event_id, 0)

    def came_out(self, event_id: EventId, *, yes: bool) -> None:
        result = PrintResult.PRINTED if yes else PrintResult.FAILED
        self.papers.out.append((event_id, 0, result))

    def last_paper(self, event_id: EventId) -> PrintDone | None:
        mine = [one for one in self.papers.out if one[0] == event_id]
        return self._done(*mine[-1]) if mine else None

    def unprinted(self) -> tuple[Unprinted, ...]:
        return self.papers.waiting

    def again(self, event_id: EventId, copy: int) -> PrintDone:
        """Print a duplicate."""
        return self._out(event_id, copy)

    def _out(self, event_id: EventId, copy: int) -> PrintDone:
        self._ready()
        self.papers.out.append((event_id, copy, self.papers.result))
        return self._done(event_id, copy, self.papers.result)

    def _ready(self) -> None:
        if not self.status().ready:
            raise PrinterTrouble(self.papers.state)

    def _done(self, event_id: EventId, copy: int, result: PrintResult) -> PrintDone:
        at: datetime = self._clock.now()
        return PrintDone(about=event_id, result=result, copy=copy, at=at, state=self.papers.state)


class FakeReprints(reprints.Reprints):
    """One receipt, whose amount is $185.50."""

    def __init__(self, fake: FakePrinting) -> None:
        self._fake = fake
        self.wanted: list[Reprint] = []

    def find(self, folio: str) -> ReprintView:
        if folio.strip().upper() not in (FOLIO, FOLIO[10:]):
            raise ReceiptUnknown
        return self.view(EventId(bytes(16)))

    def view(self, event_id: EventId) -> ReprintView:
        copies = [copy for about, copy, _ in self._fake.papers.out if about == event_id]
        copy = max(copies, default=0) + 1
        return ReprintView(
            event_id=event_id,
            folio=FOLIO,
            copy=copy,
            facts=tuple(ReprintFact),
            approval_needed=copy > reprints.COPIES_WITHOUT_APPROVAL,
        )

    def reprint(self, wanted: Reprint, salt: Salt | None = None) -> PrintDone:
        del salt
        view = self.view(wanted.event_id)
        if wanted.fact is ReprintFact.AMOUNT and wanted.said != "185.50":
            raise reprints.FactDoesNotFit
        if view.approval_needed and wanted.question_id is None:
            raise ApprovalMissing
        self.wanted.append(replace(wanted))
        return self._fake.again(wanted.event_id, view.copy)


def fake_paper(papers: Papers, clock: Clock) -> PaperServices:
    """Return the bundle as screens get it."""
    fake = FakePrinting(papers, clock)
    return PaperServices(
        printing=fake, reprints=FakeReprints(fake), shelf=PrinterShelf(Path("fonts"))
    )
