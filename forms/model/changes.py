"""What one answer changed: nothing else needs to be drawn again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from forms.xpath.nodes import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """References whose value, flags, shown texts or choices changed; instances that came or went.

    added and removed name instances of repeats, as they are or were called, in document order.
    """

    values: frozenset[str] = frozenset()
    relevance: frozenset[str] = frozenset()
    readonly: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    choices: frozenset[str] = frozenset()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def paths(self) -> frozenset[str]:
        """Return every reference that changed in any way."""
        return frozenset(
            {
                *self.values,
                *self.relevance,
                *self.readonly,
                *self.required,
                *self.labels,
                *self.choices,
                *self.added,
                *self.removed,
            }
        )

    def __bool__(self) -> bool:
        return bool(
            self.values
            or self.relevance
            or self.readonly
            or self.required
            or self.labels
            or self.choices
            or self.added
            or self.removed
        )


@dataclass(slots=True)
class ChangeCollector:
    """Gathers changed nodes during one recompute; references are made at its end.

    values, relevance and required keep what was there before the first change: what comes back to
    it has not changed.
    """

    values: dict[Node, str | None] = field(default_factory=dict)
    relevance: dict[Node, bool] = field(default_factory=dict)
    readonly: dict[Node, None] = field(default_factory=dict)
    required: dict[Node, bool] = field(default_factory=dict)
    labels: dict[Node, None] = field(default_factory=dict)
    choices: dict[Node, None] = field(default_factory=dict)
    added: dict[Node, None] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    gone: set[Node] = field(default_factory=set)

    def frozen(self) -> Changes:
        """Return what was gathered, without what is gone."""
        return Changes(
            values=self._references(node for node, old in self.values.items() if node.value != old),
            relevance=self._references(
                node for node, old in self.relevance.items() if node.relevant != old
            ),
            readonly=self._references(self.readonly),
            required=self._references(
                node for node, old in self.required.items() if node.required != old
            ),
            labels=self._references(self.labels),
            choices=self._references(self.choices),
            added=tuple(node.reference for node in self.added if node not in self.gone),
            removed=tuple(self.removed),
        )

    def _references(self, nodes: Iterable[Node]) -> frozenset[str]:
        if self.gone:
            return frozenset(node.reference for node in nodes if node not in self.gone)
        return frozenset([node.reference for node in nodes])
