"""XForm XML -> FormDefinition. Every fault is a finding; nothing is changed on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from lxml import etree

from forms.report import Finding, FormRefused, Place, Severity, report_of
from forms.xform.binds import Bind, BindReader
from forms.xform.body import BodyReader
from forms.xform.definition import (
    FormDefinition,
    NodeDefinition,
    Role,
    SecondaryInstance,
)
from forms.xform.expressions import ExpressionBinder
from forms.xform.texts import TextReader, line_of, local_name
from forms.xform.tree import (
    XmlBroken,
    XmlUnsafe,
    depth_of,
    form_tree,
    parse_xml,
    path_name,
    plain_namespaces,
    split_name,
    tree_of,
)
from forms.xpath.functions import FunctionRegistry
from forms.xpath.nodes import Node, NodeKind
from forms.xpath.standard import standard_functions

MAX_ARRAYS_DEEP = 15
"""How deep the answers may nest (FORMS §11, PROTOCOL §3); a leaf needs no array of its own."""


def parse_definition(xml: bytes, functions: FunctionRegistry | None = None) -> FormDefinition:
    """Return the form in *xml*; raise FormRefused, with all findings, if it must not be used."""
    definition, findings = inspect_xform(xml, functions)
    report = report_of(findings)
    if definition is None or report.refused:
        raise FormRefused(report)
    return definition


def inspect_xform(
    xml: bytes, functions: FunctionRegistry | None = None
) -> tuple[FormDefinition | None, tuple[Finding, ...]]:
    """Return the form in *xml* (None where it cannot be read at all) and everything found in it."""
    try:
        root = parse_xml(xml)
    except XmlUnsafe as unsafe:
        return None, (_error(unsafe.code, str(unsafe.facts), 0),)
    except XmlBroken as broken:
        message = f"no readable XForm: {broken.reason}"
        return None, (_error(broken.code, message, broken.line),)
    return _Reader(root, xml, functions or standard_functions()).read()


def _error(code: str, message: str, line: int) -> Finding:
    return Finding(severity=Severity.ERROR, code=code, message=message, place=Place(line=line))


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in parent if local_name(child) == name)


class _Reader:
    def __init__(self, root: etree._Element, xml: bytes, functions: FunctionRegistry) -> None:
        self._root = root
        self._xml = xml
        self._functions = functions
        self._findings: list[Finding] = []

    def read(self) -> tuple[FormDefinition | None, tuple[Finding, ...]]:
        head = next(_named(self._root, "head"), None)
        model = next(_named(head, "model"), None) if head is not None else None
        body = next(_named(self._root, "body"), None)
        if head is None or model is None or body is None:
            return None, (_error("container", "this XML is no XForm (head, model, body)", 1),)
        instances = list(_named(model, "instance"))
        primary = next(
            (one for instance in instances[:1] for one in instance if isinstance(one.tag, str)),
            None,
        )
        if primary is None:
            return None, (_error("container", "the form has no primary instance", line_of(model)),)
        plain = plain_namespaces(split_name(str(primary.tag))[0])
        document = Node(NodeKind.DOCUMENT)
        document.append(form_tree(primary, plain))
        self._check_depth(document.children[0], primary)
        self._check_names(document.children[0], primary, body)
        secondary = self._secondary(instances[1:], plain)
        return self._parts(head, model, body, primary, document, secondary)

    def _check_depth(self, root: Node, element: etree._Element) -> None:
        if depth_of(root) - 1 > MAX_ARRAYS_DEEP:
            message = f"groups nest deeper than {MAX_ARRAYS_DEEP}"
            self._findings.append(_error("too-large", message, line_of(element)))

    def _check_names(self, root: Node, element: etree._Element, body: etree._Element) -> None:
        repeats = {
            one.get("nodeset", "").rpartition("/")[2]
            for one in body.iter(etree.Element)
            if local_name(one) == "repeat"
        }
        for node in root.elements():
            seen: set[str] = set()
            for child in node.children:
                if child.key in seen and child.local not in repeats:
                    message = f"{child.local!r} stands twice in {node.reference}"
                    self._findings.append(_error("duplicate-name", message, line_of(element)))
                seen.add(child.key)

    def _secondary(self, instances: list[etree._Element], plain: frozenset[str]) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for instance in instances:
            name = instance.get("id", "")
            if instance.get("src"):
                message = f"the external instance {name!r} is not available in this version"
                self._findings.append(_error("unsupported", message, line_of(instance)))
            found[name] = tree_of(instance, plain)
        return found

    def _parts(
        self,
        head: etree._Element,
        model: etree._Element,
        body: etree._Element,
        primary: etree._Element,
        document: Node,
        secondary: dict[str, Node],
    ) -> tuple[FormDefinition | None, tuple[Finding, ...]]:
        namespaces = {key: uri for key, uri in {**self._root.nsmap, **model.nsmap}.items() if key}
        namespaces.update({key: uri for key, uri in primary.nsmap.items() if key})
        binder = ExpressionBinder(
            functions=self._functions,
            document=document,
            namespaces=namespaces,
            instances=frozenset(secondary),
            findings=self._findings,
        )
        texts = TextReader(binder=binder)
        texts.read_itext(model)
        binds = BindReader(binder=binder, texts=texts, document=document)
        self._model(model, binds)
        reader = BodyReader(binds=binds, texts=texts, secondary=secondary)
        reader.read(body)
        self._entities(document, primary)
        title = next(_named(head, "title"), None)
        definition = FormDefinition(
            form_id=primary.get("id") or "",
            version=primary.get("version") or "",
            title=(title.text or "").strip() if title is not None else "",
            sha256=hashlib.sha256(self._xml).digest(),
            root=document.children[0].reference,
            nodes=_nodes(document, binds.binds),
            questions=reader.questions,
            section_list=tuple(reader.sections),
            languages=tuple(texts.languages),
            default_language=texts.default_language,
            texts=texts.texts,
            actions=tuple(binds.actions),
            secondary={
                name: SecondaryInstance(name=name, tree=tree) for name, tree in secondary.items()
            },
            tree=document.children[0],
            templates={},
            repeats={},
            namespaces=_used_namespaces(document, primary),
        )
        if not definition.form_id:
            self._findings.append(_error("missing-name", "the form has no id", line_of(primary)))
        return definition, tuple(self._findings)

    def _model(self, model: etree._Element, binds: BindReader) -> None:
        for element in model:
            match local_name(element):
                case "bind":
                    binds.bind(element)
                case "setvalue":
                    binds.action(element)
                case "setgeopoint" | "recordaudio" as name:
                    message = f"{name} is not available in this version"
                    self._findings.append(_error("unsupported", message, line_of(element)))
                case "submission":
                    self._submission(element)
                case _:
                    continue

    def _submission(self, element: etree._Element) -> None:
        if element.get("base64RsaPublicKey"):
            message = "encrypted submissions are not available: our own envelope is stronger"
            self._findings.append(_error("unsupported", message, line_of(element)))
        if element.get("action"):
            self._findings.append(
                Finding(
                    severity=Severity.INFO,
                    code="unsupported",
                    message="submission_url is read and ignored",
                    place=Place(line=line_of(element)),
                )
            )

    def _entities(self, document: Node, primary: etree._Element) -> None:
        for node in document.descendants():
            if node.local == "entity" and node.parent is not None and node.parent.local == "meta":
                message = "entities are not available in this version"
                self._findings.append(_error("unsupported", message, line_of(primary)))


def _nodes(document: Node, binds: dict[str, Bind]) -> dict[str, NodeDefinition]:
    made: dict[str, NodeDefinition] = {}
    for element in document.children[0].elements():
        made[element.reference] = _node(element, binds)
        for attribute in element.attributes:
            made[attribute.reference] = _node(attribute, binds)
    return made


def _node(node: Node, binds: dict[str, Bind]) -> NodeDefinition:
    bind = binds.get(node.reference)
    known = bind or Bind()
    conditions = known.conditions
    return NodeDefinition(
        path=node.reference,
        local=node.local,
        namespace=node.namespace if node.key != node.local else "",
        prefix=node.prefix if path_name(node) != node.local else "",
        parent=node.parent.reference if node.parent is not None else "",
        children=tuple(child.reference for child in node.children),
        attributes=tuple(attribute.reference for attribute in node.attributes),
        is_leaf=node.is_leaf,
        is_attribute=node.kind is NodeKind.ATTRIBUTE,
        has_bind=bind is not None,
        default=node.value or "",
        datatype=known.datatype,
        relevant=conditions.get(Role.RELEVANT),
        calculate=conditions.get(Role.CALCULATE),
        readonly=conditions.get(Role.READONLY),
        required=conditions.get(Role.REQUIRED),
        constraint=conditions.get(Role.CONSTRAINT),
        constraint_message=known.constraint_message,
        required_message=known.required_message,
        preload=known.preload,
    )


def _used_namespaces(document: Node, primary: etree._Element) -> tuple[tuple[str, str], ...]:
    """Return (prefix, namespace) of what the instance uses, in the order of the definition."""
    used = {
        (one.prefix, one.namespace)
        for node in document.children[0].elements()
        for one in (node, *node.attributes)
        if one.prefix and one.namespace and one.prefix != "xml" and one.key != one.local
    }
    declared = [(prefix, uri) for prefix, uri in primary.nsmap.items() if (prefix, uri) in used]
    rest = sorted(used.difference(declared))
    own = split_name(str(primary.tag))[0]
    prefix_of_root: object = primary.prefix  # the stubs say text, lxml gives None for none
    written = own and prefix_of_root is None and own not in _UNWRITTEN
    default: list[tuple[str, str]] = [("", own)] if written else []
    return (*default, *((prefix or "", uri) for prefix, uri in declared), *rest)


_UNWRITTEN = frozenset({"http://www.w3.org/2002/xforms"})
"""The XForms namespace is that of the definition around the instance; submissions omit it."""
