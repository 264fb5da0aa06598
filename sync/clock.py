"""Time and randomness as ports, so that no rule reads a clock of its own (PROTOCOL §17)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

RandomBytes = Callable[[int], bytes]
"""Returns that many unpredictable bytes; `os.urandom` in the product, a seeded one in tests."""


class Clock(Protocol):
    """Where time comes from."""

    def now(self) -> datetime:
        """Return the device's wall clock as an aware instant in UTC."""
        ...

    def monotonic_seconds(self) -> float:
        """Return seconds that only grow while the program runs."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Return the wall clock in UTC."""
        return datetime.fromtimestamp(time.time(), UTC)

    def monotonic_seconds(self) -> float:
        """Return the monotonic clock in seconds."""
        return time.monotonic()


def now_milliseconds(clock: Clock) -> int:
    """Return the wall clock in whole milliseconds since 1970 in UTC."""
    return int(clock.now().timestamp() * 1000)


system_random: RandomBytes = os.urandom
