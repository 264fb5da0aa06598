"""What the app asks of hardware, and how hardware says no (STYLE rule 10).

Only paper exists yet: a `Printer` is given finished words and a code. Scanner, drawer, acceptor,
speaker and removable drive come beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import ClassVar, Protocol

from kiosk.errors import KnownError


class PaperStyle(Enum):
    """How a line of a comprobante looks; sizes are the adapter's business."""

    HEAD = "head"  # centred, bold: who issues
    TITLE = "title"  # centred, large, bold: what this is
    CENTRED = "centred"
    PLAIN = "plain"
    BIG = "big"  # at least 12 pt: folio, typed code
    BIG_CENTRED = "big_centred"
    PAIR = "pair"  # left and right
    BIG_PAIR = "big_pair"  # the total
    RULE = "rule"  # a dashed line across


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One line of text; longer ones are broken between words."""

    style: PaperStyle
    text: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comprobante:
    """Everything on the paper, already in words; `name` is the folio and names nobody."""

    name: str
    above: tuple[PaperLine, ...]
    qr_text: str  # "" = comprobante provisional, sin código
    below: tuple[PaperLine, ...]


class Printer(Protocol):
    """Puts a comprobante on paper, or says why not."""

    @property
    def name(self) -> str:
        """Return what stands in the event of a print."""
        ...

    def standing(self, name: str) -> Path | None:
        """Return what came out under this name and is still there; None where nothing is."""
        ...

    def put(self, paper: Comprobante) -> Path:
        """Put the paper out; return the file that shows what came out.

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


class PaperNotWritten(KnownError):
    """The picture could not be written to disk; the receipt stays stored."""

    code: ClassVar[str] = "receipt.not_written"

    def __init__(self, folio: str) -> None:
        super().__init__(PaperFacts(folio=folio))
