"""What an answer puts into a text of the form is words, never marks (FORMS §9, §14)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.marks import escaped
from kiosk.ui.questions import markdown
from tests.support.household import (
    ADULTS,
    HOUSEHOLD_XML,
    NAME,
    a_full_household,
    publish_household,
    the_question,
)
from tests.support.offices import Counter

EVIL = "**negrita** [clic](http://x.invalid) <b>x</b> # y"
INSERTING = (
    HOUSEHOLD_XML.replace(
        "<label>¿Hay adultos?</label>".encode(),
        '<label>**¿Hay** adultos en <output value="/data/house/name"/>?</label>'.encode(),
    )
    .replace(b"<label>No</label>", b'<label>No, <output value="/data/house/name"/></label>')
    .replace(
        b'<bind nodeset="/data/end/why" type="string" relevant="/data/end/adults = \'no\'"/>',
        b'<bind nodeset="/data/end/why" type="string"'
        b" calculate=\"jr:choice-name(/data/end/adults, '/data/end/adults')\"/>",
    )
)


@given(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=60))
def test_an_escaped_answer_reads_as_it_was_typed(text: str) -> None:
    """Whatever is typed: the words are the same and nothing becomes rich text."""
    assert markdown.plain(escaped(text)) == text
    assert "<b>" not in markdown.html(escaped(text))


def test_a_label_keeps_its_own_marks_and_gets_none_from_answers(counter: Counter) -> None:
    """The author's bold stays; the answer is shown as typed, in labels and choices."""
    publish_household(counter, INSERTING)
    view = a_full_household(counter)
    counter.registrations.answer(view.draft_id, NAME, EVIL)

    shown = the_question(counter.registrations.section(view.draft_id, 2), ADULTS)

    assert markdown.plain(shown.label) == f"¿Hay adultos en {EVIL}?"
    assert markdown.html(shown.label).count("<b>") == 1
    assert markdown.plain(shown.choices[1].label) == f"No, {EVIL}"


def test_what_is_computed_of_a_text_has_no_marks_of_ours(counter: Counter) -> None:
    """A choice's name that goes into an answer is stored as it reads."""
    publish_household(counter, INSERTING)
    view = a_full_household(counter)
    counter.registrations.answer(view.draft_id, NAME, EVIL)
    counter.registrations.answer(view.draft_id, ADULTS, "no")

    shown = the_question(counter.registrations.section(view.draft_id, 2), "/data/end/why")

    assert shown.value == f"No, {EVIL}"


def test_the_review_shows_answers_as_they_were_typed(counter: Counter) -> None:
    """Also where they look like marks."""
    publish_household(counter, INSERTING)
    view = a_full_household(counter)
    counter.registrations.answer(view.draft_id, NAME, EVIL)

    line = counter.registrations.review(view.draft_id).sections[0].lines[0]

    assert markdown.plain(line.answer) == EVIL
