"""Items of a list beside the answers, found by what their columns hold (FORMS §8).

A list in the form keeps its own nodes; an external one is rows, and a row becomes a light node only
when an expression asks for it. Both are found through hash indices, built on first use, and both
are in the order of their file. What walks them in other ways reads them as an ordinary tree.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Protocol

from forms.environment import Row, Rows
from forms.xpath.nodes import Node, NodeKind

ROOT = "root"
ITEM = "item"


class Absent(str):
    """The cell of an item that lacks this column: no node at all, where a blank one is a node."""

    __slots__ = ()


ABSENT = Absent()


class Items(Protocol):
    """What a path `instance('…')/root/item[…]` needs to know of a list."""

    def under(self, root: str, item: str) -> bool:
        """Tell whether all that the list holds is elements *item* in one element *root*."""

    def find(self, equal: Mapping[str, str]) -> list[Node]:
        """Return the items that have, for every column, a node of exactly that text."""

    def every(self) -> list[Node]:
        """Return all items."""

    def count(self, equal: Mapping[str, str]) -> int:
        """Return how many items `find` would give."""

    def first(self, column: str, equal: Mapping[str, str]) -> str:
        """Return the text of *column* in the first item that `find` would give, or blank."""


class TreeItems:
    """Items that stand in the form as nodes: they are handed out themselves, nothing is copied."""

    def __init__(self, tree: Node) -> None:
        roots = [one for one in tree.children if one.kind is NodeKind.ELEMENT]
        self._root = roots[0] if len(roots) == 1 else None
        above = self._root
        found = [] if above is None else above.children
        self._items = [one for one in found if one.kind is NodeKind.ELEMENT]
        keys = {one.key for one in self._items}
        self._key = keys.pop() if len(keys) == 1 else None
        self._indices: dict[tuple[str, ...], dict[tuple[str, ...], list[Node]]] = {}

    def under(self, root: str, item: str) -> bool:
        """Tell whether all that the list holds is elements *item* in one element *root*."""
        return self._root is not None and self._root.key == root and self._key == item

    def find(self, equal: Mapping[str, str]) -> list[Node]:
        """Return the items that have, for every column, a node of exactly that text."""
        if not equal:
            return self.every()
        columns = tuple(sorted(equal))
        index = self._indices.get(columns)
        if index is None:
            index = self._indices[columns] = self._indexed(columns)
        return list(index.get(tuple(equal[one] for one in columns), ()))

    def _indexed(self, columns: tuple[str, ...]) -> dict[tuple[str, ...], list[Node]]:
        made: dict[tuple[str, ...], list[Node]] = {}
        for item in self._items:
            texts = [[one.text() for one in _cells(item, column)] for column in columns]
            if all(len(one) == 1 for one in texts):
                made.setdefault(tuple(one[0] for one in texts), []).append(item)
            else:
                for key in dict.fromkeys(itertools.product(*texts)):
                    made.setdefault(key, []).append(item)
        return made

    def every(self) -> list[Node]:
        """Return all items."""
        return list(self._items)

    def count(self, equal: Mapping[str, str]) -> int:
        """Return how many items `find` would give."""
        return len(self.find(equal)) if equal else len(self._items)

    def first(self, column: str, equal: Mapping[str, str]) -> str:
        """Return the text of *column* in the first item that `find` would give, or blank."""
        for item in self.find(equal):
            cells = _cells(item, column)
            return cells[0].text() if cells else ""
        return ""


def _cells(item: Node, column: str) -> list[Node]:
    if column.startswith("@"):
        return [one for one in item.attributes if one.key == column[1:]]
    # not `named`, which would keep an index of its own for every item
    return [one for one in item.children if one.key == column and one.kind is NodeKind.ELEMENT]


_NONE: list[Node] = []


class CellNode(Node):
    """One cell of a row, as a leaf."""

    __slots__ = ()

    kind = NodeKind.ELEMENT
    prefix = reference = path = ""
    own_relevant = relevant = True
    readonly = required = False
    index = 0
    holder = watchers = None

    def __init__(self, row: RowNode, column: str, order: int, text: str) -> None:
        # not Node's own: most of what it sets is the same for every cell and stands in the class
        self.local = self.key = column
        self.namespace = row.namespace
        self.parent = row
        self.order = order
        self.value = text
        self.children = self.attributes = _NONE

    def named(self, key: str) -> list[Node]:
        """Return that a cell has no elements inside."""
        del key
        return _NONE


class RowNode(Node):
    """One row as a node; its cells become nodes when they are asked for."""

    __slots__ = ("_cells", "columns", "row")

    kind = NodeKind.ELEMENT
    prefix = reference = path = ""
    value = None
    own_relevant = relevant = True
    readonly = required = False
    index = 0
    holder = watchers = None

    def __init__(self, parent: RowsNode, row: Row, order: int) -> None:
        # not Node's own: most of what it sets is the same for every row and stands in the class
        self.local = self.key = parent.item
        self.namespace = parent.namespace
        self.parent = parent
        self.columns = parent.columns
        self.row = row
        self.order = order
        self.attributes = _NONE
        self._cells: list[Node] | None = None

    def cell(self, column: str) -> str:
        """Return the text of a column, blank where the row has none, without making a node."""
        place = self.columns.get(column)
        return "" if place is None else str(self.row[place])

    def named(self, key: str) -> list[Node]:
        """Return the cell of that column; each call makes it anew until all of them exist."""
        if self._cells is not None:
            return [one for one in self._cells if one.key == key]
        place = self.columns.get(key)
        if place is None:
            return _NONE
        text = self.row[place]
        return _NONE if text is ABSENT else [CellNode(self, key, place, text)]

    @property
    def children(self) -> list[Node]:  # type: ignore[override]  # made when asked for
        """Return all cells, made once."""
        if self._cells is None:
            found = [one for key in self.columns for one in self.named(key)]
            self._cells = found
        return self._cells

    def text(self) -> str:
        """Return the string-value: the cells one after the other."""
        return "".join(self.row)


class RowsNode(Node):
    """The element around rows, which makes a node of each the first time they are walked."""

    __slots__ = ("_made", "columns", "item", "rows")

    def __init__(self, rows: Rows, *, local: str, item: str, namespace: str) -> None:
        self._made: list[Node] | None = None
        self.rows = rows
        self.item = item
        self.columns: Mapping[str, int] = {one: place for place, one in enumerate(rows.columns)}
        super().__init__(NodeKind.ELEMENT, local=local, namespace=namespace)

    @property
    def children(self) -> list[Node]:
        """Return every row as a node, made once."""
        if self._made is None:
            self._made = [RowNode(self, row, order) for order, row in enumerate(self.rows.scan())]
        return self._made

    @children.setter
    def children(self, _none: list[Node]) -> None:
        """Take the empty list every node begins with."""

    def named(self, key: str) -> list[Node]:
        """Return the rows, which are all called the same."""
        return self.children if key == self.item else _NONE


def rows_tree(
    rows: Rows, *, root: str = ROOT, item: str = ITEM, namespace: str = "", name: str = "instance"
) -> Node:
    """Return rows as a list that can be walked: an element around *root* around each *item*."""
    tree = Node(NodeKind.ELEMENT, local=name)
    tree.append(RowsNode(rows, local=root, item=item, namespace=namespace))
    return tree


def items_of(tree: Node) -> Items:
    """Return the items below a secondary instance, to be looked up in."""
    only = tree.children[0] if len(tree.children) == 1 else None
    return RowItems(tree, only) if isinstance(only, RowsNode) else TreeItems(tree)


class RowItems:
    """Items that are rows. `tree` is the same list for expressions that walk it."""

    def __init__(self, tree: Node, rows: RowsNode) -> None:
        self.tree = tree
        self._root = rows
        self._rows = rows.rows

    def under(self, root: str, item: str) -> bool:
        """Tell whether all that the list holds is elements *item* in one element *root*."""
        return root == self._root.key and item == self._root.item

    def _found(self, equal: Mapping[str, str]) -> Iterator[Row]:
        places = []
        for column, text in equal.items():
            place = self._root.columns.get(column)
            if place is None:
                return
            if text == "":
                places.append(place)
        rows = self._rows.find(equal) if equal else self._rows.scan()
        if not places:
            yield from rows
            return
        for row in rows:
            if not any(row[place] is ABSENT for place in places):
                yield row

    def find(self, equal: Mapping[str, str]) -> list[Node]:
        """Return the items that have, for every column, a node of exactly that text."""
        root = self._root
        return [RowNode(root, row, at) for at, row in enumerate(self._found(equal))]

    def every(self) -> list[Node]:
        """Return all items."""
        return list(self._root.children)

    def count(self, equal: Mapping[str, str]) -> int:
        """Return how many items `find` would give."""
        return sum(1 for _ in self._found(equal)) if equal else len(self._rows)

    def first(self, column: str, equal: Mapping[str, str]) -> str:
        """Return the text of *column* in the first item that `find` would give, or blank."""
        place = self._root.columns.get(column)
        for row in self._found(equal):
            return "" if place is None else str(row[place])
        return ""
