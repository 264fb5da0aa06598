"""What can go wrong with the encrypted file that is nobody's mistake.

KnownError
├── DiskFull        vault.disk_full      nothing was written; the next save works once there is room
├── Damaged         vault.damaged        a page, the file's head or the key slots cannot be read
├── WentBack        vault.went_back      older than its witness; a new stream comes first
├── AlreadyOpen     vault.already_open   another copy of the program uses this profile
├── DeviceWiped     device.wiped         an administrator's order destroyed the keys; nothing opens
├── NewerFile       vault.newer          a newer program wrote this file; nothing was changed
└── FileTrouble     vault.io             the disk or the system refused; nothing was written
"""

from __future__ import annotations

import errno
import shutil
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import ClassVar

from kiosk.errors import KnownError

FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
ALMOST_FULL_BYTES = 1_048_576


class Part(Enum):
    """Which file is meant."""

    DATABASE = "database"
    SLOTS = "slots"
    WITNESS = "witness"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskFullFacts:
    """How much room the disk says it has."""

    free_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedFacts:
    """Which file cannot be read, and what the database said."""

    part: Part
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewerFacts:
    """The first step found in the file that this program does not know."""

    set_name: str
    migration: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTroubleFacts:
    """What the system said."""

    detail: str


class DiskFull(KnownError):
    """The disk has no room; nothing was written, and the next save works once there is room."""

    code: ClassVar[str] = "vault.disk_full"


class Damaged(KnownError):
    """A file cannot be read as it was written; nothing was changed."""

    code: ClassVar[str] = "vault.damaged"


class WentBack(KnownError):
    """The file is older than its witness: no event is taken before a new stream is opened."""

    code: ClassVar[str] = "vault.went_back"


class AlreadyOpen(KnownError):
    """Another copy of the program uses this profile; nothing was opened."""

    code: ClassVar[str] = "vault.already_open"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceWipedFacts:
    """Which administrator's order was followed."""

    order_number: int


class DeviceWiped(KnownError):
    """The keys of this device were destroyed by order (PROTOCOL §19); nothing opens the file."""

    code: ClassVar[str] = "device.wiped"


class NewerFile(KnownError):
    """A newer program wrote this file; nothing was changed."""

    code: ClassVar[str] = "vault.newer"


class FileTrouble(KnownError):
    """The disk or the system refused; nothing was written."""

    code: ClassVar[str] = "vault.io"


def free_bytes(path: Path) -> int:
    """Return the room on the disk that holds *path*."""
    return shutil.disk_usage(path if path.exists() else path.parent).free


def of_system(error: OSError, path: Path) -> KnownError:
    """Return the known error for a refusal by the operating system."""
    if error.errno in FULL_ERRNOS:
        return DiskFull(DiskFullFacts(free_bytes=free_bytes(path)))
    return FileTrouble(FileTroubleFacts(detail=f"{error.strerror} ({error.errno})"))
