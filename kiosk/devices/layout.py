"""Draws a slip for a medium: one strip from top to bottom on a roll, two columns on a sheet.

What cannot be read back is not drawn: `draw` reads the code from the finished picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from kiosk.devices.media import Look, Medium
from kiosk.devices.ports import CodeUnreadable
from kiosk.devices.qr_codes import TextTooLong, code_of, picture_of, read_code
from kiosk.devices.slip import PaperLine, PaperStyle, Slip

_WHITE, _BLACK = 255, 0
_INK = 128  # darker than this is printed
_QUIET_MODULES = 4
_CODE_COLUMN_SHARE = 0.36  # of a sheet's width
_SIGN_UNITS = 48


def draw(slip: Slip, medium: Medium, fonts: Path) -> Image.Image:
    """Return the slip in black and white, exactly as wide as the medium.

    Raises CodeUnreadable where the code is too large for the paper, or does not read back from the
    picture as what it should say.
    """
    picture = _sheet(slip, medium, fonts) if medium.height else _roll(slip, medium, fonts)
    sharp = picture.point(lambda grey: _WHITE if grey >= _INK else _BLACK).convert("1")
    if slip.qr_text and read_code(sharp.convert("L")) != slip.qr_text:
        raise CodeUnreadable(slip.name)
    return sharp


def dead_dot_strip(text: str, medium: Medium) -> Image.Image:
    """Return five small codes side by side over the whole width: a dead dot spoils one of them.

    Raises CodeUnreadable where *text* is too long for that.
    """
    room = medium.width // 5
    try:
        code = code_of(text, medium.level)
    except TextTooLong as error:
        raise CodeUnreadable(text) from error
    module = room // (code.side + 4)
    if module < 2:
        raise CodeUnreadable(text)
    drawn = picture_of(code, module)
    strip = Image.new("L", (medium.width, drawn.height + 8 * module), _WHITE)
    for number in range(5):
        strip.paste(drawn, (number * room + (room - drawn.width) // 2, 4 * module))
    return strip.convert("1")


def _roll(slip: Slip, medium: Medium, fonts: Path) -> Image.Image:
    pen = Pen(medium, fonts, medium.width)
    pen.lines(slip.above)
    if slip.qr_text:
        pen.code(slip.qr_text, slip.name)
    pen.lines((*slip.beside, *slip.below))
    return pen.picture()


def _sheet(slip: Slip, medium: Medium, fonts: Path) -> Image.Image:
    """Return a page: the words left, the code with what stands beside it right, the foot below."""
    room = medium.width - 2 * medium.margin
    right_width = round(room * _CODE_COLUMN_SHARE) if slip.qr_text else 0
    left = Pen(medium, fonts, room - right_width - (medium.margin // 3 if right_width else 0), 0)
    left.lines(slip.above)
    right = Pen(medium, fonts, right_width or 1, 0)
    if slip.qr_text:
        right.code(slip.qr_text, slip.name)
    (right if slip.qr_text else left).lines(slip.beside)
    foot = Pen(medium, fonts, room, 0)
    foot.lines(slip.below)
    parts = (left.picture(), right.picture(), foot.picture())
    below = medium.margin + max(parts[0].height, parts[1].height) + 2 * medium.gap
    height = max(medium.height, below + parts[2].height + medium.margin)
    page = Image.new("L", (medium.width, height), _WHITE)
    if slip.across:
        _write_across(page, slip.across, medium, fonts)
    for part, at in (
        (parts[0], (medium.margin, medium.margin)),
        (parts[1], (medium.width - medium.margin - right_width, medium.margin)),
        (parts[2], (medium.margin, below)),
    ):
        page.paste(_BLACK, at, part.point(lambda grey: _WHITE - grey))
    if slip.qr_text:
        _clear_behind(page, parts[1], (medium.width - medium.margin - right_width, medium.margin))
    return page


def _write_across(page: Image.Image, words: str, medium: Medium, fonts: Path) -> None:
    """Write outlined words three times diagonally; what is printed over them stays readable."""
    font = _font(fonts, bold=True, mono=False, size=medium.width // 17)
    box = font.getbbox(words, stroke_width=3)
    label = Image.new("L", (int(box[2] - box[0]) + 12, int(box[3] - box[1]) + 12), _BLACK)
    pen = ImageDraw.Draw(label)
    at = (6 - box[0], 6 - box[1])
    pen.text(at, words, font=font, fill=_WHITE, stroke_width=3, stroke_fill=_WHITE)
    pen.text(at, words, font=font, fill=_BLACK)
    turned = label.rotate(35, expand=True, resample=Image.Resampling.BILINEAR)
    for number in range(3):
        left = (page.width - turned.width) // 2
        top = (2 * number + 2) * page.height // 8 - turned.height // 2
        page.paste(_BLACK, (left, top), turned)


def _clear_behind(page: Image.Image, part: Image.Image, at: tuple[int, int]) -> None:
    """Put the code's column on plain white: nothing runs through a code."""
    page.paste(part, at)


class Pen:
    """Draws from top to bottom on a strip that grows."""

    def __init__(self, medium: Medium, fonts: Path, width: int, margin: int | None = None) -> None:
        self._medium, self._fonts = medium, fonts
        self._width = width
        self._margin = medium.margin if margin is None else margin
        self._strip = Image.new("L", (width, 2048), _WHITE)
        self._ink = ImageDraw.Draw(self._strip)
        self._y = 0 if medium.height else 2 * medium.gap

    def picture(self) -> Image.Image:
        """Return what was drawn so far."""
        below = 0 if self._medium.height else 2 * self._medium.gap
        return self._strip.crop((0, 0, self._width, max(1, self._y + below)))

    def lines(self, lines: Sequence[PaperLine]) -> None:
        """Draw lines one below the other."""
        for line in lines:
            match line.style:
                case PaperStyle.RULE:
                    self._rule()
                case PaperStyle.FRET:
                    self._fret()
                case PaperStyle.MARK:
                    self._mark()
                case PaperStyle.BOXED:
                    self._boxed(line)
                case _:
                    self._words(line)

    def code(self, text: str, name: str) -> None:
        """Draw the code, centred, with its quiet zone; raises CodeUnreadable: it is too large."""
        medium = self._medium
        try:
            code = code_of(text, medium.level, medium.most_version)
        except TextTooLong as error:
            raise CodeUnreadable(name) from error
        drawn = picture_of(code, medium.module)
        quiet = _QUIET_MODULES * medium.module
        sides = medium.quiet_side_modules * medium.module
        if drawn.width + 2 * sides > self._width:
            raise CodeUnreadable(name)
        self._grow(drawn.height + 2 * quiet)
        self._strip.paste(drawn, ((self._width - drawn.width) // 2, self._y + quiet))
        self._y += drawn.height + 2 * quiet

    def _words(self, line: PaperLine) -> None:
        look = self._medium.looks[line.style]
        font = self._font(look)
        room = self._width - 2 * self._margin
        rows = broken(line.text, font, room)
        if line.right:
            needed = font.getlength(f"{rows[-1]} {line.right}")
            if needed > room:
                rows = (*rows, "")  # the value on a row of its own
        self._grow(look.line * len(rows))
        for number, row in enumerate(rows, start=1):
            x = (self._width - font.getlength(row)) / 2 if look.centred else self._margin
            self._text(x, look, row, font)
            if number == len(rows) and line.right:
                at = self._width - self._margin - font.getlength(line.right)
                self._text(max(at, self._margin), look, line.right, font)
            self._y += look.line

    def _text(self, x: float, look: Look, row: str, font: ImageFont.FreeTypeFont) -> None:
        top = self._y + (look.line - look.size) * 0.35
        self._ink.text((round(x), round(top)), row, font=font, fill=_BLACK)

    def _boxed(self, line: PaperLine) -> None:
        """Write white on black; it is seen on a copy and cannot be cut off unseen."""
        look = self._medium.looks[PaperStyle.BOXED]
        font, gap = self._font(look), self._medium.gap
        rows = broken(line.text, font, self._width - 2 * self._margin - 2 * gap)
        height = look.line * len(rows) + gap
        self._grow(height + 2 * gap)
        self._y += gap
        edges = (self._margin, self._y, self._width - self._margin - 1, self._y + height)
        self._ink.rectangle(edges, fill=_BLACK)
        for number, row in enumerate(rows):
            x = (self._width - font.getlength(row)) / 2
            y = self._y + gap / 2 + number * look.line + (look.line - look.size) * 0.35
            self._ink.text((round(x), round(y)), row, font=font, fill=_WHITE)
        self._y += height + gap

    def _rule(self) -> None:
        gap = self._medium.gap
        self._grow(2 * gap)
        y, last = self._y + gap, self._width - self._margin
        for x in range(self._margin, last, 12):
            self._ink.line((x, y, min(x + 7, last - 1), y), fill=_BLACK, width=2)
        self._y += 2 * gap

    def _fret(self) -> None:
        """Draw the stepped fret of the region across."""
        unit, gap = max(2, self._medium.looks[PaperStyle.CENTRED].size // 8), self._medium.gap
        self._grow(7 * unit + 2 * gap)
        top = self._y + gap
        count = (self._width - 2 * self._margin) // (10 * unit)
        left = (self._width - count * 10 * unit) // 2
        for number in range(count):
            x = left + number * 10 * unit
            places = ((0, 6), (0, 0), (7, 0), (7, 4), (3, 4), (3, 2))
            points = [(x + dx * unit, top + dy * unit) for dx, dy in places]
            self._ink.line(points, fill=_BLACK, width=max(2, unit * 2 // 3))
            self._ink.line((x, top + 6 * unit, x + 10 * unit, top + 6 * unit), fill=_BLACK, width=2)
        self._y = top + 7 * unit + gap

    def _mark(self) -> None:
        """Draw the sign of the program: a counter's arch with a paper in it."""
        unit = self._medium.looks[PaperStyle.TITLE].size * 2.1 / _SIGN_UNITS
        height = round(_SIGN_UNITS * unit)
        self._grow(height + self._medium.gap)
        left, top = (self._width - height) / 2, self._y

        def box(*edges: float) -> tuple[float, float, float, float]:
            x0, y0, x1, y1 = edges
            return (left + x0 * unit, top + y0 * unit, left + x1 * unit, top + y1 * unit)

        ink = self._ink
        ink.rounded_rectangle(box(4, 0, 44, 60), radius=20 * unit, fill=_BLACK)
        ink.rounded_rectangle(box(8, 4, 40, 60), radius=16 * unit, fill=_WHITE)
        ink.rectangle(box(0, 41, 48, 60), fill=_WHITE)
        ink.rectangle(box(0, 40, 48, 47), fill=_BLACK)
        ink.rectangle(box(16, 15, 32, 35), fill=_BLACK)
        for row, end in ((20, 29), (25, 29), (30, 25)):
            ink.rectangle(box(19, row, end, row + 1.6), fill=_WHITE)
        self._y += height + self._medium.gap

    def _grow(self, needed: int) -> None:
        if self._y + needed + 4 * self._medium.gap <= self._strip.height:
            return
        longer = Image.new("L", (self._width, self._strip.height + needed + 2048), _WHITE)
        longer.paste(self._strip, (0, 0))
        self._strip, self._ink = longer, ImageDraw.Draw(longer)

    def _font(self, look: Look) -> ImageFont.FreeTypeFont:
        return _font(self._fonts, bold=look.bold, mono=look.mono, size=look.size)


@lru_cache(maxsize=64)
def _font(fonts: Path, *, bold: bool, mono: bool, size: int) -> ImageFont.FreeTypeFont:
    family, weight = "NotoSansMono" if mono else "NotoSans", "Bold" if bold else "Regular"
    return ImageFont.truetype(str(fonts / f"{family}-{weight}.ttf"), size)


def broken(text: str, font: ImageFont.FreeTypeFont, room: float) -> tuple[str, ...]:
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
