"""The disk is full while something is saved: told in place, nothing of it kept, then kept once."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from sync.ids import OperatorNumber
from tests.demo.job import PASSPHRASE
from tests.demo.people import PEOPLE
from tests.faults.counter import Counter
from tests.faults.day import Day, holdings
from tests.support.logs import ExpectedLogs

Start = Callable[..., Counter]
SOAK = os.environ.get("VENTANILLA_SOAK") == "1"


@contextmanager
def full_disk(day: Day) -> Iterator[None]:
    """Let no file of this process grow beyond what the log has now, as on a disk without room."""
    log = day.database.with_name(day.database.name + "-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(1, log.stat().st_size), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("language", ["es", "en"] if SOAK else ["en"])
def test_a_payment_is_taken_once_there_is_room(day: Day, start: Start, language: str) -> None:
    """Full while charging: told on V14, the amount stays, and after room is made there is one."""
    before = holdings(day.database)
    counter = start(language=language).enter()
    counter.robot.key("F4")
    counter.to_tender("200")
    with full_disk(day):
        for _ in range(2):
            counter.robot.key("F12")
            counter.see_problem("vault.disk_full")
        assert counter.robot.screen_id() == "V14"
    counter.look("disk-full-paying")

    counter.robot.key("F12")
    counter.robot.wait_screen("V15")
    counter.close()

    after = holdings(day.database)
    assert after.payments == before.payments + 1
    assert after.drawer_centavos == before.drawer_centavos + 18_550


def test_an_answer_typed_on_a_full_disk_is_not_left_behind(day: Day, start: Start) -> None:
    """Full while answering: one cannot go on or out without it; with room it is in the draft."""
    counter = start().enter()
    counter.resume(day.draft)
    label = "Localidad"
    counter.robot.fill(label, "Peña Ñandú")
    with full_disk(day):
        counter.robot.key("F7")
        counter.see_problem("vault.disk_full")
        counter.settle()
        assert counter.robot.screen_id() == "V09"
        counter.robot.key("Ctrl+Return")
        counter.settle()
        assert counter.robot.screen_id() == "V09"
        counter.see_problem("vault.disk_full")
    counter.look("disk-full-answering")

    counter.robot.key("F7")
    counter.robot.wait_screen("V02")
    counter.close()

    again = start().enter()
    again.resume(day.draft)
    assert again.answer(label) == "Peña Ñandú"


def test_a_card_is_saved_once_there_is_room(day: Day, start: Start) -> None:
    """Full while saving a person: told on V07 with everything still there, then saved once."""
    counter = start().enter()
    counter.fill_card(PEOPLE[1])
    with full_disk(day):
        counter.robot.key("Ctrl+Return")
        counter.see_problem("vault.disk_full")
    counter.look("disk-full-card")

    counter.robot.key("Ctrl+Return")
    counter.robot.wait_screen("V06")
    counter.close()

    assert holdings(day.database).people == 2


def test_a_registration_is_saved_once_there_is_room(day: Day, start: Start) -> None:
    """Full while saving a registration: the draft and the consent stay, then one is saved."""
    before = holdings(day.database)
    counter = start().enter()
    counter.to_consent(day.ready)
    with full_disk(day):
        counter.robot.key("Ctrl+Return")
        counter.see_problem("vault.disk_full")
    counter.look("disk-full-registering")

    counter.robot.key("Ctrl+Return")
    counter.robot.wait_screen("V13")
    counter.close()

    after = holdings(day.database)
    assert after.registrations == before.registrations + 1
    assert after.drafts == before.drafts - 1


def test_the_door_tells_and_opens_later(
    day: Day, start: Start, expected_logs: ExpectedLogs
) -> None:
    """Full while entering and while closing: told, the app ends in order, and nothing is gone."""
    expected_logs.expect("ventanilla.app", "closed without a last record: vault.disk_full")
    expected_logs.expect("kiosk.vault", "the log stays beside the file")
    expected_logs.expect("ventanilla.tries", "the wrong tries are kept in memory alone")
    expected_logs.expect("delivery", "a delivery step failed")
    before = holdings(day.database)
    counter = start()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        counter.clerk.type_passphrase(PASSPHRASE)
        counter.see_problem("vault.disk_full")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    counter.look("disk-full-door")

    counter.enter()
    with full_disk(day):
        counter.close()

    assert holdings(day.database).same_work(before)


def test_a_file_that_went_back_is_told_even_after_a_full_disk(
    day: Day, start: Start, expected_logs: ExpectedLogs
) -> None:
    """The first try to enter opens a new stream and then meets a full disk: the page comes."""
    expected_logs.expect("delivery", "a delivery step failed")
    day.database.with_name(day.database.name + ".witness").unlink()
    counter = start()
    sessions = counter.services.sessions
    opened = sessions._opening.open

    def opened_on_a_filling_disk(
        key: bytes, operator: OperatorNumber, slot: int | None = None
    ) -> bool:
        went_back = opened(key, operator, slot)
        fill.enter_context(full_disk(day))
        return went_back

    with ExitStack() as fill:
        sessions._opening.open = opened_on_a_filling_disk  # type: ignore[method-assign]
        counter.clerk.type_passphrase(PASSPHRASE)
        counter.see_problem("vault.disk_full")

    counter.clerk.type_passphrase(PASSPHRASE)
    assert counter.robot.wait_screen("X01", "V02") == "X01"
    counter.close()
    assert holdings(day.database).streams == 2
