"""Secondary instances: lists in the form, and files that hold lists (FORMS §8)."""

from __future__ import annotations

from lxml import etree

from forms.xform.choices import ITEMSETS, ITEMSETS_FILE
from forms.xform.definition import SecondaryInstance
from forms.xform.files import FileNames
from forms.xform.places import Places
from forms.xform.tree import line_of, list_tree, local_name

LAST_SAVED = "jr://instance/last-saved"


def read_secondary(
    instances: list[etree._Element],
    body: etree._Element,
    plain: frozenset[str],
    places: Places,
    files: FileNames,
) -> dict[str, SecondaryInstance]:
    """Return the lists by id; raise XmlBroken where one nests too deep.

    `itemsets.csv` is among them where a question asks for one of its lists.
    """
    found: dict[str, SecondaryInstance] = {}
    for instance in instances:
        name = instance.get("id", "")
        if name in found:
            message = f"two instances are called {name!r}; the first one is used"
            places.warn("duplicate-name", message, instance, None)
            continue
        found[name] = _secondary(instance, name, plain, places, files)
    if ITEMSETS not in found and _asks_for_itemsets(body):
        source = f"jr://file-csv/{ITEMSETS_FILE}"
        files.list_file(ITEMSETS_FILE, body, None, "")
        found[ITEMSETS] = SecondaryInstance(name=ITEMSETS, source=source, file_name=ITEMSETS_FILE)
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
        tree = list_tree(instance, plain)
        return SecondaryInstance(name=name, tree=tree, source=source, line=line)
    file_name = files.list_source(source, instance)
    if file_name is None and source != LAST_SAVED:
        message = f"the list {name!r} comes from {source[:120]!r}, which does not exist here"
        places.warn("foreign-dialect", message, instance, None)
    return SecondaryInstance(name=name, source=source, file_name=file_name or "", line=line)


def _asks_for_itemsets(body: etree._Element) -> bool:
    return any(
        element.get("query") is not None
        for element in body.iter(etree.Element)
        if local_name(element) in ("input", "select", "select1")
    )
