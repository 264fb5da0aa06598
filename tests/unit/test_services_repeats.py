"""Repeats in a draft: pages of instances, problems inside them, taking out and putting back."""

from __future__ import annotations

import pytest

from kiosk.services.drafts import PlaceGone, moved
from kiosk.services.views import HeadingView, QuestionView, RepeatView, SectionState
from tests.support.household import (
    ADULTS,
    HOUSEHOLD_XML,
    NAME,
    PEOPLE,
    a_full_household,
    a_household_draft,
    publish_household,
    the_question,
    the_repeat,
)
from tests.support.offices import Counter, a_counter


@pytest.fixture(autouse=True)
def _published(counter: Counter) -> None:
    publish_household(counter)


def test_a_section_lists_its_items_in_order(counter: Counter) -> None:
    """Questions as before; a repeat is one item with its instances as lines."""
    view = a_household_draft(counter)
    people = counter.registrations.section(view.draft_id, 1)

    assert [type(item) for item in view.items] == [QuestionView] * 4
    assert view.questions == view.items
    (repeat,) = people.items
    assert isinstance(repeat, RepeatView)
    assert repeat.label == "Persona"
    assert repeat.columns == ("Nombre", "Edad")
    assert [one.cells for one in repeat.instances] == [("", "")]
    assert not repeat.fixed


def test_an_instance_is_a_page_of_its_own(counter: Counter) -> None:
    """Its questions, its number in the title, the way back, and the draft comes back to it."""
    view = a_household_draft(counter)
    counter.registrations.section(view.draft_id, 1)

    page = counter.registrations.open_place(view.draft_id, f"{PEOPLE}[1]")
    again = counter.registrations.resume(view.draft_id)

    assert page.title == "Persona 1"
    assert [crumb.title for crumb in page.trail] == ["Persona"]
    assert page.index == 1
    assert page.may_add_another
    assert [item.path for item in page.items] == [
        f"{PEOPLE}[1]/name",
        f"{PEOPLE}[1]/age",
        f"{PEOPLE}[1]/tool",
    ]
    assert again.page == page.page


def test_a_repeat_inside_a_repeat_is_a_page_inside_a_page(counter: Counter) -> None:
    """The way back leads over every page around it."""
    view = a_household_draft(counter)

    page = counter.registrations.open_place(view.draft_id, f"{PEOPLE}[1]/tool[1]")

    assert page.title == "Herramienta 1"
    assert [(crumb.place, crumb.title) for crumb in page.trail] == [
        ("", "Persona"),
        (f"{PEOPLE}[1]", "Persona 1"),
    ]


def test_adding_opens_the_new_one(counter: Counter) -> None:
    """And what follows from their number is worked out."""
    view = a_full_household(counter)

    added = counter.registrations.add_instance(view.draft_id, PEOPLE)
    table = the_repeat(counter.registrations.section(view.draft_id, 1))
    end = counter.registrations.section(view.draft_id, 2)

    assert added.place == f"{PEOPLE}[3]"
    assert [one.cells for one in table.instances] == [
        ("PRUEBA 1", "10"),
        ("PRUEBA 2", "20"),
        ("", ""),
    ]
    assert the_question(end, "/data/end/total").value == "30"


def test_a_line_shows_an_answer_as_soon_as_it_is_given(counter: Counter) -> None:
    """The table is made anew where an instance changed."""
    view = a_full_household(counter)
    counter.registrations.section(view.draft_id, 1)

    counter.registrations.answer(view.draft_id, f"{PEOPLE}[2]/name", "OTRA")
    table = the_repeat(counter.registrations.section(view.draft_id, 1))

    assert table.instances[1].cells == ("OTRA", "20")


def test_taking_out_renumbers_and_can_be_undone_exactly(counter: Counter) -> None:
    """Those after it move up; undone at once, everything is as it was, mistyped answers too."""
    view = a_full_household(counter, people=3)
    draft = view.draft_id
    counter.registrations.answer(draft, f"{PEOPLE}[2]/age", "veinte")
    counter.registrations.answer(draft, f"{PEOPLE}[3]/age", "treinta")
    before = the_repeat(counter.registrations.section(draft, 1))

    gone = counter.registrations.remove_instance(draft, f"{PEOPLE}[2]")
    back = counter.registrations.put_back(draft)

    assert gone.removed == "Persona 2"
    assert [one.cells for one in the_repeat(gone).instances] == [
        ("PRUEBA 1", "10"),
        ("PRUEBA 3", "treinta"),
    ]
    assert the_repeat(back) == before
    assert back.removed == ""


def test_what_was_taken_out_comes_back_beside_what_was_answered_since(counter: Counter) -> None:
    """An undo after further answers loses neither."""
    view = a_full_household(counter, people=3)
    draft = view.draft_id
    counter.registrations.answer(draft, f"{PEOPLE}[1]/tool[1]/what", "azadón")
    counter.registrations.add_instance(draft, f"{PEOPLE}[1]/tool")
    counter.registrations.answer(draft, f"{PEOPLE}[1]/tool[2]/what", "machete")
    counter.registrations.remove_instance(draft, f"{PEOPLE}[1]")
    counter.registrations.answer(draft, NAME, "OTRA casa")
    counter.registrations.answer(draft, f"{PEOPLE}[2]/age", "noventa")

    back = counter.registrations.put_back(draft)
    inside = the_repeat(counter.registrations.open_place(draft, f"{PEOPLE}[1]"))
    house = counter.registrations.section(draft, 0)

    assert [one.cells for one in the_repeat(back).instances] == [
        ("PRUEBA 1", "10"),
        ("PRUEBA 2", "20"),
        ("PRUEBA 3", "noventa"),
    ]
    assert [one.cells for one in inside.instances] == [("azadón",), ("machete",)]
    assert the_question(house, NAME).value == "OTRA casa"


def test_several_come_back_in_the_other_order(counter: Counter) -> None:
    """The last one taken out is the first to come back, also after a crash."""
    view = a_full_household(counter, people=3)
    counter.registrations.remove_instance(view.draft_id, f"{PEOPLE}[3]")
    counter.registrations.remove_instance(view.draft_id, f"{PEOPLE}[1]")
    counter.opening.close()

    again = a_counter(counter.folder, clock=counter.clock, seed=b"after", create=False)
    first = again.registrations.put_back(view.draft_id)
    second = again.registrations.put_back(view.draft_id)
    with pytest.raises(PlaceGone):
        again.registrations.put_back(view.draft_id)
    again.opening.close()

    assert [one.cells[0] for one in the_repeat(first).instances] == ["PRUEBA 1", "PRUEBA 2"]
    assert len(the_repeat(second).instances) == 3


def test_problems_inside_instances_are_found_from_outside(counter: Counter) -> None:
    """In the summary with their place, in the table at their line, in the map at the section."""
    view = a_full_household(counter)
    draft = view.draft_id
    counter.registrations.answer(draft, f"{PEOPLE}[2]/name", "")
    counter.registrations.answer(draft, f"{PEOPLE}[2]/age", "200")
    counter.registrations.section(draft, 1)

    problems = counter.registrations.check_section(draft, 1)
    table = the_repeat(counter.registrations.section(draft, 1))
    elsewhere = counter.registrations.section(draft, 0)
    inside = counter.registrations.check_section(draft, 1, f"{PEOPLE}[1]")

    assert [(one.path, one.place, one.message) for one in problems] == [
        (f"{PEOPLE}[2]/name", f"{PEOPLE}[2]", ""),
        (f"{PEOPLE}[2]/age", f"{PEOPLE}[2]", "Menos de 120."),
    ]
    assert [one.problem for one in table.instances] == [False, True]
    assert elsewhere.sections[1].state is SectionState.PROBLEM
    assert inside == ()


def test_the_review_goes_through_every_instance(counter: Counter) -> None:
    """Each with its title, its answers, and the page where they are changed."""
    view = a_full_household(counter)

    section = counter.registrations.review(view.draft_id).sections[1]

    shown = [(line.level, line.label, line.answer, line.place) for line in section.lines]
    assert shown[:4] == [
        (1, "Persona 1", "", f"{PEOPLE}[1]"),
        (0, "Nombre", "PRUEBA 1", f"{PEOPLE}[1]"),
        (0, "Edad", "10", f"{PEOPLE}[1]"),
        (2, "Herramienta 1", "", f"{PEOPLE}[1]/tool[1]"),
    ]


def test_a_place_that_is_not_there_is_a_known_problem(counter: Counter) -> None:
    """Nothing changes."""
    view = a_household_draft(counter)

    for act, place in (
        (counter.registrations.open_place, f"{PEOPLE}[9]"),
        (counter.registrations.open_place, NAME),
        (counter.registrations.remove_instance, f"{PEOPLE}[9]"),
        (counter.registrations.add_instance, "/data/nothing"),
    ):
        with pytest.raises(PlaceGone):
            act(view.draft_id, place)

    assert counter.registrations.resume(view.draft_id) == view


def test_only_what_changed_is_made_anew(counter: Counter) -> None:
    """The views of untouched questions are the very same ones."""
    view = a_household_draft(counter)
    end = counter.registrations.section(view.draft_id, 2)

    after = counter.registrations.answer(view.draft_id, ADULTS, "no")

    kept = [item for item in after.items if any(item is other for other in end.items)]
    assert [item.path for item in kept] == ["/data/end/total"]
    assert the_question(after, "/data/end/why").appeared_because == "No"


def test_headings_have_their_level(counter: Counter) -> None:
    """A group inside a page is a heading."""
    xml = (
        b"<group><label>Dentro</label>"
        b'<input ref="/data/house/name"><label>Nombre de la casa</label></input></group>'
    )
    plain = b'<input ref="/data/house/name"><label>Nombre de la casa</label></input>'
    publish_household(counter, HOUSEHOLD_XML.replace(plain, xml))

    view = a_household_draft(counter)

    heading = view.items[0]
    assert isinstance(heading, HeadingView)
    assert (heading.label, heading.level) == ("Dentro", 1)


def test_what_is_kept_by_reference_follows_its_instance() -> None:
    """Removed: dropped and moved up. Put in: moved down."""
    typed = {"/d/k[1]/a": "x", "/d/k[2]/a": "y", "/d/k[3]/t[2]/a": "z", "/d/o": "w"}

    out = moved(typed, "/d/k[2]", removed=True)
    again = moved(out, "/d/k[2]", removed=False)

    assert out == {"/d/k[1]/a": "x", "/d/k[2]/t[2]/a": "z", "/d/o": "w"}
    assert again == {"/d/k[1]/a": "x", "/d/k[3]/t[2]/a": "z", "/d/o": "w"}
