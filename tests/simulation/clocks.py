"""One sun for everybody, and clocks that people and batteries set wrong."""

from __future__ import annotations

from datetime import UTC, datetime

MORNING_SECONDS = 1_795_000_000.0
"""The first morning: in November 2026."""
DAY_SECONDS = 86_400.0


class Sun:
    """True time, which only passes."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def true_time(self) -> float:
        """Return the true time in seconds since 1970."""
        return MORNING_SECONDS + self.seconds


class WallClock:
    """The clocks of one computer: the wall clock can be wrong, the monotonic one begins at boot."""

    def __init__(self, sun: Sun) -> None:
        self._sun = sun
        self._booted = sun.seconds - 20.0
        self.wrong_by_seconds = 0.0

    def boot(self) -> None:
        """Let the monotonic clock begin again."""
        self._booted = self._sun.seconds - 20.0

    def set_to(self, seconds: float) -> None:
        """Have somebody set the wall clock."""
        self.wrong_by_seconds = seconds - self._sun.true_time()

    def now(self) -> datetime:
        """Return what the wall clock shows."""
        return datetime.fromtimestamp(self._sun.true_time() + self.wrong_by_seconds, UTC)

    def monotonic_seconds(self) -> float:
        """Return the seconds since this computer was switched on."""
        return self._sun.seconds - self._booted
