"""Files on a drive: whole, on the drive itself, and read back; or not there (PROTOCOL §20).

A stick lies more often than a disk: it says that it has written and has not, it is pulled out, it
is smaller than it says. So a file is written under another name, forced out, renamed, forgotten by
the system's memory and read again before anybody is told that it is there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from sync.bundle import BACK, OUT, PIECE_BYTES
from sync.bundle_errors import BundleCancelled, BundleDiffers, BundleNoRoom, FolderFacts

MOST_FILES = 2_000
"""So many files of one folder are looked at; a stick with more of ours is none."""
_NEW = ".new"

Told = Callable[[int], None]
Cancelled = Callable[[], bool]


def find_bundles(folder: Path) -> tuple[Path, ...]:
    """Return the bundles that stand in a folder, by name; links and folders are passed over.

    Raises OSError where the folder cannot be listed.
    """
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            is_ours = Path(entry.name).suffix.lower() in (OUT, BACK)
            if is_ours and entry.is_file(follow_symlinks=False):
                found.append(folder / entry.name)
    return tuple(sorted(found)[:MOST_FILES])


def check_room(folder: Path, needed_bytes: int) -> None:
    """Return if there is room; raises BundleNoRoom, or OSError where the drive does not say."""
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < needed_bytes:
        raise BundleNoRoom(needed_bytes, free_bytes)


def write_file(path: Path, pieces: Iterable[bytes], told: Told, cancelled: Cancelled) -> bytes:
    """Write a file whole and return the SHA-256 of its bytes; it is not read back yet.

    Raises OSError, BundleCancelled, or what *pieces* raises: no file of that name is there then.
    *told* hears how many bytes went out with each piece.
    """
    beside = path.with_name(path.name + _NEW)
    digest = hashlib.sha256()
    remove(beside)
    try:
        with beside.open("xb") as file:  # never through a link that a stick brought along
            for piece in pieces:
                if cancelled():
                    raise BundleCancelled
                file.write(piece)
                digest.update(piece)
                told(len(piece))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _sync_folder(path.parent)
    except BaseException:
        remove(beside, path)
        raise
    return digest.digest()


def read_back(path: Path, sha256: bytes, told: Told, cancelled: Cancelled) -> None:
    """Return if the drive gives back what was written; raises BundleDiffers, OSError, Cancelled."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        _forget(file.fileno())
        while piece := file.read(PIECE_BYTES):
            if cancelled():
                raise BundleCancelled
            digest.update(piece)
            told(len(piece))
    if digest.digest() != sha256:
        raise BundleDiffers(FolderFacts(folder=path.parent))


def remove(*paths: Path) -> None:
    """Remove files as well as a drive lets us; one that was pulled out lets nobody."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


class CarriedFolder:
    """The large records that are carried for other devices, in files named by their hash."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, sha256: bytes, pieces: Iterable[bytes], /) -> bool:
        """Keep a record; False where its bytes are others than that hash. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(sha256)
        found = write_file(path, pieces, lambda _count: None, lambda: False)
        if found != sha256:
            remove(path)
        return found == sha256

    def pieces(self, sha256: bytes, /) -> Iterator[bytes]:
        """Yield a record's bytes; raises OSError where it is gone."""
        with self._path(sha256).open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece

    def remove(self, sha256: bytes, /) -> None:
        """Remove a record; one that is not there changes nothing."""
        remove(self._path(sha256))

    def _path(self, sha256: bytes) -> Path:
        return self._folder / sha256.hex()


def _forget(descriptor: int) -> None:
    """Let the system forget what it remembers of a file, so that the drive itself is read."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _sync_folder(folder: Path) -> None:
    """Force the folder's entries out; not every drive's file system can."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
