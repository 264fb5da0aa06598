"""What happened in one world: every fault by name, and the story that tells it apart."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Story:
    """Counts faults and keeps the lines of one world; the same seed tells the same story."""

    seed: str
    counts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)
    day: int = 0

    def tell(self, what: str, who: str = "", detail: str = "") -> None:
        """Note that something happened; *what* is a name that is counted."""
        self.counts[what] += 1
        self.lines.append(f"day {self.day} {who} {what} {detail}".rstrip())

    @property
    def digest(self) -> str:
        """Return what two tellings of the same story have in common."""
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A promise that did not hold."""

    promise: str
    detail: str

    def __str__(self) -> str:
        """Return one line for a person."""
        return f"{self.promise}: {self.detail}"
