"""Opening pictures that others made: whole, in a known format, and not too large to unpack."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

from PIL import Image, ImageOps

MOST_PIXELS = 50_000_000  # a page at 600 dpi has 35 millions
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF")  # none that runs another program
_BROKEN = (  # what Pillow's readers raise on bytes that are no whole picture
    OSError, ValueError, TypeError, SyntaxError, LookupError, ArithmeticError, AttributeError,
    EOFError, RuntimeError, struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip


class PictureRefused(ValueError):
    """The bytes are no picture, not whole, or of more than 50 million pixels."""


def opened(encoded: bytes) -> Image.Image:
    """Return a picture in RGB or grey, upright, on white where it is transparent.

    Raises PictureRefused; what is too large was not unpacked then.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the limit of size is ours; others are about metadata
            picture = Image.open(io.BytesIO(encoded), formats=_FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureRefused
            return _on_white(ImageOps.exif_transpose(picture))
    except _BROKEN as error:
        raise PictureRefused from error


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
    with_alpha = picture.convert("RGBA")
    sheet = Image.new("RGBA", with_alpha.size, "white")
    return Image.alpha_composite(sheet, with_alpha).convert("RGB")
