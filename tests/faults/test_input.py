"""What people type wrongly: a CURP with a wrong digit, less cash than is due; a clock in 1970."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.backstage import World, the_world
from tests.demo.people import PEOPLE
from tests.faults.counter import Counter
from tests.faults.day import Day, holdings
from tests.support.vaults import HandClock

Start = Callable[..., Counter]
SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
LANGUAGES = ["es", "en"] if SOAK else ["es"]
OTHER_LANGUAGES = ["es", "en"] if SOAK else ["en"]


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_a_curp_with_a_wrong_digit_blocks_the_card(day: Day, start: Start, language: str) -> None:
    """A wrong check digit is named beside the field; with the right one the card is saved once."""
    person = PEOPLE[1]
    wrong = person.curp[:17] + str((int(person.curp[17]) + 1) % 10)
    counter = start(language=language).enter()
    counter.fill_card(person)
    counter.robot.fill(counter.texts.text("person-curp"), wrong)
    counter.robot.key("Ctrl+Return")
    counter.robot.wait_words(counter.texts.text("field-curp-digit"))
    counter.look("curp-digit")
    assert counter.robot.screen_id() == "V07"
    assert counter.services.citizens.search(person.first_surname).rows[0].given != person.given

    counter.robot.fill(counter.texts.text("person-curp"), person.curp)
    counter.robot.key("Ctrl+Return")
    counter.robot.wait_screen("V06")
    counter.close()

    assert holdings(day.database).people == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_less_cash_than_due_takes_nothing(day: Day, start: Start, language: str) -> None:
    """$185.49 for $185.50: the missing centavo is told, nothing is charged; then it is, once."""
    counter = start(language=language).enter()
    counter.robot.key("F4")
    counter.to_tender("185.49")
    for _ in range(2):
        counter.robot.key("F12")
        counter.robot.wait_words(counter.texts.text("pay-short", amount="$0.01"))
    counter.look("short")
    counter.settle()
    assert counter.robot.screen_id() == "V14"

    counter.robot.fill(counter.texts.text("tender-field"), "185.50")
    counter.robot.key("F12")
    counter.robot.key("F12")
    counter.robot.wait_screen("V15")
    counter.robot.wait_words(counter.texts.text("change-none"))
    counter.close()

    held = holdings(day.database)
    assert (held.payments, held.of_kind(60)) == (1, 1)


def a_world(year_seconds: float) -> World:
    """Return the real world under another clock."""
    return replace(the_world(), clock=HandClock(wall_seconds=year_seconds))


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_a_clock_in_1970_work_goes_on(day: Day, start: Start, language: str) -> None:
    """A clock in 1970 is told on every screen; a payment is taken, its time not vouched for."""
    before = holdings(day.database)
    counter = start(language=language, world=a_world(3600.0)).enter()
    banner = counter.texts.text("clock-wrong", day="").split("  ")[0][:18]
    counter.robot.wait_words(banner)
    counter.look("clock-1970")
    counter.robot.key("F4")
    counter.to_tender("200")
    counter.robot.key("F12")
    counter.robot.wait_screen("V15")
    counter.robot.key("Return")
    counter.robot.wait_screen("V16")
    counter.robot.wait_words(counter.texts.text("receipt-time-unverified"))
    counter.look("receipt-1970")
    counter.close()

    after = holdings(day.database)
    assert after.payments == before.payments + 1
    later = start(language=language).enter()
    assert later.robot.screen_id() == "V02"
    assert banner not in later.robot.words()


def test_a_shift_opens_with_a_clock_in_1970(day: Day, start: Start) -> None:
    """V03 warns, proposes a believable day, and opens; the slip's time is not vouched for."""
    counter = start(profile=day.enrolled, world=a_world(-3600.0)).enter()
    counter.robot.press(counter.texts.text("shift-open-wanted"))
    counter.robot.wait_screen("V03")
    counter.robot.wait_words(counter.texts.text("shift-day"))
    counter.look("shift-1970")
    counter.robot.fill(counter.texts.text("count-notes-of", worth="$500"), "1")
    counter.robot.key("Ctrl+Return")
    counter.robot.wait_screen("V02")
    counter.close()

    database = day.enrolled / day.database.name
    held = holdings(database)
    assert held.of_kind(30) == 1
    assert held.drawer_centavos == 50_000
