"""Questions that somebody may not be asked are not relevant, whatever the form says."""

from __future__ import annotations

from forms.model.instance import FormInstance
from forms.submission import answers_of
from tests.forms.tables import environment, instance_of

FORM = """
| survey | type         | name   | label | required | relevant          | calculation |
|        | text         | nombre | N     | yes      |                   |  |
|        | text         | salud  | S     | yes      |                   |  |
|        | text         | cual   | C     | yes      | ${nombre} = 'sí'  |  |
|        | calculate    | doble  |       |          |                   | concat(${salud}, '!') |
|        | begin repeat | hijo   | H     |          |                   |  |
|        | text         | clave  | K     |          |                   |  |
|        | text         | mal    | M     | yes      |                   |  |
|        | end repeat   |        |       |          |                   |  |
"""
HEALTH, WHICH, ILL = "/data/salud", "/data/cual", "/data/hijo/mal"


def _form() -> FormInstance:
    form = instance_of(FORM)
    form.set_answer("/data/nombre", "sí")
    form.set_answer(HEALTH, "asma")
    return form


def test_a_question_left_out_is_not_asked_not_required_and_not_saved() -> None:
    """Its answer is not in the record, and what is calculated from it reads blank."""
    form = _form()

    changed = form.leave_out(frozenset({HEALTH, WHICH, ILL}))

    assert {HEALTH, WHICH} <= changed.relevance
    assert not form.is_relevant(WHICH)
    assert [one.path for one in form.problems()] == []
    assert answers_of(form)[1:4] == [None, None, "!"]


def test_it_stays_left_out_whatever_is_answered_later() -> None:
    """Neither its own condition nor a new instance of its repeat brings it back."""
    form = _form()
    form.leave_out(frozenset({WHICH, ILL}))

    form.set_answer("/data/nombre", "no")
    form.set_answer("/data/nombre", "sí")
    form.add_repeat("/data/hijo")

    assert not form.is_relevant(WHICH)
    assert not form.is_relevant("/data/hijo[2]/mal")
    assert form.is_relevant("/data/hijo[2]/clave")


def test_whoever_changes_their_mind_finds_the_answer_again() -> None:
    """The whole set is said each time; what is no longer in it is asked again."""
    form = _form()
    form.leave_out(frozenset({HEALTH, WHICH, ILL}))

    form.leave_out(frozenset())

    assert form.value(HEALTH) == "asma"
    assert form.is_relevant(HEALTH)
    assert form.is_relevant(WHICH)
    assert form.value("/data/doble") == "asma!"
    assert {one.path for one in form.problems()} == {WHICH, "/data/hijo[1]/mal"}


def test_a_restored_draft_is_told_again() -> None:
    """The set is no part of the draft: it is a matter of consent, not of the form."""
    form = _form()
    form.leave_out(frozenset({HEALTH}))

    again = FormInstance.restore(form.definition, form.dump(), environment())

    assert again.is_relevant(HEALTH)
    again.leave_out(frozenset({HEALTH}))
    assert answers_of(again) == answers_of(form)
