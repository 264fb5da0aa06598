"""A form, frozen: its nodes, questions, sections, texts and compiled expressions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from forms.xpath.compiler import Compiled
from forms.xpath.nodes import Node


class DataType(Enum):
    """Bind types that this build stores."""

    STRING = "string"
    INT = "int"
    DECIMAL = "decimal"
    DATE = "date"


class Role(Enum):
    """What an expression is for; the value is the column of the survey sheet it comes from."""

    RELEVANT = "relevant"
    CALCULATE = "calculation"
    READONLY = "readonly"
    REQUIRED = "required"
    CONSTRAINT = "constraint"
    DEFAULT = "default"
    LABEL = "label"
    HINT = "hint"
    CONSTRAINT_MESSAGE = "constraint_message"
    REQUIRED_MESSAGE = "required_message"
    CHOICE_LABEL = "choices"


class QuestionKind(Enum):
    """What a person answers with."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    SELECT_ONE = "select_one"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BoundExpression:
    """A compiled expression at its place. `reads` are the paths whose values it uses."""

    path: str
    role: Role
    compiled: Compiled
    reads: tuple[str, ...]
    looks: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text with what `output` inserts into it."""

    parts: tuple[str | BoundExpression, ...]

    def expressions(self) -> tuple[BoundExpression, ...]:
        """Return the inserted expressions."""
        return tuple(part for part in self.parts if isinstance(part, BoundExpression))


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text of the form: written in place, or an itext id with one text per language."""

    inline: Text | None = None
    itext_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of a list: what is stored, and what is shown."""

    name: str
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeDefinition:
    """A node of the primary instance with what its bind says. Attributes have paths `…/@name`."""

    path: str
    local: str
    namespace: str
    prefix: str
    parent: str
    children: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    is_leaf: bool = False
    is_attribute: bool = False
    has_bind: bool = False
    default: str = ""
    datatype: DataType = DataType.STRING
    relevant: BoundExpression | None = None
    calculate: BoundExpression | None = None
    readonly: BoundExpression | None = None
    required: BoundExpression | None = None
    constraint: BoundExpression | None = None
    constraint_message: Label | None = None
    required_message: Label | None = None
    preload: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A control of the body."""

    path: str
    kind: QuestionKind
    label: Label | None
    hint: Label | None
    appearance: str
    choices: tuple[Choice, ...]
    group_titles: tuple[Label, ...]
    choice_names: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A page of the form: a top-level group, or loose questions gathered between groups."""

    index: int
    path: str
    title: Label | None
    appearance: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A `setvalue`: what is computed into a node when its event happens."""

    path: str
    event: str
    value: BoundExpression | None
    text: str


_CODE = re.compile(r"\(([^()]+)\)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FormDefinition:
    """A form, shared by all its instances; equal forms have equal `sha256` (of the XML, 32 bytes).

    nodes: every node by path, in definition order. texts: language -> id -> form -> text.
    secondary: the form's own lists as trees. derived: what upper layers computed once for it.
    """

    form_id: str
    version: str
    title: str
    sha256: bytes
    root: str
    nodes: Mapping[str, NodeDefinition]
    questions: Mapping[str, Question]
    section_list: tuple[Section, ...]
    languages: tuple[str, ...]
    default_language: str
    texts: Mapping[str, Mapping[str, Mapping[str, Text]]]
    actions: tuple[Action, ...]
    secondary: Mapping[str, Node]
    namespaces: tuple[tuple[str, str], ...]
    derived: dict[str, object] = field(default_factory=dict, repr=False)

    def sections(self) -> tuple[Section, ...]:
        """Return the pages of the form in order."""
        return self.section_list

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FormDefinition) and other.sha256 == self.sha256

    def language_for(self, wanted: str) -> str:
        """Return the form's language for a name or a code such as `es`; else the default one."""
        if wanted in self.languages:
            return wanted
        for language in self.languages:
            code = _CODE.search(language)
            if wanted and wanted.lower() in (
                language.lower(),
                (code[1] if code else language).lower(),
            ):
                return language
        return self.default_language

    def text_of(self, label: Label | None, language: str, form: str = "") -> Text | None:
        """Return the text of *label* in *language*, or in the default language, or None."""
        if label is None:
            return None
        if label.inline is not None:
            return label.inline if form == "" else None
        for candidate in (language, self.default_language, *self.languages):
            text = self.texts.get(candidate, {}).get(label.itext_id, {}).get(form)
            if text is not None:
                return text
        return None

    def texts_of(self, label: Label | None) -> tuple[Text, ...]:
        """Return the texts of *label* in every language and form."""
        if label is None:
            return ()
        if label.inline is not None:
            return (label.inline,)
        return tuple(
            text for by_id in self.texts.values() for text in by_id.get(label.itext_id, {}).values()
        )
