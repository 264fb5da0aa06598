"""Location paths -> closures.

Runs of `child::name` without predicates are walked through each parent's name index; this decides
the speed of a form more than anything else (FORMS §7).
"""

from __future__ import annotations

from collections.abc import Callable

from forms.xpath.axes import AXES, matcher
from forms.xpath.context import Context
from forms.xpath.functions import Closure, nodes_of
from forms.xpath.nodes import Node, in_document_order
from forms.xpath.syntax import (
    REVERSE_AXES,
    Axis,
    Expression,
    NameTest,
    Number,
    Path,
    Step,
    TypeTest,
)
from forms.xpath.values import Value, to_boolean

StepFunction = Callable[[list[Node], Context], list[Node]]
PredicateFunction = Callable[[list[Node], Context], list[Node]]

_ONE_AT_MOST = frozenset({Axis.SELF, Axis.PARENT})
_NEVER_OVERLAPS = frozenset({Axis.SELF, Axis.CHILD, Axis.ATTRIBUTE})
"""From distinct nodes in document order these axes reach distinct nodes (children of nested nodes
may need sorting, which the closure checks by depth)."""


class PathCompiler:
    """Makes closures of paths; *closure* compiles what stands in predicates."""

    def __init__(
        self, closure: Callable[[Expression], Closure], resolve: Callable[[str], str]
    ) -> None:
        self._closure = closure
        self._resolve = resolve

    def closure(self, path: Path) -> Closure:
        """Return the closure that gives the path's nodes in document order."""
        steps = self._steps(path.steps)
        if path.start is not None:
            return self._from_expression(path.start, path.start_predicates, steps)
        if not steps:
            return lambda context: [context.scope.root]
        first, rest = steps[0], steps[1:]
        if path.absolute:
            return lambda context: _through(first([context.scope.root], context), rest, context)
        return lambda context: _through(first([context.node], context), rest, context)

    def _from_expression(
        self,
        expression: Expression,
        filters: tuple[Expression, ...],
        steps: list[StepFunction],
    ) -> Closure:
        start = self._closure(expression)
        predicates = [self._predicate(one) for one in filters]

        def from_expression(context: Context) -> Value:
            nodes = nodes_of(start(context), "a path")
            for predicate in predicates:
                nodes = predicate(nodes, context)
            return _through(nodes, steps, context)

        return from_expression

    def _steps(self, steps: tuple[Step, ...]) -> list[StepFunction]:
        made: list[StepFunction] = []
        index = 0
        while index < len(steps):
            keys: list[str] = []
            while index < len(steps) and (key := _plain_child(steps[index])) is not None:
                keys.append(key)
                index += 1
            if keys:
                made.append(_walk(tuple(keys)))
            else:
                made.append(self._step(steps[index]))
                index += 1
        return made

    def _step(self, step: Step) -> StepFunction:
        along = AXES[step.axis]
        fits = matcher(step.test, step.axis, self._resolve)
        predicates = [self._predicate(one) for one in step.predicates]
        if step.axis is Axis.SELF and not predicates and _is_any(step.test):
            return lambda nodes, _context: nodes
        ordered = step.axis in _NEVER_OVERLAPS
        reverse = step.axis in REVERSE_AXES

        def take(nodes: list[Node], context: Context) -> list[Node]:
            found: list[Node] = []
            for node in nodes:
                candidates = [one for one in along(node) if fits(one)]
                for predicate in predicates:
                    candidates = predicate(candidates, context)
                found.extend(candidates)
            if len(nodes) > 1 and not (ordered and _same_parent(nodes)):
                return in_document_order(found)
            if reverse:
                found.reverse()
            return found

        return take

    def _predicate(self, node: Expression) -> PredicateFunction:
        if isinstance(node, Number):
            place = node.value
            return lambda nodes, _context: (
                [nodes[int(place) - 1]] if place == int(place) and 1 <= place <= len(nodes) else []
            )
        condition = self._closure(node)

        def select(nodes: list[Node], context: Context) -> list[Node]:
            kept: list[Node] = []
            size = len(nodes)
            inner = Context(context.node, context.scope, 0, size, context.current)
            for position, node in enumerate(nodes, start=1):
                inner.node = node
                inner.position = position
                inner.size = size
                value = condition(inner)
                if value == position if type(value) is float else to_boolean(value):
                    kept.append(node)
            return kept

        return select


def _plain_child(step: Step) -> str | None:
    if step.axis is not Axis.CHILD or step.predicates or not isinstance(step.test, NameTest):
        return None
    return step.test.local if step.test.prefix is None else None


def _is_any(test: NameTest | TypeTest) -> bool:
    return isinstance(test, TypeTest) and test.kind == "node"


def _same_parent(nodes: list[Node]) -> bool:
    parent = nodes[0].parent
    return all(node.parent is parent for node in nodes)


def _through(nodes: list[Node], steps: list[StepFunction], context: Context) -> list[Node]:
    for step in steps:
        if not nodes:
            return nodes
        nodes = step(nodes, context)
    return nodes


def _walk(keys: tuple[str, ...]) -> StepFunction:
    def walk(nodes: list[Node], _context: Context) -> list[Node]:
        sortable = len(nodes) > 1 and not _same_parent(nodes)
        for key in keys:
            if len(nodes) == 1:
                nodes = nodes[0].named(key)
            else:
                nodes = [child for node in nodes for child in node.named(key)]
        return in_document_order(nodes) if sortable else nodes

    return walk
