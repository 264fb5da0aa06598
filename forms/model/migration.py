"""A draft moves to a newer version of its form: what that would do, and then doing it (FORMS §10).

Nodes are the same where their path is, and renamed only where the author says so by an equal
`odk:tag`. Nothing here changes the draft it is given: the result is another one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from forms.environment import Environment
from forms.errors import AnswerRefused
from forms.model.instance import FormInstance
from forms.xform.definition import FormDefinition, NodeDefinition, QuestionKind
from forms.xpath.nodes import ODK, Node

_FROM_EVENT = frozenset({"instanceID", "deprecatedID"})
_CHOSEN = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK})


class Fate(Enum):
    """What becomes of an answer that is not simply kept."""

    RENAMED = "renamed"
    TYPE_KEPT = "type_kept"
    TYPE_BLANKED = "type_blanked"
    CHOICE_VANISHED = "choice_vanished"
    NODE_VANISHED = "node_vanished"
    NOT_TAKEN = "not_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One answer whose place or value would not be the same.

    path: its reference in the older version. label: its question there, or its name. value: the
    answer as a person reads it. now: what it would be in the newer version, "" where nothing.
    """

    fate: Fate
    path: str
    label: str
    value: str
    now: str = ""
    stored: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequired:
    """A question that only the newer version has and that must be answered."""

    path: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationReport:
    """What moving a draft to another version of its form would do. kept: answers as they were."""

    from_version: str
    to_version: str
    kept: int
    changes: tuple[Change, ...]
    new_required: tuple[NewRequired, ...]

    @property
    def left_behind(self) -> tuple[tuple[str, str], ...]:
        """Return path and stored text of every answer that the newer version cannot hold."""
        lost = (Fate.NODE_VANISHED, Fate.TYPE_BLANKED, Fate.CHOICE_VANISHED, Fate.NOT_TAKEN)
        return tuple((one.path, one.stored) for one in self.changes if one.fate in lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """A draft in the newer version, and what became of each answer."""

    form: FormInstance
    report: MigrationReport


def migration_report(
    old: FormDefinition, dump: str, new: FormDefinition, environment: Environment
) -> MigrationReport:
    """Return what `migrate` would do; nothing is changed. Raises DraftRefused for a bad dump."""
    return migrate(old, dump, new, environment).report


def migrate(
    old: FormDefinition,
    dump: str,
    new: FormDefinition,
    environment: Environment,
    *,
    instance_id: str = "",
) -> Migration:
    """Return the draft of *dump* in the form *new*, with its report.

    instance_id: as at the draft's birth. Raises DraftRefused where the dump is not one of *old*.
    """
    before = FormInstance.restore(old, dump, environment)
    after = FormInstance.create(new, environment, language=before.language, instance_id=instance_id)
    move = _Move(before=before, after=after, places=places_of(old, new))
    move.run(environment)
    return Migration(form=move.after, report=move.report())


def places_of(old: FormDefinition, new: FormDefinition) -> Mapping[str, str]:
    """Return where each node of *old* stands in *new*, by generic path; the others have no place.

    What stands inside a renamed group stands at the same name inside it.
    """
    tagged = {tag: path for path in new.nodes if path not in old.nodes and (tag := _tag(new, path))}
    found: dict[str, str] = {}
    for path, known in old.nodes.items():
        tag = _tag(old, path)
        parent = found.get(known.parent)
        beside = path if parent is None else parent + path.removeprefix(known.parent)
        if path in new.nodes:
            found[path] = path
        elif tag in tagged:
            found[path] = tagged[tag]
        elif beside in new.nodes:
            found[path] = beside
    return {path: place for path, place in found.items() if _fit(old, path, new, place)}


def _tag(definition: FormDefinition, path: str) -> str:
    for attribute in definition.nodes[path].attributes:
        known = definition.nodes[attribute]
        if known.local == "tag" and known.namespace == ODK:
            return known.default
    return ""


def _fit(old: FormDefinition, path: str, new: FormDefinition, place: str) -> bool:
    """Tell whether both are leaves or both groups, and stand in as many repeats."""
    mine, theirs = old.nodes[path], new.nodes[place]
    return (
        mine.is_leaf == theirs.is_leaf
        and mine.is_repeat == theirs.is_repeat
        and len(_repeats(old, path)) == len(_repeats(new, place))
    )


def _repeats(definition: FormDefinition, path: str) -> tuple[str, ...]:
    """Return the repeats around a node, the outermost first, itself included."""
    found: list[str] = []
    known: NodeDefinition | None = definition.nodes.get(path)
    while known is not None:
        if known.is_repeat:
            found.append(known.path)
        known = definition.nodes.get(known.parent)
    return tuple(reversed(found))


@dataclass(slots=True)
class _Move:
    """One walk through the older draft, filling the newer one."""

    before: FormInstance
    after: FormInstance
    places: Mapping[str, str]
    kept: int = 0
    changes: list[Change] = field(default_factory=list)
    _answers: list[tuple[Node, str]] = field(default_factory=list)
    _carried: dict[str, str] = field(default_factory=dict)  # of nodes that nobody is asked for

    def run(self, environment: Environment) -> None:
        """Copy every value: first what decides how many instances there are, then once more.

        A count that follows from an answer further down is right in the second round.
        """
        for _round in range(2):
            self._answers, self._carried = [], {}
            self._level(self.before.element())
        if self._carried:
            definition = self.after.definition
            dump = with_values(definition, self.after.dump(), self._carried)
            self.after = FormInstance.restore(definition, dump, environment)
        for node, place in self._answers:
            self._judge(node, place)

    def report(self) -> MigrationReport:
        """Return what became of each answer."""
        return MigrationReport(
            from_version=self.before.definition.version,
            to_version=self.after.definition.version,
            kept=self.kept,
            changes=tuple(self.changes),
            new_required=tuple(self._new_required()),
        )

    def _level(self, node: Node) -> None:
        for child in node.children:
            if child.path in self.places and self.before.definition.nodes[child.path].is_repeat:
                if child.index == 1:
                    self._same_count(child)
            elif child.value is not None:
                self._copy(child)
            self._level(child)

    def _same_count(self, first: Node) -> None:
        """Give the newer draft as many instances of a repeat as the older one has."""
        repeat = first.reference.rpartition("[")[0]
        place = self._reference(first)
        if place is None:
            return
        target = place.rpartition("[")[0]
        wanted = self.before.repeat_count(repeat)
        try:
            while self.after.repeat_count(target) < wanted:
                self.after.add_repeat(target)
        except AnswerRefused:
            return  # their number follows from answers, or the form fixes it

    def _copy(self, node: Node) -> None:
        """Put one value in its place; what the form works out by itself is left to it."""
        known = self.before.definition.nodes[node.path]
        if known.local in _FROM_EVENT or known.calculate is not None:
            return
        text = node.value or ""
        place = self._reference(node)
        self._answers.append((node, place or ""))
        if place is None or _found(self.after, place) is None:
            return
        target = self.after.definition.nodes[self.places[node.path]]
        if target.calculate is not None:
            return
        if target.path in self.after.definition.questions:
            if text or self.after.value(place):
                self.after.set_answer(place, text)
        elif text:
            self._carried[place] = text

    def _reference(self, node: Node) -> str | None:
        """Return where a node of the older draft stands in the newer one."""
        place = self.places.get(node.path)
        if place is None:
            return None
        indices = [one.index for one in (*reversed(list(node.ancestors())), node) if one.index]
        made: list[str] = []
        path = ""
        for step in place.split("/")[1:]:
            path = f"{path}/{step}"
            known = self.after.definition.nodes.get(path)
            index = f"[{indices.pop(0)}]" if known is not None and known.is_repeat else ""
            made.append(step + index)
        return "/" + "/".join(made)

    def _judge(self, node: Node, place: str) -> None:
        """Note what became of an answer; a blank one is no answer."""
        text = node.value or ""
        if not text:
            return
        old, new = self.before.definition, self.after.definition
        question = old.questions.get(node.path)
        if not place or _found(self.after, place) is None:
            if question is not None or old.nodes[node.path].has_bind:
                self._note(Fate.NODE_VANISHED, node)
            return
        now = self.after.value(place)
        target = new.questions.get(self.places[node.path])
        retyped = (
            question is not None and target is not None and (question.kind is not target.kind)
        ) or old.nodes[node.path].datatype is not new.nodes[self.places[node.path]].datatype
        if now != text:
            if question is None:
                return
            chosen = target is not None and target.kind in _CHOSEN and not retyped
            if retyped:
                self._note(Fate.TYPE_KEPT if now else Fate.TYPE_BLANKED, node, now)
            else:
                self._note(Fate.CHOICE_VANISHED if chosen else Fate.NOT_TAKEN, node, now)
        elif question is not None and retyped:
            self._note(Fate.TYPE_KEPT, node, now)
        elif question is not None and self.places[node.path] != node.path:
            self._note(Fate.RENAMED, node, now)
        elif question is not None:
            self.kept += 1

    def _note(self, fate: Fate, node: Node, now: str = "") -> None:
        reference = node.reference
        label, value = node.local, node.value or ""
        if node.path in self.before.definition.questions:
            shown = self.before.question(reference)
            label, value = shown.label or label, shown.value_label
        self.changes.append(
            Change(
                fate=fate,
                path=reference,
                label=label,
                value=value,
                now=now,
                stored=node.value or "",
            )
        )

    def _new_required(self) -> Iterator[NewRequired]:
        known = set(self.places.values())
        for problem in self.after.problems():
            if problem.code == "required" and self.after.node(problem.path).path not in known:
                label = self.after.question(problem.path).label
                yield NewRequired(path=problem.path, label=label)


def _found(form: FormInstance, reference: str) -> Node | None:
    try:
        return form.node(reference)
    except AnswerRefused:
        return None


def with_values(definition: FormDefinition, dump: str, carried: Mapping[str, str]) -> str:
    """Return a dump in which nodes without a question have these values, by reference.

    For the app's own words in a record, such as the name of its audit file.
    """
    draft = json.loads(dump)
    for reference, text in carried.items():
        inside, path = draft["values"], definition.root
        steps = reference.split("/")[2:]
        for at, step in enumerate(steps):
            name, _, index = step.removesuffix("]").partition("[")
            known = definition.nodes[path]
            path = f"{path}/{name}"
            place = len(known.attributes) + known.children.index(path)
            if at == len(steps) - 1 and not definition.nodes[path].attributes:
                inside[place] = text
            elif at == len(steps) - 1:
                inside[place][0] = text
            else:
                inside = inside[place][int(index) - 1] if index else inside[place]
    return json.dumps(draft, ensure_ascii=False, separators=(",", ":"))
