"""What V27 says of a comprobante: the answer, what it rests on, what this device knows besides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from kiosk.services.views.paper import ReceiptLine
from sync.ids import EventId
from sync.money import Centavos
from sync.receipt_check import Answer


class Held(Enum):
    """What this device holds of the comprobante."""

    ELSEWHERE = "elsewhere"  # another device issued it
    HERE = "here"  # the same bytes' event is in this journal
    CONTRADICTED = "contradicted"  # this device's own paper, and this journal does not have it


class SlipNote(Enum):
    """What became of another device's shift slip that was scanned."""

    NONE = "none"
    NOTED = "noted"
    KNOWN = "known"  # noted before


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """The reversal of a payment that this device knows of."""

    folio: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What the paper says; shown as proven only where the answer is not *not authentic*."""

    kind: int
    folio: str
    typed_code: str
    issued_at: datetime
    age_seconds: int
    time_verified: bool
    office: str
    total_centavos: Centavos | None  # None where the kind has no money
    lines: tuple[ReceiptLine, ...]
    cashier: int
    initials: str = ""
    original_folio: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPageView:
    """Which page on a phone is the institution's: its domain in words, SHA-256 of its two files."""

    domain_words: str
    hashes: tuple[str, ...]  # in hexadecimal: page, worker; () where the profile states none


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One comprobante looked at. Nothing was sent for it."""

    answer: Answer
    code: str  # "ok", "training", or the first check that failed
    at: datetime
    paper: PaperFacts | None = None
    list_day: date | None = None  # of the list of reported devices; None: there is none
    held: Held = Held.ELSEWHERE
    cancelled: Cancelled | None = None
    event_id: EventId | None = None  # of this device's own, for staff who may open it on V16
    holder: str = ""  # the name, for staff alone, where it is on this device
    slip: SlipNote = SlipNote.NONE
    office_words: str = ""  # where to ask

    @property
    def is_practice(self) -> bool:
        """Practice, without value."""
        return self.code == "training"
