"""QR codes: the modules of a text, drawn into a picture, and read back from one (RECEIPTS §7).

`qrcode` cuts the text into its byte and its numeric segment and knows every table of the standard.
Filling the modules and choosing among the eight masks is done here on whole rows at once: `qrcode`
needs 100 to 170 ms for it on two slow cores, and a receipt has 25 ms in all, signature included. A
test compares every module with its.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise, zip_longest

import qrcode
import zxingcpp
from PIL import Image
from qrcode import base, util

MASKS = range(8)
_BITS_OF_DIGITS = (0, 4, 7, 10)  # a last group of so many digits
_PADDING = (0xEC, 0x11)
_WHITE = 255


class Level(Enum):
    """How much of a code may be lost: M about 15 %, Q about 25 %."""

    M = qrcode.constants.ERROR_CORRECT_M
    Q = qrcode.constants.ERROR_CORRECT_Q


class TextTooLong(ValueError):
    """The text does not fit into the largest code that the medium can carry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The modules of one code without its quiet zone; bit `x` of `rows[y]` is one, 1 = dark."""

    version: int
    rows: tuple[int, ...]

    @property
    def side(self) -> int:
        """Return how many modules one side has."""
        return len(self.rows)

    def matrix(self) -> list[list[bool]]:
        """Return the modules row by row."""
        return [[bool(row >> x & 1) for x in range(self.side)] for row in self.rows]


def code_of(text: str, level: Level, most_version: int = 40, mask: int | None = None) -> Code:
    """Return the smallest code of a text; *mask* None: the one that disturbs readers least.

    Raises TextTooLong where it would need a larger version than *most_version*.
    """
    segments = util.optimal_data_chunks(text.encode("utf-8"), minimum=8)
    version, bits = _fitting(list(segments), level, most_version)
    words = _with_correction(bits, version, level)
    frame = _frame(version, level)
    rows = frame.filled(words)
    if mask is not None:
        return Code(version=version, rows=frame.masked(rows, mask))
    best = min((frame.masked(rows, one) for one in MASKS), key=_penalty)
    return Code(version=version, rows=best)


def picture_of(code: Code, module_px: int, quiet_modules: int = 0) -> Image.Image:
    """Return the code in black on white, with a quiet zone of so many modules."""
    side = code.side
    width = (side + 7) // 8 * 8
    packed = b"".join(_packed(row, width) for row in code.rows)
    small = Image.frombytes("1", (side, side), packed, "raw", "1;I")
    picture = small.convert("L").resize((side * module_px,) * 2, Image.Resampling.NEAREST)
    if not quiet_modules:
        return picture
    edge = quiet_modules * module_px
    framed = Image.new("L", (picture.width + 2 * edge,) * 2, _WHITE)
    framed.paste(picture, (edge, edge))
    return framed


def read_codes(picture: Image.Image) -> tuple[str, ...]:
    """Return the texts of every QR code in a picture."""
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return tuple(str(one.text) for one in zxingcpp.read_barcodes(picture, formats=wanted))


def read_code(picture: Image.Image) -> str | None:
    """Return the text of the one QR in a picture; None when there is not exactly one."""
    found = read_codes(picture)
    return found[0] if len(found) == 1 else None


def _fitting(segments: list[util.QRData], level: Level, most_version: int) -> tuple[int, str]:
    """Return the smallest version, and the bits of every segment as that version writes them."""
    for least, last in ((1, 9), (10, 26), (27, 40)):  # lengths are written alike within each
        bits = "".join(_bits_of(one, least) for one in segments)
        for version in range(least, min(last, most_version) + 1):
            if len(bits) <= _capacity_bits(version, level):
                return version, bits
    raise TextTooLong


def _capacity_bits(version: int, level: Level) -> int:
    return int(util.BIT_LIMIT_TABLE[level.value][version])


def _bits_of(segment: util.QRData, version: int) -> str:
    """Return mode, length and content of one segment."""
    length_bits = util.length_in_bits(segment.mode, version)
    head = f"{segment.mode:04b}{len(segment.data):0{length_bits}b}"
    if segment.mode == util.MODE_NUMBER:
        digits = segment.data.decode("ascii")
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        return head + "".join(f"{int(one):0{_BITS_OF_DIGITS[len(one)]}b}" for one in groups)
    if segment.mode == util.MODE_ALPHA_NUM:
        signs = [util.ALPHA_NUM.index(sign) for sign in segment.data]
        pairs = [signs[at : at + 2] for at in range(0, len(signs), 2)]
        return head + "".join(
            f"{two[0] * 45 + two[1]:011b}" if len(two) == 2 else f"{two[0]:06b}" for two in pairs
        )
    return head + "".join(f"{byte:08b}" for byte in segment.data)


def _with_correction(bits: str, version: int, level: Level) -> list[int]:
    """Return the words of a code: the data filled up, its correction, both interleaved."""
    room = _capacity_bits(version, level)
    bits += "0" * min(4, room - len(bits))
    bits += "0" * (-len(bits) % 8)
    words = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    words += [_PADDING[number % 2] for number in range(room // 8 - len(words))]
    parts, corrections = [], []
    for block in base.rs_blocks(version, level.value):
        part, words = words[: block.data_count], words[block.data_count :]
        parts.append(part)
        corrections.append(_correction(part, block.total_count - block.data_count))
    return [
        word
        for group in (parts, corrections)
        for column in zip_longest(*group)
        for word in column
        if word is not None
    ]


def _correction(words: list[int], count: int) -> list[int]:
    """Return so many words of Reed-Solomon correction."""
    products = _products(count)
    left, top, inside = 0, 8 * (count - 1), (1 << 8 * (count - 1)) - 1
    for word in words:
        left = ((left & inside) << 8) ^ products[left >> top ^ word]
    return list(left.to_bytes(count, "big"))


@lru_cache(maxsize=16)
def _products(count: int) -> tuple[int, ...]:
    """Return the generator of that degree times each byte, its highest term left out."""
    generator = [1]
    for power in range(count):
        root = base.gexp(power)
        shifted, scaled = [*generator, 0], [0, *(_times(one, root) for one in generator)]
        generator = [one ^ other for one, other in zip(shifted, scaled, strict=True)]
    return tuple(
        int.from_bytes(bytes(_times(one, factor) for one in generator[1:]), "big")
        for factor in range(256)
    )


def _times(one: int, other: int) -> int:
    """Multiply in the field of the standard."""
    if not one or not other:
        return 0
    return int(base.gexp(base.glog(one) + base.glog(other)))


class _Frame:
    """What is the same in every code of one version and level."""

    def __init__(self, version: int, level: Level) -> None:
        self.side = side = 17 + 4 * version
        fixed = _fixed_modules(version, level, 0)
        self._free = [
            (y, x) for y, x in _zigzag(side) if fixed[y][x] is None
        ]  # in the order in which the bits of the data fill them
        data = [0] * side
        for y, x in self._free:
            data[y] |= 1 << x
        self._masks = []
        for mask in MASKS:
            pattern = util.mask_func(mask)
            flips = [
                sum(1 << x for x in range(side) if data[y] >> x & 1 and pattern(y, x))
                for y in range(side)
            ]
            around = _fixed_modules(version, level, mask)
            dark = [sum(1 << x for x in range(side) if around[y][x]) for y in range(side)]
            self._masks.append((flips, dark))

    def filled(self, words: list[int]) -> list[int]:
        """Return the data bits in their places, without mask and fixed patterns."""
        rows = [0] * self.side
        bits = "".join(f"{word:08b}" for word in words)
        for (y, x), bit in zip(self._free, bits, strict=False):
            if bit == "1":
                rows[y] |= 1 << x
        return rows

    def masked(self, rows: list[int], mask: int) -> tuple[int, ...]:
        """Return the finished rows under one mask."""
        flips, dark = self._masks[mask]
        return tuple(
            (row ^ flip) | fixed for row, flip, fixed in zip(rows, flips, dark, strict=True)
        )


@lru_cache(maxsize=8)
def _frame(version: int, level: Level) -> _Frame:
    return _Frame(version, level)


def _fixed_modules(version: int, level: Level, mask: int) -> list[list[bool | None]]:
    """Return finders, timing, alignment, format and version; None where data goes."""
    made = qrcode.QRCode(version=version, error_correction=level.value, border=0)
    side = made.modules_count = 17 + 4 * version
    made.modules = [[None] * side for _ in range(side)]
    for row, column in ((0, 0), (side - 7, 0), (0, side - 7)):
        made.setup_position_probe_pattern(row, column)
    made.setup_position_adjust_pattern()
    made.setup_timing_pattern()
    made.setup_type_info(False, mask)
    if version >= 7:
        made.setup_type_number(False)
    found: list[list[bool | None]] = made.modules
    return found


def _zigzag(side: int) -> list[tuple[int, int]]:
    """Return every place in the order of the standard: two columns at a time, up and down."""
    places = []
    upwards = True
    for right in range(side - 1, 0, -2):
        column = right - 1 if right <= 6 else right  # the timing pattern takes a whole column
        for step in range(side):
            y = side - 1 - step if upwards else step
            places += [(y, column), (y, column - 1)]
        upwards = not upwards
    return places


def _penalty(rows: tuple[int, ...]) -> int:
    """Return how much a code may disturb a reader, by the four rules of the standard."""
    side = len(rows)
    columns = _turned(rows)
    dark_percent = sum(row.bit_count() for row in rows) * 100 // (side * side)
    return (
        sum(_runs(line, side) + 40 * _finders(line, side) for line in (*rows, *columns))
        + 3 * _blocks(rows, side)
        + 10 * (abs(dark_percent - 50) // 5)
    )


def _runs(line: int, side: int) -> int:
    """Return the points for five and more modules of one colour in a row: their number less two."""
    same = ~(line ^ line >> 1) & (1 << side - 1) - 1
    five = same & same >> 1 & same >> 2 & same >> 3
    return five.bit_count() + 2 * (five & ~(five >> 1)).bit_count()


def _finders(line: int, side: int) -> int:
    """Return how often a line looks like a finder with light beside it."""
    light = ~line & (1 << side) - 1
    middle = line & light >> 1 & line >> 2 & line >> 3 & line >> 4 & light >> 5 & line >> 6
    calm = light & light >> 1 & light >> 2 & light >> 3
    return (middle & calm >> 7).bit_count() + (middle >> 4 & calm).bit_count()


def _blocks(rows: tuple[int, ...], side: int) -> int:
    """Return how many squares of two by two have one colour."""
    inside = (1 << side - 1) - 1
    count = 0
    for above, below in pairwise(rows):
        same = ~(above ^ above >> 1) & ~(below ^ below >> 1) & ~(above ^ below) & inside
        count += same.bit_count()
    return count


def _turned(rows: tuple[int, ...]) -> list[int]:
    """Return the columns as numbers."""
    side = len(rows)
    texts = [f"{row:0{side}b}" for row in rows]
    return [int("".join(bits), 2) for bits in zip(*texts, strict=True)]


def _packed(row: int, width: int) -> bytes:
    """Return a row as bytes, the leftmost module in the highest bit."""
    text = f"{row:0{width}b}"[::-1]
    return int(text, 2).to_bytes(width // 8, "big")
