"""What services say of paper: how the printer stands, what came out, what is still to come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum

from kiosk.devices.ports import PrinterKind, PrinterState
from sync.events import PrintResult
from sync.ids import EventId
from sync.money import Centavos

__all__ = (
    "PrintDone",
    "PrintResult",
    "PrinterKind",
    "PrinterState",
    "PrinterView",
    "Reprint",
    "ReprintFact",
    "ReprintReason",
    "ReprintView",
    "Unprinted",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterView:
    """How the printer of this device stands now; `state` is what one screen has to say."""

    kind: PrinterKind
    state: PrinterState
    name: str = ""  # as it stands in events, `escpos-red`

    @property
    def is_set(self) -> bool:
        """Say whether this device has a printer at all."""
        return self.kind is not PrinterKind.NONE

    @property
    def ready(self) -> bool:
        """Say whether paper can be expected to come out."""
        return self.state in (PrinterState.READY, PrinterState.PAPER_LOW, PrinterState.MUTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintDone:
    """What became of a print, already recorded. UNKNOWN: ask whether the paper came out."""

    about: EventId
    result: PrintResult
    copy: int  # 0 the first paper, n a duplicate
    at: datetime
    state: PrinterState  # how the printer stood afterwards
    provisional: bool = False  # a paper without a code came out


@dataclass(frozen=True, slots=True, kw_only=True)
class Unprinted:
    """A payment of this shift whose paper never came out, or nobody knows (UX §3.7)."""

    event_id: EventId
    folio: str
    service_name: str
    total_centavos: Centavos
    issued_at: datetime
    unknown: bool  # something was sent: ask whether it came out
    provisional_out: bool = False  # a paper without a code is out; the real one can be printed now


class ReprintFact(IntEnum):
    """Which fact, beside the folio, whoever asks for a duplicate knows (key 7 of kind 71)."""

    AMOUNT = 1
    DATE = 2
    INITIALS = 3
    TYPED_CODE = 4


class ReprintReason(Enum):
    """Why a paper is printed again; its words go into the event."""

    LOST = "lost"
    SPOILED = "spoiled"
    FADED = "faded"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintView:
    """What V58 shows: the folio, which duplicate it would be, what it takes."""

    event_id: EventId
    folio: str
    copy: int
    facts: tuple[ReprintFact, ...]
    approval_needed: bool  # from the second duplicate on


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """What is asked: a receipt, the fact as it was said, why, and who else agreed."""

    event_id: EventId
    fact: ReprintFact
    said: str
    reason: ReprintReason
    reason_words: str
    question_id: EventId | None = None
