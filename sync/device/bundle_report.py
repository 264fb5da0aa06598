"""What is told of a drive: how far it has come, what was written, what was taken (PROTOCOL §20)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from sync.device.bundle_look import Drive
from sync.device.bundle_take import Took
from sync.device.carrying import Carried


class BundlePhase(Enum):
    """What is being done to a drive."""

    WRITING = "writing"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleProgress:
    """How far it has come."""

    phase: BundlePhase
    done_bytes: int
    of_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePlan:
    """What would be written: all that is undelivered, also what an older bundle holds already.

    `size_bytes` is never less than what comes.
    """

    events: int
    files: int
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleDone:
    """What was written and read back."""

    bundle_id: bytes
    parts: int
    events: int
    files: int
    size_bytes: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleTaken:
    """What a drive brought.

    `delivered`: events confirmed by it that were not before. `carried`: records of other devices
    taken along; `answered`: records written back for others. `repeated`: known before. `stale`: of
    an older time or another database of the central. `missing` and `refused` name file, type and
    code of what could not be read, or does not hold.
    """

    delivered: int
    answers: int
    confirmations: int
    pages: int
    carried: int
    carried_bytes: int
    repeated: int
    stale: int
    missing: tuple[str, ...]
    refused: tuple[str, ...]
    carried_devices: int = 0
    answered: int = 0
    left_out: int = 0  # no room in what may be carried
    datasets: frozenset[int] = frozenset()
    revocations: bool = False
    profile: bool = False
    wipe: bool = False
    lease: bool = False
    forked: bool = False
    adopted: bool = False

    @property
    def orders(self) -> bool:
        """Say whether the office's word came: a list, a wipe, the lease, a profile."""
        return self.revocations or self.wipe or self.lease or self.profile


Told = Callable[[BundleProgress], None]


def taken_of(drive: Drive, took: Took, carried: Carried, answered: int) -> BundleTaken:
    """Return what taking a drive came to."""
    return BundleTaken(
        delivered=took.delivered,
        answers=took.acks,
        confirmations=took.confirmations,
        pages=took.pages,
        carried=carried.records,
        carried_bytes=carried.size_bytes,
        repeated=took.repeated + carried.repeated,
        stale=took.stale,
        missing=tuple(drive.missing),
        refused=(*took.refused, *carried.refused),
        answered=answered,
        carried_devices=len(carried.devices),
        left_out=carried.left_out,
        datasets=frozenset(took.datasets),
        revocations=took.revocations,
        profile=took.profile,
        wipe=took.wipe,
        lease=took.lease,
        forked=took.forked,
        adopted=took.adopted,
    )
