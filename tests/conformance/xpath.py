"""Run the XPath vectors.

    python -m tests.conformance.xpath VECTORS.json [--failures] [--all] [--only ID]

Last line: `N passed, M failed`, N + M = the items with `gate: true`. Exit 0 without failures,
10 with failures, 11 if the file cannot be read.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from forms.environment import Environment
from forms.errors import EvaluationFailed, ExpressionInvalid
from forms.xform.tree import plain_namespaces, split_name, tree_of
from forms.xpath import values
from forms.xpath.compiler import compile_expression
from forms.xpath.context import Context, Scope
from forms.xpath.nodes import XFORMS, XHTML, Node, NodeKind
from forms.xpath.standard import standard_functions

_STEP = re.compile(r"/(?:\*\[(\d+)\]|([a-z-]+)\(\)\[(\d+)\]|@([\w:.-]+))")
_FUNCTIONS = standard_functions()
_NAMED_NUMBERS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf, "-0": 0.0}


class Failure(Exception):
    """An item came out otherwise than the file says."""


class _Document:
    """One document of the file as our tree, and the way between nodes and their locations."""

    def __init__(self, text: str) -> None:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(text.strip().encode(), parser)
        self.namespaces = {
            prefix: uri
            for node in root.iter(etree.Element)
            for prefix, uri in node.nsmap.items()
            if prefix
        }
        namespace, _ = split_name(str(root.tag))
        self.node = Node(NodeKind.DOCUMENT)
        self.node.append(tree_of(root, plain_namespaces(namespace) - {XHTML}))

    def at(self, location: str | None) -> Node:
        if location in (None, "", "/"):
            return self.node
        node = self.node
        assert location is not None
        for element, kind, place, attribute in _STEP.findall(location):
            if element:
                node = _elements(node)[int(element) - 1]
            elif kind:
                alike = [one for one in node.children if one.kind.value == kind]
                node = alike[int(place) - 1]
            else:
                node = next(one for one in node.attributes if _attribute_name(one) == attribute)
        return node


def _attribute_name(node: Node) -> str:
    return f"{node.prefix}:{node.local}" if node.prefix else node.local


def _elements(node: Node) -> list[Node]:
    return [one for one in node.children if one.kind is NodeKind.ELEMENT]


def _location(node: Node) -> str:
    if node.parent is None:
        return "/"
    above = _location(node.parent).rstrip("/")
    if node.kind is NodeKind.ATTRIBUTE:
        return f"{above}/@{_attribute_name(node)}"
    if node.kind is not NodeKind.ELEMENT:
        alike = [one for one in node.parent.children if one.kind is node.kind]
        return f"{above}/{node.kind.value}()[{alike.index(node) + 1}]"
    return f"{above}/*[{_elements(node.parent).index(node) + 1}]"


@cache
def _document(text: str) -> _Document:
    return _Document(text)


def _evaluate(item: Mapping[str, Any], documents: Mapping[str, str], clock: str) -> Any:
    document = _document(documents[item["document"]] if "document" in item else "<root/>")
    root = document.at(item.get("root"))
    zone = ZoneInfo(item["tz"])
    now = datetime.fromisoformat(clock)
    chance = random.Random(7)
    environment = Environment(
        now=lambda: now,
        zone=zone,
        random=chance.random,
        uuid=lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        locale="en",
    )
    model = root.parent if item.get("root") else None
    scope = Scope(
        root=root,
        environment=environment,
        now=now,
        language=item.get("lang", ""),
        instance=lambda name: _instance(model, name),
        itext=lambda name, language: _itext(model, name, language),
    )
    where = document.at(item.get("context")) if "context" in item else root
    namespaces = {"xhtml": XHTML, "xf": XFORMS, **document.namespaces}
    compiled = compile_expression(item["expr"], _FUNCTIONS, namespaces)
    return compiled.evaluate(Context(where, scope)), zone


def _attribute(node: Node, name: str) -> str | None:
    return next((one.value for one in node.attributes if one.local == name), None)


def _instance(model: Node | None, name: str) -> Node | None:
    if model is None:
        return None
    for node in _elements(model):
        if node.local == "instance" and _attribute(node, "id") == name:
            return node
    return None


def _itext(model: Node | None, name: str, language: str) -> list[Node]:
    if model is None:
        return []
    for node in model.elements():
        if node.local == "translation" and _attribute(node, "lang") == language:
            for text in _elements(node):
                if _attribute(text, "id") == name:
                    return [one for one in _elements(text) if one.local == "value"]
    return []


def _check(item: Mapping[str, Any], documents: Mapping[str, str], clock: str) -> None:
    kind = item["kind"]
    try:
        value, zone = _evaluate(item, documents, clock)
    except (ExpressionInvalid, EvaluationFailed) as raised:
        if kind == "error":
            return
        raise Failure(f"raised {raised}") from None
    if kind == "error":
        raise Failure(f"no error, but {value!r}")
    got = _read(kind, value, zone, item)
    if not _same(kind, got, item):
        raise Failure(f"{got!r}, expected {item['expected']!r}")


def _read(kind: str, value: values.Value, zone: ZoneInfo, item: Mapping[str, Any]) -> Any:
    if kind == "boolean":
        return values.to_boolean(value)
    if kind == "number":
        return values.to_number(value, zone)
    if kind == "number-rounded":
        number = values.to_number(value, zone)
        factor = item["factor"]
        return number if not math.isfinite(number) else math.floor(number * factor + 0.5) / factor
    if kind in ("string", "string-matches"):
        return values.to_text(value)
    if kind == "string-length":
        return len(values.to_text(value))
    if type(value) is not list:
        raise Failure(f"no nodes, but {value!r}")
    if kind == "nodeset-count":
        return len(value)
    if kind in ("nodeset", "nodeset-unordered"):
        return [_location(node) for node in value]
    raise Failure(f"unknown kind {kind}")


def _same(kind: str, got: Any, item: Mapping[str, Any]) -> bool:
    expected = item["expected"]
    if kind in ("number", "number-rounded"):
        wanted = float(_NAMED_NUMBERS.get(expected, expected))
        if wanted != wanted:
            return bool(got != got)
        if item["dialect"] == "xforms-javarosa" and math.isfinite(wanted):
            return bool(abs(got - wanted) <= 1e-9)
        return bool(got == wanted)
    if kind == "string-matches":
        flags = re.IGNORECASE if "i" in item.get("flags", "") else 0
        return re.search(expected, got, flags) is not None
    if kind == "nodeset-unordered":
        return sorted(got) == sorted(expected)
    return bool(got == expected)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the vectors and print the result; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.xpath")
    parser.add_argument("file", type=Path)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only")
    options = parser.parse_args(arguments)
    try:
        content = json.loads(options.file.read_text(encoding="utf-8"))
        vectors, documents = content["vectors"], content["documents"]
        clock = content["meta"]["clock"]
    except (OSError, ValueError, KeyError, TypeError) as broken:
        print(f"cannot read {options.file}: {broken}", file=sys.stderr)
        return 11
    counts = {True: [0, 0], False: [0, 0]}
    for item in vectors:
        if options.only and item["id"] != options.only:
            continue
        gate = bool(item["gate"])
        if not gate and not options.all:
            continue
        try:
            _check(item, documents, clock)
        except Failure as failure:
            counts[gate][1] += 1
            if options.failures:
                print(f"FAIL {item['id']}: {item['expr']} — {failure}")
        else:
            counts[gate][0] += 1
    if options.all:
        print(f"outside the gate: {counts[False][0]} passed, {counts[False][1]} failed")
    passed, failed = counts[True]
    print(f"{passed} passed, {failed} failed")
    return 10 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
