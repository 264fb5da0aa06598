"""Recompute: after a change, only what depends on it, in the order of the graph (FORMS §7)."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

from forms.environment import Environment
from forms.errors import EvaluationFailed
from forms.model.changes import ChangeCollector
from forms.model.graph import Graph, Vertex
from forms.model.secondary import SecondaryInstances
from forms.model.types import stored
from forms.report import Finding, Severity
from forms.xform.definition import BoundExpression, FormDefinition, Role
from forms.xpath.context import Context, Scope
from forms.xpath.nodes import Node, NodeKind
from forms.xpath.values import Value, holds, to_text


class Evaluator:
    """Runs the expressions of one instance. Failures blank one expression and are kept once."""

    def __init__(
        self,
        definition: FormDefinition,
        graph: Graph,
        environment: Environment,
        document: Node,
        nodes: Mapping[str, Node],
    ) -> None:
        self._definition = definition
        self._graph = graph
        self._environment = environment
        self._document = document
        self._nodes = nodes
        self._dirty: list[int] = []
        self._queued: set[int] = set()
        self.language = definition.default_language
        self.lists = SecondaryInstances(definition, environment)
        self.failures: dict[tuple[str, Role], Finding] = {}

    def scope(self) -> Scope:
        """Return a scope with one reading of the clock, for all that is evaluated together."""
        return Scope(
            root=self._document,
            environment=self._environment,
            now=self._environment.now(),
            language=self.language,
            version=self._definition.version,
            itext=self._itext,
            instance=self.lists.tree,
            items=self.lists.items,
        )

    def _itext(self, name: str, language: str) -> list[Node]:
        forms = self._definition.texts.get(language, {}).get(name)
        if forms is None:
            return []
        shown = forms.get("")
        parts = shown.parts if shown is not None else ()
        text = "".join(part for part in parts if isinstance(part, str))
        return [Node(NodeKind.TEXT, value=text)]

    def evaluate(self, expression: BoundExpression, scope: Scope) -> Value | None:
        """Return the value of *expression*; None, with one finding kept, where it fails."""
        node = self._nodes[expression.path]
        try:
            return expression.compiled.evaluate(Context(node, scope))
        except EvaluationFailed as failed:
            key = (expression.path, expression.role)
            self.failures.setdefault(
                key,
                Finding(
                    severity=Severity.WARNING,
                    code="run-time",
                    message=str(failed),
                    name=node.local,
                    path=expression.path,
                    role=expression.role.value,
                ),
            )
            return None

    # --- what is waiting

    def mark(self, ranks: Iterable[int]) -> None:
        """Queue expressions by rank."""
        for rank in ranks:
            if rank not in self._queued:
                self._queued.add(rank)
                heapq.heappush(self._dirty, rank)

    def mark_all(self) -> None:
        """Queue every expression: a full recompute."""
        self.mark(range(len(self._graph.vertices)))

    def value_changed(self, path: str, changes: ChangeCollector) -> None:
        """Queue what reads *path*, and note the questions whose texts show it."""
        self.mark(self._graph.readers.get(path, ()))
        changes.labels.update(self._graph.shown.get(path, ()))

    def run(self, changes: ChangeCollector) -> None:
        """Evaluate what is queued, in order, until nothing is left."""
        scope = self.scope()
        while self._dirty:
            rank = heapq.heappop(self._dirty)
            self._queued.discard(rank)
            self._vertex(self._graph.vertices[rank], scope, changes)

    def _vertex(self, vertex: Vertex, scope: Scope, changes: ChangeCollector) -> None:
        node = self._nodes[vertex.path]
        match vertex.role:
            case Role.RELEVANT:
                self._relevant(node, self._condition(vertex, scope), changes)
            case Role.CALCULATE:
                if node.relevant:
                    self._calculate(node, vertex, scope, changes)
            case Role.READONLY:
                if node.readonly != (value := self._condition(vertex, scope)):
                    node.readonly = value
                    changes.readonly.update(_leaves(node))
            case Role.REQUIRED:
                if node.required != (value := self._condition(vertex, scope)):
                    node.required = value
                    changes.required.add(vertex.path)
            case _:
                raise AssertionError(vertex.role)

    def _condition(self, vertex: Vertex, scope: Scope) -> bool:
        value = self.evaluate(vertex.expression, scope)
        return False if value is None else holds(value)

    def _calculate(
        self, node: Node, vertex: Vertex, scope: Scope, changes: ChangeCollector
    ) -> None:
        self.store(node, result_text(self.evaluate(vertex.expression, scope)), changes)

    def store(self, node: Node, text: str, changes: ChangeCollector) -> bool:
        """Store *text* typed; queue what depends on it; tell whether anything changed."""
        typed = stored(self._definition.nodes[node.reference].datatype, text)
        if typed == node.value:
            return False
        node.value = typed
        changes.values.add(node.reference)
        if node.relevant:
            self.value_changed(node.reference, changes)
        return True

    def _relevant(self, node: Node, own: bool, changes: ChangeCollector) -> None:
        if node.own_relevant == own:
            return
        node.own_relevant = own
        above = node.parent.relevant if node.parent is not None else True
        stack = [(node, above)]
        while stack:
            one, outside = stack.pop()
            relevant = outside and one.own_relevant
            if one.relevant == relevant:
                continue
            one.relevant = relevant
            path = one.reference
            changes.relevance.add(path)
            self.value_changed(path, changes)
            if relevant and (rank := self._graph.calculates.get(path)) is not None:
                self.mark((rank,))
            stack.extend((child, relevant) for child in (*one.attributes, *one.children))


def result_text(value: Value | None) -> str:
    """Return what a result stores: a failure and a number that is none are blank (JavaRosa)."""
    if value is None or (type(value) is float and value != value):
        return ""
    return to_text(value)


def _leaves(node: Node) -> list[str]:
    return [one.reference for one in node.elements() if one.is_leaf]
