"""A printer that draws the comprobante into a PNG: 80 mm paper at 203 dpi (RECEIPTS §7, §8).

The finished picture is read back before it is kept: what a phone cannot read is not handed out.
Pictures show what a person paid, and no key guards them: they stand only while somebody is at work.
On lock, on close and at the next start they are taken away; the receipt draws itself again.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from pathlib import Path

import qrcode
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from kiosk.devices.ports import (
    CodeUnreadable,
    Comprobante,
    PaperLine,
    PaperNotWritten,
    PaperStyle,
)
from kiosk.vault.files import replace_file

_log = logging.getLogger("ventanilla.printing")
_WIDTH_PX = 640
_MARGIN_PX = 32
_MODULE_PX = 6  # dots of 80 mm paper; at least 5 on a screen
_QUIET_MODULES = 4
_GAP_PX = 10
_WHITE, _BLACK = 255, 0


@dataclass(frozen=True, slots=True)
class _Look:
    size_px: int
    line_px: int
    bold: bool
    centred: bool


_LOOKS = {  # 12 pt at 203 dpi are 34 px
    PaperStyle.HEAD: _Look(28, 36, True, True),
    PaperStyle.TITLE: _Look(40, 52, True, True),
    PaperStyle.CENTRED: _Look(24, 32, False, True),
    PaperStyle.PLAIN: _Look(24, 32, False, False),
    PaperStyle.BIG: _Look(40, 52, True, False),
    PaperStyle.BIG_CENTRED: _Look(44, 56, True, True),
    PaperStyle.PAIR: _Look(24, 32, False, False),
    PaperStyle.BIG_PAIR: _Look(48, 64, True, False),
}


class PicturePrinter:
    """Draws into `folder/<folio>.png`; fonts are the bundled Noto Sans."""

    name = "picture"

    def __init__(self, folder: Path, fonts: Path) -> None:
        self._folder = folder
        self._fonts = fonts

    def standing(self, name: str) -> Path | None:
        """Return the picture of that folio, if it is still in the folder."""
        path = self._path(name)
        return path if path.is_file() else None

    def clear(self) -> None:
        """Take every picture away, also one that a cut left half written; never raises."""
        for path in (*self._folder.glob("*.png"), *self._folder.glob("*.png.new")):
            try:
                path.unlink()
            except OSError as error:
                _log.warning("a picture could not be taken away: %s", error.strerror)

    def put(self, paper: Comprobante) -> Path:
        """Draw, read back, write and return the file; nothing is written when it raises."""
        picture = draw(paper, self._fonts)
        if paper.qr_text and read_code(picture) != paper.qr_text:
            raise CodeUnreadable(paper.name)
        encoded = io.BytesIO()
        picture.save(encoded, format="PNG", optimize=False)
        path = self._path(paper.name)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(path, encoded.getvalue())
        except OSError as error:
            raise PaperNotWritten(paper.name) from error
        return path

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.png"


def draw(paper: Comprobante, fonts: Path) -> Image.Image:
    """Return the comprobante as a grey picture, black on white."""
    pen = _Pen(fonts)
    for line in paper.above:
        pen.line(line)
    if paper.qr_text:
        pen.code(paper.qr_text)
    for line in paper.below:
        pen.line(line)
    return pen.picture()


def code_picture(text: str, module_px: int = _MODULE_PX) -> Image.Image:
    """Return the QR (level M) with its quiet zone; one byte and one numeric segment."""
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET_MODULES, box_size=1
    )
    code.add_data(text, optimize=8)
    code.make(fit=True)
    rows = code.get_matrix()
    side = len(rows)
    picture = Image.new("L", (side, side), _WHITE)
    picture.putdata([_BLACK if dark else _WHITE for row in rows for dark in row])
    return picture.resize((side * module_px, side * module_px), Image.Resampling.NEAREST)


def read_code(picture: Image.Image) -> str | None:
    """Return the text of the one QR in a picture; None when there is not exactly one."""
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(picture, formats=wanted)
    return str(found[0].text) if len(found) == 1 else None


class _Pen:
    """Draws from top to bottom on a strip that grows."""

    def __init__(self, fonts: Path) -> None:
        self._fonts = fonts
        self._strip = Image.new("L", (_WIDTH_PX, 4096), _WHITE)
        self._ink = ImageDraw.Draw(self._strip)
        self._cache: dict[tuple[int, bool], ImageFont.FreeTypeFont] = {}
        self._y = _MARGIN_PX

    def picture(self) -> Image.Image:
        return self._strip.crop((0, 0, _WIDTH_PX, self._y + _MARGIN_PX))

    def line(self, line: PaperLine) -> None:
        if line.style is PaperStyle.RULE:
            self._rule()
            return
        look = _LOOKS[line.style]
        font = self._font(look)
        room = _WIDTH_PX - 2 * _MARGIN_PX
        right_px = font.getlength(line.right) + 16 if line.right else 0
        rows = _broken(line.text, font, room - right_px)
        self._grow(look.line_px * len(rows))
        for number, row in enumerate(rows, start=1):
            x = (_WIDTH_PX - font.getlength(row)) / 2 if look.centred else _MARGIN_PX
            self._ink.text((x, self._y), row, font=font, fill=_BLACK)
            if number == len(rows) and line.right:
                at = _WIDTH_PX - _MARGIN_PX - font.getlength(line.right)
                self._ink.text((at, self._y), line.right, font=font, fill=_BLACK)
            self._y += look.line_px

    def code(self, text: str) -> None:
        code = code_picture(text)
        self._grow(code.height + 2 * _GAP_PX)
        self._strip.paste(code, ((_WIDTH_PX - code.width) // 2, self._y + _GAP_PX))
        self._y += code.height + 2 * _GAP_PX

    def _rule(self) -> None:
        self._grow(2 * _GAP_PX)
        y = self._y + _GAP_PX
        for x in range(_MARGIN_PX, _WIDTH_PX - _MARGIN_PX, 14):
            self._ink.line((x, y, min(x + 8, _WIDTH_PX - _MARGIN_PX), y), fill=_BLACK, width=2)
        self._y += 2 * _GAP_PX

    def _grow(self, needed_px: int) -> None:
        if self._y + needed_px + _MARGIN_PX <= self._strip.height:
            return
        longer = Image.new("L", (_WIDTH_PX, self._strip.height + needed_px + 4096), _WHITE)
        longer.paste(self._strip, (0, 0))
        self._strip, self._ink = longer, ImageDraw.Draw(longer)

    def _font(self, look: _Look) -> ImageFont.FreeTypeFont:
        key = (look.size_px, look.bold)
        if key not in self._cache:
            name = "NotoSans-Bold.ttf" if look.bold else "NotoSans-Regular.ttf"
            self._cache[key] = ImageFont.truetype(str(self._fonts / name), look.size_px)
        return self._cache[key]


def _broken(text: str, font: ImageFont.FreeTypeFont, room: float) -> tuple[str, ...]:
    """Break between words; one wider than the paper where it must be: nothing is cut off."""
    rows: list[str] = []
    current = ""
    for word in text.split():
        for piece in _fitting(word, font, room):
            longer = f"{current} {piece}" if current else piece
            if current and font.getlength(longer) > room:
                rows.append(current)
                current = piece
            else:
                current = longer
    return (*rows, current)


def _fitting(word: str, font: ImageFont.FreeTypeFont, room: float) -> tuple[str, ...]:
    pieces = []
    while word and font.getlength(word) > room and len(word) > 1:
        length = len(word)
        while length > 1 and font.getlength(word[:length]) > room:
            length -= 1
        pieces.append(word[:length])
        word = word[length:]
    return (*pieces, word)
