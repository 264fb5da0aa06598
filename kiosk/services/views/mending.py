"""What screen X02 shows of a file that is damaged; sentences are ready to be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One thing that was found, and what to do about it."""

    found: str
    todo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DamageView:
    """Everything that was found. *readable*: what can be read of it, empty where nothing can.

    *opened*: the clave fitted; without it only what is seen from outside is told.
    """

    opened: bool
    sound: bool
    findings: tuple[FindingView, ...]
    readable: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueView:
    """A rescue was written: what is in it and where it lies."""

    lines: tuple[str, ...]
    file: str
    folder: str
    kept: str
