"""XML -> rows: `<root><item><name>…</name>…</item>…</root>` (FORMS §8)."""

from __future__ import annotations

from lxml import etree

from forms.itemsets.cells import MAX_COLUMNS, MAX_ROWS, checked_size, cleaned
from forms.itemsets.errors import FileBroken
from forms.xform.tree import XmlBroken, XmlUnsafe, parse_xml, split_name
from forms.xpath.items import ABSENT
from forms.xpath.table import TableRows


def read_xml(data: bytes) -> TableRows:
    """Return the items below the root: a column for every name that an item has.

    An item without one of them has no such cell (`ABSENT`). Raises XmlUnsafe for any DOCTYPE, and
    FileBroken where it is no XML or not made of plain items.
    """
    try:
        root = parse_xml(checked_size(data))
    except XmlUnsafe:
        raise
    except XmlBroken as broken:
        raise FileBroken(f"no readable XML: {broken.reason}", line=broken.line) from None
    columns: dict[str, int] = {}
    found: list[dict[str, str]] = []
    for item in root.iterchildren(etree.Element):
        cells = _cells(item)
        for name in cells:
            columns.setdefault(name, len(columns))
        found.append(cells)
        if len(columns) > MAX_COLUMNS or len(found) > MAX_ROWS:
            raise FileBroken("too many items or columns", code="too-large")
    names = tuple(columns)
    return TableRows(names, (tuple(cells.get(one, ABSENT) for one in names) for cells in found))


def _cells(item: etree._Element) -> dict[str, str]:
    cells: dict[str, str] = {}
    line = int(getattr(item, "sourceline", 0) or 0)  # the stubs do not know its type
    for child in item.iterchildren(etree.Element):
        name = split_name(child.tag)[1]
        if next(child.iterchildren(etree.Element), None) is not None:
            raise FileBroken(f"{name!r} holds other elements; a list is flat", line=line)
        if name in cells:
            raise FileBroken(
                f"{name!r} stands twice in one item", code="duplicate-header", line=line
            )
        cells[name] = cleaned("".join(str(text) for text in child.itertext()), line)
    return cells
