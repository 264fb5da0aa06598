"""One piece of paper, already in words: frozen lines and at most one code, for every medium.

A comprobante, a slip of the drawer, an order, the text of a card: all are a `Slip`. How large a
line is, where it breaks and how many dots a module has is the business of `layout` and `media`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class PaperStyle(Enum):
    """How a line of a slip looks; sizes belong to the medium."""

    MARK = "mark"  # the sign of the program, drawn
    FRET = "fret"  # an ornament across
    HEAD = "head"  # centred, bold: who issues
    TITLE = "title"  # centred, large, bold: what this is
    CENTRED = "centred"
    PLAIN = "plain"
    BIG = "big"  # at least 12 pt: folio, typed code
    BIG_CENTRED = "big_centred"
    PAIR = "pair"  # left and right
    BIG_PAIR = "big_pair"  # the total
    BOXED = "boxed"  # white on black, across: DUPLICADO, PRÁCTICA
    RULE = "rule"  # a dashed line across


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One line of text; longer ones are broken between words."""

    style: PaperStyle
    text: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """Everything on one paper, in words; `name` is a folio or a kind and names nobody.

    *beside* stands with the code: below it on a roll, under it in its own column on a sheet.
    *across* is written three times over a sheet (practice); on a roll the lines say it themselves.
    """

    name: str
    above: tuple[PaperLine, ...]
    qr_text: str = ""  # "" = without a code
    beside: tuple[PaperLine, ...] = ()
    below: tuple[PaperLine, ...] = ()
    across: str = ""
