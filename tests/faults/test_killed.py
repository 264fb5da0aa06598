"""SIGKILL of the real app inside a save: before the commit nothing of it, after it all of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.demo.interruption import Point
from tests.demo.people import PEOPLE
from tests.demo.processes import PlayedApp
from tests.faults.counter import Counter
from tests.faults.day import Day, Holdings, holdings
from tests.faults.player import ACTS

Start = Callable[..., Counter]
BEFORE, AFTER = Point.BEFORE_COMMIT, Point.AFTER_COMMIT


def kill(profile: Path, act: str, point: Point) -> None:
    """Start the app, let it act, and kill it at the point."""
    arguments = ["--profile", str(profile), "--act", act, "--point", point.value]
    app = PlayedApp(arguments, {"QT_QPA_PLATFORM": "offscreen"}, "tests.faults.player")
    try:
        app.messages_until("reached")
        app.kill()
    finally:
        app.end()


def work_of(held: Holdings) -> tuple[int, ...]:
    """Return how much of what people made there is."""
    return (held.of_kind(30), held.of_kind(40), held.of_kind(50), held.of_kind(60), held.drafts)


@pytest.mark.parametrize("act", ["pay", "create"])
def test_killed_before_the_commit_nothing_of_it_is_there(day: Day, act: str) -> None:
    """Nothing of the save is there, everything of before is, and the same work can be done once."""
    before = holdings(day.database)
    kill(day.profile, act, BEFORE)

    left = holdings(day.database)

    assert left.same_work(before)
    assert left.streams == 1
    counter = Counter(day.profile).enter()
    try:
        ACTS[act][1](counter)
        counter.settle()
    finally:
        counter.close()
    assert holdings(day.database).of_kind(ACTS[act][0]) == before.of_kind(ACTS[act][0]) + 1


def test_a_registration_killed_after_its_commit_is_there_once(day: Day, start: Start) -> None:
    """The registration is there with its receipt, its draft is gone, and its fee waits."""
    before = holdings(day.database)
    kill(day.profile, "register", AFTER)

    left = holdings(day.database)

    assert left.registrations == before.registrations + 1
    assert left.drafts == before.drafts - 1
    assert len(left.receipts) == len(before.receipts) + 1
    counter = start().enter()
    assert len(counter.services.payments.pending()) == 2


def test_a_shift_killed_after_its_commit_is_open(day: Day, start: Start) -> None:
    """The shift is open with its float, and nobody is asked to open another one."""
    kill(day.enrolled, "shift", AFTER)

    counter = start(profile=day.enrolled).enter()

    assert counter.texts.text("shift-open-wanted") not in counter.robot.words()
    counter.close()
    held = holdings(day.enrolled / day.database.name)
    assert (held.of_kind(30), held.drawer_centavos, held.streams) == (1, 50_000, 1)


def test_what_was_typed_last_is_there_after_the_window_closes(day: Day, start: Start) -> None:
    """A half typed answer and a click on the window's cross: the draft has the answer."""
    counter = start().enter()
    counter.resume(day.draft)
    counter.robot.fill("Localidad", "Peña Ñandú")
    counter.close()

    again = start().enter()
    again.resume(day.draft)
    assert again.answer("Localidad") == "Peña Ñandú"


def test_pressed_twice_is_one(day: Day, start: Start) -> None:
    """Each saving key pressed three times at once saves one thing."""
    before = holdings(day.database)
    counter = start().enter()
    counter.robot.key("F4")
    counter.to_tender("200")
    for _ in range(3):
        counter.robot.key("F12")
    counter.robot.wait_screen("V15")
    counter.clerk.go_home()
    counter.to_consent(day.ready)
    for _ in range(3):
        counter.robot.key("Ctrl+Return")
    counter.robot.wait_screen("V13")
    counter.clerk.go_home()
    counter.fill_card(PEOPLE[1])
    for _ in range(3):
        counter.robot.key("Ctrl+Return")
    counter.robot.wait_screen("V06", "V08")
    counter.close()

    after = holdings(day.database)
    made = [now - then for now, then in zip(work_of(after), work_of(before), strict=True)]
    assert made == [0, 1, 1, 1, -1]
