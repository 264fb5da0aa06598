"""V25 and V26 by keys: a drive is found by itself, a copy can be stopped, what came is said."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QLabel

from kiosk.services.views import (
    DeliveryWord,
    FilesWaiting,
    LinkState,
    RecordDetail,
    RowAct,
)
from kiosk.ui.background import Background
from kiosk.ui.field.carry import CarryScreen
from kiosk.ui.field.receive import ReceiveScreen
from sync.bundle_errors import BundleGone
from sync.ids import EventId
from tests.support.desk import Desk
from tests.support.fake_services import FakeDeliveries
from tests.support.fake_values import a_person
from tests.support.qt import Role, by_name, wait_for
from tests.support.stick_walk import STICK, look, to_carry, to_receive

A_RECORD = RecordDetail(
    event_id=EventId(b"r" * 16),
    service_name="Acta de nacimiento",
    person=a_person(1),
    folio="20067-007-1PGE-341",
    sections=(),
    versions=(),
    has_receipt=True,
    may_correct=True,
)


def carry_of(desk: Desk) -> CarryScreen:
    """Return V25."""
    return desk.window.beside.carry


def receive_of(desk: Desk) -> ReceiveScreen:
    """Return V26."""
    return desk.window.beside.receive


def shown(desk: Desk) -> list[str]:
    """Return every word on the screen."""
    return [one.text() for one in desk.screen().findChildren(QLabel) if one.isVisible()]


def test_a_stick_is_found_copied_to_and_checked_by_enter_alone(desk: Desk) -> None:
    """UX §3.11: it appears by itself, what goes is shown, then the sentence of usb-done."""
    desk.unlock()
    to_carry(desk)
    assert desk.texts.text("drive-none") in shown(desk)

    desk.office.drives.finder.plug(STICK, "TESORERÍA AÑO")
    look(desk)
    desk.press("Enter")
    assert {"412", "38", "86 MB", desk.texts.text("carry-sealed")} <= set(shown(desk))
    desk.press("Enter")

    assert desk.office.drives.copied == [STICK]
    assert desk.texts.text("usb-done") in shown(desk)
    assert any("TESORERÍA AÑO" in words for words in shown(desk))
    desk.press("Enter")
    assert desk.at == "V24"


def test_a_copy_that_is_stopped_leaves_all_as_it_was(desk: Desk) -> None:
    """Esc while copying; what goes is shown again, nothing was copied."""
    desk.unlock()
    fake = desk.office.drives
    fake.finder.plug(STICK)
    to_carry(desk)
    desk.press("Enter")
    fake.during = lambda: carry_of(desk)._run.stop()  # type: ignore[union-attr]  # as Esc does, in the middle

    desk.press("Enter")

    assert fake.copied == []
    assert carry_of(desk).page is carry_of(desk).what
    assert desk.at == "V25"


def test_work_goes_on_while_a_copy_does_and_the_copy_is_found_again(desk: Desk) -> None:
    """A drive is waited for on its own worker: another screen answers, V25 shows how far it is."""
    lane = Background(desk.clock, lambda count: bytes(range(count)))
    object.__setattr__(desk.window.kit, "drive_lane", lane)  # as the app gives one
    desk.unlock()
    fake, gate = desk.office.drives, threading.Event()
    fake.finder.plug(STICK)

    def hold() -> None:
        gate.wait()

    fake.during = hold
    to_carry(desk)
    wait_for(lambda: not lane.busy)
    desk.press("Enter", "Enter")
    assert carry_of(desk).page is carry_of(desk).running

    desk.press("F2")
    assert desk.at == "V04"
    to_carry(desk)
    assert carry_of(desk).page is carry_of(desk).running
    wait_for(lambda: carry_of(desk).running.bar.value() == 500)
    desk.press("Esc")
    gate.set()
    wait_for(lambda: not lane.busy)

    assert fake.copied == []
    assert carry_of(desk).page is carry_of(desk).what
    lane.stop()


def test_a_stick_that_was_pulled_out_is_said_and_can_be_tried_again(desk: Desk) -> None:
    """Before the copy the page goes back; during it the problem says that all is here."""
    desk.unlock()
    fake = desk.office.drives
    fake.finder.plug(STICK)
    to_carry(desk)
    desk.press("Enter")
    fake.finder.pull(STICK)
    look(desk)
    assert carry_of(desk).page is carry_of(desk).connect_page

    fake.finder.plug(STICK)
    look(desk)
    desk.press("Enter")
    fake.problem = BundleGone()
    desk.press("Enter")
    assert desk.texts.part("problem-bundle-gone", "happened") in shown(desk)
    fake.problem = None
    carry_of(desk).go.setFocus()
    desk.press("Enter")
    assert fake.copied == [STICK]


def test_a_folder_serves_where_no_drive_is_found(desk: Desk, tmp_path: Path) -> None:
    """Chosen, shown and copied to like a drive."""
    desk.unlock()
    to_carry(desk)
    carry_of(desk).choose = lambda: tmp_path

    desk.find(Role.Button, "drive-folder-choose").setFocus()
    desk.press("Space", "Ctrl+Enter", "Enter")

    assert desk.office.drives.copied == [tmp_path]


def test_what_came_is_said_and_the_stick_is_cleaned(desk: Desk) -> None:
    """V26: records delivered, forms, tariffs; files nobody needs go when somebody says so."""
    desk.unlock()
    desk.office.drives.finder.plug(STICK)
    to_receive(desk)

    desk.press("Enter")

    said = " ".join(shown(desk))
    assert desk.texts.text("receive-delivered", n=412) in said
    assert desk.texts.text("receive-forms") in said
    desk.find(Role.Button, "receive-clean").setFocus()
    desk.press("Space")
    assert desk.office.drives.cleaned == [STICK]
    assert desk.texts.text("receive-cleaned", n=2) in shown(desk)


def test_where_sticks_are_not_allowed_their_buttons_are_absent(desk: Desk) -> None:
    """UX §2.1: not grey."""
    desk.office.drives.allowed = False
    desk.unlock()

    desk.press("F9")

    screen = desk.window.beside.delivery
    assert not screen.carry.isVisible()
    assert not screen.receive.isVisible()


def test_each_record_in_need_has_one_act_and_it_leads_there(desk: Desk) -> None:
    """Corregir goes to the reason of a correction; Avisar says what to tell, and keeps it said."""
    desk.unlock()
    made = EventId(b"r" * 16)
    desk.office.records.given = A_RECORD
    row = FakeDeliveries.row
    deliveries = desk.office.deliveries
    deliveries.lists = replace(
        deliveries.lists,
        attention=(
            replace(
                row(41, DeliveryWord.ATTENTION, 4), act=RowAct.CORRECT, event_id=made,
                record_id=made,
            ),
            replace(row(40, DeliveryWord.ATTENTION, 11), act=RowAct.TELL),
        ),
    )  # fmt: skip
    deliveries.state = replace(deliveries.state, attention=2)
    desk.press("F9")

    tell = f"{desk.texts.text('attention-tell')}, 20067-007-1PGE-340"
    by_name(desk.shell, Role.Button, tell).setFocus()
    desk.press("Enter")
    deliveries.state = replace(deliveries.state, saved=13)
    desk.window.refresh_status()
    desk.settle()
    assert any("20067-007" in words and "11" in words for words in shown(desk))
    assert by_name(desk.shell, Role.Button, tell).hasFocus()

    correct = f"{desk.texts.text('attention-correct')}, 20067-007-1PGE-341"
    by_name(desk.shell, Role.Button, correct).setFocus()
    desk.press("Enter")
    assert desk.at == "V19"


def test_a_portal_offers_the_browser_and_photos_are_counted(desk: Desk) -> None:
    """The page the network named is opened by a person, never by itself."""
    deliveries = desk.office.deliveries
    deliveries.state = replace(
        deliveries.state, link=LinkState.PORTAL, portal_url="http://hotel.example/entrar",
        files=FilesWaiting(count=5, size_bytes=2_100_000),
    )  # fmt: skip
    desk.unlock()
    desk.press("F9")
    opened: list[str] = []
    desk.window.beside.delivery.browse = opened.append

    assert desk.texts.text("group-files", n=5) in shown(desk)
    assert opened == []
    desk.find(Role.Button, "deliveries-browser").setFocus()
    desk.press("Enter")

    assert opened == ["http://hotel.example/entrar"]
