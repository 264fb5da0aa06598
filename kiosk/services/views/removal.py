"""What stands in the way of removing this device's data: drawn on V28, printed by the command."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class HeldKind(Enum):
    """What is still only on this device."""

    REGISTRATIONS = "registrations"
    PAYMENTS = "payments"
    SHIFTS = "shifts"
    PERSONS = "persons"
    OTHERS = "others"  # technical events: starts, unlocks, approvals
    FILES = "files"  # photos and other files of answers
    DRAFTS = "drafts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """So many of one kind."""

    kind: HeldKind
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalLook:
    """Whether this device's data may be removed, and what is in the way."""

    held: tuple[Held, ...]

    @property
    def may_go(self) -> bool:
        """Return whether nothing is only here; drafts are shown and do not count."""
        return all(one.kind is HeldKind.DRAFTS for one in self.held)

    @property
    def undelivered(self) -> int:
        """Return how many things are only here."""
        return sum(one.count for one in self.held if one.kind is not HeldKind.DRAFTS)


class WithoutKey(Enum):
    """What can be said of a profile without opening it.

    NOTHING_HERE: no file. GONE: its keys were destroyed. DELIVERED: everything was confirmed.
    UNKNOWN: something may be only here.
    """

    NOTHING_HERE = "nothing-here"
    GONE = "gone"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"
