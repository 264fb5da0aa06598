"""What an expression sees while it runs: a node, its place among candidates, and the scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from forms.environment import Environment
from forms.xpath.items import Items
from forms.xpath.nodes import Node
from forms.xpath.values import Value


@dataclass(slots=True, kw_only=True)
class Scope:
    """What all expressions of one recompute share: the tree, one reading of the clock, language.

    itext: nodes of a text id in the active language. instance: a secondary instance by id, None if
    not declared. items: the same by id or file name, to be looked up in; None where there is none.
    singles: generic path -> the one node there is, in a list of its own, where no repeat is around.
    choice_label: label, in the active language, of a value of the question at that generic path, as
    seen from the node of the bind (FORMS §5.13).

    aggregates: results over many nodes, by what was computed and from where, each with the version
    of its path then; None where nothing is kept. versions: generic path -> how often something at
    it changed. reader: who is evaluated, to be found again when a sibling instance it looks at
    changes; None where nobody needs to know. missing: readers that looked for an instance which is
    not there. seed: the number in [0, 1) that `randomize` without a seed has for the question at
    that node, drawn once.
    """

    root: Node
    environment: Environment
    now: datetime
    language: str = ""
    version: str = ""
    itext: Callable[[str, str], list[Node]] | None = None
    instance: Callable[[str], Node | None] | None = None
    items: Callable[[str], Items | None] | None = None
    singles: Mapping[str, list[Node]] = field(default_factory=dict)
    choice_label: Callable[[Node, str, str], str] | None = None
    seed: Callable[[Node], float] | None = None
    aggregates: dict[tuple[object, ...], tuple[int, Value]] | None = None
    versions: dict[str, int] = field(default_factory=dict)
    reader: object | None = None
    missing: dict[object, None] = field(default_factory=dict)
    zone: tzinfo = field(init=False)

    def __post_init__(self) -> None:
        self.zone = self.environment.zone

    def watch(self, instance: Node | None) -> None:
        """Remember that the reader looked at a sibling *instance*, None: at one that is not."""
        if self.reader is None:
            return
        if instance is None:
            self.missing[self.reader] = None
            return
        if instance.watchers is None:
            instance.watchers = {}
        instance.watchers[self.reader] = None


class Context:
    """Where an expression stands. `current` is the node of the bind, `node` the candidate."""

    __slots__ = ("current", "node", "position", "scope", "size", "zone")

    def __init__(
        self,
        node: Node,
        scope: Scope,
        position: int = 1,
        size: int = 1,
        current: Node | None = None,
    ) -> None:
        self.node = node
        self.scope = scope
        self.position = position
        self.size = size
        self.current = node if current is None else current
        self.zone = scope.zone
