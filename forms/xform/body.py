"""The body of a form: questions, groups, repeats, the pages they make (FORMS §4)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from forms.xform.actions import ACTIONS, ActionReader
from forms.xform.binds import Bind, BindReader
from forms.xform.choices import NO_CHOICES, ChoiceReader
from forms.xform.controls import CONTROLS, ControlReader, is_note, parameters_of
from forms.xform.definition import (
    Control,
    Element,
    Group,
    Label,
    Question,
    QuestionKind,
    Repeat,
    Role,
    Section,
)
from forms.xform.places import Places, names_something
from forms.xform.texts import TextReader
from forms.xform.tree import MAX_DEEP, XmlBroken, children_by_name, line_of, local_name
from forms.xpath.nodes import JAVAROSA, Node

_IGNORED = frozenset({"label", "hint", "help", "alert", "item", "itemset", "value", "submit", ""})
_NO_BIND = Bind()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """Where an element of the body stands."""

    node: Node
    titles: tuple[Label, ...] = ()
    repeat: str = ""
    depth: int = 0


@dataclass(slots=True, kw_only=True)
class BodyReader:
    """Reads the body in order and gathers it into sections."""

    places: Places
    texts: TextReader
    binds: BindReader
    actions: ActionReader
    choices: ChoiceReader
    questions: dict[str, Question] = field(default_factory=dict)
    repeats: dict[str, Repeat] = field(default_factory=dict)
    elements: list[Element] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    _controls: ControlReader = field(init=False)

    def __post_init__(self) -> None:
        self._controls = ControlReader(places=self.places)

    def read(self, body: etree._Element) -> None:
        """Read the whole body; raise XmlBroken where it nests too deep."""
        around = _Around(node=self.places.root)
        loose: list[Element] = []
        for child in body:
            for element in self._element(child, around, top=True):
                self.elements.append(element)
                if isinstance(element, Control):
                    loose.append(element)
                    continue
                self._loose(loose)
                loose = []
                self._section(element)
        self._loose(loose)
        self._notes()
        self._asked_labels()

    # --- sections

    def _loose(self, elements: list[Element]) -> None:
        if elements:
            self._add_section("", None, "", tuple(elements))

    def _section(self, element: Group | Repeat) -> None:
        inside = element.elements if isinstance(element, Group) else (element,)
        self._add_section(element.path, element.label, element.appearance, inside)

    def _add_section(
        self, path: str, title: Label | None, appearance: str, elements: tuple[Element, ...]
    ) -> None:
        questions: list[str] = []
        stack: list[Element] = list(reversed(elements))
        while stack:
            element = stack.pop()
            if isinstance(element, Control):
                questions.append(element.path)
            else:
                stack.extend(reversed(element.elements))
        if questions:
            self.sections.append(
                Section(
                    index=len(self.sections),
                    path=path,
                    title=title,
                    appearance=appearance,
                    questions=tuple(questions),
                    elements=elements,
                )
            )

    # --- elements

    def _element(
        self, element: etree._Element, around: _Around, *, top: bool = False
    ) -> tuple[Element, ...]:
        """Return what *element* adds to the body: one element, or none."""
        name = local_name(element)
        if name in CONTROLS:
            control = self._question(element, name, around)
            return () if control is None else (control,)
        if name == "group":
            return self._group(element, around, top=top)
        if name == "repeat":
            return self._repeat(element, around, None, top=top)
        if name in ACTIONS:
            self.actions.read(element, name, around.node, repeat=around.repeat)
        elif name not in _IGNORED:
            message = f"the control {name!r} is not known"
            self.places.add("unknown-type", message, element, around.node, "type")
        return ()

    def _inside(self, element: etree._Element, around: _Around) -> tuple[Element, ...]:
        if around.depth > MAX_DEEP:
            message = f"groups nest deeper than {MAX_DEEP}"
            raise XmlBroken(message, line_of(element), "too-large")
        return tuple(one for child in element for one in self._element(child, around))

    def _group(self, element: etree._Element, around: _Around, *, top: bool) -> tuple[Element, ...]:
        node = around.node
        if names_something(element):
            found = self.places.named_by(element, around.node)
            if found is None:
                return ()
            node = found
        path = node.reference if names_something(element) else ""
        repeat = self._only_repeat(element, node, path)
        if repeat is not None:
            return self._repeat(repeat, replace(around, node=node), element, top=top)
        if "ex:" in element.get("appearance", "") or element.get("intent"):
            message = "answers from another app are not available; the questions are asked here"
            self.places.warn("unsupported", message, element, node, "appearance")
        label = self.texts.label(children_by_name(element).get("label"), node, Role.LABEL)
        inner = replace(
            around,
            node=node,
            titles=_titles(around, label, top=top),
            depth=around.depth + 1,
        )
        return (
            Group(
                path=path,
                label=label,
                appearance=self._controls.appearance(element, "group", node),
                elements=self._inside(element, inner),
            ),
        )

    def _only_repeat(self, element: etree._Element, node: Node, path: str) -> etree._Element | None:
        """Return the repeat that a group is only the caption of, as the converter writes it."""
        content = [child for child in element if local_name(child) not in _IGNORED]
        if len(content) != 1 or local_name(content[0]) != "repeat":
            return None
        if not path:
            return content[0]
        inside = self.places.look(content[0].get("nodeset", ""), content[0], node)
        return content[0] if inside is node else None

    def _repeat(
        self,
        element: etree._Element,
        around: _Around,
        caption: etree._Element | None,
        *,
        top: bool,
    ) -> tuple[Element, ...]:
        node = self.places.named_by(element, around.node)
        if node is None:
            return ()
        if node is self.places.root or node.reference in self.repeats:
            message = f"{node.reference} cannot be repeated here"
            self.places.add("duplicate-name", message, element, node, "name")
            return ()
        own = children_by_name(element).get("label")
        written = children_by_name(caption).get("label") if caption is not None else None
        label = self.texts.label(written if written is not None else own, node, Role.LABEL)
        inner = _Around(
            node=node,
            titles=_titles(around, label, top=top),
            repeat=node.reference,
            depth=around.depth + 1,
        )
        count = None
        source = element.get(f"{{{JAVAROSA}}}count", "")
        if source.strip():
            count = self.texts.bind(source, node, Role.REPEAT_COUNT, line_of(element))
        appearance = self._controls.appearance(element, "repeat", node)
        if caption is not None:
            appearance = f"{caption.get('appearance', '')} {appearance}".strip()
        made = Repeat(
            path=node.reference,
            label=label,
            appearance=appearance,
            elements=self._inside(element, inner),
            count=count,
            add_remove=not _is_true(element.get(f"{{{JAVAROSA}}}noAddRemove", "")),
        )
        self.repeats[node.reference] = made
        return (made,)

    # --- questions

    def _question(self, element: etree._Element, name: str, around: _Around) -> Control | None:
        if not names_something(element):
            self.places.add("unknown-reference", "a question names no node", element, None, "type")
            return None
        node = self.places.named_by(element, around.node)
        if node is None:
            return None
        for child in element:
            inner = local_name(child)
            if inner in ACTIONS:
                self.actions.read(child, inner, node, source=node.reference, repeat=around.repeat)
        if not node.is_leaf:
            message = f"{node.reference} is a group and cannot have this control"
            self.places.add("unknown-reference", message, element, node, "type")
            return None
        if node.reference in self.questions:
            message = f"{node.reference} has two controls; the first one is shown"
            self.places.warn("duplicate-name", message, element, node, "name")
            return None
        inside = children_by_name(element)
        bind = self.binds.binds.get(node.reference, _NO_BIND)
        kind, unsupported = self._controls.kind(element, name, node, bind)
        choices = NO_CHOICES
        if name in _CHOOSES or element.get("query") is not None:
            choices = self.choices.read(element, inside.get("itemset"), node)
        hint = inside.get("hint", inside.get("help"))
        self._alert(inside.get("alert"), node)
        self.questions[node.reference] = Question(
            path=node.reference,
            kind=kind,
            label=self.texts.label(inside.get("label"), node, Role.LABEL),
            hint=self.texts.label(hint, node, Role.HINT),
            appearance=self._controls.appearance(element, name, node),
            choices=choices.inline,
            group_titles=around.titles,
            choice_names=choices.names,
            itemset=choices.itemset,
            parameters=parameters_of(element, bind),
            media_type=element.get("mediatype", ""),
            unsupported=unsupported,
        )
        return Control(path=node.reference)

    def _alert(self, alert: etree._Element | None, node: Node) -> None:
        """Let an `alert` be the message of a constraint whose bind has none."""
        bind = self.binds.binds.get(node.reference)
        if alert is None or bind is None or Role.CONSTRAINT_MESSAGE in bind.messages:
            return
        message = self.texts.label(alert, node, Role.CONSTRAINT_MESSAGE)
        if message is not None:
            bind.messages[Role.CONSTRAINT_MESSAGE] = message

    def _notes(self) -> None:
        """Make notes of the questions nobody answers, now that all actions are known."""
        written = {action.path: None for action in self.actions.actions}
        for path, question in self.questions.items():
            bind = self.binds.binds.get(path)
            if question.kind is not QuestionKind.TEXT or bind is None:
                continue
            node = self.places.look(path, _NOWHERE, self.places.root)
            if node is not None and is_note(bind, node, written):
                self.questions[path] = replace(question, kind=QuestionKind.NOTE)

    def _asked_labels(self) -> None:
        """Refuse `jr:choice-name` on what is no question with choices, as JavaRosa does."""
        for asked in self.texts.asked:
            node = self.places.look(asked.path, _NOWHERE, asked.node, narrowed=True)
            question = self.questions.get(node.reference) if node is not None else None
            if question is not None and question.kind in _HAS_CHOICES:
                continue
            what = "names no question" if node is None else "is no question with choices"
            message = f"jr:choice-name: {asked.path.strip()[:200]!r} {what}"
            self.places.add("unknown-reference", message, asked.line, asked.node, asked.role.value)


_HAS_CHOICES = frozenset(
    {
        QuestionKind.SELECT_ONE,
        QuestionKind.SELECT_MULTIPLE,
        QuestionKind.RANK,
        QuestionKind.RANGE,
        QuestionKind.UNSUPPORTED,
    }
)
_CHOOSES = frozenset({"select", "select1", "rank", "range"})
_NOWHERE = etree.Element("nowhere")


def _titles(around: _Around, label: Label | None, *, top: bool) -> tuple[Label, ...]:
    """Return the titles inside a group: the section's own title is not repeated."""
    return around.titles if top or label is None else (*around.titles, label)


def _is_true(text: str) -> bool:
    return text.strip().lower() in ("true()", "true", "1")
