"""The tree that expressions walk: XML of any kind, and the answers of a form.

A leaf of a form keeps its text in `value` and has no text child; `text()` makes one on demand.
A node that is not relevant reads as blank for every expression (FORMS §5.1).

A node of the answers has a generic `path` (`/data/kid/age`) and a `reference` (`/data/kid[2]/age`),
which is made when asked for and forgotten when instances are counted anew.
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
    """One node. `key` is the name as name tests compare it.

    path: its generic path in a form, "" in any other document. index: 1-based for an instance of a
    repeat, 0 for everything else. holder: the innermost instance of a repeat around the node, the
    node itself where it is one. watchers: who looked at this instance from a sibling (the model).
    """

    __slots__ = (
        "_names",
        "_reference",
        "attributes",
        "children",
        "holder",
        "index",
        "key",
        "kind",
        "local",
        "namespace",
        "order",
        "own_relevant",
        "parent",
        "path",
        "prefix",
        "readonly",
        "relevant",
        "required",
        "value",
        "watchers",
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
        path: str = "",
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
        self.path = path
        self._reference: str | None = reference or (None if path else "")
        self.index = 0
        self.holder: Node | None = None
        self.watchers: dict[object, None] | None = None
        self.order = 0
        self.own_relevant = True
        self.relevant = True
        self.readonly = False
        self.required = False
        self._names: dict[str, list[Node]] | None = None

    @property
    def reference(self) -> str:
        """Return where the node stands: the path with an index at each repeat."""
        known = self._reference
        if known is None:
            known = self.path
            holder = self.holder
            while holder is not None:
                if holder.index:
                    cut = len(holder.path)
                    known = f"{known[:cut]}[{holder.index}]{known[cut:]}"
                holder = holder.parent.holder if holder.parent is not None else None
            self._reference = known
        return known

    @reference.setter
    def reference(self, text: str) -> None:
        self._reference = text

    def forget_references(self) -> None:
        """Let references of this node and everything below be made anew: an index changed."""
        stack = [self]
        while stack:
            node = stack.pop()
            node._reference = None
            for attribute in node.attributes:
                attribute._reference = None
            stack.extend(node.children)

    def append(self, child: Node) -> None:
        """Make *child* the last child of this node."""
        child.parent = self
        child.order = len(self.children)
        self.children.append(child)
        self._names = None

    def insert(self, place: int, child: Node) -> None:
        """Put *child* before the child at *place* (0-based)."""
        child.parent = self
        self.children.insert(place, child)
        for order in range(place, len(self.children)):
            self.children[order].order = order
        alike = self._names.setdefault(child.key, []) if self._names is not None else []
        if not alike or alike[-1].order < place:
            alike.append(child)  # the usual case: a repeat grows at its end
        else:
            self._names = None

    def remove(self, child: Node) -> None:
        """Take *child* out; it still names its parent."""
        place = child.order
        del self.children[place]
        for order in range(place, len(self.children)):
            self.children[order].order = order
        alike = self._names.get(child.key) if self._names is not None else None
        if alike and alike[-1] is child:
            alike.pop()  # the usual case: a repeat shrinks at its end
        else:
            self._names = None

    def append_attribute(self, attribute: Node) -> None:
        """Make *attribute* the last attribute of this node."""
        attribute.parent = self
        attribute.order = len(self.attributes)
        self.attributes.append(attribute)

    def named(self, key: str) -> list[Node]:
        """Return the child elements of that key, in order; the list must not be changed."""
        names = self._names
        if names is None:
            names = {}
            for child in self.children:
                if child.kind is NodeKind.ELEMENT:
                    names.setdefault(child.key, []).append(child)
            self._names = names
        return names.get(key, _NONE)

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


_NONE: list[Node] = []
_CARRIES_TEXT = frozenset({NodeKind.ELEMENT, NodeKind.TEXT})


def in_document_order(nodes: list[Node]) -> list[Node]:
    """Return *nodes* without repetitions, in document order."""
    unique = list(dict.fromkeys(nodes))
    if len(unique) > 1:
        unique.sort(key=Node.position_key)
    return unique
