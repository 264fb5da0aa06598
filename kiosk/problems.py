"""Joins an error's code and facts with its three sentences; the only place that does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What happened, whether the work is safe, what to do now."""

    happened: str
    safe: str
    todo: str
