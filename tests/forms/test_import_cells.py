"""Faults that only the form's XML shows are led back to the cell they come from (FORMS §2)."""

from __future__ import annotations

import pytest

from tests.forms.tables import imported, places

LISTS = "| choices | list_name | name | label |\n| | sn | si | Sí |\n| | sn | no | No |\n"


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        (
            "| survey | type | name | label | relevant |\n| | begin repeat | r | R | |\n"
            "| | text | a | A | ${b} = 'x' |\n| | text | b | B | ${a} = 'x' |\n"
            "| | end repeat | | | |\n",
            {"survey:3:relevant", "survey:4:relevant"},
        ),
        (
            "| survey | type | name | label | relevant |\n| | begin loop over sn | r | R | |\n"
            "| | text | a | A %(label)s | . = 'x' |\n| | end loop | | | |\n" + LISTS,
            {"survey:3:relevant"},
        ),
    ],
)
def test_a_cycle_in_repeats_and_loops_names_its_cells(table: str, cells: set[str]) -> None:
    """A circle in a repeat or a loop stands at the author's cells."""
    result = imported(table)

    assert {code for code, _ in places(result)} == {"cycle"}
    assert {place for _, place in places(result)} == cells


def test_groups_may_not_nest_for_ever() -> None:
    """Deeper than the answers may nest is too large, at the row that goes too deep."""
    begin = "".join(f"| | begin group | g{n} | G |\n" for n in range(15))
    end = "| | end group | | |\n" * 15

    result = imported("| survey | type | name | label |\n" + begin + "| | text | a | A |\n" + end)

    assert places(result) == [("too-large", "survey:16:type")]


def test_a_thousand_groups_are_too_large_too() -> None:
    """What would make the converter run out of stack is told at its row."""
    begin = "".join(f"| | begin group | g{n} | G |\n" for n in range(150))
    end = "| | end group | | |\n" * 150

    result = imported("| survey | type | name | label |\n" + begin + "| | text | a | A |\n" + end)

    assert places(result) == [("too-large", "survey:16:type")]
