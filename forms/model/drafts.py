"""Drafts: all values of an instance as JSON and back; sealed records opened for editing (§10).

A draft holds the values of every node, also of what is not relevant, as nested lists in definition
order: the attributes of a node, its text or its children; a repeat is a list of its instances.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from lxml import etree

from forms.errors import DraftRefused
from forms.model.tree import MAX_INSTANCES, Range, Tree, key_of
from forms.model.types import stored
from forms.xform.definition import FormDefinition
from forms.xform.tree import XmlBroken, XmlUnsafe, parse_xml
from forms.xpath.nodes import XFORMS, Node

Kept = TypeVar("Kept")

DRAFT_FORMAT = 2
_READABLE = (1, DRAFT_FORMAT)
"""Format 1 came before repeats; its values have the same shape for forms without them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a draft says beside the values.

    seeds: of what is shuffled; held: calculated nodes that an action has set; ranked: orders of
    rank questions that offer nothing now; all by reference.
    """

    language: str
    values: Any
    seeds: dict[str, float]
    held: tuple[str, ...]
    ranked: dict[str, str]
    deprecated_id: str


def written(
    definition: FormDefinition,
    tree: Tree,
    *,
    language: str,
    seeds: dict[Node, float],
    held: dict[Node, None],
    ranked: dict[Node, str],
    deprecated_id: str,
) -> str:
    """Return the draft as JSON, in stable order."""
    draft: dict[str, Any] = {
        "format": DRAFT_FORMAT,
        "form": definition.form_id,
        "version": definition.version,
        "definition": definition.sha256.hex(),
        "language": language,
        "values": _values(tree, tree.root),
    }
    if seeds:
        draft["seeds"] = dict(sorted((node.reference, seed) for node, seed in seeds.items()))
    if held:
        draft["held"] = sorted(node.reference for node in held)
    orders = {node.reference: text for node, text in ranked.items() if node.value == ""}
    if orders:
        draft["ranked"] = dict(sorted(orders.items()))
    if deprecated_id:
        draft["deprecated"] = deprecated_id
    return json.dumps(draft, ensure_ascii=False, separators=(",", ":"))


def _values(tree: Tree, node: Node) -> Any:
    if node.value is not None:
        if node.attributes:
            return [node.value, *[attribute.value or "" for attribute in node.attributes]]
        return node.value
    made: list[Any] = [attribute.value or "" for attribute in node.attributes]
    ranges = tree.ranges.get(node)
    if ranges is None:
        made += [
            child.value
            if child.value is not None and not child.attributes
            else _values(tree, child)
            for child in node.children
        ]
        return made
    for path in tree.definition.nodes[node.path].children:
        within = ranges.get(path)
        if within is not None:
            made.append([_values(tree, instance) for instance in within.instances])
        else:
            made += [_values(tree, child) for child in tree.children_at(node, path)]
    return made


def read(definition: FormDefinition, dump: str) -> Draft:
    """Return what *dump* says; raise DraftRefused where it belongs elsewhere or is damaged."""
    try:
        draft = json.loads(dump)
    except (ValueError, RecursionError):
        raise DraftRefused("no JSON") from None
    if not isinstance(draft, dict) or draft.get("format") not in _READABLE:
        raise DraftRefused("another format")
    if draft.get("definition") != definition.sha256.hex():
        raise DraftRefused("another definition")
    language = draft.get("language")
    if language not in (*definition.languages, definition.default_language):
        raise DraftRefused("language")
    seeds, held = draft.get("seeds", {}), draft.get("held", [])
    if not isinstance(seeds, dict) or not isinstance(held, list):
        raise DraftRefused("seeds")
    if not all(isinstance(one, float | int) for one in seeds.values()):
        raise DraftRefused("seeds")
    ranked = draft.get("ranked", {})
    if not isinstance(ranked, dict):
        raise DraftRefused("ranked")
    return Draft(
        language=str(language),
        values=draft.get("values"),
        seeds={str(reference): float(seed) for reference, seed in seeds.items()},
        held=tuple(str(one) for one in held),
        ranked={str(reference): str(order) for reference, order in ranked.items()},
        deprecated_id=str(draft.get("deprecated", "")),
    )


def placed(find: Callable[[str], Node | None], kept: Mapping[str, Kept]) -> dict[Node, Kept]:
    """Return what a draft keeps by reference by node, without what has no place any more."""
    found = ((find(reference), value) for reference, value in kept.items())
    return {node: value for node, value in found if node is not None}


def fill(tree: Tree, node: Node, values: Any) -> None:
    """Put the values of a draft back; raise DraftRefused where their shape is another."""
    if node.is_leaf and not node.attributes:
        node.value = _text(node, values)
        return
    if not isinstance(values, list):
        raise DraftRefused(node.path)
    own = 1 if node.is_leaf else 0
    known = tree.definition.nodes[node.path]
    wanted = own + len(node.attributes) + (0 if own else len(known.children))
    if len(values) != wanted:
        raise DraftRefused(node.path)
    if own:
        node.value = _text(node, values[0])
    for attribute, value in zip(node.attributes, values[own:], strict=False):
        attribute.value = _text(attribute, value)
    ranges = tree.ranges.get(node, {})
    for path, value in zip(known.children, values[own + len(node.attributes) :], strict=True):
        within = ranges.get(path)
        if within is None:
            for child in tree.children_at(node, path):
                fill(tree, child, value)
            continue
        if not isinstance(value, list):
            raise DraftRefused(path)
        resize(tree, within, len(value))
        for instance, one in zip(list(within.instances), value, strict=True):
            fill(tree, instance, one)


def _text(node: Node, value: Any) -> str:
    if not isinstance(value, str):
        raise DraftRefused(node.path)
    return value


def resize(tree: Tree, within: Range, wanted: int) -> None:
    """Give a repeat as many instances as wanted; raise DraftRefused above the limit."""
    if wanted > MAX_INSTANCES:
        raise DraftRefused(within.path)
    while len(within.instances) > wanted:
        tree.remove(within, within.instances[-1])
    template = tree.template(within.path) if len(within.instances) < wanted else None
    while template is not None and len(within.instances) < wanted:
        tree.add(within, len(within.instances), template)


# --- a sealed record


def read_submission(definition: FormDefinition, xml: bytes) -> etree._Element:
    """Return the root of a submission; raise DraftRefused: unsafe, broken or of another form."""
    try:
        root = parse_xml(xml)
    except (XmlUnsafe, XmlBroken) as fault:
        raise DraftRefused(fault.code) from None
    if etree.QName(root).localname != definition.nodes[definition.root].local:
        raise DraftRefused("another form")
    return root


def instance_id_in(root: etree._Element) -> str:
    """Return the instanceID of a submission, blank where it has none."""
    for meta in root:
        if isinstance(meta.tag, str) and etree.QName(meta).localname == "meta":
            for field in meta:
                if isinstance(field.tag, str) and etree.QName(field).localname == "instanceID":
                    return (field.text or "").strip()
    return ""


def take(tree: Tree, node: Node, element: etree._Element) -> None:
    """Put what a submission holds into *node* and below; what it lacks keeps its default."""
    nodes = tree.definition.nodes
    for attribute in node.attributes:
        known = nodes[attribute.path]
        name = f"{{{attribute.namespace}}}{attribute.local}" if attribute.namespace else known.local
        value = element.get(name)
        if value is not None or known.has_bind:
            attribute.value = stored(known.datatype, value or "")
    if node.is_leaf:
        node.value = stored(nodes[node.path].datatype, element.text or "")
        return
    given: dict[str, list[etree._Element]] = {}
    for child in element:
        if isinstance(child.tag, str):
            given.setdefault(_key(child, node), []).append(child)
    ranges = tree.ranges.get(node, {})
    for path in nodes[node.path].children:
        found = given.get(key_of(nodes[path]), [])
        within = ranges.get(path)
        if within is not None:
            resize(tree, within, len(found))
            for instance, one in zip(list(within.instances), found, strict=True):
                take(tree, instance, one)
            continue
        for child_node in tree.children_at(node, path):
            if found:  # what is missing was not relevant: it has its default again
                take(tree, child_node, found[0])


def _key(element: etree._Element, parent: Node) -> str:
    """Return the key of an element: without its namespace where that is a plain one here."""
    name = etree.QName(element)
    space = name.namespace or ""
    plain = space in ("", XFORMS) or (parent.key == parent.local and space == parent.namespace)
    return name.localname if plain else f"{{{space}}}{name.localname}"
