"""A draft as screens show it: questions, problems, how far each section is, the review."""

from __future__ import annotations

from datetime import date

from forms.model.instance import QuestionView as FormQuestion
from forms.xform.definition import QuestionKind as FormKind
from kiosk.services.drafts import Draft
from kiosk.services.views import (
    Choice,
    QuestionKind,
    QuestionProblem,
    QuestionView,
    ReviewLine,
    ReviewSection,
    SectionMark,
    SectionState,
)
from kiosk.texts import Texts

_TYPE_MESSAGES = {
    "integer": "field-integer",
    "integer-range": "field-integer-range",
    "decimal": "field-decimal",
    "date": "field-date",
    "choice": "field-empty-choice",
}


def questions_of(draft: Draft, texts: Texts) -> tuple[QuestionView, ...]:
    """Return the relevant questions of the draft's current section, in order."""
    paths = draft.form.section_paths(draft.content.section)
    return tuple(_question(draft, path, texts) for path in paths)


def review_sections(draft: Draft, texts: Texts) -> tuple[ReviewSection, ...]:
    """Return every answered or skipped question of the relevant sections, as V11 shows it."""
    form = draft.form
    found: list[ReviewSection] = []
    for index in range(draft.content.section_count):
        lines = tuple(
            ReviewLine(
                path=path,
                section_index=index,
                label=shown.label,
                answer=_shown_answer(draft, shown, texts),
            )
            for path in form.section_paths(index)
            if (shown := form.question(path)).kind is not FormKind.NOTE
        )
        if lines:
            title = form.section_title(index)
            found.append(ReviewSection(index=index, title=title, lines=lines))
    return tuple(found)


def problems_of(draft: Draft, section: int | None) -> tuple[QuestionProblem, ...]:
    """Return what does not hold, in the order of the form; a mistyped answer comes as such."""
    form = draft.form
    where = {
        path: index
        for index, one in enumerate(form.definition.sections())
        for path in one.questions
    }
    found: dict[str, QuestionProblem] = {}
    for path, text in draft.content.typed.items():
        index = where.get(path)
        if index is None or not form.is_relevant(path) or section not in (None, index):
            continue
        code = form.type_problem(path, text)
        if code is not None:
            found[path] = _problem(draft, path, index, _TYPE_MESSAGES[code], None)
    for problem in form.problems(section):
        if problem.path in found or problem.path not in where:
            continue
        message_id = "field-constraint"
        if problem.code == "required":
            closed = form.question(problem.path).kind is FormKind.SELECT_ONE
            message_id = "field-empty-choice" if closed else "field-empty-text"
        found[problem.path] = _problem(
            draft, problem.path, where[problem.path], message_id, problem.message
        )
    order = list(where)
    return tuple(sorted(found.values(), key=lambda one: order.index(one.path)))


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
    )


def marks_of(draft: Draft) -> tuple[SectionMark, ...]:
    """Return how far each relevant section is."""
    form, content = draft.form, draft.content
    return tuple(
        SectionMark(index=index, title=form.section_title(index), state=_state(draft, index))
        for index in range(content.section_count)
        if form.section_relevant(index) or index == content.section
    )


def _state(draft: Draft, index: int) -> SectionState:
    if index == draft.content.section:
        return SectionState.HERE
    if index not in draft.content.checked:
        return SectionState.NOT_STARTED
    return SectionState.PROBLEM if problems_of(draft, index) else SectionState.COMPLETE


def _question(draft: Draft, path: str, texts: Texts) -> QuestionView:
    shown = draft.form.question(path)
    value = draft.typed_or_stored(path)
    code = draft.form.type_problem(path, value)
    message = None
    if code is not None:
        message = texts.text(_TYPE_MESSAGES[code], field=shown.label)
    return QuestionView(
        path=path,
        kind=QuestionKind(shown.kind.value),
        label=shown.label,
        hint=shown.hint,
        choices=tuple(Choice(name=one.name, label=one.label) for one in shown.choices),
        appearance=shown.appearance,
        value=value,
        required=shown.required,
        readonly=shown.readonly,
        appeared_because=draft.appeared.get(path),
        message=message,
    )


def _shown_answer(draft: Draft, shown: FormQuestion, texts: Texts) -> str:
    typed = draft.content.typed.get(shown.path)
    if typed is not None:
        return typed
    if shown.kind is FormKind.DATE and shown.value:
        return texts.born(date.fromisoformat(shown.value))
    return shown.value_label
