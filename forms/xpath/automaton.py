"""Patterns matched in time linear in the text: a set of states instead of going back (FORMS §14).

For patterns whose nested repeats would send Python's `re` back and forth for ever. Only what is
truly regular has a machine: characters, classes, groups, alternatives, repeats, `^` and `$`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MAX_STATES = 5_000
MAX_STEPS = 4_000_000
"""States times characters of the text that are walked through at most: about a second."""
_MAX_KNOWN = 4_000
"""So many sets of states are remembered with what follows them."""

Test = Callable[[str], bool]


class NotRegular(Exception):
    """The pattern has something that no finite machine can do, or too much of it."""


@dataclass(slots=True)
class _State:
    """One state: a character it takes to `after`, or silent ways on, perhaps only at a place."""

    test: Test | None = None
    after: int = -1
    silent: list[int] = field(default_factory=list)
    place: str = ""


class Automaton:
    """A machine that tells whether a whole text fits a pattern."""

    def __init__(self, parsed: Any, flags: int) -> None:
        """Build the machine of a pattern parsed by `re`; raise NotRegular if it has none."""
        if flags & ~_PLAIN_FLAGS:
            raise NotRegular
        self._states: list[_State] = []
        self._end = self._new()
        self._start = self._sequence(parsed, self._end)
        self._known: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    @property
    def size(self) -> int:
        """Return the number of states."""
        return len(self._states)

    def takes(self, text: str) -> bool:
        """Tell whether the whole of *text* fits; its length times `size` is the cost."""
        length = len(text)
        now = self._closed({self._start}, text, 0)
        for place, character in enumerate(text):
            if not now:
                return False
            key = (now, character)
            inner = 0 < place < length - 2
            following = self._known.get(key) if inner else None
            if following is None:
                following = self._closed(self._after(now, character), text, place + 1)
                if inner and len(self._known) < _MAX_KNOWN:
                    self._known[key] = following
            now = following
        return self._end in now

    def _after(self, now: frozenset[int], character: str) -> set[int]:
        states = self._states
        return {
            states[one].after
            for one in now
            if (test := states[one].test) is not None and test(character)
        }

    def _closed(self, start: set[int], text: str, place: int) -> frozenset[int]:
        found = set(start)
        stack = list(start)
        while stack:
            state = self._states[stack.pop()]
            if state.place and not _is_at(state.place, text, place):
                continue
            for following in state.silent:
                if following not in found:
                    found.add(following)
                    stack.append(following)
        return frozenset(found)

    # --- building

    def _new(self, **values: Any) -> int:
        if len(self._states) >= MAX_STATES:
            raise NotRegular
        self._states.append(_State(**values))
        return len(self._states) - 1

    def _sequence(self, parsed: Any, following: int) -> int:
        for operation, argument in reversed(list(parsed)):
            following = self._one(str(operation), argument, following)
        return following

    def _one(self, name: str, argument: Any, following: int) -> int:
        match name:
            case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
                return self._new(test=_test(name, argument), after=following)
            case "AT" if str(argument) in _PLACES:
                return self._new(silent=[following], place=_PLACES[str(argument)])
            case "BRANCH":
                ways = [self._sequence(branch, following) for branch in argument[1]]
                return self._new(silent=ways)
            case "SUBPATTERN" if not argument[1] and not argument[2]:
                return self._sequence(argument[3], following)
            case "MAX_REPEAT" | "MIN_REPEAT":
                least, most, body = argument
                return self._repeat(int(least), int(most), body, following)
            case _:
                raise NotRegular

    def _repeat(self, least: int, most: int, body: Any, following: int) -> int:
        if most > MAX_STATES:
            loop = self._new()
            self._states[loop].silent = [self._sequence(body, loop), following]
            following = loop
        else:
            for _ in range(most - least):
                following = self._new(silent=[self._sequence(body, following), following])
        for _ in range(least):
            following = self._sequence(body, following)
        return following


_ASCII, _UNICODE = 256, 32
_PLAIN_FLAGS = _ASCII | _UNICODE
_PLACES = {
    "AT_BEGINNING": "start",
    "AT_BEGINNING_STRING": "start",
    "AT_END": "end",
    "AT_END_STRING": "very end",
}


def _is_at(wanted: str, text: str, place: int) -> bool:
    if wanted == "start":
        return place == 0
    last = len(text)
    return place == last or (wanted == "end" and place == last - 1 and text[place] == "\n")


_CATEGORIES: dict[str, Test] = {
    "CATEGORY_DIGIT": lambda one: "0" <= one <= "9",
    "CATEGORY_SPACE": lambda one: one in " \t\n\r\f\v",
    "CATEGORY_WORD": lambda one: one == "_" or (one.isascii() and one.isalnum()),
}


def _test(name: str, argument: Any) -> Test:
    match name:
        case "ANY":
            return lambda one: one != "\n"
        case "LITERAL":
            literal = chr(argument)
            return lambda one: one == literal
        case "NOT_LITERAL":
            literal = chr(argument)
            return lambda one: one != literal
        case _:
            return _class(argument)


def _class(items: Any) -> Test:
    negated = bool(items) and str(items[0][0]) == "NEGATE"
    tests = [_item(str(kind), value) for kind, value in items[1 if negated else 0 :]]
    if negated:
        return lambda one: not any(test(one) for test in tests)
    return lambda one: any(test(one) for test in tests)


def _item(kind: str, value: Any) -> Test:
    match kind:
        case "LITERAL":
            literal = chr(value)
            return lambda one: one == literal
        case "RANGE":
            low, high = map(chr, value)
            return lambda one: low <= one <= high
        case "CATEGORY":
            name = str(value)
            known = _CATEGORIES[name.replace("_NOT_", "_")]
            return (lambda one: not known(one)) if "_NOT_" in name else known
        case _:
            raise NotRegular
