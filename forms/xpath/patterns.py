r"""Regular expressions of forms: the Java and JavaScript dialect on Python's `re` (FORMS §5.11).

`\d \w \s` are ASCII, the whole text must match. Patterns that can run for ever (a repeat of nothing
but a repeat, branches under `*` that begin alike) are refused: Python's `re` cannot be stopped. An
unbounded repeat with others and more inside it is matched by our own machine, in linear time.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from forms.errors import EvaluationFailed
from forms.xpath.automaton import MAX_STEPS, Automaton, NotRegular

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


@lru_cache(maxsize=512)
def prepared(pattern: str) -> tuple[re.Pattern[str] | Automaton, int]:
    """Return the compiled pattern, or our own machine for it, and its number of unbounded repeats.

    Raises PatternRefused where it is broken (`risky` False) or may run for ever (True).
    """
    if len(pattern) > MAX_PATTERN_CHARACTERS:
        raise PatternRefused("the pattern is longer than 1,000 characters", risky=True)
    try:
        compiled = re.compile(_translated(pattern), re.ASCII)
        parsed = re._parser.parse(_translated(pattern), re.ASCII)  # type: ignore[attr-defined]  # the only public-enough parser of patterns; stable since 3.11
    except (re.error, RecursionError, OverflowError) as broken:
        raise PatternRefused(f"the pattern is broken: {broken}", risky=False) from None
    if not _is_nested(parsed):
        return compiled, _count_repeats(parsed, False)
    _count_repeats(parsed, False)
    try:
        return Automaton(parsed, parsed.state.flags), 0
    except NotRegular:
        raise PatternRefused("a repeat inside a repeat may run for ever", risky=True) from None


_UNBOUNDED = 100
"""A repeat that may run this often counts as unbounded."""


def _count_repeats(parsed: Any, repeated: bool) -> int:
    count = 0
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            _, most, body = argument
            unbounded = int(most) > _UNBOUNDED
            if unbounded and _is_nested(body, True) and not _certain_width(body):
                raise PatternRefused("a repeat inside a repeat may run for ever", risky=True)
            count += unbounded + _count_repeats(body, repeated or unbounded)
        elif name == "BRANCH":
            branches = argument[1]
            if repeated and _overlap(branches):
                raise PatternRefused(
                    "alternatives that begin alike under a repeat may run for ever", risky=True
                )
            count += max((_count_repeats(branch, repeated) for branch in branches), default=0)
        else:
            count += sum(_count_repeats(body, repeated) for body in _bodies(name, argument))
    return count


def _is_nested(parsed: Any, repeated: bool = False) -> bool:
    """Tell whether an unbounded repeat stands inside another (or, *repeated*, any at all)."""
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            unbounded = int(argument[1]) > _UNBOUNDED
            if (unbounded and repeated) or _is_nested(argument[2], repeated or unbounded):
                return True
        elif name == "BRANCH":
            if any(_is_nested(branch, repeated) for branch in argument[1]):
                return True
        elif any(_is_nested(body, repeated) for body in _bodies(name, argument)):
            return True
    return False


def _certain_width(parsed: Any) -> int:
    """Return how many characters *parsed* takes at least beside its own unbounded repeats."""
    width = 0
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, body = argument
            width += 0 if int(most) > _UNBOUNDED else int(least) * _certain_width(body)
        elif name == "BRANCH":
            width += min((_certain_width(branch) for branch in argument[1]), default=0)
        elif name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            width += 1
        elif name == "SUBPATTERN":
            width += _certain_width(argument[3])
    return width


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
    compiled, repeats = prepared(pattern)
    if isinstance(compiled, Automaton):
        if len(text) * compiled.size > MAX_STEPS:
            raise PatternRefused("the text is too long for this pattern", risky=False)
        return compiled.takes(text)
    limit = _SEVERAL_REPEATS_MAX_TEXT if repeats >= _SEVERAL_REPEATS else MAX_TEXT_CHARACTERS
    if len(text) > limit:
        raise PatternRefused("the text is too long for this pattern", risky=False)
    return compiled.fullmatch(text) is not None
