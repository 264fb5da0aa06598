"""The answers of one form: one change in, the set of what changed out (FORMS §7, §10).

Everything is named by reference: the generic path with an index at each repeat, a missing index
read as [1]; without an index at its end the reference of a repeat is the list of its instances.
"""

from __future__ import annotations

from collections.abc import Callable

from forms.collection import uncollected
from forms.environment import Environment
from forms.errors import AnswerRefused
from forms.model import drafts, types, validation
from forms.model.actions import Actions
from forms.model.changes import ChangeCollector, Changes
from forms.model.choices import Choices, ChoiceView
from forms.model.cursor import Cursor
from forms.model.graph import graph_of
from forms.model.grid import on_grid
from forms.model.page import HeadingItem, Item, Pages, QuestionItem, RepeatItem
from forms.model.recompute import Evaluator, result_text
from forms.model.repeats import Repeats
from forms.model.texts import Texts
from forms.model.tree import MAX_INSTANCES, Range, Tree, everything
from forms.model.views import QuestionView, is_readonly, question_view, reasons
from forms.report import Finding
from forms.xform.definition import FormDefinition, Label, Question, QuestionKind, Section
from forms.xpath.nodes import Node

__all__ = [
    "ChoiceView",
    "FormInstance",
    "HeadingItem",
    "QuestionItem",
    "QuestionView",
    "RepeatItem",
]


class FormInstance:
    """One person's answers to one form. Not safe for two threads at once."""

    def __init__(self, definition: FormDefinition, environment: Environment) -> None:
        self._definition = definition
        self._environment = environment
        self._tree = Tree(definition)
        self._evaluator = Evaluator(definition, graph_of(definition), environment, self._tree)
        self._texts = Texts(definition, self._evaluator)
        self._choices = Choices(definition, self._evaluator, self._texts)
        self._actions = Actions(definition, self._tree, self._evaluator, environment)
        self._repeats = Repeats(
            definition, self._tree, self._evaluator, self._actions.new_repeat, self._forget
        )
        self._pages = Pages(definition, self._tree, self)
        self._evaluator.counted = self._repeats.set_count
        self._evaluator.offered = self._choices.renew
        self._evaluator.choice_label = self._choices.label
        self._deprecated_id = ""

    def _forget(self, node: Node) -> None:
        self._choices.forget(node)
        self._evaluator.forget(node)

    # --- birth and drafts

    @classmethod
    @uncollected()
    def create(
        cls,
        definition: FormDefinition,
        environment: Environment,
        *,
        language: str = "",
        instance_id: str = "",
    ) -> FormInstance:
        """Return a new instance: defaults, preload, full recompute, first-load actions.

        language: a language of the form or a code such as `es`. instance_id: what the form's
        meta/instanceID gets; a new one from the environment where it is blank. Raises FormRefused
        where the form has a cycle.
        """
        instance = cls(definition, environment)
        instance._tree.build()
        instance._evaluator.language = definition.language_for(language)
        instance._actions.instance_id = instance_id or f"uuid:{environment.uuid()}"
        nodes = list(everything(instance._tree.root))
        instance._actions.born = {node for node in nodes if node.index}
        changes = ChangeCollector()
        instance._actions.preload(nodes, changes)
        instance._open(changes, first=True)
        return instance

    @classmethod
    @uncollected()
    def restore(
        cls, definition: FormDefinition, dump: str, environment: Environment
    ) -> FormInstance:
        """Return the instance that *dump* holds. First-load actions and preload do not run again.

        Raises DraftRefused where the draft belongs to another definition or is damaged.
        """
        draft = drafts.read(definition, dump)
        instance = cls(definition, environment)
        instance._tree.build()
        instance._evaluator.language = draft.language
        instance._deprecated_id = draft.deprecated_id
        drafts.fill(instance._tree, instance._tree.root, draft.values)
        find = instance._tree.find
        instance._evaluator.seeds.update(drafts.placed(find, draft.seeds))
        instance._choices.ranked.update(drafts.placed(find, draft.ranked))
        for node in drafts.placed(find, dict.fromkeys(draft.held)):
            instance._evaluator.hold(node)
        instance._open(ChangeCollector(), first=False)
        return instance

    @classmethod
    @uncollected()
    def edit(
        cls,
        definition: FormDefinition,
        xml: bytes,
        environment: Environment,
        *,
        instance_id: str,
        language: str = "",
    ) -> FormInstance:
        """Return the sealed record in *xml* (a submission) opened for editing.

        Its instanceID becomes deprecatedID, *instance_id* the new instanceID (a new one from the
        environment where it is blank). Preload and first-load actions do not run. Raises
        DraftRefused where the XML is unsafe, broken or of another form.
        """
        root = drafts.read_submission(definition, xml)
        instance = cls(definition, environment)
        instance._tree.build()
        instance._evaluator.language = definition.language_for(language)
        drafts.take(instance._tree, instance._tree.root, root)
        instance._actions.instance_id = instance_id or f"uuid:{environment.uuid()}"
        instance._deprecated_id = drafts.instance_id_in(root)
        instance._rename(instance._actions.instance_id)
        instance._open(ChangeCollector(), first=False)
        return instance

    def _rename(self, instance_id: str) -> None:
        """Make the record a new one; the form may calculate its id, and yet it is this one."""
        fields = self._meta()
        for name, value in (("instanceID", instance_id), ("deprecatedID", self._deprecated_id)):
            if name in fields:
                fields[name].value = value
                self._evaluator.hold(fields[name])

    def _meta(self) -> dict[str, Node]:
        """Return the fields of the form's `meta` by local name."""
        meta = next((one for one in self._tree.root.children if one.local == "meta"), None)
        return {one.local: one for one in meta.children} if meta is not None else {}

    def _open(self, changes: ChangeCollector, *, first: bool) -> None:
        self._evaluator.quiet = True
        self._evaluator.born = first
        self._evaluator.mark_all()
        self._evaluator.run(changes)
        self._actions.loaded(changes, first=first)
        self._evaluator.fresh.clear()
        self._evaluator.quiet = False
        self._evaluator.born = False

    def dump(self) -> str:
        """Return the draft as JSON: all values, also of what is not relevant, in stable order."""
        return drafts.written(
            self._definition,
            self._tree,
            language=self.language,
            seeds=self._evaluator.seeds,
            held=self._evaluator.held,
            ranked=self._choices.ranked,
            deprecated_id=self._deprecated_id,
        )

    def seal(self) -> Changes:
        """Write what is known only when the record is sealed (`timestamp end`)."""
        changes = ChangeCollector()
        self._actions.seal(changes)
        return self._settled(changes)

    # --- answering

    def set_answer(self, reference: str, text: str) -> Changes:
        """Store an answer and return what changed. A value that is none of its type stores blank.

        A read-only question keeps its value: the changes are empty. Raises AnswerRefused, with
        nothing changed, where the form has no question there.
        """
        question, node = self._question(reference)
        if is_readonly(node):
            return Changes()
        if question.kind is QuestionKind.RANGE:
            text = on_grid(question.parameters, text)
        elif question.kind is QuestionKind.DECIMAL:
            text = types.answered_decimal(text)
        changes = ChangeCollector()
        if not self._evaluator.answer(node, self._choices.kept(question, node, text), changes):
            return Changes()
        return self._settled(changes)

    def _settled(self, changes: ChangeCollector) -> Changes:
        self._actions.settle(changes)
        return changes.frozen()

    def type_problem(self, reference: str, text: str) -> str | None:
        """Return why *text* is no answer to that question, None if it is one; nothing changes.

        Codes: `integer`, `integer-range` (32 bits), `decimal`, `date`, `time`, `datetime`,
        `geopoint`, `geotrace`, `geoshape`, `choice`.
        """
        question, node = self._question(reference)
        return types.type_problem(
            self._definition.nodes[node.path],
            question,
            text,
            lambda: self._choices.offered(question, node),
        )

    def leave_out(self, paths: frozenset[str]) -> Changes:
        """Make questions (generic paths) not relevant, whatever the form says; return what changed.

        Each call says the whole set: what is no longer in it is asked again, with its old answer.
        It is no part of a draft: whoever restores one says it again.
        """
        paths &= self._definition.nodes.keys()
        if paths == self._evaluator.left_out:
            return Changes()
        changes = ChangeCollector()
        self._evaluator.leave_out(paths, changes)
        return self._settled(changes)

    def recompute(self) -> Changes:
        """Evaluate everything anew and return what differed (volatile expressions may)."""
        changes = ChangeCollector()
        self._evaluator.mark_all()
        return self._settled(changes)

    def _question(self, reference: str) -> tuple[Question, Node]:
        node = self._tree.find(reference)
        question = self._definition.questions.get(node.path) if node is not None else None
        if node is None or question is None:
            raise AnswerRefused(reference)
        return question, node

    # --- repeats

    def add_repeat(self, repeat_reference: str, after: int | None = None) -> Changes:
        """Add an instance after the *after*-th (0: before all; None: at the end).

        Raises AnswerRefused, with nothing changed, where there is no such repeat or place, where
        the form decides the number itself, or where there are 5,000 already.
        """
        within = self._range(repeat_reference)
        there = len(within.instances)
        place = there if after is None else after
        if not self._repeats.may_change(within) or not 0 <= place <= there:
            raise AnswerRefused(repeat_reference)
        if there >= MAX_INSTANCES:
            raise AnswerRefused(repeat_reference)
        changes = ChangeCollector()
        self._repeats.add(within, place, 1, changes)
        return self._settled(changes)

    def remove_repeat(self, instance_reference: str) -> Changes:
        """Remove an instance; those after it are counted anew.

        Raises AnswerRefused, with nothing changed, where there is none or the form decides itself.
        """
        within = self._range(instance_reference)
        node = self._tree.find(instance_reference)
        if node is None or node.path != within.path or not self._repeats.may_change(within):
            raise AnswerRefused(instance_reference)
        changes = ChangeCollector()
        self._repeats.remove(within, [node], changes)
        return self._settled(changes)

    def may_change_repeat(self, repeat_reference: str) -> bool:
        """Tell whether a person may add and remove instances of that repeat."""
        return self._repeats.may_change(self._range(repeat_reference))

    def repeat_count(self, repeat_reference: str) -> int:
        """Return how many instances there are."""
        return len(self._range(repeat_reference).instances)

    def instances_of(self, repeat_reference: str) -> tuple[str, ...]:
        """Return the references of the instances in order."""
        return tuple(node.reference for node in self._range(repeat_reference).instances)

    def _range(self, reference: str) -> Range:
        within = self._tree.range_at(reference)
        if within is None:
            raise AnswerRefused(reference)
        return within

    # --- looking

    @property
    def definition(self) -> FormDefinition:
        """Return the form."""
        return self._definition

    @property
    def language(self) -> str:
        """Return the active language, blank where the form has none."""
        return self._evaluator.language

    @property
    def instance_id(self) -> str:
        """Return what the form's meta/instanceID holds, or would hold if the form had one."""
        field = self._meta().get("instanceID")
        return (field.value if field is not None else "") or self._actions.instance_id

    @property
    def deprecated_id(self) -> str:
        """Return the instanceID of the record this one replaces, blank for a new one."""
        return self._deprecated_id

    def escape_inserted(self, escape: Callable[[str], str]) -> None:
        """Let answers that texts insert pass through *escape*: they never become marks (FORMS §9).

        Only shown texts are concerned; what expressions compute stays as it is.
        """
        self._texts.escape = escape

    def set_language(self, language: str) -> Changes:
        """Show the form in another language; what computes with texts is computed anew."""
        chosen = self._definition.language_for(language)
        if chosen == self.language:
            return Changes()
        self._evaluator.language = chosen
        changes = ChangeCollector()
        self._evaluator.mark_all()
        for path in self._definition.questions:
            changes.labels.update(dict.fromkeys(self._tree.nodes(path)))
        return self._settled(changes)

    def node(self, reference: str) -> Node:
        """Return a node; it must not be changed. Raises AnswerRefused where there is none."""
        node = self._tree.find(reference)
        if node is None:
            raise AnswerRefused(reference)
        return node

    def value(self, reference: str) -> str:
        """Return the stored value of a node, also where it is not relevant."""
        return self.node(reference).value or ""

    def is_relevant(self, reference: str) -> bool:
        """Tell whether the node and everything around it is relevant.

        A repeat without an index is relevant where one of its instances is, or would be.
        """
        if not reference.endswith("]"):
            within = self._tree.range_at(reference)
            if within is not None:
                return within.stand_in.relevant or any(one.relevant for one in within.instances)
        return self.node(reference).relevant

    def is_readonly(self, reference: str) -> bool:
        """Tell whether the node or a group around it is read-only."""
        return is_readonly(self.node(reference))

    def is_required(self, reference: str) -> bool:
        """Tell whether the node must be answered."""
        return self.node(reference).required

    def question(self, reference: str, language: str = "") -> QuestionView:
        """Return a question as it stands, in *language* or the active one."""
        question, node = self._question(reference)
        spoken = self._spoken(language)
        return question_view(self._definition, self._texts, self._choices, question, node, spoken)

    def choices(self, reference: str, language: str = "") -> tuple[ChoiceView, ...]:
        """Return what a question offers now, in *language* or the active one."""
        question, node = self._question(reference)
        return self._choices.views(question, node, self._spoken(language))

    def _spoken(self, language: str) -> str:
        return self._definition.language_for(language) if language else self.language

    def label_text(self, label: Label | None, language: str = "", reference: str = "") -> str:
        """Return any text of the form as it reads now, at a node where it inserts answers."""
        node = self._tree.find(reference) if reference else self._tree.root
        scope = self._texts.scope(self._spoken(language))
        return self._texts.text(label, node or self._tree.root, scope)

    def reasons(self, reference: str) -> tuple[str, ...]:
        """Return the questions that decide whether a question is shown, the nearest rule first."""
        return reasons(self._definition, self._tree, self._tree.find(reference))

    def evaluated(self, reference: str) -> str:
        """Return what a node's calculate gives at this moment, without storing it."""
        node = self.node(reference)
        calculate = self._definition.nodes[node.path].calculate
        if calculate is None:
            return node.value or ""
        return result_text(self._evaluator.evaluate(calculate, node, self._evaluator.scope()))

    def findings(self) -> tuple[Finding, ...]:
        """Return what failed while it ran, and lists that are not there: names, never answers."""
        evaluator = self._evaluator
        return (*evaluator.failures.values(), *evaluator.lists.findings.values())

    def element(self) -> Node:
        """Return the root element of the answers; it must not be changed."""
        return self._tree.root

    def cursor(self) -> Cursor:
        """Return a new cursor, at the beginning."""
        return Cursor(self)

    # --- pages

    def section_title(self, index: int, language: str = "") -> str:
        """Return a section's title; loose questions bear the form's own."""
        title = self._section(index).title
        return self.label_text(title, language) if title is not None else self._definition.title

    def _section(self, index: int) -> Section:
        return self._definition.section_list[index]

    def section_paths(self, index: int) -> tuple[str, ...]:
        """Return the relevant questions of a section in order, those of all instances too."""
        return tuple(
            node.reference for node in self._pages.questions(self._section(index)) if node.relevant
        )

    def section_relevant(self, index: int) -> bool:
        """Tell whether a section has anything to show."""
        section = self._section(index)
        if any(node.relevant for node in self._pages.questions(self._section(index))):
            return True
        return bool(section.elements) and bool(self._pages.items(section, None))

    def items(self, section: int, place: str = "") -> tuple[Item, ...]:
        """Return what stands on a section now, or on the page of the repeat instance *place*.

        Raises AnswerRefused where *place* is no instance of a repeat.
        """
        node = self._tree.find(place) if place else None
        if place and (node is None or not node.index):
            raise AnswerRefused(place)
        return self._pages.items(self._section(section), node)

    # --- completeness

    def problems(
        self, section: int | None = None, language: str = "", within: str = ""
    ) -> tuple[validation.Problem, ...]:
        """Return what keeps a section, or the whole form, from being complete, in document order.

        Only relevant nodes are looked at; a constraint is never asked about a blank answer. within:
        only what lies in that group or instance of a repeat.
        """
        nodes = everything(self.node(within) if within else self._tree.root)
        if section is not None:
            inside = set(nodes)
            asked = self._pages.questions(self._section(section))
            nodes = (node for node in asked if node in inside)
        return tuple(
            validation.Problem(
                path=node.reference,
                code=code,
                message=self.label_text(label, language, node.reference) or None,
            )
            for node, code, label in validation.problems(self._definition, self._evaluator, nodes)
        )

    def holds(self, reference: str) -> bool:
        """Tell whether one node is complete: not missing, and its constraint holds."""
        node = self.node(reference)
        return not any(validation.problems(self._definition, self._evaluator, (node,)))
