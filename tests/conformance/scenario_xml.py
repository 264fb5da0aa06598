"""Submission XML compared by structure, and the ids in its meta."""

from __future__ import annotations

from lxml import etree

from forms.xpath.nodes import OPENROSA, XFORMS
from tests.conformance.results import Mismatch


def _parsed(xml: str | bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(xml.encode() if isinstance(xml, str) else xml, parser)


def _name(tag: object) -> str:
    """Return a name as it is compared: no namespace and that of XForms are one."""
    return str(tag).removeprefix(f"{{{XFORMS}}}")


def _local(element: etree._Element) -> str:
    return _name(element.tag).rpartition("}")[2]


def same_xml(got: str | bytes, wanted: str | bytes) -> None:
    """Raise Mismatch where the two differ in elements, attributes or text.

    The order of attributes, the form of empty tags and the value of `instanceID` do not matter.
    """
    _same(_parsed(got), _parsed(wanted), "")


def _same(got: etree._Element, wanted: etree._Element, above: str) -> None:
    where = f"{above}/{_local(wanted)}"
    if _name(got.tag) != _name(wanted.tag):
        raise Mismatch(f"{above}: {_name(got.tag)}, wanted {_name(wanted.tag)}")
    own, other = _attributes(got), _attributes(wanted)
    if own != other:
        raise Mismatch(f"{where}: attributes {own}, wanted {other}")
    children = [one for one in got if isinstance(one.tag, str)]
    others = [one for one in wanted if isinstance(one.tag, str)]
    if [_name(one.tag) for one in children] != [_name(one.tag) for one in others]:
        raise Mismatch(f"{where}: {_names(children)}, wanted {_names(others)}")
    if not others and _local(wanted) != "instanceID" and (got.text or "") != (wanted.text or ""):
        raise Mismatch(f"{where} is {got.text!r}, wanted {wanted.text!r}")
    for child, one in zip(children, others, strict=True):
        _same(child, one, where)


def _attributes(element: etree._Element) -> dict[str, str]:
    return {_name(name): str(value) for name, value in element.attrib.items()}


def _names(elements: list[etree._Element]) -> str:
    return " ".join(_name(one.tag) for one in elements) or "nothing"


def meta_value(xml: str | bytes, local: str, namespace: str) -> str | None:
    """Return the text of a child of `meta` in that namespace, None where there is none."""
    wanted = f"{{{OPENROSA}}}" if namespace == OPENROSA else ""
    for meta in _parsed(xml):
        if _name(meta.tag) != f"{wanted}meta":
            continue
        for child in meta:
            if _name(child.tag) == f"{wanted}{local}":
                return child.text or ""
    return None
