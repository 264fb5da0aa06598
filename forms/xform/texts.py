"""The texts of a form: itext with its languages, `output`, labels (FORMS §9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from forms.report import Finding, Place, Severity
from forms.xform.definition import BoundExpression, Label, Role, Text
from forms.xform.expressions import ExpressionBinder
from forms.xform.tree import split_name
from forms.xpath.nodes import Node

_ITEXT = re.compile(r"^\s*jr:itext\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\s*$")
_SPACE = re.compile(r"[ \t\r]*\n[ \t\r\n]*|[ \t]{2,}")
_KNOWN_FORMS = frozenset({"", "long", "short", "guidance"})


def local_name(element: etree._Element) -> str:
    """Return the local name of an element, blank for comments and instructions."""
    return split_name(element.tag)[1] if isinstance(element.tag, str) else ""


def line_of(element: etree._Element) -> int:
    """Return the line of the file the element begins in, 0 if unknown."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


@dataclass(slots=True, kw_only=True)
class TextReader:
    """Reads itext once and compiles each text at the first node that shows it."""

    binder: ExpressionBinder
    raw: dict[str, dict[str, dict[str, etree._Element]]] = field(default_factory=dict)
    texts: dict[str, dict[str, dict[str, Text]]] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    default_language: str = ""

    def read_itext(self, model: etree._Element) -> None:
        """Read every translation of the model."""
        for itext in model:
            if local_name(itext) != "itext":
                continue
            for translation in itext:
                if local_name(translation) == "translation":
                    self._translation(translation)
        if not self.default_language and self.languages:
            self.default_language = self.languages[0]

    def _translation(self, translation: etree._Element) -> None:
        language = translation.get("lang", "")
        by_id = self.raw.setdefault(language, {})
        if language not in self.languages:
            self.languages.append(language)
        if translation.get("default") is not None:
            self.default_language = language
        for text in translation:
            if local_name(text) == "text":
                forms = by_id.setdefault(text.get("id", ""), {})
                for value in text:
                    if local_name(value) == "value":
                        forms.setdefault(value.get("form", ""), value)

    def label(self, element: etree._Element | None, node: Node, role: Role) -> Label | None:
        """Return the label an element stands for, compiled at *node*; None if there is none."""
        if element is None:
            return None
        reference = element.get("ref")
        if reference is None:
            text = self._text(element, node, role)
            return Label(inline=text) if text.parts else None
        found = _ITEXT.match(reference)
        if found:
            return self._itext_label(found[1] or found[2] or "", node, role, element)
        inserted = self.binder.bind(reference, node, role, line_of(element))
        return None if inserted is None else Label(inline=Text(parts=(inserted,)))

    def message(self, text: str, node: Node, role: Role, element: etree._Element) -> Label | None:
        """Return a bind's message: an itext reference or the text itself."""
        found = _ITEXT.match(text)
        if found:
            return self._itext_label(found[1] or found[2] or "", node, role, element)
        return Label(inline=Text(parts=(text,))) if text else None

    def _itext_label(
        self, name: str, node: Node, role: Role, element: etree._Element
    ) -> Label | None:
        known = self.compile(name, node, role)
        if not known:
            self.binder.findings.append(
                Finding(
                    severity=Severity.WARNING,
                    code="missing-translation",
                    message=f"there is no text {name!r} in any language",
                    place=Place(line=line_of(element)),
                    name=node.local,
                    path=node.reference,
                    role=role.value,
                )
            )
        return Label(itext_id=name)

    def compile(self, name: str, node: Node, role: Role) -> bool:
        """Compile the text *name* at *node* in every language, once; tell whether it exists."""
        exists = False
        for language, by_id in self.raw.items():
            forms = by_id.get(name)
            if forms is None:
                continue
            exists = True
            compiled = self.texts.setdefault(language, {})
            if name in compiled:
                continue
            compiled[name] = {}
            for form, element in forms.items():
                kind = "" if form in ("", "long") else form
                if form not in _KNOWN_FORMS:
                    self._media(form, node, element)
                    continue
                compiled[name].setdefault(kind, self._text(element, node, role))
        return exists

    def _media(self, form: str, node: Node, element: etree._Element) -> None:
        self.binder.findings.append(
            Finding(
                severity=Severity.ERROR,
                code="unsupported",
                message=f"media of labels ({form}) are not available in this version",
                place=Place(line=line_of(element)),
                name=node.local,
                path=node.reference,
                role=form,
            )
        )

    def _text(self, element: etree._Element, node: Node, role: Role) -> Text:
        parts: list[str | BoundExpression] = [element.text or ""]
        for child in element:
            if local_name(child) == "output":
                source = child.get("value") or child.get("ref") or ""
                bound = self.binder.bind(source, node, role, line_of(child))
                if bound is not None:
                    parts.append(bound)
            parts.append(child.tail or "")
        return Text(parts=_trimmed(parts))


def _trimmed(parts: list[str | BoundExpression]) -> tuple[str | BoundExpression, ...]:
    """Return *parts* without the space the converter puts around, indentation as one space."""
    made: list[str | BoundExpression] = [
        _SPACE.sub(_one_space, part) if isinstance(part, str) else part for part in parts
    ]
    if made and isinstance(made[0], str):
        made[0] = made[0].lstrip()
    if made and isinstance(made[-1], str):
        made[-1] = made[-1].rstrip()
    return tuple(part for part in made if part != "")


def _one_space(found: re.Match[str]) -> str:
    return "\n" if "\n" in found.group() else " "
