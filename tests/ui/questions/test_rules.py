"""What is typed and what is stored: dates, times, numbers, steps, places. No screen."""

from __future__ import annotations

from datetime import UTC, date, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.questions.figures import grouped, kept_letters, stored_number
from kiosk.ui.questions.moments import (
    clock_of,
    moment_parts,
    offset_text,
    stored_moment,
    stored_time,
    time_parts,
    whole_date,
)
from kiosk.ui.questions.spots import Spot, degrees_of, pair_of, spot_of, spots_of, stored_line
from kiosk.ui.questions.steps import Steps

SIX = timezone(timedelta(hours=-6))
DAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("typed", "clock"),
    [("7:40", (7, 40)), ("740", (7, 40)), ("0740", (7, 40)), ("23.59", (23, 59)), ("7h05", (7, 5)),
     ("24:00", None), ("7:60", None), ("7", None), ("", None), ("x:y", None)],
)  # fmt: skip
def test_a_time_is_typed_in_any_usual_way(typed: str, clock: tuple[int, int] | None) -> None:
    """24 hours, with or without a sign between."""
    assert clock_of(typed) == clock


def test_a_time_is_stored_with_its_distance_from_utc() -> None:
    """FORMS §4: HH:MM:SS.mmm±hh:mm; half a time is kept as typed."""
    assert stored_time("7", "40", SIX, DAY) == "07:40:00.000-06:00"
    assert stored_time("7", "", SIX, DAY) == "7:"
    assert stored_time("", "", SIX, DAY) == ""
    assert time_parts("07:40:00.000-06:00") == ("07", "40")
    assert time_parts("7:") == ("7", "")


def test_the_distance_from_utc_is_that_of_the_day() -> None:
    """Tijuana has summer time, Mexico City none since 2022 (FORMS §5.5)."""
    tijuana = ZoneInfo("America/Tijuana")

    assert offset_text(tijuana, date(2026, 7, 1), 12, 0) == "-07:00"
    assert offset_text(tijuana, date(2026, 12, 1), 12, 0) == "-08:00"
    assert offset_text(ZoneInfo("America/Mexico_City"), date(2026, 7, 1), 12, 0) == "-06:00"
    assert offset_text(ZoneInfo("Asia/Kolkata"), DAY, 12, 0) == "+05:30"


@given(st.datetimes(), st.sampled_from([UTC, SIX, ZoneInfo("Asia/Kathmandu")]))
def test_a_moment_is_shown_again_as_it_was_typed(moment: date, zone: timezone) -> None:
    """To the minute, in the zone of the office."""
    text = moment.isoformat()
    day, hour, minute = text[:10], text[11:13], text[14:16]

    stored = stored_moment(day, hour, minute, zone)

    assert stored.startswith(f"{day}T{hour}:{minute}:00.000")
    if 2 <= moment.year <= 9998:  # a zone may lead beyond the calendar's ends
        assert moment_parts(stored, zone) == (day, hour, minute)


@given(
    st.sampled_from(["", "2026-11-03", "2026--03", "2026-02-31"]),
    st.sampled_from(["", "7", "25"]),
    st.sampled_from(["", "40"]),
)
def test_half_a_moment_is_kept_as_typed(day: str, hour: str, minute: str) -> None:
    """Nothing typed is lost, whatever is still missing."""
    stored = stored_moment(day, hour, minute, SIX)
    again = moment_parts(stored, SIX)

    assert (again[0], again[1].lstrip("0"), again[2]) == (day, hour.lstrip("0"), minute)


@pytest.mark.parametrize(
    ("parts", "looks", "stored"),
    [("2026-11-", "month-year", "2026-11-01"), ("2026--", "year", "2026-01-01"),
     ("-11-", "month-year", "-11-01"), ("", "month-year", ""), ("--01", "month-year", ""),
     ("--01", "year", ""), ("2026-11-03", "no-calendar", "2026-11-03")],
)  # fmt: skip
def test_part_of_a_date_is_stored_as_its_first_day(parts: str, looks: str, stored: str) -> None:
    """As Collect does; emptied fields are blank again."""
    assert whole_date(parts, frozenset({looks})) == stored


@pytest.mark.parametrize(
    ("typed", "group", "whole", "stored"),
    [("12,5", ",", False, "12.5"), ("12.5", ",", False, "12.5"), ("1,234", ",", False, "1234"),
     ("1,234", ".", False, "1.234"), ("1.234", ".", False, "1234"),
     ("1,234.5", ",", False, "1234.5"),
     ("1.234,5", ".", False, "1234.5"), ("1,234,567", ",", False, "1234567"),
     (".5", ",", False, "0.5"),
     ("5.", ",", False, "5"), ("-3", ",", True, "-3"), ("1 234", ",", True, "1234"),
     ("1,234", ",", True, "1234"), ("", ",", False, ""), ("-", ",", False, "-"),
     ("1.2.3", ",", False, "1.2.3")],
)  # fmt: skip
def test_the_separator_of_the_country_is_understood(
    typed: str, group: str, whole: bool, stored: str
) -> None:
    """A comma between thousands is never taken for decimals where people write it so."""
    assert stored_number(typed, whole=whole, group=group) == stored


@given(st.integers(min_value=-(2**31), max_value=2**31 - 1), st.sampled_from([",", "."]))
def test_a_number_with_signs_between_thousands_is_read_back(number: int, group: str) -> None:
    """What is shown is what is stored."""
    shown = grouped(str(number), decimal="." if group == "," else ",", group=group)

    assert stored_number(shown, whole=True, group=group) == str(number)


def test_only_what_belongs_to_a_number_passes() -> None:
    """Digits, one sign first, no more digits than fit."""
    assert kept_letters("1a2-,3", whole=True) == "123"
    assert kept_letters("-1.5x", whole=False) == "-1.5"
    assert kept_letters("9" * 30, whole=True) == "9" * 10
    assert kept_letters("1,234", whole=True, group=",") == "1,234"


def test_the_steps_of_a_range_are_exact() -> None:
    """0.1 added ten times is 1.0; what is between two steps is none."""
    steps = Steps.of({"start": "0", "end": "1", "step": "0.1"})

    assert [steps.text(index) for index in (0, 3, 10)] == ["0.0", "0.3", "1.0"]
    assert (steps.index("0.3"), steps.index("0,3"), steps.index("0.35")) == (3, 3, None)
    assert (steps.index("1.1"), steps.index(""), steps.index("nan")) == (None, None, None)


def test_a_range_without_or_with_odd_parameters_is_still_one() -> None:
    """0 to 10 by 1 as in Collect; downwards where the end is below the start."""
    assert Steps.of({}) == Steps(Decimal(0), Decimal(1), 11, 0)
    assert Steps.of({"start": "x", "step": "0"}).count == 11
    down = Steps.of({"start": "10", "end": "0", "step": "5"})
    assert [down.text(index) for index in range(down.count)] == ["10", "5", "0"]


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_place_is_read_back(latitude: float, longitude: float) -> None:
    """To the ninth decimal, without an exponent."""
    text = Spot(latitude, longitude, 12.0, 4.5).text()
    found = spot_of(text)

    assert "e" not in text
    assert found is not None
    assert abs(found.latitude - latitude) < 1e-8
    assert found.accuracy == 4.5


def test_degrees_beyond_the_globe_are_none() -> None:
    """Typed with a point or a comma."""
    assert degrees_of("90", 90) == 90
    assert degrees_of("20,967", 90) == 20.967
    assert degrees_of("90.1", 90) is None
    assert degrees_of("x", 90) is None
    assert pair_of("20.97, -89.62") == ("20.97", "-89.62")
    assert spot_of("100 0 0 0") is None
    assert spot_of("uno dos") is None


def test_a_shape_is_closed_when_stored_and_opened_when_shown() -> None:
    """FORMS §4: points joined by `; `, the first one again at the end of a shape."""
    points = [Spot(1, 1), Spot(1, 2), Spot(2, 2)]

    stored = stored_line(points, closed=True)

    assert stored == "1 1 0 0; 1 2 0 0; 2 2 0 0; 1 1 0 0"
    assert spots_of(stored, closed=True) == points
    assert stored_line(points[:2], closed=True) == ""
    assert stored_line(points[:2], closed=False) == "1 1 0 0; 1 2 0 0"
