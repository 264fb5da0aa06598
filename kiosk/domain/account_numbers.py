"""The six digits of an account card: what is refused as too easy, and how often one may miss.

Five tries per card and day (UX §8.5). Time is the computer's monotonic clock alone, as for claves
(`kiosk.vault.try_count`): a reading below the one noted means that the computer started again, and
as much as it shows has then surely gone by. So no setting of the clock, restart of the program or
restart of the computer gives a try back early.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import pairwise

DIGITS = 6
TRIES = 5
DAY_SECONDS = 86_400


class NumberFault(Enum):
    """Why six digits are refused."""

    FORM = "form"  # not six digits
    EASY = "easy"  # a row, a repetition
    BORN = "born"  # the birth date in some order
    OWN = "own"  # digits of the person's CURP or phone


def fault_of_number(digits: str, born: date | None, known: tuple[str, ...]) -> NumberFault | None:
    """Return why a number may not be chosen, or None; *known*: CURP and phone of the person."""
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return NumberFault.FORM
    if _is_easy(digits):
        return NumberFault.EASY
    if born is not None and digits in _dates(born):
        return NumberFault.BORN
    if any(digits in "".join(c for c in one if c.isdigit()) for one in known):
        return NumberFault.OWN
    return None


def _is_easy(digits: str) -> bool:
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(digits)}
    repeats = digits in (digits[:2] * 3, digits[:3] * 2)
    return len(steps) == 1 or repeats or len(set(digits)) < 3


def _dates(born: date) -> frozenset[str]:
    day, month, year = f"{born.day:02}", f"{born.month:02}", f"{born.year:04}"
    short = year[2:]
    return frozenset(
        {
            day + month + short,
            month + day + short,
            short + month + day,
            short + day + month,
            month + year,
            year + month,
            day + year,
            year + day,
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTries:
    """How often a card's number was missed, and when on the monotonic clock that began."""

    wrong: int = 0
    owed_milliseconds: int = 0  # until the misses count no more
    noted_milliseconds: int = 0


UNTRIED = CardTries()


def passed(tries: CardTries, now_seconds: float) -> CardTries:
    """Return the count as it stands now; after a day that was surely lived through, untried."""
    if not tries.wrong:
        return UNTRIED
    now = _milliseconds(now_seconds)
    lived = now if now < tries.noted_milliseconds else now - tries.noted_milliseconds
    owed = tries.owed_milliseconds - lived
    if owed <= 0:
        return UNTRIED
    return CardTries(wrong=tries.wrong, owed_milliseconds=owed, noted_milliseconds=now)


def begun(tries: CardTries, now_seconds: float) -> CardTries:
    """Return the count once a try began: as if it were wrong, so that ending the program wins none.

    The day begins with the first miss.
    """
    now = passed(tries, now_seconds)
    owed = now.owed_milliseconds if now.wrong else DAY_SECONDS * 1000
    return CardTries(
        wrong=now.wrong + 1, owed_milliseconds=owed, noted_milliseconds=_milliseconds(now_seconds)
    )


def tries_left(tries: CardTries, now_seconds: float) -> int:
    """Return how many tries a card has now."""
    return max(0, TRIES - passed(tries, now_seconds).wrong)


def wait_seconds(tries: CardTries, now_seconds: float) -> int:
    """Return how long a card that has no try left must wait, at most; 0 when it has some."""
    now = passed(tries, now_seconds)
    return math.ceil(now.owed_milliseconds / 1000) if now.wrong >= TRIES else 0


def _milliseconds(seconds: float) -> int:
    return max(0, int(seconds * 1000))
