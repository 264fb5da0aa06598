"""The tree of a parsed expression. Every node knows its depth, which the parser limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Axis(Enum):
    """The thirteen axes of XPath 1.0."""

    CHILD = "child"
    DESCENDANT = "descendant"
    PARENT = "parent"
    ANCESTOR = "ancestor"
    FOLLOWING_SIBLING = "following-sibling"
    PRECEDING_SIBLING = "preceding-sibling"
    FOLLOWING = "following"
    PRECEDING = "preceding"
    ATTRIBUTE = "attribute"
    NAMESPACE = "namespace"
    SELF = "self"
    DESCENDANT_OR_SELF = "descendant-or-self"
    ANCESTOR_OR_SELF = "ancestor-or-self"


REVERSE_AXES = frozenset(
    {Axis.PARENT, Axis.ANCESTOR, Axis.ANCESTOR_OR_SELF, Axis.PRECEDING, Axis.PRECEDING_SIBLING}
)


@dataclass(frozen=True, slots=True)
class NameTest:
    """`name`, `prefix:name`, `prefix:*` or `*` (prefix None, local None)."""

    prefix: str | None
    local: str | None


@dataclass(frozen=True, slots=True)
class TypeTest:
    """`node()`, `text()`, `comment()` or `processing-instruction('target')`."""

    kind: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number literal."""

    value: float
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Literal:
    """A text literal, without its quotes."""

    value: str
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Negate:
    """Unary minus."""

    operand: Expression
    depth: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands of one precedence level joined from the left: `a - b + c` is one chain."""

    first: Expression
    rest: tuple[tuple[str, Expression], ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; *position* is where its name stands in the text."""

    name: str
    arguments: tuple[Expression, ...]
    position: int
    depth: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    axis: Axis
    test: NameTest | TypeTest
    predicates: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A location path: absolute, relative, or from the nodes of *start* (with its predicates)."""

    absolute: bool
    start: Expression | None
    start_predicates: tuple[Expression, ...]
    steps: tuple[Step, ...]
    depth: int


Expression = Number | Literal | Negate | Chain | Call | Path


def children(node: Expression) -> Iterator[Expression]:
    """Yield the expressions directly inside *node*, predicates included."""
    match node:
        case Negate():
            yield node.operand
        case Chain():
            yield node.first
            for _, operand in node.rest:
                yield operand
        case Call():
            yield from node.arguments
        case Path():
            if node.start is not None:
                yield node.start
            yield from node.start_predicates
            for step in node.steps:
                yield from step.predicates
        case _:
            return


def walk(node: Expression) -> Iterator[Expression]:
    """Yield *node* and everything inside it, without recursion."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(children(top))
