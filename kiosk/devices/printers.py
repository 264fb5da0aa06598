"""Which printer a device has, and how one is made of it; a setting of the device, in its file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from kiosk.devices.escpos_links import link_of
from kiosk.devices.layout import draw
from kiosk.devices.media import Paper
from kiosk.devices.picture import as_png
from kiosk.devices.ports import PaperOut, Printer, PrinterKind, PrinterState, PrinterTrouble
from kiosk.devices.slip import Slip
from kiosk.devices.thermal import ThermalPrinter
from kiosk.errors import KnownError

_USB_PARTS = 2
_PORT_LIMIT = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSettings:
    """What V59 keeps. *address*: `host:port`, `04b8:0202`, `/dev/ttyUSB0:19200`, `/dev/usb/lp0`."""

    kind: PrinterKind = PrinterKind.NONE
    address: str = ""
    paper: Paper = Paper.MM_58
    drawer: bool = False  # a drawer hangs on the printer
    counts_paper: bool = False  # it knows how often it cut, and says so when asked
    automatic: bool = True  # V16 prints by itself
    answers: bool = True  # it tells how it stands; found out when it is set


class AddressUnfit(KnownError):
    """The address of a printer is not one of its kind; nothing was kept."""

    code: ClassVar[str] = "printer.address"


class Sheets(Protocol):
    """The office's own printer, for sheets; Qt reaches it, so it is handed down (STYLE 2)."""

    def available(self) -> bool:
        """Say whether the computer has a printer of its own."""
        ...

    def put(self, page: bytes, title: str) -> bool:
        """Print one page, given as PNG at 300 dpi; say whether the system took it."""
        ...


@dataclass(frozen=True, slots=True)
class AbsentPrinter:
    """No printer is set: a receipt stays on the screen, as a code to photograph."""

    name: str = "none"

    def state(self) -> PrinterState:
        """Return ABSENT."""
        return PrinterState.ABSENT

    def put(self, slip: Slip) -> PaperOut:
        """Raise PrinterTrouble."""
        del slip
        raise PrinterTrouble(PrinterState.ABSENT)

    def test(self, slip: Slip) -> PaperOut:
        """Raise PrinterTrouble."""
        return self.put(slip)

    def open_drawer(self) -> None:
        """Raise PrinterTrouble."""
        raise PrinterTrouble(PrinterState.ABSENT)


class SheetPrinter:
    """Prints letter or A4 on the computer's own printer; it tells nothing of paper."""

    name = "sheet"

    def __init__(self, sheets: Sheets, fonts: Path, paper: Paper) -> None:
        self._sheets, self._fonts, self._paper = sheets, fonts, paper

    def state(self) -> PrinterState:
        """Return MUTE where there is a printer: what the system took, nobody confirms."""
        return PrinterState.MUTE if self._sheets.available() else PrinterState.UNREACHABLE

    def put(self, slip: Slip) -> PaperOut:
        """Hand the page to the system; raises as `put` of any printer: nothing came out."""
        medium = self._paper.medium
        page = as_png(draw(slip, medium, self._fonts))
        if not self._sheets.available() or not self._sheets.put(page, slip.name):
            raise PrinterTrouble(PrinterState.UNREACHABLE)
        return PaperOut(certain=True, state=PrinterState.MUTE)

    def test(self, slip: Slip) -> PaperOut:
        """Print the test page; a sheet has no dots that die."""
        return self.put(slip)

    def open_drawer(self) -> None:
        """Raise PrinterTrouble: no drawer hangs on an office printer."""
        raise PrinterTrouble(PrinterState.ABSENT)


def checked(settings: PrinterSettings) -> PrinterSettings:
    """Return settings whose address is one of their kind, tidied; raises AddressUnfit."""
    address = settings.address.strip()
    match settings.kind:
        case PrinterKind.NETWORK:
            address = _with_port(address)
        case PrinterKind.USB:
            address = _usb(address)
        case PrinterKind.SERIAL | PrinterKind.FILE if not address:
            raise AddressUnfit
        case PrinterKind.NONE | PrinterKind.SHEET:
            address = ""
        case _:
            pass
    sheet = settings.kind is PrinterKind.SHEET
    if sheet is not (settings.paper in (Paper.LETTER, Paper.A4)):
        paper = Paper.LETTER if sheet else Paper.MM_58
    else:
        paper = settings.paper
    return PrinterSettings(
        kind=settings.kind,
        address=address,
        paper=paper,
        drawer=settings.drawer and not sheet,
        counts_paper=settings.counts_paper and not sheet,
        automatic=settings.automatic,
        answers=settings.answers and settings.kind is not PrinterKind.FILE,
    )


def printer_of(settings: PrinterSettings, fonts: Path, sheets: Sheets | None) -> Printer:
    """Return the printer that the settings name; nothing is opened yet."""
    match settings.kind:
        case PrinterKind.NONE:
            return AbsentPrinter()
        case PrinterKind.SHEET:
            return (
                AbsentPrinter() if sheets is None else SheetPrinter(sheets, fonts, settings.paper)
            )
        case _:
            open_link: Callable[[], object] = link_of(settings.kind, settings.address)
            return ThermalPrinter(
                f"escpos-{settings.kind.value}",
                open_link,
                settings.paper.medium,
                fonts,
                counts_paper=settings.counts_paper,
                answers=settings.answers,
            )


def _with_port(address: str) -> str:
    host, _, port = address.rpartition(":") if ":" in address else (address, "", "9100")
    if not host or not port.isdigit() or not 0 < int(port) < _PORT_LIMIT or " " in host:
        raise AddressUnfit
    return f"{host}:{int(port)}"


def _usb(address: str) -> str:
    parts = address.lower().replace("0x", "").split(":")
    try:
        numbers = [int(part, 16) for part in parts]
    except ValueError as error:
        raise AddressUnfit from error
    if len(numbers) != _USB_PARTS or not all(0 < one < _PORT_LIMIT for one in numbers):
        raise AddressUnfit
    return f"{numbers[0]:04x}:{numbers[1]:04x}"
