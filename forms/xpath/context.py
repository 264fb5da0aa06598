"""What an expression sees while it runs: a node, its place among candidates, and the scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from forms.environment import Environment
from forms.xpath.items import Items
from forms.xpath.nodes import Node


@dataclass(slots=True, kw_only=True)
class Scope:
    """What all expressions of one recompute share: the tree, one reading of the clock, language.

    itext: nodes of a text id in the active language. instance: a secondary instance by id, None if
    not declared. items: the same by id or file name, to be looked up in; None where there is none.
    choice_label: label, in the active language, of a value of the question at that generic path, as
    seen from the node of the bind (FORMS §5.13).
    """

    root: Node
    environment: Environment
    now: datetime
    language: str = ""
    version: str = ""
    itext: Callable[[str, str], list[Node]] | None = None
    instance: Callable[[str], Node | None] | None = None
    items: Callable[[str], Items | None] | None = None
    choice_label: Callable[[Node, str, str], str] | None = None


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
        self.zone = scope.environment.zone
