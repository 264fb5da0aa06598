"""What ships is what the training makes, from nobody's data; and sizes hold where they can."""

from __future__ import annotations

import pytest

from kiosk.domain.identity import check_digit
from kiosk.settings import resources_folder
from sync.dictionaries import shipped_dictionaries
from sync.events import PersonCreated, decode_event
from tests.performance import dictionary
from tests.performance.bytes import BUDGETS, SEEDS, Line, bytes_per_event, items_of
from tests.performance.synthetic import Office

KNOWN = shipped_dictionaries(resources_folder())
SHIPPED = KNOWN[max(KNOWN)]


def test_anybody_makes_the_same_dictionary_again() -> None:
    """The file that ships is the training's, byte for byte: nothing else can have gone into it."""
    assert dictionary.train() == SHIPPED


def test_nobody_in_the_training_exists() -> None:
    """Every CURP has a check digit that does not hold, so none is a person's."""
    for seed in dictionary.SEEDS:
        office = Office(seed)
        for _ in range(5):
            event = office.person().event
            assert isinstance(event, PersonCreated)
            assert event.identities is not None
            curp = event.identities[0].value
            assert check_digit(curp[:17]) != curp[17]


def test_the_tests_draw_other_events_than_the_training() -> None:
    """A dictionary measured on its own training text would flatter itself."""
    assert not set(dictionary.SEEDS) & set(SEEDS)


@pytest.mark.parametrize(
    ("mix", "count"),
    [(mix, count) for mix, count in BUDGETS if mix != "registration" and count <= 100],
)
def test_bytes_per_event_hold_their_budget(mix: str, count: int) -> None:
    """PROTOCOL §24; registrations with two photos do not hold it yet (docs/performance.md)."""
    assert bytes_per_event(mix, count, SHIPPED) <= BUDGETS[mix, count]


def test_the_dictionary_is_worth_its_place() -> None:
    """A small batch of events never seen is a fifth smaller at least."""
    assert bytes_per_event("half and half", 10, SHIPPED) < 0.8 * bytes_per_event(
        "half and half", 10, None
    )


def test_an_envelope_with_it_opens_to_the_same_events() -> None:
    """What is measured is a valid envelope of valid events."""
    line, items = Line(), items_of("half and half", 20, SEEDS[0])

    opened = line.open(line.envelope(items, SHIPPED), KNOWN)

    assert list(opened.items) == items
    for kind, item in zip((40, 60) * 10, items, strict=True):
        decode_event(kind, 1, item.body)
