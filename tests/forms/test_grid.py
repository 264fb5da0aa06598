"""What a range question stores."""

from __future__ import annotations

import pytest

from forms.model.grid import on_grid

HALVES = {"start": "-2.0", "end": "2.0", "step": "0.5"}
WHOLE = {"start": "10", "end": "0", "step": "2"}


@pytest.mark.parametrize(
    ("parameters", "text", "stored"),
    [
        (HALVES, "-1", "-1.0"),
        (HALVES, " 1.5 ", "1.5"),
        (HALVES, "0.25", "0.25"),
        (HALVES, "-2.0", "-2.0"),
        (HALVES, "-5", ""),
        (HALVES, "2.01", ""),
        (HALVES, "many", ""),
        (HALVES, "", ""),
        (WHOLE, "4", "4"),
        (WHOLE, "11", ""),
        ({}, "3", "3"),
        ({"start": "x", "step": "0.1"}, "3", "3.0"),
    ],
)
def test_a_range_stores_a_number_between_its_ends(
    parameters: dict[str, str], text: str, stored: str
) -> None:
    """Inside the ends, in either order, with the decimals of the steps; else blank."""
    assert on_grid(parameters, text) == stored
