"""How long this device has been at work: monotonic time while the file is open, kept across starts.

Waits and leases are counted with it, so that turning the clock neither shortens nor lengthens them
(PROTOCOL §17, §19). Time asleep or switched off does not count.
"""

from __future__ import annotations

from sync.clock import Clock
from sync.journal import Transaction

KEPT_EVERY_SECONDS = 60.0


def running_seconds(tx: Transaction) -> int:
    """Return the seconds counted so far."""
    return int(tx.execute("SELECT seconds FROM running").fetchone()[0])


def starts(tx: Transaction) -> int:
    """Return how often the file was opened to work with."""
    return int(tx.execute("SELECT starts FROM running").fetchone()[0])


def count_start(tx: Transaction) -> None:
    """Count one more opening."""
    tx.execute("UPDATE running SET starts = starts + 1")


class RunningTime:
    """Counts from one reading of the monotonic clock to the next, while the file is open.

    What was not kept before a crash is lost, at most the time between two calls: waits then last
    longer, never shorter.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._counted_to = clock.monotonic_seconds()

    def keep(self, tx: Transaction) -> int:
        """Add what has passed since the last call; return all seconds counted so far."""
        now = self._clock.monotonic_seconds()
        passed = max(0, int(now - self._counted_to))
        if passed:
            tx.execute("UPDATE running SET seconds = seconds + ?", (passed,))
            self._counted_to += passed
        return running_seconds(tx)
