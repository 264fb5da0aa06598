"""A central that is away, lies, refuses or signs wrongly: told on V24, nothing lost or twice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from kiosk.backstage import the_world
from sync.events import OperatorLocked
from tests.demo.processes import Central, free_port
from tests.faults.counter import Counter
from tests.faults.day import FEE_CENTAVOS, Day, holdings
from tests.faults.wire import Wire
from tests.support.vaults import HandClock

LANGUAGES = ["es", "en"] if os.environ.get("VENTANILLA_SOAK") == "1" else ["es"]
Start = Callable[..., Counter]


@pytest.fixture
def central(day: Day) -> Iterator[Central]:
    """Serve the day's central at another address than its devices were told."""
    served = Central(day.central, free_port())
    served.start()
    yield served
    served.stop()


def hurry_until(counter: Counter, words: str) -> None:
    """Press *Entregar ahora* until these words stand on V24."""

    def seen() -> bool:
        if words in counter.robot.words():
            return True
        counter.services.deliveries.deliver_now()
        counter.window.refresh_status()
        counter.robot.turn(150)
        return False

    counter.robot.wait(f"not to be read: {words}", seen)


def to_deliveries(counter: Counter) -> Counter:
    """Go to V24."""
    counter.robot.key("F9")
    counter.robot.wait_screen("V24")
    return counter


@pytest.mark.parametrize("language", LANGUAGES)
def test_lies_are_told_and_everything_arrives_once(
    day: Day, start: Start, central: Central, language: str
) -> None:
    """200 with HTML, 500, 401, a wrongly signed ack: each is told; then all arrives, once."""
    counter = start(language=language).enter()
    texts = counter.texts
    with Wire(day.port, central.port) as wire:
        wire.tell("html")
        to_deliveries(counter)
        hurry_until(counter, texts.text("link-portal"))
        counter.look("link-html")
        counter.clerk.go_home()
        counter.pay_the_pending_charge()
        to_deliveries(counter)
        for lie, words in (
            ("500", texts.part("problem-link-server", "happened")),
            ("401", texts.text("link-refused")),
            ("html-as-cose", texts.text("link-portal")),
        ):
            wire.tell(lie)
            hurry_until(counter, words)
            counter.look(f"link-{lie}")
            assert counter.services.deliveries.summary().delivered == 0
        wire.be_honest()
        wire.spoil_acks = True
        hurry_until(counter, texts.part("problem-link-wrong_signature", "happened"))
        counter.look("link-wrong-ack")
        assert wire.pushed
        assert counter.services.deliveries.summary().delivered == 0

        wire.be_honest()
        hurry_until(counter, texts.text("delivery-all", when="").strip(" ·"))
        counter.look("link-delivered")
        counter.close()

    held = holdings(day.database)
    report = central.report()
    assert report["totals"]["payments_centavos"] == FEE_CENTAVOS
    assert len(report["payments"]) == held.payments == 1
    assert len(report["registrations"]) == held.registrations == 1
    assert len(report["people"]) == held.people == 1
    assert report["quarantine"] == []
    missing = held.kinds[report["events"] :]  # they arrive in their order
    assert missing in ((), (OperatorLocked.kind,))  # the lock of the closing may be on its way
    assert held.kinds[-1] == OperatorLocked.kind


def test_a_device_in_1970_delivers_all_the_same(day: Day, start: Start, central: Central) -> None:
    """A clock that is 56 years behind keeps nothing from arriving; order does not depend on it."""
    world = replace(the_world(), clock=HandClock(wall_seconds=3600.0))
    counter = start(world=world).enter()
    counter.pay_the_pending_charge()
    with Wire(day.port, central.port):
        to_deliveries(counter)
        hurry_until(counter, counter.texts.text("delivery-all", when="").strip(" ·"))
        counter.look("delivered-1970")
        counter.close()

    report = central.report()
    assert report["totals"]["payments_centavos"] == FEE_CENTAVOS
    assert report["quarantine"] == []


def test_without_a_central_all_work_is_done(day: Day, start: Start) -> None:
    """Nobody ever listens at the central's address: V24 says so, and work waits for nothing."""
    counter = to_deliveries(start().enter())
    hurry_until(counter, counter.texts.text("link-down"))
    counter.look("link-down")
    counter.clerk.go_home()
    counter.pay_the_pending_charge()
    counter.to_consent(day.ready)
    counter.robot.key("Ctrl+Return")
    counter.robot.wait_screen("V13")
    waiting = counter.services.deliveries.summary()
    counter.close()

    assert (waiting.saved, waiting.delivered) == (5, 0)
    held = holdings(day.database)
    assert (held.payments, held.registrations) == (1, 2)


def test_another_institution_at_the_address_gets_nothing(
    day: Day, start: Start, other: Central
) -> None:
    """A central of another institution answers: it is told as a refusal, nothing counts there."""
    counter = start().enter()
    with Wire(day.port, other.port) as wire:
        to_deliveries(counter)
        hurry_until(counter, counter.texts.text("link-refused"))
        counter.look("link-other-institution")
        assert counter.services.deliveries.summary().delivered == 0
        counter.close()
        del wire

    assert other.report()["events"] == 0


@pytest.fixture
def other(day: Day) -> Iterator[Central]:
    """Serve a central of another institution."""
    stranger = Central(day.folder / "other", free_port())
    stranger.init()
    stranger.start()
    yield stranger
    stranger.stop()
