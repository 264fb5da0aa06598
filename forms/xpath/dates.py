"""Dates and date-times as text and as numbers (FORMS §5.5).

A plain date is a whole number of days since 1970-01-01, in no zone. A date-time is fractional days
in UTC. What is impossible is None here, and blank, false or NaN above.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_SECONDS_A_DAY = 86_400
_MILLISECONDS_A_DAY = 86_400_000

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LOOSE_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ZONE = r"(Z|[+-]\d{2}(?::?\d{2})?)?"
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?" + _ZONE)


def parse_date(text: str, *, loose: bool = False) -> date | None:
    """Return the date that *text* names strictly (`loose`: one-digit month and day), or None."""
    found = (_LOOSE_DATE if loose else _DATE).fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def parse_time(text: str) -> tuple[time, timezone | None] | None:
    """Return time of day and offset of `HH:MM[:SS[.fff]][Z|±hh:mm]`, or None."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    fraction = round(float(f"0.{found[4] or 0}") * 1_000_000)
    offset = _offset(found[5])
    if hour > 23 or minute > 59 or second > 59 or (offset is None and found[5]):
        return None
    return time(hour, minute, second, min(fraction, 999_999)), offset


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 23 or minutes > 59:
        return None
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if text[0] == "-" else shift)


def parse_date_time(text: str, zone: tzinfo) -> datetime | None:
    """Return the instant of `YYYY-MM-DDTHH:MM…`; without an offset it is local time in *zone*."""
    head, separator, tail = text.partition("T")
    if not separator:
        return None
    day = parse_date(head)
    moment = parse_time(tail)
    if day is None or moment is None:
        return None
    return datetime.combine(day, moment[0], moment[1] or zone)


def looks_temporal(text: str) -> bool:
    """Tell cheaply whether *text* may be a date or a date-time."""
    return len(text) >= 10 and text[4] == "-" and text[7] == "-" and text[:4].isdigit()


def number_of_text(text: str, zone: tzinfo) -> float | None:
    """Return days since 1970 of a date or date-time, None if *text* is neither."""
    if not looks_temporal(text):
        return None
    day = parse_date(text)
    if day is not None:
        return float(day.toordinal() - EPOCH_ORDINAL)
    moment = parse_date_time(text, zone)
    return None if moment is None else number_of_moment(moment)


def number_of_moment(moment: datetime) -> float:
    """Return fractional days since 1970-01-01T00:00Z."""
    instant = moment.astimezone(UTC)
    days = instant.date().toordinal() - EPOCH_ORDINAL
    seconds = instant.hour * 3600 + instant.minute * 60 + instant.second
    return days + (seconds + instant.microsecond / 1_000_000) / _SECONDS_A_DAY


def local_midnight(text: str, zone: tzinfo) -> float | None:
    """Return the fractional days at which the plain date *text* begins in *zone*."""
    day = parse_date(text)
    if day is None:
        return None
    return number_of_moment(datetime.combine(day, time(), zone))


def date_of_number(days: float) -> str:
    """Return the plain date of the whole part of *days*; blank if there is none."""
    if not math.isfinite(days):
        return ""
    try:
        return date.fromordinal(math.floor(days) + EPOCH_ORDINAL).isoformat()
    except (ValueError, OverflowError):
        return ""


def moment_of_number(days: float, zone: tzinfo) -> datetime | None:
    """Return the instant of fractional *days* in *zone*, to the millisecond; None if impossible."""
    if not math.isfinite(days):
        return None
    try:
        milliseconds = round(days * _MILLISECONDS_A_DAY)
        instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
        return instant.astimezone(zone)
    except (ValueError, OverflowError):
        return None


def text_of_moment(moment: datetime) -> str:
    """Return `YYYY-MM-DDTHH:MM:SS.mmm±hh:mm`."""
    return moment.isoformat(timespec="milliseconds")
