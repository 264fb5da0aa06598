"""Files that are whole or not there: write beside, sync, read back, rename, sync the folder."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path


def sync_data(descriptor: int) -> None:
    """Force a file's content to the disk."""
    if sys.platform == "linux":
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to the disk; Windows does that by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Force a file that somebody else wrote to the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_file(path: Path, content: bytes) -> None:
    """Give *path* a new content, readable by this user only; a cut leaves the old one whole.

    Raises OSError when the disk refuses; the old content then still stands.
    """
    put_in_place(write_beside(path, content), path)


def write_beside(path: Path, content: bytes) -> Path:
    """Write *content* to a new file beside *path*, read it back, and return where it is.

    Raises OSError when the disk refuses or gives back other bytes; nothing is left beside then.
    """
    beside = path.with_name(path.name + ".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            _drop_cache(file.fileno())
        if beside.read_bytes() != content:
            raise OSError(errno.EIO, "the disk gave back other bytes than were written")
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    return beside


def put_in_place(beside: Path, path: Path) -> None:
    """Let a file written beside take the place of *path*, on the disk when it returns.

    Raises OSError where it could not be renamed; *path* then holds what it held.
    """
    try:
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def wipe_file(path: Path) -> None:
    """Overwrite a file with zeros and remove it; one that is not there is wiped already.

    On a disk that writes elsewhere than it is told (most memory chips) the old bytes may outlive
    this: what must not be read again has to be useless by itself. Raises OSError.
    """
    try:
        with path.open("r+b", buffering=0) as file:
            file.write(bytes(os.fstat(file.fileno()).st_size))
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink()


def _drop_cache(descriptor: int) -> None:
    """Let the next read come from the disk, where the system can be asked for it."""
    if sys.platform == "linux":
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
