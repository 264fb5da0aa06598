"""Expressions at their places: compiled, and asked what they read, when that is first needed.

The same text stands at many places of a form. Outside repeats a path from the root means the same
everywhere, so such a text is compiled, and followed through the form, once for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from forms.xform.kinds import Role
from forms.xpath.anchors import Site, repeat_around
from forms.xpath.compiler import Compiled, compile_expression
from forms.xpath.functions import FunctionRegistry
from forms.xpath.nodes import STANDARD_PREFIXES, Node
from forms.xpath.parser import parse
from forms.xpath.references import Reads, generic_path, reads_of
from forms.xpath.special import SITED
from forms.xpath.syntax import Call, Expression, Path, walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One dependency of an expression, on generic paths.

    anchor: the innermost repeat (generic path) inside which the reference stays, so that a change
    concerns only expressions of the same instance of it; "" where it crosses every repeat.
    sibling: it reaches only another instance of its own repeat (`indexed-repeat`, a predicate on
    position): no cycle, evaluated in the order of the instances.
    value: whether the value is used, or only the node looked at (`position`, `count`).
    """

    path: str
    anchor: str = ""
    sibling: bool = False
    value: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """What an expression reads. See BoundExpression; missing: the paths that name nothing."""

    reads: tuple[str, ...]
    looks: tuple[str, ...]
    dependencies: tuple[Read, ...]
    instances: tuple[str, ...]
    missing: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of its place a text depends on: paths from the root, its own node, the place itself."""

    tree: Expression
    absolute: bool
    relative: bool
    sited: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expressions:
    """Everything the expressions of one form share, and what was made of them so far.

    document: the primary instance, every repeat in it at least once, references generic. repeats:
    generic paths of the repeats, which decide what an absolute path means inside them (FORMS §5.7).
    """

    functions: FunctionRegistry
    document: Node
    namespaces: Mapping[str, str]
    repeats: frozenset[str] = frozenset()
    _shapes: dict[str, _Shape] = field(default_factory=dict)
    _compiled: dict[tuple[str, str], Compiled] = field(default_factory=dict)
    _readings: dict[tuple[str, str], Reading] = field(default_factory=dict)
    _outside: dict[str, Node] = field(default_factory=dict)

    def compiled(self, source: str, path: str) -> Compiled:
        """Return *source* compiled for the place *path*; raise ExpressionInvalid if it is none."""
        shape = self._shape(source)
        place = path if shape.sited or (shape.absolute and self._repeated(path)) else ""
        found = self._compiled.get((source, place))
        if found is None:
            site = Site(place, self.repeats)
            found = compile_expression(source, self.functions, self.namespaces, site, shape.tree)
            self._compiled[source, place] = found
        return found

    def reading(self, source: str, node: Node) -> Reading:
        """Return what *source* reads at *node*; raise ExpressionInvalid if it is no expression."""
        shape = self._shape(source)
        path = generic_path(node)
        place = path if shape.sited or shape.relative or self._repeated(path) else ""
        found = self._readings.get((source, place))
        if found is None:
            reads = reads_of(
                shape.tree, node, self.document, self.resolve, self.repeats, self._plain()
            )
            found = self._readings[source, place] = _reading(reads)
        return found

    def resolve(self, prefix: str) -> str:
        """Return the namespace of a prefix, "" where it has none."""
        return self.namespaces.get(prefix) or STANDARD_PREFIXES.get(prefix, "")

    def _shape(self, source: str) -> _Shape:
        found = self._shapes.get(source)
        if found is None:
            tree = parse(source)
            parts = list(walk(tree))
            paths = [one for one in parts if isinstance(one, Path)]
            calls = {one.name for one in parts if isinstance(one, Call)}
            found = self._shapes[source] = _Shape(
                tree=tree,
                absolute=any(one.absolute for one in paths),
                relative="current" in calls
                or any(not one.absolute and one.start is None for one in paths),
                sited=not calls.isdisjoint(SITED),
            )
        return found

    def _plain(self) -> Mapping[str, Node]:
        """Return the nodes outside repeats whose path is plain names, by that path."""
        if not self._outside:
            stack = [one for one in self.document.children if one.key == one.local]
            while stack:
                node = stack.pop()
                self._outside[generic_path(node)] = node
                stack.extend(
                    one
                    for one in node.children
                    if one.key == one.local and generic_path(one) not in self.repeats
                )
        return self._outside

    def _repeated(self, path: str) -> bool:
        return bool(self.repeats) and repeat_around(path, self.repeats) != ""


def _reading(reads: Reads) -> Reading:
    return Reading(
        reads=tuple(dict.fromkeys(one.path for one in reads.reached if one.value)),
        looks=tuple(dict.fromkeys(one.path for one in reads.reached if not one.value)),
        dependencies=tuple(
            Read(path=one.path, anchor=one.anchor, sibling=one.sibling, value=one.value)
            for one in reads.reached
        ),
        instances=tuple(dict.fromkeys(reads.instances)),
        missing=tuple(reads.missing),
    )


class BoundExpression:
    """An expression at its place; *node* is that of the definition, *path* its generic path.

    What is made of it is made when first asked for. In a form that was accepted that cannot fail;
    before, it raises ExpressionInvalid where the text is no expression.
    """

    __slots__ = ("_common", "_compiled", "_node", "_reading", "line", "path", "role", "source")

    def __init__(self, source: str, node: Node, role: Role, line: int, common: Expressions) -> None:
        self.source = source
        self.path = generic_path(node)
        self.role = role
        self.line = line
        self._node = node
        self._common = common
        self._compiled: Compiled | None = None
        self._reading: Reading | None = None

    @property
    def compiled(self) -> Compiled:
        """Return it ready to run at nodes of its path."""
        found = self._compiled
        if found is None:
            found = self._compiled = self._common.compiled(self.source, self.path)
        return found

    @property
    def reading(self) -> Reading:
        """Return all that it reads."""
        found = self._reading
        if found is None:
            found = self._reading = self._common.reading(self.source, self._node)
        return found

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the paths whose values it uses."""
        return self.reading.reads

    @property
    def looks(self) -> tuple[str, ...]:
        """Return the paths it only looks at."""
        return self.reading.looks

    @property
    def dependencies(self) -> tuple[Read, ...]:
        """Return both, with how far each reaches."""
        return self.reading.dependencies

    @property
    def instances(self) -> tuple[str, ...]:
        """Return the secondary instances it reads."""
        return self.reading.instances
