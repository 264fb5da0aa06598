"""The body of a form: controls, groups, the pages they make (FORMS §4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from forms.errors import ExpressionInvalid
from forms.report import Severity
from forms.xform.binds import BindReader
from forms.xform.definition import (
    Choice,
    DataType,
    Label,
    Question,
    QuestionKind,
    Role,
    Section,
    Text,
)
from forms.xform.texts import TextReader, local_name
from forms.xpath.nodes import Node, NodeKind
from forms.xpath.parser import parse
from forms.xpath.syntax import Axis, Call, Literal, NameTest, Path

_KINDS = {
    DataType.STRING: QuestionKind.TEXT,
    DataType.INT: QuestionKind.INTEGER,
    DataType.DECIMAL: QuestionKind.DECIMAL,
    DataType.DATE: QuestionKind.DATE,
}
_LATER_CONTROLS = {
    "repeat": "repeats",
    "upload": "attachments",
    "select": "select_multiple questions",
    "rank": "rank questions",
    "range": "range questions",
    "trigger": "acknowledge questions",
    "secret": "secret questions",
    "setvalue": "triggers",
    "setgeopoint": "positions",
    "recordaudio": "recordings",
}
_IGNORED = frozenset({"label", "hint", "help", "alert", "item", "itemset", ""})


@dataclass(slots=True, kw_only=True)
class BodyReader:
    """Reads the controls in order and gathers them into sections."""

    binds: BindReader
    texts: TextReader
    secondary: dict[str, Node]
    questions: dict[str, Question] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    _loose: list[str] = field(default_factory=list)
    _names: dict[int, frozenset[str]] = field(default_factory=dict)
    _itemsets: dict[tuple[str, str, str], tuple[Choice, ...]] = field(default_factory=dict)

    def read(self, body: etree._Element) -> None:
        """Read the whole body."""
        root = self.binds.document.children[0]
        for element in body:
            name = local_name(element)
            if name == "group":
                self._close_loose()
                paths: list[str] = []
                path, title = self._group(element, root, (), paths, top=True)
                self._section(path, title, element.get("appearance", ""), paths)
            else:
                self._element(element, root, (), self._loose)
        self._close_loose()

    def _close_loose(self) -> None:
        if self._loose:
            self._section("", None, "", self._loose)
            self._loose = []

    def _section(self, path: str, title: Label | None, appearance: str, paths: list[str]) -> None:
        if paths:
            self.sections.append(
                Section(
                    index=len(self.sections),
                    path=path,
                    title=title,
                    appearance=appearance,
                    questions=tuple(paths),
                )
            )

    def _group(
        self,
        element: etree._Element,
        context: Node,
        titles: tuple[Label, ...],
        paths: list[str],
        *,
        top: bool,
    ) -> tuple[str, Label | None]:
        node = context
        reference = element.get("ref") or element.get("nodeset")
        if reference:
            found = self.binds.find(reference, element, context)
            if found is None:
                return "", None
            node = found
        title = self.texts.label(_child(element, "label"), node, Role.LABEL)
        inner = titles if top or title is None else (*titles, title)
        for child in element:
            self._element(child, node, inner, paths)
        return (node.reference if reference else ""), title

    def _element(
        self,
        element: etree._Element,
        context: Node,
        titles: tuple[Label, ...],
        paths: list[str],
    ) -> None:
        name = local_name(element)
        if name == "group":
            self._group(element, context, titles, paths, top=False)
        elif name in ("input", "select1"):
            self._question(element, name, context, titles, paths)
        elif name in _LATER_CONTROLS:
            reference = element.get("ref") or element.get("nodeset") or ""
            node = self.binds.find(reference, element, context) if reference else context
            message = f"{_LATER_CONTROLS[name]} are not available in this version"
            self.binds.add("unsupported", message, element, node, "type")
        elif name not in _IGNORED:
            message = f"the control {name!r} is not known"
            self.binds.add("unknown-type", message, element, context, "type")

    def _question(
        self,
        element: etree._Element,
        name: str,
        context: Node,
        titles: tuple[Label, ...],
        paths: list[str],
    ) -> None:
        node = self.binds.find(element.get("ref", ""), element, context)
        if node is None:
            return
        for child in element:
            if local_name(child) in ("setvalue", "setgeopoint", "recordaudio"):
                message = "triggers are not available in this version"
                self.binds.add("unsupported", message, child, node, "trigger")
        if element.get("query") is not None:
            message = "select_one_external is not available in this version"
            self.binds.add("unsupported", message, element, node, "type")
        if not node.is_leaf:
            message = f"{node.reference} is a group and cannot have this control"
            self.binds.add("unknown-reference", message, element, node, "type")
            return
        if node.reference in self.questions:
            message = f"{node.reference} has two controls; the first one is shown"
            self.binds.add(
                "duplicate-name", message, element, node, "name", severity=Severity.WARNING
            )
            return
        choices = self._choices(element, node) if name == "select1" else ()
        self.questions[node.reference] = Question(
            path=node.reference,
            kind=self._kind(name, node),
            label=self.texts.label(_child(element, "label"), node, Role.LABEL),
            hint=self.texts.label(_child(element, "hint"), node, Role.HINT),
            appearance=element.get("appearance", ""),
            choices=choices,
            group_titles=titles,
            choice_names=self._names_of(choices),
        )
        paths.append(node.reference)

    def _names_of(self, choices: tuple[Choice, ...]) -> frozenset[str]:
        known = self._names.get(id(choices))
        if known is None:
            known = self._names[id(choices)] = frozenset(choice.name for choice in choices)
        return known

    def _kind(self, name: str, node: Node) -> QuestionKind:
        if name == "select1":
            return QuestionKind.SELECT_ONE
        bind = self.binds.binds.get(node.reference)
        if bind is None:
            return QuestionKind.TEXT
        readonly = bind.conditions.get(Role.READONLY)
        always = readonly is not None and readonly.compiled.source.strip() == "true()"
        fixed = bool(node.value) or Role.CALCULATE in bind.conditions
        fixed |= any(action.path == node.reference for action in self.binds.actions)
        if always and bind.datatype is DataType.STRING and not fixed:
            return QuestionKind.NOTE
        return _KINDS[bind.datatype]

    # --- choices

    def _choices(self, element: etree._Element, node: Node) -> tuple[Choice, ...]:
        itemset = _child(element, "itemset")
        if itemset is not None:
            return self._itemset(itemset, node)
        found: list[Choice] = []
        for child in element:
            name = local_name(child)
            if name == "item":
                value = _child(child, "value")
                label = self.texts.label(_child(child, "label"), node, Role.CHOICE_LABEL)
                text = (value.text or "").strip() if value is not None else ""
                found.append(Choice(name=text, label=label or _plain(text)))
        return tuple(found)

    def _itemset(self, element: etree._Element, node: Node) -> tuple[Choice, ...]:
        """Return the choices of a list; questions of one list share them."""
        source = element.get("nodeset", "")
        value, label = _child(element, "value"), _child(element, "label")
        value_name = (value.get("ref", "") if value is not None else "").strip()
        label_reference = (label.get("ref", "") if label is not None else "").strip()
        key = (source, value_name, label_reference)
        known = self._itemsets.get(key)
        if known is not None:
            return known
        rows = self._rows(source, element, node)
        if rows is None:
            return ()
        self._itemsets[key] = tuple(
            Choice(
                name=_cell(row, value_name).strip(),
                label=self._row_label(row, label_reference, node),
            )
            for row in rows
        )
        return self._itemsets[key]

    def _row_label(self, row: Node, reference: str, node: Node) -> Label:
        if reference.startswith("jr:itext(") and reference.endswith(")"):
            name = _cell(row, reference[len("jr:itext(") : -1].strip())
            self.texts.compile(name, node, Role.CHOICE_LABEL)
            return Label(itext_id=name)
        return _plain(_cell(row, reference))

    def _rows(self, source: str, element: etree._Element, node: Node) -> list[Node] | None:
        """Return the items of `instance('list')/root/item`; None, with a finding, for the rest."""
        try:
            tree = parse(source)
        except ExpressionInvalid as fault:
            self.binds.add("xpath-syntax", str(fault), element, node, "choice_filter")
            return None
        match tree:
            case Path(start=Call(name="instance", arguments=(Literal(value=name),))):
                rows = self.secondary.get(name)
            case _:
                self._later(source, element, node)
                return None
        if rows is None:
            message = f"there is no list {name!r}"
            self.binds.add("unknown-reference", message, element, node, "type")
            return None
        nodes = [rows]
        for step in tree.steps:
            if step.predicates or step.axis is not Axis.CHILD:
                self._later(source, element, node)
                return None
            if not isinstance(step.test, NameTest) or step.test.local is None:
                self._later(source, element, node)
                return None
            nodes = [child for one in nodes for child in one.named(step.test.local)]
        return nodes

    def _later(self, source: str, element: etree._Element, node: Node) -> None:
        message = f"choices that depend on answers ({source}) are not available in this version"
        self.binds.add("unsupported", message, element, node, "choice_filter")


def _plain(text: str) -> Label:
    return Label(inline=Text(parts=(text,)))


def _cell(row: Node, name: str) -> str:
    for child in row.children:
        if child.kind is NodeKind.ELEMENT and child.local == name:
            return child.text()
    return ""


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if local_name(child) == name), None)
