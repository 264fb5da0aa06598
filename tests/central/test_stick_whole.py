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
from tests.delivery.central_support import CLERK
from tests.delivery.joint_support import CLAVE, TERMINAL, JointCentral, JointDevice


@pytest.fixture
def central(tmp_path: Path) -> Iterator[JointCentral]:
    """Give a central; no device of this file ever reaches it."""
    made = JointCentral(tmp_path)
    yield made
    made.close()


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
