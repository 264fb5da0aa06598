"""Codes in pictures, read by zxing-cpp: QR, the PDF417 of an INE card, bar codes of papers."""

from __future__ import annotations

import re

import zxingcpp

from kiosk.devices.pictures import PictureRefused, opened

_NOT_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no answer can hold, because XML cannot: the separators of GS1 and of licences."""


class PictureScanner:
    """Reads every code in an encoded picture; a camera or a file gives it."""

    def read_image(self, image: bytes) -> tuple[str, ...]:
        """Return the texts of the codes from top to bottom, () where none can be read.

        A code that stands there twice is given once.
        """
        try:
            picture = opened(image).convert("L")
        except PictureRefused:
            return ()
        found = zxingcpp.read_barcodes(picture, text_mode=zxingcpp.TextMode.Plain)
        placed = sorted(
            (one.position.top_left.y, one.position.top_left.x, _NOT_TEXT.sub("", one.text))
            for one in found
            if one.valid
        )
        return tuple(dict.fromkeys(text for _, _, text in placed if text))
