"""V45 stop by stop: from home, with something missing, worked out, on a day without a price."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.desk import Desk
from tests.support.qt import Role


def walk_estimate(desk: Desk) -> Iterator[str]:
    """Go through V45 by keyboard; yield a name at each stop."""

    def stop(name: str) -> str:
        desk.settle()
        return f"{desk.at} {name}".strip()

    desk.unlock()
    desk.find(Role.Button, "estimate-open").setFocus()
    desk.press("Enter", "Down")
    yield stop("asked")
    desk.press("Ctrl+Enter")
    yield stop("something missing")
    fill_property_tax(desk)
    desk.press("Ctrl+Enter")
    yield stop("worked out")
    day = desk.window.estimates.estimate.day
    day.year.setFocus()
    desk.press("Ctrl+A")
    desk.type("2025")
    desk.press("Enter", "Ctrl+Enter")
    yield stop("no price that day")


def fill_property_tax(desk: Desk) -> None:
    """Answer: $850,000.00, an INAPAM card, five months late; from the field of the value on."""
    desk.window.estimates.estimate.facts.fields[0].take_focus()
    desk.type("850000")
    desk.press("Enter", "2", "Enter", "Ctrl+A")
    desk.type("5")
