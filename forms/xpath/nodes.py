"""The tree that expressions walk: XML of any kind, and the answers of a form.

A leaf of a form keeps its text in `value` and has no text child; `text()` makes one on demand.
A node that is not relevant reads as blank for every expression (FORMS §5.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

XFORMS = "http://www.w3.org/2002/xforms"
XHTML = "http://www.w3.org/1999/xhtml"
JAVAROSA = "http://openrosa.org/javarosa"
OPENROSA = "http://openrosa.org/xforms"
ODK = "http://www.opendatakit.org/xforms"
ENTITIES = "http://www.opendatakit.org/xforms/entities"
XML = "http://www.w3.org/XML/1998/namespace"

STANDARD_PREFIXES = {
    "jr": JAVAROSA,
    "orx": OPENROSA,
    "odk": ODK,
    "entities": ENTITIES,
    "h": XHTML,
    "xml": XML,
}


class NodeKind(Enum):
    """What a node is."""

    DOCUMENT = "document"
    ELEMENT = "element"
    ATTRIBUTE = "attribute"
    TEXT = "text"
    COMMENT = "comment"
    INSTRUCTION = "processing-instruction"


class Node:
    """One node. `key` is the name as name tests compare it; `reference` its place in the form."""

    __slots__ = (
        "_index",
        "attributes",
        "children",
        "key",
        "kind",
        "local",
        "namespace",
        "order",
        "own_relevant",
        "parent",
        "prefix",
        "readonly",
        "reference",
        "relevant",
        "required",
        "value",
    )

    def __init__(
        self,
        kind: NodeKind,
        *,
        local: str = "",
        namespace: str = "",
        prefix: str = "",
        value: str | None = None,
        plain: bool = True,
        reference: str = "",
    ) -> None:
        self.kind = kind
        self.local = local
        self.namespace = namespace
        self.prefix = prefix
        self.key = local if plain else f"{{{namespace}}}{local}"
        self.value = value
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.attributes: list[Node] = []
        self.reference = reference
        self.order = 0
        self.own_relevant = True
        self.relevant = True
        self.readonly = False
        self.required = False
        self._index: dict[str, list[Node]] | None = None

    def append(self, child: Node) -> None:
        """Make *child* the last child of this node."""
        child.parent = self
        child.order = len(self.children)
        self.children.append(child)
        self._index = None

    def append_attribute(self, attribute: Node) -> None:
        """Make *attribute* the last attribute of this node."""
        attribute.parent = self
        attribute.order = len(self.attributes)
        self.attributes.append(attribute)

    def named(self, key: str) -> list[Node]:
        """Return the child elements of that key, in order; the list must not be changed."""
        index = self._index
        if index is None:
            index = {}
            for child in self.children:
                if child.kind is NodeKind.ELEMENT:
                    index.setdefault(child.key, []).append(child)
            self._index = index
        return index.get(key, [])

    def text(self) -> str:
        """Return the string-value: blank where the node is not relevant."""
        if self.value is not None:
            return self.value if self.relevant else ""
        if not self.relevant:
            return ""
        return "".join(
            node.value
            for node in self.descendants()
            if node.value is not None and node.relevant and node.kind in _CARRIES_TEXT
        )

    def descendants(self) -> Iterator[Node]:
        """Yield everything below this node in document order, attributes excepted."""
        stack = self.children[::-1]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def elements(self) -> Iterator[Node]:
        """Yield this element and every element below it, in document order."""
        yield self
        for node in self.descendants():
            if node.kind is NodeKind.ELEMENT:
                yield node

    def ancestors(self) -> Iterator[Node]:
        """Yield parent, grandparent and so on up to the root."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def position_key(self) -> tuple[tuple[int, int], ...]:
        """Return what sorts nodes of one tree in document order."""
        key: list[tuple[int, int]] = []
        node: Node | None = self
        while node is not None and node.parent is not None:
            key.append((0 if node.kind is NodeKind.ATTRIBUTE else 1, node.order))
            node = node.parent
        key.append((1, id(node) if node is not None else 0))
        key.reverse()
        return tuple(key)

    @property
    def is_leaf(self) -> bool:
        """Tell whether the node carries a value of its own."""
        return self.value is not None

    def __repr__(self) -> str:
        return f"<{self.kind.value} {self.reference or self.key}>"


_CARRIES_TEXT = frozenset({NodeKind.ELEMENT, NodeKind.TEXT})


def in_document_order(nodes: list[Node]) -> list[Node]:
    """Return *nodes* without repetitions, in document order."""
    unique = list(dict.fromkeys(nodes))
    if len(unique) > 1:
        unique.sort(key=Node.position_key)
    return unique
