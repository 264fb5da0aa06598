"""A matcher whose time grows with the text only: for patterns Python's `re` could hang on.

It keeps the set of all places in the pattern that the text read so far can have reached
(Thompson's construction). Back references, look-around, possessive and atomic groups are not in
its language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MAX_STATES = 2_000
"""A pattern of more places, its counted repeats written out, is not taken."""

Test = Callable[[str], bool]


class NotLinear(Exception):
    """The pattern uses what this matcher does not have, or is too large for it."""


@dataclass(slots=True)
class _Place:
    """A place in the pattern: it reads a character, looks around, or only leads on."""

    test: Test | None = None
    look: str = ""
    onward: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Linear:
    """A pattern ready to match."""

    places: tuple[_Place, ...]
    start: int
    end: int

    def matches(self, text: str) -> bool:
        """Tell whether all of *text* fits."""
        reached = self._spread([self.start], text, 0)
        for position, character in enumerate(text):
            stepped = [
                onward
                for number in reached
                if (test := self.places[number].test) is not None and test(character)
                for onward in self.places[number].onward
            ]
            if not stepped:
                return False
            reached = self._spread(stepped, text, position + 1)
        return self.end in reached

    def _spread(self, numbers: list[int], text: str, position: int) -> set[int]:
        """Return every place that can be reached from *numbers* without reading."""
        reached: set[int] = set()
        stack = numbers
        while stack:
            number = stack.pop()
            if number in reached:
                continue
            reached.add(number)
            place = self.places[number]
            if place.test is None and (not place.look or _holds(place.look, text, position)):
                stack.extend(place.onward)
        return reached


def linear(parsed: Any) -> Linear:
    """Return the matcher of a parsed pattern; raise NotLinear where it has none."""
    builder = _Builder()
    start, end = builder.sequence(parsed)
    return Linear(tuple(builder.places), start, end)


class _Builder:
    def __init__(self) -> None:
        self.places: list[_Place] = []

    def _add(self, test: Test | None = None, look: str = "") -> int:
        if len(self.places) >= MAX_STATES:
            raise NotLinear
        self.places.append(_Place(test, look))
        return len(self.places) - 1

    def _lead(self, one: int, other: int) -> None:
        self.places[one].onward.append(other)

    def sequence(self, parsed: Any) -> tuple[int, int]:
        """Return the places before and after a sequence."""
        start = end = self._add()
        for operation, argument in parsed:
            first, last = self._part(str(operation), argument)
            self._lead(end, first)
            end = last
        return start, end

    def _part(self, name: str, argument: Any) -> tuple[int, int]:
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            return self._repeat(*argument)
        if name == "BRANCH":
            return self._branch(argument[1])
        if name == "SUBPATTERN":
            _, added, removed, body = argument
            if added or removed:
                raise NotLinear
            return self.sequence(body)
        end = self._add()
        if name == "AT" and str(argument) in _LOOKS:
            start = self._add(look=str(argument))
        else:
            start = self._add(test=_test(name, argument))
        self._lead(start, end)
        return start, end

    def _branch(self, branches: Any) -> tuple[int, int]:
        start, end = self._add(), self._add()
        for branch in branches:
            first, last = self.sequence(branch)
            self._lead(start, first)
            self._lead(last, end)
        return start, end

    def _repeat(self, least: int, most: Any, body: Any) -> tuple[int, int]:
        start = end = self._add()
        for _ in range(int(least)):
            first, last = self.sequence(body)
            self._lead(end, first)
            end = last
        if most is re._constants.MAXREPEAT:  # type: ignore[attr-defined]  # the parser's own mark
            first, last = self.sequence(body)
            self._lead(end, first)
            self._lead(last, end)
            return start, end
        after = self._add()
        for _ in range(int(most) - int(least)):
            first, last = self.sequence(body)
            self._lead(end, after)
            self._lead(end, first)
            end = last
        self._lead(end, after)
        return start, after


def _is_word(text: str, position: int) -> bool:
    return 0 <= position < len(text) and _word(text[position])


def _holds(look: str, text: str, position: int) -> bool:
    return _LOOKS[look](text, position)


_LOOKS: dict[str, Callable[[str, int], bool]] = {
    "AT_BEGINNING": lambda _text, position: position == 0,
    "AT_BEGINNING_STRING": lambda _text, position: position == 0,
    "AT_END": lambda text, position: text[position:] in ("", "\n"),
    "AT_END_STRING": lambda text, position: position == len(text),
    "AT_BOUNDARY": lambda text, at: _is_word(text, at - 1) != _is_word(text, at),
    "AT_NON_BOUNDARY": lambda text, at: _is_word(text, at - 1) == _is_word(text, at),
}


def _word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")


_CATEGORIES: dict[str, Test] = {
    "CATEGORY_DIGIT": lambda one: one.isascii() and one.isdigit(),
    "CATEGORY_NOT_DIGIT": lambda one: not (one.isascii() and one.isdigit()),
    "CATEGORY_SPACE": lambda one: one in " \t\n\r\f\v",
    "CATEGORY_NOT_SPACE": lambda one: one not in " \t\n\r\f\v",
    "CATEGORY_WORD": _word,
    "CATEGORY_NOT_WORD": lambda one: not _word(one),
}


def _test(name: str, argument: Any) -> Test:
    """Return what tells whether one character fits."""
    if name == "LITERAL":
        wanted = chr(argument)
        return lambda one: one == wanted
    if name == "NOT_LITERAL":
        unwanted = chr(argument)
        return lambda one: one != unwanted
    if name == "ANY":
        return lambda one: one != "\n"
    if name == "RANGE":
        low, high = argument
        return lambda one: low <= ord(one) <= high
    if name == "CATEGORY" and str(argument) in _CATEGORIES:
        return _CATEGORIES[str(argument)]
    if name == "IN":
        return _class(argument)
    raise NotLinear


def _class(parts: Any) -> Test:
    negated = bool(parts) and str(parts[0][0]) == "NEGATE"
    tests = tuple(_test(str(name), argument) for name, argument in parts[negated:])
    return lambda one: any(test(one) for test in tests) is not negated
