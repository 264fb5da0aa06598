"""A camera made of a folder: a document scanner drops its pages there as pictures.

Only what arrives while the camera is open is shown: a page of the person before is not for the next
one. Nothing in the folder is changed or removed; it belongs to the scanner's program.
"""

from __future__ import annotations

import io
import stat
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from kiosk.devices.pictures import PictureRefused, opened
from kiosk.devices.ports import CameraUnavailable

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp"})
_MOST_BYTES = 64_000_000
_MOST_FILES = 20_000
_PREVIEW_PX = 1_920
_SHEET_PX = (480, 640)
_QUALITY = 90


@dataclass(frozen=True, slots=True)
class _Seen:
    """One state of a file; another one after it was written again."""

    changed_ns: int
    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class _Page:
    seen: _Seen
    picture: bytes
    preview: bytes


class FolderCamera:
    """Shows the newest picture that came into a folder since it was opened; before, a blank sheet.

    A file that is still being written is not whole yet: the one before it is shown meanwhile.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._old: frozenset[_Seen] | None = None  # None = closed
        self._broken: frozenset[_Seen] = frozenset()
        self._page: _Page | None = None

    def preview(self) -> bytes:
        """Return the newest page, made smaller to be shown; a blank sheet until one arrives.

        Raises CameraUnavailable where the folder cannot be read.
        """
        page = self._newest()
        return page.preview if page is not None else _blank_sheet()

    def picture(self) -> bytes:
        """Return the newest page as JPEG or PNG; raise CameraUnavailable before one arrived."""
        page = self._newest()
        if page is None:
            raise CameraUnavailable
        return page.picture

    def close(self) -> None:
        """Forget every page; the next preview waits for new ones."""
        self._old, self._page, self._broken = None, None, frozenset()

    def _newest(self) -> _Page | None:
        found = self._files()
        if self._old is None:
            self._old = found
        fresh = sorted(found - self._old - self._broken, key=_age, reverse=True)
        for seen in fresh:
            if self._page is not None and self._page.seen == seen:
                break
            page = self._read(seen)
            if page is not None:
                self._page = page
                break
        return self._page

    def _files(self) -> frozenset[_Seen]:
        """Return the pictures in the folder as they stand now."""
        found = set()
        try:
            for number, path in enumerate(self._folder.iterdir()):
                if number == _MOST_FILES:
                    raise CameraUnavailable
                if path.suffix.lower() in _SUFFIXES and (seen := _seen(path)) is not None:
                    found.add(seen)
        except OSError as error:
            raise CameraUnavailable from error
        return frozenset(found)

    def _read(self, seen: _Seen) -> _Page | None:
        """Return a page; None while it is not whole, and then until it is written again."""
        try:
            content = (self._folder / seen.name).read_bytes()
            page = _page_of(seen, content)
        except OSError:
            return None  # locked by who writes it: asked again with the next frame
        except PictureRefused:
            self._broken |= {seen}
            return None
        return page


def _seen(path: Path) -> _Seen | None:
    try:
        state = path.lstat()
    except FileNotFoundError:  # renamed since the folder was listed
        return None
    if not stat.S_ISREG(state.st_mode) or not 0 < state.st_size <= _MOST_BYTES:
        return None
    return _Seen(changed_ns=state.st_mtime_ns, name=path.name, size_bytes=state.st_size)


def _age(seen: _Seen) -> tuple[int, str]:
    return seen.changed_ns, seen.name


def _page_of(seen: _Seen, content: bytes) -> _Page:
    picture = opened(content)
    as_it_is = content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
    smaller = picture.copy()
    smaller.thumbnail((_PREVIEW_PX, _PREVIEW_PX))
    return _Page(
        seen=seen,
        picture=content if as_it_is else _encoded(picture, "PNG"),
        preview=_encoded(smaller, "JPEG"),
    )


def _encoded(picture: Image.Image, kind: str) -> bytes:
    target = io.BytesIO()
    picture.save(target, format=kind, quality=_QUALITY)
    return target.getvalue()


def _blank_sheet() -> bytes:
    return _encoded(Image.new("L", _SHEET_PX, "white"), "PNG")
