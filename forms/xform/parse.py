"""XForm XML -> FormDefinition. Every fault is a finding; nothing is changed on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from lxml import etree

from forms.collection import uncollected
from forms.report import Finding, FormRefused, Place, Severity, report_of
from forms.xform.actions import ACTIONS, ActionReader
from forms.xform.binds import Bind, BindReader
from forms.xform.body import BodyReader
from forms.xform.bound import Expressions
from forms.xform.choices import ChoiceReader
from forms.xform.definition import FormDefinition, NodeDefinition, Role, Submission
from forms.xform.entities import read_entities
from forms.xform.expressions import ExpressionBinder
from forms.xform.files import FileNames
from forms.xform.places import Places
from forms.xform.primary import MAX_ARRAYS_DEEP, Primary, read_primary, repeats_of
from forms.xform.secondary import read_secondary
from forms.xform.texts import TextReader
from forms.xform.tree import (
    XmlBroken,
    XmlUnsafe,
    line_of,
    local_name,
    parse_xml,
    path_name,
    plain_namespaces,
    split_name,
)
from forms.xpath.functions import FunctionRegistry
from forms.xpath.nodes import OPENROSA, Node, NodeKind
from forms.xpath.standard import standard_functions

RULES = 1
"""Raised by one whenever a check of forms gets stricter: what was accepted is then checked anew."""


def acceptance(definition: FormDefinition) -> str:
    """Return the word that *definition*, which `parse_definition` gave, was accepted.

    It may be kept beside the form, as safe as the form itself, and given back when it is opened.
    """
    return f"{RULES}:{definition.sha256.hex()}"


def parse_definition(
    xml: bytes, functions: FunctionRegistry | None = None, *, accepted: str = ""
) -> FormDefinition:
    """Return the form in *xml*; raise FormRefused, with all findings, if it must not be used.

    accepted: the `acceptance` of a form. Where it is that of this XML by this engine nothing is
    looked for any more, and expressions are compiled when they are first needed: the definition is
    the same. For every other word, and for none, everything is checked.
    """
    trusting = accepted == f"{RULES}:{hashlib.sha256(xml).hexdigest()}"
    definition, findings = _read(xml, functions, trusting=trusting)
    report = report_of(findings)
    if definition is None or report.refused:
        raise FormRefused(report)
    return definition


def inspect_xform(
    xml: bytes, functions: FunctionRegistry | None = None
) -> tuple[FormDefinition | None, tuple[Finding, ...]]:
    """Return the form in *xml* (None where it cannot be read at all) and everything found in it."""
    return _read(xml, functions, trusting=False)


@uncollected()
def _read(
    xml: bytes, functions: FunctionRegistry | None, *, trusting: bool
) -> tuple[FormDefinition | None, tuple[Finding, ...]]:
    try:
        root = parse_xml(xml)
    except XmlUnsafe as unsafe:
        return None, (_error(unsafe.code, str(unsafe.facts), 0),)
    except XmlBroken as broken:
        message = f"no readable XForm: {broken.reason}"
        return None, (_error(broken.code, message, broken.line),)
    reader = _Reader(root, xml, functions or standard_functions(), trusting=trusting)
    try:
        return reader.read()
    except XmlBroken as broken:  # nests too deep to be read
        return None, (_error(broken.code, broken.reason, broken.line),)


def _error(code: str, message: str, line: int) -> Finding:
    return Finding(severity=Severity.ERROR, code=code, message=message, place=Place(line=line))


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in parent if local_name(child) == name)


class _Reader:
    def __init__(
        self, root: etree._Element, xml: bytes, functions: FunctionRegistry, *, trusting: bool
    ) -> None:
        self._root = root
        self._xml = xml
        self._functions = functions
        self._trusting = trusting
        self._findings: list[Finding] = []
        self._sending: Submission | None = None

    def read(self) -> tuple[FormDefinition | None, tuple[Finding, ...]]:
        head = next(_named(self._root, "head"), None)
        model = next(_named(head, "model"), None) if head is not None else None
        body = next(_named(self._root, "body"), None)
        if head is None or model is None or body is None:
            return None, (_error("container", "this XML is no XForm (head, model, body)", 1),)
        instances = list(_named(model, "instance"))
        element = next(
            (one for instance in instances[:1] for one in instance if isinstance(one.tag, str)),
            None,
        )
        if element is None:
            return None, (_error("container", "the form has no primary instance", line_of(model)),)
        plain = plain_namespaces(split_name(str(element.tag))[0])
        primary = read_primary(element, plain)
        places = Places(document=primary.document, findings=self._findings)
        repeats = repeats_of(body, places)
        self._check(primary, repeats, element)
        primary.settle(repeats)
        files = FileNames(places=places)
        secondary = read_secondary(instances[1:], body, plain, places, files)
        texts = self._texts(model, element, places, files, repeats, frozenset(secondary))
        binds = BindReader(places=places, texts=texts)
        actions = ActionReader(places=places, texts=texts)
        self._model(model, places, binds, actions)
        reader = BodyReader(
            places=places,
            texts=texts,
            binds=binds,
            actions=actions,
            choices=ChoiceReader(places=places, texts=texts, secondary=secondary),
        )
        reader.read(body)
        texts.finish(places.root)
        title = next(_named(head, "title"), None)
        definition = FormDefinition(
            form_id=element.get("id") or element.get("xmlns") or "",
            version=element.get("version") or element.get(f"{{{OPENROSA}}}version") or "",
            title=(title.text or "").strip() if title is not None else "",
            sha256=hashlib.sha256(self._xml).digest(),
            root=primary.shape.reference,
            nodes=_nodes(primary.shape, binds.binds, repeats),
            questions=reader.questions,
            section_list=tuple(reader.sections),
            languages=tuple(texts.languages),
            default_language=texts.default_language,
            texts=texts.texts,
            inserting=frozenset(texts.inserting),
            actions=tuple(actions.actions),
            secondary=secondary,
            namespaces=_used_namespaces(primary.shape, element),
            tree=primary.tree,
            templates=primary.templates,
            repeats=reader.repeats,
            elements=tuple(reader.elements),
            body_class=body.get("class") or "",
            media=frozenset(files.media),
            list_files=frozenset(files.lists),
            entities=read_entities(model, places, binds.binds, repeats),
            submission=self._sending,
        )
        if not definition.form_id:
            self._findings.append(_error("missing-name", "the form has no id", line_of(element)))
        return definition, tuple(self._findings)

    def _check(self, primary: Primary, repeats: frozenset[str], element: etree._Element) -> None:
        line = line_of(element)
        if primary.arrays_deep(repeats) > MAX_ARRAYS_DEEP:
            message = f"groups nest deeper than {MAX_ARRAYS_DEEP}"
            self._findings.append(_error("too-large", message, line))
        for parent, child in primary.duplicates(repeats):
            message = f"{child.local!r} stands twice in {parent.reference}"
            self._findings.append(_error("duplicate-name", message, line))

    def _texts(
        self,
        model: etree._Element,
        element: etree._Element,
        places: Places,
        files: FileNames,
        repeats: frozenset[str],
        instances: frozenset[str],
    ) -> TextReader:
        namespaces = {key: uri for key, uri in {**self._root.nsmap, **model.nsmap}.items() if key}
        namespaces.update({key: uri for key, uri in element.nsmap.items() if key})
        common = Expressions(
            functions=self._functions,
            document=places.document,
            namespaces=namespaces,
            repeats=repeats,
        )
        binder = ExpressionBinder(
            common=common,
            instances=instances,
            findings=self._findings,
            trusting=self._trusting,
        )
        texts = TextReader(binder=binder, files=files)
        texts.read_itext(model)
        return texts

    def _model(
        self,
        model: etree._Element,
        places: Places,
        binds: BindReader,
        actions: ActionReader,
    ) -> None:
        for element in model:
            name = local_name(element)
            if name == "bind":
                binds.read(element, places.root)
            elif name == "submission":
                self._submission(element)
        # after all binds: an action may name one by its id
        for element in model:
            name = local_name(element)
            if name in ACTIONS:
                actions.read(element, name, places.root, in_body=False)

    def _submission(self, element: etree._Element) -> None:
        line = line_of(element)
        method = element.get("method")
        self._sending = Submission(
            action=(element.get("action") or "").strip(),
            method=(method or "").strip(),
            public_key=(element.get("base64RsaPublicKey") or "").strip(),
        )
        if method is not None and method.strip() not in _METHODS:
            message = f"there is no way {method[:80]!r} to send a record"
            self._findings.append(_error("unsupported", message, line))
        if element.get("base64RsaPublicKey"):
            message = "encrypted submissions are not available: our own envelope is stronger"
            self._note(Severity.WARNING, message, line)
        for name, value in element.attrib.items():
            short = str(name).rpartition("}")[2]
            if value and short in _IGNORED_SUBMISSION:
                message = f"{_IGNORED_SUBMISSION[short]} is read and ignored"
                self._note(Severity.INFO, message, line)

    def _note(self, severity: Severity, message: str, line: int) -> None:
        place = Place(line=line)
        self._findings.append(
            Finding(severity=severity, code="unsupported", message=message, place=place)
        )


_METHODS = frozenset({"post", "form-data-post"})
_IGNORED_SUBMISSION = {
    "action": "submission_url",
    "auto-send": "auto_send",
    "auto-delete": "auto_delete",
}


def _nodes(
    root: Node, binds: dict[str, Bind], repeats: frozenset[str]
) -> dict[str, NodeDefinition]:
    made: dict[str, NodeDefinition] = {}
    for element in root.elements():
        made[element.reference] = _node(element, binds, made, repeats)
        for attribute in element.attributes:
            made[attribute.reference] = _node(attribute, binds, made, repeats)
    return made


def _node(
    node: Node,
    binds: dict[str, Bind],
    made: dict[str, NodeDefinition],
    repeats: frozenset[str],
) -> NodeDefinition:
    bind = binds.get(node.reference)
    is_repeat = node.reference in repeats
    above = made.get(node.parent.reference) if node.parent is not None else None
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
        constraint_message=known.messages.get(Role.CONSTRAINT_MESSAGE),
        required_message=known.messages.get(Role.REQUIRED_MESSAGE),
        preload=known.preload,
        preload_parameters=known.preload_parameters,
        repeat=node.reference if is_repeat else above.repeat if above is not None else "",
        is_repeat=is_repeat,
        save_to=known.save_to,
        bind_attributes=known.others,
    )


def _used_namespaces(root: Node, primary: etree._Element) -> tuple[tuple[str, str], ...]:
    """Return (prefix, namespace) of what the instance uses, in the order of the definition."""
    used = {
        (one.prefix, one.namespace)
        for node in root.elements()
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
