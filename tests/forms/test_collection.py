"""While a form is read the garbage collector waits, and only then."""

from __future__ import annotations

import gc

import pytest

from forms.collection import uncollected
from forms.report import FormRefused
from forms.xform.parse import parse_definition
from tests.forms.ready import xform


def test_the_collector_is_on_again_after_a_form_was_read_or_refused() -> None:
    """Whatever comes of it, memory is collected afterwards."""
    parse_definition(xform(""))
    after_reading = gc.isenabled()
    with pytest.raises(FormRefused):
        parse_definition(b"<none/>")

    assert after_reading
    assert gc.isenabled()


def test_who_has_switched_it_off_keeps_it_off() -> None:
    """Inside, and afterwards, nothing is collected where that was so before."""
    gc.disable()
    try:
        with uncollected():
            inside = gc.isenabled()
        after = gc.isenabled()
    finally:
        gc.enable()

    assert not inside
    assert not after


def test_the_collector_waits_inside() -> None:
    """Nothing is looked through while a form is made."""
    with uncollected():
        assert not gc.isenabled()
