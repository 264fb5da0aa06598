"""Patterns with a repeat inside a repeat: matched in time that grows with the text only."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.xpath.linear import NotLinear, linear
from forms.xpath.patterns import PatternRefused, matches, prepared

PHONE = r"^(([0-9]{1})*[- .(]*([0-9]{3})[- .)]*[0-9]{3}[- .]*[0-9]{4})+$"

_ATOMS = st.sampled_from(
    ["a", "b", ".", "[ab]", "[^a]", r"\d", r"\w", r"\S", r"[\d-]", "^", "$", r"\b", "-"]
)
_PATTERNS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{1,3}", "*?", "{2,}"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
    ),
    max_leaves=8,
)


@pytest.mark.slow
@given(_PATTERNS, st.text("ab1- \n", max_size=8))
def test_our_matcher_agrees_with_pythons(pattern: str, text: str) -> None:
    """What `re` says of a short text, our own matcher says too."""
    parsed = re._parser.parse(pattern, re.ASCII)  # type: ignore[attr-defined]  # as patterns.py

    assert linear(parsed).matches(text) is (re.fullmatch(pattern, text, re.ASCII) is not None)


@pytest.mark.parametrize(
    ("text", "fits"),
    [("5551234567", True), ("1 (555) 123-4567", True), ("555-12-34567", False), ("1" * 400, True)],
)
def test_a_repeat_inside_a_repeat_with_something_between_is_run(text: str, fits: bool) -> None:
    """The pattern of a form in use is accepted, and ends where `re` would not."""
    assert matches(text, PHONE) is fits


def test_a_text_that_would_take_too_long_is_not_run() -> None:
    """The careful matcher has a budget; a longer text blanks the expression."""
    with pytest.raises(PatternRefused) as caught:
        matches("1" * (prepared(PHONE).longest() + 1), PHONE)

    assert not caught.value.risky


@pytest.mark.parametrize("pattern", [r"((a+)b\2)*", r"((?=a)a+b)*", "((?i:a)+b)*"])
def test_what_our_matcher_does_not_have_is_refused_in_nested_repeats(pattern: str) -> None:
    """Back references, look-around and flags cannot be run safely there."""
    with pytest.raises(PatternRefused) as caught:
        prepared(pattern)

    assert caught.value.risky


def test_a_pattern_with_too_many_places_is_not_taken() -> None:
    """Counted repeats are written out, up to a limit."""
    with pytest.raises(NotLinear):
        linear(re._parser.parse("(a{100}){100}"))  # type: ignore[attr-defined]  # as patterns.py
