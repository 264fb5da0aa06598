"""Sealed files on the central's disk: written as they arrive, whole under their own name.

`aa/HASH-DEVICE` is whole and what its name says; `….part` is what has come so far. Several
processes may write: each byte of a file has one place and one value, so two writers that do not
know of each other write the same. The newest writer's mark stands in `….claim`; an older one sees
it and ends. Nothing here outlives a connection: no lock can stay behind (PROTOCOL §26).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sync.ids import DeviceId

FOLDER_NAME = "blobs"
_READ_BYTES = 2**20


class Superseded(Exception):
    """Another request writes this file now, or it was ended; this one writes no more."""


class BlobStorage:
    """The files in one folder; every call may raise OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, device_id: DeviceId, blob_id: bytes) -> Path:
        """Return where a file stands once it is whole."""
        name = f"{blob_id.hex()}-{device_id.hex()}"
        return self.folder / name[:2] / name

    def received(self, device_id: DeviceId, blob_id: bytes) -> int:
        """Return how many bytes of a file are here."""
        whole = self.path(device_id, blob_id)
        for path in (whole, _part(whole)):
            with contextlib.suppress(FileNotFoundError):
                return path.stat().st_size
        return 0

    def is_whole(self, device_id: DeviceId, blob_id: bytes, length_bytes: int) -> bool:
        """Say whether a file is here under its own name with that length."""
        try:
            return self.path(device_id, blob_id).stat().st_size == length_bytes
        except FileNotFoundError:
            return False

    def free_bytes(self) -> int:
        """Return the room on the disk."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return shutil.disk_usage(self.folder).free

    def claim(self, device_id: DeviceId, blob_id: bytes) -> bytes:
        """Become the one who writes a file; whoever did before ends at the next piece."""
        whole, mark = self.path(device_id, blob_id), os.urandom(16)
        whole.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = whole.with_name(f"{whole.name}.claim-{mark.hex()}")
        fresh.write_bytes(mark)
        fresh.replace(_claim(whole))
        if not whole.exists():
            _part(whole).touch(mode=0o600)
        return mark

    def holds(self, device_id: DeviceId, blob_id: bytes, mark: bytes) -> bool:
        """Say whether nobody else has become the writer since."""
        try:
            return _claim(self.path(device_id, blob_id)).read_bytes() == mark
        except FileNotFoundError:
            return False

    def write_at(
        self, device_id: DeviceId, blob_id: bytes, mark: bytes, offset: int, piece: bytes
    ) -> None:
        """Write a piece where it belongs; raises Superseded where another is the writer now."""
        if not self.holds(device_id, blob_id, mark):
            raise Superseded
        try:
            with _part(self.path(device_id, blob_id)).open("r+b", buffering=0) as file:
                file.seek(offset)
                rest = memoryview(piece)
                while rest:
                    rest = rest[file.write(rest) or 0 :]
        except FileNotFoundError:
            raise Superseded from None

    def sync(self, device_id: DeviceId, blob_id: bytes) -> None:
        """Force what has come of a file to the disk."""
        with (
            contextlib.suppress(FileNotFoundError),
            _part(self.path(device_id, blob_id)).open("r+b") as file,
        ):
            os.fsync(file.fileno())

    def finish(self, device_id: DeviceId, blob_id: bytes) -> bool:
        """Give a file that has all its bytes its own name; False, and nothing left, if the bytes
        are not what the name says."""
        whole = self.path(device_id, blob_id)
        if not whole.exists():
            try:
                right = hash16_of(_part(whole)) == blob_id
            except FileNotFoundError:
                return False
            if not right:
                self.drop(device_id, blob_id)
                return False
            with contextlib.suppress(FileNotFoundError):  # another one was quicker
                _part(whole).replace(whole)
            sync_folder(whole.parent)
            sync_folder(self.folder)
        elif hash16_of(whole) != blob_id:
            self.remove(device_id, blob_id)
            return False
        _claim(whole).unlink(missing_ok=True)
        return True

    def drop(self, device_id: DeviceId, blob_id: bytes) -> None:
        """Remove what has come of a file; one that is whole stays."""
        whole = self.path(device_id, blob_id)
        _part(whole).unlink(missing_ok=True)
        _claim(whole).unlink(missing_ok=True)

    def remove(self, device_id: DeviceId, blob_id: bytes) -> None:
        """Remove a file, whole or not."""
        self.drop(device_id, blob_id)
        self.path(device_id, blob_id).unlink(missing_ok=True)

    def read(
        self, device_id: DeviceId, blob_id: bytes, offset: int = 0, most_bytes: int = -1
    ) -> bytes:
        """Return bytes of a whole file."""
        with self.path(device_id, blob_id).open("rb") as file:
            file.seek(offset)
            return file.read(most_bytes)


def hash16_of(path: Path) -> bytes:
    """Return SHA-256[:16] of a file's bytes."""
    digest = hashlib.sha256()
    for piece in _pieces(path):
        digest.update(piece)
    return digest.digest()[:16]


def sync_folder(folder: Path) -> None:
    """Force a rename to the disk."""
    if os.name == "nt":
        return  # a folder cannot be synced there; the rename itself is durable
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_READ_BYTES):
            yield piece


def _part(whole: Path) -> Path:
    return whole.with_name(whole.name + ".part")


def _claim(whole: Path) -> Path:
    return whole.with_name(whole.name + ".claim")
