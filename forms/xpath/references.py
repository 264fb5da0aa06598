"""Which nodes of a form an expression reads, found without running it (FORMS §7, graph).

Paths are followed over the form's own tree, where every node stands once; predicates do not narrow
anything, so the answer is never too small.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from forms.xpath.axes import AXES, matcher
from forms.xpath.nodes import Node, NodeKind, in_document_order
from forms.xpath.syntax import (
    Axis,
    Call,
    Chain,
    Expression,
    Literal,
    NameTest,
    Path,
    Step,
    children,
)

_STRUCTURAL = frozenset({"position", "count", "name", "local-name", "namespace-uri", "id"})
"""Functions that look at a node, not at what it holds."""


@dataclass(slots=True, kw_only=True)
class Reads:
    """The nodes read for their value, those only looked at, and the paths that name nothing."""

    values: dict[Node, None] = field(default_factory=dict)
    looks: dict[Node, None] = field(default_factory=dict)
    missing: list[Path] = field(default_factory=list)
    instances: list[str] = field(default_factory=list)


def reads_of(tree: Expression, context: Node, root: Node, resolve: Callable[[str], str]) -> Reads:
    """Return what *tree* reads when it stands at *context*; *root* is the document of the form."""
    analysis = _Analysis(context, root, resolve)
    analysis.visit(tree, context, looks=False)
    return analysis.reads


class _Analysis:
    def __init__(self, bind: Node, root: Node, resolve: Callable[[str], str]) -> None:
        self._bind = bind
        self._root = root
        self._resolve = resolve
        self.reads = Reads()

    def visit(self, node: Expression, context: Node | None, *, looks: bool) -> None:
        """Record what *node* reads; context None = a place outside the form's own tree."""
        if isinstance(node, Path):
            self._record(self._nodes(node, context), looks=looks)
            return
        if isinstance(node, Call):
            if node.name == "instance" and node.arguments:
                self._instance(node)
            looks = node.name in _STRUCTURAL
        for child in children(node):
            self.visit(child, context, looks=looks)

    def _instance(self, node: Call) -> None:
        name = node.arguments[0]
        if isinstance(name, Literal):
            self.reads.instances.append(name.value)

    def _record(self, nodes: list[Node], *, looks: bool) -> None:
        for node in nodes:
            if looks:
                self.reads.looks[node] = None
                continue
            self.reads.values[node] = None
            if not node.is_leaf:
                for below in node.descendants():
                    if below.kind is NodeKind.ELEMENT:
                        self.reads.values[below] = None

    def _nodes(self, path: Path, context: Node | None) -> list[Node]:
        start = self._start(path, context)
        if start is None:
            for step in path.steps:
                for predicate in step.predicates:
                    self.visit(predicate, None, looks=False)
            return []
        nodes = start
        for step in path.steps:
            nodes = self._step(nodes, step)
        if not nodes and start:
            self.reads.missing.append(path)
        return nodes

    def _start(self, path: Path, context: Node | None) -> list[Node] | None:
        """Return where the path begins; None if that is outside the form's own tree."""
        if path.start is None:
            if path.absolute:
                return [self._root]
            return None if context is None else [context]
        found = self._node_valued(path.start, context)
        candidates: list[Node | None] = [*found] if found else [None]
        for predicate in path.start_predicates:
            for node in candidates:
                self.visit(predicate, node, looks=False)
        return found

    def _node_valued(self, node: Expression, context: Node | None) -> list[Node] | None:
        match node:
            case Call(name="current"):
                return [self._bind]
            case Call(name="randomize", arguments=(first, *_)):
                return self._node_valued(first, context)
            case Path():
                return self._nodes(node, context)
            case Chain(first=first, rest=(("|", _), *_)):
                found = list(self._node_valued(first, context) or [])
                for _, operand in node.rest:
                    found.extend(self._node_valued(operand, context) or [])
                return in_document_order(found)
            case _:
                self.visit(node, context, looks=False)
                return None

    def _step(self, nodes: list[Node], step: Step) -> list[Node]:
        found = follow(nodes, step, self._resolve)
        for predicate in step.predicates:
            for node in found:
                self.visit(predicate, node, looks=False)
        return found


def follow(nodes: list[Node], step: Step, resolve: Callable[[str], str]) -> list[Node]:
    """Return where *step* leads from *nodes*, its predicates left aside, in document order."""
    test = step.test
    if (
        step.axis is Axis.CHILD
        and isinstance(test, NameTest)
        and test.prefix is None
        and test.local
    ):
        found = [child for node in nodes for child in node.named(test.local)]
        return found if len(nodes) == 1 else in_document_order(found)
    along = AXES[step.axis]
    fits = matcher(test, step.axis, resolve)
    return in_document_order([one for node in nodes for one in along(node) if fits(one)])


def child_path(tree: Expression) -> tuple[Step, ...] | None:
    """Return the steps of a plain path of children and attributes, None if it is anything else."""
    if not isinstance(tree, Path) or tree.start is not None:
        return None
    for step in tree.steps:
        if step.axis not in (Axis.CHILD, Axis.ATTRIBUTE, Axis.SELF) or step.predicates:
            return None
    return tree.steps
