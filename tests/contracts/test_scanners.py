"""What reads codes gives their texts; what is no picture, or too large a one, has none."""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections.abc import Callable

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiosk.devices.codes import PictureScanner
from kiosk.devices.pictures import MOST_PIXELS, PictureRefused, opened
from kiosk.devices.ports import Scanner
from tests.support.devices import FakeScanner, a_code, a_picture, encoded

F = zxingcpp.BarcodeFormat
ONE = encoded(a_code("PRUEBA 0042", F.QRCode))
BLANK = a_picture("white", (300, 200))


def sheet(*codes: Image.Image) -> Image.Image:
    """Return a page with codes one below the other."""
    page = Image.new("L", (900, 40 + sum(code.height + 40 for code in codes)), 255)
    top = 40
    for code in codes:
        page.paste(code, (40, top))
        top += code.height + 40
    return page


TWO = encoded(sheet(a_code("arriba", F.Code128), a_code("abajo", F.QRCode)))
SCANNERS: dict[str, Callable[[], Scanner]] = {
    "real": PictureScanner,
    "fake": lambda: FakeScanner({ONE: ("PRUEBA 0042",), TWO: ("arriba", "abajo")}),
}


@pytest.mark.parametrize("name", sorted(SCANNERS))
def test_codes_are_given_as_texts(name: str) -> None:
    """One, several from top to bottom, none, and no picture at all."""
    scanner = SCANNERS[name]()

    assert scanner.read_image(ONE) == ("PRUEBA 0042",)
    assert scanner.read_image(TWO) == ("arriba", "abajo")
    assert scanner.read_image(BLANK) == ()
    assert scanner.read_image(b"no picture") == ()
    assert scanner.read_image(b"") == ()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (F.QRCode, "https://demo.invalid/v#Ñandú 12"),
        (F.PDF417, "IDMEX1234567890<<GOMEZ<<JUANA PRUEBA<<0042"),
        (F.DataMatrix, "lote-7/áé"),
        (F.Code128, "20067-007-000123"),
        (F.Code39, "FOLIO 42"),
        (F.EAN13, "7501031311309"),
        (F.EAN8, "96385074"),
        (F.Aztec, "Boleto 9"),
    ],
)
@pytest.mark.parametrize("turned_degrees", [0, 90, 180])
def test_every_kind_of_an_office_is_read(
    kind: zxingcpp.BarcodeFormat, text: str, turned_degrees: int
) -> None:
    """The codes of receipts, INE cards, folders and shops, however the paper lies."""
    page = sheet(a_code(text, kind)).rotate(turned_degrees, expand=True)

    assert PictureScanner().read_image(encoded(page, "JPEG")) == (text,)


def test_the_same_code_twice_is_one_answer() -> None:
    """A page that repeats its folio has one."""
    code = a_code("folio-1", F.QRCode)

    assert PictureScanner().read_image(encoded(sheet(code, code))) == ("folio-1",)


def test_what_xml_cannot_hold_is_left_out() -> None:
    """Separators of licences and GS1 would make an answer that nobody could send."""
    code = a_code("ANSI\x1e636\x1dDAQ1\tX", F.PDF417)

    assert PictureScanner().read_image(encoded(sheet(code))) == ("ANSI636DAQ1\tX",)


def test_a_code_on_nothing_is_on_white() -> None:
    """A transparent picture is read as it is printed."""
    code = sheet(a_code("sin fondo", F.QRCode))
    ink = Image.new("RGBA", code.size, (0, 0, 0, 0))
    ink.putalpha(code.point(lambda grey: 255 - grey))

    assert PictureScanner().read_image(encoded(ink)) == ("sin fondo",)


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG that says it is as large as that."""

    def chunk(name: bytes, body: bytes) -> bytes:
        whole = name + body
        return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes(1_000))
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [7_100, 10_000, 30_000, 2**31 - 1])
def test_a_bomb_is_refused_before_it_unpacks(side: int) -> None:
    """More than 50 million pixels are no picture to us, whatever the file weighs."""
    assert side * side > MOST_PIXELS

    with pytest.raises(PictureRefused):
        opened(bomb(side, side))
    assert PictureScanner().read_image(bomb(side, side)) == ()


def test_formats_that_run_programs_are_not_opened() -> None:
    """PostScript is no picture."""
    with pytest.raises(PictureRefused):
        opened(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n")


WHOLE = tuple(a_picture("navy", (24, 18), kind) for kind in ("PNG", "JPEG", "TIFF", "BMP", "GIF"))


@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=6),
)
def test_broken_pictures_are_refused_and_no_fault(
    whole: bytes, bites: list[tuple[int, int]]
) -> None:
    """Bytes that were changed give a picture or a refusal, nothing else."""
    changed = bytearray(whole)
    for place, value in bites:
        changed[place % len(changed)] = value

    talkative = logging.getLogger("PIL.TiffImagePlugin")
    talkative.setLevel(logging.CRITICAL)  # it says as an error what it raises anyway
    try:
        picture = opened(bytes(changed))
    except PictureRefused:
        return
    finally:
        talkative.setLevel(logging.NOTSET)
    assert picture.mode in ("L", "RGB")


@given(st.integers(0, 1_000))
def test_half_a_picture_is_refused(length: int) -> None:
    """A file that is still being written is not whole."""
    whole = a_picture("navy", (64, 64), "JPEG")

    with pytest.raises(PictureRefused):
        opened(whole[: min(length, len(whole) - 3)])


def test_a_picture_is_upright() -> None:
    """What the camera says about how it was held is followed."""
    lying = Image.new("RGB", (30, 10), "navy")
    exif = lying.getexif()
    exif[0x0112] = 6  # turned by a quarter
    target = io.BytesIO()
    lying.save(target, format="JPEG", exif=exif)

    assert opened(target.getvalue()).size == (10, 30)
