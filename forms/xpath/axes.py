"""The axes and node tests of XPath 1.0 over our tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from forms.xpath.nodes import Node, NodeKind
from forms.xpath.syntax import Axis, NameTest, TypeTest

Matcher = Callable[[Node], bool]


def child_nodes(node: Node) -> list[Node]:
    """Return the children; a leaf of a form that holds text has one text node."""
    if node.value is not None and node.kind is NodeKind.ELEMENT:
        text = node.text()
        if text == "":
            return []
        child = Node(NodeKind.TEXT, value=text)
        child.parent = node
        return [child]
    return node.children


def _descendants(node: Node) -> Iterator[Node]:
    stack = child_nodes(node)[::-1]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(reversed(child_nodes(top)))


def _siblings(node: Node) -> list[Node]:
    if node.parent is None or node.kind is NodeKind.ATTRIBUTE:
        return []
    return child_nodes(node.parent)


def _following_siblings(node: Node) -> list[Node]:
    return [other for other in _siblings(node) if other.order > node.order]


def _preceding_siblings(node: Node) -> list[Node]:
    return [other for other in reversed(_siblings(node)) if other.order < node.order]


def _following(node: Node) -> Iterator[Node]:
    start = node
    if node.kind is NodeKind.ATTRIBUTE and node.parent is not None:
        yield from _descendants(node.parent)
        start = node.parent
    for level in (start, *start.ancestors()):
        for sibling in _following_siblings(level):
            yield sibling
            yield from _descendants(sibling)


def _preceding(node: Node) -> Iterator[Node]:
    start = node
    if node.kind is NodeKind.ATTRIBUTE and node.parent is not None:
        start = node.parent
    for level in (start, *start.ancestors()):
        for sibling in _preceding_siblings(level):
            yield from reversed(list(_descendants(sibling)))
            yield sibling


def _self_and(node: Node, others: Iterable[Node]) -> Iterator[Node]:
    yield node
    yield from others


AXES: Mapping[Axis, Callable[[Node], Iterable[Node]]] = {
    Axis.CHILD: child_nodes,
    Axis.DESCENDANT: _descendants,
    Axis.PARENT: lambda node: () if node.parent is None else (node.parent,),
    Axis.ANCESTOR: Node.ancestors,
    Axis.FOLLOWING_SIBLING: _following_siblings,
    Axis.PRECEDING_SIBLING: _preceding_siblings,
    Axis.FOLLOWING: _following,
    Axis.PRECEDING: _preceding,
    Axis.ATTRIBUTE: lambda node: node.attributes,
    Axis.NAMESPACE: lambda _node: (),  # no peer has namespace nodes; nothing in a form can use them
    Axis.SELF: lambda node: (node,),
    Axis.DESCENDANT_OR_SELF: lambda node: _self_and(node, _descendants(node)),
    Axis.ANCESTOR_OR_SELF: lambda node: _self_and(node, node.ancestors()),
}
"""Axis -> its nodes, nearest first on the reverse axes."""


def matcher(test: NameTest | TypeTest, axis: Axis, resolve: Callable[[str], str]) -> Matcher:
    """Return the node test as a predicate; *resolve* turns a prefix into its namespace."""
    if isinstance(test, TypeTest):
        return _type_matcher(test)
    principal = NodeKind.ATTRIBUTE if axis is Axis.ATTRIBUTE else NodeKind.ELEMENT
    if test.prefix is None:
        if test.local is None:
            return lambda node: node.kind is principal
        key = test.local
        return lambda node: node.key == key and node.kind is principal
    namespace = resolve(test.prefix)
    if test.local is None:
        return lambda node: node.namespace == namespace and node.kind is principal
    local = test.local
    return lambda node: (
        node.local == local and node.namespace == namespace and node.kind is principal
    )


def _type_matcher(test: TypeTest) -> Matcher:
    if test.kind == "node":
        return lambda _node: True
    if test.kind == "text":
        return lambda node: node.kind is NodeKind.TEXT
    if test.kind == "comment":
        return lambda node: node.kind is NodeKind.COMMENT
    target = test.target
    return lambda node: (
        node.kind is NodeKind.INSTRUCTION and (target is None or node.local == target)
    )
