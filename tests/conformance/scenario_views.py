"""Results of steps as the traces look into them: nodes, answers, choices, places, payloads.

Every view is live, as in the peer: it reads the instance at the moment it is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from forms.model.cursor import Place, PlaceKind
from forms.model.instance import ChoiceView, FormInstance
from forms.model.validation import Problem
from forms.xform.appearances import appearances_of
from forms.xform.definition import DataType, Group, Question, QuestionKind, Repeat
from forms.xpath.nodes import Node
from tests.conformance.results import Mismatch
from tests.conformance.scenario_values import NotDriven

_INDEX = re.compile(r"\[\d+\]")
_SEVERAL = (QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK)
_EVENTS = {
    PlaceKind.BEGINNING: "BEGINNING_OF_FORM",
    PlaceKind.GROUP: "GROUP",
    PlaceKind.REPEAT_INSTANCE: "REPEAT",
    PlaceKind.QUESTION: "QUESTION",
    PlaceKind.NEW_REPEAT: "PROMPT_NEW_REPEAT",
    PlaceKind.END: "END_OF_FORM",
}


def generic(reference: str) -> str:
    """Return the path of a reference in the definition: without the indices of repeats."""
    return _INDEX.sub("", reference)


class Target:
    """A result on which later steps call something by the peer's names."""

    CALLS: ClassVar[Mapping[str, str]] = {}

    def call(self, name: str, arguments: list[Any]) -> Any:
        """Call what *name* stands for; raise NotDriven where nothing does."""
        method = self.CALLS.get(name)
        if method is None:
            raise NotDriven(f"call {name}")
        called: Callable[..., Any] = getattr(self, method)
        return called(*arguments)


class NodeView(Target):
    """A node of an instance, or a repeat as the list of its instances (node None)."""

    CALLS: ClassVar[Mapping[str, str]] = {"getValue": "text", "getXPathValue": "text"}

    def __init__(self, instance: FormInstance, reference: str) -> None:
        self.instance = instance
        self._reference = reference
        self._node: Node | None = None
        if not self._is_list(reference):
            self._node = instance.node(reference)

    def _is_list(self, reference: str) -> bool:
        return reference in (generic(reference), reference.rstrip("]")) and (
            generic(reference) in self.instance.definition.repeats
        )

    @property
    def reference(self) -> str:
        """Return where the node stands now: removing an instance renumbers the later ones."""
        return self._reference if self._node is None else self._node.reference

    @property
    def question(self) -> Question | None:
        """Return the control of the node, None where it has none."""
        return self.instance.definition.questions.get(generic(self.reference))

    @property
    def relevant(self) -> bool:
        """Tell whether the node is relevant."""
        return self.instance.is_relevant(self.reference)

    @property
    def readonly(self) -> bool:
        """Tell whether the node is read-only, by itself or by what stands around it."""
        return self.instance.is_readonly(self.reference)

    @property
    def required(self) -> bool:
        """Tell whether the node must be answered."""
        return self.instance.is_required(self.reference)

    def text(self) -> str:
        """Return the stored text, blank where the node is not relevant."""
        return self.instance.value(self.reference) if self.relevant else ""

    def typed(self) -> Any:
        """Return the value as its type: integer, number, names, text; None where it is blank."""
        text = self.text()
        if text == "":
            return None
        question = self.question
        if question is not None and question.kind in _SEVERAL:
            return text.split()
        match self.instance.definition.nodes[generic(self.reference)].datatype:
            case DataType.INT:
                return int(text)
            case DataType.DECIMAL:
                return float(text)
            case _:
                return text

    def problem(self) -> Problem | None:
        """Return what keeps this one node from being valid."""
        found = (one for one in self.instance.problems() if one.path == self.reference)
        return next(found, None)

    def appearances(self) -> tuple[str, ...]:
        """Return the words of the appearance of the control, group or repeat."""
        question = self.question
        if question is not None:
            return appearances_of(question.appearance)
        path = generic(self.reference)
        elements = list(self.instance.definition.elements)
        while elements:
            element = elements.pop(0)
            if isinstance(element, Group | Repeat):
                if element.path == path:
                    return appearances_of(element.appearance)
                elements.extend(element.elements)
        raise Mismatch(f"{path} does not stand in the body")

    def look(self, name: str) -> Any:
        """Return a property by the peer's name."""
        match name:
            case "value":
                return self.typed()
            case "stringValue":
                return self.text()
            case "reference":
                return self.reference
            case "currentState":
                return _State(self)
            case "validationState":
                return _Validity(self)
            case "nodeType":
                return self._node_type()
            case "nodeOptions":
                return {"media": self._media()}
            case _:
                raise NotDriven(f"property {name} of a node")

    def _node_type(self) -> str:
        if self._node is None:
            fixed = not self.instance.may_change_repeat(self.reference)
            return "repeat-range:controlled" if fixed else "repeat-range:uncontrolled"
        if generic(self.reference) in self.instance.definition.repeats:
            return "repeat-instance"
        question = self.question
        if question is None:
            return "model-value" if self._node.is_leaf else "group"
        match question.kind:
            case QuestionKind.NOTE | QuestionKind.RANGE | QuestionKind.RANK:
                return str(question.kind.value)
            case QuestionKind.SELECT_ONE | QuestionKind.SELECT_MULTIPLE:
                return "select"
            case QuestionKind.ACKNOWLEDGE:
                return "trigger"
            case QuestionKind.IMAGE | QuestionKind.AUDIO | QuestionKind.VIDEO | QuestionKind.FILE:
                return "upload"
            case _:
                return "input"

    def _media(self) -> dict[str, str | None]:
        """Return what an upload takes; any file where the form says nothing or `application/*`."""
        question = self.question
        wanted = "" if question is None else question.media_type
        if wanted in ("", "*/*", "application/*"):
            return {"accept": "*", "type": None, "subtype": None}
        kind, _, subtype = wanted.partition("/")
        return {"accept": wanted, "type": kind, "subtype": subtype}


@dataclass(frozen=True, slots=True)
class _State:
    node: NodeView

    def look(self, name: str) -> Any:
        """Return a part of the node's state."""
        match name:
            case "value":
                return self.node.text()
            case "reference":
                return self.node.reference
            case "relevant":
                return self.node.relevant
            case "readonly":
                return self.node.readonly
            case "required":
                return self.node.required
            case _:
                raise NotDriven(f"property currentState.{name}")


@dataclass(frozen=True, slots=True)
class _Validity:
    node: NodeView

    def look(self, name: str) -> Any:
        """Return `required` or `constraint`: whether it holds, and its message where not."""
        if name not in ("required", "constraint"):
            raise NotDriven(f"property validationState.{name}")
        problem = self.node.problem()
        if problem is None or problem.code != name:
            return {"valid": True, "message": None}
        return {"valid": False, "message": {"asString": problem.message}}


@dataclass(frozen=True, slots=True)
class Identity:
    """The instanceID or deprecatedID of a record whose form has no node for it: X writes it."""

    instance: FormInstance
    name: str

    def look(self, name: str) -> Any:
        """Return `currentState`, with its `value`."""
        if name != "currentState":
            raise NotDriven(f"property {name} of an identity")
        ids = {"instanceID": self.instance.instance_id, "deprecatedID": self.instance.deprecated_id}
        return {"value": ids[self.name]}


@dataclass(frozen=True, slots=True)
class PlaceView(Target):
    """Where a cursor stands or an index points; two are equal where they name the same place."""

    instance: FormInstance
    place: Place

    CALLS: ClassVar[Mapping[str, str]] = {"isEndOfFormIndex": "at_end"}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlaceView) and other.place == self.place

    def __hash__(self) -> int:
        return hash(self.place)

    def at_end(self) -> bool:
        """Tell whether it is the end of the form."""
        return self.place.kind is PlaceKind.END

    def look(self, name: str) -> Any:
        """Return a property by the peer's name."""
        match name:
            case "eventType":
                return _EVENTS[self.place.kind]
            case "xpathReference":
                return self.place.reference
            case "node":
                return NodeView(self.instance, self.place.reference)
            case _:
                raise NotDriven(f"property {name} of a place")


class Choices(Target):
    """The choices of a question; two lists asked for are never the same one."""

    CALLS: ClassVar[Mapping[str, str]] = {"size": "size", "isEmpty": "is_empty", "get": "at"}

    def __init__(self, instance: FormInstance, reference: str) -> None:
        self._instance = instance
        self._reference = reference

    def all(self) -> tuple[ChoiceView, ...]:
        """Return what is offered now."""
        return self._instance.choices(self._reference)

    def size(self) -> int:
        """Return how many are offered."""
        return len(self.all())

    def is_empty(self) -> bool:
        """Tell whether none is offered."""
        return not self.all()

    def at(self, place: int) -> OneChoice:
        """Return the choice at a place, counted from 0."""
        return OneChoice(self.all()[place])

    def look(self, name: str) -> Any:
        """Return a property by the peer's name."""
        if name == "length":
            return self.size()
        raise NotDriven(f"property {name} of choices")


class OneChoice(Target):
    """One choice: its stored name and the columns beside it."""

    CALLS: ClassVar[Mapping[str, str]] = {
        "getValue": "name",
        "getProperties": "properties",
        "getDisplayText": "label",
    }

    def __init__(self, view: ChoiceView) -> None:
        self._view = view

    def name(self) -> str:
        """Return what is stored when it is chosen."""
        return self._view.name

    def label(self) -> str:
        """Return what is shown."""
        return self._view.label

    def properties(self) -> list[list[str]]:
        """Return the columns beside its name, in order."""
        return [[name, text] for name, text in self._view.columns.items()]

    def look(self, name: str) -> Any:
        """Return a property by the peer's name."""
        match name:
            case "value":
                return self.name()
            case "label":
                return self.label()
            case _:
                raise NotDriven(f"property {name} of a choice")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What validating the whole form gave: the first failing node in document order."""

    instance: FormInstance
    problem: Problem | None

    def look(self, name: str) -> Any:
        """Return `outcome` or `failedPrompt`."""
        match name, self.problem:
            case "outcome", None:
                return "ANSWER_OK"
            case "outcome", Problem(code="required"):
                return "ANSWER_REQUIRED_BUT_EMPTY"
            case "outcome", _:
                return "ANSWER_CONSTRAINT_VIOLATED"
            case "failedPrompt", None:
                return None
            case "failedPrompt", Problem(path=reference):
                return PlaceView(self.instance, Place(kind=PlaceKind.QUESTION, reference=reference))
            case _:
                raise NotDriven(f"property {name} of an outcome")


class Payload(Target):
    """A submission made ready: its XML, where it would go, and whether anything is missing."""

    CALLS: ClassVar[Mapping[str, str]] = {"get": "get", "text": "text"}

    def __init__(self, xml: bytes, meta: Mapping[str, Any], problems: tuple[Problem, ...]) -> None:
        self.xml = xml
        self.problems = problems
        self._meta = meta

    def get(self, name: str) -> Payload:
        """Return a file of the form data by its field."""
        if name != "xml_submission_file":
            raise NotDriven(f"file {name}")
        return self

    def text(self) -> str:
        """Return the XML as text."""
        return self.xml.decode()

    def look(self, name: str) -> Any:
        """Return `submissionMeta`, or `data`: one form data."""
        match name:
            case "submissionMeta":
                return self._meta
            case "data":
                return [self]
            case _:
                raise NotDriven(f"property {name} of a payload")
