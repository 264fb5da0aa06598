"""A CURP that is being typed: what can come next, and when it says a date of birth for certain."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.curp_entry import GROUPS, allowed_next, birth_date, is_whole

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("typed", "allowed"),
    [
        ("PECE61", "01"),
        ("PECE610", "123456789"),
        ("PECE611", "012"),
        ("PECE6103", "0123"),
        ("PECE6102", "012"),
        ("PECE61023", ""),
        ("PECE61033", "01"),
        ("PECE61043", "0"),
        ("PECE000229"[:9], "0123456789"),
        ("PECE610314", "HMX"),
        ("PECE610314MY", "N"),
        ("PECE610314MYNCNL0", "0123456789"),
        ("PECE610314MYNCNL02", ""),
    ],
)
def test_only_what_can_come_is_offered(typed: str, allowed: str) -> None:
    """UX §8.3: month, day of that month, sex, entity, and any digit at the end."""
    assert "".join(sorted(allowed_next(typed))) == allowed


@given(st.data())
def test_whoever_follows_the_keys_ends_with_eighteen(data: st.DataObject) -> None:
    """No way through the keys ends early, but for a day that the chosen month has not."""
    typed = ""
    while not is_whole(typed):
        following = sorted(allowed_next(typed))
        if not following:
            break
        typed += data.draw(st.sampled_from(following))

    assert is_whole(typed) or (len(typed) == 9 and typed[8] == "3")
    assert sum(GROUPS) == 18


def test_a_date_is_said_only_when_the_century_is_known() -> None:
    """A year still to come is of the last century; else the seventeenth character decides."""
    assert birth_date("PECE610314", TODAY) == date(1961, 3, 14)
    assert birth_date("PECE100314", TODAY) is None
    assert birth_date("PECE100314MYNCNLA2", TODAY) == date(2010, 3, 14)
    assert birth_date("PECE100314MYNCNL02", TODAY) == date(1910, 3, 14)
    assert birth_date("PECE610231", TODAY) is None
    assert birth_date("PECE6103", TODAY) is None
