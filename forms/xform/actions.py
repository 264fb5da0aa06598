"""Actions: what is put into a node when an event happens (FORMS §7)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from forms.xform.definition import Action, ActionKind, BoundExpression, Role
from forms.xform.places import Places, names_something
from forms.xform.texts import TextReader
from forms.xform.tree import line_of
from forms.xpath.nodes import Node

FIRST_LOAD = "odk-instance-first-load"
INSTANCE_LOAD = "odk-instance-load"
NEW_REPEAT = "odk-new-repeat"
VALUE_CHANGED = "xforms-value-changed"

_EVENTS = {
    FIRST_LOAD: FIRST_LOAD,
    INSTANCE_LOAD: INSTANCE_LOAD,
    NEW_REPEAT: NEW_REPEAT,
    VALUE_CHANGED: VALUE_CHANGED,
    # older names of the same, as the peers read them
    "xforms-ready": FIRST_LOAD,
    "jr-insert": NEW_REPEAT,
}
_FOREIGN_EVENTS = frozenset({"xforms-revalidate"})
_EVENT_ATTRIBUTES = ("event", "{http://www.w3.org/2001/xml-events}event")

ACTIONS = frozenset({"setvalue", "setgeopoint", "recordaudio"})
"""Local names of the elements that are actions."""


@dataclass(slots=True, kw_only=True)
class ActionReader:
    """Reads actions, those of the model and those of the body, in document order."""

    places: Places
    texts: TextReader
    actions: list[Action] = field(default_factory=list)

    def read(
        self,
        element: etree._Element,
        name: str,
        context: Node,
        *,
        source: str = "",
        repeat: str = "",
        in_body: bool = True,
    ) -> None:
        """Read one action; *source*: the question, *repeat*: the repeat of the body around it."""
        role = Role.TRIGGER.value if source else Role.DEFAULT.value
        if name == "recordaudio":
            message = "recording in the background is not available"
            node = self.places.look(element.get("ref", ""), element, context)
            self.places.warn("unsupported", message, element, node, "type")
            return
        node, target = self._target(element, context, role)
        if node is None:
            return
        value: BoundExpression | None = None
        text = ""
        if name == "setvalue":
            expression = element.get("value")
            if expression is None:
                text = element.text or ""
            elif expression.strip():
                bound_as = Role.TRIGGER if source else Role.DEFAULT
                value = self.texts.bind(expression, node, bound_as, line_of(element))
                if value is None:
                    return
        for event in self._events(element, node, role):
            self.actions.append(
                Action(
                    path=node.reference,
                    event=event,
                    value=value,
                    text=text,
                    kind=(ActionKind.SET_VALUE if name == "setvalue" else ActionKind.SET_GEOPOINT),
                    source=source,
                    repeat=repeat,
                    in_body=in_body,
                    target=target,
                )
            )

    def _target(
        self, element: etree._Element, context: Node, role: str
    ) -> tuple[Node | None, BoundExpression | None]:
        if not names_something(element):
            self.places.add("unknown-reference", "an action names no node", element, None, role)
            return None, None
        reference = element.get("ref") or ""
        if "[" not in reference:
            node, target = self.places.named_by(element, context), None
        else:
            node = self.places.find(reference, element, context, narrowed=True)
            if node is None:
                return None, None
            target = self.texts.bind(reference, context, Role.TRIGGER, line_of(element))
            if target is None:
                return None, None
        if node is not None and not node.is_leaf:
            message = f"{node.reference} is a group and holds no value"
            self.places.add("unknown-reference", message, element, node, role)
            return None, None
        return node, target

    def _events(self, element: etree._Element, node: Node, role: str) -> list[str]:
        written = next((element.get(name) for name in _EVENT_ATTRIBUTES if element.get(name)), "")
        found: dict[str, None] = {}
        for event in (written or "").split():
            known = _EVENTS.get(event)
            if known is not None:
                found[known] = None
            elif event in _FOREIGN_EVENTS:
                message = f"the event {event!r} never happens here"
                self.places.warn("foreign-dialect", message, element, node, role)
            else:
                message = f"there is no event {event!r}"
                self.places.add("unknown-event", message, element, node, role)
        if not (written or "").split():
            self.places.add("unknown-event", "the action has no event", element, node, role)
        return list(found)
