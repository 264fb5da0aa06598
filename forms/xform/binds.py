"""Binds and actions of the model: what is known of each node (FORMS §4, bind attributes)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from forms.errors import ExpressionInvalid
from forms.report import Finding, Place, Severity
from forms.xform.definition import Action, BoundExpression, DataType, Label, Role
from forms.xform.expressions import ExpressionBinder
from forms.xform.texts import TextReader, line_of
from forms.xpath.nodes import JAVAROSA, STANDARD_PREFIXES, Node
from forms.xpath.parser import parse
from forms.xpath.references import child_path, follow

_DATATYPES = {
    "": DataType.STRING,
    "string": DataType.STRING,
    "text": DataType.STRING,
    "select1": DataType.STRING,
    "int": DataType.INT,
    "integer": DataType.INT,
    "decimal": DataType.DECIMAL,
    "date": DataType.DATE,
}
_LATER_TYPES = frozenset(
    {
        "boolean",
        "time",
        "dateTime",
        "geopoint",
        "geotrace",
        "geoshape",
        "binary",
        "barcode",
        "intent",
        "rank",
        "select",
        "long",
        "double",
    }
)
_CONDITIONS = (
    ("relevant", Role.RELEVANT),
    ("calculate", Role.CALCULATE),
    ("readonly", Role.READONLY),
    ("required", Role.REQUIRED),
    ("constraint", Role.CONSTRAINT),
)
FIRST_LOAD = "odk-instance-first-load"
_LATER_EVENTS = frozenset({"odk-instance-load", "odk-new-repeat", "xforms-value-changed"})


@dataclass(slots=True, kw_only=True)
class Bind:
    """What the binds of one node say."""

    datatype: DataType = DataType.STRING
    conditions: dict[Role, BoundExpression] = field(default_factory=dict)
    constraint_message: Label | None = None
    required_message: Label | None = None
    preload: str = ""


@dataclass(slots=True, kw_only=True)
class BindReader:
    """Reads binds and model actions, by the path of their node."""

    binder: ExpressionBinder
    texts: TextReader
    document: Node
    binds: dict[str, Bind] = field(default_factory=dict)
    actions: list[Action] = field(default_factory=list)

    def add(
        self,
        code: str,
        message: str,
        element: etree._Element,
        node: Node | None,
        role: str,
        *,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Record a finding about *element*."""
        self.binder.findings.append(
            Finding(
                severity=severity,
                code=code,
                message=message,
                place=Place(line=line_of(element)),
                name=node.local if node is not None else "",
                path=node.reference if node is not None else "",
                role=role,
            )
        )

    def find(self, reference: str, element: etree._Element, context: Node) -> Node | None:
        """Return the node a `nodeset` or `ref` names; None, with a finding, if there is none."""
        try:
            steps = child_path(parse(reference))
        except ExpressionInvalid as fault:
            self.add("xpath-syntax", str(fault), element, None, "")
            return None
        if steps is None:
            self.add("unknown-reference", f"{reference!r} is no plain path", element, None, "")
            return None
        nodes = [self.document if reference.strip().startswith("/") else context]
        for step in steps:
            nodes = follow(nodes, step, lambda prefix: self._namespace(prefix, element))
        if not nodes:
            self.add("unknown-reference", f"{reference!r} names no node", element, None, "")
            return None
        return nodes[0]

    def _namespace(self, prefix: str, element: etree._Element) -> str:
        return element.nsmap.get(prefix) or STANDARD_PREFIXES.get(prefix, "")

    def bind(self, element: etree._Element) -> None:
        """Read one bind; a later bind on the same node adds to it."""
        node = self.find(element.get("nodeset", ""), element, self.document.children[0])
        if node is None:
            return
        bind = self.binds.setdefault(node.reference, Bind())
        self._datatype(element, node, bind)
        for name, role in _CONDITIONS:
            source = element.get(name)
            if source is None or source.strip() == "":
                continue
            bound = self.binder.bind(source, node, role, line_of(element))
            if bound is not None:
                bind.conditions[role] = bound
        message = element.get(f"{{{JAVAROSA}}}constraintMsg") or element.get("constraintMsg")
        if message:
            role = Role.CONSTRAINT_MESSAGE
            bind.constraint_message = self.texts.message(message, node, role, element)
        message = element.get(f"{{{JAVAROSA}}}requiredMsg")
        if message:
            role = Role.REQUIRED_MESSAGE
            bind.required_message = self.texts.message(message, node, role, element)
        preload = element.get(f"{{{JAVAROSA}}}preload", "")
        if preload and preload != "uid":
            self.add("unsupported", f"preload {preload!r} is not available", element, node, "type")
        bind.preload = preload
        for attribute in element.attrib:
            if str(attribute).rpartition("}")[2] == "saveto":
                message = "entities are not available in this version"
                self.add("unsupported", message, element, node, "save_to")

    def _datatype(self, element: etree._Element, node: Node, bind: Bind) -> None:
        name = element.get("type")
        if name is None:
            return
        short = name.rpartition(":")[2]
        datatype = _DATATYPES.get(short)
        if datatype is not None:
            bind.datatype = datatype
        elif short in _LATER_TYPES:
            message = f"the type {name!r} is not available in this version"
            self.add("unsupported", message, element, node, "type")
        else:
            self.binder.findings.append(
                Finding(
                    severity=Severity.WARNING,
                    code="unknown-type",
                    message=f"unknown type {name!r}, kept as text",
                    place=Place(line=line_of(element)),
                    name=node.local,
                    path=node.reference,
                    role="type",
                )
            )

    def action(self, element: etree._Element) -> None:
        """Read a `setvalue` of the model."""
        node = self.find(element.get("ref", ""), element, self.document.children[0])
        if node is None:
            return
        value: BoundExpression | None = None
        source = element.get("value")
        if source is not None:
            value = self.binder.bind(source, node, Role.DEFAULT, line_of(element))
            if value is None:
                return
        for event in element.get("event", "").split():
            if event in _LATER_EVENTS:
                # a dynamic default inside a repeat comes with odk-new-repeat beside first-load
                message = f"the event {event!r} is not available in this version"
                self.add("unsupported", message, element, node, Role.DEFAULT.value)
            elif event != FIRST_LOAD:
                message = f"there is no event {event!r}"
                self.add("unknown-event", message, element, node, Role.DEFAULT.value)
            else:
                self.actions.append(
                    Action(path=node.reference, event=event, value=value, text=element.text or "")
                )
