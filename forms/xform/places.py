"""The nodes of a form by what `ref`, `nodeset` and `bind` name; faults become findings."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from forms.errors import ExpressionInvalid
from forms.report import Finding, Place, Severity
from forms.xform.tree import line_of
from forms.xpath.nodes import STANDARD_PREFIXES, Node
from forms.xpath.parser import parse
from forms.xpath.references import follow
from forms.xpath.syntax import Axis, Call, Path, Step

_ALONG = frozenset({Axis.CHILD, Axis.ATTRIBUTE, Axis.SELF, Axis.PARENT})


@dataclass(slots=True, kw_only=True)
class Places:
    """Finds nodes of *document*, where each stands once, and records what was found amiss.

    ids: binds by their `id`, which a control or action may name instead of a path.
    """

    document: Node
    findings: list[Finding]
    ids: dict[str, Node] = field(default_factory=dict)
    _plain: dict[str, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._enter(self.root)

    @property
    def root(self) -> Node:
        """Return the root element of the primary instance."""
        return self.document.children[0]

    def _enter(self, node: Node) -> None:
        """Note the nodes whose path needs no prefix: most references are such a path."""
        if node.key != node.local:
            return
        self._plain[node.reference] = node
        for attribute in node.attributes:
            if attribute.key == attribute.local:
                self._plain[attribute.reference] = attribute
        for child in node.children:
            self._enter(child)

    def add(
        self,
        code: str,
        message: str,
        where: etree._Element | int,
        node: Node | None,
        role: str = "",
        *,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Record a finding about an element, or about a line."""
        self.findings.append(
            Finding(
                severity=severity,
                code=code,
                message=message,
                place=Place(line=where if isinstance(where, int) else line_of(where)),
                name=node.local if node is not None else "",
                path=node.reference if node is not None else "",
                role=role,
            )
        )

    def warn(
        self,
        code: str,
        message: str,
        where: etree._Element | int,
        node: Node | None,
        role: str = "",
    ) -> None:
        """Record a warning about an element, or about a line."""
        self.add(code, message, where, node, role, severity=Severity.WARNING)

    def named_by(self, element: etree._Element, context: Node) -> Node | None:
        """Return the node of *element*'s `ref`, `nodeset` or `bind`; None, with a finding, if none.

        An element that names nothing has no node either: ask `names_something` first.
        """
        identifier = element.get("bind")
        reference = element.get("ref") or element.get("nodeset")
        if reference is None and identifier:
            node = self.ids.get(identifier)
            if node is None:
                message = f"there is no bind with the id {identifier!r}"
                self.add("unknown-reference", message, element, None)
            return node
        return self.find(reference or "", element, context)

    def find(
        self, reference: str, element: etree._Element, context: Node, *, narrowed: bool = False
    ) -> Node | None:
        """Return the node *reference* names; None, with a finding, if there is none.

        narrowed: predicates are allowed; they choose among instances of a repeat.
        """
        known = self._plain.get(reference.strip())
        if known is not None:
            return known
        try:
            steps = _steps(reference, narrowed=narrowed)
        except ExpressionInvalid as fault:
            self.add("xpath-syntax", str(fault), element, None)
            return None
        if steps is None:
            self.add("unknown-reference", f"{reference!r} is no plain path", element, None)
            return None
        node = self._followed(reference, steps, element, context)
        if node is None:
            self.add("unknown-reference", f"{reference!r} names no node", element, None)
        return node

    def look(
        self, reference: str, element: etree._Element, context: Node, *, narrowed: bool = False
    ) -> Node | None:
        """Return the node *reference* names, None if there is none; nothing is recorded."""
        known = self._plain.get(reference.strip())
        if known is not None:
            return known
        try:
            steps = _steps(reference, narrowed=narrowed)
        except ExpressionInvalid:
            return None
        return None if steps is None else self._followed(reference, steps, element, context)

    def _followed(
        self, reference: str, steps: tuple[Step, ...], element: etree._Element, context: Node
    ) -> Node | None:
        nodes = [self.document if reference.strip().startswith("/") else context]
        for step in steps:
            nodes = follow(nodes, step, lambda prefix: _namespace(prefix, element))
        return nodes[0] if nodes else None


def names_something(element: etree._Element) -> bool:
    """Tell whether a control or group names a node at all."""
    return any(element.get(name) for name in ("ref", "nodeset", "bind"))


def _steps(reference: str, *, narrowed: bool) -> tuple[Step, ...] | None:
    """Return the steps of a path to one node, None if it is anything else."""
    tree = parse(reference)
    match tree:
        case Path(start=None) | Path(start=Call(name="current", arguments=())):
            steps = tree.steps
        case _:
            return None
    for step in steps:
        if step.axis not in _ALONG or (step.predicates and not narrowed):
            return None
    return steps


def _namespace(prefix: str, element: etree._Element) -> str:
    return element.nsmap.get(prefix) or STANDARD_PREFIXES.get(prefix, "")
