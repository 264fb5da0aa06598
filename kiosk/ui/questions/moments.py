"""Dates and times as they are typed and as they are stored (FORMS §4); no screen in here.

A date is `YYYY-MM-DD`, a time `HH:MM:SS.mmm±hh:mm`, a date with time both joined by `T`. What is
typed and makes none of these is kept as typed: the model answers with a message, and it is shown
again as it was.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, tzinfo

_CLOCK = re.compile(r"(\d{1,2})\s*[:.hH]\s*(\d{1,2})")
_DIGITS = re.compile(r"(\d{1,2})(\d{2})")
_STORED_TIME = re.compile(r"(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?")


def clock_of(typed: str) -> tuple[int, int] | None:
    """Return hour and minute of `7:40`, `7.40`, `740` or `0740`; None for what is no time."""
    text = typed.strip()
    found = _CLOCK.fullmatch(text) or _DIGITS.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found.group(1)), int(found.group(2))
    return (hour, minute) if hour < 24 and minute < 60 else None


def offset_text(zone: tzinfo | None, day: date, hour: int, minute: int) -> str:
    """Return `-06:00`: how far a local time of that day is from UTC; None = the device's zone."""
    local = datetime.combine(day, time(hour, minute))
    aware = local.astimezone() if zone is None else local.replace(tzinfo=zone)
    offset = aware.utcoffset()
    minutes = 0 if offset is None else round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def stored_time(hour_text: str, minute_text: str, zone: tzinfo | None, day: date) -> str:
    """Return a time as stored, "" where nothing is typed, or what is typed as `7:`."""
    if not hour_text.strip() and not minute_text.strip():
        return ""
    clock = clock_of(f"{hour_text.strip()}:{minute_text.strip()}")
    if clock is None:
        return f"{hour_text.strip()}:{minute_text.strip()}"
    hour, minute = clock
    return f"{hour:02d}:{minute:02d}:00.000{offset_text(zone, day, hour, minute)}"


def time_parts(value: str) -> tuple[str, str]:
    """Return hour and minute to show for a stored time, or its parts as typed."""
    found = _STORED_TIME.fullmatch(value)
    if found is not None:
        return found.group(1), found.group(2)
    hour, _, minute = value.partition(":")
    return hour, minute


def stored_moment(day_text: str, hour_text: str, minute_text: str, zone: tzinfo | None) -> str:
    """Return a date with time as stored, "" for nothing, or its parts as typed around a `T`."""
    hour_text, minute_text = hour_text.strip(), minute_text.strip()
    if not day_text and not hour_text and not minute_text:
        return ""
    day = day_of(day_text)
    if day is None or clock_of(f"{hour_text}:{minute_text}") is None:
        typed = f"{hour_text}:{minute_text}" if hour_text or minute_text else ""
        return f"{day_text}T{typed}"
    return f"{day_text}T{stored_time(hour_text, minute_text, zone, day)}"


def moment_parts(value: str, zone: tzinfo | None) -> tuple[str, str, str]:
    """Return day, hour and minute to show, told in *zone*; parts as typed where it is no moment."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is not None and moment.tzinfo is not None:
        local = moment.astimezone(zone)
        return local.date().isoformat(), f"{local.hour:02d}", f"{local.minute:02d}"
    day, _, clock = value.partition("T")
    hour, minute = time_parts(clock)
    return day, hour, minute


def day_of(text: str) -> date | None:
    """Return the day of `YYYY-MM-DD`, None for a day that does not exist."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def whole_date(parts: str, looks: frozenset[str]) -> str:
    """Return the date of which only month and year, or the year, is asked: its first day.

    *parts* is `YYYY-MM-DD` with what is not typed left empty (`2026-11-`).
    """
    year, _, rest = parts.partition("-")
    month, _, _ = rest.partition("-")
    if "year" in looks:
        return f"{year}-01-01" if year else ""
    if "month-year" in looks and (year or month):
        return f"{year}-{month}-01"
    return parts if "month-year" not in looks else ""
