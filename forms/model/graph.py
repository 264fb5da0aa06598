"""Who depends on whom: an order in which every expression comes after what it reads (FORMS §7).

One vertex per expression of the definition that decides something, on generic paths. An expression
that reads a node comes after that node's calculate and choices and after the relevant of the node
and of every group around it. What it reads of a sibling instance only, and how many instances there
are, order it too but make no cycle: such vertices form a chain, evaluated instance by instance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from forms.model.tree import key_of
from forms.report import Finding, FormRefused, Place, Severity, report_of
from forms.xform.definition import (
    BoundExpression,
    FormDefinition,
    Label,
    Question,
    Read,
    Role,
)
from forms.xpath.anchors import repeat_around


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertex:
    """One expression in the order of evaluation; `rank` is its place.

    chain: number of the chain it belongs to, -1 for none. siblings: generic paths it reads in
    sibling instances.
    """

    rank: int
    path: str
    role: Role
    expression: BoundExpression
    chain: int = -1
    siblings: frozenset[str] = frozenset()


class Reach(Enum):
    """Which nodes of a path a change concerns."""

    ONE = "one"
    """There is only one."""
    WITHIN = "within"
    """Those in the same instance of a repeat."""
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """The nodes of `path` that a change of another node concerns.

    up and keys: from the changed node to the instance both share, and down from there.
    """

    path: str
    reach: Reach
    up: int = 0
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A vertex that reads a path, and which of its nodes a change concerns."""

    rank: int
    aim: Aim
    sibling: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Graph:
    """The order of a form.

    readers: path -> who reads it. shown: path -> questions whose texts show it. at: path and role
    -> rank. own: path -> the ranks of all vertices that stand at it.
    """

    vertices: tuple[Vertex, ...]
    readers: Mapping[str, tuple[Reader, ...]]
    shown: Mapping[str, tuple[Aim, ...]]
    at: Mapping[tuple[str, Role], int]
    own: Mapping[str, tuple[int, ...]]
    chains: int = 0


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
    edges = _Edges(definition, expressions)
    components = _components(edges.hard)
    findings = [
        finding
        for component in components
        if len(component) > 1 or component[0] in edges.hard[component[0]]
        for finding in _cycle(sorted(component), expressions)
    ]
    if findings:
        return None, tuple(findings)
    # Tarjan gives components in reverse topological order of "comes after": sources come last.
    inside = {component[0]: place for place, component in enumerate(reversed(components))}
    together = [sorted(set(hard) | soft) for hard, soft in zip(edges.hard, edges.soft, strict=True)]
    vertices: list[Vertex] = []
    chains = 0
    for block in reversed(_components(together)):
        chained = len(block) > 1 or block[0] in together[block[0]]
        for index in sorted(block, key=inside.__getitem__):
            one = expressions[index]
            vertices.append(
                Vertex(
                    rank=len(vertices),
                    path=one.path,
                    role=one.role,
                    expression=one,
                    chain=chains if chained else -1,
                    siblings=frozenset(read.path for read in one.dependencies if read.sibling),
                )
            )
        chains += chained
    return _assembled(definition, tuple(vertices), chains), ()


def _expressions(definition: FormDefinition) -> Iterator[BoundExpression]:
    for node in definition.nodes.values():
        for expression in (node.relevant, node.calculate, node.readonly, node.required):
            if expression is not None:
                yield expression
        repeat = definition.repeats.get(node.path)
        if repeat is not None and repeat.count is not None:
            yield repeat.count
        question = definition.questions.get(node.path)
        if question is not None and question.itemset is not None:
            yield question.itemset.nodes


class _Edges:
    """For every expression the ones that must come after it; soft ones make no cycle."""

    def __init__(self, definition: FormDefinition, expressions: list[BoundExpression]) -> None:
        self._nodes = definition.nodes
        self._expressions = expressions
        self._at: dict[Role, dict[str, int]] = {role: {} for role in Role}
        for index, one in enumerate(expressions):
            self._at[one.role][one.path] = index
        self._around: dict[Role, dict[str, tuple[int, ...]]] = {role: {} for role in Role}
        self._hard: list[set[int]] = [set() for _ in expressions]
        self.soft: list[set[int]] = [set() for _ in expressions]
        for index, expression in enumerate(expressions):
            self._add(index, expression)
        self.hard = [sorted(one) for one in self._hard]

    def _of(self, role: Role, path: str) -> tuple[int, ...]:
        """Return the expressions of a role at *path* and at every group around it."""
        known = self._around[role].get(path)
        if known is None:
            node = self._nodes.get(path)
            known = () if node is None else self._of(role, node.parent)
            own = self._at[role].get(path)
            if own is not None:
                known = (own, *known)
            self._around[role][path] = known
        return known

    def _add(self, index: int, expression: BoundExpression) -> None:
        own = self._of(Role.RELEVANT, expression.path)
        for source in own:
            if source != index:
                self._hard[source].add(index)
        for read in expression.dependencies:
            after = self.soft if read.sibling else self._hard
            self._counts(index, read, expression)
            for source in self._of(Role.RELEVANT, read.path):
                if read.value or source not in own:
                    after[source].add(index)
            if read.value:
                self._value(index, read, after, expression)

    def _value(
        self, index: int, read: Read, after: list[set[int]], expression: BoundExpression
    ) -> None:
        for role in (Role.CALCULATE, Role.CHOICE_FILTER):
            source = self._at[role].get(read.path)
            if source is not None:
                after[source].add(index)
        if read.path == expression.path:
            after[index].add(index)  # reads its own value: a cycle of one

    def _counts(self, index: int, read: Read, expression: BoundExpression) -> None:
        """Order what crosses a repeat after its count; `jr:count` may ask for its instances."""
        if not self._at[Role.REPEAT_COUNT]:
            return
        for source in self._of(Role.REPEAT_COUNT, read.path):
            if (read.anchor + "/").startswith(self._expressions[source].path + "/"):
                continue
            if not (expression.role is Role.REPEAT_COUNT and source == index):
                self.soft[source].add(index)


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


def _inserted(definition: FormDefinition, labels: Iterable[Label | None]) -> list[Read]:
    """Return what is inserted into *labels* in any language."""
    return [
        read
        for label in labels
        for expression in definition.inserted(label)
        for read in expression.dependencies
    ]


def _short(path: str) -> str:
    return path.rpartition("/")[2]


def _named(expression: BoundExpression) -> str:
    """Return the source with `${name}` where the converter wrote a path."""
    source = expression.source
    for path in sorted(expression.reads, key=len, reverse=True):
        source = source.replace(f" {path} ", f"${{{_short(path)}}}")
    return source.strip()


def _assembled(definition: FormDefinition, vertices: tuple[Vertex, ...], chains: int) -> Graph:
    readers: dict[str, dict[Reader, None]] = {}
    own: dict[str, list[int]] = {}
    for vertex in vertices:
        own.setdefault(vertex.path, []).append(vertex.rank)
        for read in vertex.expression.dependencies:
            aim = _aim(definition, read, vertex.path)
            reader = Reader(rank=vertex.rank, aim=aim, sibling=read.sibling)
            readers.setdefault(read.path, {})[reader] = None
    return Graph(
        vertices=vertices,
        readers={path: _widest(found) for path, found in readers.items()},
        shown=_shown(definition),
        at={(vertex.path, vertex.role): vertex.rank for vertex in vertices},
        own={path: tuple(ranks) for path, ranks in own.items()},
        chains=chains,
    )


def _widest(readers: Iterable[Reader]) -> tuple[Reader, ...]:
    """Return the readers without those that another one of the same vertex includes."""
    found = list(readers)
    everywhere = {one.rank for one in found if one.aim.reach is Reach.ALL and not one.sibling}
    return tuple(
        one
        for one in found
        if one.sibling or one.aim.reach is not Reach.WITHIN or one.rank not in everywhere
    )


def _aim(definition: FormDefinition, read: Read, path: str) -> Aim:
    repeats = frozenset(definition.repeats)
    if not repeat_around(path, repeats):
        return Aim(path=path, reach=Reach.ONE)
    if read.anchor == "":
        return Aim(path=path, reach=Reach.ALL)
    below = path[len(read.anchor) :].split("/")[1:]
    keys: list[str] = []
    at = read.anchor
    for name in below:
        at = f"{at}/{name}"
        known = definition.nodes.get(at)
        keys.append(name if known is None or known.is_attribute else key_of(known))
    return Aim(
        path=path,
        reach=Reach.WITHIN,
        up=read.path.count("/") - read.anchor.count("/"),
        keys=tuple(keys),
    )


def _shown(definition: FormDefinition) -> dict[str, tuple[Aim, ...]]:
    shown: dict[str, dict[Aim, None]] = {}
    lists: dict[int, list[Read]] = {}
    for question in definition.questions.values():
        choices = question.choices
        if id(choices) not in lists:
            lists[id(choices)] = _inserted(definition, (one.label for one in choices))
        known = definition.nodes[question.path]
        own = (question.label, question.hint, *question.group_titles)
        messages = (known.constraint_message, known.required_message)
        rows = _row_labels(definition, question)
        for read in (*_inserted(definition, (*own, *messages, *rows)), *lists[id(choices)]):
            shown.setdefault(read.path, {})[_aim(definition, read, question.path)] = None
    return {path: tuple(aims) for path, aims in shown.items()}


def _row_labels(definition: FormDefinition, question: Question) -> Iterator[Label]:
    """Yield the labels of a list's rows that insert answers."""
    itemset = question.itemset
    if itemset is None or not itemset.label_is_itext or not definition.inserting:
        return
    secondary = definition.secondary.get(itemset.instance)
    if secondary is None or secondary.tree is None:
        return
    for node in secondary.tree.descendants():
        if node.local == itemset.label_name and node.value in definition.inserting:
            yield Label(itext_id=node.value)
