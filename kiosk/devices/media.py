"""Where a slip appears: how many dots, which code, which letters (RECEIPTS §7, §8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.devices.qr_codes import Level
from kiosk.devices.slip import PaperStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one style is drawn, in dots. *mono*: letters of one width, 32 columns on 58 mm."""

    size: int
    line: int
    bold: bool = False
    centred: bool = False
    mono: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """One kind of paper, or the screen. Lengths are dots of the printer."""

    width: int  # what can be printed on
    margin: int  # kept free on each side within it
    dots_per_inch: int
    level: Level
    most_version: int  # a larger code would not fit the paper
    module: int  # dots of one module
    quiet_side_modules: int  # the paper's own margin serves on 58 mm
    looks: dict[PaperStyle, Look]
    gap: int  # above and below a rule or an ornament
    height: int = 0  # of a sheet; 0 = a roll


def _looks(title: int, big: int, total: int, code: int) -> dict[PaperStyle, Look]:
    """Return the letters of a thermal printer of 203 dpi: 12 pt are 34 dots."""
    return {
        PaperStyle.HEAD: Look(size=20, line=29, bold=True, centred=True, mono=True),
        PaperStyle.TITLE: Look(size=title, line=title + 14, bold=True, centred=True),
        PaperStyle.CENTRED: Look(size=20, line=29, centred=True, mono=True),
        PaperStyle.PLAIN: Look(size=20, line=29, mono=True),
        PaperStyle.PAIR: Look(size=20, line=29, mono=True),
        PaperStyle.BOXED: Look(size=24, line=38, bold=True, centred=True),
        PaperStyle.BIG: Look(size=big, line=big + 10, bold=True),
        PaperStyle.BIG_CENTRED: Look(size=code, line=code + 14, bold=True, centred=True),
        PaperStyle.BIG_PAIR: Look(size=total, line=total + 16, bold=True),
    }


ROLL_58 = Medium(
    width=384,
    margin=0,
    dots_per_inch=203,
    level=Level.M,
    most_version=14,
    module=5,
    quiet_side_modules=0,
    looks=_looks(title=33, big=35, total=42, code=44),
    gap=8,
)
ROLL_80 = Medium(
    width=576,
    margin=22,
    dots_per_inch=203,
    level=Level.Q,
    most_version=17,
    module=6,
    quiet_side_modules=4,
    looks=_looks(title=46, big=44, total=54, code=46),
    gap=9,
)
SCREEN = Medium(
    width=640,
    margin=32,
    dots_per_inch=203,
    level=Level.M,
    most_version=14,
    module=6,
    quiet_side_modules=4,
    looks=_looks(title=46, big=44, total=54, code=46),
    gap=9,
)
_SHEET_LOOKS = {
    style: Look(
        size=look.size * 2 if look.mono else round(look.size * 1.7),
        line=look.line * 2 if look.mono else round(look.line * 1.7),
        bold=look.bold,
        centred=look.centred,
        mono=look.mono,
    )
    for style, look in _looks(title=44, big=38, total=46, code=42).items()
}
LETTER = Medium(
    width=2550,
    height=3300,
    margin=236,
    dots_per_inch=300,
    level=Level.Q,
    most_version=17,
    module=6,
    quiet_side_modules=4,
    looks=_SHEET_LOOKS,
    gap=18,
)
A4 = Medium(
    width=2480,
    height=3508,
    margin=236,
    dots_per_inch=300,
    level=Level.Q,
    most_version=17,
    module=6,
    quiet_side_modules=4,
    looks=_SHEET_LOOKS,
    gap=18,
)


class Paper(Enum):
    """The papers a printer may be set to."""

    MM_58 = 58
    MM_80 = 80
    LETTER = 216
    A4 = 210

    @property
    def medium(self) -> Medium:
        """Return the medium of the paper."""
        return {
            Paper.MM_58: ROLL_58,
            Paper.MM_80: ROLL_80,
            Paper.LETTER: LETTER,
            Paper.A4: A4,
        }[self]
