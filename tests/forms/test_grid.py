"""What a range question stores."""

from __future__ import annotations

import pytest

from forms.model.grid import on_grid
from forms.model.instance import FormInstance
from forms.xform.parse import parse_definition
from tests.forms.tables import environment

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


def test_a_range_question_stores_on_its_grid() -> None:
    """An answer outside the ends leaves the question blank, one inside is written as the steps."""
    form = parse_definition(
        b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        b'<h:head><h:title>R</h:title><model><instance><data id="r"><much/></data></instance>'
        b'<bind nodeset="/data/much" type="decimal"/></model></h:head><h:body>'
        b'<range ref="/data/much" start="-2.0" end="2.0" step="0.5"/></h:body></h:html>'
    )
    instance = FormInstance.create(form, environment())

    instance.set_answer("/data/much", "-1")
    inside = instance.value("/data/much")
    instance.set_answer("/data/much", "-5")

    assert (inside, instance.value("/data/much")) == ("-1.0", "")


def test_a_computed_decimal_keeps_all_its_digits() -> None:
    """A third is stored as it is computed; only a person's answer is limited to 15 digits."""
    form = parse_definition(
        b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        b'<h:head><h:title>D</h:title><model><instance><data id="d"><a/><third/></data></instance>'
        b'<bind nodeset="/data/a" type="decimal"/><bind nodeset="/data/third" type="decimal"'
        b' calculate="/data/a div 3"/></model></h:head><h:body><input ref="/data/a"/></h:body>'
        b"</h:html>"
    )
    instance = FormInstance.create(form, environment())

    instance.set_answer("/data/a", "10")
    third = instance.value("/data/third")
    instance.set_answer("/data/a", "0.1234567890123456")

    assert third == "3.3333333333333335"
    assert instance.value("/data/a") == ""
    assert instance.type_problem("/data/a", "0.1234567890123456") == "decimal"
    assert instance.type_problem("/data/a", "0.12345678901234") is None
