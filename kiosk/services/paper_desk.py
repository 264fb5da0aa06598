"""The services of paper in one frozen bundle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.services.approvals import Approvals
from kiosk.services.desk import Desk
from kiosk.services.issuing import Issuing
from kiosk.services.printer_settings import PrinterShelf
from kiosk.services.printing import Printing
from kiosk.services.receipts import Receipts
from kiosk.services.reprints import Reprints
from kiosk.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperServices:
    """Printer, first papers and duplicates. *shelf*: where the program hands down Qt's printer."""

    printing: Printing
    reprints: Reprints
    shelf: PrinterShelf


def build_paper(
    desk: Desk,
    receipts: Receipts,
    issuing: Issuing,
    approvals: Approvals,
    texts: Callable[[], Texts],
    fonts: Path,
) -> PaperServices:
    """Build them; nothing is opened."""
    shelf = PrinterShelf(fonts)
    printing = Printing(desk, receipts, issuing, shelf, texts)
    return PaperServices(
        printing=printing,
        reprints=Reprints(desk, receipts, printing, approvals, texts),
        shelf=shelf,
    )
