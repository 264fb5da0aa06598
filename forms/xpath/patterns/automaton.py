"""A pattern as an automaton (Thompson): every way is followed at once, one character at a time.

The time is at most the length of the text times the number of states, whatever the pattern. Steps
that were taken before are remembered, so that nearly all texts cost one look-up per character.
Look-around, back-references, possessive and atomic groups are not in its language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from forms.xpath.patterns.refused import PatternRefused

MAX_STATES = 10_000
MAX_WORK = 500_000
"""How many states a match may visit: a fifth of a second at most, and the same on every machine."""

MAX_REMEMBERED = 20_000
_MIDDLE = "   "
"""Any text has the same places in its middle, word boundaries aside."""

Test = Callable[[str], bool]

_DIGITS = frozenset("0123456789")
_WORD = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
_SPACE = frozenset(" \t\n\r\f\v")
_CATEGORIES: dict[str, tuple[frozenset[str], bool]] = {
    "CATEGORY_DIGIT": (_DIGITS, True),
    "CATEGORY_NOT_DIGIT": (_DIGITS, False),
    "CATEGORY_WORD": (_WORD, True),
    "CATEGORY_NOT_WORD": (_WORD, False),
    "CATEGORY_SPACE": (_SPACE, True),
    "CATEGORY_NOT_SPACE": (_SPACE, False),
}
_UNREAD_FLAGS = re.IGNORECASE | re.MULTILINE | re.LOCALE
_BOUNDARIES = frozenset({"AT_BOUNDARY", "AT_NON_BOUNDARY"})
_PLACES = _BOUNDARIES | {"AT_BEGINNING", "AT_BEGINNING_STRING", "AT_END", "AT_END_STRING"}


def _holds(place: str, text: str, position: int) -> bool:
    match place:
        case "AT_BEGINNING" | "AT_BEGINNING_STRING":
            return position == 0
        case "AT_END":  # `$` also holds before a line feed that ends the text
            return position == len(text) or (position == len(text) - 1 and text[-1] == "\n")
        case "AT_END_STRING":
            return position == len(text)
        case _:
            before = position > 0 and text[position - 1] in _WORD
            after = position < len(text) and text[position] in _WORD
            # in an empty text there is neither a boundary nor none
            return text != "" and (before != after) == (place == "AT_BOUNDARY")


class Irregular(Exception):
    """The pattern holds what no automaton of this kind decides, or needs too many states."""


class Automaton:
    """States by number. A state consumes one character, asks where it stands, or splits up."""

    def __init__(self) -> None:
        self.tests: list[Test | None] = []
        self.places: list[str] = []
        self.next: list[tuple[int, ...]] = []
        self.start = 0
        self._looks_around = False
        self.final = self.add()
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def add(self, *following: int, test: Test | None = None, place: str = "") -> int:
        """Add a state and return its number; raise Irregular where there are too many."""
        if len(self.next) >= MAX_STATES:
            raise Irregular
        self._looks_around |= place in _BOUNDARIES
        self.tests.append(test)
        self.places.append(place)
        self.next.append(following)
        return len(self.next) - 1

    def fullmatch(self, text: str) -> bool:
        """Tell whether all of *text* matches; raise PatternRefused where it is too much work."""
        last = len(text)
        # from here on `$` may hold; with word boundaries every place has its own neighbours
        near_end = 0 if self._looks_around else last - 1
        current = self._closure((self.start,), text, 0)
        work = 0
        for position, character in enumerate(text, start=1):
            work += len(current)
            if work > MAX_WORK:
                raise PatternRefused("the text takes too long to match", risky=False)
            if position < near_end:
                current = self._step(current, character)
            else:
                current = self._closure(self._moved(current, character), text, position)
            if not current:
                return False
        return self.final in current

    def _step(self, current: frozenset[int], character: str) -> frozenset[int]:
        key = (current, character)
        known = self._steps.get(key)
        if known is None:
            known = self._closure(self._moved(current, character), _MIDDLE, 1)
            if len(self._steps) >= MAX_REMEMBERED:
                self._steps.clear()
            self._steps[key] = known
        return known

    def _moved(self, current: frozenset[int], character: str) -> Iterable[int]:
        tests, following = self.tests, self.next
        for state in current:
            test = tests[state]
            if test is not None and test(character):
                yield from following[state]

    def _closure(self, states: Iterable[int], text: str, position: int) -> frozenset[int]:
        """Return what is reached without a character: the states that consume one, and the end."""
        seen: set[int] = set()
        found: set[int] = set()
        stack = list(states)
        while stack:
            state = stack.pop()
            if state in seen:
                continue
            seen.add(state)
            if self.tests[state] is not None or state == self.final:
                found.add(state)
                continue
            place = self.places[state]
            if place == "" or _holds(place, text, position):
                stack.extend(self.next[state])
        return frozenset(found)


def automaton_of(parsed: Any, flags: int) -> Automaton:
    """Return the automaton of a pattern that `re` has parsed; raise Irregular where it has none."""
    if flags & _UNREAD_FLAGS:
        raise Irregular
    automaton = Automaton()
    builder = _Builder(automaton, dot_is_all=bool(flags & re.DOTALL))
    try:
        automaton.start = builder.sequence(parsed, automaton.final)
    except RecursionError:
        raise Irregular from None
    return automaton


class _Builder:
    """Builds from the end: each part is made when the state after it is known."""

    def __init__(self, automaton: Automaton, *, dot_is_all: bool) -> None:
        self._automaton = automaton
        self._dot_is_all = dot_is_all

    def sequence(self, parsed: Any, following: int) -> int:
        """Return the first state of a sequence after which *following* stands."""
        for operation, argument in reversed(list(parsed)):
            following = self._part(str(operation), argument, following)
        return following

    def _part(self, name: str, argument: Any, following: int) -> int:
        add = self._automaton.add
        match name:
            case "BRANCH":
                return add(*(self.sequence(branch, following) for branch in argument[1]))
            case "SUBPATTERN":
                _, added, removed, body = argument
                if added or removed:
                    raise Irregular
                return self.sequence(body, following)
            case "MAX_REPEAT" | "MIN_REPEAT":
                least, most, body = argument
                return self._repeat(least, most, body, following)
            case "AT":
                place = str(argument)
                if place not in _PLACES:
                    raise Irregular
                return add(following, place=place)
            case _:
                return add(following, test=self._test(name, argument))

    def _repeat(self, least: Any, most: Any, body: Any, following: int) -> int:
        add, least = self._automaton.add, int(least)
        if most == re._constants.MAXREPEAT:  # type: ignore[attr-defined]  # as the parser above
            loop = add()
            self._automaton.next[loop] = (self.sequence(body, loop), following)
            state = loop
        else:
            state = following
            for _ in range(int(most) - least):
                state = add(self.sequence(body, state), following)
        for _ in range(least):
            state = self.sequence(body, state)
        return state

    def _test(self, name: str, argument: Any) -> Test:
        match name:
            case "LITERAL":
                literal = chr(argument)
                return lambda character: character == literal
            case "NOT_LITERAL":
                unwanted = chr(argument)
                return lambda character: character != unwanted
            case "ANY":
                if self._dot_is_all:
                    return lambda _character: True
                return lambda character: character != "\n"
            case "IN":
                return _any_of(argument)
            case _:
                raise Irregular


def _any_of(items: Any) -> Test:
    negated = False
    single: set[str] = set()
    ranges: list[tuple[str, str]] = []
    others: list[frozenset[str]] = []
    for operation, argument in items:
        match str(operation):
            case "NEGATE":
                negated = True
            case "LITERAL":
                single.add(chr(argument))
            case "RANGE":
                ranges.append((chr(argument[0]), chr(argument[1])))
            case "CATEGORY" if str(argument) in _CATEGORIES:
                members, inside = _CATEGORIES[str(argument)]
                if inside:
                    single |= members
                else:
                    others.append(members)
            case _:
                raise Irregular

    def test(character: str) -> bool:
        found = (
            character in single
            or any(low <= character <= high for low, high in ranges)
            or any(character not in members for members in others)
        )
        return found != negated

    return test
