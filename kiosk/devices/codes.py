"""Codes in pictures, read by zxing-cpp: QR, bar codes of shops and papers."""

from __future__ import annotations

import io
import warnings

import zxingcpp
from PIL import Image

_MOST_PIXELS = 40_000_000


class PictureScanner:
    """Reads every code in an encoded picture; a camera or a file gives it."""

    def read_image(self, image: bytes) -> tuple[str, ...]:
        """Return the texts of the codes from top to bottom, () where none can be read."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit is ours
                opened = Image.open(io.BytesIO(image))
                if opened.width * opened.height > _MOST_PIXELS:
                    return ()
                picture = opened.convert("L")
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return ()
        found = zxingcpp.read_barcodes(picture)
        placed = sorted((one.position.top_left.y, one.text) for one in found if one.text)
        return tuple(dict.fromkeys(text for _, text in placed))
