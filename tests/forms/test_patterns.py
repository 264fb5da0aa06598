"""Patterns of regex(): decided the same way as by `re`, and always in time."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forms.xpath.patterns import PatternRefused, matches, prepared
from forms.xpath.patterns.automaton import Irregular, automaton_of
from forms.xpath.patterns.ways import ways

PHONE = r"^(([0-9]{1})*[- .(]*([0-9]{3})[- .)]*[0-9]{3}[- .]*[0-9]{4})+$"
"""Of a form in use: it looks as if it could run for ever, and its office needs it."""

_ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "1",
        ".",
        r"\d",
        r"\w",
        r"\s",
        r"\D",
        r"\W",
        "[ab]",
        "[^a]",
        "[a-c1]",
        r"[^\d]",
        "\n",
        r"[\W\d]",
        "^",
        "$",
        r"\A",
        r"\b",
        r"\B",
        r"\Z",
        "(?:)",
        "\\.",
        "-",
        "é",
    ]
)
_SUFFIXES = st.sampled_from(["", "*", "+", "?", "{2}", "{0}", "{1,3}", "{2,}", "*?", "+?", "??"])


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.lists(inner, min_size=1, max_size=3)
    return st.builds(
        lambda parts, joint, suffix: f"(?:{joint.join(parts)}){suffix}",
        parts,
        st.sampled_from(["", "", "|"]),
        _SUFFIXES,
    )


_PATTERNS = st.recursive(
    st.builds(lambda atom, suffix: f"(?:{atom}){suffix}", _ATOMS, _SUFFIXES), _joined, max_leaves=6
)
_SUBJECTS = st.text(st.sampled_from("ab1c .\n-é_"), max_size=7)


@given(pattern=_PATTERNS, text=_SUBJECTS)
def test_the_automaton_decides_as_re_does(pattern: str, text: str) -> None:
    """Whatever regular pattern: the same verdict as Python's own."""
    compiled = re.compile(pattern, re.ASCII)
    parsed = re._parser.parse(pattern, re.ASCII)  # type: ignore[attr-defined]  # as in the module
    try:
        automaton = automaton_of(parsed, compiled.flags)
    except Irregular:
        assume(False)
        raise
    assume(text != "" or "\\B" not in pattern)  # Python changed its mind about that in 3.14

    wanted = compiled.fullmatch(text) is not None
    assert automaton.fullmatch(text) == wanted
    assert automaton.fullmatch(text) == wanted  # from memory
    assert matches(text, pattern) == wanted


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+b", "a" * 9_999),
        ("(a|a)*b", "a" * 9_999),
        ("(a|ab|b)*c", "ab" * 4_999),
        ("(a?){40}a{40}", "a" * 40 + "b"),
        ("a?" * 30 + "a" * 30, "a" * 29),
        ("(a{1,50}){1,50}b", "a" * 100),
        (r"\d*\d*\d*\d*x", "1" * 9_999),
        (r"(\w+\s?)*!", "palabra " * 1_200),
        (PHONE, "5" * 999 + "x"),
        ("(.*)*", "\n" * 500),
        ("((a*)*)*b", "a" * 9_999),
        (r"(?:(?:\d{1,3}\.?)+,?)+;", "1.23.456," * 1_000),
    ],
)
def test_what_would_run_for_ever_is_decided(pattern: str, text: str) -> None:
    """Patterns that stop other engines for years say no at once."""
    assert matches(text, pattern) is False


def test_a_pattern_in_use_is_accepted_and_works() -> None:
    """It looks risky, loads, and tells telephone numbers from others."""
    prepared(PHONE)
    assert matches("555-123-4567", PHONE)
    assert matches("1 (555) 123.4567", PHONE)
    assert not matches("555-123-456", PHONE)
    assert matches("1" * 400, PHONE)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+(?=b)",
        r"((a|b)+)+\1",
        r"((a+)b\2)*",
        "(?i)(a+)+b",
        "((?>a+)b?)+(?!c)",
        "a" * 1_001,
        "((a{1,99}){1,99}){1,99}",
    ],
)
def test_only_what_nobody_decides_in_time_is_risky(pattern: str) -> None:
    """Nested repeats are refused only with what no automaton follows."""
    with pytest.raises(PatternRefused) as refused:
        prepared(pattern)

    assert refused.value.risky


@pytest.mark.parametrize(
    ("pattern", "text", "verdict"),
    [
        (r"(?=.*\d)[a-z0-9]{3,8}", "abc1", True),
        (r"(?=.*\d)[a-z0-9]{3,8}", "abcd", False),
        (r"(\w)\1", "aa", True),
        (r"(?i)si|no", "SI", True),
        (r"\bno\b", "no", True),
        ("a++b", "aaab", True),
        ("a*+a", "aaa", False),
        ("(?>a|ab)c", "abc", False),
        (r"[\p{L} ]+", "José Ñu", True),
        (r"(\p{Lu}\p{Ll}*\s?)+", "Ana Ruiz", True),
    ],
)
def test_what_only_re_understands_still_runs(pattern: str, text: str, verdict: bool) -> None:
    """Look-around, back-references, atomic and possessive parts work where they are safe."""
    assert matches(text, pattern) is verdict


@pytest.mark.parametrize("pattern", [r"(-\d+)*", r"(\d{3}|\d{4})+", r"([A-Z][a-z]*\s[a-z])+"])
def test_nested_repeats_that_mean_something_are_no_risk(pattern: str) -> None:
    """Where every round takes more than one character, the form is accepted."""
    assert not prepared(pattern).careless


def test_a_text_too_long_for_a_pattern_is_said() -> None:
    """Where only `re` can decide and would try too long, the expression fails instead."""
    pattern = r"(?=x?)\d*\d*\d*\d*x"

    assert not matches("1" * 20, pattern)
    for text, wanted in (("1" * 500, pattern), ("a" * 10_001, "a*"), ("a" * 3_000, "(a?){3000}")):
        with pytest.raises(PatternRefused) as refused:
            matches(text, wanted)
        assert not refused.value.risky


@pytest.mark.parametrize("pattern", ["(", "[a", "a{2,1}", "*a", r"\p{Nada}", r"[\P{L}]", "a**"])
def test_a_broken_pattern_is_no_risk(pattern: str) -> None:
    """It is broken, and said to be."""
    with pytest.raises(PatternRefused) as refused:
        prepared(pattern)

    assert not refused.value.risky


def test_ways_are_counted_as_far_as_needed() -> None:
    """A text of n characters has at most n + 1 places for each part."""
    assert ways((), 10, 100) == 1
    assert ways((2, 10**9), 4, 100) == 10
    assert ways((10**9,) * 500, 10_000, 100) > 100


def lines() -> Iterator[str]:
    """Yield texts that do and do not end in a line feed."""
    for text in ("a", "a\n", "a\n\n", "\n", "", "a\nb"):
        yield from (text, text + "\n")


@pytest.mark.parametrize(
    "pattern", ["(a$)+\\n?", "(^a)*$", "(a|\\n)*\\Z", "(\\Aa\\n?)+$\\n*", "$\\n"]
)
def test_ends_and_line_feeds_are_those_of_re(pattern: str) -> None:
    """`$` also holds before the line feed that ends the text."""
    for text in lines():
        assert matches(text, pattern) == (re.fullmatch(pattern, text) is not None), text
