"""Walking through a form in document order."""

from __future__ import annotations

import pytest

from forms.errors import AnswerRefused
from forms.model.cursor import Cursor, Place, PlaceKind
from forms.xform.appearances import appearances_of
from forms.xform.definition import Control, Element, FormDefinition, Group, Repeat
from forms.xpath.nodes import Node, NodeKind

BODY: tuple[Element, ...] = (
    Control(path="/data/name"),
    Group(
        path="/data/house",
        label=None,
        appearance="",
        elements=(Control(path="/data/house/rooms"),),
    ),
    Group(
        path="/data/kid",
        label=None,
        appearance="",
        elements=(
            Repeat(
                path="/data/kid",
                label=None,
                appearance="",
                elements=(
                    Control(path="/data/kid/age"),
                    Repeat(
                        path="/data/kid/toy",
                        label=None,
                        appearance="",
                        elements=(Control(path="/data/kid/toy/colour"),),
                    ),
                ),
            ),
        ),
    ),
)


def _definition() -> FormDefinition:
    repeats = {
        path: Repeat(path=path, label=None, appearance="", elements=())
        for path in ("/data/kid", "/data/kid/toy")
    }
    return FormDefinition(
        form_id="walk",
        version="1",
        title="Walk",
        sha256=b"",
        root="/data",
        nodes={},
        questions={},
        section_list=(),
        languages=(),
        default_language="",
        texts={},
        inserting=frozenset(),
        actions=(),
        secondary={},
        namespaces=(),
        tree=Node(NodeKind.ELEMENT),
        templates={},
        repeats=repeats,
        elements=BODY,
    )


class FakeAnswers:
    """Answers as far as a cursor asks: how many instances, what is hidden, what is fixed."""

    def __init__(self) -> None:
        self.counts = {"/data/kid": 2, "/data/kid[1]/toy": 1, "/data/kid[2]/toy": 0}
        self.hidden: set[str] = set()
        self.fixed: set[str] = set()
        self._definition = _definition()

    @property
    def definition(self) -> FormDefinition:
        """Return the form."""
        return self._definition

    def is_relevant(self, reference: str) -> bool:
        """Tell whether a node is shown."""
        return reference not in self.hidden

    def instances_of(self, repeat_reference: str) -> tuple[str, ...]:
        """Return the instances of a repeat."""
        count = self.counts.get(repeat_reference, 0)
        return tuple(f"{repeat_reference}[{number}]" for number in range(1, count + 1))

    def may_change_repeat(self, repeat_reference: str) -> bool:
        """Tell whether the user may add one."""
        return repeat_reference not in self.fixed


def _references(cursor: Cursor) -> list[str]:
    return [place.reference for place in cursor.places()]


def test_places_stand_in_document_order() -> None:
    """Every question, group and instance has a place, and each open repeat one for a new one."""
    cursor = Cursor(FakeAnswers())

    assert _references(cursor) == [
        "/data",
        "/data/name",
        "/data/house",
        "/data/house/rooms",
        "/data/kid[1]",
        "/data/kid[1]/age",
        "/data/kid[1]/toy[1]",
        "/data/kid[1]/toy[1]/colour",
        "/data/kid[1]/toy",
        "/data/kid[2]",
        "/data/kid[2]/age",
        "/data/kid[2]/toy",
        "/data/kid",
        "/data",
    ]
    assert cursor.places()[12].kind is PlaceKind.NEW_REPEAT
    assert cursor.places()[4].kind is PlaceKind.REPEAT_INSTANCE


def test_what_is_not_relevant_has_no_place() -> None:
    """A hidden group hides what it holds; a hidden repeat has neither instances nor an offer."""
    answers = FakeAnswers()
    answers.hidden = {"/data/house", "/data/kid"}

    assert _references(Cursor(answers)) == ["/data", "/data/name", "/data"]


def test_a_fixed_repeat_offers_no_further_instance() -> None:
    """Where the form decides the number, there is no place for one more."""
    answers = FakeAnswers()
    answers.fixed = {"/data/kid", "/data/kid[1]/toy", "/data/kid[2]/toy"}

    kinds = [place.kind for place in Cursor(answers).places()]

    assert PlaceKind.NEW_REPEAT not in kinds


def test_the_cursor_walks_forth_and_back_and_stays_at_both_ends() -> None:
    """Next and previous go one place each; beyond the ends there is nothing."""
    cursor = Cursor(FakeAnswers())
    assert cursor.place.kind is PlaceKind.BEGINNING

    forward = [cursor.next() for _ in range(20)]
    back = [cursor.previous() for _ in range(20)]

    assert tuple(forward[:13]) == cursor.places()[1:]
    assert forward[-1].kind is PlaceKind.END
    assert tuple(back[:13]) == tuple(reversed(cursor.places()[:-1]))
    assert back[-1].kind is PlaceKind.BEGINNING


def test_a_jump_lands_or_is_refused() -> None:
    """A jump finds a question, an instance or the offer; elsewhere the cursor stays."""
    cursor = Cursor(FakeAnswers())

    assert cursor.jump("/data/kid").kind is PlaceKind.NEW_REPEAT
    assert cursor.jump("/data/kid[2]").kind is PlaceKind.REPEAT_INSTANCE
    with pytest.raises(AnswerRefused):
        cursor.jump("/data/kid[3]")
    assert cursor.place == Place(kind=PlaceKind.REPEAT_INSTANCE, reference="/data/kid[2]")
    assert cursor.jump("").kind is PlaceKind.BEGINNING


def test_a_place_that_has_gone_leads_to_the_one_after_it() -> None:
    """After its instance was removed, a step forward does not skip anything."""
    answers = FakeAnswers()
    cursor = Cursor(answers)
    cursor.jump("/data/kid[2]")
    answers.counts["/data/kid"] = 1

    assert cursor.next() == Place(kind=PlaceKind.NEW_REPEAT, reference="/data/kid")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        (" multiline  numbers ", ("multiline", "numbers")),
        ("search", ("autocomplete", "search")),
        ("minimal search('towns', 'matches', 'a b', ${c}) quick", None),
    ],
)
def test_appearances_are_words(text: str, words: tuple[str, ...] | None) -> None:
    """Words keep their order, an older one brings the present one, arguments stay in one word."""
    found = appearances_of(text)

    if words is None:
        words = (
            "minimal",
            "autocomplete",
            "search('towns', 'matches', 'a b', ${c})",
            "quick",
        )
    assert found == words
