"""Which version is older, as an institution writes them."""

from __future__ import annotations

import pytest

from kiosk.domain.versions import is_below


@pytest.mark.parametrize(
    ("version", "least", "below"),
    [
        ("0.1.0", "", False),
        ("0.1.0", "0.1", False),
        ("0.1.0", "0.1.1", True),
        ("0.9", "0.10", True),
        ("1.0", "0.10.5", False),
        ("1", "1.0.0", False),
        ("2.0.0rc1", "2.0.0", False),
        ("0.1.0", "mañana", False),
        ("", "0.1", True),
    ],
)
def test_numbers_are_compared_one_by_one(version: str, least: str, below: bool) -> None:
    """0.10 is newer than 0.9; what names no version stops nobody."""
    assert is_below(version, least) is below
