"""Location paths -> closures.

Runs of `child::name` without predicates are walked through each parent's name index; this decides
the speed of a form more than anything else (FORMS §7). An absolute path that shares steps with the
place of the expression climbs from there instead of beginning at the root: it is shorter, and means
this instance of every repeat around (FORMS §5.7). One that goes through no repeat is looked up.
"""

from __future__ import annotations

from collections.abc import Callable

from forms.xpath.anchors import Site, repeat_around, shared_steps
from forms.xpath.axes import AXES, matcher
from forms.xpath.context import Context
from forms.xpath.functions import Closure, nodes_of
from forms.xpath.nodes import Node, in_document_order
from forms.xpath.predicates import Predicates
from forms.xpath.syntax import (
    REVERSE_AXES,
    Axis,
    Call,
    Expression,
    NameTest,
    Path,
    Step,
    TypeTest,
)
from forms.xpath.values import Value

StepFunction = Callable[[list[Node], Context], list[Node]]

_NEVER_OVERLAPS = frozenset({Axis.SELF, Axis.CHILD, Axis.ATTRIBUTE})
"""From distinct nodes of one depth these axes reach distinct nodes of one depth, in order."""


class PathCompiler:
    """Makes closures of paths; *closure* compiles what stands in predicates."""

    def __init__(
        self,
        closure: Callable[[Expression], Closure],
        resolve: Callable[[str], str],
        place: Site | None = None,
    ) -> None:
        self._closure = closure
        self._resolve = resolve
        self._place = place
        self._predicates = Predicates(closure)

    def closure(self, path: Path, limit: Site | None = None) -> Closure:
        """Return the closure that gives the path's nodes in document order.

        limit: the part of the place beyond which an absolute path shares nothing with it.
        """
        if path.start is not None:
            return self._from_expression(path)
        if path.absolute and self._place is not None:
            single = _outside_repeats(path.steps, self._place)
            if single is not None:
                return _single(single)
            shared = shared_steps(path.steps, self._place, limit)
            if shared:
                return self._climbed(path.steps[shared:], len(self._place.names) - shared)
        if not path.absolute:
            above, rest = _parents(path.steps)
            names = _all_plain(rest)
            if names is not None and (above or names):
                return _relative(above, names)
        steps = self._steps(path.steps)
        if not steps:
            return lambda context: [context.scope.root]
        first, rest_of = steps[0], steps[1:]
        if path.absolute:
            return lambda context: _through(first([context.scope.root], context), rest_of, context)
        return lambda context: _through(first([context.node], context), rest_of, context)

    def _climbed(self, rest: tuple[Step, ...], up: int) -> Closure:
        names = _all_plain(rest)
        if names is not None:
            return _from_current(up, names)
        steps = self._steps(rest)

        def climb(context: Context) -> Value:
            node = climbed(context.current, up)
            return [] if node is None else _through([node], steps, context)

        return climb

    def _from_expression(self, path: Path) -> Closure:
        if path.start is None:
            raise AssertionError(path)
        single = isinstance(path.start, Call) and path.start.name in ("current", "instance")
        steps = self._steps(path.steps, flat=single)
        start = self._closure(path.start)
        predicates = [self._predicates.made(one) for one in path.start_predicates]

        def from_expression(context: Context) -> Value:
            nodes = nodes_of(start(context), "a path")
            for predicate in predicates:
                nodes = predicate(nodes, context)
            return _through(nodes, steps, context)

        return from_expression

    def _steps(self, steps: tuple[Step, ...], *, flat: bool = True) -> list[StepFunction]:
        """Return the functions of *steps*; flat: they begin at one node, or at nodes of one depth.

        What children of nodes of one depth are is in document order already.
        """
        made: list[StepFunction] = []
        index = 0
        while index < len(steps):
            keys: list[str] = []
            while index < len(steps) and (key := _plain_child(steps[index])) is not None:
                keys.append(key)
                index += 1
            if keys:
                made.append(_walk(tuple(keys), flat=flat))
            else:
                made.append(self._step(steps[index], flat=flat))
                flat = flat and steps[index].axis in _NEVER_OVERLAPS
                index += 1
        return made

    def _step(self, step: Step, *, flat: bool) -> StepFunction:
        along = AXES[step.axis]
        fits = matcher(step.test, step.axis, self._resolve)
        predicates = [self._predicates.made(one) for one in step.predicates]
        if step.axis is Axis.SELF and not predicates and _is_any(step.test):
            return lambda nodes, _context: nodes
        key = _child_key(step)
        ordered = step.axis in _NEVER_OVERLAPS
        reverse = step.axis in REVERSE_AXES

        def take(nodes: list[Node], context: Context) -> list[Node]:
            found: list[Node] = []
            for node in nodes:
                if key is not None:
                    candidates = node.named(key)
                else:
                    candidates = [one for one in along(node) if fits(one)]
                for predicate in predicates:
                    candidates = predicate(candidates, context)
                found.extend(candidates)
            if len(nodes) > 1 and not (ordered and (flat or _same_parent(nodes))):
                return in_document_order(found)
            if reverse:
                found.reverse()
            return found

        return take


def climbed(node: Node, up: int) -> Node | None:
    """Return the node *up* levels above, None where the tree ends before."""
    found: Node | None = node
    for _ in range(up):
        if found is None:
            return None
        found = found.parent
    return found


def walked(nodes: list[Node], keys: tuple[str, ...]) -> list[Node]:
    """Return what lies below *nodes*, of one depth and in document order, along child names."""
    for key in keys:
        if len(nodes) == 1:
            nodes = nodes[0].named(key)
        else:
            nodes = [child for node in nodes for child in node.named(key)]
    return nodes


def _outside_repeats(steps: tuple[Step, ...], place: Site) -> str | None:
    """Return the generic path of plain steps that go through no repeat, None for all others."""
    names = _all_plain(steps)
    if not names:
        return None
    path = "/" + "/".join(names)
    return None if repeat_around(path, place.repeats) else path


def _single(path: str) -> Closure:
    """Look the node up: there is one, or none at all."""
    keys = tuple(path.split("/")[1:])

    def single(context: Context) -> Value:
        found = context.scope.singles.get(path)
        return walked([context.scope.root], keys) if found is None else found

    return single


def _from_current(up: int, keys: tuple[str, ...]) -> Closure:
    if len(keys) == 1:
        (key,) = keys

        def child(context: Context) -> Value:
            node: Node | None = context.current
            for _ in range(up):
                if node is None:
                    return []
                node = node.parent
            return [] if node is None else node.named(key)

        return child

    def climb(context: Context) -> Value:
        node = climbed(context.current, up)
        return [] if node is None else walked([node], keys)

    return climb


def _relative(up: int, keys: tuple[str, ...]) -> Closure:
    def relative(context: Context) -> Value:
        node = climbed(context.node, up)
        return [] if node is None else walked([node], keys)

    return relative


def _parents(steps: tuple[Step, ...]) -> tuple[int, tuple[Step, ...]]:
    """Return how many `..` lead, and the steps after them."""
    up = 0
    for step in steps:
        if step.axis is not Axis.PARENT or step.predicates or not _is_any(step.test):
            break
        up += 1
    return up, steps[up:]


def _all_plain(steps: tuple[Step, ...]) -> tuple[str, ...] | None:
    keys: list[str] = []
    for step in steps:
        key = _plain_child(step)
        if key is None:
            return None
        keys.append(key)
    return tuple(keys)


def _child_key(step: Step) -> str | None:
    if step.axis is not Axis.CHILD or not isinstance(step.test, NameTest):
        return None
    return step.test.local if step.test.prefix is None else None


def _plain_child(step: Step) -> str | None:
    return None if step.predicates else _child_key(step)


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


def _walk(keys: tuple[str, ...], *, flat: bool) -> StepFunction:
    if flat:
        return lambda nodes, _context: walked(nodes, keys)

    def walk(nodes: list[Node], _context: Context) -> list[Node]:
        sortable = len(nodes) > 1 and not _same_parent(nodes)
        found = walked(nodes, keys)
        return in_document_order(found) if sortable else found

    return walk
