"""The primary instance: each node once for paths, as written for answers, templates beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from forms.xform.places import Places
from forms.xform.tree import form_tree, local_name
from forms.xpath.nodes import Node, NodeKind

MAX_ARRAYS_DEEP = 15
"""How deep the answers may nest (FORMS §11, PROTOCOL §3); a leaf needs no array of its own."""


@dataclass(slots=True, kw_only=True)
class Primary:
    """The primary instance. document: above its shape, where every node stands once, by generic
    path. tree: as written. templates: by path of the repeat, once `settle` was called."""

    document: Node
    tree: Node
    marked: set[Node]
    templates: dict[str, Node] = field(default_factory=dict)

    @property
    def shape(self) -> Node:
        """Return the root element in which every node stands once."""
        return self.document.children[0]

    def duplicates(self, repeats: frozenset[str]) -> Iterator[tuple[Node, Node]]:
        """Yield (parent, child) where a name stands twice outside repeats."""
        for node in self.tree.elements():
            if len(node.children) < 2:
                continue
            seen: set[str] = set()
            for child in node.children:
                if child in self.marked or child.reference in repeats:
                    continue
                if child.key in seen:
                    yield node, child
                seen.add(child.key)

    def arrays_deep(self, repeats: frozenset[str]) -> int:
        """Return how deep the arrays of the answers nest; a repeat needs two."""
        deepest, stack = 0, [(self.shape, 0)]
        while stack:
            node, above = stack.pop()
            if node.is_leaf:
                continue
            own = above + (2 if node.reference in repeats else 1)
            deepest = max(deepest, own)
            stack.extend((child, own) for child in node.children)
        return deepest

    def settle(self, repeats: frozenset[str]) -> None:
        """Take the templates out of the tree and make every instance whole.

        A repeat without a template starts from its first instance. What an instance lacks is added
        blank, so that all instances of a repeat have the same nodes; nested repeats may be absent.
        """
        shapes = {node.reference: node for node in self.shape.elements()}
        for path in repeats:
            shapes[path].value = None
        self._whole(self.tree, shapes, repeats)
        for path in sorted(repeats, key=lambda one: one.count("/")):
            if path not in self.templates:
                self.templates[path] = self._first_instance(path, shapes, repeats)

    def _whole(self, node: Node, shapes: dict[str, Node], repeats: frozenset[str]) -> None:
        shape = shapes[node.reference]
        if not shape.is_leaf:
            node.value = None
        written, node.children = node.children, []
        kept = {child.key for child in written if child not in self.marked}
        for child in written:
            if child in self.marked and (child.reference in repeats or child.key in kept):
                child.parent = None
                self._whole(child, shapes, repeats)
                self.templates.setdefault(child.reference, child)
                continue
            node.append(child)
            self._whole(child, shapes, repeats)
        _completed(node, shape, repeats)

    def _first_instance(self, path: str, shapes: dict[str, Node], repeats: frozenset[str]) -> Node:
        for tree in (self.tree, *self.templates.values()):
            for node in tree.elements():
                if node.reference == path:
                    return _copy(node, repeats)
        return _copy(shapes[path], repeats)


def _completed(node: Node, shape: Node, repeats: frozenset[str]) -> None:
    """Add what *node* lacks of its *shape*, blank and in the order of the shape."""
    there = {child.key for child in node.children}
    missing = [
        child
        for child in shape.children
        if child.key not in there and child.reference not in repeats
    ]
    if missing:
        place = {child.key: number for number, child in enumerate(shape.children)}
        children = [*node.children, *(_copy(child, repeats, blank=True) for child in missing)]
        children.sort(key=lambda child: place[child.key])
        node.children = []
        for child in children:
            node.append(child)
    names = {attribute.reference for attribute in node.attributes}
    for attribute in shape.attributes:
        if attribute.reference not in names:
            node.append_attribute(_copy(attribute, repeats, blank=True))


def _copy(node: Node, repeats: frozenset[str], *, blank: bool = False) -> Node:
    """Return a copy of *node* in which each nested repeat has only its first instance."""
    made = _alike(node, "" if blank and node.value is not None else node.value)
    for attribute in node.attributes:
        made.append_attribute(_copy(attribute, repeats, blank=blank))
    seen: set[str] = set()
    for child in node.children:
        if child.reference in repeats and (blank or child.key in seen):
            continue
        seen.add(child.key)
        made.append(_copy(child, repeats, blank=blank))
    return made


def _alike(node: Node, value: str | None) -> Node:
    return Node(
        node.kind,
        local=node.local,
        namespace=node.namespace,
        prefix=node.prefix,
        value=value,
        plain=node.key == node.local,
        reference=node.reference,
    )


def read_primary(element: etree._Element, plain: frozenset[str]) -> Primary:
    """Return the primary instance *element* holds; raise XmlBroken where it nests too deep."""
    marked: set[Node] = set()
    tree = form_tree(element, plain, "", marked)
    document = Node(NodeKind.DOCUMENT)
    document.append(_merged([tree]))
    return Primary(document=document, tree=tree, marked=marked)


def _merged(same: list[Node]) -> Node:
    """Return one node for all nodes of one path, with the children any of them has."""
    by_key: dict[str, list[Node]] = {}
    for node in same:
        for child in node.children:
            by_key.setdefault(child.key, []).append(child)
    made = _alike(same[0], None if by_key else same[0].value)
    attributes: dict[str, Node] = {}
    for node in same:
        for attribute in node.attributes:
            attributes.setdefault(attribute.key, attribute)
    for attribute in attributes.values():
        made.append_attribute(_alike(attribute, attribute.value))
    for children in by_key.values():
        made.append(_merged(children))
    return made


def repeats_of(body: etree._Element, places: Places) -> frozenset[str]:
    """Return the generic paths of the repeats of *body*; what names nothing is left aside."""
    found: set[str] = set()
    stack: list[tuple[etree._Element, Node]] = [(body, places.root)]
    while stack:
        element, context = stack.pop()
        for child in element:
            name = local_name(child)
            if name not in ("group", "repeat"):
                continue
            reference = child.get("nodeset") or child.get("ref")
            node = places.look(reference, child, context) if reference else None
            if name == "repeat" and node is not None and node is not places.root:
                found.add(node.reference)
            stack.append((child, node or context))
    return frozenset(found)
