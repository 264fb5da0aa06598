"""Pictures and files as they are kept (FORMS §10, PROTOCOL §13)."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest
from PIL import Image

from kiosk.errors import KnownError
from kiosk.services import attachments
from kiosk.services.attachments import Asked, FileTooLarge, WrongKindOfFile, prepare
from kiosk.services.pictures import (
    DRAWING_LIMIT_BYTES,
    PHOTO_LIMIT_BYTES,
    PictureUnreadable,
    drawing,
    photo,
)
from kiosk.services.views import QuestionKind

IMAGE = Asked(kind=QuestionKind.IMAGE, media_type="image/*")
ORIENTATION, GPS = 0x0112, 0x8825


def noise(width: int, height: int) -> Image.Image:
    """Return a picture that does not compress."""
    data = random.Random(7).randbytes(width * height * 3)
    return Image.frombytes("RGB", (width, height), data)


def jpeg(picture: Image.Image, orientation: int = 1) -> bytes:
    """Return a photo with what a camera writes into it."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x0110] = "PRUEBA camera"
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=92, exif=exif)
    return made.getvalue()


def opened(content: bytes) -> Image.Image:
    """Return the picture that bytes hold."""
    return Image.open(io.BytesIO(content))


def test_a_photo_becomes_small_webp() -> None:
    """At most 100 KB, and never more pixels than it had."""
    content, media_type = photo(jpeg(noise(900, 700)))

    assert media_type == "image/webp"
    assert len(content) <= PHOTO_LIMIT_BYTES
    assert max(opened(content).size) <= 900


def test_a_small_photo_is_not_enlarged() -> None:
    """Forty pixels stay forty pixels, also where the form allows more."""
    small = jpeg(noise(40, 30))

    assert opened(photo(small)[0]).size == (40, 30)
    assert opened(photo(small, max_pixels=1024)[0]).size == (40, 30)


def test_the_form_says_how_long_its_longest_side_may_be() -> None:
    """`max-pixels` is the longest side; the shape stays."""
    content, _ = photo(jpeg(noise(400, 200)), max_pixels=100)

    assert opened(content).size == (100, 50)


def test_the_form_may_ask_for_another_format() -> None:
    """An upload of image/jpeg gets one."""
    content, media_type = photo(jpeg(noise(50, 50)), media_type="image/jpeg")

    assert media_type == "image/jpeg"
    assert opened(content).format == "JPEG"


def test_a_photo_stands_upright_and_tells_nothing_of_its_camera() -> None:
    """Orientation is applied, and no metadata is left."""
    lying = noise(60, 20)
    content, _ = photo(jpeg(lying, orientation=6))

    assert opened(content).size == (20, 60)
    assert dict(opened(content).getexif()) == {}
    assert b"PRUEBA" not in content


def test_a_drawing_is_a_png_that_fits_into_a_record() -> None:
    """At most 8 KiB, on white."""
    canvas = Image.new("RGBA", (1200, 500), (0, 0, 0, 0))
    for x in range(1200):
        canvas.putpixel((x, (x * 7919) % 500), (0, 0, 0, 255))
    made = io.BytesIO()
    canvas.save(made, "PNG")

    content, media_type = drawing(made.getvalue())

    assert media_type == "image/png"
    assert len(content) <= DRAWING_LIMIT_BYTES
    assert opened(content).convert("RGB").getpixel((0, 3)) == (255, 255, 255)


def a_bomb() -> bytes:
    """Return a few bytes that say they are 50,000 by 50,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content", [b"", b"no picture", a_bomb(), jpeg(noise(60, 60))[:200], b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_or_a_bomb_is_refused(content: bytes) -> None:
    """A known problem, before anything is unpacked."""
    with pytest.raises(PictureUnreadable):
        photo(content)


@pytest.mark.parametrize(
    ("kind", "media_type", "file_name", "kept"),
    [
        (QuestionKind.FILE, "", "plano.PDF", "application/pdf"),
        (QuestionKind.FILE, "application/x-odd", "a.exe", "application/octet-stream"),
        (QuestionKind.AUDIO, "audio/ogg; codecs=opus", "", "audio/ogg"),
        (QuestionKind.VIDEO, "video/mp4", "clip", "video/mp4"),
    ],
)
def test_a_file_gets_a_type_of_the_fixed_list(
    kind: QuestionKind, media_type: str, file_name: str, kept: str
) -> None:
    """By its ending, else as stated, else bytes; the name has the ending of that type."""
    made = prepare(b"content", media_type, file_name, Asked(kind=kind))

    assert made.media_type == kept
    assert made.name_of(bytes(16)).startswith(f"{kind.value}-00000000-0000-4000-8000-")
    assert ".." not in made.name_of(bytes(16))
    assert "exe" not in made.name_of(bytes(16))


@pytest.mark.parametrize(
    ("content", "asked", "wanted"),
    [
        (b"%PDF-1.7", IMAGE, PictureUnreadable),
        (b"%PDF-1.7", Asked(kind=QuestionKind.AUDIO), WrongKindOfFile),
        (b"", Asked(kind=QuestionKind.FILE), WrongKindOfFile),
        (bytes(attachments.FILE_LIMIT_BYTES + 1), Asked(kind=QuestionKind.FILE), FileTooLarge),
    ],
)
def test_what_cannot_be_an_answer_is_refused_at_once(
    content: bytes, asked: Asked, wanted: type[KnownError]
) -> None:
    """Wrong kind, empty, or larger than any file may be: a problem with its own sentences."""
    with pytest.raises(wanted):
        prepare(content, "application/pdf", "x.pdf", asked)
