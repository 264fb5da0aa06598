"""Walking through a form: its places in document order, as they stand now (FORMS §7).

A place is the beginning, a group, a repeat instance, a question, the offer of one more instance, or
the end. Only what is relevant has a place; nothing but its own methods moves a cursor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from forms.errors import AnswerRefused
from forms.xform.definition import Control, Element, FormDefinition, Group


class PlaceKind(Enum):
    """What a cursor stands on."""

    BEGINNING = "beginning"
    GROUP = "group"
    REPEAT_INSTANCE = "repeat instance"
    QUESTION = "question"
    NEW_REPEAT = "new repeat"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place. reference: of the group, instance or question; the list for a new instance; the
    root's for the beginning and the end."""

    kind: PlaceKind
    reference: str


class Walked(Protocol):
    """What a cursor asks of the instance it walks through."""

    @property
    def definition(self) -> FormDefinition:
        """Return the form."""

    def is_relevant(self, reference: str) -> bool:
        """Tell whether a node is relevant."""

    def instances_of(self, repeat_reference: str) -> tuple[str, ...]:
        """Return the instances of a repeat in order."""

    def may_change_repeat(self, repeat_reference: str) -> bool:
        """Tell whether the user decides how many instances there are."""


class Cursor:
    """Stands on one place of an instance; the beginning at first.

    Where its place has gone, by an answer or because an instance was removed, the next step leads
    to what stands after it now.
    """

    def __init__(self, instance: Walked) -> None:
        self._instance = instance
        root = instance.definition.root
        self._beginning = Place(kind=PlaceKind.BEGINNING, reference=root)
        self._end = Place(kind=PlaceKind.END, reference=root)
        self._place = self._beginning
        self._index = 0

    @property
    def place(self) -> Place:
        """Return where the cursor stands."""
        return self._place

    def places(self) -> tuple[Place, ...]:
        """Return every place as it is now, in document order."""
        definition = self._instance.definition
        return (self._beginning, *self._inside(definition.elements, "", ""), self._end)

    def next(self) -> Place:
        """Go one place forward; at the end it stays."""
        return self._step(1)

    def previous(self) -> Place:
        """Go one place back; at the beginning it stays."""
        return self._step(-1)

    def jump(self, reference: str) -> Place:
        """Go to the place of *reference*, "" for the beginning.

        A repeat's own reference is the offer of one more instance. Raises AnswerRefused, and the
        cursor stays, where nothing relevant stands there.
        """
        if reference == "":
            return self._stand(0, self._beginning)
        for index, place in enumerate(self.places()):
            if place.reference == reference and place not in (self._beginning, self._end):
                return self._stand(index, place)
        raise AnswerRefused(reference)

    def _step(self, by: int) -> Place:
        places = self.places()
        at = self._index
        if at >= len(places) or places[at] != self._place:
            if self._place in places:
                at = places.index(self._place)
            elif by > 0:
                at -= 1  # what stood there has gone: the next one has moved into its place
        at = min(max(at + by, 0), len(places) - 1)
        return self._stand(at, places[at])

    def _stand(self, index: int, place: Place) -> Place:
        self._index, self._place = index, place
        return place

    def _inside(self, elements: tuple[Element, ...], around: str, instance: str) -> Iterator[Place]:
        """Yield the places of *elements*; around: the innermost repeat, instance: which one."""
        repeats = self._instance.definition.repeats
        for element in elements:
            reference = instance + element.path[len(around) :]
            if isinstance(element, Control):
                if self._instance.is_relevant(reference):
                    yield Place(kind=PlaceKind.QUESTION, reference=reference)
            elif isinstance(element, Group):
                if element.path == "" or element.path in repeats:
                    yield from self._inside(element.elements, around, instance)
                elif self._instance.is_relevant(reference):
                    yield Place(kind=PlaceKind.GROUP, reference=reference)
                    yield from self._inside(element.elements, around, instance)
            elif self._instance.is_relevant(reference):
                for one in self._instance.instances_of(reference):
                    if self._instance.is_relevant(one):
                        yield Place(kind=PlaceKind.REPEAT_INSTANCE, reference=one)
                        yield from self._inside(element.elements, element.path, one)
                if self._instance.may_change_repeat(reference):
                    yield Place(kind=PlaceKind.NEW_REPEAT, reference=reference)
