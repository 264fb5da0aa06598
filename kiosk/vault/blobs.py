"""Files of answers: sealed, named by their hash, in `blobs/` beside the database (PROTOCOL §13).

A file is whole and on the disk before the row that names it commits; one that nothing names is
swept away a week later. What stands in a file cannot be read without its event's salt.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import ClassVar

from kiosk.errors import KnownError
from kiosk.vault.errors import free_bytes, of_system
from kiosk.vault.files import replace_file, sync_folder
from sync.device.ports import BlobUnreadable

SWEPT_AFTER_SECONDS = 7 * 86_400
_FOLDER = "blobs"
_OURS = re.compile(r"[0-9a-f]{32}(\.new)?")


class BlobMissing(KnownError):
    """The file of an answer is not on this disk any more; the answer itself is kept."""

    code: ClassVar[str] = "attachment.missing"


class BlobFolder:
    """The sealed files of one profile."""

    def __init__(self, database: Path) -> None:
        self._folder = database.with_name(_FOLDER)

    @property
    def folder(self) -> Path:
        """Return where the files are."""
        return self._folder

    def free_bytes(self) -> int:
        """Return the room on the disk."""
        return free_bytes(self._folder)

    def put(self, blob_id: bytes, sealed: bytes) -> None:
        """Write a sealed file and force it to the disk; the same again changes nothing.

        Raises DiskFull or FileTrouble: no file of that name is there then, also not half of one.
        """
        path = self._path(blob_id)
        try:
            if path.exists() and path.stat().st_size == len(sealed):
                return
            if not self._folder.exists():
                self._folder.mkdir(mode=0o700, parents=True)
                sync_folder(self._folder.parent)
            replace_file(path, sealed)
        except OSError as error:
            raise of_system(error, self._folder) from error

    def read(self, blob_id: bytes) -> bytes:
        """Return a sealed file; raises BlobMissing or FileTrouble."""
        try:
            return self._path(blob_id).read_bytes()
        except FileNotFoundError:
            raise BlobMissing from None
        except OSError as error:
            raise of_system(error, self._folder) from error

    def length_of(self, blob_id: bytes, /) -> int | None:
        """Return how many bytes a sealed file has; None where none can be looked at."""
        try:
            return self._path(blob_id).stat().st_size
        except OSError:
            return None

    def read_at(self, blob_id: bytes, offset: int, most_bytes: int, /) -> bytes:
        """Return bytes of a sealed file, fewer at its end; raises BlobUnreadable."""
        try:
            with self._path(blob_id).open("rb") as file:
                file.seek(offset)
                return file.read(most_bytes)
        except OSError as error:
            raise BlobUnreadable(blob_id.hex()) from error

    def has(self, blob_id: bytes) -> bool:
        """Tell whether a file is there."""
        return self._path(blob_id).exists()

    def remove(self, blob_id: bytes) -> None:
        """Remove a file that nothing names and nobody was told of; none there changes nothing."""
        try:
            self._path(blob_id).unlink(missing_ok=True)
        except OSError as error:
            raise of_system(error, self._folder) from error

    def sweep(self, named: Collection[bytes], now_seconds: int) -> int:
        """Remove what nothing names and is older than a week; return how many files went.

        A file that cannot be looked at or removed stays for the next time.
        """
        if not self._folder.exists():
            return 0
        keep = {blob_id.hex() for blob_id in named}
        gone = 0
        for path in self._folder.iterdir():
            if _OURS.fullmatch(path.name) is None or path.name in keep:
                continue
            try:
                if path.stat().st_mtime <= now_seconds - SWEPT_AFTER_SECONDS:
                    path.unlink()
                    gone += 1
            except OSError:
                continue
        return gone

    def _path(self, blob_id: bytes) -> Path:
        return self._folder / blob_id.hex()
