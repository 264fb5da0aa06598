"""V00: a bare computer becomes a device by keys alone; nothing is believed by default."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.app import App
from kiosk.backstage import World
from kiosk.services.courier import Lines
from kiosk.services.views import AdmissionState, EnrolmentPending, ProtectionView
from kiosk.settings import read_settings
from sync.device.enrolment import CentralNotReached
from tests.support.desk import Desk
from tests.support.device_walk import before_enrolment, type_file
from tests.support.enrolments import ModelCentral
from tests.support.fake_device import INSTITUTION, OFFICE_CODE
from tests.support.fake_values import CLAVE
from tests.support.qt import Role, wait_for
from tests.support.vaults import Draws, HandClock
from tests.ui.test_app import NoWayOut

CODE = "61VT-DBPA-DQ82"


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """A computer that is no device yet."""
    return make_desk(services=before_enrolment)


def to_clave(desk: Desk) -> None:
    """Name the file, compare the fingerprint, type the code."""
    type_file(desk)
    desk.press("Ctrl+Enter", "Space", "Tab")
    desk.type(CODE)
    desk.press("Enter")
    assert desk.window.device.enrol.page is desk.window.device.enrol.clave


def test_a_bare_computer_becomes_a_device_by_keys_alone(desk: Desk) -> None:
    """File, fingerprint, code, proposed words, and the first person is at work on V02."""
    assert desk.at == "V00"

    to_clave(desk)
    assert (
        desk.texts.text("protection-clave") in desk.window.device.enrol.clave.guarded.words.text()
    )
    desk.press("Ctrl+Enter")

    assert desk.at == "V02"
    assert desk.office.admission.asked == [(CODE.replace("-", ""), CLAVE)]


def test_without_the_comparison_nothing_is_sent(desk: Desk) -> None:
    """What is confirmed here is pinned, so a person has to say so (PROTOCOL §5a)."""
    enrol = desk.window.device.enrol
    type_file(desk)
    desk.press("Ctrl+Enter")
    enrol.confirm.code.set_value(CODE)

    desk.press("Ctrl+Enter")

    assert enrol.page is enrol.confirm
    assert enrol.confirm.tick.message()
    assert desk.office.admission.asked == []


def test_the_office_code_takes_the_place_of_the_comparison(desk: Desk) -> None:
    """The hash in the code confirms the file, and brings the one-time code."""
    enrol = desk.window.device.enrol
    type_file(desk)
    enrol.institution.scanned.take_focus()
    desk.type(OFFICE_CODE)

    desk.press("Enter")

    assert enrol.page is enrol.confirm
    assert not enrol.confirm.tick.isVisible()
    assert enrol.confirm.code.value() == "61VTDBPADQ82"
    assert INSTITUTION.name in enrol.confirm._name.text()


def test_a_clave_of_ones_own_is_typed_twice_and_long_enough(desk: Desk) -> None:
    """Each refusal stands in its place and nothing typed is lost."""
    enrol = desk.window.device.enrol
    to_clave(desk)
    desk.press("2")
    enrol.clave.first.set_value("corta")
    enrol.clave.again.set_value("larga")

    desk.press("Ctrl+Enter")
    differs = enrol.clave.again.message()
    enrol.clave.again.set_value("corta")
    desk.press("Ctrl+Enter")

    assert differs == desk.texts.text("alta-clave-differs")
    assert enrol.problem.isVisible()
    assert enrol.clave.first.value() == "corta"
    assert desk.office.admission.asked == []


def test_a_cut_and_a_missing_signature_are_gone_on_with(desk: Desk) -> None:
    """No answer, then pending, then admitted: the clave is typed once."""
    enrol, fake = desk.window.device.enrol, desk.office.admission
    fake.answers = [CentralNotReached("cut"), EnrolmentPending()]
    to_clave(desk)

    desk.press("Ctrl+Enter")
    unanswered = (enrol.page, enrol.problem.isVisible())
    desk.press("Ctrl+Enter")
    waiting = (enrol.page, enrol.problem.isVisible())
    desk.press("Enter")

    assert unanswered == (enrol.pending, True)
    assert waiting == (enrol.pending, False)
    assert desk.at == "V02"
    assert [clave for _, clave in fake.asked] == [CLAVE] * 3


def test_without_a_network_the_request_goes_by_stick(desk: Desk, tmp_path: Path) -> None:
    """It lies on the stick, the page says where to take it; the answer is read from one too."""
    to_clave(desk)
    enrol, fake = desk.window.device.enrol, desk.office.admission
    enrol.choose_drive = lambda: tmp_path
    fake.answers = [EnrolmentPending()]

    desk.find(Role.Button, "alta-stick").setFocus()
    desk.press("Space")
    assert enrol.heading.text() == desk.texts.text("alta-stick-title")
    desk.find(Role.Button, "alta-stick").setFocus()
    desk.press("Space")

    assert fake.drives == [tmp_path, tmp_path]
    assert desk.at == "V02"


def test_less_protection_than_asked_is_a_visible_decision(desk: Desk) -> None:
    """Nobody works before somebody ticked the sentence; then it is recorded once."""
    enrol, fake = desk.window.device.enrol, desk.office.admission
    fake.seen = ProtectionView(actual=0, wanted=1, decided=False)
    to_clave(desk)

    desk.press("Ctrl+Enter")
    before = (desk.at, enrol.page, fake.decisions)
    desk.press("Ctrl+Enter")
    still = desk.at
    enrol.protection.tick.take_focus()
    desk.press("Space", "Ctrl+Enter")

    assert before == ("V00", enrol.protection, 0)
    assert still == "V00"
    assert (desk.at, fake.decisions) == ("V02", 1)


def test_what_was_begun_before_is_gone_on_with(make_desk: Callable[..., Desk]) -> None:
    """A new start asks for the clave of then, and leaves no clave in a field."""

    def begun(fakes: object) -> object:
        services = before_enrolment(fakes)  # type: ignore[arg-type]  # the services of a Desk
        services.admission.now = AdmissionState.BEGUN  # type: ignore[attr-defined]
        return services

    desk = make_desk(services=begun)
    enrol = desk.window.device.enrol
    assert enrol.page is enrol.go_on

    desk.type(CLAVE)
    desk.press("Enter")

    assert desk.at == "V02"
    assert enrol.go_on.clave.value() == ""


@pytest.mark.slow
def test_the_real_app_goes_from_a_bare_folder_to_work(
    tmp_path: Path, application: QApplication
) -> None:
    """Real files and keys, a model central: V00, admission, codes drawn, the person is at work."""
    assert application is not None
    central = ModelCentral()
    file = tmp_path / "institution.vtp"
    file.write_bytes(central.profile())
    lines = Lines(transport=lambda _: central, route=lambda _: NoWayOut())
    clock = HandClock()
    world = World(clock=clock, random=Draws(b"v00"), lines=lines)
    app = App(read_settings(tmp_path / "bare", {}), world)
    app.start()
    app.services.admission._enrolment._pause = clock.pass_seconds
    try:
        window = app.window
        enrol = window.device.enrol
        began = window.navigator.current_id
        enrol.institution.file.set_value(str(file))
        enrol._begin_button.click()
        wait_for(lambda: enrol.page is enrol.confirm)
        enrol.confirm.tick.tick.setChecked(True)
        enrol.confirm.code.set_value(CODE)
        enrol._begin_button.click()
        wait_for(lambda: enrol.page is enrol.clave and bool(enrol.clave.proposal))
        enrol._begin_button.click()
        wait_for(lambda: window.navigator.current_id == "V02", limit_ms=20_000)
        slots = app.services.keys.slots()
    finally:
        app.stop()

    assert began == "V00"
    assert [slot.name for slot in slots if slot.kind == 1] == ["Marisol Canul"]
    assert sum(slot.kind == 4 for slot in slots) == 5
    again = App(read_settings(tmp_path / "bare", {}), world)
    again.start()
    door = again.window.navigator.current_id
    again.stop()
    assert door == "V01"
