"""The body of a registration and its submission XML (FORMS §11).

`submission_xml(definition, answers, …)` is the X of the specification: a pure function of its
arguments, byte for byte the same on the device and on the central.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.errors import FormError
from forms.model.instance import FormInstance
from forms.model.tree import everything, key_of
from forms.xform.definition import DataType, FormDefinition, NodeDefinition
from forms.xpath.nodes import JAVAROSA, OPENROSA, Node

Answers = list[Any]
"""Nested lists in definition order: text, integers, `None` where not relevant, lists for groups."""

_SHORTEST_INTEGER = re.compile(r"0|-?[1-9]\d*")
_META_FROM_KEYS = frozenset({"instanceID", "instanceName", "deprecatedID"})
"""Stand as `None` in the answers: they come from keys 6, 7 and 9 of the event."""

_TEXT_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_ATTRIBUTE_ESCAPES = {**_TEXT_ESCAPES, '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
_TEXT_TABLE = str.maketrans(_TEXT_ESCAPES)
_ATTRIBUTE_TABLE = str.maketrans(_ATTRIBUTE_ESCAPES)


class AnswersInvalid(FormError):
    """Answers that do not fit the definition; no XML was made."""

    code = "forms.answers"


# --- answers


def answers_of(instance: FormInstance) -> Answers:
    """Return the answers as nested lists: the root and each group list their children.

    Attributes with a bind come first. A leaf is its text, as integer where the bind is `int` and
    the text its shortest form; `None` = not relevant; `""` = relevant and blank. A repeat is a list
    of its instances.
    """
    made = _answer(instance, instance.element())
    return made if isinstance(made, list) else []


def _answer(instance: FormInstance, node: Node) -> Any:
    nodes = instance.definition.nodes
    known = nodes[node.path]
    if not node.relevant:
        return None
    attributes = [
        _leaf(attribute, nodes[attribute.path])
        for attribute in node.attributes
        if _travels(nodes[attribute.path])
    ]
    if known.is_leaf:
        leaf = None if _from_keys(known, nodes) else _leaf(node, known)
        return [*attributes, leaf] if attributes else leaf
    made: list[Any] = list(attributes)
    for path in known.children:
        found = node.named(key_of(nodes[path]))
        if nodes[path].is_repeat:
            made.append([_answer(instance, one) for one in found])
        else:
            made.append(_answer(instance, found[0]) if found else None)
    return made


def _leaf(node: Node, known: NodeDefinition) -> str | int | None:
    if not node.relevant:
        return None
    text = node.value or ""
    if known.datatype is DataType.INT and _SHORTEST_INTEGER.fullmatch(text):
        return int(text)
    return text


def _travels(attribute: NodeDefinition) -> bool:
    """Tell whether an attribute is an answer: only what a bind names (FORMS §11)."""
    return attribute.has_bind


def _from_keys(known: NodeDefinition, nodes: Mapping[str, NodeDefinition]) -> bool:
    parent = nodes.get(known.parent)
    return known.local in _META_FROM_KEYS and parent is not None and parent.local == "meta"


# --- XML


def submission_xml(
    definition: FormDefinition,
    answers: Sequence[Any],
    instance_id: str,
    instance_name: str | None = None,
    deprecated_id: str | None = None,
) -> bytes:
    """Return the submission of *answers* as UTF-8: no declaration, no indentation.

    What is `None` is left out, blanks are written as empty elements. instance_id, instance_name and
    deprecated_id fill the form's `meta`; instance_name None leaves its element blank, deprecated_id
    None leaves it out. Where the form has no place for an id that is given, it gets one. Raises
    AnswersInvalid where *answers* do not have the definition's shape.
    """
    writer = _Writer(definition, instance_id, instance_name, deprecated_id)
    return writer.document(answers).encode("utf-8")


class _Writer:
    def __init__(
        self,
        definition: FormDefinition,
        instance_id: str,
        instance_name: str | None,
        deprecated_id: str | None,
    ) -> None:
        self._definition = definition
        self._nodes = definition.nodes
        self._default = dict(definition.namespaces).get("", "")
        self._meta = {
            "instanceID": instance_id,
            "instanceName": instance_name or "",
            "deprecatedID": deprecated_id,
        }
        self._lacking = self._where_lacking()

    def _where_lacking(self) -> str:
        """Return the path of the `meta`, else of the root, that lacks an instanceID; "" if none."""
        root = self._nodes[self._definition.root]
        meta = next((path for path in root.children if self._nodes[path].local == "meta"), None)
        if meta is None:
            return root.path
        inside = self._nodes[meta].children
        return "" if any(self._nodes[path].local == "instanceID" for path in inside) else meta

    def _lacked(self, known: NodeDefinition) -> str:
        """Return the identity of a record whose form has no place for it, as OpenRosa wants it."""
        inside = known.path != self._definition.root
        prefix = f"{known.prefix}:" if inside and known.prefix else ""
        keys = ((name, self._meta[name]) for name in ("instanceID", "deprecatedID"))
        elements = "".join(
            f"<{prefix}{name}>{text.translate(_TEXT_TABLE)}</{prefix}{name}>"
            for name, text in keys
            if text
        )
        if inside or not elements:
            return elements
        return f'<meta xmlns="{OPENROSA}">{elements}</meta>'

    def document(self, answers: Sequence[Any]) -> str:
        root = self._nodes[self._definition.root]
        declared = "".join(
            f' xmlns{":" if prefix else ""}{prefix}="{_attribute(uri)}"'
            for prefix, uri in self._definition.namespaces
        )
        made: list[str] = []
        self._element(root, list(answers), made, declared, self._default)
        return "".join(made)

    def _element(
        self, known: NodeDefinition, answer: Any, made: list[str], extra: str, default: str
    ) -> None:
        name = _name(known)
        declared, default = self._declared(known, default)
        own = [path for path in known.attributes if _travels(self._nodes[path])]
        values: dict[str, Any] = {}
        if own or not known.is_leaf:
            wanted = len(own) + (1 if known.is_leaf else len(known.children))
            if not isinstance(answer, list) or len(answer) != wanted:
                raise AnswersInvalid(known.path)
            values = dict(zip(own, answer, strict=False))
            answer = answer[len(own) :]
        made.append(f"<{name}{extra}{declared}{self._attributes(known, values)}>")
        if known.is_leaf:
            made.append(self._text(known, answer[0] if own else answer))
        else:
            for path, one in zip(known.children, answer, strict=True):
                self._child(self._nodes[path], one, made, default)
        if known.path == self._lacking:
            made.append(self._lacked(known))
        made.append(f"</{name}>")

    def _declared(self, known: NodeDefinition, default: str) -> tuple[str, str]:
        """Return the declaration an element needs, and the default namespace inside it."""
        if known.prefix:
            return "", default
        own = known.namespace or self._default
        return ("" if own == default else f' xmlns="{_attribute(own)}"'), own

    def _child(self, known: NodeDefinition, answer: Any, made: list[str], default: str) -> None:
        if known.is_repeat:
            if answer is not None and not isinstance(answer, list):
                raise AnswersInvalid(known.path)
            for instance in answer or ():
                if instance is not None:
                    self._element(known, instance, made, "", default)
            return
        if known.is_leaf and _from_keys(known, self._nodes):
            self._key(known, known.local, made, default)
            if known.local == "instanceID" and not self._declares_deprecated(known):
                self._key(known, "deprecatedID", made, default)
            return
        if answer is not None:
            self._element(known, answer, made, "", default)

    def _declares_deprecated(self, known: NodeDefinition) -> bool:
        siblings = self._nodes[known.parent].children
        return any(self._nodes[path].local == "deprecatedID" for path in siblings)

    def _key(self, known: NodeDefinition, local: str, made: list[str], default: str) -> None:
        """Write an element of `meta` that comes from a key of the event, called as *known* is."""
        text = self._meta[local]
        if text is not None:
            name = f"{known.prefix}:{local}" if known.prefix else local
            declared, _ = self._declared(known, default)
            made.append(f"<{name}{declared}>{text.translate(_TEXT_TABLE)}</{name}>")

    def _attributes(self, known: NodeDefinition, values: Mapping[str, Any]) -> str:
        made: list[str] = []
        for path in known.attributes:
            attribute = self._nodes[path]
            if attribute.namespace == JAVAROSA and attribute.local == "template":
                continue
            value = values.get(path, attribute.default) if path in values else attribute.default
            if value is not None:
                made.append(f' {_name(attribute)}="{_attribute(_plain(attribute, value))}"')
        return "".join(made)

    def _text(self, known: NodeDefinition, answer: Any) -> str:
        return _plain(known, answer).translate(_TEXT_TABLE)


def _plain(known: NodeDefinition, answer: Any) -> str:
    if isinstance(answer, str):
        return answer
    if isinstance(answer, int) and not isinstance(answer, bool):
        return str(answer)
    raise AnswersInvalid(known.path)


def _attribute(text: str) -> str:
    return text.translate(_ATTRIBUTE_TABLE)


def _name(known: NodeDefinition) -> str:
    return f"{known.prefix}:{known.local}" if known.prefix else known.local


# --- OpenRosa


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a multipart submission: form field, file name, media type, bytes."""

    name: str
    file_name: str
    media_type: str
    content: bytes


XML_PART = "xml_submission_file"
MAX_POST_BYTES = 10_000_000
"""Above this a submission is sent in several requests, each with the XML (OpenRosa)."""


def attachment_names(instance: FormInstance) -> tuple[str, ...]:
    """Return the file names that relevant answers hold, in document order.

    Replaced files, and those of questions that are not relevant, are not among them.
    """
    nodes = instance.definition.nodes
    found = (
        node.value
        for node in everything(instance.element())
        if node.relevant and node.value and nodes[node.path].datatype is DataType.BINARY
    )
    return tuple(dict.fromkeys(found))


def parts(
    xml: bytes, attachments: Mapping[str, tuple[str, bytes]], limit: int = MAX_POST_BYTES
) -> tuple[tuple[Part, ...], ...]:
    """Return the requests that hand a submission to an OpenRosa server, each as its parts.

    xml: from submission_xml. attachments: file name -> (media type, bytes). The XML comes first in
    every request; a request stays within *limit* bytes unless one attachment alone passes it.
    """
    head = Part(name=XML_PART, file_name=f"{XML_PART}.xml", media_type="text/xml", content=xml)
    requests: list[list[Part]] = [[head]]
    size = len(xml)
    for name, (media_type, content) in attachments.items():
        if len(requests[-1]) > 1 and size + len(content) > limit:
            requests.append([head])
            size = len(xml)
        requests[-1].append(Part(name=name, file_name=name, media_type=media_type, content=content))
        size += len(content)
    return tuple(tuple(request) for request in requests)


# --- identity


def instance_id_of(event_id: bytes) -> str:
    """Return `uuid:` and the 16 bytes of *event_id* with version and variant of a UUID v4.

    Raises ValueError where *event_id* is not 16 bytes.
    """
    if len(event_id) != 16:
        raise ValueError("an event id has 16 bytes")
    octets = bytearray(event_id)
    octets[6] = (octets[6] & 0x0F) | 0x40
    octets[8] = (octets[8] & 0x3F) | 0x80
    digits = octets.hex()
    return "uuid:" + "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def instance_name(instance: FormInstance) -> str | None:
    """Return the form's `instanceName` as it reads now; None where the form makes none."""
    for path, known in instance.definition.nodes.items():
        if known.local == "instanceName" and _from_keys(known, instance.definition.nodes):
            return instance.evaluated(path) or None
    return None


def check8(xml: bytes) -> bytes:
    """Return key 8 of a registration: the first 4 bytes of the SHA-256 of its submission XML."""
    return hashlib.sha256(xml).digest()[:4]
