"""Lists that stand in the form -> rows where they are flat, nodes where they are not (FORMS §8).

A list of 50,000 choices would be a quarter of a million nodes; as rows it is found faster and takes
a tenth of the memory.
"""

from __future__ import annotations

from lxml import etree

from forms.xform.tree import leaf_text, list_tree, split_name
from forms.xpath.items import ABSENT, rows_tree
from forms.xpath.nodes import Node
from forms.xpath.table import TableRows


def read_list(instance: etree._Element, plain: frozenset[str]) -> Node:
    """Return a secondary instance as a tree; raise XmlBroken where it nests too deep."""
    return _flat(instance, plain) or list_tree(instance, plain)


def _flat(instance: etree._Element, plain: frozenset[str]) -> Node | None:
    """Return a list of items that are all made alike, None where it is anything else."""
    roots = list(instance.iterchildren(etree.Element))
    if len(roots) != 1 or roots[0].attrib:
        return None
    namespace, root = split_name(roots[0].tag)
    names = {item.tag for item in roots[0].iterchildren(etree.Element)}
    if namespace not in plain or len(names) != 1:
        return None
    item_namespace, item_name = split_name(names.pop())
    if item_namespace != namespace:
        return None
    columns: dict[str, int] = {}
    found: list[dict[str, str]] = []
    for item in roots[0].iterchildren(etree.Element):
        cells = _cells(item)
        if cells is None:
            return None
        for tag in cells:
            columns.setdefault(tag, len(columns))
        found.append(cells)
    named = [split_name(tag) for tag in columns]
    if any(space != namespace for space, _ in named):
        return None
    rows = TableRows(
        [local for _, local in named],
        (tuple([cells.get(tag, ABSENT) for tag in columns]) for cells in found),
    )
    return rows_tree(rows, root=root, item=item_name, namespace=namespace)


def _cells(item: etree._Element) -> dict[str, str] | None:
    if item.attrib or item.prefix:
        return None
    cells: dict[str, str] = {}
    for child in item.iterchildren(etree.Element):
        if child.attrib or child.prefix or child.tag in cells:
            return None
        if len(child) == 0:
            cells[child.tag] = child.text or ""
        elif next(child.iterchildren(etree.Element), None) is None:
            cells[child.tag] = leaf_text(child)
        else:
            return None
    return cells or None
