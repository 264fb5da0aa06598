r"""Regular expressions of forms: the Java and JavaScript dialect on Python's `re` (FORMS §5.11).

`\d \w \s` are ASCII, the whole text must match. Patterns that can run for ever (an unbounded repeat
inside another with nothing else between, branches under `*` that begin alike) are refused: Python's
`re` cannot be stopped. A repeat inside another with something between runs in our own matcher.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from forms.errors import EvaluationFailed
from forms.xpath.linear import Linear, NotLinear, linear

MAX_PATTERN_CHARACTERS = 1_000
MAX_TEXT_CHARACTERS = 10_000
_SEVERAL_REPEATS = 3
_SEVERAL_REPEATS_MAX_TEXT = 464
"""Three unbounded repeats in a row cost at most the cube of the text: about 10^8 steps."""

_CATEGORY = re.compile(r"\\([pP])\{(?:Is)?(\w+)\}|\\([pP])([A-Z])|(\\.)|(\[\^?|\])", re.DOTALL)


class PatternRefused(EvaluationFailed):
    """A pattern that is broken or may run for ever."""

    def __init__(self, reason: str, *, risky: bool) -> None:
        super().__init__(reason)
        self.risky = risky


@lru_cache(maxsize=64)
def _category_ranges(category: str) -> str:
    """Return the character-class ranges of a Unicode general category or its first letter."""
    ranges: list[tuple[int, int]] = []
    for point in range(sys.maxunicode + 1 if category not in _WIDE else 0x10000):
        if not unicodedata.category(chr(point)).startswith(category):
            continue
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1] = (ranges[-1][0], point)
        else:
            ranges.append((point, point))
    if not ranges:
        raise PatternRefused(f"unknown character category {category}", risky=False)
    return "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in ranges)


_WIDE = frozenset({"L", "Ll", "Lu", "Lo", "N", "Nd", "P", "S", "M", "Z"})
"""The common categories are looked up in the basic plane only: 16 times faster, and enough."""


def _translated(pattern: str) -> str:
    inside = False
    made: list[str] = []
    last = 0
    for found in _CATEGORY.finditer(pattern):
        made.append(pattern[last : found.start()])
        last = found.end()
        bracket = found[6]
        if bracket is not None:
            inside = bracket != "]"
            made.append(found.group())
            continue
        category = found[2] or found[4]
        if category is None:
            made.append(found.group())
            continue
        negated = (found[1] or found[3]) == "P"
        if inside and negated:
            raise PatternRefused("\\P{…} inside brackets is not supported", risky=False)
        ranges = _category_ranges(category)
        made.append(ranges if inside else f"[{'^' if negated else ''}{ranges}]")
    made.append(pattern[last:])
    return "".join(made)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A pattern ready to run. repeats: its unbounded ones. careful: where `re` might not end."""

    compiled: re.Pattern[str]
    repeats: int
    careful: Linear | None

    def longest(self) -> int:
        """Return how long a text may be."""
        if self.careful is not None:
            return min(MAX_TEXT_CHARACTERS, _CAREFUL_STEPS // len(self.careful.places))
        return (
            _SEVERAL_REPEATS_MAX_TEXT if self.repeats >= _SEVERAL_REPEATS else MAX_TEXT_CHARACTERS
        )


_CAREFUL_STEPS = 100_000
"""About 50 ms of our own matcher."""


@lru_cache(maxsize=512)
def prepared(pattern: str) -> Prepared:
    """Return the pattern ready to run.

    Raises PatternRefused where it is broken (`risky` False) or may run for ever (True).
    """
    if len(pattern) > MAX_PATTERN_CHARACTERS:
        raise PatternRefused("the pattern is longer than 1,000 characters", risky=True)
    try:
        compiled = re.compile(_translated(pattern), re.ASCII)
        parsed = re._parser.parse(_translated(pattern), re.ASCII)  # type: ignore[attr-defined]  # the only public-enough parser of patterns; stable since 3.11
    except (re.error, RecursionError, OverflowError) as broken:
        raise PatternRefused(f"the pattern is broken: {broken}", risky=False) from None
    found = _Repeats()
    found.count(parsed, repeated=False)
    careful = None
    if found.nested:
        try:
            careful = linear(parsed)
        except NotLinear:
            raise PatternRefused(_NESTED, risky=True) from None
    return Prepared(compiled, found.number, careful)


_UNBOUNDED = 100
"""A repeat that may run this often counts as unbounded."""
_NESTED = "a repeat inside a repeat may run for ever"


class _Repeats:
    """Counts unbounded repeats, and refuses those that cannot be run."""

    def __init__(self) -> None:
        self.number = 0
        self.nested = False

    def count(self, parsed: Any, *, repeated: bool) -> None:
        """Look at a sequence; *repeated*: it stands under an unbounded repeat."""
        for operation, argument in parsed:
            name = str(operation)
            if name in ("MAX_REPEAT", "MIN_REPEAT"):
                _, most, body = argument
                unbounded = int(most) > _UNBOUNDED
                self.number += unbounded
                if unbounded and _has_unbounded(body):
                    if _width(body) == 0:
                        raise PatternRefused(_NESTED, risky=True)
                    self.nested = True
                self.count(body, repeated=repeated or unbounded)
            elif name == "BRANCH":
                if repeated and _overlap(argument[1]):
                    raise PatternRefused(
                        "alternatives that begin alike under a repeat may run for ever", risky=True
                    )
                for branch in argument[1]:
                    self.count(branch, repeated=repeated)
            else:
                for body in _bodies(name, argument):
                    self.count(body, repeated=repeated)


def _has_unbounded(parsed: Any) -> bool:
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            if int(argument[1]) > _UNBOUNDED or _has_unbounded(argument[2]):
                return True
        elif name == "BRANCH":
            if any(_has_unbounded(branch) for branch in argument[1]):
                return True
        elif any(_has_unbounded(body) for body in _bodies(name, argument)):
            return True
    return False


def _width(parsed: Any) -> int:
    """Return how many characters *parsed* needs beside its unbounded repeats."""
    width = 0
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, body = argument
            width += 0 if int(most) > _UNBOUNDED else int(least) * _width(body)
        elif name == "BRANCH":
            width += min((_width(branch) for branch in argument[1]), default=0)
        elif name in _READS_ONE:
            width += 1
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            width += sum(_width(body) for body in _bodies(name, argument))
    return width


_READS_ONE = frozenset({"LITERAL", "NOT_LITERAL", "IN", "ANY", "CATEGORY"})


def _bodies(name: str, argument: Any) -> Iterator[Any]:
    if name == "SUBPATTERN":
        yield argument[3]
    elif name in ("ASSERT", "ASSERT_NOT"):
        yield argument[1]
    elif name in ("ATOMIC_GROUP",):
        yield argument


def _overlap(branches: Any) -> bool:
    """Tell whether two branches may begin with the same character, as far as literals show it."""
    seen: set[Any] = set()
    for branch in branches:
        first = branch[0] if len(branch) else None
        if first is None or str(first[0]) != "LITERAL":
            return True
        if first[1] in seen:
            return True
        seen.add(first[1])
    return False


def matches(text: str, pattern: str) -> bool:
    """Tell whether *pattern* matches all of *text*; raise PatternRefused if it must not run."""
    ready = prepared(pattern)
    if len(text) > ready.longest():
        raise PatternRefused("the text is too long for this pattern", risky=False)
    if ready.careful is not None:
        return ready.careful.matches(text)
    return ready.compiled.fullmatch(text) is not None
