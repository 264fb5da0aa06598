"""What can go wrong with a drive (PROTOCOL §20). After each of these nothing has changed here."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path

from sync.errors import SyncError


class BundleError(SyncError):
    """A drive could not be written or read; no file of ours is left half on it.

    BundleError
    ├── BundleNothing             there is nothing to copy, or nothing to take
    ├── BundleNoRoom              the drive is full
    ├── BundleGone                the drive was pulled out, or does not answer
    ├── BundleReadOnly            the drive cannot be written
    ├── BundleDiffers             read back, other bytes came than were written
    ├── BundleTrouble             the system refuses for another reason
    ├── BundleChanged             an event was erased meanwhile: do it again
    ├── BundleOtherInstitution    nothing on it is of this institution
    ├── BundleDamaged             nothing on it can be read whole
    └── BundleCancelled           a person stopped it
    """

    code = "bundle.trouble"


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFacts:
    """Which folder of which drive."""

    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFacts:
    """How much is needed and how much there is."""

    needed_bytes: int
    free_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DamageFacts:
    """How many records could not be read."""

    missing: int


class BundleNothing(BundleError):
    """There is nothing to copy, or nothing on the drive to take."""

    code = "bundle.nothing"


class BundleNoRoom(BundleError):
    """The drive has no room for all of it; nothing is left on it."""

    code = "bundle.no_room"

    def __init__(self, needed_bytes: int, free_bytes: int) -> None:
        super().__init__(RoomFacts(needed_bytes=needed_bytes, free_bytes=free_bytes))


class BundleGone(BundleError):
    """The drive was pulled out or does not answer any more."""

    code = "bundle.gone"


class BundleReadOnly(BundleError):
    """The drive cannot be written: locked, or not ours to write."""

    code = "bundle.read_only"


class BundleDiffers(BundleError):
    """Read back, other bytes came than were written: the drive is not to be trusted."""

    code = "bundle.differs"


class BundleTrouble(BundleError):
    """The system refuses for a reason of its own."""

    code = "bundle.trouble"


class BundleChanged(BundleError):
    """An event was erased while its copy was written; the copy is gone, do it again."""

    code = "bundle.changed"


class BundleOtherInstitution(BundleError):
    """What is on the drive belongs to another institution; nothing was taken."""

    code = "bundle.other_institution"


class BundleDamaged(BundleError):
    """Nothing on the drive can be read whole; nothing was taken."""

    code = "bundle.damaged"

    def __init__(self, missing: int) -> None:
        super().__init__(DamageFacts(missing=missing))


class BundleCancelled(BundleError):
    """A person stopped it."""

    code = "bundle.cancelled"


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_LOCKED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.EIO, errno.ESTALE})


def of_drive(error: OSError, folder: Path, *, needed_bytes: int = 0) -> BundleError:
    """Return the error for what the system said about a drive."""
    facts = FolderFacts(folder=folder)
    if error.errno in _FULL:
        return BundleNoRoom(needed_bytes, 0)
    if error.errno in _LOCKED:
        return BundleReadOnly(facts)
    if error.errno in _GONE:
        return BundleGone(facts)
    return BundleTrouble(facts)
