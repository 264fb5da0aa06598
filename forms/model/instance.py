"""The answers of one form: one change in, the set of what changed out (FORMS §7, §10)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from forms.environment import Environment
from forms.errors import AnswerRefused, DraftRefused
from forms.model import types, validation
from forms.model.changes import ChangeCollector, Changes
from forms.model.graph import graph_of
from forms.model.recompute import Evaluator, result_text
from forms.report import Finding
from forms.xform.definition import (
    FormDefinition,
    Label,
    NodeDefinition,
    Question,
    QuestionKind,
    Section,
)
from forms.xpath.context import Scope
from forms.xpath.nodes import Node, NodeKind
from forms.xpath.values import to_text

DRAFT_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """A choice as it is shown in the active language."""

    name: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question as it stands now: texts with their inserted answers, value, flags."""

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


class FormInstance:
    """One person's answers to one form. Not safe for two threads at once."""

    def __init__(self, definition: FormDefinition, environment: Environment) -> None:
        self._definition = definition
        self._environment = environment
        self._document = Node(NodeKind.DOCUMENT)
        self._nodes: dict[str, Node] = {}
        self._graph = graph_of(definition)
        self._evaluator = Evaluator(
            definition, self._graph, environment, self._document, self._nodes
        )

    # --- birth and drafts

    @classmethod
    def create(
        cls,
        definition: FormDefinition,
        environment: Environment,
        *,
        language: str = "",
        instance_id: str = "",
    ) -> FormInstance:
        """Return a new instance: defaults, preload, full recompute, first-load actions.

        language: a language of the form or a code such as `es`. instance_id: what expressions read
        from meta/instanceID. Raises FormRefused where the form has a cycle.
        """
        instance = cls(definition, environment)
        instance._build()
        instance._evaluator.language = definition.language_for(language)
        changes = ChangeCollector()
        for path, node in definition.nodes.items():
            if node.preload == "uid":
                instance._evaluator.store(instance._nodes[path], instance_id, changes)
        instance._evaluator.mark_all()
        instance._evaluator.run(changes)
        instance._first_load(changes)
        return instance

    @classmethod
    def restore(
        cls, definition: FormDefinition, dump: str, environment: Environment
    ) -> FormInstance:
        """Return the instance that *dump* holds. First-load actions and preload do not run again.

        Raises DraftRefused where the draft belongs to another definition or is damaged.
        """
        draft = _read_draft(definition, dump)
        instance = cls(definition, environment)
        instance._build()
        instance._evaluator.language = str(draft["language"])
        _fill(instance._document.children[0], draft["values"])
        instance._evaluator.mark_all()
        instance._evaluator.run(ChangeCollector())
        return instance

    def _build(self) -> None:
        nodes = self._definition.nodes
        for path, known in nodes.items():
            node = Node(
                NodeKind.ATTRIBUTE if known.is_attribute else NodeKind.ELEMENT,
                local=known.local,
                namespace=known.namespace,
                prefix=known.prefix,
                plain=known.namespace == "",
                value=_initial(known),
                reference=path,
            )
            self._nodes[path] = node
            above = self._nodes.get(known.parent, self._document)
            if known.is_attribute:
                above.append_attribute(node)
            else:
                above.append(node)

    def _first_load(self, changes: ChangeCollector) -> None:
        for action in self._definition.actions:
            text = action.text
            if action.value is not None:
                scope = self._evaluator.scope()
                text = result_text(self._evaluator.evaluate(action.value, scope))
            self._evaluator.store(self._nodes[action.path], text, changes)
            self._evaluator.run(changes)

    def dump(self) -> str:
        """Return the draft as JSON: all values, also of what is not relevant, in stable order."""
        draft = {
            "format": DRAFT_FORMAT,
            "form": self._definition.form_id,
            "version": self._definition.version,
            "definition": self._definition.sha256.hex(),
            "language": self.language,
            "values": _values(self._document.children[0]),
        }
        return json.dumps(draft, ensure_ascii=False, separators=(",", ":"))

    # --- answering

    def set_answer(self, path: str, text: str) -> Changes:
        """Store an answer and return what changed. A value that is none of its type stores blank.

        A read-only question keeps its value: the changes are empty. Raises AnswerRefused, with
        nothing changed, where the form has no question at *path*.
        """
        question = self._question(path)
        node = self._nodes[path]
        if self._is_readonly(node):
            return Changes()
        if question.kind is QuestionKind.SELECT_ONE:
            text = text.strip() if text.strip() in question.choice_names else ""
        changes = ChangeCollector()
        if self._evaluator.store(node, text, changes):
            self._evaluator.run(changes)
        return changes.frozen()

    def type_problem(self, path: str, text: str) -> str | None:
        """Return why *text* is no answer to that question, None if it is one; nothing changes.

        Codes: `integer`, `integer-range` (32 bits), `decimal`, `date`, `choice`.
        """
        return types.type_problem(self._definition.nodes[path], self._question(path), text)

    def recompute(self) -> Changes:
        """Evaluate everything anew and return what differed (volatile expressions may)."""
        changes = ChangeCollector()
        self._evaluator.mark_all()
        self._evaluator.run(changes)
        return changes.frozen()

    def _question(self, path: str) -> Question:
        question = self._definition.questions.get(path)
        if question is None:
            raise AnswerRefused(path)
        return question

    # --- looking

    @property
    def definition(self) -> FormDefinition:
        """Return the form."""
        return self._definition

    @property
    def language(self) -> str:
        """Return the active language, blank where the form has none."""
        return self._evaluator.language

    def set_language(self, language: str) -> Changes:
        """Show the form in another language; what computes with texts is computed anew."""
        chosen = self._definition.language_for(language)
        if chosen == self.language:
            return Changes()
        self._evaluator.language = chosen
        changes = self.recompute()
        return Changes(
            values=changes.values,
            relevance=changes.relevance,
            readonly=changes.readonly,
            required=changes.required,
            labels=frozenset(self._definition.questions),
        )

    def value(self, path: str) -> str:
        """Return the stored value of a node, also where it is not relevant."""
        return self._nodes[path].value or ""

    def is_relevant(self, path: str) -> bool:
        """Tell whether the node and everything around it is relevant."""
        return self._nodes[path].relevant

    def question(self, path: str, language: str = "") -> QuestionView:
        """Return a question as it stands, in *language* or the active one."""
        question = self._question(path)
        node = self._nodes[path]
        spoken = self._definition.language_for(language) if language else self.language
        scope = self._evaluator.scope()
        scope.language = spoken
        choices = tuple(
            ChoiceView(
                name=choice.name, label=self._text(choice.label, spoken, scope) or choice.name
            )
            for choice in question.choices
        )
        value = node.value or ""
        return QuestionView(
            path=path,
            kind=question.kind,
            label=self._text(question.label, spoken, scope),
            hint=self._text(question.hint, spoken, scope),
            guidance=self._text(question.hint, spoken, scope, "guidance"),
            group_titles=tuple(self._text(title, spoken, scope) for title in question.group_titles),
            choices=choices,
            appearance=question.appearance,
            value=value,
            value_label=next((one.label for one in choices if one.name == value), value),
            relevant=node.relevant,
            required=node.required,
            readonly=self._is_readonly(node),
        )

    def _is_readonly(self, node: Node) -> bool:
        return node.readonly or any(one.readonly for one in node.ancestors())

    def _text(self, label: Label | None, language: str, scope: Scope, form: str = "") -> str:
        text = self._definition.text_of(label, language, form)
        if text is None:
            return ""
        made: list[str] = []
        for part in text.parts:
            if isinstance(part, str):
                made.append(part)
                continue
            value = self._evaluator.evaluate(part, scope)
            made.append("" if value is None else to_text(value))
        return "".join(made)

    def label_text(self, label: Label | None, language: str = "") -> str:
        """Return any text of the form as it reads now."""
        spoken = self._definition.language_for(language) if language else self.language
        scope = self._evaluator.scope()
        scope.language = spoken
        return self._text(label, spoken, scope)

    def reasons(self, path: str) -> tuple[str, ...]:
        """Return the questions that decide whether a question is shown, the nearest rule first."""
        found: dict[str, None] = {}
        known = self._definition.nodes.get(path)
        while known is not None:
            if known.relevant is not None:
                for one in known.relevant.reads:
                    if one in self._definition.questions:
                        found[one] = None
            known = self._definition.nodes.get(known.parent)
        return tuple(found)

    def evaluated(self, path: str) -> str:
        """Return what a node's calculate gives at this moment, without storing it."""
        calculate = self._definition.nodes[path].calculate
        if calculate is None:
            return self.value(path)
        return result_text(self._evaluator.evaluate(calculate, self._evaluator.scope()))

    def section_title(self, index: int, language: str = "") -> str:
        """Return a section's title; loose questions bear the form's own."""
        title = self._section(index).title
        return self.label_text(title, language) if title is not None else self._definition.title

    def _section(self, index: int) -> Section:
        return self._definition.section_list[index]

    def section_paths(self, index: int) -> tuple[str, ...]:
        """Return the relevant questions of a section in order."""
        return tuple(path for path in self._section(index).questions if self._nodes[path].relevant)

    def section_relevant(self, index: int) -> bool:
        """Tell whether a section has anything to show."""
        return any(self._nodes[path].relevant for path in self._section(index).questions)

    def problems(
        self, section: int | None = None, language: str = ""
    ) -> tuple[validation.Problem, ...]:
        """Return what keeps a section, or the whole form, from being complete, in document order.

        Only relevant nodes are looked at; a constraint is never asked about a blank answer.
        """
        paths = self._definition.nodes if section is None else self._section(section).questions
        found = validation.problems(self._definition, self._nodes, self._evaluator, paths)
        return tuple(
            validation.Problem(
                path=path, code=code, message=self.label_text(label, language) or None
            )
            for path, code, label in found
        )

    def holds(self, path: str) -> bool:
        """Tell whether one node is complete: not missing, and its constraint holds."""
        return not any(validation.problems(self._definition, self._nodes, self._evaluator, (path,)))

    def findings(self) -> tuple[Finding, ...]:
        """Return what failed while it ran, and lists that are not there: names, never answers."""
        evaluator = self._evaluator
        return (*evaluator.failures.values(), *evaluator.lists.findings.values())

    def element(self) -> Node:
        """Return the root element of the answers; it must not be changed."""
        return self._document.children[0]


def _initial(known: NodeDefinition) -> str | None:
    if not (known.is_leaf or known.is_attribute):
        return None
    return types.stored(known.datatype, known.default)


def _values(node: Node) -> Any:
    attributes = [attribute.value or "" for attribute in node.attributes]
    if node.is_leaf:
        return [node.value, *attributes] if attributes else node.value
    return [*attributes, *(_values(child) for child in node.children)]


def _fill(node: Node, values: Any) -> None:
    """Put the values of a draft back; raise DraftRefused where their shape is another."""
    if node.is_leaf and not node.attributes:
        if not isinstance(values, str):
            raise DraftRefused(node.reference)
        node.value = values
        return
    own = 1 if node.is_leaf else 0
    wanted = own + len(node.attributes) + len(node.children)
    if not isinstance(values, list) or len(values) != wanted:
        raise DraftRefused(node.reference)
    if own:
        node.value = str(values[0])
    for attribute, value in zip(node.attributes, values[own:], strict=False):
        attribute.value = str(value)
    for child, value in zip(node.children, values[own + len(node.attributes) :], strict=True):
        _fill(child, value)


def _read_draft(definition: FormDefinition, dump: str) -> dict[str, Any]:
    try:
        draft = json.loads(dump)
    except (ValueError, RecursionError):
        raise DraftRefused("no JSON") from None
    if not isinstance(draft, dict) or draft.get("format") != DRAFT_FORMAT:
        raise DraftRefused("another format")
    if draft.get("definition") != definition.sha256.hex():
        raise DraftRefused("another definition")
    if draft.get("language") not in (*definition.languages, definition.default_language):
        raise DraftRefused("language")
    return draft
