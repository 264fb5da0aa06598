"""V28 and its acts by keys alone: what is not allowed is absent, every act says what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from kiosk.services.permissions import ApprovalMissing
from kiosk.services.views import DeviceAct
from kiosk.services.views.approvals import ApprovalRequest
from kiosk.services.views.device_status import PaidLink
from kiosk.services.views.keys import SlotView
from kiosk.services.views.removal import Held, HeldKind, RemovalLook
from sync.events import ApprovalMatter
from sync.ids import EventId
from tests.support.desk import Desk
from tests.support.device_walk import do, remove_last, to_device
from tests.support.fake_values import CLAVE
from tests.support.qt import Role

QUESTION = EventId(b"q" * 16)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Somebody at work, on V28."""
    desk.unlock()
    to_device(desk)
    return desk


def said(desk: Desk) -> str:
    """Return what V28 says came of the last act."""
    return desk.window.device.device.said.words.text()


def test_a_clerk_sees_all_and_changes_only_the_own_clave(desk: Desk) -> None:
    """The other acts are absent, not grey."""
    desk.office.device.may = frozenset({DeviceAct.CLAVE})
    desk.press("Esc")
    to_device(desk)

    acts = desk.window.device.device.acts
    seen = {act for act, button in acts.items() if button.isVisible()}

    assert seen == {DeviceAct.CLAVE}
    assert desk.window.device.device.cards["keys"].isVisible()


def test_acts_say_what_came_of_them(desk: Desk) -> None:
    """Check, recovery codes, a new key, a backup to a chosen folder."""
    desk.window.device.device.choose = lambda: Path("memoria")
    do(desk, DeviceAct.CHECK)
    checked = said(desk)
    do(desk, DeviceAct.RECOVERY)
    drawn = said(desk)
    do(desk, DeviceAct.ROTATE)
    rotated = said(desk)
    do(desk, DeviceAct.BACKUP)

    assert checked.startswith(desk.texts.text("device-check-holds", events=120)[:20])
    assert drawn == desk.texts.text("device-drawn", n=5)
    assert rotated == desk.texts.text("device-rotated")
    assert desk.office.keys.rotations == 1
    assert len(desk.office.care.lines) == 1
    assert said(desk).startswith(desk.texts.text("device-backed-up", name="", size="")[:25])


def test_a_paid_connection_is_said_by_a_key_and_shown_at_once(desk: Desk) -> None:
    """V28 names the link, what it cost today and what is carried; the choice counts at once."""
    device = desk.window.device.device
    words = [label.text() for label in device.cards["link"].findChildren(QLabel)]
    assert desk.texts.text("device-paid-of", spent="3 MB", most="20 MB") in words

    device.paid.field.take_focus()
    desk.press("2")

    assert desk.office.device.link.paid is PaidLink.YES
    assert device.said.words.text() == desk.texts.text("device-paid-said")


def test_ones_own_clave_is_changed_and_said_where_one_came_from(desk: Desk) -> None:
    """The old one once, the new one twice."""
    new = "ciruela tambor maguey risco"
    do(desk, DeviceAct.CLAVE)
    desk.type(CLAVE)
    desk.press("Tab")
    desk.type(new)
    desk.press("Tab")
    desk.type(new)

    desk.press("Enter")

    assert desk.at == "V28"
    assert said(desk) == desk.texts.text("myclave-changed")
    assert desk.office.keys.clave == new


def test_without_its_keystore_a_device_goes_on_only_by_a_decision(desk: Desk) -> None:
    """The sentence is ticked and the button pressed; then, and not before, the clave is new."""
    new = "ciruela tambor maguey risco"
    desk.office.keys.keystore_gone = True
    do(desk, DeviceAct.CLAVE)
    for words in (CLAVE, new, new):
        desk.type(words)
        desk.press("Tab")
    desk.press("Ctrl+Enter")
    asked = desk.at
    decide = desk.find(Role.Button, "alta-protection-decide")
    decide.setFocus()
    desk.press("Space")
    undecided = desk.office.keys.left_keystore, desk.office.keys.clave

    desk.find(Role.CheckBox, "alta-protection-sentence").setFocus()
    desk.press("Space")
    decide.setFocus()
    desk.press("Space")

    assert asked == "V42"
    assert undecided == (False, CLAVE)
    assert desk.office.keys.left_keystore
    assert desk.office.keys.clave == new
    assert desk.at == "V28"


def test_a_decision_not_made_is_forgotten_with_the_screen(desk: Desk) -> None:
    """Whoever goes back has decided nothing; the question is not there the next time."""
    desk.office.keys.keystore_gone = True
    people = desk.window.device.people
    do(desk, DeviceAct.PEOPLE)
    desk.press("1", "Ctrl+Enter")
    offered = people.step_down.isVisible()

    desk.press("Esc")
    do(desk, DeviceAct.PEOPLE)

    assert offered
    assert not people.step_down.isVisible()
    assert not desk.office.keys.left_keystore
    assert [slot.operator for slot in desk.office.keys.held if slot.kind == 1] == [42, 43]


def test_a_technician_needs_a_second_person_and_then_it_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The approval is asked where it is missing; the same person gets the same clave."""
    keys, requests = desk.office.keys, []
    real = keys.add_operator

    def needs(number: int, passphrase: str, *, approval: EventId | None = None) -> SlotView:
        if approval is None:
            raise ApprovalMissing
        return real(number, passphrase, approval=approval)

    monkeypatch.setattr(keys, "add_operator", needs)
    monkeypatch.setattr(
        desk.window.navigator, "go", lambda _screen, request=None: requests.append(request)
    )
    people = desk.window.device.people
    desk.window.navigator.back_to("V41")
    desk.settle()
    desk.press("1", "Ctrl+Enter")
    asked = [one for one in requests if isinstance(one, ApprovalRequest)]
    assert [one.matter for one in asked] == [ApprovalMatter.ACCESS]

    asked[0].granted(QUESTION)
    desk.settle()

    assert [slot.operator for slot in keys.held if slot.kind == 1] == [42, 43, 44]
    assert CLAVE in people.said.words.text()
    people.leave()
    assert CLAVE not in people.said.words.text()


def test_a_new_file_key_is_offered_once_a_person_was_removed(desk: Desk) -> None:
    """Not before; one press changes it, and the offer is gone."""
    people, keys = desk.window.device.people, desk.office.keys
    do(desk, DeviceAct.PEOPLE)
    before = people.new_key.isVisible()

    remove_last(desk)
    offered = people.new_key.isVisible()
    desk.find(Role.Button, "device-act-rotate").setFocus()
    desk.press("Space")

    assert (before, offered, people.new_key.isVisible()) == (False, True, False)
    assert keys.rotations == 1
    assert people.said.words.text() == desk.texts.text("device-rotated")


def test_nothing_is_removed_while_something_is_only_here(desk: Desk) -> None:
    """It says what, and leads to the deliveries."""
    desk.office.removal.looked = RemovalLook(held=(Held(kind=HeldKind.PAYMENTS, count=3),))
    do(desk, DeviceAct.REMOVE)
    assert desk.at == "V44"

    desk.press("Enter")

    assert desk.at == "V24"
