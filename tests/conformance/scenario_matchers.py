"""What the traces assert about a result: every matcher of their README, by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.conformance.results import Mismatch, expect
from tests.conformance.scenario_calls import Scenario
from tests.conformance.scenario_form import FormView
from tests.conformance.scenario_values import (
    Expected,
    ExpectedChoice,
    NotDriven,
    Pattern,
)
from tests.conformance.scenario_views import Choices, NodeView, OneChoice, Payload
from tests.conformance.scenario_xml import meta_value, same_xml

_UUID = re.compile(
    r"uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE
)
THROWING = frozenset({"toThrow", "toThrowError", "throw"})
"""Matchers of a refusal; the steps deal with them."""


def check(matcher: str, got: Any, arguments: list[Any], *, negated: bool) -> None:
    """Raise Mismatch where an assertion does not hold, NotDriven where it is not known."""
    rule = _MATCHERS.get(matcher)
    if rule is None:
        raise NotDriven(f"matcher {matcher}")
    if not negated:
        rule(got, *arguments)
        return
    try:
        rule(got, *arguments)
    except Mismatch:
        return
    raise Mismatch(f"{matcher} holds, and should not")


def _node(got: Any) -> NodeView:
    if not isinstance(got, NodeView):
        raise NotDriven(f"a node was wanted, not {type(got).__name__}")
    return got


# --- answers


def _equal_answer(got: Any, wanted: Any) -> None:
    text = got.name() if isinstance(got, OneChoice) else _node(got).text()
    match wanted:
        case Expected(names=tuple() as names):
            expect("the chosen names", tuple(sorted(text.split())), names)
        case Expected(text=other):
            expect("the answer", text, other)
        case ExpectedChoice(name=name):
            expect("the answer", text, name)
        case NodeView():
            expect("the answer", text, wanted.text())
        case _:
            raise NotDriven(f"an answer like {type(wanted).__name__}")


def _close(got: Any, wanted: Any) -> None:
    text = _node(got).text()
    if not isinstance(wanted, Expected) or wanted.number is None or wanted.tolerance is None:
        raise NotDriven("an answer without tolerance")
    try:
        distance = abs(float(text) - wanted.number)
    except ValueError:
        raise Mismatch(f"the answer is {text!r}, no number") from None
    if not distance <= wanted.tolerance:
        raise Mismatch(f"the answer is {text}, not within {wanted.tolerance} of {wanted.number}")


def _starts_with(got: Any, wanted: Any) -> None:
    text = _node(got).text() if isinstance(got, NodeView) else str(got)
    beginning = wanted.text if isinstance(wanted, Expected) else str(wanted)
    if not text.startswith(beginning):
        raise Mismatch(f"{text!r} does not start with {beginning!r}")


# --- plain values


def _same_kind(got: Any, wanted: Any) -> bool:
    """Tell whether two values are equal and neither is a boolean where the other is a number."""
    return isinstance(got, bool) == isinstance(wanted, bool) and bool(got == wanted)


def _be(got: Any, wanted: Any) -> None:
    if isinstance(got, Choices) or isinstance(wanted, Choices):
        if got is not wanted:
            raise Mismatch("another list of choices")
        return
    if not _same_kind(got, wanted):
        expect("the value", got, wanted)
        raise Mismatch(f"the value is {got!r}, wanted {wanted!r}")


def _null(got: Any) -> None:
    expect("the value", got, None)


def _nan(got: Any) -> None:
    if not isinstance(got, int | float) or got == got:
        raise Mismatch(f"{got!r} is a number")


def _match(got: Any, wanted: Any) -> None:
    if isinstance(wanted, Pattern):
        flags = re.IGNORECASE if "i" in wanted.flags else 0
        if re.search(wanted.source, str(got), flags) is None:
            raise Mismatch(f"{got!r} does not match {wanted.source}")
    elif str(wanted) not in str(got):
        raise Mismatch(f"{got!r} does not hold {wanted!r}")


def _contain(got: Any, wanted: Any) -> None:
    if wanted not in got:
        raise Mismatch(f"{wanted!r} is not in {got!r}")


def _length(got: Any, wanted: int) -> None:
    expect("the length", got.size() if isinstance(got, Choices) else len(got), wanted)


def _subset(got: Any, wanted: Any) -> None:
    if isinstance(wanted, Mapping):
        if not isinstance(got, Mapping):
            raise Mismatch(f"{got!r} is no object")
        for name, value in wanted.items():
            if name not in got:
                raise Mismatch(f"{name} is not there")
            _subset(got[name], value)
        return
    _be(got, wanted)


_TYPES: Mapping[str, type] = {
    "bigint": int,
    "number": float,
    "string": str,
    "boolean": bool,
}


def _type_of(got: Any, wanted: str) -> None:
    if wanted not in _TYPES:
        raise NotDriven(f"type {wanted}")
    if type(got) is not _TYPES[wanted]:
        raise Mismatch(f"{got!r} is a {type(got).__name__}, wanted {wanted}")


# --- flags of a node


def _flag(name: str, wanted: bool) -> Callable[[Any], None]:
    def rule(got: Any) -> None:
        expect(name, getattr(_node(got), name), wanted)

    return rule


def _valid(got: Any) -> None:
    view = got if isinstance(got, FormView) else _node(got)
    expect("the problem", view.problem(), None)


_STATUS = {None: "OK", "required": "REQUIRED_BUT_EMPTY", "constraint": "CONSTRAINT_VIOLATED"}


def _status(got: Any, wanted: str) -> None:
    problem = _node(got).problem()
    expect("the status", _STATUS[problem.code if problem else None], wanted)


def _message(*codes: str) -> Callable[..., None]:
    """Return a rule about the form's own message of one of these problems, None for no problem."""

    def rule(got: Any, wanted: str | None) -> None:
        problem = _node(got).problem()
        message = problem.message if problem is not None and problem.code in codes else None
        expect("the message", message, wanted)

    return rule


def _default_message(code: str) -> Callable[[Any], None]:
    """Return a rule: that problem is there and the form has no message, so the app says its own."""

    def rule(got: Any) -> None:
        problem = _node(got).problem()
        expect("the problem", problem.code if problem else None, code)
        expect("the form's own message", problem.message if problem else None, None)

    return rule


# --- appearances, classes


def _has_appearance(got: Any, wanted: str) -> None:
    if wanted not in _node(got).appearances():
        raise Mismatch(f"{wanted} is not among {_node(got).appearances()}")


def _yields_appearances(got: Any, wanted: list[str]) -> None:
    expect("the appearances", list(_node(got).appearances()), wanted)


def _classes(got: Any) -> list[str]:
    return _node(got).instance.definition.body_class.split()


def _has_class(got: Any, wanted: str) -> None:
    if wanted not in _classes(got):
        raise Mismatch(f"{wanted} is not among {_classes(got)}")


def _yields_classes(got: Any, wanted: list[str]) -> None:
    expect("the classes", _classes(got), wanted)


def _lacks(rule: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
    def turned(got: Any, wanted: str) -> None:
        try:
            rule(got, wanted)
        except Mismatch:
            return
        raise Mismatch(f"{wanted} is there")

    return turned


# --- choices


def _fits(choice: Any, wanted: ExpectedChoice) -> bool:
    return bool(choice.name == wanted.name and wanted.label in (None, choice.label))


def _choices(got: Any) -> list[Any]:
    if not isinstance(got, Choices):
        raise NotDriven("choices were wanted")
    return list(got.all())


def _contains_in_order(got: Any, wanted: list[ExpectedChoice]) -> None:
    left = iter(_choices(got))
    for one in wanted:
        if not any(_fits(choice, one) for choice in left):
            raise Mismatch(f"{one.name} is not offered in this place, but {_names(got)}")


def _contains(got: Any, wanted: list[ExpectedChoice]) -> None:
    for one in wanted:
        if not any(_fits(choice, one) for choice in _choices(got)):
            raise Mismatch(f"{one.name} ({one.label}) is not offered, but {_names(got)}")


def _names(got: Any) -> str:
    return ", ".join(f"{one.name} ({one.label})" for one in _choices(got)) or "nothing"


# --- submissions and their ids


def _scenario(got: Any) -> Scenario:
    if not isinstance(got, Scenario):
        raise NotDriven("a scenario was wanted")
    return got


def _serialized(got: Any, wanted: str) -> None:
    same_xml(_scenario(got).submission(), wanted)


def _prepared(got: Any, wanted: str) -> None:
    if not isinstance(got, Payload):
        raise NotDriven("a payload was wanted")
    same_xml(got.xml, wanted)


def _ready(got: Any) -> None:
    if got.problems:
        raise Mismatch(f"not ready: {got.problems[0].path}")


def _pending(got: Any) -> None:
    if not got.problems:
        raise Mismatch("nothing is missing")


def _id(got: Any, local: str, options: Mapping[str, Any]) -> str | None:
    return meta_value(_scenario(got).submission(), local, options["metaNamespaceURI"])


def _computed_id(got: Any, options: Mapping[str, Any]) -> None:
    found = _id(got, "instanceID", options)
    if found is None or not _UUID.fullmatch(found):
        raise Mismatch(f"instanceID is {found!r}")


def _edited_id(got: Any, options: Mapping[str, Any]) -> None:
    _computed_id(got, options)
    if _id(got, "instanceID", options) == _id(options["sourceScenario"], "instanceID", options):
        raise Mismatch("the instanceID is the one that was edited")


def _deprecated_id(got: Any, options: Mapping[str, Any]) -> None:
    source = _id(options["sourceScenario"], "instanceID", options)
    expect("deprecatedID", _id(got, "deprecatedID", options), source)


def _tree_reference(got: Any, wanted: Any) -> None:
    reference = got if isinstance(got, str) else got.look("xpathReference")
    expect("the reference", reference, wanted)


_MATCHERS: Mapping[str, Callable[..., None]] = {
    "toEqualAnswer": _equal_answer,
    "toHaveAnswerCloseTo": _close,
    "toStartWith": _starts_with,
    "toBe": _be,
    "toEqual": _be,
    "equal": _be,
    "toBeNull": _null,
    "toBeNaN": _nan,
    "toMatch": _match,
    "toContain": _contain,
    "toHaveLength": _length,
    "toMatchObject": _subset,
    "toBeTypeOf": _type_of,
    "toBeRelevant": _flag("relevant", True),
    "toBeNonRelevant": _flag("relevant", False),
    "toBeReadonly": _flag("readonly", True),
    "toBeEnabled": _flag("readonly", False),
    "toBeRequired": _flag("required", True),
    "toBeOptional": _flag("required", False),
    "toBeValid": _valid,
    "toHaveValidityStatus": _status,
    "toHaveConstraintMessage": _message("constraint"),
    "toHaveRequiredMessage": _message("required"),
    "toHaveValidityMessage": _message("constraint", "required"),
    "toHaveDefaultConstraintMessage": _default_message("constraint"),
    "toHaveDefaultRequiredMessage": _default_message("required"),
    "toHaveAppearance": _has_appearance,
    "notToHaveAppearance": _lacks(_has_appearance),
    "toYieldAppearances": _yields_appearances,
    "toHaveClass": _has_class,
    "notToHaveClass": _lacks(_has_class),
    "toYieldClasses": _yields_classes,
    "toContainChoices": _contains_in_order,
    "toContainChoicesInAnyOrder": _contains,
    "toHaveSerializedSubmissionXML": _serialized,
    "toHavePreparedSubmissionXML": _prepared,
    "toBeReadyForSubmission": _ready,
    "toBePendingSubmissionWithViolations": _pending,
    "toHaveComputedPreloadInstanceID": _computed_id,
    "toHaveEditedPreloadInstanceID": _edited_id,
    "toHaveDeprecatedIDFromSource": _deprecated_id,
    "toEqualTreeReference": _tree_reference,
}
