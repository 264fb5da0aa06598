"""What the care of this device says: room, backups, the check of the whole file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path


class DiskLevel(Enum):
    """How much room is left (UX §4.2)."""

    ROOMY = "roomy"
    LOW = "low"  # below 500 MB
    NO_PHOTOS = "no_photos"  # below what the institution keeps back: no new photos
    FULL = "full"  # below what payments keep back for themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskRoom:
    """The room on the disk; *days* at the pace of this device, None while nobody can say."""

    level: DiskLevel
    free_bytes: int
    days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamChecked:
    """How far one stream's links hold; *intact_at* is the time of its last intact event."""

    name: str  # the series as people read it
    intact_to: int
    last: int
    intact_at: datetime | None

    @property
    def holds(self) -> bool:
        """Return whether every link holds."""
        return self.intact_to == self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """The whole file was checked; *finding* is the code of the first thing found, else ""."""

    holds: bool
    finding: str
    events: int
    streams: tuple[StreamChecked, ...]
    files: int  # sealed files of answers that are as they were sealed
    files_missing: int
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckProgress:
    """How far a check is."""

    done: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupDone:
    """A backup was made and read back."""

    file: Path
    size_bytes: int
    events: int  # number of its last event
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupLine:
    """One backup that was made here.

    *erased_since*: content was erased by law after it was made; it must be gone by *expires_at*.
    """

    name: str
    folder: str
    removable: bool
    in_reach: bool
    size_bytes: int
    made_at: datetime
    erased_since: bool
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupsView:
    """Where backups go, how often, and which there are, the newest first."""

    folder: Path | None
    every_hours: int  # 0: never by itself
    last_at: datetime | None
    due: bool
    lines: tuple[BackupLine, ...]
