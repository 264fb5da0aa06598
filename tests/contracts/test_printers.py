"""Every printer keeps the same promises: over the network, a serial line, a file, the office's own.

The thermal ones are read by an interpreter of ESC/POS that draws what would be on the paper.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.escpos_links import link_of
from kiosk.devices.layout import draw
from kiosk.devices.media import LETTER, ROLL_58, ROLL_80, Medium, Paper
from kiosk.devices.ports import (
    CodeUnreadable,
    Printer,
    PrinterKind,
    PrinterState,
    PrinterTrouble,
)
from kiosk.devices.printers import AbsentPrinter, SheetPrinter
from kiosk.devices.qr_codes import read_code, read_codes
from kiosk.devices.slip import Slip
from kiosk.devices.thermal import ThermalPrinter
from kiosk.services.paper import comprobante_of
from kiosk.settings import resources_folder
from kiosk.texts import Texts
from tests.support.escpos import FakeThermalPrinter, Interpreter, Roll, Stand
from tests.support.fake_usb import PRODUCT, VENDOR, FakeBus
from tests.support.papers import PAYMENT
from tests.support.vaults import HandClock

FONTS = resources_folder() / "fonts"
SOON = 0.3
KINDS = ("network-58", "network-80", "usb", "serial", "file", "sheet")


@dataclass(slots=True)
class Bench:
    """One printer and what came out of it."""

    printer: Printer
    medium: Medium
    roll: Roll
    stand: Stand
    path: Path | None = None  # of a device file, read afterwards
    bus: FakeBus | None = None

    def papers(self) -> list[Image.Image]:
        """Return every finished paper."""
        if self.path is not None and self.path.exists():
            Interpreter(self.stand, self.roll).feed(self.path.read_bytes())
            self.path.unlink()
        return self.roll.papers


class FakeSheets:
    """The office's printer: keeps every page."""

    def __init__(self, roll: Roll) -> None:
        self._roll = roll
        self.there = True

    def available(self) -> bool:
        """Say whether it is there."""
        return self.there

    def put(self, page: bytes, title: str) -> bool:
        """Keep a page."""
        del title
        self._roll.papers.append(Image.open(io.BytesIO(page)))
        return True


@contextmanager
def a_bench(kind: str, folder: Path) -> Iterator[Bench]:
    """Give one printer of that kind."""
    roll, stand = Roll(), Stand()
    if kind == "sheet":
        sheet = SheetPrinter(FakeSheets(roll), FONTS, Paper.LETTER)
        yield Bench(printer=sheet, medium=LETTER, roll=roll, stand=stand)
    elif kind == "file":
        path = folder / "lp0"
        opened = link_of(PrinterKind.FILE, str(path), SOON)
        printer = ThermalPrinter("escpos-file", opened, ROLL_58, FONTS, answers=False)
        yield Bench(printer=printer, medium=ROLL_58, roll=roll, stand=stand, path=path)
    elif kind == "usb":
        bus = FakeBus(Interpreter(stand, roll))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("usb.backend.libusb1.get_backend", lambda *_, **__: bus)
            opened = link_of(PrinterKind.USB, f"{VENDOR:04x}:{PRODUCT:04x}", SOON)
            printer = ThermalPrinter("escpos-usb", opened, ROLL_58, FONTS)
            yield Bench(printer=printer, medium=ROLL_58, roll=roll, stand=stand, bus=bus)
    elif kind == "serial":
        with _serial_line(Interpreter(stand, roll)) as name:
            opened = link_of(PrinterKind.SERIAL, f"{name}:115200", SOON)
            printer = ThermalPrinter("escpos-serial", opened, ROLL_58, FONTS)
            yield Bench(printer=printer, medium=ROLL_58, roll=roll, stand=stand)
    else:
        medium = ROLL_80 if kind.endswith("80") else ROLL_58
        with FakeThermalPrinter() as fake:
            opened = link_of(PrinterKind.NETWORK, fake.address, SOON)
            printer = ThermalPrinter(
                "escpos-network", opened, medium, FONTS, counts_paper=True, job_seconds=5
            )
            yield Bench(printer=printer, medium=medium, roll=fake.roll, stand=fake.stand)


@contextmanager
def _serial_line(read: Interpreter) -> Iterator[str]:
    """Give the name of a serial port with a printer at its other end."""
    ours, theirs = os.openpty()
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                data = os.read(ours, 65_536)
            except OSError:
                return
            answer = read.feed(data) + read.late()
            if answer:
                os.write(ours, answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield os.ttyname(theirs)
    finally:
        over.set()
        os.write(theirs, b"\n")  # wakes the other end
        thread.join()
        os.close(theirs)
        os.close(ours)


@pytest.fixture(params=KINDS)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """Each printer in turn."""
    if request.param == "serial" and not hasattr(os, "openpty"):
        pytest.skip("no pseudo terminals on this system")
    with a_bench(request.param, tmp_path) as found:
        yield found


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Bench]:
    """A printer that answers, over TCP."""
    with a_bench("network-58", tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def slip() -> Slip:
    """A payment's comprobante."""
    texts = Texts(resources_folder() / "translations", "es", HandClock())
    return comprobante_of(PAYMENT, texts)


def test_what_was_drawn_is_what_comes_out(bench: Bench, slip: Slip) -> None:
    """Dot by dot the same picture, its code readable, and one paper per slip."""
    first = bench.printer.put(slip)
    bench.papers()
    second = bench.printer.put(slip)

    papers = bench.papers()
    drawn = draw(slip, bench.medium, FONTS)
    assert first.certain
    assert second.certain
    assert [one.size for one in papers] == [drawn.size] * 2
    assert papers[0].convert("1").tobytes() == drawn.tobytes()
    assert read_code(papers[1].convert("L")) == slip.qr_text
    assert bench.roll.unknown == []


def test_a_code_that_cannot_be_read_is_not_printed(bench: Bench) -> None:
    """Too large for the paper: refused before anything is sent."""
    with pytest.raises(CodeUnreadable):
        bench.printer.put(Slip(name="x", above=(), qr_text="9" * 4_000))

    assert bench.papers() == []


def test_it_has_a_name_and_says_how_it_stands(bench: Bench) -> None:
    """The name stands in events; a printer that tells nothing says so."""
    assert bench.printer.name
    assert bench.printer.state() in (PrinterState.READY, PrinterState.MUTE)


def test_a_test_page_shows_dead_dots(bench: Bench, slip: Slip) -> None:
    """Five codes side by side, all readable, on a roll."""
    test = Slip(name="prueba", above=slip.above)

    bench.printer.test(test)

    (paper,) = bench.papers()
    found = read_codes(paper.convert("L"))
    assert len(found) == (0 if bench.medium is LETTER else 5)


def test_the_drawer_opens(network: Bench) -> None:
    """One pulse for each time it is asked."""
    network.printer.open_drawer()

    network.printer.put(Slip(name="x", above=()))
    assert network.roll.pulses == 1


@pytest.mark.parametrize(
    ("paper", "cover", "offline", "state"),
    [
        ("out", False, False, PrinterState.PAPER_OUT),
        ("ok", True, False, PrinterState.COVER_OPEN),
        ("ok", False, True, PrinterState.OFFLINE),
    ],
)
def test_what_stops_it_is_known_before(
    network: Bench, slip: Slip, paper: str, cover: bool, offline: bool, state: PrinterState
) -> None:
    """Without paper, with the cover open, offline: said when asked, and nothing is sent."""
    network.stand.paper, network.stand.cover_open = paper, cover
    network.stand.offline = offline

    asked = network.printer.state()
    with pytest.raises(PrinterTrouble) as raised:
        network.printer.put(slip)

    assert asked is state
    assert raised.value.state is state
    assert (network.roll.papers, network.roll.rows) == ([], [])


def test_little_paper_still_prints(network: Bench, slip: Slip) -> None:
    """Near the end it prints, and says so."""
    network.stand.paper = "low"

    out = network.printer.put(slip)

    assert (out.certain, out.state) == (True, PrinterState.PAPER_LOW)
    assert len(network.roll.papers) == 1


def test_paper_that_ends_in_the_middle_is_uncertain(network: Bench, slip: Slip) -> None:
    """Half a paper is out: nobody claims that it was printed, or that it was not."""
    network.stand.rows_left = 300

    out = network.printer.put(slip)

    assert (out.certain, out.state) == (False, PrinterState.PAPER_OUT)
    assert network.roll.papers == []
    assert len(network.roll.rows) == 300


def test_unplugged_in_the_middle_is_uncertain(network: Bench, slip: Slip) -> None:
    """The line breaks while the picture is sent; the next job works again."""
    network.stand.unplugged_after_bytes = 20_000

    out = network.printer.put(slip)
    network.stand.unplugged_after_bytes = None
    again = network.printer.put(slip)

    assert (out.certain, out.state) == (False, PrinterState.UNREACHABLE)
    assert again.certain


def test_a_printer_that_hangs_is_not_waited_for(network: Bench, slip: Slip) -> None:
    """It takes the line and says nothing: offline, and nothing is sent to it."""
    network.stand.silent = True

    assert network.printer.state() is PrinterState.OFFLINE
    with pytest.raises(PrinterTrouble):
        network.printer.put(slip)
    assert network.roll.papers == []


def test_a_job_that_holds_is_left_alone(slip: Slip) -> None:
    """A device that blocks for ever costs its time once; then it is offline at once."""
    release = threading.Event()

    class Blocking:
        def _raw(self, msg: bytes) -> None:
            if msg.startswith(b"\x1dv0"):
                release.wait()

        def _read(self) -> bytes:
            raise NotImplementedError

        def close(self) -> None:
            """Close nothing."""

    printer = ThermalPrinter(
        "escpos-file", Blocking, ROLL_58, FONTS, answers=False, job_seconds=0.5
    )

    out = printer.put(slip)
    with pytest.raises(PrinterTrouble) as raised:
        printer.put(slip)
    release.set()

    assert (out.certain, out.state) == (False, PrinterState.OFFLINE)
    assert raised.value.state is PrinterState.OFFLINE


def test_a_usb_printer_is_unplugged_and_comes_back(tmp_path: Path, slip: Slip) -> None:
    """Unreachable without its plug; the same object prints once it is there again."""
    with a_bench("usb", tmp_path) as bench:
        assert bench.bus is not None
        bench.bus.plugged = False
        gone = bench.printer.state()
        with pytest.raises(PrinterTrouble):
            bench.printer.put(slip)
        bench.bus.plugged = True

        assert gone is PrinterState.UNREACHABLE
        assert bench.printer.put(slip).certain
        assert bench.bus.claimed == 0


def test_the_counter_of_the_printer_is_kept(network: Bench, slip: Slip) -> None:
    """A printer that counts its cuts tells how many there were."""
    first, second = network.printer.put(slip), network.printer.put(slip)

    assert (first.paper_counter, second.paper_counter) == (10_482, 10_483)


def test_nothing_at_the_address_is_said() -> None:
    """A port that nobody listens on: unreachable, and no exception but the known one."""
    with FakeThermalPrinter() as fake:
        opened = link_of(PrinterKind.NETWORK, fake.address, SOON)
    printer = ThermalPrinter("escpos-network", opened, ROLL_58, FONTS)

    assert printer.state() is PrinterState.UNREACHABLE
    with pytest.raises(PrinterTrouble):
        printer.open_drawer()


def test_without_a_printer_everything_is_refused(slip: Slip) -> None:
    """ABSENT, in every way it can be asked."""
    printer = AbsentPrinter()

    assert printer.state() is PrinterState.ABSENT
    for act in (lambda: printer.put(slip), lambda: printer.test(slip), printer.open_drawer):
        with pytest.raises(PrinterTrouble):
            act()
