"""Calls that are compiled by themselves: over many instances once, into one instance directly.

`sum`, `count` and their like over a plain path through a repeat are computed once per change of
what they read, for all who ask (FORMS §7). `indexed-repeat` chooses instances, compares none.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

from forms.xpath.anchors import Site, plain_path, shared_steps, step_name
from forms.xpath.context import Context
from forms.xpath.functions import Closure, Function
from forms.xpath.nodes import Node
from forms.xpath.paths import climbed, walked
from forms.xpath.syntax import Axis, Call, Expression, Literal, Path, Step
from forms.xpath.values import Value, to_number

AGGREGATES = frozenset({"sum", "count", "max", "min", "join", "count-non-empty"})

SITED = AGGREGATES | {"indexed-repeat"}
"""Calls whose closure depends on where the expression stands."""


def aggregate(
    call: Call, place: Site, function: Function, arguments: tuple[Closure, ...]
) -> Closure | None:
    """Return the closure of an aggregate over a plain path that crosses a repeat; None for others.

    Its value is kept for the node the path begins at, until something at the path changes.
    """
    separator = ""
    match call.arguments:
        case (Path() as path,) if call.name != "join":
            pass
        case (Literal(value=separator), Path() as path) if call.name == "join":
            pass
        case _:
            return None
    generic = plain_path(path, place)
    if generic is None:
        return None
    if path.absolute:
        first = shared_steps(path.steps, place)
        up = len(place.names) - first
    else:
        up = _leading_parents(path.steps)
        first = len(place.names) - up
        if any(step_name(step) is None for step in path.steps[up:]):
            return None
    if not _crosses(generic, first, place):
        return None
    name = call.name
    apply = function.call

    def kept(context: Context) -> Value:
        known = context.scope.aggregates
        begins = climbed(context.current if path.absolute else context.node, up)
        if known is None or begins is None:
            return apply(context, *[argument(context) for argument in arguments])
        key = (name, separator, generic, begins)
        version = context.scope.versions.get(generic, 0)
        found = known.get(key)
        if found is not None and found[0] == version:
            return found[1]
        value = apply(context, *[argument(context) for argument in arguments])
        known[key] = (version, value)
        return value

    return kept


def _leading_parents(steps: tuple[Step, ...]) -> int:
    up = 0
    while up < len(steps) and steps[up].axis is Axis.PARENT:
        up += 1
    return up


def _crosses(generic: str, first: int, place: Site) -> bool:
    names = generic.split("/")[1:]
    return any(
        "/" + "/".join(names[:count]) in place.repeats for count in range(first + 1, len(names) + 1)
    )


def indexed_repeat(
    call: Call, place: Site, closure: Callable[[Expression], Closure]
) -> Closure | None:
    """Return the closure of `indexed-repeat` over plain paths; None for other arguments.

    The groups must lie in each other and the target in the last; each index chooses one instance.
    """
    chosen = groups_of(call, place)
    if chosen is None:
        return None
    aim, groups = chosen
    names = aim.split("/")[1:]
    outside = place.without(frozenset(groups)).names
    shared = 0
    while shared < min(len(names), len(outside)) and names[shared] == outside[shared]:
        shared += 1
    runs: list[tuple[str, ...]] = []
    done = shared
    for group in groups:
        runs.append(tuple(names[done : group.count("/")]))
        done = group.count("/")
    last = tuple(names[done:])
    up = len(place.names) - shared
    given = {
        plain_path(group, place): index
        for group, index in zip(call.arguments[1::2], call.arguments[2::2], strict=True)
        if isinstance(group, Path)
    }
    indexes = tuple(closure(given[group]) for group in groups)

    def found(context: Context) -> Value:
        begins = context.scope.root if shared == 0 else climbed(context.current, up)
        nodes: list[Node] = [] if begins is None else [begins]
        for run, index in zip(runs, indexes, strict=True):
            instances = walked(nodes, run)
            number = to_number(index(context), context.zone)
            at = int(number) if math.isfinite(number) else 0
            instance = instances[at - 1] if 1 <= at <= len(instances) else None
            context.scope.watch(instance)
            if instance is None:
                return []
            nodes = [instance]
        return walked(nodes, last)

    return found


def groups_of(call: Call, place: Site) -> tuple[str, tuple[str, ...]] | None:
    """Return the generic paths of the target and of the groups an `indexed-repeat` chooses in.

    None where they are no plain paths, or do not lie in each other. Outermost first, in whichever
    order they are given.
    """
    paths: list[str] = []
    for part in (call.arguments[0], *call.arguments[1::2]):
        path = plain_path(part, place) if isinstance(part, Path) else None
        if path is None or ":" in path:
            return None
        paths.append(path)
    target, groups = paths[0], sorted(paths[1:], key=len)
    if len(call.arguments) % 2 == 0 or len(set(groups)) < len(groups):
        return None
    if any(
        not (inner + "/").startswith(outer + "/")
        for outer, inner in itertools.pairwise([*groups, target])
    ):
        return None
    return target, tuple(groups)
