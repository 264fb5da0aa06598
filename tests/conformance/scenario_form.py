"""A form as the traces look at it: what it holds, and what they ask of it about one instance."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from forms.errors import AnswerRefused
from forms.model.instance import FormInstance
from forms.model.validation import Problem
from tests.conformance.scenario_views import PlaceView, Target

LAST_INDEX = re.compile(r"\[(\d+)\]$")
"""The index of a repeat instance at the end of its reference."""


class FormView(Target):
    """The form of one scenario."""

    CALLS: ClassVar[Mapping[str, str]] = {
        "hasAction": "has_action",
        "getTitle": "title",
        "canCreateRepeat": "may_change",
        "deleteRepeat": "remove_repeat",
    }

    def __init__(self, instance: FormInstance) -> None:
        self._definition = instance.definition
        self._instance = instance

    def problem(self) -> Problem | None:
        """Return what keeps the form from being complete, the first in document order."""
        return next(iter(self._instance.problems()), None)

    def has_action(self, name: str) -> bool:
        """Tell whether the form holds an action of that element name."""
        return any(action.kind.value == name for action in self._definition.actions)

    def title(self) -> str:
        """Return its title."""
        return self._definition.title

    def may_change(self, *where: str | PlaceView) -> bool:
        """Tell whether the user may add to the repeat whose place or path comes first."""
        repeat = LAST_INDEX.sub("", _reference(where[0]))
        try:
            return self._instance.may_change_repeat(repeat)
        except AnswerRefused:
            return False

    def remove_repeat(self, where: str | PlaceView) -> None:
        """Remove the instance at a place."""
        self._instance.remove_repeat(_reference(where))


def _reference(where: str | PlaceView) -> str:
    return where if isinstance(where, str) else where.place.reference
