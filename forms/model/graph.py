"""Who depends on whom: an order in which every expression comes after what it reads (FORMS §7).

One vertex per expression that decides a value or a flag. An expression that reads a node comes
after that node's calculate and after the relevant of the node and of every group around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from forms.report import Finding, FormRefused, Place, Severity, report_of
from forms.xform.definition import (
    BoundExpression,
    FormDefinition,
    Label,
    NodeDefinition,
    Role,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertex:
    """One expression in the order of evaluation; `rank` is its place."""

    rank: int
    path: str
    role: Role
    expression: BoundExpression


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Graph:
    """The order of a form. readers: path -> ranks that read it. shown: path -> questions whose
    texts show it. calculates: path -> rank of its calculate."""

    vertices: tuple[Vertex, ...]
    readers: Mapping[str, tuple[int, ...]]
    shown: Mapping[str, tuple[str, ...]]
    calculates: Mapping[str, int]


def graph_of(definition: FormDefinition) -> Graph:
    """Return the form's graph, computed once; raise FormRefused where it has a cycle."""
    known = definition.derived.get("graph")
    if isinstance(known, Graph):
        return known
    graph, findings = inspect_graph(definition)
    if graph is None:
        raise FormRefused(report_of(findings))
    definition.derived["graph"] = graph
    return graph


def inspect_graph(definition: FormDefinition) -> tuple[Graph | None, tuple[Finding, ...]]:
    """Return the graph, or None and one finding per expression of each cycle."""
    expressions = list(_expressions(definition))
    after = _edges(definition, expressions)
    components = _components(after)
    findings = [
        finding
        for component in components
        if len(component) > 1 or component[0] in after[component[0]]
        for finding in _cycle(sorted(component), expressions)
    ]
    if findings:
        return None, tuple(findings)
    # Tarjan gives components in reverse topological order of "comes after": sources come last.
    order = [component[0] for component in reversed(components)]
    vertices = tuple(
        Vertex(
            rank=rank,
            path=expressions[index].path,
            role=expressions[index].role,
            expression=expressions[index],
        )
        for rank, index in enumerate(order)
    )
    return _assembled(definition, vertices), ()


def _expressions(definition: FormDefinition) -> Iterator[BoundExpression]:
    for node in definition.nodes.values():
        for expression in (node.relevant, node.calculate, node.readonly, node.required):
            if expression is not None:
                yield expression


def _chain(definition: FormDefinition, path: str) -> Iterator[NodeDefinition]:
    """Yield the node at *path* and every group around it."""
    node = definition.nodes.get(path)
    while node is not None:
        yield node
        node = definition.nodes.get(node.parent)


def _edges(definition: FormDefinition, expressions: list[BoundExpression]) -> list[list[int]]:
    """Return for every expression the ones that must come after it."""
    place = {(one.path, one.role): index for index, one in enumerate(expressions)}
    after: list[set[int]] = [set() for _ in expressions]
    for index, expression in enumerate(expressions):
        own = [node.path for node in _chain(definition, expression.path)]
        for path in own:
            source = place.get((path, Role.RELEVANT))
            if source is not None and source != index:
                after[source].add(index)
        for path in expression.reads:
            for node in _chain(definition, path):
                source = place.get((node.path, Role.RELEVANT))
                if source is not None:
                    after[source].add(index)
            source = place.get((path, Role.CALCULATE))
            if source is not None:
                after[source].add(index)
            if path == expression.path:
                after[index].add(index)  # reads its own value: a cycle of one
        for path in expression.looks:
            for node in _chain(definition, path):
                source = place.get((node.path, Role.RELEVANT))
                if source is not None and node.path not in own:
                    after[source].add(index)
    return [sorted(one) for one in after]


def _components(after: list[list[int]]) -> list[list[int]]:
    """Return the strongly connected components (Tarjan, without recursion)."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    on_stack: set[int] = set()
    stack: list[int] = []
    found: list[list[int]] = []
    for root in range(len(after)):
        if root in number:
            continue
        work = [(root, iter(after[root]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, others = work[-1]
            for other in others:
                if other not in number:
                    number[other] = low[other] = len(number)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(after[other])))
                    break
                if other in on_stack:
                    low[node] = min(low[node], number[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    found.append(_popped(node, stack, on_stack))
    return found


def _popped(node: int, stack: list[int], on_stack: set[int]) -> list[int]:
    component: list[int] = []
    while True:
        top = stack.pop()
        on_stack.discard(top)
        component.append(top)
        if top == node:
            return component


def _cycle(component: list[int], expressions: list[BoundExpression]) -> Iterator[Finding]:
    names = [_short(expressions[index].path) for index in component]
    if len(component) == 1:
        # what a group reads inside itself makes the circle visible
        own = expressions[component[0]]
        names += [_short(path) for path in own.reads if path.startswith(own.path + "/")]
    circle = " → ".join([*dict.fromkeys(names), names[0]])
    for index in component:
        expression = expressions[index]
        yield Finding(
            severity=Severity.ERROR,
            code="cycle",
            message=f'"{_named(expression)}" depends on itself: {circle}',
            place=Place(line=expression.line),
            name=expression.path.rpartition("/")[2],
            path=expression.path,
            role=expression.role.value,
        )


def _inserted(definition: FormDefinition, labels: Iterable[Label | None]) -> tuple[str, ...]:
    """Return the paths whose values are inserted into *labels* in any language."""
    return tuple(
        path
        for label in labels
        for text in definition.texts_of(label)
        for expression in text.expressions()
        for path in expression.reads
    )


def _short(path: str) -> str:
    return path.rpartition("/")[2]


def _named(expression: BoundExpression) -> str:
    """Return the source with `${name}` where the converter wrote a path."""
    source = expression.compiled.source
    for path in sorted(expression.reads, key=len, reverse=True):
        source = source.replace(f" {path} ", f"${{{_short(path)}}}")
    return source.strip()


def _assembled(definition: FormDefinition, vertices: tuple[Vertex, ...]) -> Graph:
    readers: dict[str, list[int]] = {}
    for vertex in vertices:
        for path in dict.fromkeys((*vertex.expression.reads, *vertex.expression.looks)):
            readers.setdefault(path, []).append(vertex.rank)
    shown: dict[str, dict[str, None]] = {}
    lists: dict[int, tuple[str, ...]] = {}
    for question in definition.questions.values():
        choices = question.choices
        if id(choices) not in lists:
            lists[id(choices)] = _inserted(definition, (one.label for one in choices))
        own = (question.label, question.hint, *question.group_titles)
        for path in (*_inserted(definition, own), *lists[id(choices)]):
            shown.setdefault(path, {})[question.path] = None
    return Graph(
        vertices=vertices,
        readers={path: tuple(ranks) for path, ranks in readers.items()},
        shown={path: tuple(paths) for path, paths in shown.items()},
        calculates={
            vertex.path: vertex.rank for vertex in vertices if vertex.role is Role.CALCULATE
        },
    )
