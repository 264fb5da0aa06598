"""Recompute: after a change, only what depends on it, in the order of the graph (FORMS §7)."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import tzinfo

from forms.environment import Environment
from forms.errors import EvaluationFailed
from forms.model.changes import ChangeCollector
from forms.model.graph import Graph, Vertex
from forms.model.marks import Marks
from forms.model.secondary import SecondaryInstances
from forms.model.tree import Range, Tree, everything
from forms.model.types import stored
from forms.report import Finding, Severity
from forms.xform.definition import BoundExpression, FormDefinition, Role
from forms.xpath.context import Context, Scope
from forms.xpath.nodes import Node, NodeKind
from forms.xpath.values import Value, holds, to_number, to_text

MAX_ROUNDS = 100
MAX_SECONDS = 2.0
"""A recompute that is not stable then stops, and says so (FORMS §14)."""

_LOOK_AT_CLOCK = 256
"""Evaluations between two looks at the clock."""
_PATIENCE = 100
"""How often, on the average, a node may be evaluated before the recompute counts as unstable."""

_CALCULATE, _CHOICE_FILTER, _REPEAT_COUNT = Role.CALCULATE, Role.CHOICE_FILTER, Role.REPEAT_COUNT
_RELEVANT, _REQUIRED = Role.RELEVANT, Role.REQUIRED
"""Python 3.11 takes longer to find a member of an enum than to evaluate a small condition."""


class Evaluator:
    """Runs the expressions of one instance. Failures blank one expression and are kept once.

    counted: called with a repeat and the number of instances it must have now. offered: called with
    a question whose list must be made anew. triggered: nodes changed by a person or a calculate
    whose `xforms-value-changed` actions wait; sources: the paths that have such actions. quiet:
    while a form is opened nothing triggers; born: it is opened for the first time. fresh: instances
    of repeats that are being made. held: calculated nodes whose value an action has set. left_out:
    generic paths that are not relevant whatever the form says.
    """

    def __init__(
        self, definition: FormDefinition, graph: Graph, environment: Environment, tree: Tree
    ) -> None:
        self._definition = definition
        self._graph = graph
        self._environment = environment
        self.tree = tree
        self.language = definition.default_language
        self.lists = SecondaryInstances(definition, environment)
        self.failures: dict[tuple[str, Role], Finding] = {}
        self.held: dict[Node, None] = {}
        self.triggered: dict[Node, None] = {}
        self.left_out: frozenset[str] = frozenset()
        self.sources: frozenset[str] = frozenset()
        self.quiet = False
        self.born = False
        self.fresh: set[Node] = set()
        self.counted: Callable[[Range, int, ChangeCollector], None] = _ignored
        self.offered: Callable[[Node, ChangeCollector], None] = _ignored
        self.choice_label: Callable[[Node, str, str], str] | None = None
        self.seeds: dict[Node, float] = {}
        self._aggregates: dict[tuple[object, ...], tuple[int, Value]] = {}
        self.marks = Marks(definition, graph, tree)
        self._pending = self.marks.pending

    def scope(self) -> Scope:
        """Return a scope with one reading of the clock, for all that is evaluated together."""
        return Scope(
            root=self.tree.document,
            environment=self._environment,
            now=self._environment.now(),
            language=self.language,
            version=self._definition.version,
            itext=self._itext,
            instance=self.lists.tree,
            items=self.lists.items,
            singles=self.tree.singles,
            choice_label=self.choice_label,
            seed=self._seed,
            aggregates=self._aggregates,
            versions=self.marks.versions,
            missing=self.marks.missing,
        )

    def _itext(self, name: str, language: str) -> list[Node]:
        forms = self._definition.texts.get(language, {}).get(name)
        if forms is None:
            return []
        shown = forms.get("")
        parts = shown.parts if shown is not None else ()
        text = "".join(part for part in parts if isinstance(part, str))
        return [Node(NodeKind.TEXT, value=text)]

    def _seed(self, node: Node) -> float:
        """Return the number that shuffles a question's choices, drawn when first asked for."""
        known = self.seeds.get(node)
        if known is None:
            known = self.seeds[node] = self._environment.random()
        return known

    def evaluate(self, expression: BoundExpression, node: Node, scope: Scope) -> Value | None:
        """Return the value of *expression* at *node*; None, with one finding kept, if it fails."""
        try:
            return expression.compiled.evaluate(Context(node, scope))
        except EvaluationFailed as failed:
            self.fail(expression.path, expression.role, "run-time", str(failed))
            return None

    def forget(self, node: Node) -> None:
        """Forget a node that is gone."""
        self.held.pop(node, None)
        self.seeds.pop(node, None)
        self.triggered.pop(node, None)
        if self._aggregates and node.index:
            self._aggregates.clear()  # keys hold nodes; they are made again when asked for

    def fail(self, path: str, role: Role, code: str, message: str) -> None:
        """Keep one finding about the expression at *path*."""
        self.failures.setdefault(
            (path, role),
            Finding(
                severity=Severity.WARNING,
                code=code,
                message=message,
                name=path.rpartition("/")[2],
                path=path,
                role=role.value,
            ),
        )

    # --- running

    def mark_all(self) -> None:
        """Queue every expression: a full recompute. What an action set is left as it is."""
        self.marks.mark_all(self.held)

    def run(self, changes: ChangeCollector) -> None:
        """Evaluate what is queued, in order, until nothing is left.

        Raises nothing: what does not come to rest stops with the finding `unstable`.
        """
        scope = self.scope()
        begun = self._environment.elapsed()
        done = 0
        limit = _LOOK_AT_CLOCK
        while (taken := self._pending.take()) is not None:
            vertex, nodes = taken
            done += len(nodes)
            if done >= limit:
                if self._is_endless(done, begun):
                    self.fail(
                        vertex.path, vertex.role, "unstable", "its values do not come to rest"
                    )
                    self._pending.clear()
                    return
                limit = done + _LOOK_AT_CLOCK
            self._vertex(vertex, nodes, scope, changes)

    def _is_endless(self, done: int, begun: float) -> bool:
        """Tell whether a recompute should have come to rest long ago."""
        if self._environment.elapsed() - begun > MAX_SECONDS:
            return True
        if done <= _PATIENCE * _LOOK_AT_CLOCK:
            return False
        return done > _PATIENCE * sum(len(self.marks.nodes_of(one)) for one in self._graph.vertices)

    def _vertex(
        self, vertex: Vertex, nodes: list[Node], scope: Scope, changes: ChangeCollector
    ) -> None:
        if changes.gone:
            nodes = [node for node in nodes if node not in changes.gone]
        role = vertex.role
        if role is _CALCULATE:
            self._calculate(vertex, nodes, scope, changes)
        elif role is _CHOICE_FILTER:
            for node in nodes:
                if node.relevant:
                    self.offered(node, changes)
        elif role is _REPEAT_COUNT:
            for node in nodes:
                self._counted(node, self.evaluate(vertex.expression, node, scope), changes)
        else:
            self._flag(vertex, nodes, scope, changes)

    def _calculate(
        self, vertex: Vertex, nodes: list[Node], scope: Scope, changes: ChangeCollector
    ) -> None:
        expression = vertex.expression
        tracked = bool(vertex.siblings)
        triggers = vertex.path in self.sources
        for node in nodes:
            if self.held:
                self.held.pop(node, None)
            if not node.relevant:
                continue
            if tracked:
                scope.reader = (vertex.rank, node)
            value = self.evaluate(expression, node, scope)
            if self.store(node, result_text(value), changes) and triggers:
                self._trigger(node)
        scope.reader = None

    def _flag(
        self, vertex: Vertex, nodes: list[Node], scope: Scope, changes: ChangeCollector
    ) -> None:
        expression, role = vertex.expression, vertex.role
        tracked = bool(vertex.siblings)
        for node in nodes:
            if tracked:
                scope.reader = (vertex.rank, node)
            value = self.evaluate(expression, node, scope)
            flag = value is not None and holds(value)
            if role is _RELEVANT:
                if self.left_out and node.path in self.left_out:
                    flag = False
                if node.own_relevant != flag:
                    self._relevant(node, flag, changes)
            elif role is _REQUIRED:
                if node.required != flag:
                    changes.required.setdefault(node, node.required)
                    node.required = flag
            elif node.readonly != flag:
                node.readonly = flag
                changes.readonly.update(dict.fromkeys(_leaves(node)))
        scope.reader = None

    def _counted(self, node: Node, value: Value | None, changes: ChangeCollector) -> None:
        if node.parent is None or node.parent in changes.gone:
            return
        wanted = whole(value, self._environment.zone)
        if wanted is None:
            if not self.born and not self._is_fresh(node):
                return  # a count that is blank for a while changes nothing
            wanted = 0
        self.counted(self.tree.ranges[node.parent][node.path], wanted, changes)

    def _trigger(self, node: Node) -> None:
        """Let the actions of *node* wait, unless it is being born."""
        if not self.quiet and not self._is_fresh(node):
            self.triggered[node] = None

    def _is_fresh(self, node: Node) -> bool:
        """Tell whether an instance around *node* is being made."""
        holder = node.holder if self.fresh else None
        while holder is not None:
            if holder in self.fresh:
                return True
            holder = holder.parent.holder if holder.parent is not None else None
        return False

    def answer(self, node: Node, text: str, changes: ChangeCollector) -> bool:
        """Store what a person answered, or lost to another list; tell whether it is another."""
        if not self.store(node, text, changes):
            return False
        if node.path in self.sources:
            self._trigger(node)
        return True

    def store(self, node: Node, text: str, changes: ChangeCollector) -> bool:
        """Store *text* typed; queue what depends on it; tell whether anything changed."""
        typed = stored(self._definition.nodes[node.path].datatype, text)
        if typed == node.value:
            return False
        changes.values.setdefault(node, node.value)
        node.value = typed
        if node.relevant:
            self.marks.value_changed(node, changes)
        return True

    def hold(self, node: Node) -> None:
        """Keep what an action put into a calculated node until what it reads changes."""
        if (node.path, Role.CALCULATE) in self._graph.at:
            self.held[node] = None

    def leave_out(self, paths: frozenset[str], changes: ChangeCollector) -> None:
        """Make these paths not relevant, and those relevant again that are no longer among them."""
        back = self.left_out - paths
        self.left_out = paths
        for path in paths:
            for node in self.tree.nodes(path):
                self._relevant(node, False, changes)
        for path in back:
            rank = self._graph.at.get((path, _RELEVANT))
            for node in self.tree.nodes(path):
                if rank is None:
                    self._relevant(node, True, changes)
                else:
                    self._pending.add(rank, node)

    def leave_out_of(self, instance: Node, changes: ChangeCollector) -> None:
        """Make what is left out not relevant in a new instance of a repeat."""
        if self.left_out:
            for node in everything(instance):
                if node.path in self.left_out:
                    self._relevant(node, False, changes)

    def _relevant(self, node: Node, own: bool, changes: ChangeCollector) -> None:
        node.own_relevant = own
        above = node.parent.relevant if node.parent is not None else True
        stack = [(node, above)]
        while stack:
            one, outside = stack.pop()
            relevant = outside and one.own_relevant
            if one.relevant == relevant:
                continue
            changes.relevance.setdefault(one, one.relevant)
            one.relevant = relevant
            self.marks.value_changed(one, changes)
            if relevant and one not in self.held:
                self.marks.revived(one)
            stack.extend((child, relevant) for child in (*one.attributes, *one.children))
            for within in self.tree.ranges.get(one, {}).values():
                stack.append((within.stand_in, relevant))


def whole(value: Value | None, zone: tzinfo) -> int | None:
    """Return the count a `jr:count` means: truncated, never below 0; None where it is none."""
    number = math.nan if value is None else to_number(value, zone)
    return max(0, int(number)) if math.isfinite(number) else None


def result_text(value: Value | None) -> str:
    """Return what a result stores: a failure and a number that is none are blank (JavaRosa)."""
    if value is None or (type(value) is float and value != value):
        return ""
    return to_text(value)


def _leaves(node: Node) -> list[Node]:
    return [one for one in everything(node) if one.is_leaf]


def _ignored(*_arguments: object) -> None:
    return None
