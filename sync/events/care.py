"""Events of keeping the device sound: backups, protection, verification, orders, settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from sync.annotated import Key
from sync.events.values import BackupAct, BackupPlace, CarriedFor, Protection, WipeStep
from sync.shape import Choice, Day, Flag, Octets, Text, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupChanged:
    """A sealed backup was made and read back, restored from, removed, or did not hold."""

    kind: ClassVar[int] = 111
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "backup.changed"

    act: Annotated[BackupAct, Key(2, Choice(BackupAct))]
    place: Annotated[BackupPlace, Key(3, Choice(BackupPlace))]
    content_hash: Annotated[bytes | None, Key(4, Octets(16, "SHA-256(file)[:16]"))] = None
    size_bytes: Annotated[int, Key(5, Whole(0, 2**50))] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsApplied:
    """A setting of this device was changed by a person, or the institution's settings were."""

    kind: ClassVar[int] = 113
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "settings.applied"

    setting: Annotated[str, Key(2, Text(1, 100, "setting"))]
    value: Annotated[str, Key(3, Text(0, 200, "value"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionDecided:
    """Somebody decided to work at a lower protection of the keys than before or than asked."""

    kind: ClassVar[int] = 115
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "protection.decided"

    wanted: Annotated[Protection, Key(2, Choice(Protection))]
    actual: Annotated[Protection, Key(3, Choice(Protection))]


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalChecked:
    """The whole file was checked on demand; what was found."""

    kind: ClassVar[int] = 116
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "journal.checked"

    holds: Annotated[bool, Key(2, Flag())]
    intact_to: Annotated[int, Key(3, Whole(0, 2**60))]
    last: Annotated[int, Key(4, Whole(0, 2**60))]
    finding: Annotated[str, Key(5, Text(0, 100, "code"))] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WipeFollowed:
    """An administrator's wipe order was shown, and how far it was followed (PROTOCOL §19)."""

    kind: ClassVar[int] = 117
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "wipe.followed"

    order_number: Annotated[int, Key(2, Whole(1, 2**40))]
    step: Annotated[WipeStep, Key(3, Choice(WipeStep))]
    undelivered: Annotated[int | None, Key(4, Whole(1, 2**40, "events not confirmed"))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportExported:
    """A report of the cash desk left the file for another one; it names nobody."""

    kind: ClassVar[int] = 110
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "report.exported"

    report: Annotated[str, Key(2, Text(1, 40, "which report"))]
    form: Annotated[str, Key(3, Text(1, 10, "csv, xlsx or pdf"))]
    first_day: Annotated[date | None, Key(4, Day("first business day yyyymmdd"))] = None
    last_day: Annotated[date | None, Key(5, Day("last business day yyyymmdd"))] = None
    content_hash: Annotated[bytes, Key(6, Octets(16, "SHA-256(file)[:16]"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleWritten:
    """Undelivered work was copied to a drive and read back (PROTOCOL §20)."""

    kind: ClassVar[int] = 118
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "bundle.written"

    bundle_id: Annotated[bytes, Key(2, Octets(16, "bundle"))]
    parts: Annotated[int, Key(3, Whole(1, 10_000))]
    events: Annotated[int, Key(4, Whole(0, 2**40, "how many events"))]
    files: Annotated[int, Key(5, Whole(0, 2**40, "how many attachments"))]
    size_bytes: Annotated[int, Key(6, Whole(0, 2**50))]


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleTaken:
    """What a drive brought was taken in: answers for this device, or records to be carried."""

    kind: ClassVar[int] = 119
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "bundle.taken"

    bundle_id: Annotated[bytes, Key(2, Octets(16, "bundle"))]
    carried_for: Annotated[CarriedFor, Key(3, Choice(CarriedFor))]
    records: Annotated[int, Key(4, Whole(0, 2**40, "records taken"))]
    refused: Annotated[int, Key(5, Whole(0, 2**40, "damaged or not ours"))] = 0
