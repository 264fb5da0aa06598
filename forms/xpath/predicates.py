"""Predicates -> functions from candidates to candidates.

`[position() = E]`, `[E]` with a number and E the same for every candidate, take their one candidate
directly: that is how a form looks at the instance before.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from forms.xpath.context import Context
from forms.xpath.functions import Closure
from forms.xpath.nodes import Node
from forms.xpath.syntax import Call, Chain, Expression, Literal, Negate, Number, Path
from forms.xpath.values import Value, to_boolean, to_number

PredicateFunction = Callable[[list[Node], Context], list[Node]]


class Predicates:
    """Makes functions of predicates; *closure* compiles what stands in them."""

    def __init__(self, closure: Callable[[Expression], Closure]) -> None:
        self._closure = closure

    def made(self, node: Expression) -> PredicateFunction:
        """Return the function of one predicate."""
        place = position_asked(node)
        if place is not None:
            return _at(self._closure(place), self._closure(node))
        return _each(self._closure(node))


def position_asked(node: Expression) -> Expression | None:
    """Return E of `[position() = E]` or of `[E]`, a number, where it is the same everywhere."""
    match node:
        case Number():
            return node
        case Chain(first=Call(name="position", arguments=()), rest=(("=", wanted),)):
            return wanted if _fixed(wanted) else None
        case Chain(first=wanted, rest=(("=", Call(name="position", arguments=())),)):
            return wanted if _fixed(wanted) else None
        case Chain(rest=(("+" | "-" | "*" | "div" | "mod", _), *_)) | Negate():
            return node if _fixed(node) else None
        case Call(name="position", arguments=(_,)) | Call(name="number" | "int", arguments=(_,)):
            return node if _fixed(node) else None
        case _:
            return None


_OF_CONTEXT = frozenset(
    {"position", "last", "string", "number", "name", "local-name", "namespace-uri", "lang"}
    | {"string-length", "normalize-space"}
)
"""Functions that, without an argument, are about the candidate."""


def _fixed(node: Expression) -> bool:
    """Tell whether an expression gives the same for every candidate."""
    match node:
        case Number() | Literal():
            return True
        case Negate(operand=operand):
            return _fixed(operand)
        case Chain(first=first, rest=rest):
            return _fixed(first) and all(_fixed(one) for _, one in rest)
        case Call(name=name, arguments=arguments):
            if (not arguments and name in _OF_CONTEXT) or name in ("lang", "random", "id"):
                return False
            return all(_fixed(one) for one in arguments)
        case Path(absolute=absolute, start=start, start_predicates=filters):
            begins = absolute or (start is not None and _fixed(start))
            return begins and not filters and all(not step.predicates for step in node.steps)


def _at(place: Closure, condition: Closure) -> PredicateFunction:
    every = _each(condition)

    def take(nodes: list[Node], context: Context) -> list[Node]:
        value = place(context)
        if type(value) is list and len(value) > 1:
            return every(nodes, context)
        number = to_number(value, context.zone)
        if not math.isfinite(number) or number != int(number):
            return []
        chosen = nodes[int(number) - 1] if 1 <= number <= len(nodes) else None
        context.scope.watch(chosen)
        return [] if chosen is None else [chosen]

    return take


def _each(condition: Closure) -> PredicateFunction:
    def select(nodes: list[Node], context: Context) -> list[Node]:
        kept: list[Node] = []
        size = len(nodes)
        inner = Context(context.node, context.scope, 0, size, context.current)
        for position, node in enumerate(nodes, start=1):
            inner.node = node
            inner.position = position
            value: Value = condition(inner)
            if value == position if type(value) is float else to_boolean(value):
                kept.append(node)
        return kept

    return select
