"""The shift: who may take cash, and when a business day may be opened (UX §3.2, PROTOCOL §17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import ClassVar

from kiosk.errors import KnownError

MOST_DAYS_AHEAD = 8  # PROTOCOL §17: some offices open once a week


class Shift(Enum):
    """Where the drawer stands.

    CLOSED: nobody is answerable for the drawer; registrations go on, cash does not.

    OPEN: a float was counted in; payments are taken and belong to this shift.

    CHECKING: a surprise count goes on, blind; no payment until it ends, then the shift goes on.

    COUNTING: the drawer is being counted blind to close; no new payment begins, drafts may stay.

    RECOUNTING: the first count differed from what is recorded; counted again, still blind.

    COUNTED: the last count stands and is shown; a reason and a signature close the shift.
    """

    CLOSED = "closed"
    OPEN = "open"
    CHECKING = "checking"
    COUNTING = "counting"
    RECOUNTING = "recounting"
    COUNTED = "counted"


COUNTS = (Shift.CHECKING, Shift.COUNTING, Shift.RECOUNTING)
"""The states in which somebody types counts into a grid."""


class Act(Enum):
    """What people do to a shift."""

    OPEN = "open"
    TAKE_CASH = "take_cash"
    START_CHECK = "start_check"
    END_CHECK = "end_check"
    START_COUNT = "start_count"
    STOP_COUNT = "stop_count"
    COUNT_AGAIN = "count_again"
    END_COUNT = "end_count"
    SEAL = "seal"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAllowedFacts:
    """From which state which act leads nowhere."""

    state: str
    act: str


class NotAllowed(KnownError):
    """The act leads nowhere from this state; nothing was written."""

    code: ClassVar[str] = "shift.not_allowed"

    def __init__(self, state: Shift, act: Act) -> None:
        super().__init__(NotAllowedFacts(state=state.value, act=act.value))


class NoOpenShift(NotAllowed):
    """Cash needs an open shift; nothing was written."""

    code: ClassVar[str] = "shift.none"


class ShiftCounting(NotAllowed):
    """The drawer is being counted: cash waits until the count has ended; nothing was written."""

    code: ClassVar[str] = "shift.counting"


class ShiftAlreadyOpen(NotAllowed):
    """A shift is open already; nothing was written."""

    code: ClassVar[str] = "shift.already_open"


def after(state: Shift, act: Act) -> Shift:
    """Return the state that *act* leads to; raise NotAllowed where it leads nowhere."""
    match state, act:
        case Shift.CLOSED, Act.OPEN:
            return Shift.OPEN
        case Shift.OPEN, Act.TAKE_CASH:
            return Shift.OPEN
        case Shift.OPEN, Act.START_CHECK:
            return Shift.CHECKING
        case Shift.OPEN, Act.START_COUNT:
            return Shift.COUNTING
        case ((Shift.CHECKING | Shift.COUNTING), Act.STOP_COUNT):
            return Shift.OPEN
        case Shift.CHECKING, Act.END_CHECK:
            return Shift.OPEN
        case Shift.COUNTING, Act.COUNT_AGAIN:
            return Shift.RECOUNTING
        case ((Shift.COUNTING | Shift.RECOUNTING), Act.END_COUNT):
            return Shift.COUNTED
        case Shift.COUNTED, Act.SEAL:
            return Shift.CLOSED
        case Shift.CLOSED, Act.TAKE_CASH:
            raise NoOpenShift(state, act)
        case _, Act.TAKE_CASH:
            raise ShiftCounting(state, act)
        case _, Act.OPEN:
            raise ShiftAlreadyOpen(state, act)
        case _:
            raise NotAllowed(state, act)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """The day that was asked for, and the day it is measured against."""

    day: date
    other: date


class DayNotLater(KnownError):
    """The business day lies before the last one of this device; nothing was written."""

    code: ClassVar[str] = "shift.day_not_later"

    def __init__(self, day: date, last: date) -> None:
        super().__init__(DayFacts(day=day, other=last))


class DayBeforeFloor(KnownError):
    """The business day lies before what the platform's time allows; nothing was written."""

    code: ClassVar[str] = "shift.day_before_floor"

    def __init__(self, day: date, floor: date) -> None:
        super().__init__(DayFacts(day=day, other=floor))


class DayTooFar(KnownError):
    """More days have passed than may without a second person; nothing was written."""

    code: ClassVar[str] = "shift.day_too_far"

    def __init__(self, day: date, last: date) -> None:
        super().__init__(DayFacts(day=day, other=last))


class DayNotToday(KnownError):
    """The day is not the date of the clock (needs a second person); nothing was written."""

    code: ClassVar[str] = "shift.day_not_today"

    def __init__(self, day: date, today: date) -> None:
        super().__init__(DayFacts(day=day, other=today))


def check_business_day(
    day: date,
    *,
    last: date | None,
    floor: date,
    today: date | None,
    most_days_ahead: int = MOST_DAYS_AHEAD,
    approved: bool = False,
) -> None:
    """Refuse a business day that PROTOCOL §17 does not let one person open.

    The day of the last shift may be opened again: several cashiers share a drawer on one day.

    *last* is the last one of the stream, *floor* the date of the receipt floor, *today* the date of
    a clock that may be believed, None of one that may not: then the operator names the day.
    *most_days_ahead* is the institution's policy.
    Raises DayNotLater, DayBeforeFloor, DayTooFar or DayNotToday; nothing was written. The last two
    a second person may approve: then *approved*.
    """
    if last is not None and day < last:
        raise DayNotLater(day, last)
    if day < floor:
        raise DayBeforeFloor(day, floor)
    if approved:
        return
    before = last if last is not None else floor
    if (last is not None or today is None) and (day - before).days > most_days_ahead:
        raise DayTooFar(day, before)
    if today is not None and day != today:
        raise DayNotToday(day, today)


def propose_business_day(*, last: date | None, floor: date, today: date | None) -> date:
    """Return the day V03 starts from: today, or the first possible one where the clock is wrong."""
    if today is not None:
        return today
    return floor if last is None else max(floor, last + timedelta(days=1))
