"""The texts of a form: itext with its languages, `output`, labels, media (FORMS §9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from forms.errors import ExpressionInvalid
from forms.report import Severity
from forms.xform.definition import MEDIA_FORMS, BoundExpression, Label, Role, Text
from forms.xform.expressions import ExpressionBinder
from forms.xform.files import FileNames
from forms.xform.tables import TextTable, plain_text, spaced
from forms.xform.tree import line_of, local_name
from forms.xpath.nodes import Node
from forms.xpath.parser import parse
from forms.xpath.syntax import Call, Expression, Literal, walk

_ITEXT = re.compile(r"\s*jr:itext\(\s*(?:(?:'([^']*)'|\"([^\"]*)\")\s*\)\s*$)?")
"""`jr:itext(` and, where it is one literal, the id: nearly every label of every form."""
_BY_NAME = ("jr:itext", "jr:choice-name", "pulldata")
_FORMS = {"": "", "long": "", "short": "short", "guidance": "guidance"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLabel:
    """A `jr:choice-name(…, 'path')`: the path as written, and where it stands."""

    path: str
    node: Node
    role: Role
    line: int


@dataclass(slots=True, kw_only=True)
class TextReader:
    """Reads itext once and compiles each text at the first node that shows it.

    asked: the questions whose choices expressions ask by path, to be checked when all are known.
    inserting: ids of the texts that insert answers.
    """

    binder: ExpressionBinder
    files: FileNames
    raw: dict[str, dict[str, etree._Element]] = field(default_factory=dict)
    texts: dict[str, TextTable] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    default_language: str = ""
    asked: list[AskedLabel] = field(default_factory=list)
    inserting: set[str] = field(default_factory=set)
    _compiled: set[str] = field(default_factory=set)
    _unknown_forms: set[str] = field(default_factory=set)
    _dynamic: bool = False

    def read_itext(self, model: etree._Element) -> None:
        """Read every translation of the model."""
        for itext in model.iterchildren("{*}itext"):
            for translation in itext.iterchildren("{*}translation"):
                self._translation(translation)
        if not self.default_language and self.languages:
            self.default_language = self.languages[0]

    def _translation(self, translation: etree._Element) -> None:
        language = translation.get("lang", "")
        by_id = self.raw.setdefault(language, {})
        if language not in self.languages:
            self.languages.append(language)
            self.texts[language] = TextTable()
        default = translation.get("default")
        if default is not None and default.strip() not in ("false()", "false"):
            self.default_language = language
        for text in translation.iterchildren("{*}text"):
            by_id.setdefault(text.get("id", ""), text)

    # --- expressions that may ask for texts or files by name

    def bind(self, source: str, node: Node, role: Role, line: int) -> BoundExpression | None:
        """Return *source* compiled at *node*, None with a finding if it cannot be used.

        Texts it asks for by id are compiled too, files it asks for are noted.
        """
        bound = self.binder.bind(source, node, role, line)
        if bound is not None and any(name in source for name in _BY_NAME):
            for part in walk(bound.compiled.tree):
                match part:
                    case Call(name="jr:itext", arguments=(Literal(value=name),)):
                        self.compile(name, node, role)
                    case Call(name="jr:itext"):
                        self._dynamic = True
                    case Call(name="jr:choice-name", arguments=(_, Literal(value=path))):
                        asked = AskedLabel(path=path, node=node, role=role, line=line)
                        self.asked.append(asked)
                    case Call(name="pulldata", arguments=(Literal(value=name), *_)):
                        self.files.pulled(name, line, node, role.value)
                    case _:
                        continue
        return bound

    def expect_any(self) -> None:
        """Note that a text may be asked for by an id that only an answer or a row knows."""
        self._dynamic = True

    def finish(self, root: Node) -> None:
        """Compile what no label names, if answers or rows may ask for it."""
        if self._dynamic:
            for name in [name for by_id in self.raw.values() for name in by_id]:
                self.compile(name, root, Role.LABEL)

    # --- labels

    def label(self, element: etree._Element | None, node: Node, role: Role) -> Label | None:
        """Return the label an element stands for, compiled at *node*; None if there is none."""
        if element is None:
            return None
        reference = element.get("ref")
        if reference is None:
            text = self._text(element, node, role)
            return Label(inline=text) if text.parts else None
        name = _itext_name(reference)
        if name is not None:
            return self._itext_label(name, node, role, element)
        inserted = self.bind(reference, node, role, line_of(element))
        return None if inserted is None else Label(inline=Text(parts=(inserted,)))

    def message(self, text: str, node: Node, role: Role, element: etree._Element) -> Label | None:
        """Return a bind's message: an itext reference or the text itself."""
        name = _itext_name(text)
        if name is not None:
            return self._itext_label(name, node, role, element)
        return Label(inline=Text(parts=(text,))) if text else None

    def _itext_label(
        self, name: str, node: Node, role: Role, element: etree._Element
    ) -> Label | None:
        if not self.compile(name, node, role):
            message = f"there is no text {name!r} in any language"
            self.files.places.warn("missing-translation", message, element, node, role.value)
        return Label(itext_id=name)

    def compile(self, name: str, node: Node, role: Role) -> bool:
        """Compile the text *name* at *node* in every language, once; tell whether it exists."""
        if name in self._compiled:
            return True
        for language, by_id in self.raw.items():
            element = by_id.get(name)
            if element is not None:
                self._compiled.add(name)
                self._enter(language, name, element, node, role)
        return name in self._compiled

    def _enter(
        self, language: str, name: str, element: etree._Element, node: Node, role: Role
    ) -> None:
        value = element[0] if len(element) == 1 else None
        if (
            value is not None
            and len(value) == 0
            and local_name(value) == "value"
            and value.get("form") is None
        ):
            self.texts[language].write(name, value.text or "")  # as nearly all are
            return
        forms = self._forms(element, node, role)
        self.texts[language].put(name, forms)
        if any(text.expressions() for text in forms.values()):
            self.inserting.add(name)

    def _forms(self, element: etree._Element, node: Node, role: Role) -> dict[str, Text]:
        made: dict[str, Text] = {}
        for value in element.iterchildren("{*}value"):
            form = value.get("form", "")
            kind = _FORMS.get(form)
            if kind is not None:
                if kind not in made:
                    made[kind] = self._text(value, node, role)
            elif form in MEDIA_FORMS:
                name = self._medium(value, node, form)
                if name:
                    made.setdefault(form, Text(parts=(name,)))
            elif form not in self._unknown_forms:
                self._unknown_forms.add(form)
                message = f"texts of the form {form!r} are not shown"
                self.files.places.add(
                    "unsupported", message, value, node, role.value, severity=Severity.INFO
                )
        return made

    def _medium(self, value: etree._Element, node: Node, form: str) -> str:
        if any(local_name(child) == "output" for child in value):
            message = "a file name that depends on answers is not available"
            self.files.places.warn("unsupported", message, value, node, form)
            return ""
        return self.files.medium(value.text or "", value, node, form)

    def _text(self, element: etree._Element, node: Node, role: Role) -> Text:
        first = element.text or ""
        if len(element) == 0:
            return plain_text(first)
        parts: list[str | BoundExpression] = [first]
        for child in element:
            if local_name(child) == "output":
                source = child.get("value") or child.get("ref") or ""
                bound = self.bind(source, node, role, line_of(child))
                if bound is not None:
                    parts.append(bound)
            parts.append(child.tail or "")
        return Text(parts=_trimmed(parts))


def plain_label(text: str) -> Label:
    """Return a label that says *text* in every language."""
    return Label(inline=Text(parts=(text,)))


def _trimmed(parts: list[str | BoundExpression]) -> tuple[str | BoundExpression, ...]:
    """Return *parts* without the space the converter puts around, indentation as one space."""
    made: list[str | BoundExpression] = [
        spaced(part) if isinstance(part, str) else part for part in parts
    ]
    if made and isinstance(made[0], str):
        made[0] = made[0].lstrip()
    if made and isinstance(made[-1], str):
        made[-1] = made[-1].rstrip()
    return tuple(part for part in made if part != "")


def _itext_name(text: str) -> str | None:
    """Return the id in `jr:itext(…)`, also where literals are joined; None where it is none."""
    found = _ITEXT.match(text)
    if found is None:
        return None
    if found[1] is not None or found[2] is not None:
        return found[1] or found[2] or ""
    try:
        tree = parse(text)
    except ExpressionInvalid:
        return None
    match tree:
        case Call(name="jr:itext", arguments=(argument,)):
            return _joined(argument)
        case _:
            return None


def _joined(tree: Expression) -> str | None:
    """Return what literals come to, alone or joined by `concat`; None where it is not known."""
    match tree:
        case Literal(value=value):
            return value
        case Call(name="concat", arguments=arguments):
            parts = [_joined(one) for one in arguments]
            known = [part for part in parts if part is not None]
            return "".join(known) if len(known) == len(parts) else None
        case _:
            return None
