"""How a wipe order is followed: stages and what leads from one to the next (PROTOCOL §19).

Pure: whoever calls it records each stage in the journal, in the transaction that sets it, so that
a kill between any two leaves a stage from which it goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import assert_never

from sync.revocations import Reported

WAIT_SECONDS = 72 * 3_600
"""Running time between showing an order and stopping; none for a lost device."""
FAREWELL_SECONDS = 600
"""Running time for the last word to arrive; all that was captured has been acknowledged before."""


class WipeStage(IntEnum):
    """How far a wipe order was followed.

    TAKEN: it held and is kept; nobody was told yet. Leaves at once, by being recorded and shown.

    WAITING: shown on every screen, capture goes on. Leaves after 72 h of running time, at once for
    a lost device, and never before the server time that the order names.

    DELIVERING: nothing new is captured, everything is pushed. Leaves when the last event is
    acknowledged, or without a link after the number of starts that the institution allows.

    DELIVERED: that all arrived is recorded and on its way. Leaves when that is acknowledged too, or
    after ten minutes of running time: nothing else would be lost.

    DESTROYING: the key slots go now; after a crash this goes on before anything is opened.
    """

    TAKEN = 0
    WAITING = 1
    DELIVERING = 2
    DELIVERED = 3
    DESTROYING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class WipeFacts:
    """What the next stage depends on.

    `waited_seconds` and `starts` count since the present stage began. `starts_allowed` 0: never
    without a link. `server_seconds` is the newest time in a signed message, 0 for none.
    """

    why: Reported
    not_before_seconds: int
    server_seconds: int
    waited_seconds: int
    starts: int
    starts_allowed: int
    all_delivered: bool


def stops_capture(stage: WipeStage) -> bool:
    """Say whether nothing new may be captured any more."""
    return stage >= WipeStage.DELIVERING


def after(stage: WipeStage, facts: WipeFacts) -> WipeStage:
    """Return the stage that follows now; the same one while something is awaited."""
    match stage:
        case WipeStage.TAKEN:
            return WipeStage.WAITING
        case WipeStage.WAITING:
            return WipeStage.DELIVERING if _may_begin(facts) else stage
        case WipeStage.DELIVERING:
            if facts.all_delivered:
                return WipeStage.DELIVERED
            return WipeStage.DESTROYING if _hopeless(facts) else stage
        case WipeStage.DELIVERED:
            done = facts.all_delivered or facts.waited_seconds >= FAREWELL_SECONDS
            return WipeStage.DESTROYING if done else stage
        case WipeStage.DESTROYING:
            return stage
        case _:
            assert_never(stage)


def seconds_left(stage: WipeStage, facts: WipeFacts) -> int:
    """Return how much running time is left before capture stops."""
    if stage > WipeStage.WAITING or facts.why is Reported.LOST:
        return 0
    waited = facts.waited_seconds if stage is WipeStage.WAITING else 0
    return max(0, WAIT_SECONDS - waited)


def _may_begin(facts: WipeFacts) -> bool:
    if facts.server_seconds < facts.not_before_seconds:
        return False
    return facts.why is Reported.LOST or facts.waited_seconds >= WAIT_SECONDS


def _hopeless(facts: WipeFacts) -> bool:
    """Say whether the institution's grace period without a link is over; off by default."""
    return 0 < facts.starts_allowed <= facts.starts
