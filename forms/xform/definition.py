"""A form, frozen: its nodes, questions, sections, texts and compiled expressions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from forms.xform.bound import BoundExpression, Read
from forms.xform.kinds import ActionKind, DataType, EntityMode, QuestionKind, Role
from forms.xpath.nodes import Node

__all__ = [
    "MEDIA_FORMS",
    "Action",
    "ActionKind",
    "BoundExpression",
    "Choice",
    "Control",
    "DataType",
    "Element",
    "EntityDefinition",
    "EntityMode",
    "FormDefinition",
    "Group",
    "Itemset",
    "Label",
    "Media",
    "NodeDefinition",
    "Question",
    "QuestionKind",
    "Read",
    "Repeat",
    "Role",
    "SecondaryInstance",
    "Section",
    "Submission",
    "Text",
]


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
    """One choice of a list: what is stored, and what is shown; item: its row, None inline."""

    name: str
    label: Label
    item: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """Plain file names that belong to a label or choice in one language; "" where there is none."""

    image: str = ""
    big_image: str = ""
    audio: str = ""
    video: str = ""

    def __bool__(self) -> bool:
        return bool(self.image or self.big_image or self.audio or self.video)


@dataclass(frozen=True, slots=True, kw_only=True)
class Itemset:
    """Choices that come from nodes or rows.

    nodes: gives the items in order (filter and `randomize` included). instance: the secondary
    instance they come from, "" for nodes of the answers (a repeat). value_name, label_name: child
    of an item, `label_is_itext` where that child holds an itext id. randomized: the order is drawn,
    with the seed in the expression or, without one, once per instance of the question.
    """

    nodes: BoundExpression
    instance: str
    value_name: str
    label_name: str
    label_is_itext: bool = False
    randomized: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeDefinition:
    """A node of the primary instance with what its bind says. Attributes have paths `…/@name`.

    Paths are generic: a repeat stands once, without index. repeat: the innermost repeat around the
    node (the node itself where it is one), "" outside. bind_attributes: what the bind says beside
    the named ones, by `{namespace}name` or name, kept and readable (`odk:length`, …).
    """

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
    preload_parameters: str = ""
    repeat: str = ""
    is_repeat: bool = False
    save_to: str = ""
    bind_attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A control of the body, by generic path.

    choices: those written inline; () where `itemset` gives them. choice_names: of the inline ones.
    parameters: attributes of the control that say how it is asked (`start` `end` `step` `rows`
    `max-pixels` `accuracyThreshold` `autoplay` `query` …), by local name. media_type: of an upload,
    as written (`image/*`). row: what an unsupported question was (its type or control), for the
    visible box; "" else.
    """

    path: str
    kind: QuestionKind
    label: Label | None
    hint: Label | None
    appearance: str
    choices: tuple[Choice, ...]
    group_titles: tuple[Label, ...]
    choice_names: frozenset[str]
    itemset: Itemset | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    media_type: str = ""
    unsupported: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A question at its place in the body; `questions` of the definition has the rest."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of the body. path: "" where it has no node of its own."""

    path: str
    label: Label | None
    appearance: str
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A repeat of the body. count: decides how many instances there are; None: the user does.

    add_remove: False where the form forbids both (`jr:noAddRemove`).
    """

    path: str
    label: Label | None
    appearance: str
    elements: tuple[Element, ...]
    count: BoundExpression | None = None
    add_remove: bool = True


Element: TypeAlias = "Control | Group | Repeat"
"""What a body is made of, in document order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A page of the form: a top-level group or repeat, or loose questions between them.

    questions: every question in it, by generic path, in order. elements: the same as a tree; for a
    top-level repeat its only element is that Repeat.
    """

    index: int
    path: str
    title: Label | None
    appearance: str
    questions: tuple[str, ...]
    elements: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What is put into a node when its event happens.

    source: for `xforms-value-changed`, the question (generic path) it stands in. repeat: the repeat
    of the body it stands in, for `odk-new-repeat`; "" in the model or outside repeats. in_body:
    model actions run before those of the body. target: the `ref` compiled where it stands, only
    where it has predicates (`/data/kid[position() = 1]/age`); None: the plain path says it all.
    value is compiled at `path`.
    """

    path: str
    event: str
    value: BoundExpression | None
    text: str
    kind: ActionKind = ActionKind.SET_VALUE
    source: str = ""
    repeat: str = ""
    in_body: bool = False
    target: BoundExpression | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SecondaryInstance:
    """A list beside the answers.

    tree: its items as nodes where they stand in the form; None for an external one. source: what
    `src` says (`jr://file-csv/people.csv`, `jr://instance/last-saved`), "" for an internal one.
    file_name: plain name of that file, "" where none. line: of the XML.
    """

    name: str
    tree: Node | None = None
    source: str = ""
    file_name: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDefinition:
    """One `entity` node of the form (ODK entities): where it stands and what decides it.

    path: generic path of the `entity` element; list_name: its `dataset`; repeat: the repeat it
    stands in, "" for the form's own. properties: property -> generic path of the node saved to it.
    """

    path: str
    list_name: str
    spec_version: str
    mode: EntityMode
    repeat: str
    label_path: str
    id_path: str
    create_path: str
    update_path: str
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Where and how the form itself would have its records sent; we only say it, never do it.

    method: `post` or `form-data-post`, "" where the form says none. public_key: base64.
    """

    action: str = ""
    method: str = ""
    public_key: str = ""


_CODE = re.compile(r"\(([^()]+)\)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FormDefinition:
    """A form, shared by all its instances; equal forms have equal `sha256` (of the XML, 32 bytes).

    nodes: every node by generic path, in definition order. tree: the primary instance as written,
    repeat instances with their own defaults, `jr:template` ones left out; templates: path of a
    repeat -> what a new instance of it starts from (the template, else its first instance; below
    its own templates). texts: language -> id -> form -> text; forms are "" `guidance` `short` and
    the media `image` `big-image` `audio` `video`. secondary: lists by id. repeats: by generic path.
    inserting: ids of the texts that insert answers in any language. body_class: of the body
    (`theme-grid`, `pages`). media: every plain file name that texts name.
    list_files: plain names of the files that lists and `pulldata` need (`itemsets.csv` too).
    derived: what upper layers computed once for it.
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
    inserting: frozenset[str]
    actions: tuple[Action, ...]
    secondary: Mapping[str, SecondaryInstance]
    namespaces: tuple[tuple[str, str], ...]
    tree: Node
    templates: Mapping[str, Node]
    repeats: Mapping[str, Repeat]
    elements: tuple[Element, ...] = ()
    body_class: str = ""
    media: frozenset[str] = frozenset()
    list_files: frozenset[str] = frozenset()
    entities: tuple[EntityDefinition, ...] = ()
    submission: Submission | None = None
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

    def inserted(self, label: Label | None) -> tuple[BoundExpression, ...]:
        """Return what is inserted into *label* in any language and form."""
        if label is None or (label.inline is None and label.itext_id not in self.inserting):
            return ()
        return tuple(one for text in self.texts_of(label) for one in text.expressions())

    def media_of(self, label: Label | None, language: str) -> Media:
        """Return the files of *label* in *language*, each from the default language if missing."""
        if label is None or label.inline is not None:
            return Media()
        found = {form: self.text_of(label, language, form) for form in MEDIA_FORMS}
        names = {form: _file_name(text) for form, text in found.items() if text is not None}
        return Media(
            image=names.get("image", ""),
            big_image=names.get("big-image", ""),
            audio=names.get("audio", ""),
            video=names.get("video", ""),
        )


MEDIA_FORMS = ("image", "big-image", "audio", "video")
"""Forms of an itext that name a file."""


def _file_name(text: Text) -> str:
    """Return the plain name in `jr://images/name.png`; media names insert no answers."""
    return "".join(part for part in text.parts if isinstance(part, str)).rpartition("/")[2]
