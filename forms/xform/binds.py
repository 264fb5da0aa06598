"""Binds of the model: what is known of each node (FORMS §4, bind attributes)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from forms.xform.definition import BoundExpression, DataType, Label, Role
from forms.xform.places import Places, names_something
from forms.xform.texts import TextReader
from forms.xform.tree import line_of, local_name
from forms.xpath.nodes import ENTITIES, JAVAROSA, Node

_DATATYPES = {
    "": DataType.STRING,
    "string": DataType.STRING,
    "text": DataType.STRING,
    "select1": DataType.STRING,
    "select": DataType.STRING,
    "listItem": DataType.STRING,
    "listItems": DataType.STRING,
    "rank": DataType.STRING,
    "int": DataType.INT,
    "integer": DataType.INT,
    # 64 bit: our integers have 32, a decimal holds them all
    "long": DataType.DECIMAL,
    "decimal": DataType.DECIMAL,
    "double": DataType.DECIMAL,
    "float": DataType.DECIMAL,
    "boolean": DataType.BOOLEAN,
    "date": DataType.DATE,
    "time": DataType.TIME,
    "dateTime": DataType.DATETIME,
    "geopoint": DataType.GEOPOINT,
    "geotrace": DataType.GEOTRACE,
    "geoshape": DataType.GEOSHAPE,
    "binary": DataType.BINARY,
    "base64Binary": DataType.BINARY,
    "anyURI": DataType.BINARY,
    "barcode": DataType.BARCODE,
}
_CONDITIONS = (
    ("relevant", Role.RELEVANT),
    ("calculate", Role.CALCULATE),
    ("readonly", Role.READONLY),
    ("required", Role.REQUIRED),
    ("constraint", Role.CONSTRAINT),
)
_MESSAGES = (
    (f"{{{JAVAROSA}}}constraintMsg", Role.CONSTRAINT_MESSAGE),
    ("constraintMsg", Role.CONSTRAINT_MESSAGE),
    (f"{{{JAVAROSA}}}requiredMsg", Role.REQUIRED_MESSAGE),
    ("requiredMsg", Role.REQUIRED_MESSAGE),
)
_PRELOAD = f"{{{JAVAROSA}}}preload"
_PRELOAD_PARAMETERS = f"{{{JAVAROSA}}}preloadParams"
_PRELOADS = frozenset({"uid", "timestamp", "date", "property"})
_SAVE_TO = frozenset({"saveto", f"{{{ENTITIES}}}saveto"})
_READ = frozenset(
    {
        "nodeset",
        "ref",
        "id",
        "type",
        _PRELOAD,
        _PRELOAD_PARAMETERS,
        *_SAVE_TO,
        *(name for name, _ in _CONDITIONS),
        *(name for name, _ in _MESSAGES),
    }
)


@dataclass(slots=True, kw_only=True)
class Bind:
    """What the binds of one node say."""

    datatype: DataType = DataType.STRING
    conditions: dict[Role, BoundExpression] = field(default_factory=dict)
    messages: dict[Role, Label] = field(default_factory=dict)
    preload: str = ""
    preload_parameters: str = ""
    save_to: str = ""
    others: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class BindReader:
    """Reads binds, by the path of their node."""

    places: Places
    texts: TextReader
    binds: dict[str, Bind] = field(default_factory=dict)

    def read(self, element: etree._Element, context: Node) -> None:
        """Read one bind and the binds inside it; a later bind on the same node adds to it."""
        if not names_something(element):
            self.places.add("unknown-reference", "a bind names no node", element, None)
            return
        node = self.places.named_by(element, context)
        if node is None:
            return
        identifier = element.get("id")
        if identifier:
            self.places.ids[identifier] = node
        self._read(element, node, self.binds.setdefault(node.reference, Bind()))
        for child in element:
            if local_name(child) == "bind":
                self.read(child, node)

    def _read(self, element: etree._Element, node: Node, bind: Bind) -> None:
        line = line_of(element)
        attributes = element.attrib
        name = attributes.get("type")
        if name is not None:
            self._datatype(name, element, node, bind)
        for condition, role in _CONDITIONS:
            source = attributes.get(condition)
            if source is not None and not source.isspace() and source:
                bound = self.texts.bind(source, node, role, line)
                if bound is not None:
                    bind.conditions[role] = bound
        for attribute, role in _MESSAGES:
            text = attributes.get(attribute)
            if text:
                message = self.texts.message(text, node, role, element)
                if message is not None:
                    bind.messages[role] = message
        preload = attributes.get(_PRELOAD)
        if preload is not None:
            self._preload(preload, element, node, bind)
        for key, value in attributes.items():
            if key in _SAVE_TO:
                bind.save_to = str(value)
            elif key not in _READ:
                bind.others[str(key)] = str(value)

    def _datatype(self, name: str, element: etree._Element, node: Node, bind: Bind) -> None:
        short = name.strip().rpartition(":")[2]
        datatype = _DATATYPES.get(short)
        if datatype is not None:
            bind.datatype = datatype
        elif short == "intent":
            message = "answers from another app are not available; kept as text"
            self.places.warn("unsupported", message, element, node, "type")
        else:
            message = f"unknown type {name!r}, kept as text"
            self.places.warn("unknown-type", message, element, node, "type")

    def _preload(self, preload: str, element: etree._Element, node: Node, bind: Bind) -> None:
        if preload and preload not in _PRELOADS:
            message = f"the preload {preload!r} is not available; it stays blank"
            self.places.warn("unsupported", message, element, node, "type")
        bind.preload = preload
        bind.preload_parameters = element.get(_PRELOAD_PARAMETERS, "")
