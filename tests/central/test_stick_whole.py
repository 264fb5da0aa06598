"""Nothing but a stick: enrolled, a day's work delivered, answered — app and central as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.services.views import EnrolmentDone, EnrolmentPending
from sync.central import schema
from sync.central.institution import PROFILE_NAME
from sync.device.bundles import find_bundles
from sync.device.outbox import Outbox
from sync.device.wiping import WipeStage
from tests.delivery.central_support import CLERK
from tests.delivery.joint_support import CLAVE, TERMINAL, JointCentral, JointDevice
from tests.support.logs import ExpectedLogs


@pytest.fixture
def central(tmp_path: Path) -> Iterator[JointCentral]:
    """Give a central; no device of this file ever reaches it."""
    made = JointCentral(tmp_path)
    yield made
    made.close()


def test_a_wipe_that_came_by_a_stick_leaves_a_copy(
    central: JointCentral, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """Without a link everything undelivered is on the drive before the keys go (PROTOCOL §19)."""
    expected_logs.expect("ventanilla.orders", "wipe order")
    expected_logs.expect("ventanilla.orders", "is on a drive now")
    sticks = tmp_path / "sticks"
    stick = sticks / "A"
    stick.mkdir(parents=True)
    device = JointDevice(central, tmp_path / "profile", drives=sticks).enrol()
    device.way.open = False
    key = central.administrator("Ana")
    folder = ("--dir", str(central.folder))
    with device.at_work():
        device.services.drives.copy(stick)
        stored = central.command("bundle", "import", str(stick), *folder)
        ordered = central.command(
            "wipe", *folder, "--terminal", TERMINAL, "--administrator", str(key)
        )
        answers = central.command(
            "bundle", "answers", *folder, "--terminal", TERMINAL, "--out", str(stick)
        )
        assert (stored[0], ordered[0], answers[0]) == (0, 0, 0), (stored, ordered, answers)
        for path in stick.glob("*.vtb"):
            path.unlink()
        device.services.drives.receive(stick)

        stage = device.services.orders.follow()

        assert stage is WipeStage.DELIVERING
        [copy] = stick.glob("*.vtb")
        device.services.orders.follow()
        assert list(stick.glob("*.vtb")) == [copy]  # one for each drive, not one a minute
        again = central.command("bundle", "import", str(copy), *folder)
        assert "new events" in again[1]
        assert len(central.rows(schema.event)) >= len(device.events()) - 3


def test_a_counter_that_never_has_a_link(central: JointCentral, tmp_path: Path) -> None:
    """Enrolled by a stick, with its services from it; its work arrives and comes back confirmed."""
    stick = tmp_path / "stick"
    stick.mkdir()
    device = JointDevice(central, tmp_path / "profile")
    device.way.open = False
    admission = device.services.admission
    code = central.platform.enrolment.create_code(TERMINAL, CLERK)
    file = admission.institution(central.folder / PROFILE_NAME)

    asked = admission.enrol(file, code, CLAVE, lambda _step: None, stick)
    assert isinstance(asked, EnrolmentPending)
    assert [path.suffix for path in find_bundles(stick)] == [".vtb"]
    assert isinstance(admission.go_on(CLAVE, lambda _step: None, stick), EnrolmentPending)

    words = ("--dir", str(central.folder), "--root-key", str(central.root_key))
    status, out, err = central.command(
        "bundle", "import", str(stick), *words, "--answers", str(stick)
    )
    assert (status, "1 requests" in out) == (0, True), err
    done = admission.go_on(CLAVE, lambda _step: None, stick)
    assert isinstance(done, EnrolmentDone)
    assert done.services > 0

    with device.at_work():
        events = len(device.events())
        drives = device.services.drives
        copied = drives.copy(stick)
        assert copied.parts == 1
        status, out, err = central.command(
            "bundle", "import", str(stick), *words[:2], "--answers", str(stick)
        )
        assert status == 0, err
        assert len(central.rows(schema.event)) == events
        drives.receive(stick)
        rows = device.read(Outbox().streams)
        assert sum(row.last_to_send - row.acknowledged for row in rows) == 2  # it was copied, taken
        assert drives.look(stick).spare == 1
