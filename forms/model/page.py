"""What stands on a page of the form now: questions, headings, repeats as lists (UX)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from forms.model.tree import Tree
from forms.xform.definition import (
    Control,
    Element,
    FormDefinition,
    Group,
    Label,
    QuestionKind,
    Repeat,
    Section,
)
from forms.xpath.nodes import Node

_COLUMNS = 3
"""How many questions tell one instance of a repeat from another in its list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionItem:
    """A question of the page."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingItem:
    """The title of a group inside the page; reference "" where the group has no node."""

    reference: str
    label: str
    level: int
    appearance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatItem:
    """A repeat as the list of its relevant instances; each opens as a page of its own.

    fixed: the form says how many there are. columns: generic paths of the first questions.
    """

    reference: str
    label: str
    level: int
    instances: tuple[str, ...]
    fixed: bool
    columns: tuple[str, ...]


Item: TypeAlias = "QuestionItem | HeadingItem | RepeatItem"


class Asked(Protocol):
    """What a page asks of the instance it belongs to."""

    def label_text(self, label: Label | None, language: str = "", reference: str = "") -> str:
        """Return a text as it reads at a node."""

    def may_change_repeat(self, repeat_reference: str) -> bool:
        """Tell whether the user decides how many instances there are."""


class Pages:
    """Lists the items of sections and of instances of repeats."""

    def __init__(self, definition: FormDefinition, tree: Tree, asked: Asked) -> None:
        self._definition = definition
        self._tree = tree
        self._asked = asked

    def questions(self, section: Section) -> Iterator[Node]:
        """Yield the questions of a section, of all instances, in document order."""
        if not self._definition.repeats:
            for path in section.questions:
                yield from self._tree.nodes(path)
            return
        nodes = [node for path in section.questions for node in self._tree.nodes(path)]
        if any(node.holder is not None for node in nodes):
            nodes.sort(key=Node.position_key)
        yield from nodes

    def items(self, section: Section, place: Node | None) -> tuple[Item, ...]:
        """Return what is relevant on the section, or on the page of the instance *place* in it."""
        if place is None:
            return tuple(self._inside(section.elements, self._tree.root, 1))
        repeat = self._definition.repeats[place.path]
        return tuple(self._inside(repeat.elements, place, 1))

    def _inside(self, elements: tuple[Element, ...], around: Node, level: int) -> Iterator[Item]:
        for element in elements:
            match element:
                case Control(path=path):
                    for node in self._tree.related(around, path):
                        if node.relevant:
                            yield QuestionItem(reference=node.reference)
                case Group():
                    yield from self._group(element, around, level)
                case Repeat():
                    yield from self._repeat(element, around, level)

    def _group(self, group: Group, around: Node, level: int) -> Iterator[Item]:
        node = around
        if group.path:
            found = self._tree.related(around, group.path)
            if not found or not found[0].relevant:
                return
            node = found[0]
        inside = list(self._inside(group.elements, around, level + 1))
        if not inside:
            return
        label = self._asked.label_text(group.label, "", node.reference)
        if label:
            yield HeadingItem(
                reference=node.reference if group.path else "",
                label=label,
                level=level,
                appearance=group.appearance,
            )
        yield from inside

    def _repeat(self, repeat: Repeat, around: Node, level: int) -> Iterator[Item]:
        parent = next(
            iter(self._tree.related(around, self._definition.nodes[repeat.path].parent)), None
        )
        within = self._tree.ranges.get(parent, {}).get(repeat.path) if parent is not None else None
        if within is None:
            return
        instances = tuple(one for one in within.instances if one.relevant)
        if not instances and not within.stand_in.relevant:
            return
        reference = within.stand_in.reference
        yield RepeatItem(
            reference=reference,
            label=self._asked.label_text(repeat.label, "", reference),
            level=level,
            instances=tuple(one.reference for one in instances),
            fixed=not self._asked.may_change_repeat(reference),
            columns=columns_of(self._definition, repeat),
        )


def columns_of(definition: FormDefinition, repeat: Repeat) -> tuple[str, ...]:
    """Return the generic paths of the first answerable questions of a repeat."""
    found: list[str] = []
    stack: list[Element] = list(reversed(repeat.elements))
    while stack and len(found) < _COLUMNS:
        element = stack.pop()
        if isinstance(element, Control):
            question = definition.questions.get(element.path)
            if question is not None and question.kind not in _NOT_ANSWERED:
                found.append(element.path)
        elif isinstance(element, Group):
            stack.extend(reversed(element.elements))
    return tuple(found)


_NOT_ANSWERED = frozenset({QuestionKind.NOTE, QuestionKind.UNSUPPORTED})
