"""What may stand next in a CURP that is being typed, and what a half-typed one already says."""

from __future__ import annotations

import calendar
from datetime import date

from kiosk.domain.identity import ENTITIES, LENGTH, SEXES

_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")  # Ñ is written as X
_CONSONANTS = _LETTERS - frozenset("AEIOU")
_DIGITS = frozenset("0123456789")
GROUPS = (4, 6, 1, 2, 3, 2)
"""How the 18 characters belong together: name, birth, sex, entity, inner consonants, end."""


def allowed_next(typed: str) -> frozenset[str]:
    """Return the characters that may follow *typed*; none where it is whole.

    The last digit is never narrowed to the right one: it is there to catch a slip before it.
    """
    at = len(typed)
    match at:
        case 0 | 1 | 2 | 3:
            return _LETTERS  # mostly a vowel in second place, but surnames like Ng have none
        case 4 | 5:
            return _DIGITS
        case 6 | 7:
            return _month_digits(typed)
        case 8 | 9:
            return _day_digits(typed)
        case 10:
            return SEXES
        case 11 | 12:
            begun = typed[11:]
            return frozenset(code[at - 11] for code in ENTITIES if code.startswith(begun))
        case 13 | 14 | 15:
            return _CONSONANTS
        case 16:
            return _DIGITS | _LETTERS  # digits before 2000, letters since
        case 17:
            return _DIGITS
        case _:
            return frozenset()


def _month_digits(typed: str) -> frozenset[str]:
    if len(typed) == 6:
        return frozenset("01")
    return frozenset("123456789") if typed[6] == "0" else frozenset("012")


def _day_digits(typed: str) -> frozenset[str]:
    month = int(typed[6:8]) if typed[6:8].isdigit() else 1
    if not 1 <= month <= 12:
        return _DIGITS
    # of two possible centuries, the one with the longer February
    years = (1900 + int(typed[4:6]), 2000 + int(typed[4:6]))
    longest = max(calendar.monthrange(year, month)[1] for year in years)
    if len(typed) == 8:
        return frozenset("0123" if longest >= 30 else "012")
    tens = int(typed[8])
    return frozenset(one for one in _DIGITS if 1 <= 10 * tens + int(one) <= longest)


def birth_date(typed: str, today: date) -> date | None:
    """Return the date of birth that *typed* says, None while it does not say one for certain.

    The century is in the seventeenth character; before it stands there, a year that has not come
    yet in this century can only be of the last one.
    """
    digits = typed[4:10]
    if len(digits) < 6 or not digits.isdigit():
        return None
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if len(typed) > 16:
        century = 1900 if typed[16].isdigit() else 2000
    elif year > today.year % 100:
        century = 1900
    else:
        return None
    try:
        return date(century + year, month, day)
    except ValueError:
        return None


def is_whole(typed: str) -> bool:
    """Tell whether every character is there."""
    return len(typed) == LENGTH
