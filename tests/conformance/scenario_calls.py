"""A form being filled in, driven by the peer's calls: every call of the traces' README."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from forms.environment import Environment
from forms.errors import AnswerRefused
from forms.model.cursor import Cursor, Place, PlaceKind
from forms.model.instance import FormInstance
from forms.submission import answers_of, instance_id_of, instance_name, submission_xml
from forms.xform.definition import QuestionKind
from tests.conformance.results import Mismatch
from tests.conformance.scenario_form import LAST_INDEX, FormView
from tests.conformance.scenario_values import NotDriven, Position
from tests.conformance.scenario_views import (
    Choices,
    Identity,
    NodeView,
    Outcome,
    Payload,
    PlaceView,
    Target,
    generic,
)
from tests.conformance.scenario_world import World, read_form

_META_ID = re.compile(r"/(?:\w+:)?meta/(?:\w+:)?(instanceID|deprecatedID)$")


class Scenario(Target):
    """One form being filled in, with a cursor."""

    CALLS: ClassVar[Mapping[str, str]] = {
        "answer": "answer",
        "answerOf": "answer_of",
        "attributeOf": "attribute_of",
        "getInstanceNode": "node",
        "choicesOf": "choices_of",
        "createNewRepeat": "create_repeat",
        "removeRepeat": "remove_repeat",
        "countRepeatInstancesOf": "count_instances",
        "isRepeatRelevant": "is_relevant",
        "canCreateRepeat": "may_change",
        "proposed_canCreateOrRemoveRepeat": "may_change",
        "proposed_addExplicitCreateNewRepeatCallHere": "create_repeat_if",
        "next": "next",
        "prev": "previous",
        "jumpToBeginningOfForm": "jump_to_beginning",
        "atTheEndOfForm": "at_end",
        "atQuestion": "at_question",
        "refAtIndex": "here",
        "getCurrentIndex": "here",
        "indexOf": "index_of",
        "setLanguage": "set_language",
        "getQuestionLabel": "label",
        "getQuestionLabelText": "label",
        "proposed_getQuestionLabelText": "label",
        "getQuestionHint": "hint",
        "proposed_getQuestionHint": "hint",
        "getSelectedOptionLabels": "selected_labels",
        "proposed_getSelectedOptionLabelsAsText": "selected_labels",
        "proposed_getAvailableOptionLabels": "available_labels",
        "getTitle": "title",
        "proposed_getTitle": "title",
        "getFormDef": "form",
        "getValidationOutcome": "outcome",
        "proposed_serializeInstance": "serialized",
        "proposed_serializeAndRestoreInstanceState": "restored",
        "serializeAndDeserializeInstance": "read_again",
        "editCurrentInstance": "edited",
        "newInstance": "another",
        "prepareWebFormsInstancePayload": "payload",
    }

    def __init__(self, xml: bytes, world: World, options: Mapping[str, Any] | None = None) -> None:
        """Open a form: a new instance, or one to edit; raise FormRefused where it is refused."""
        options = options or {}
        unknown = set(options) - {"editInstance", "geolocationProvider"}
        if unknown:
            raise NotDriven(f"option {', '.join(sorted(unknown))}")
        position = options.get("geolocationProvider")
        self._xml = xml
        self._world = world
        self._position = position.text if isinstance(position, Position) else ""
        self.definition = read_form(xml)
        self._ids = random.Random(self.definition.sha256)
        edited = options.get("editInstance")
        if edited is None:
            self._stand_on(self._new())
        else:
            xml_of_record = edited if isinstance(edited, bytes) else str(edited).encode()
            self._stand_on(self._edit(xml_of_record))

    def _new(self) -> FormInstance:
        return FormInstance.create(
            self.definition, self._environment(), instance_id=self._drawn_id()
        )

    def _edit(self, xml: bytes) -> FormInstance:
        return FormInstance.edit(
            self.definition, xml, self._environment(), instance_id=self._drawn_id()
        )

    def _stand_on(self, instance: FormInstance) -> None:
        self.instance = instance
        self._cursor: Cursor = instance.cursor()

    def _environment(self) -> Environment:
        return self._world.environment(self._position)

    def _drawn_id(self) -> str:
        return instance_id_of(self._ids.randbytes(16))

    def _beside(self, instance: FormInstance, xml: bytes | None = None) -> Scenario:
        """Return another scenario in the same world that stands on *instance*."""
        made = Scenario.__new__(Scenario)
        made._xml = self._xml if xml is None else xml
        made._world = self._world
        made._position = self._position
        made.definition = instance.definition
        made._ids = self._ids
        made._stand_on(instance)
        return made

    # --- answering

    def answer(self, *arguments: Any) -> NodeView:
        """Answer at a path or, with one argument, at the cursor; return the node."""
        if len(arguments) > 1:
            place = self._cursor.jump(str(arguments[0]))
            arguments = arguments[1:]
        else:
            place = self._cursor.place
        if place.kind is not PlaceKind.QUESTION:
            raise AnswerRefused(place.reference)
        self.instance.set_answer(place.reference, self._text(place.reference, arguments))
        return NodeView(self.instance, place.reference)

    def _text(self, reference: str, values: tuple[Any, ...]) -> str:
        """Return what a widget would store: chosen names in the order of the list (FORMS §4)."""
        if len(values) == 1:
            return _plain(values[0])
        question = self.definition.questions[generic(reference)]
        names = [_plain(one) for one in values]
        if question.kind is QuestionKind.SELECT_MULTIPLE:
            offered = [one.name for one in self.instance.choices(reference)]
            names.sort(key=lambda name: offered.index(name) if name in offered else len(offered))
        return " ".join(names)

    def answer_of(self, reference: str) -> NodeView:
        """Return the node at a path, for its value."""
        return NodeView(self.instance, reference)

    def attribute_of(self, reference: str, name: str) -> NodeView:
        """Return an attribute of the node at a path."""
        return NodeView(self.instance, f"{reference}/@{name}")

    def node(self, reference: str) -> NodeView | Identity:
        """Return the node at a path, or the record's identity where the form has no node for it."""
        found = _META_ID.search(reference)
        if found is not None and generic(reference) not in self.definition.nodes:
            return Identity(self.instance, found[1])
        return NodeView(self.instance, reference)

    def choices_of(self, reference: str) -> Choices:
        """Return what a question offers."""
        return Choices(self.instance, reference)

    # --- repeats

    def create_repeat(self, where: str | Mapping[str, str]) -> None:
        """Add an instance at the end, or after one; with a mapping, where the cursor stands."""
        repeat = self._standing_on(where) if isinstance(where, Mapping) else where
        index = LAST_INDEX.search(repeat)
        if index is None:
            self.instance.add_repeat(repeat)
            self._cursor.jump(f"{repeat}[{self.instance.repeat_count(repeat)}]")
            return
        after = int(index[1])
        repeat = repeat[: index.start()]
        self.instance.add_repeat(repeat, after)
        self._cursor.jump(f"{repeat}[{after + 1}]")

    def create_repeat_if(self, repeat: str, options: Mapping[str, Any]) -> None:
        """Add an instance where the test says that this engine must be told to."""
        if options["explicitRepeatCreation"]:
            self.create_repeat(repeat)

    def remove_repeat(self, reference: str) -> Scenario:
        """Remove an instance; the cursor stands where it stood."""
        self._cursor.jump(reference)
        self.instance.remove_repeat(reference)
        return self

    def count_instances(self, reference: str) -> int:
        """Return how many instances a repeat has."""
        return self.instance.repeat_count(reference)

    def is_relevant(self, reference: str) -> bool:
        """Tell whether a repeat is relevant."""
        return self.instance.is_relevant(reference)

    def may_change(self, repeat: str) -> bool:
        """Tell whether the user decides how many instances there are."""
        try:
            return self.instance.may_change_repeat(repeat)
        except AnswerRefused:
            return False

    # --- moving

    def next(self, wanted: str | None = None) -> PlaceView:
        """Go one place on and say where that is; *wanted* must be the place."""
        return self._landed(self._cursor.next(), wanted)

    def previous(self, wanted: str | None = None) -> PlaceView:
        """Go one place back."""
        return self._landed(self._cursor.previous(), wanted)

    def _landed(self, place: Place, wanted: str | None) -> PlaceView:
        view = PlaceView(self.instance, place)
        event = view.look("eventType")
        terminal = event in ("BEGINNING_OF_FORM", "END_OF_FORM")
        here = event if terminal else place.reference
        if wanted is not None and here != wanted:
            raise Mismatch(f"the cursor stands on {here}, wanted {wanted}")
        return view

    def _standing_on(self, options: Mapping[str, str]) -> str:
        wanted = options["assertCurrentReference"]
        self._landed(self._cursor.place, wanted)
        return wanted

    def jump_to_beginning(self) -> None:
        """Go to the beginning."""
        self._cursor.jump("")

    def at_end(self) -> bool:
        """Tell whether the cursor stands at the end."""
        return self._cursor.place.kind is PlaceKind.END

    def at_question(self) -> bool:
        """Tell whether the cursor stands on a question."""
        return self._cursor.place.kind is PlaceKind.QUESTION

    def here(self) -> PlaceView:
        """Return the place of the cursor."""
        return PlaceView(self.instance, self._cursor.place)

    def index_of(self, reference: str) -> PlaceView | None:
        """Return the place at a path, None where there is none."""
        for place in self._cursor.places():
            if place.reference == reference:
                return PlaceView(self.instance, place)
        return None

    # --- texts

    def set_language(self, name: str) -> None:
        """Show the form in a language of that name; refused where it has none."""
        if name not in self.definition.languages:
            raise AnswerRefused(name)
        self.instance.set_language(name)

    def _asked(self, where: str | Mapping[str, str] | None) -> str:
        if isinstance(where, Mapping):
            return self._standing_on(where)
        return where if where is not None else self._cursor.place.reference

    def label(self, where: str | Mapping[str, str] | None = None) -> str:
        """Return the label of the question under the cursor or at a path."""
        return self.instance.question(self._asked(where)).label

    def hint(self, where: str | Mapping[str, str] | None = None) -> str:
        """Return its hint."""
        return self.instance.question(self._asked(where)).hint

    def selected_labels(self, where: str | Mapping[str, str] | None = None) -> list[str]:
        """Return the labels of what is chosen."""
        reference = self._asked(where)
        chosen = self.instance.value(reference).split()
        labels = {one.name: one.label for one in self.instance.choices(reference)}
        return [labels[name] for name in chosen]

    def available_labels(self, where: str | Mapping[str, str] | None = None) -> list[str]:
        """Return the labels of what is offered."""
        return [one.label for one in self.instance.choices(self._asked(where))]

    def title(self) -> str:
        """Return the title of the form."""
        return self.definition.title

    def form(self) -> FormView:
        """Return the form itself."""
        return FormView(self.instance)

    # --- validating, keeping, sending

    def outcome(self) -> Outcome:
        """Return the outcome of validating everything."""
        problems = self.instance.problems()
        return Outcome(self.instance, problems[0] if problems else None)

    def serialized(self) -> str:
        """Return the submission as text."""
        return self.submission().decode()

    def submission(self) -> bytes:
        """Return the submission XML of what is answered now."""
        return submission_xml(
            self.definition,
            answers_of(self.instance),
            self.instance.instance_id,
            instance_name(self.instance),
            self.instance.deprecated_id or None,
        )

    def restored(self) -> Scenario:
        """Return a scenario on what a draft of this one gives back in a fresh model."""
        definition = read_form(self._xml)
        dump = self.instance.dump()
        return self._beside(FormInstance.restore(definition, dump, self._environment()))

    def read_again(self, xml: bytes) -> Scenario:
        """Return a scenario on what was serialised, read with another copy of the form."""
        definition = read_form(xml)
        if definition == self.definition:
            dump = self.instance.dump()
            instance = FormInstance.restore(definition, dump, self._environment())
        else:
            instance = FormInstance.edit(
                definition,
                self.submission(),
                self._environment(),
                instance_id=self._drawn_id(),
            )
        return self._beside(instance, xml)

    def edited(self) -> Scenario:
        """Return a scenario that edits what this one submits."""
        return self._beside(self._edit(self.submission()))

    def another(self) -> Scenario:
        """Return a scenario on a new instance of the same form."""
        return self._beside(self._new())

    def payload(self) -> Payload:
        """Return the submission, where it goes, and what keeps it from being complete."""
        wanted = self.definition.submission
        meta = {
            # A URL of the peer's tests was recorded as an object without contents.
            "submissionAction": {"href": wanted.action} if wanted and wanted.action else None,
            "submissionMethod": "post",
            "encryptionKey": wanted.public_key or None if wanted else None,
        }
        return Payload(self.submission(), meta, self.instance.problems())


def _plain(value: Any) -> str:
    """Return one value of a test as the text a widget would store."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case date():
            return value.isoformat()
        case list():
            return " ".join(_plain(one) for one in value)
        case _:
            raise NotDriven(f"an answer that is a {type(value).__name__}")
