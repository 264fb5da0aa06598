"""What the app asks of hardware, and how hardware says no (STYLE rule 10).

A `Printer` is given a finished `Slip`. `Camera`, `Scanner`, `PositionSource`, `Recorder`
and `Speaker` serve the questions of a form; without one the question offers what is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import ClassVar, Protocol

from kiosk.devices.slip import Slip
from kiosk.errors import KnownError


class PrinterKind(Enum):
    """How the printer of a device is reached; NONE: there is none."""

    NONE = "none"
    USB = "usb"
    NETWORK = "network"
    SERIAL = "serial"
    FILE = "file"  # a device file or a spool file: what is written there is printed
    SHEET = "sheet"  # the office's own printer, letter size


class PrinterState(Enum):
    """How a printer stands, as far as it tells."""

    READY = "ready"
    PAPER_LOW = "paper_low"  # prints, but the roll ends soon
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"  # reached, but it does not print now
    UNREACHABLE = "unreachable"  # nothing answers at its address
    MUTE = "mute"  # it takes what it is sent and tells nothing
    ABSENT = "absent"  # no printer is set


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOut:
    """What became of a print that began: certain, or not (then a person is asked)."""

    certain: bool
    state: PrinterState
    paper_counter: int | None = None


class Printer(Protocol):
    """Puts slips on paper, or says why not."""

    @property
    def name(self) -> str:
        """Return what stands in the event of a print."""
        ...

    def state(self) -> PrinterState:
        """Return how it stands now, within seconds; never raises."""
        ...

    def put(self, slip: Slip) -> PaperOut:
        """Print and cut; the code was read back from the picture that is sent.

        Raises CodeUnreadable or PrinterTrouble: nothing came out. Where something was sent and the
        printer then fell silent, the answer is not certain.
        """
        ...

    def test(self, slip: Slip) -> PaperOut:
        """Print the slip, then five codes side by side, to find dead dots; raises as `put`."""
        ...

    def open_drawer(self) -> None:
        """Send the pulse that opens the drawer; raises PrinterTrouble."""
        ...


class Pictures(Protocol):
    """Draws slips into files that stand only while somebody is at work."""

    @property
    def name(self) -> str:
        """Return what stands in the event of a picture."""
        ...

    def standing(self, name: str) -> Path | None:
        """Return what came out under this name and is still there; None where nothing is."""
        ...

    def clear(self) -> None:
        """Take away every file that shows what came out; never raises: there is a next time."""
        ...

    def put(self, slip: Slip) -> Path:
        """Draw the slip; return the file that shows it.

        Raises CodeUnreadable or PaperNotWritten: nothing came out, the receipt stays stored.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """Which folio was to be put on paper."""

    folio: str


class CodeUnreadable(KnownError):
    """The drawn code does not read back as what it should say; nothing came out."""

    code: ClassVar[str] = "receipt.unreadable"

    def __init__(self, folio: str) -> None:
        super().__init__(PaperFacts(folio=folio))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterFacts:
    """How the printer stands that printed nothing."""

    state: str


class PrinterTrouble(KnownError):
    """The printer does not print now; nothing came out, the receipt stays stored."""

    code: ClassVar[str] = "printer.not_printed"

    def __init__(self, state: PrinterState) -> None:
        super().__init__(PrinterFacts(state=state.value))
        self.state = state


class PaperNotWritten(KnownError):
    """The picture could not be written to disk; the receipt stays stored."""

    code: ClassVar[str] = "receipt.not_written"

    def __init__(self, folio: str) -> None:
        super().__init__(PaperFacts(folio=folio))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFacts:
    """Nothing but that a device of the form did not do its work."""


class CameraUnavailable(KnownError):
    """The camera gives no picture; nothing was taken."""

    code: ClassVar[str] = "camera.unavailable"

    def __init__(self) -> None:
        super().__init__(DeviceFacts())


class PositionUnavailable(KnownError):
    """The receiver knows no place now; nothing was taken."""

    code: ClassVar[str] = "position.unavailable"

    def __init__(self) -> None:
        super().__init__(DeviceFacts())


class RecorderUnavailable(KnownError):
    """The recorder does not record; nothing was kept."""

    code: ClassVar[str] = "recorder.unavailable"

    def __init__(self) -> None:
        super().__init__(DeviceFacts())


class Camera(Protocol):
    """Takes pictures. Frames are encoded images (JPEG or PNG)."""

    def preview(self) -> bytes:
        """Return one frame to show now; raise CameraUnavailable where it cannot."""
        ...

    def picture(self) -> bytes:
        """Return one picture in full size; raise CameraUnavailable."""
        ...

    def close(self) -> None:
        """Let go of the device; the next preview opens it again."""
        ...


class Scanner(Protocol):
    """Reads codes from an image. A keyboard wedge needs no port: it types."""

    def read_image(self, image: bytes) -> tuple[str, ...]:
        """Return the texts of every code in an encoded image, () where none can be read."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where the device is. accuracy_m: radius of 68 % confidence; altitude in metres."""

    latitude_degrees: float
    longitude_degrees: float
    altitude_m: float = 0.0
    accuracy_m: float = 0.0


class PositionSource(Protocol):
    """Tells where the device is: a GPS receiver, or the office's own place from the settings."""

    @property
    def fixed(self) -> bool:
        """Tell whether it only knows the place of the office."""
        ...

    def position(self) -> Position:
        """Return the newest position; raise PositionUnavailable without a fix."""
        ...


class Recorder(Protocol):
    """Records sound or video into an encoded file."""

    def start(self, media_type: str) -> None:
        """Begin; raise RecorderUnavailable where it cannot."""
        ...

    def stop(self) -> bytes:
        """End and return the encoded file."""
        ...


class Speaker(Protocol):
    """Plays recorded clips, and speaks where the device has a voice."""

    def play(self, clip: bytes) -> bool:
        """Start playing an encoded clip; tell whether it can be heard."""
        ...

    def say(self, text: str, language: str) -> bool:
        """Start speaking; tell whether there is a voice for it."""
        ...

    def stop(self) -> None:
        """Be silent."""
        ...
