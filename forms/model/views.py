"""Questions as they stand now: texts with their inserted answers, choices, value, flags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from forms.model.choices import NO_MEDIA, SEVERAL, Choices, ChoiceView
from forms.model.texts import Texts
from forms.model.tree import Tree
from forms.xform.definition import FormDefinition, Media, Question, QuestionKind
from forms.xpath.nodes import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question as it stands now; path is its reference. See Question for parameters and types."""

    path: str
    kind: QuestionKind
    label: str
    hint: str
    guidance: str
    group_titles: tuple[str, ...]
    choices: tuple[ChoiceView, ...]
    appearance: str
    value: str
    value_label: str
    relevant: bool
    required: bool
    readonly: bool
    media: Media = NO_MEDIA
    parameters: Mapping[str, str] = field(default_factory=dict)
    media_type: str = ""
    unsupported: str = ""


def question_view(
    definition: FormDefinition,
    texts: Texts,
    choices: Choices,
    question: Question,
    node: Node,
    language: str,
) -> QuestionView:
    """Return *question* at *node* in *language*."""
    scope = texts.scope(language)
    shown = choices.views(question, node, language)
    value = node.value or ""
    return QuestionView(
        path=node.reference,
        kind=question.kind,
        label=texts.text(question.label, node, scope),
        hint=texts.text(question.hint, node, scope),
        guidance=texts.text(question.hint, node, scope, "guidance"),
        group_titles=tuple(texts.text(title, node, scope) for title in question.group_titles),
        choices=shown,
        appearance=question.appearance,
        value=value,
        value_label=value_label(question, shown, value),
        relevant=node.relevant,
        required=node.required,
        readonly=is_readonly(node),
        media=definition.media_of(question.label, language),
        parameters=question.parameters,
        media_type=question.media_type,
        unsupported=question.unsupported,
    )


def value_label(question: Question, shown: tuple[ChoiceView, ...], value: str) -> str:
    """Return how an answer reads: the labels of the chosen names, else the answer itself."""
    if not shown or value == "":
        return value
    names = value.split() if question.kind in SEVERAL else [value]
    labels = {one.name: one.label for one in reversed(shown) if one.name in names}
    return ", ".join(labels.get(name, name) for name in names)


def is_readonly(node: Node) -> bool:
    """Tell whether a node, or a group around it, is read-only."""
    return node.readonly or any(one.readonly for one in node.ancestors())


def reasons(definition: FormDefinition, tree: Tree, node: Node | None) -> tuple[str, ...]:
    """Return the questions whose answers decide whether *node* is shown, the nearest rule first."""
    found: dict[str, None] = {}
    one = node
    while one is not None and node is not None and one.path:
        known = definition.nodes[one.path]
        for read in known.relevant.reads if known.relevant is not None else ():
            if read in definition.questions:
                for other in tree.related(node, read):
                    found[other.reference] = None
        one = one.parent
    return tuple(found)
