"""Photos of printed codes that a phone might take, and what happens to paper before (RECEIPTS §7).

A code is drawn as the printer prints it, dot by dot. Then the paper is damaged, in dots of the
printer, and photographed: turned, tilted, lit from one side, out of focus, with the noise and the
JPEG of a cheap phone. Everything is drawn from a seed, so that a run can be repeated.

    clean        5 px a module, the lens spreads a point by σ 0.15 mm of paper
    low          2.3 px a module: a whole receipt in a small photo
    blur         5 px a module, σ 0.24 mm: at 4 dots a module nothing could be read any more
    dead_4       4 % of the heating elements are dead: white lines along the paper
    stain_3, _7  one opaque dark spot over 3 or 7 % of the code
    fade_35      35 % of the dots are gone, more in some places than in others
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from kiosk.devices.media import Medium
from kiosk.devices.qr_codes import code_of, picture_of

DAMAGES = ("clean", "low", "blur", "dead_4", "stain_3", "stain_7", "fade_35")
_PAPER, _INK = 235, 30
_QUIET_MODULES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """How a photo is taken: pixels of one module, and σ of the lens in dots (0.125 mm)."""

    module_px: float = 5.0
    blur_dots: float = 1.2


_SHOTS = {"low": Shot(module_px=2.3), "blur": Shot(blur_dots=1.9)}


def photo(text: str, medium: Medium, damage: str, draw: random.Random) -> Image.Image:
    """Return one photo of a code on that medium's paper."""
    code = code_of(text, medium.level, medium.most_version)
    dots = picture_of(code, medium.module, _QUIET_MODULES)
    edge = _QUIET_MODULES * medium.module
    worn = _worn(dots, edge, damage, draw)
    tones = worn.point(lambda grey: _PAPER if grey > 127 else _INK)
    return _taken(tones, medium.module, _SHOTS.get(damage, Shot()), draw)


def _worn(dots: Image.Image, edge: int, damage: str, draw: random.Random) -> Image.Image:
    match damage.partition("_"):
        case ("dead", _, percent):
            return _dead(dots, int(percent), draw)
        case ("stain", _, percent):
            return _stained(dots, edge, int(percent), draw)
        case ("fade", _, percent):
            return _faded(dots, int(percent), draw)
        case _:
            return dots


def _dead(dots: Image.Image, percent: int, draw: random.Random) -> Image.Image:
    worn = dots.copy()
    pen = ImageDraw.Draw(worn)
    for x in draw.sample(range(dots.width), dots.width * percent // 100):
        pen.line((x, 0, x, dots.height), fill=255)
    return worn


def _stained(dots: Image.Image, edge: int, percent: int, draw: random.Random) -> Image.Image:
    """Cover part of the code with one dark ellipse that lies inside it."""
    side = dots.width - 2 * edge
    area = side * side * percent / 100
    long = draw.uniform(1.0, 1.8)
    width = (4 * area * long / 3.14159) ** 0.5
    height = width / long
    left = edge + draw.uniform(0, max(0.0, side - width))
    top = edge + draw.uniform(0, max(0.0, side - height))
    worn = dots.copy()
    ImageDraw.Draw(worn).ellipse((left, top, left + width, top + height), fill=0)
    return worn


def _faded(dots: Image.Image, percent: int, draw: random.Random) -> Image.Image:
    """Take dots away: *percent* of them on the whole, up to twice as many in the worst places."""
    size = dots.size
    fine = _grain(size, draw)
    coarse = _grain((5, 5), draw).resize(size, Image.Resampling.BICUBIC)
    mixed = Image.blend(fine, coarse, 0.2)
    counts, limit, gone = mixed.histogram(), 255, 0
    wanted = size[0] * size[1] * percent // 100
    while limit and gone + counts[limit] < wanted:
        gone += counts[limit]
        limit -= 1
    lost = mixed.point(lambda grey: 255 if grey >= limit else 0)
    return ImageChops.lighter(dots, lost)


def _grain(size: tuple[int, int], draw: random.Random) -> Image.Image:
    return Image.frombytes("L", size, draw.randbytes(size[0] * size[1]))


def _taken(paper: Image.Image, module: int, shot: Shot, draw: random.Random) -> Image.Image:
    """Return what the phone stores: tilted, lit from one side, out of focus, with noise."""
    scale = shot.module_px / module
    width = round(paper.width * scale * 1.25)
    room = round(paper.width * 0.125)
    table = Image.new("L", (paper.width + 2 * room,) * 2, draw.randrange(90, 190))
    table.paste(paper, (room, room))
    side = table.width
    tilt = side * 0.03

    def corner(x: float, y: float) -> tuple[float, float]:
        return x + draw.uniform(-tilt, tilt), y + draw.uniform(-tilt, tilt)

    corners = (corner(0, 0), corner(0, side), corner(side, side), corner(side, 0))
    turned = table.rotate(
        draw.uniform(-8, 8), resample=Image.Resampling.BICUBIC, fillcolor=table.getpixel((0, 0))
    )
    lens = turned.filter(ImageFilter.GaussianBlur(shot.blur_dots))
    flat = tuple(value for pair in corners for value in pair)
    small = lens.transform((width, width), Image.Transform.QUAD, flat, Image.Resampling.BICUBIC)
    light = Image.linear_gradient("L").rotate(draw.randrange(360)).resize(small.size)
    lit = ImageChops.multiply(small, light.point(lambda grey: 175 + grey * 80 // 255))
    noisy = ImageChops.add(lit, Image.effect_noise(small.size, 9), 1, -128)
    stored = io.BytesIO()
    noisy.save(stored, format="JPEG", quality=draw.randrange(70, 92))
    return Image.open(stored)
