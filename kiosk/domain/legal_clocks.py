"""The legal clocks of a person's request over their data: working days, holidays, deadlines.

What the law of a country asks stands in a country pack, `resources/countries/*.toml`; this module
reads it and counts. Days are working days, counted from the day after.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

_WEEK = 7


class PackUnreadable(Exception):
    """A country pack lacks something or says what cannot be: a defect of what was installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day off: a fixed date, or the n-th Monday of a month; perhaps only every few years."""

    month: int
    day: int = 0  # 0: a Monday
    monday: int = 0  # 0: a fixed date
    every_years: int = 1
    from_year: int = 1

    def falls_on(self, day: date) -> bool:
        """Say whether *day* is this day off."""
        if day.month != self.month or day.year < self.from_year:
            return False
        if (day.year - self.from_year) % self.every_years:
            return False
        if self.day:
            return day.day == self.day
        return day.weekday() == 0 and (day.day - 1) // _WEEK + 1 == self.monday


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryPack:
    """What one country's law asks; days are working days, months calendar months."""

    pack_id: str
    law: str
    source: str
    answer_days: int
    extension_days: int
    carry_out_days: int
    complete_request_days: int
    person_completes_days: int
    money_months: int
    money_basis: str
    free_weekdays: frozenset[int]
    holidays: tuple[Holiday, ...]
    to_confirm: tuple[str, ...]

    def is_working(self, day: date) -> bool:
        """Say whether the office works on a day, as far as the country's law knows."""
        if day.weekday() in self.free_weekdays:
            return False
        return not any(one.falls_on(day) for one in self.holidays)

    def after(self, day: date, working_days: int) -> date:
        """Return the last day of a term of so many working days that begins the day after."""
        found = day
        for _ in range(working_days):
            found += timedelta(days=1)
            while not self.is_working(found):
                found += timedelta(days=1)
        return found

    def days_left(self, today: date, last: date) -> int:
        """Return how many working days are left up to and with *last*; below 0 once it is over.

        On the last day itself 0 are left: the answer is due today.
        """
        step = 1 if last >= today else -1
        first, end = min(today, last), max(today, last)
        passed = sum(
            self.is_working(first + timedelta(days=n)) for n in range(1, (end - first).days + 1)
        )
        return step * passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Until when a request must be answered and, once granted, carried out."""

    answer_by: date
    answer_by_if_extended: date
    carry_out_by: date | None  # None until it is answered


def deadlines(pack: CountryPack, received_on: date, answered_on: date | None = None) -> Deadlines:
    """Return the clocks of a request received on a day."""
    return Deadlines(
        answer_by=pack.after(received_on, pack.answer_days),
        answer_by_if_extended=pack.after(received_on, pack.answer_days + pack.extension_days),
        carry_out_by=None if answered_on is None else pack.after(answered_on, pack.carry_out_days),
    )


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, min(day.day, 28))


def read_pack(text: str) -> CountryPack:
    """Return the country pack that a TOML text holds; raises PackUnreadable."""
    try:
        raw = tomllib.loads(text)
        clocks, retention = raw["clocks"], raw["retention"]
        pack = CountryPack(
            pack_id=str(raw["id"]),
            law=str(raw["law"]),
            source=str(clocks["source"]),
            answer_days=_days(clocks, "answer_days"),
            extension_days=_days(clocks, "extension_days"),
            carry_out_days=_days(clocks, "carry_out_days"),
            complete_request_days=_days(clocks, "complete_request_days"),
            person_completes_days=_days(clocks, "person_completes_days"),
            money_months=_days(retention, "money_months"),
            money_basis=str(retention["money_basis"]),
            free_weekdays=frozenset(int(one) for one in raw["working_week"]["free_weekdays"]),
            holidays=tuple(_holiday(one) for one in raw["holidays"]),
            to_confirm=tuple(str(one) for one in raw["to_confirm"]),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise PackUnreadable(str(error)) from error
    if len(pack.free_weekdays) >= _WEEK:
        raise PackUnreadable("no day of the week is a working day")
    return pack


def _days(table: dict[str, Any], name: str) -> int:
    found = table[name]
    if type(found) is not int or not 0 < found < 10_000:
        raise ValueError(name)
    return found


def _holiday(table: dict[str, Any]) -> Holiday:
    unknown = set(table) - {"month", "day", "monday", "every_years", "from_year"}
    if unknown or ("day" in table) == ("monday" in table):
        raise ValueError("holiday")
    one = Holiday(**{name: int(value) for name, value in table.items()})
    if not (1 <= one.month <= 12 and 0 <= one.day <= 31 and 0 <= one.monday <= 5):
        raise ValueError("holiday")
    if one.every_years < 1:
        raise ValueError("every_years")
    return one
