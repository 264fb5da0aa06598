"""The legal clocks of a request over one's data (country pack mx-lgpdppso)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.legal_clocks import (
    CountryPack,
    PackUnreadable,
    deadlines,
    months_later,
    read_pack,
)
from kiosk.settings import resources_folder

TEXT = (resources_folder() / "countries" / "mx-lgpdppso.toml").read_text(encoding="utf-8")
PACK: CountryPack = read_pack(TEXT)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 2, 2),  # first Monday of February
        date(2026, 3, 16),  # third Monday of March
        date(2026, 5, 1),
        date(2026, 9, 16),
        date(2026, 11, 16),  # third Monday of November
        date(2026, 12, 25),
        date(2030, 10, 1),  # the Executive changes hands every six years
        date(2026, 11, 28),  # Saturday
        date(2026, 11, 29),
    ],
)
def test_days_off_are_not_working(day: date) -> None:
    """Weekends and the country's compulsory days off do not count."""
    assert not PACK.is_working(day)


@pytest.mark.parametrize("day", [date(2026, 2, 9), date(2026, 10, 1), date(2026, 11, 20)])
def test_other_days_are_working(day: date) -> None:
    """A moved holiday's old date and the first of October of another year are working days."""
    assert PACK.is_working(day)


def test_twenty_days_begin_the_day_after() -> None:
    """A request of Tuesday 3 November 2026 is answered by Wednesday 2 December: one day is off."""
    found = deadlines(PACK, date(2026, 11, 3))

    assert found.answer_by == date(2026, 12, 2)
    assert found.answer_by_if_extended == date(2026, 12, 16)
    assert found.carry_out_by is None


def test_carrying_out_runs_from_the_answer() -> None:
    """Fifteen working days from the day after the answer."""
    found = deadlines(PACK, date(2026, 11, 3), answered_on=date(2026, 12, 2))

    assert found.carry_out_by == date(2026, 12, 23)


def test_days_left_reach_zero_on_the_last_day() -> None:
    """On the last day none is left, afterwards they are below zero."""
    last = date(2026, 12, 2)

    assert PACK.days_left(date(2026, 12, 1), last) == 1
    assert PACK.days_left(last, last) == 0
    assert PACK.days_left(date(2026, 12, 3), last) == -1


@given(day=st.dates(date(2025, 3, 21), date(2060, 1, 1)), count=st.integers(1, 60))
def test_a_term_holds_exactly_its_working_days(day: date, count: int) -> None:
    """Between a day and the end of its term lie exactly that many working days."""
    last = PACK.after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]

    assert PACK.is_working(last)
    assert sum(PACK.is_working(one) for one in between) == count
    assert PACK.days_left(day, last) == count


def test_months_end_with_the_month() -> None:
    """A term of months from the 31st ends with a shorter month; it never skips one."""
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_later(date(2026, 11, 15), 60) == date(2031, 11, 15)
    assert months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("answer_days = 20", "answer_days = 0"),
        ("answer_days = 20", 'answer_days = "20"'),
        ("answer_days = 20", ""),
        ("monday = 1\n", "monday = 1\nday = 3\n"),
        ("free_weekdays = [5, 6]", "free_weekdays = [0, 1, 2, 3, 4, 5, 6]"),
        ("every_years = 6", "every_years = 0"),
        ("month = 12", "month = 13"),
        ("[clocks]", "[clocks"),
    ],
)
def test_a_pack_that_cannot_be_is_refused(old: str, new: str) -> None:
    """A country pack that lacks or twists something is refused, never half read."""
    assert old in TEXT
    with pytest.raises(PackUnreadable):
        read_pack(TEXT.replace(old, new, 1))
