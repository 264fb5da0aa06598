"""A walk through V00, V28 and V30 by keys alone, for pictures and for accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kiosk.services.field import FieldServices
from kiosk.services.practice import NoPractice
from kiosk.services.views import AdmissionState, DeviceAct, EnrolmentPending, ProtectionView
from sync.device.enrolment import CentralNotReached, CodeRefused
from tests.support.desk import Desk
from tests.support.fake_device import FakeAdmission, FakePractice
from tests.support.fake_values import CLAVE
from tests.support.qt import Role


def before_enrolment(fakes: FieldServices) -> FieldServices:
    """Let the window begin on a computer that is no device yet."""
    admission_of(fakes).now = AdmissionState.NEW
    return fakes


def admission_of(fakes: FieldServices) -> FakeAdmission:
    """Return the fake behind V00."""
    assert isinstance(fakes.admission, FakeAdmission)
    return fakes.admission


def type_file(desk: Desk) -> None:
    """Name the institution's file."""
    desk.window.device.enrol.institution.choose = lambda: Path("institution.vtp")
    desk.press("Tab", "Enter")


def walk_enrolment(desk: Desk) -> Iterator[str]:
    """Go through every page of V00 and its problems; yield a name at each stop."""
    enrol, fake = desk.window.device.enrol, desk.office.admission

    def stop(name: str) -> str:
        desk.settle()
        return f"{desk.at} {name}"

    yield stop("institution")
    desk.press("Ctrl+Enter")
    yield stop("no file")
    enrol.institution.file.take_focus()
    type_file(desk)
    enrol.institution.scanned.take_focus()
    desk.type("https")
    desk.press("Ctrl+Enter")
    yield stop("no enrolment code")
    enrol.institution.scanned.set_value("")
    desk.press("Ctrl+Enter")
    yield stop("fingerprint")
    desk.press("Ctrl+Enter")
    yield stop("not compared")
    enrol.confirm.tick.take_focus()
    desk.press("Space", "Tab")
    desk.type("61VT-DBPA-DQ82")
    desk.press("Ctrl+Enter")
    yield stop("clave proposed")
    desk.press("2", "Ctrl+Enter")
    yield stop("clave empty")
    enrol.clave.first.take_focus()
    desk.type(CLAVE)
    desk.press("Tab")
    desk.type(CLAVE)
    fake.answers = [CodeRefused("code"), CentralNotReached("cut"), EnrolmentPending()]
    fake.refused = True
    desk.press("Ctrl+Enter")
    yield stop("code refused")
    fake.refused = False
    desk.press("Ctrl+Enter", "Ctrl+Enter")
    yield stop("not reached")
    desk.press("Ctrl+Enter")
    yield stop("pending")
    enrol.choose_drive = lambda: Path("memoria")
    fake.answers = [EnrolmentPending()]
    desk.find(Role.Button, "alta-stick").setFocus()
    desk.press("Space")
    yield stop("pending by stick")
    enrol.enter(None)
    yield stop("go on")
    fake.seen = ProtectionView(actual=0, wanted=1, decided=False)
    enrol.go_on.clave.take_focus()
    desk.type(CLAVE)
    desk.press("Enter")
    yield stop("protection")
    desk.press("Ctrl+Enter")
    yield stop("undecided")
    enrol.protection.tick.take_focus()
    desk.press("Space", "Ctrl+Enter")
    assert desk.at == "V02", desk.at


def in_practice(fakes: FieldServices) -> FieldServices:
    """Let the window be that of a practice."""
    assert isinstance(fakes.practice, FakePractice)
    fakes.practice.inside = True
    return fakes


def allowed_at_the_door(fakes: FieldServices) -> FieldServices:
    """Let the institution's file allow practice, with the office's file closed."""
    assert isinstance(fakes.practice, FakePractice)
    fakes.practice.allowed = True
    fakes.practice.brings = False
    return fakes


def walk_practice_door(desk: Desk) -> Iterator[str]:
    """Go to V30 from the home screen: first time, going on, anew, and a refusal."""

    def stop(name: str) -> str:
        desk.settle()
        return f"{desk.at} {name}"

    fake = desk.office.practice
    if fake.allowed:
        yield stop("offered")
        desk.find(Role.Button, "practice-door").setFocus()
        desk.press("Enter")
        yield stop("without forms")
        desk.press("Esc")
    desk.unlock()
    to_practice(desk)
    yield stop("first")
    fake.problem = NoPractice()
    desk.press("Enter")
    yield stop("refused")
    fake.problem = None
    fake.there = True
    desk.press("Esc")
    to_practice(desk)
    yield stop("going on")
    desk.find(Role.Button, "practice-anew").setFocus()
    desk.press("Enter")
    yield stop("anew")


def to_practice(desk: Desk) -> None:
    """Go to V30 by the link on the home screen."""
    desk.find(Role.Button, "practice-wanted").setFocus()
    desk.press("Enter")
    assert desk.at == "V30"


def walk_practice(desk: Desk) -> Iterator[str]:
    """See the banner at the door, at home, on a task and over the lock."""

    def stop(name: str) -> str:
        desk.settle()
        return f"{desk.at} practice {name}"

    yield stop("door")
    desk.unlock()
    yield stop("home")
    desk.press("F2")
    yield stop("search")
    desk.press("F9")
    yield stop("deliveries")
    desk.press("Ctrl+L")
    yield stop("locked")


def to_device(desk: Desk) -> None:
    """Go to V28 by the link on the home screen."""
    desk.find(Role.Button, "device-wanted").setFocus()
    desk.press("Enter")
    assert desk.at == "V28"


def do(desk: Desk, act: DeviceAct) -> None:
    """Press the button of an act on V28."""
    desk.find(Role.Button, f"device-act-{act.value}").setFocus()
    desk.press("Enter")


def remove_last(desk: Desk) -> None:
    """Take the person who was last given a clave away again, on V41."""
    view = desk.window.device.people.view
    assert view is not None
    person = next(one for one in reversed(view.slots) if one.removable)
    desk.find(Role.Button, "openers-remove-name", person=person.name).setFocus()
    desk.press("Space")


def walk_device(desk: Desk) -> Iterator[str]:
    """Go through V28 and every screen it leads to, with what comes of the acts."""

    def stop(name: str) -> str:
        desk.settle()
        return f"{desk.at} {name}"

    flow, office = desk.window.device, desk.office
    desk.unlock()
    to_device(desk)
    yield stop("sound")
    office.care.finding = "chain"
    do(desk, DeviceAct.CHECK)
    yield stop("damage found")
    office.device.seen = ProtectionView(actual=0, wanted=1, decided=False)
    office.device.may = frozenset(DeviceAct)
    do(desk, DeviceAct.RECOVERY)
    yield stop("below what is asked")
    do(desk, DeviceAct.PEOPLE)
    yield stop("people")
    desk.press("Ctrl+Enter")
    yield stop("nobody chosen")
    flow.people.others.take_focus()
    desk.press("1", "Ctrl+Enter")
    yield stop("added")
    remove_last(desk)
    yield stop("removed")
    desk.press("Esc")
    do(desk, DeviceAct.CLAVE)
    yield stop("clave")
    flow.clave.old.set_value("no es esta")
    flow.clave.new.set_value(CLAVE)
    flow.clave.again.set_value(CLAVE)
    desk.press("Ctrl+Enter")
    yield stop("old clave wrong")
    office.keys.keystore_gone = True
    flow.clave.old.set_value(CLAVE)
    desk.press("Ctrl+Enter")
    yield stop("keystore gone")
    flow.clave.step_down.button.setFocus()
    desk.press("Enter")
    yield stop("keystore undecided")
    office.keys.keystore_gone = False
    desk.press("Esc")
    do(desk, DeviceAct.BACKUPS)
    yield stop("no backups")
    flow.backups.choose = lambda: Path("memoria")
    desk.press("Enter")
    yield stop("a backup")
    desk.press("Esc")
    do(desk, DeviceAct.REMOVE)
    yield stop("removal")
