"""Sticks as V25 and V26 show them; nothing about a citizen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveView:
    """A drive, or a folder that a person chose instead (*chosen*)."""

    path: Path
    name: str  # "" where nobody named it
    free_bytes: int
    read_only: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryPlan:
    """What would go onto a stick now: everything that is not confirmed, whatever way it took."""

    records: int
    files: int
    size_bytes: int  # with the seals and signatures around it
    on_a_stick: int = 0  # of the records: how many an earlier copy holds already

    @property
    def empty(self) -> bool:
        """Return whether there is nothing to copy."""
        return not (self.records or self.files or self.size_bytes)


class CopyPhase(Enum):
    """Copying out, then reading everything back."""

    WRITING = "writing"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyProgress:
    """How far a copy is."""

    phase: CopyPhase
    done_bytes: int
    of_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyDone:
    """What is on the stick, read back and compared."""

    records: int
    files: int
    size_bytes: int
    parts: int  # files on the stick


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What lies on a stick, before anything of it is taken. Numbers are files."""

    answers: int = 0  # from the central to this device
    own: int = 0  # copies this device made
    others: int = 0  # of other devices of the institution: can be carried on, unread
    unreadable: int = 0  # of another institution, or damaged as a whole
    spare: int = 0  # of this device, needed no more: may be cleaned away

    @property
    def anything(self) -> bool:
        """Return whether there is something to take."""
        return bool(self.answers or self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What came of a stick."""

    delivered: int = 0  # records that the answers confirmed
    files: int = 0  # photos that the answers confirmed
    forms: bool = False
    prices: bool = False
    people: bool = False
    other_news: bool = False  # settings, accounts and the like
    orders: bool = False  # a list of reported devices, an order, the term of the device
    new_series: bool = False  # the stream goes on under a new series (PROTOCOL §10)
    carried_devices: int = 0
    carried_records: int = 0
    left_out: int = 0  # records of others for which there is no room
    refused: int = 0  # records that do not hold or are not ours
    missing: int = 0  # records that a file should hold and does not
    spare: int = 0  # files on the stick that nobody needs any more

    @property
    def anything(self) -> bool:
        """Return whether anything was taken."""
        return bool(
            self.delivered or self.files or self.forms or self.prices or self.people
            or self.other_news or self.orders or self.carried_records
        )  # fmt: skip
