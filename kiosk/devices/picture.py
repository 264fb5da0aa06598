"""Draws comprobantes into files: PNG for the screen, PDF of letter size (RECEIPTS §7, §8).

The finished picture is read back before it is kept: what a phone cannot read is not handed out.
Pictures show what a person paid, and no key guards them: they stand only while somebody is at work.
On lock, on close and at the next start they are taken away; the receipt draws itself again.
"""

from __future__ import annotations

import io
import logging
from pathlib import Path

from PIL import Image

from kiosk.devices.layout import draw
from kiosk.devices.media import SCREEN, Medium
from kiosk.devices.ports import PaperNotWritten
from kiosk.devices.slip import Slip
from kiosk.vault.files import replace_file

_log = logging.getLogger("ventanilla.printing")


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

    def put(self, slip: Slip) -> Path:
        """Draw, read back, write and return the file; nothing is written when it raises."""
        picture = draw(slip, SCREEN, self._fonts)
        encoded = as_png(picture)
        path = self._path(slip.name)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(path, encoded)
        except OSError as error:
            raise PaperNotWritten(slip.name) from error
        return path

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.png"


def as_png(picture: Image.Image) -> bytes:
    """Return a finished picture as a file."""
    target = io.BytesIO()
    picture.save(target, format="PNG", optimize=False)
    return target.getvalue()


def as_pdf(picture: Image.Image, medium: Medium, title: str) -> bytes:
    """Return a finished picture as a PDF of one page, in the dots of the medium."""
    target = io.BytesIO()
    picture.save(target, format="PDF", resolution=float(medium.dots_per_inch), title=title)
    return target.getvalue()
