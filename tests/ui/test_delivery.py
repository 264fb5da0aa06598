"""V24 and the strip: the truth in its order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QLabel

from kiosk.services.views import DeliverySummary, DeliveryWord, LinkState
from kiosk.ui.field.words import strip_words
from tests.support.desk import Desk
from tests.support.fake_services import FakeDeliveries

AN_HOUR = datetime(2026, 11, 16, 10, 42, tzinfo=UTC)


def a_summary(**changes: object) -> DeliverySummary:
    """Return figures of a quiet morning."""
    return replace(FakeDeliveries().state, **changes)  # type: ignore[arg-type]  # a factory takes any field


@pytest.mark.parametrize(
    ("changes", "strong", "amber"),
    [
        ({"attention": 3, "stale": True}, "3 necesitan atención", True),
        ({"attention": 1}, "1 necesita atención", True),
        ({"stale": True}, "12 guardados en este equipo", True),
        ({}, "12 guardados en este equipo", False),
        ({"saved": 1}, "1 guardado en este equipo", False),
        ({"saved": 0, "on_the_way": 2}, "2 en camino", False),
        ({"saved": 0}, "Todo entregado · hoy 10:42", False),
        ({"saved": 0, "last_delivery_at": None}, "Nada por entregar", False),
    ],
)
def test_the_strip_says_the_first_thing_that_is_true(
    desk: Desk, changes: dict[str, object], strong: str, amber: bool
) -> None:
    """UX §4.1: attention, stale, saved, on the way, all delivered."""
    words = strip_words(desk.texts, a_summary(**changes))

    assert (words.strong, words.amber) == (strong, amber)


def test_a_quiet_device_says_since_when(desk: Desk) -> None:
    """The second half of the sentence is the last delivery, or that there was none."""
    assert strip_words(desk.texts, a_summary()).rest == "· última entrega hoy 10:42"
    never = strip_words(desk.texts, a_summary(last_delivery_at=None))
    assert never.rest == "· aún sin entregas"


def test_the_delivery_page_names_what_needs_attention_and_why(desk: Desk) -> None:
    """Each reason in its own sentence; nothing about servers or codes."""
    fakes = desk.office.deliveries
    fakes.state = a_summary(attention=1)
    fakes.lists = replace(
        fakes.lists, attention=(FakeDeliveries.row(41, DeliveryWord.ATTENTION, 10),)
    )
    desk.unlock()

    desk.press("F9")

    shown = [label.text() for label in desk.window.beside.delivery.findChildren(QLabel)]
    assert desk.window.beside.delivery.heading.text() == "1 necesita atención"
    assert desk.texts.text("reason-10") in shown


def test_offline_is_said_with_the_next_try_and_that_work_goes_on(desk: Desk) -> None:
    """The only place that says it; the time is a clock time."""
    desk.unlock()
    desk.press("F9")

    shown = [label.text() for label in desk.window.beside.delivery.findChildren(QLabel)]
    assert "Sin conexión" in shown
    assert "Siguiente intento a las 11:00." in shown


@pytest.mark.parametrize("link", list(LinkState))
def test_every_state_of_the_link_has_its_words(desk: Desk, link: LinkState) -> None:
    """A captive portal and a refusal say what to do."""
    desk.office.deliveries.state = a_summary(link=link)
    desk.unlock()

    desk.press("F9")

    shown = [label.text() for label in desk.window.beside.delivery.findChildren(QLabel)]
    assert desk.texts.text(f"link-{link.value}") in shown


def test_deliver_now_only_hurries(desk: Desk) -> None:
    """Enter presses it; the page stays."""
    desk.unlock()

    desk.press("F9", "Enter")

    assert desk.office.deliveries.hurried == 1
    assert desk.at == "V24"


def test_the_strip_follows_when_delivery_moved(desk: Desk) -> None:
    """The signal may come from any thread; strip and home read again."""
    desk.unlock()
    desk.office.deliveries.state = a_summary(saved=0, last_delivery_at=AN_HOUR)

    desk.window.status_stale.emit()
    desk.settle()

    assert desk.shell._delivery._strong.text() == "Todo entregado · hoy 10:42"


def test_what_moves_while_the_strip_is_read_is_read_again(desk: Desk) -> None:
    """Two signals at once: the second one is not lost."""
    desk.unlock()
    desk.window.refresh_status()
    desk.office.deliveries.state = a_summary(attention=1)

    desk.window.refresh_status()
    desk.settle()

    assert desk.shell._delivery._strong.text() == "1 necesita atención"
