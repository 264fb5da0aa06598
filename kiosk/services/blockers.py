"""What keeps a page, or the whole registration, from being complete."""

from __future__ import annotations

from collections.abc import Mapping

from forms.xform.definition import FormDefinition
from forms.xform.definition import QuestionKind as FormKind
from kiosk.services.drafts import Draft, find, generic_of
from kiosk.services.views import QuestionProblem

TYPE_MESSAGES = {
    "integer": "field-integer",
    "integer-range": "field-integer-range",
    "decimal": "field-decimal",
    "date": "field-date",
    "time": "field-time",
    "datetime": "field-datetime",
    "choice": "field-empty-choice",
    "choices": "field-empty-choice",
    "geopoint": "field-geopoint",
    "geotrace": "field-geopoints",
    "geoshape": "field-geopoints",
}
_CHOSEN = frozenset({FormKind.SELECT_ONE, FormKind.SELECT_MULTIPLE, FormKind.RANK})
_FILES = frozenset({FormKind.IMAGE, FormKind.AUDIO, FormKind.VIDEO, FormKind.FILE})


def problems_of(draft: Draft, section: int | None, place: str = "") -> tuple[QuestionProblem, ...]:
    """Return what does not hold, in the order of the form; a mistyped answer comes as such.

    section: only of one; place: only of one instance of a repeat.
    """
    form = draft.form
    where = sections_of(form.definition)
    found: dict[str, QuestionProblem] = {}
    for path, text in draft.content.typed.items():
        index = where.get(generic_of(path))
        wanted = section in (None, index) and path.startswith(place)
        node = find(form, path)
        if index is None or not wanted or node is None or not node.relevant:
            continue
        code = form.type_problem(path, text)
        if code is not None:
            message_id = TYPE_MESSAGES.get(code, "field-constraint")
            found[path] = _problem(draft, path, index, message_id, None)
    for problem in form.problems(section, within=place):
        generic = generic_of(problem.path)
        if problem.path in found or generic not in where:
            continue
        message_id = "field-constraint"
        if problem.code == "required":
            message_id = _empty_message(form.definition.questions[generic].kind)
        found[problem.path] = _problem(
            draft, problem.path, where[generic], message_id, problem.message
        )
    order = _order(form.definition)
    return tuple(sorted(found.values(), key=lambda one: _place_in(one.path, order)))


def sections_of(definition: FormDefinition) -> Mapping[str, int]:
    """Return in which section each question stands, by generic path."""
    known = definition.derived.get("kiosk.sections")
    if isinstance(known, dict):
        return known
    found = {
        path: index
        for index, section in enumerate(definition.sections())
        for path in section.questions
    }
    definition.derived["kiosk.sections"] = found
    return found


def place_of(definition: FormDefinition, reference: str) -> str:
    """Return the innermost repeat instance that a question stands in, "" outside repeats.

    For an instance itself: the instance around it.
    """
    generic = generic_of(reference)
    known = definition.nodes.get(generic)
    if known is None:
        return ""
    repeat = known.repeat
    if known.is_repeat:
        above = definition.nodes.get(known.parent)
        repeat = above.repeat if above is not None else ""
    return cut(reference, repeat)


def cut(reference: str, generic: str) -> str:
    """Return the part of a reference that leads to the node of *generic*, index included."""
    if not generic:
        return ""
    return "/".join(reference.split("/")[: generic.count("/") + 1])


def _empty_message(kind: FormKind) -> str:
    if kind in _CHOSEN:
        return "field-empty-choice"
    return "field-empty-file" if kind in _FILES else "field-empty-text"


def _problem(
    draft: Draft, path: str, index: int, message_id: str, message: str | None
) -> QuestionProblem:
    label = draft.form.question(path).label
    return QuestionProblem(
        path=path,
        section_index=index,
        label=label,
        message=message or "",
        message_id=message_id,
        arguments={"field": label},
        place=place_of(draft.form.definition, path),
    )


def _order(definition: FormDefinition) -> Mapping[str, int]:
    known = definition.derived.get("kiosk.order")
    if isinstance(known, dict):
        return known
    found = {path: place for place, path in enumerate(definition.nodes)}
    definition.derived["kiosk.order"] = found
    return found


def _place_in(reference: str, order: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    """Return what sorts references as the record has them: level by level, place and index."""
    places: list[tuple[int, int]] = []
    path = ""
    for step in reference.split("/")[1:]:
        name, _, index = step.removesuffix("]").partition("[")
        path = f"{path}/{name}"
        places.append((order.get(path, 0), int(index or 0)))
    return tuple(places)
