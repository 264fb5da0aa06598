"""In how many ways a pattern may be tried: what decides the time that `re` takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Nested(Exception):
    """Something with several ways to match is repeated: their number grows without bound."""


def ways(choices: tuple[int, ...], length: int, enough: int) -> int:
    """Return the number of ways for a text of that length; counting stops beyond *enough*."""
    total = 1
    for most in choices:
        total *= min(most, length + 1)
        if total > enough:
            return total
    return total


def choices_of(parsed: Any) -> tuple[int, ...]:
    """Return in how many ways each part of a parsed pattern may match; raise Nested."""
    try:
        return tuple(_choices(parsed, repeated=False))
    except RecursionError:
        raise Nested from None


UNBOUNDED = 100
"""A repeat that may run this often counts as unbounded."""


def is_careless(parsed: Any, *, repeated: bool = False) -> bool:
    """Tell whether a repeat that may take one character at a time repeats what has several ways.

    `(a+)+` and `(a|ab)*` say nothing that `a+` and `[ab]*` would not say, and stop most engines
    (FORMS §14); where every round takes something more, as `(-[0-9]+)*`, they are meant.
    """
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            unbounded = int(argument[1]) > UNBOUNDED
            if unbounded and repeated:
                return True
            body = argument[2]
            short = int(body.getwidth()[0]) <= 1
            if is_careless(body, repeated=repeated or (unbounded and short)):
                return True
        elif name == "BRANCH":
            if repeated and _overlap(argument[1]):
                return True
            if any(is_careless(branch, repeated=repeated) for branch in argument[1]):
                return True
        elif any(is_careless(body, repeated=repeated) for body in _bodies(name, argument)):
            return True
    return False


def _choices(parsed: Any, *, repeated: bool) -> Iterator[int]:
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, body = int(argument[0]), int(argument[1]), argument[2]
            if least != most:
                if repeated:
                    raise Nested
                yield most - least + 1
            yield from _choices(body, repeated=repeated or most > 1)
        elif name == "POSSESSIVE_REPEAT":
            yield from _choices(argument[2], repeated=True)
        elif name == "BRANCH":
            branches = argument[1]
            if _overlap(branches):
                if repeated:
                    raise Nested
                yield len(branches)
            for branch in branches:
                yield from _choices(branch, repeated=repeated)
        else:
            for body in _bodies(name, argument):
                yield from _choices(body, repeated=repeated)


def _bodies(name: str, argument: Any) -> Iterator[Any]:
    match name:
        case "SUBPATTERN":
            yield argument[3]
        case "ASSERT" | "ASSERT_NOT":
            yield argument[1]
        case "ATOMIC_GROUP":
            yield argument
        case "GROUPREF_EXISTS":
            yield argument[1]
            if argument[2] is not None:
                yield argument[2]
        case _:
            return


def _overlap(branches: Any) -> bool:
    """Tell whether two branches may begin with the same character, as far as literals show it."""
    seen: set[Any] = set()
    for branch in branches:
        first = branch[0] if len(branch) else None
        if first is None or str(first[0]) != "LITERAL" or first[1] in seen:
            return True
        seen.add(first[1])
    return False
