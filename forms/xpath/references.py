"""Which nodes of a form an expression reads, found without running it (FORMS §7, graph).

Paths are followed over the form's own tree, where every node stands at least once; predicates do
not narrow anything, so the answer is never too small. For each node it is known how far the way to
it stays inside the repeats around the expression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from forms.xpath.anchors import Site, plain_path, repeat_around, shared_steps
from forms.xpath.axes import AXES, matcher
from forms.xpath.nodes import Node, NodeKind, in_document_order
from forms.xpath.predicates import position_asked
from forms.xpath.special import groups_of
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

_DOWN = frozenset({Axis.CHILD, Axis.ATTRIBUTE, Axis.SELF, Axis.DESCENDANT, Axis.DESCENDANT_OR_SELF})
_UP = frozenset({Axis.PARENT, Axis.ANCESTOR, Axis.ANCESTOR_OR_SELF})


@dataclass(frozen=True, slots=True)
class Reached:
    """A node that is read: its generic path, how far the way to it goes, what is wanted of it.

    anchor: the innermost repeat whose instance the way does not leave, "" where it leaves all.
    sibling: only another instance of a repeat around the expression is reached. value: its value is
    used, else it is only looked at.
    """

    path: str
    anchor: str
    sibling: bool
    value: bool


@dataclass(slots=True, kw_only=True)
class Reads:
    """What an expression reads; the paths that name nothing; secondary instances by id."""

    reached: dict[Reached, None] = field(default_factory=dict)
    missing: list[Path] = field(default_factory=list)
    instances: list[str] = field(default_factory=list)


def reads_of(
    tree: Expression,
    context: Node,
    root: Node,
    resolve: Callable[[str], str],
    repeats: frozenset[str] = frozenset(),
    outside: Mapping[str, Node] | None = None,
) -> Reads:
    """Return what *tree* reads when it stands at *context*; *root* is the document of the form.

    outside: the nodes outside repeats by their plain path, where somebody has them at hand.
    """
    analysis = _Analysis(context, root, resolve, repeats, outside or {})
    analysis.visit(tree, analysis.own, looks=False)
    return analysis.reads


@dataclass(frozen=True, slots=True)
class _Spot:
    """A node, and how the way to it went."""

    node: Node
    anchor: str
    sibling: bool = False


class _Analysis:
    def __init__(
        self,
        bind: Node,
        root: Node,
        resolve: Callable[[str], str],
        repeats: frozenset[str],
        outside: Mapping[str, Node],
    ) -> None:
        self._root = root
        self._resolve = resolve
        self._repeats = repeats
        self._outside = outside
        self._place = Site(generic_path(bind), repeats)
        self.own = _Spot(bind, repeat_around(self._place.path, repeats))
        self.reads = Reads()

    def visit(self, node: Expression, context: _Spot | None, *, looks: bool) -> None:
        """Record what *node* reads; context None = a place outside the form's own tree."""
        if isinstance(node, Path):
            self._record(self._spots(node, context), looks=looks)
            return
        if isinstance(node, Call):
            self._call(node)
            if node.name == "indexed-repeat" and (chosen := groups_of(node, self._place)):
                self._indexed(node, chosen)
                for index in node.arguments[2::2]:
                    self.visit(index, context, looks=False)
                return
            looks = node.name in _STRUCTURAL
        for child in children(node):
            self.visit(child, context, looks=looks)

    def _call(self, node: Call) -> None:
        match node:
            case Call(name="instance", arguments=(Literal(value=name),)):
                self.reads.instances.append(name)
            case Call(name="jr:choice-name", arguments=(_, Literal(value=path))):
                self._named(path)
            case _:
                return

    def _named(self, path: str) -> None:
        """Record the question whose choices are named: the names change with what is offered."""
        node = self._at(path.strip().split("/")[1:])
        if node is not None:
            self._record([_Spot(node, self._shared_anchor(path.strip()))], looks=True)

    def _at(self, names: list[str]) -> Node | None:
        node: Node | None = self._root
        for name in names:
            node = (
                next((one for one in node.children if _name(one) == name), None) if node else None
            )
        return node

    def _shared_anchor(self, path: str, place: Site | None = None) -> str:
        names, own = path.split("/")[1:], (place or self._place).names
        shared = 0
        while shared < min(len(names) - 1, len(own)) and names[shared] == own[shared]:
            shared += 1
        return repeat_around("/" + "/".join(names[:shared]), self._repeats) if shared else ""

    def _indexed(self, node: Call, chosen: tuple[str, tuple[str, ...]]) -> None:
        target, groups = chosen
        outside = self._place.without(frozenset(groups))
        anchor = self._shared_anchor(target, outside)
        own = any((self._place.path + "/").startswith(group + "/") for group in groups)
        found = self._at(target.split("/")[1:])
        if found is None:
            if isinstance(node.arguments[0], Path):
                self.reads.missing.append(node.arguments[0])
            return
        self._record([_Spot(found, anchor, own)], looks=False)
        for group in groups:
            one = self._at(group.split("/")[1:])
            if one is not None:
                self._record([_Spot(one, anchor, own)], looks=True)

    def _record(self, spots: list[_Spot], *, looks: bool) -> None:
        for spot in spots:
            for node in _with_content(spot.node) if not looks else (spot.node,):
                path = generic_path(node)
                if path:
                    reached = Reached(path, spot.anchor, spot.sibling, not looks)
                    self.reads.reached[reached] = None

    def _spots(self, path: Path, context: _Spot | None) -> list[_Spot]:
        if path.absolute and (known := self._outside.get(plain_path(path) or "")) is not None:
            return [_Spot(known, "")]
        start = self._start(path, context)
        if start is None:
            for step in path.steps:
                for predicate in step.predicates:
                    self.visit(predicate, None, looks=False)
            return []
        spots = start
        for step in path.steps:
            spots = self._step(spots, step)
        if not spots and start:
            self.reads.missing.append(path)
        return spots

    def _start(self, path: Path, context: _Spot | None) -> list[_Spot] | None:
        """Return where the path begins; None if that is outside the form's own tree."""
        if path.start is None:
            if path.absolute:
                shared = shared_steps(path.steps, self._place)
                around = "/" + "/".join(self._place.names[:shared]) if shared else ""
                return [_Spot(self._root, repeat_around(around, self._repeats))]
            return None if context is None else [context]
        found = self._node_valued(path.start, context)
        candidates: list[_Spot | None] = [*found] if found else [None]
        for predicate in path.start_predicates:
            for spot in candidates:
                self.visit(predicate, spot, looks=False)
        return found

    def _node_valued(self, node: Expression, context: _Spot | None) -> list[_Spot] | None:
        match node:
            case Call(name="current"):
                return [self.own]
            case Call(name="randomize", arguments=(first, *rest)):
                for seed in rest:
                    self.visit(seed, context, looks=False)
                return self._node_valued(first, context)
            case Path():
                return self._spots(node, context)
            case Chain(first=first, rest=(("|", _), *_)):
                found = list(self._node_valued(first, context) or [])
                for _, operand in node.rest:
                    found.extend(self._node_valued(operand, context) or [])
                return list(dict.fromkeys(found))
            case _:
                self.visit(node, context, looks=False)
                return None

    def _step(self, spots: list[_Spot], step: Step) -> list[_Spot]:
        found = list(
            dict.fromkeys(
                _Spot(node, self._anchor(spot, node, step.axis), spot.sibling)
                for spot in spots
                for node in follow([spot.node], step, self._resolve)
            )
        )
        for predicate in step.predicates:
            for spot in found:
                self.visit(predicate, spot, looks=False)
            if position_asked(predicate) is not None:
                found = [_Spot(one.node, one.anchor, self._is_sibling(one)) for one in found]
        return found

    def _is_sibling(self, spot: _Spot) -> bool:
        path = generic_path(spot.node)
        own = path in self._repeats and (self._place.path + "/").startswith(path + "/")
        return own or spot.sibling

    def _anchor(self, spot: _Spot, node: Node, axis: Axis) -> str:
        """Return how far the way reaches after one more step."""
        if axis in _DOWN or spot.anchor == "":
            return spot.anchor
        around = generic_path(node)
        if axis not in _UP:
            around = generic_path(spot.node).rpartition("/")[0]
        if (around + "/").startswith(spot.anchor + "/"):
            return spot.anchor
        return repeat_around(around, self._repeats)


def generic_path(node: Node) -> str:
    """Return the generic path of a node of a definition's tree."""
    return node.path or node.reference


def _name(node: Node) -> str:
    return generic_path(node).rpartition("/")[2]


def _with_content(node: Node) -> Iterator[Node]:
    yield node
    if not node.is_leaf:
        for below in node.descendants():
            if below.kind is NodeKind.ELEMENT:
                yield below


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
