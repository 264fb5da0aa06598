"""Pictures as they are kept: upright, without what the camera wrote into them, small (FORMS §10).

A photo becomes WebP of at most 100 KB unless the form says otherwise; what a finger drew becomes a
PNG of at most 8 KiB. Nothing is ever enlarged.
"""

from __future__ import annotations

import io
import warnings
from typing import ClassVar

from PIL import Image, ImageOps, UnidentifiedImageError

from kiosk.errors import KnownError

PHOTO_LIMIT_BYTES = 100_000
DRAWING_LIMIT_BYTES = 8 * 1024
MOST_PIXELS = 60_000_000
"""Above this a picture is refused before it is unpacked: it would fill the memory of a laptop."""

_LONGEST_SIDE_PX = 1600
_QUALITIES = (82, 72, 62, 50)
_SMALLER = 0.8
_LEAST_SIDE_PX = 64
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_INKS = (64, 16, 4, 2)


class PictureUnreadable(KnownError):
    """The file is no picture that can be read here, or one made to fill the memory."""

    code: ClassVar[str] = "attachment.not_picture"


def photo(content: bytes, *, max_pixels: int = 0, media_type: str = "") -> tuple[bytes, str]:
    """Return a photo as it is kept, with its media type.

    max_pixels: longest side that the form allows; then its size in bytes is what it becomes.
    media_type: what the form insists on (`image/jpeg`, `image/png`); else WebP. Raises
    PictureUnreadable.
    """
    kind = media_type if media_type in _FORMATS else "image/webp"
    picture = _upright(content)
    if max_pixels > 0:
        return _encoded(_within(picture, max_pixels), kind, _QUALITIES[0]), kind
    picture = _within(picture, _LONGEST_SIDE_PX)
    while True:
        for quality in _QUALITIES if kind != "image/png" else _QUALITIES[:1]:
            made = _encoded(picture, kind, quality)
            if len(made) <= PHOTO_LIMIT_BYTES:
                return made, kind
        if max(picture.size) <= _LEAST_SIDE_PX:
            return made, kind
        picture = _within(picture, round(max(picture.size) * _SMALLER))


def drawing(content: bytes) -> tuple[bytes, str]:
    """Return what was drawn as a PNG of at most 8 KiB; raises PictureUnreadable."""
    picture = _on_white(_upright(content))
    while True:
        for inks in _INKS:
            made = io.BytesIO()
            picture.quantize(inks).save(made, "PNG", optimize=True)
            if made.tell() <= DRAWING_LIMIT_BYTES:
                return made.getvalue(), "image/png"
        picture = _within(picture, round(max(picture.size) * _SMALLER))


def _upright(content: bytes) -> Image.Image:
    """Return the picture turned as the camera was held, its size checked before it is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit is ours
            opened = Image.open(io.BytesIO(content))
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureUnreadable
            opened.load()
            turned = ImageOps.exif_transpose(opened)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise PictureUnreadable from error
    except (SyntaxError, IndexError, TypeError, OverflowError, MemoryError) as error:
        raise PictureUnreadable from error  # what Pillow's readers raise for broken files
    clear = turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info
    return turned.convert("RGBA" if clear else "RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    return paper.convert("RGB")


def _within(picture: Image.Image, longest_px: int) -> Image.Image:
    if max(picture.size) <= longest_px:
        return picture
    share = longest_px / max(picture.size)
    size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _encoded(picture: Image.Image, media_type: str, quality: int) -> bytes:
    """Return the encoded picture; nothing of the original's metadata comes along."""
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    made = io.BytesIO()
    match media_type:
        case "image/jpeg":
            _on_white(clean).save(made, "JPEG", quality=quality, optimize=True)
        case "image/png":
            clean.save(made, "PNG", optimize=True)
        case _:
            clean.save(made, "WEBP", quality=quality, method=4)
    return made.getvalue()
