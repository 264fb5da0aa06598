"""A thermal printer that speaks ESC/POS: raster pictures, cutter, drawer, and how it stands.

One job goes through these stages; what is known at each decides what is said:

    asked      `DLE EOT` is answered at once, also by a printer that cannot print. Out of paper, an
               open cover, nothing at the address: PrinterTrouble, and nothing came out.
    sending    the picture went out in part. A link that breaks now leaves half a paper: uncertain.
    waiting    all was sent. `GS r` waits in the printer's own queue behind the picture, so that its
               answer says that the picture was printed. No answer in time: uncertain, and
               `DLE EOT` says why (paper ran out, cover opened, switched off).
    done       certain.

A printer that never answers (a device file, a serial line of three wires) is *mute*: it is believed
to print what it took. Which one does is found out when it is set (V59): the silence of another one
means that it hangs. A job that holds longer than its time is left alone on its own thread.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image

from kiosk.devices.layout import dead_dot_strip, draw
from kiosk.devices.media import Medium
from kiosk.devices.ports import PaperOut, PrinterState, PrinterTrouble
from kiosk.devices.slip import Slip

T = TypeVar("T")
_log = logging.getLogger("ventanilla.printing")
JOB_SECONDS = 25.0
ASK_SECONDS = 6.0
_RESET = b"\x1b@"
_ASK = {"printer": b"\x10\x04\x01", "offline": b"\x10\x04\x02", "paper": b"\x10\x04\x04"}
_WAIT_FOR_QUEUE = b"\x1dr\x01"
_ASK_CUTS = b"\x1dg2\x00\x32\x00"  # maintenance counter 50: times the cutter worked
_FEED_AND_CUT = b"\x1dVB\x00"
_IS_OFFLINE, _COVER, _PAPER_END_STOP = 0x08, 0x04, 0x20
_NEAR_END, _PAPER_GONE = 0x0C, 0x60
_STATUS_BITS, _STATUS_LOOK = 0x93, 0x12
_PRINTING = (PrinterState.READY, PrinterState.PAPER_LOW, PrinterState.MUTE)
_DRAWER_PIN = 2
_FRAGMENT_ROWS = 256
_TEST_CODE = "VENTANILLA 123"


@dataclass(slots=True)
class _Job:
    """What is known of a job while it runs on its own thread."""

    began: bool = False  # something was sent that may show on paper
    result: Any = None
    error: BaseException | None = None
    ended: threading.Event = field(default_factory=threading.Event)


class ThermalPrinter:
    """Prints on a roll. *open_link* opens the way to it for one job, and raises OSError."""

    def __init__(
        self,
        name: str,
        open_link: Callable[[], Any],
        medium: Medium,
        fonts: Path,
        *,
        counts_paper: bool = False,
        answers: bool = True,
        job_seconds: float = JOB_SECONDS,
        ask_seconds: float = ASK_SECONDS,
    ) -> None:
        self.name = name
        self._open_link, self._medium, self._fonts = open_link, medium, fonts
        self._counts_paper, self._answers = counts_paper, answers
        self._job_seconds, self._ask_seconds = job_seconds, ask_seconds
        self._hanging: _Job | None = None

    def state(self) -> PrinterState:
        """Return how the printer stands, within seconds; never raises."""
        try:
            return self._within(self._ask_seconds, self._asked)
        except PrinterTrouble as trouble:
            return trouble.state

    def _asked(self, link: Any, _job: _Job) -> PrinterState:
        return _Talk(link, answers=self._answers).state()

    def put(self, slip: Slip) -> PaperOut:
        """Print and cut. Raises CodeUnreadable, PrinterTrouble: nothing came out."""
        return self._print([draw(slip, self._medium, self._fonts)])

    def test(self, slip: Slip) -> PaperOut:
        """Print the slip and five codes side by side; raises as `put`."""
        strip = dead_dot_strip(_TEST_CODE, self._medium)
        return self._print([draw(slip, self._medium, self._fonts), strip])

    def open_drawer(self) -> None:
        """Send the pulse to the drawer; raises PrinterTrouble where the printer is not reached."""
        self._within(self._ask_seconds, lambda link, _job: link.cashdraw(_DRAWER_PIN))

    def _print(self, pictures: list[Image.Image]) -> PaperOut:
        return self._within(self._job_seconds, lambda link, job: self._run(link, job, pictures))

    def _run(self, link: Any, job: _Job, pictures: list[Image.Image]) -> PaperOut:
        talk = _Talk(link, answers=self._answers)
        before = talk.state()
        if before not in _PRINTING:
            raise PrinterTrouble(before)
        try:
            link._raw(_RESET)
            job.began = True
            for picture in pictures:
                for fragment in rasters_of(picture):
                    link._raw(fragment)
            link._raw(_FEED_AND_CUT)
            if before is PrinterState.MUTE:
                return PaperOut(certain=True, state=before)
            link._raw(_WAIT_FOR_QUEUE)
            while not talk.queue_answered():
                now = talk.state()
                if now not in _PRINTING:
                    return PaperOut(certain=talk.queue_answers > 0, state=now)
            now = talk.state()
        except OSError as error:
            _log.info("the printer fell silent: %s", error)
            return PaperOut(certain=talk.queue_answers > 0, state=PrinterState.UNREACHABLE)
        counter = talk.cuts() if self._counts_paper else None
        return PaperOut(certain=True, state=now, paper_counter=counter)

    def _within(self, seconds: float, work: Callable[[Any, _Job], T]) -> T:
        """Do *work* on an open link, on a thread of its own that nobody waits for any longer.

        Raises PrinterTrouble: nothing was printed. A job that may have begun to print and does not
        end gives the uncertain answer.
        """
        if self._hanging is not None and not self._hanging.ended.is_set():
            raise PrinterTrouble(PrinterState.OFFLINE)
        job = _Job()
        threading.Thread(
            target=self._perform, args=(job, work), name="ventanilla-printer", daemon=True
        ).start()
        if not job.ended.wait(seconds):
            self._hanging = job
            _log.info("the printer holds a job for more than %s s", seconds)
            if not job.began:
                raise PrinterTrouble(PrinterState.OFFLINE)
            job = _Job(result=PaperOut(certain=False, state=PrinterState.OFFLINE))
        if job.error is not None:
            raise job.error
        result: T = job.result
        return result

    def _perform(self, job: _Job, work: Callable[[Any, _Job], T]) -> None:
        try:
            link = self._open_link()
            try:
                job.result = work(link, job)
            finally:
                link.close()
        except OSError as error:
            _log.info("the printer is not reached: %s", error)
            if job.result is None:
                job.error = PrinterTrouble(PrinterState.UNREACHABLE)
        except BaseException as error:  # whoever waits raises it
            job.error = error
        finally:
            job.ended.set()


def rasters_of(picture: Image.Image) -> Iterator[bytes]:
    """Yield a black and white picture as commands of some rows each (`GS v 0`).

    python-escpos has the same, by way of greys; it prints a line on the terminal for each.
    """
    width_bytes = (picture.width + 7) // 8
    inverted = picture.convert("L").point(lambda grey: 255 - grey).convert("1")
    for top in range(0, picture.height, _FRAGMENT_ROWS):
        rows = min(_FRAGMENT_ROWS, picture.height - top)
        part = inverted.crop((0, top, width_bytes * 8, top + rows))
        sizes = width_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little")
        yield b"\x1dv0\x00" + sizes + part.tobytes()


class _Talk:
    """Asks one printer over one open link, and keeps its two kinds of answer apart.

    An answer at once has bits 1 and 4 set and bits 0 and 7 clear; one that waited in the queue has
    bit 4 clear.
    """

    def __init__(self, link: Any, *, answers: bool) -> None:
        self._link, self._answers = link, answers
        self.queue_answers = 0

    def state(self) -> PrinterState:
        """Return how the printer stands; raises OSError where the link breaks."""
        printer = self._ask("printer")
        if printer is None:
            return PrinterState.OFFLINE if self._answers else PrinterState.MUTE
        paper, offline = self._ask("paper") or 0, self._ask("offline") or 0
        if paper & _PAPER_GONE or offline & _PAPER_END_STOP:
            return PrinterState.PAPER_OUT
        if offline & _COVER:
            return PrinterState.COVER_OPEN
        if printer & _IS_OFFLINE:
            return PrinterState.OFFLINE
        return PrinterState.PAPER_LOW if paper & _NEAR_END else PrinterState.READY

    def queue_answered(self) -> bool:
        """Wait a little for the answer behind the picture; say whether it is here."""
        if not self.queue_answers:
            self._sort(self._read())
        return self.queue_answers > 0

    def cuts(self) -> int | None:
        """Return how often the cutter worked; None where the printer does not count."""
        try:
            self._link._raw(_ASK_CUTS)
            digits = self._read().strip(b"\x5f\x00")
        except OSError:
            return None
        return int(digits) if digits.isdigit() else None

    def _ask(self, what: str) -> int | None:
        """Return one status byte; None where the printer does not answer."""
        self._link._raw(_ASK[what])
        while got := self._read():
            status = self._sort(got)
            if status is not None:
                return status
        return None

    def _sort(self, got: bytes) -> int | None:
        """Count what answers from the queue; return the last status among *got*, if any."""
        status = None
        for byte in got:
            if byte & _STATUS_BITS == _STATUS_LOOK:
                status = byte
            else:
                self.queue_answers += 1
        return status

    def _read(self) -> bytes:
        """Return what the printer says; b"" where it says nothing in its time, or cannot."""
        try:
            got = bytes(self._link._read())
        except (TimeoutError, NotImplementedError):
            return b""
        except OSError as error:
            if "timeout" in str(error).lower() or "timed out" in str(error).lower():
                return b""  # USB says it in words
            raise
        if not got and hasattr(self._link, "host"):
            raise ConnectionResetError("the printer closed the line")
        return got
