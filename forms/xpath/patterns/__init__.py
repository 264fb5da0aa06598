r"""Patterns of regex() (FORMS §5.11, §14): the whole text must match, `\d \w \s` are ASCII.

Python's `re` tries one way after the other and cannot be stopped. It runs where the number of ways
is small; everything else is decided by an automaton, whose time grows with the text and never more.
What neither can decide in bounded time is refused when the form is loaded: a repeat inside a repeat
together with look-around or back-references; so are nested repeats that no author can mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from forms.xpath.patterns.automaton import Automaton, Irregular, automaton_of
from forms.xpath.patterns.dialect import translated
from forms.xpath.patterns.refused import PatternRefused
from forms.xpath.patterns.ways import Nested, choices_of, is_careless, ways

__all__ = ["PatternRefused", "Prepared", "matches", "prepared"]

MAX_PATTERN_CHARACTERS = 1_000
MAX_TEXT_CHARACTERS = 10_000
MAX_WAYS = 20_000
"""How many ways `re` may have to try; each costs about a tenth of a microsecond per character."""

MAX_WAYS_ALONE = 500_000
"""The same for patterns that only `re` understands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A pattern ready to run.

    choices: in how many ways each part may match, () where parts repeat inside others and only the
    automaton may run. automaton: None where the pattern is not regular. careless: a form should not
    hold it, though the automaton decides it.
    """

    compiled: re.Pattern[str]
    choices: tuple[int, ...] | None
    automaton: Automaton | None
    careless: bool

    def fullmatch(self, text: str) -> bool:
        """Tell whether all of *text* matches; raise PatternRefused where that takes too long."""
        if self.choices is not None:
            limit = MAX_WAYS_ALONE if self.automaton is None else MAX_WAYS
            if ways(self.choices, len(text), limit) <= limit:
                return self.compiled.fullmatch(text) is not None
        if self.automaton is None:
            raise PatternRefused("the text is too long for this pattern", risky=False)
        return self.automaton.fullmatch(text)


def prepared(pattern: str) -> Prepared:
    """Return *pattern* compiled, for a pattern that stands in a form.

    Raises PatternRefused where it is broken (`risky` False) or may run for ever (True): a repeat in
    a repeat that only `re` understands, or one that says nothing its inner repeat would not say.
    """
    ready = _ready(pattern)
    if ready.careless:
        raise PatternRefused("a repeat inside a repeat may run for ever", risky=True)
    return ready


@lru_cache(maxsize=512)
def _ready(pattern: str) -> Prepared:
    if len(pattern) > MAX_PATTERN_CHARACTERS:
        raise PatternRefused("the pattern is longer than 1,000 characters", risky=True)
    try:
        source = translated(pattern)
        compiled = re.compile(source, re.ASCII)
        parsed = re._parser.parse(source, re.ASCII)  # type: ignore[attr-defined]  # the only public-enough parser of patterns; stable since 3.11
    except (re.error, RecursionError, OverflowError) as broken:
        raise PatternRefused(f"the pattern is broken: {broken}", risky=False) from None
    automaton = _automaton(parsed, compiled.flags)
    choices: tuple[int, ...] | None
    try:
        choices, careless = choices_of(parsed), False
    except Nested:
        choices, careless = None, automaton is None or is_careless(parsed)
    if choices is None and automaton is None:
        raise PatternRefused("a repeat inside a repeat may run for ever", risky=True)
    return Prepared(compiled=compiled, choices=choices, automaton=automaton, careless=careless)


def _automaton(parsed: Any, flags: int) -> Automaton | None:
    try:
        return automaton_of(parsed, flags)
    except Irregular:
        return None


def matches(text: str, pattern: str) -> bool:
    """Tell whether *pattern* matches all of *text*; raise PatternRefused if it must not run."""
    ready = _ready(pattern)
    if len(text) > MAX_TEXT_CHARACTERS:
        raise PatternRefused("the text is longer than 10,000 characters", risky=False)
    return ready.fullmatch(text)
