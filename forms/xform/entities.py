"""Entities: the lists a record creates or updates rows of (FORMS §11)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from forms.filenames import is_plain_name
from forms.xform.binds import Bind
from forms.xform.definition import EntityDefinition, EntityMode
from forms.xform.places import Places
from forms.xpath.nodes import Node, NodeKind

_VERSION = re.compile(r"(\d{4})\.(\d+)(?:\.\d+)?")
_NEWEST = (2025, 1)
_OLDEST = "2022.1.0"


def read_entities(
    model: etree._Element,
    places: Places,
    binds: Mapping[str, Bind],
    repeats: frozenset[str],
) -> tuple[EntityDefinition, ...]:
    """Return the entities of the form; a specification newer than 2025.1 is refused."""
    nodes = list(_entity_nodes(places.root))
    if not nodes:
        return ()
    version = next(
        (str(text) for name, text in model.attrib.items() if _local(name) == "entities-version"),
        _OLDEST,
    )
    if not _known(version):
        message = f"entities of the specification {version!r} are not available"
        places.add("unsupported", message, model, nodes[0])
        return ()
    owners = {node.reference: _owner(node) for node in nodes}
    saved = _saved(owners, binds, places, model)
    found: list[EntityDefinition] = []
    for node in nodes:
        entity = _entity(node, version, repeats, saved[node.reference], places, model)
        if entity is not None:
            found.append(entity)
    return tuple(found)


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _known(version: str) -> bool:
    found = _VERSION.fullmatch(version.strip())
    return found is not None and (2022, 1) <= (int(found[1]), int(found[2])) <= _NEWEST


def _entity_nodes(root: Node) -> Iterator[Node]:
    for node in root.elements():
        if node.local == "entity" and node.parent is not None and node.parent.local == "meta":
            yield node


def _owner(node: Node) -> str:
    """Return the path of the group whose `meta` holds the entity."""
    meta = node.parent
    group = meta.parent if meta is not None else None
    return group.reference if group is not None else ""


def _saved(
    owners: Mapping[str, str], binds: Mapping[str, Bind], places: Places, model: etree._Element
) -> dict[str, dict[str, str]]:
    """Return for each entity property -> node: a node is saved to the nearest entity around it."""
    found: dict[str, dict[str, str]] = {path: {} for path in owners}
    for path, bind in binds.items():
        if not bind.save_to:
            continue
        around = [one for one, owner in owners.items() if path.startswith(owner + "/")]
        if not around:
            message = f"{bind.save_to!r} is saved to no entity: none stands around it"
            places.warn("unknown-reference", message, model, None, "save_to")
            continue
        nearest = max(around, key=lambda one: len(owners[one]))
        found[nearest].setdefault(bind.save_to, path)
    return found


def _entity(
    node: Node,
    version: str,
    repeats: frozenset[str],
    properties: Mapping[str, str],
    places: Places,
    model: etree._Element,
) -> EntityDefinition | None:
    attributes = {one.local: one.reference for one in node.attributes}
    list_name = next((one.value or "" for one in node.attributes if one.local == "dataset"), "")
    if not is_plain_name(f"{list_name}.csv") or not list_name:
        message = f"{list_name[:120]!r} cannot be the name of an entity list"
        places.add("unsafe-path" if list_name else "missing-name", message, model, node)
        return None
    create, update = attributes.get("create", ""), attributes.get("update", "")
    if create and update:
        mode = EntityMode.UPSERT
    else:
        mode = EntityMode.UPDATE if update else EntityMode.CREATE
    label = next(
        (
            one.reference
            for one in node.children
            if one.kind is NodeKind.ELEMENT and one.local == "label"
        ),
        "",
    )
    around = [one.reference for one in node.ancestors() if one.reference in repeats]
    return EntityDefinition(
        path=node.reference,
        list_name=list_name,
        spec_version=version,
        mode=mode,
        repeat=around[0] if around else "",
        label_path=label,
        id_path=attributes.get("id", ""),
        create_path=create,
        update_path=update,
        properties=properties,
    )
