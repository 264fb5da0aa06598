"""What one answer changed: nothing else needs to be drawn again."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Paths whose value, relevance, read-only flag, required flag or shown texts changed."""

    values: frozenset[str] = frozenset()
    relevance: frozenset[str] = frozenset()
    readonly: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()

    @property
    def paths(self) -> frozenset[str]:
        """Return every path that changed in any way."""
        return self.values | self.relevance | self.readonly | self.required | self.labels

    def __bool__(self) -> bool:
        return bool(self.paths)


@dataclass(slots=True)
class ChangeCollector:
    """Gathers changes during one recompute."""

    values: set[str] = field(default_factory=set)
    relevance: set[str] = field(default_factory=set)
    readonly: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)

    def frozen(self) -> Changes:
        """Return what was gathered."""
        return Changes(
            values=frozenset(self.values),
            relevance=frozenset(self.relevance),
            readonly=frozenset(self.readonly),
            required=frozenset(self.required),
            labels=frozenset(self.labels),
        )
