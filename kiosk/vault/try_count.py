"""How many wrong claves or codes one may type, and how long one waits afterwards (UX §3.1).

Five free tries, then a wait of 1, 5, 15 minutes before each further one. A try counts as wrong from
the moment it begins, so that ending the program in the middle wins nothing.

Time is the computer's monotonic clock alone, which counts from the computer's start on Linux,
Windows and macOS. A reading below the one that was noted means that the computer started again; as
much as it shows has then surely gone by. Both cases give at most the time that really passed, so
no clock setting, restart of the program or restart of the computer shortens a wait.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

FREE_TRIES = 5
WAITS_SECONDS = (60, 300, 900)
_MOST = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class TryCount:
    """How often somebody missed since the last right one, and what is owed for it."""

    wrong: int = 0
    unrecorded: int = 0  # wrong tries that no event tells of yet
    owed_milliseconds: int = 0
    noted_milliseconds: int = 0  # the monotonic clock when the wait began


UNTRIED = TryCount()


def lost(now_seconds: float) -> TryCount:
    """Return what counts when the counts were lost: no free tries, a minute to wait."""
    return TryCount(
        wrong=FREE_TRIES,
        unrecorded=1,
        owed_milliseconds=WAITS_SECONDS[0] * 1000,
        noted_milliseconds=_milliseconds(now_seconds),
    )


def wait_seconds(count: TryCount, now_seconds: float) -> int:
    """Return how long nothing may be tried, 0 when something may."""
    now = _milliseconds(now_seconds)
    started_again = now < count.noted_milliseconds
    passed = now if started_again else now - count.noted_milliseconds
    return math.ceil(max(0, count.owed_milliseconds - passed) / 1000)


def begun(count: TryCount, now_seconds: float) -> TryCount:
    """Return the count once a try began: as if it were wrong."""
    over = count.wrong + 1 - FREE_TRIES
    owed = WAITS_SECONDS[min(over, len(WAITS_SECONDS) - 1)] if over >= 0 else 0
    return TryCount(
        wrong=min(_MOST, count.wrong + 1),
        unrecorded=min(_MOST, count.unrecorded + 1),
        owed_milliseconds=owed * 1000,
        noted_milliseconds=_milliseconds(now_seconds),
    )


def fitted(count: TryCount) -> TryCount:
    """Return the count after a try that was right after all; what was wrong before is told yet."""
    return TryCount(unrecorded=max(0, count.unrecorded - 1))


def forgiven(count: TryCount) -> TryCount:
    """Return the count after a second person ended the wait: all free tries again."""
    return TryCount(unrecorded=count.unrecorded)


def recorded(count: TryCount) -> TryCount:
    """Return the count once an event told of the wrong tries."""
    return replace(count, unrecorded=0)


def tries_left(count: TryCount) -> int:
    """Return how many free tries are left, 0 when a wait came or comes."""
    return max(0, FREE_TRIES - count.wrong)


def _milliseconds(seconds: float) -> int:
    return max(0, int(seconds * 1000))
