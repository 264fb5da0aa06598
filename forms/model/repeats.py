"""Instances of repeats: made, removed, counted (FORMS §7)."""

from __future__ import annotations

from collections.abc import Callable

from forms.model.changes import ChangeCollector
from forms.model.recompute import Evaluator
from forms.model.tree import MAX_INSTANCES, Range, Tree, everything
from forms.xform.definition import FormDefinition, Role
from forms.xpath.nodes import Node


class Repeats:
    """Adds and removes instances; *born* is told of each new one (preload, actions)."""

    def __init__(
        self,
        definition: FormDefinition,
        tree: Tree,
        evaluator: Evaluator,
        born: Callable[[Node, ChangeCollector], None],
        forget: Callable[[Node], None],
    ) -> None:
        self._definition = definition
        self._tree = tree
        self._evaluator = evaluator
        self._born = born
        self._forget = forget

    def may_change(self, within: Range) -> bool:
        """Tell whether a person may add and remove instances."""
        repeat = self._definition.repeats.get(within.path)
        return repeat is not None and repeat.count is None and repeat.add_remove

    def add(self, within: Range, place: int, number: int, changes: ChangeCollector) -> list[Node]:
        """Put *number* new instances before the one at *place*; what depends on it is queued."""
        shifted = place < len(within.instances)
        made = []
        for at in range(place, place + number):
            counted = not self.may_change(within)
            source = self._tree.written(within, at) if counted else self._tree.template(within.path)
            made.append(self._tree.add(within, at, source))
        self._evaluator.marks.instances_changed(
            within, made[0], place + number, changes, shifted=shifted
        )
        for instance in made:
            self._evaluator.fresh.add(instance)
            changes.added[instance] = None
            self._born(instance, changes)
            self._evaluator.marks.mark_new(instance)
            self._evaluator.leave_out_of(instance, changes)
        return made

    def remove(self, within: Range, instances: list[Node], changes: ChangeCollector) -> None:
        """Take neighbouring instances out; what depends on them is queued."""
        first = instances[0].index - 1
        changes.removed += [one.reference for one in instances]
        for instance in reversed(instances):
            changes.gone.update(everything(instance))
            for node in everything(instance):
                for inner in self._tree.ranges.get(node, {}).values():
                    changes.gone.add(inner.stand_in)
                self._forget(node)
            self._tree.remove(within, instance)
        self._evaluator.marks.instances_changed(
            within, instances[0], first, changes, shifted=first < len(within.instances)
        )
        for instance in instances[1:]:
            self._evaluator.marks.alert(instance)

    def set_count(self, within: Range, wanted: int, changes: ChangeCollector) -> None:
        """Add or remove instances at the end until there are as many as `jr:count` says."""
        if wanted > MAX_INSTANCES:
            message = f"more than {MAX_INSTANCES} instances are asked for"
            self._evaluator.fail(within.path, Role.REPEAT_COUNT, "too-large", message)
            wanted = MAX_INSTANCES
        there = len(within.instances)
        if wanted > there:
            self.add(within, there, wanted - there, changes)
        elif wanted < there:
            self.remove(within, list(within.instances[wanted:]), changes)
