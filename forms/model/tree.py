"""The nodes of one instance: grown from the definition, found by path or reference (FORMS §7).

Every repeat has a `Range` under each of its parents: its instances, and one node beside them that
stands for the repeat itself where there is no instance: its count and relevance are asked there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from forms.model.types import stored
from forms.xform.definition import FormDefinition, NodeDefinition
from forms.xpath.nodes import Node, NodeKind

MAX_INSTANCES = 5_000
"""How many instances one repeat may have (FORMS §14)."""

_INDEXED = re.compile(r"([^\[\]]+)(?:\[(\d{1,9})\])?")


@dataclass(slots=True, eq=False)
class Range:
    """The instances of one repeat under one parent. stand_in: stands for the repeat itself."""

    path: str
    key: str
    parent: Node
    stand_in: Node

    @property
    def instances(self) -> list[Node]:
        """Return the instances in order; the list must not be changed."""
        return self.parent.named(self.key)


@dataclass(slots=True, eq=False)
class Tree:
    """All nodes of one instance. singles: by path, those outside repeats, each in its own list."""

    definition: FormDefinition
    document: Node = field(default_factory=lambda: Node(NodeKind.DOCUMENT))
    ranges: dict[Node, dict[str, Range]] = field(default_factory=dict)
    singles: dict[str, list[Node]] = field(default_factory=dict)
    _many: dict[str, list[Node]] = field(default_factory=dict)
    _known: dict[str, Node] = field(default_factory=dict)
    _keys: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def root(self) -> Node:
        """Return the root element."""
        return self.document.children[0]

    # --- growing

    def build(self) -> None:
        """Grow the instance as the form defines it."""
        root = self.grow(self.definition.tree, self.definition.root, None, self.document)
        self.document.append(root)

    def grow(self, source: Node, path: str, holder: Node | None, parent: Node) -> Node:
        """Return a copy of *source*, with stored defaults, that does not yet hang in *parent*."""
        nodes = self.definition.nodes
        known = nodes[path]
        node = self._node(known, source.value)
        node.parent = parent
        if known.is_repeat:
            node.index = 1  # counted when it is put in its place
            holder = node
        node.holder = holder
        paths = self._children(known)
        given = {attribute.key: attribute.value for attribute in source.attributes}
        for attribute_path in known.attributes:
            attribute = nodes[attribute_path]
            made = self._node(attribute, given.get(key_of(attribute), attribute.default))
            made.holder = holder
            node.append_attribute(made)
            self._settle(made)
        for child in source.children:
            child_path = paths.get(child.key)
            if child_path is not None and child.kind is NodeKind.ELEMENT:
                node.append(self.grow(child, child_path, holder, node))
        self._settle(node)
        for child_path in known.children:
            if nodes[child_path].is_repeat:
                self._range(node, nodes[child_path])
        return node

    def _children(self, known: NodeDefinition) -> dict[str, str]:
        """Return the paths of a node's children by their keys."""
        found = self._keys.get(known.path)
        if found is None:
            nodes = self.definition.nodes
            found = {key_of(nodes[path]): path for path in known.children}
            self._keys[known.path] = found
        return found

    def _node(self, known: NodeDefinition, value: str | None) -> Node:
        leaf = known.is_leaf or known.is_attribute
        return Node(
            NodeKind.ATTRIBUTE if known.is_attribute else NodeKind.ELEMENT,
            local=known.local,
            namespace=known.namespace,
            prefix=known.prefix,
            plain=known.namespace == "",
            value=stored(known.datatype, value or "") if leaf else None,
            path=known.path,
        )

    def _settle(self, node: Node) -> None:
        if node.holder is None:
            self.singles[node.path] = [node]

    def _range(self, parent: Node, known: NodeDefinition) -> None:
        stand_in = self._node(known, None)
        stand_in.parent = parent
        stand_in.holder = stand_in
        made = Range(known.path, key_of(known), parent, stand_in)
        self.ranges.setdefault(parent, {})[known.path] = made
        self._count(made)
        repeat = self.definition.repeats.get(known.path)
        fixed = repeat is not None and repeat.count is None and not repeat.add_remove
        if fixed and not made.instances:
            self.add(made, 0, self.template(known.path))  # nobody could ever add the first one

    def template(self, path: str) -> Node:
        """Return what a new instance of the repeat at *path* starts from."""
        return self.definition.templates[path]

    def written(self, within: Range, place: int) -> Node:
        """Return the instance that the form writes at *place*, its template where there is none."""
        source: Node | None = self.definition.tree
        if within.parent.holder is not None:
            return self.template(within.path)
        for name in self.keys(self.definition.root, within.parent.path):
            source = next(iter(source.named(name)), None) if source is not None else None
        instances = source.named(within.key) if source is not None else []
        return instances[place] if place < len(instances) else self.template(within.path)

    # --- instances come and go

    def add(self, within: Range, place: int, source: Node) -> Node:
        """Put a new instance before the one at *place* (0-based) and return it."""
        node = self.grow(source, within.path, None, within.parent)
        instances = within.instances
        if instances:
            at = instances[place].order if place < len(instances) else instances[-1].order + 1
        else:
            at = self._first_place(within)
        within.parent.insert(at, node)
        if not within.parent.relevant:
            self._hide(node)
        self._count(within, place)
        self._forget()
        return node

    def _hide(self, node: Node) -> None:
        """Let a new instance be as little relevant as what is around it."""
        for one in everything(node):
            one.relevant = False
            for inner in self.ranges.get(one, {}).values():
                inner.stand_in.relevant = False

    def _first_place(self, within: Range) -> int:
        """Return where the first instance stands among the children of its parent."""
        siblings = self.definition.nodes[within.parent.path].children
        before = frozenset(siblings[: siblings.index(within.path)])
        children = within.parent.children
        return sum(1 for child in children if child.path in before)

    def remove(self, within: Range, instance: Node) -> None:
        """Take an instance out and count the others anew."""
        place = instance.index - 1
        within.parent.remove(instance)
        instance.parent = None  # whoever still knows it can tell that it is gone
        for node in instance.elements():
            self.ranges.pop(node, None)
        self._count(within, place)
        self._forget()

    def _count(self, within: Range, place: int = 0) -> None:
        instances = within.instances
        for number in range(place, len(instances)):
            instances[number].index = number + 1
            instances[number].forget_references()

    def _forget(self) -> None:
        self._many.clear()
        self._known.clear()

    # --- finding

    def find(self, reference: str) -> Node | None:
        """Return the node of a reference, a missing index read as [1]; None where there is none.

        A reference that ends at a repeat without an index is its first instance.
        """
        single = self.singles.get(reference)
        if single is not None:
            return single[0]
        known = self._known.get(reference)
        if known is not None:
            return known
        node: Node | None = self.document
        path = ""
        for step in reference.split("/")[1:]:
            found = _INDEXED.fullmatch(step)
            if found is None or node is None:
                return None
            path = f"{path}/{found[1]}"
            node = self._child(node, path, int(found[2] or 1))
        if node is not None:
            self._known[reference] = node
        return node

    def _child(self, node: Node, path: str, index: int) -> Node | None:
        known = self.definition.nodes.get(path)
        if known is None:
            return None
        if known.is_attribute:
            return next((one for one in node.attributes if one.path == path), None)
        found = node.named(key_of(known))
        return found[index - 1] if 1 <= index <= len(found) else None

    def range_at(self, reference: str) -> Range | None:
        """Return the instances that a reference of a repeat, or of one of them, belongs to."""
        head, _, name = reference.rpartition("/")
        parent = self.find(head) if head else None
        if parent is None:
            return None
        return self.ranges.get(parent, {}).get(f"{parent.path}/{name.partition('[')[0]}")

    def nodes(self, path: str) -> list[Node]:
        """Return every node at a generic path in document order; the list must not be changed."""
        single = self.singles.get(path)
        if single is not None:
            return single
        found = self._many.get(path)
        if found is None:
            known = self.definition.nodes[path]
            found = self._many[path] = [
                child
                for parent in self.nodes(known.parent)
                for child in (
                    parent.attributes if known.is_attribute else parent.named(key_of(known))
                )
                if child.path == path
            ]
        return found

    def children_at(self, node: Node, path: str) -> list[Node]:
        """Return the children of *node* at a generic path."""
        return node.named(key_of(self.definition.nodes[path]))

    def below(self, node: Node, keys: tuple[str, ...], path: str) -> list[Node]:
        """Return the nodes of *path* below *node*, along the keys of children (`@name` at last)."""
        found = [node]
        for key in keys:
            if key.startswith("@"):
                return [one for above in found for one in above.attributes if one.path == path]
            if len(found) == 1:
                found = found[0].named(key)
            else:
                found = [child for above in found for child in above.named(key)]
        return found

    def related(self, node: Node, path: str) -> list[Node]:
        """Return the nodes of a generic path as seen from *node*: of this instance where shared."""
        single = self.singles.get(path)
        if single is not None:
            return single
        if node.path == path:
            return [node]
        holder = node.holder
        while holder is not None:
            if path == holder.path or path.startswith(holder.path + "/"):
                return self.below(holder, self.keys(holder.path, path), path)
            holder = holder.parent.holder if holder.parent is not None else None
        return self.nodes(path)

    def keys(self, above: str, path: str) -> tuple[str, ...]:
        """Return the keys that lead from the nodes of *above* down to those of *path*."""
        keys: list[str] = []
        while path != above:
            known = self.definition.nodes[path]
            keys.append(f"@{known.local}" if known.is_attribute else key_of(known))
            path = known.parent
        keys.reverse()
        return tuple(keys)

    def ranges_of(self, path: str) -> Iterator[Range]:
        """Yield the ranges of the repeat at a generic path in document order."""
        for parent in self.nodes(self.definition.nodes[path].parent):
            yield self.ranges[parent][path]


def everything(node: Node) -> Iterator[Node]:
    """Yield *node*, all elements below it and their attributes, in document order."""
    for element in node.elements():
        yield element
        yield from element.attributes


def is_gone(node: Node) -> bool:
    """Tell whether an instance around *node* was removed."""
    holder = node.holder
    while holder is not None:
        if holder.parent is None:
            return True
        holder = holder.parent.holder
    return False


def order_of(node: Node) -> tuple[int, ...]:
    """Return what sorts nodes of one generic path in document order: the indexes around them."""
    indexes: list[int] = []
    holder = node.holder
    while holder is not None:
        indexes.append(holder.index)
        holder = holder.parent.holder if holder.parent is not None else None
    indexes.reverse()
    return tuple(indexes)


def key_of(known: NodeDefinition) -> str:
    """Return the key that nodes of this definition have."""
    return f"{{{known.namespace}}}{known.local}" if known.namespace else known.local
