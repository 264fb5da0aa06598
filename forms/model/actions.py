"""What happens by itself: preload and the actions of events (FORMS §7)."""

from __future__ import annotations

from collections.abc import Iterable

from forms.environment import Environment
from forms.model.changes import ChangeCollector
from forms.model.recompute import MAX_ROUNDS, Evaluator, result_text
from forms.model.tree import Tree, everything
from forms.xform.definition import (
    Action,
    ActionKind,
    FormDefinition,
    NodeDefinition,
    Role,
)
from forms.xpath.dates import text_of_moment
from forms.xpath.nodes import Node

FIRST_LOAD = "odk-instance-first-load"
LOAD = "odk-instance-load"
NEW_REPEAT = "odk-new-repeat"
VALUE_CHANGED = "xforms-value-changed"


class Actions:
    """Runs the actions of one instance. At its birth instance_id is what `uid` gives the form."""

    def __init__(
        self,
        definition: FormDefinition,
        tree: Tree,
        evaluator: Evaluator,
        environment: Environment,
    ) -> None:
        self._tree = tree
        self._evaluator = evaluator
        self._environment = environment
        self._nodes = definition.nodes
        ordered = sorted(definition.actions, key=lambda action: action.in_body)
        self._by_event: dict[str, list[Action]] = {}
        self._by_source: dict[str, list[Action]] = {}
        for action in ordered:
            self._by_event.setdefault(action.event, []).append(action)
            if action.event == VALUE_CHANGED:
                self._by_source.setdefault(action.source, []).append(action)
        evaluator.sources = frozenset(self._by_source)
        self._preloaded = frozenset(
            path for path, known in definition.nodes.items() if known.preload
        )
        self.instance_id = ""
        self.born: set[Node] = set()

    # --- preload

    def preload(self, nodes: Iterable[Node], changes: ChangeCollector) -> None:
        """Fill in what the device knows, in *nodes* that have never been filled in."""
        if not self._preloaded:
            return
        for node in nodes:
            if node.path in self._preloaded:
                text = self._preload(self._nodes[node.path])
                if text is not None:
                    self._evaluator.store(node, text, changes)

    def _preload(self, known: NodeDefinition) -> str | None:
        match known.preload, known.preload_parameters:
            case "timestamp", "start":
                return self._now()
            case "date", "today":
                return self._environment.now().astimezone(self._environment.zone).date().isoformat()
            case "property", name:
                return self._environment.device.get(name, "")
            case "uid", _:
                return self._uid(known)
            case _:
                return None

    def _uid(self, known: NodeDefinition) -> str:
        if known.local == "instanceID" and not known.repeat:
            return self.instance_id
        return f"uuid:{self._environment.uuid()}"

    def _now(self) -> str:
        return text_of_moment(self._environment.now().astimezone(self._environment.zone))

    def seal(self, changes: ChangeCollector) -> None:
        """Write what is known only at the end: `timestamp end`."""
        for path in sorted(self._preloaded):
            known = self._nodes[path]
            if (known.preload, known.preload_parameters) == ("timestamp", "end"):
                for node in self._tree.nodes(path):
                    self._evaluator.store(node, self._now(), changes)

    # --- events

    def loaded(self, changes: ChangeCollector, *, first: bool) -> None:
        """Run what stands for the opening of the form; *first*: it has just been born."""
        for event in (FIRST_LOAD, LOAD) if first else (LOAD,):
            for action in self._by_event.get(event, ()):
                for target in self._targets(action, self._tree.root):
                    if event == FIRST_LOAD and not self._was_there(target):
                        continue
                    self._apply(action, target, changes)
                    self._evaluator.run(changes)

    def _was_there(self, node: Node) -> bool:
        """Tell whether all instances around *node* stand in the form itself."""
        holder = node.holder
        while holder is not None:
            if holder not in self.born:
                return False
            holder = holder.parent.holder if holder.parent is not None else None
        return True

    def new_repeat(self, instance: Node, changes: ChangeCollector) -> None:
        """Run what stands for a new instance, and for those that came inside it."""
        self.preload(everything(instance), changes)
        actions = self._by_event.get(NEW_REPEAT, ())
        if not actions:
            return
        for node in list(instance.elements()):
            if not node.index:
                continue
            for action in actions:
                around = action.repeat or self._nodes[action.path].repeat
                if around == node.path:
                    for target in self._targets(action, node):
                        self._apply(action, target, changes)

    def settle(self, changes: ChangeCollector) -> None:
        """Recompute, run what the changed values trigger, until nothing changes any more."""
        self._evaluator.run(changes)
        rounds = 0
        while self._evaluator.triggered:
            sources = sorted(self._evaluator.triggered, key=Node.position_key)
            self._evaluator.triggered.clear()
            rounds += 1
            if rounds > MAX_ROUNDS:
                for node in sources:
                    message = f"its actions do not come to rest after {MAX_ROUNDS} rounds"
                    self._evaluator.fail(node.path, Role.TRIGGER, "unstable", message)
                break
            for source in sources:
                if source in changes.gone:
                    continue
                for action in self._by_source.get(source.path, ()):
                    for target in self._targets(action, source):
                        self._apply(action, target, changes)
                        self._evaluator.run(changes)
        self._evaluator.fresh.clear()

    def _targets(self, action: Action, source: Node) -> list[Node]:
        if action.target is None:
            return list(self._tree.related(source, action.path))
        context = next(iter(self._tree.related(source, action.target.path)), None)
        if context is None:
            return []
        value = self._evaluator.evaluate(action.target, context, self._evaluator.scope())
        return list(value) if type(value) is list else []

    def _apply(self, action: Action, target: Node, changes: ChangeCollector) -> None:
        if action.kind is ActionKind.SET_GEOPOINT:
            text = self._environment.position()
        elif action.value is None:
            text = action.text
        else:
            scope = self._evaluator.scope()
            text = result_text(self._evaluator.evaluate(action.value, target, scope))
        self._evaluator.store(target, text, changes)
        self._evaluator.hold(target)
