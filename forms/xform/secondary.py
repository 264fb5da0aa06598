"""Secondary instances: lists in the form, and files that hold lists (FORMS §8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from lxml import etree

from forms.xform.choices import ITEMSETS
from forms.xform.definition import SecondaryInstance
from forms.xform.files import FileNames
from forms.xform.lists import read_list
from forms.xform.places import Places
from forms.xform.search import searched_file
from forms.xform.tree import line_of

LAST_SAVED = "jr://instance/last-saved"


def read_secondary(
    instances: list[etree._Element],
    body: etree._Element,
    plain: frozenset[str],
    places: Places,
    files: FileNames,
) -> dict[str, SecondaryInstance]:
    """Return the lists by id; raise XmlBroken where one nests too deep.

    Files that questions ask for without one are among them: `itemsets.csv`, those of `search()`.
    """
    found: dict[str, SecondaryInstance] = {}
    for instance in instances:
        name = instance.get("id", "")
        if name in found:
            message = f"two instances are called {name!r}; the first one is used"
            places.warn("duplicate-name", message, instance, None)
            continue
        found[name] = _secondary(instance, name, plain, places, files)
    for name, element in _asked_for(body):
        if name not in found:
            file_name = files.list_file(f"{name}.csv", element, None, "")
            source = f"jr://file-csv/{name}.csv"
            found[name] = SecondaryInstance(
                name=name, source=source, file_name=file_name, line=line_of(element)
            )
    files.declared.update(found)
    return found


def _secondary(
    instance: etree._Element,
    name: str,
    plain: frozenset[str],
    places: Places,
    files: FileNames,
) -> SecondaryInstance:
    source = (instance.get("src") or "").strip()
    line = line_of(instance)
    if not source or source.startswith("jr://choices"):
        tree = read_list(instance, plain)
        return SecondaryInstance(name=name, tree=tree, source=source, line=line)
    file_name = files.list_source(source, instance)
    if file_name is None and source != LAST_SAVED:
        message = f"the list {name!r} comes from {source[:120]!r}, which does not exist here"
        places.warn("foreign-dialect", message, instance, None)
    return SecondaryInstance(name=name, source=source, file_name=file_name or "", line=line)


_ASKING = etree.XPath("descendant::*[@query or contains(@appearance, 'search')]")


def _asked_for(body: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield the lists that questions ask for without an instance: `query` and `search()`."""
    for element in cast("list[etree._Element]", _ASKING(body)):
        if element.get("query") is not None:
            yield ITEMSETS, element
        name = searched_file(element.get("appearance") or "")
        if name:
            yield name, element
