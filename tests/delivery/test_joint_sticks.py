"""A stick carried between two devices and a central delivers a day's work without any network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kiosk.errors import UserCancelled
from kiosk.services.drives import (
    DriveGone,
    Drives,
    DrivesForbidden,
    NothingToReceive,
    OtherInstitution,
)
from kiosk.services.views.drives import CopyPhase, CopyProgress
from kiosk.store import pulled
from sync.catalogue import SettingsEntry, encode_entry
from sync.central.schema.read import payment
from tests.delivery.joint_support import (
    OTHER_TERMINAL,
    SUPERVISOR,
    JointCentral,
    JointDevice,
    until,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A central, a village office without a link, a neighbour, and a stick."""

    central: JointCentral
    village: JointDevice
    neighbour: JointDevice
    stick: Path


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Enrol both devices, then take the network away."""
    central = JointCentral(tmp_path)
    village = JointDevice(central, tmp_path / "village").enrol()
    neighbour = JointDevice(central, tmp_path / "neighbour").enrol(SUPERVISOR, OTHER_TERMINAL)
    village.way.open = neighbour.way.open = False
    stick = tmp_path / "TESORERÍA"
    stick.mkdir()
    yield Town(central=central, village=village, neighbour=neighbour, stick=stick)
    central.close()


def import_at_the_central(town: Town) -> str:
    """Carry the stick to the central's own command; return what it said."""
    folder = str(town.stick)
    status, said, wrong = town.central.command(
        "bundle", "import", "--dir", str(town.central.folder), folder, "--answers", folder
    )
    assert status == 0, wrong
    return said


def no_stick_of_ours_changes_anything(drives: Drives, stick: Path) -> None:
    """Try a folder that went, an empty stick, and one with a file of nobody."""
    with pytest.raises(DriveGone):
        drives.copy(stick / "nowhere")
    with pytest.raises(NothingToReceive):
        drives.receive(stick)
    strange = stick / f"VT-{'00' * 8}-{'11' * 16}-1.vtb"
    strange.write_bytes(b"VTB1 and nonsense")
    with pytest.raises(OtherInstitution):
        drives.receive(stick)
    strange.unlink()
    begun: list[CopyProgress] = []
    with pytest.raises(UserCancelled):
        drives.copy(stick, begun.append, lambda: bool(begun))
    assert list(stick.iterdir()) == []


def without_the_institutions_leave_no_stick_is_used(device: JointDevice, stick: Path) -> None:
    """Let the settings forbid sticks for a moment."""
    before = device.read(pulled.settings)

    def publish(allowed: SettingsEntry) -> None:
        raw = encode_entry(allowed)
        device.database.write(lambda tx: pulled.put_reference(tx, allowed, raw))

    publish(replace(before, drives_allowed=False))
    drives = device.services.drives
    assert not drives.offered()
    with pytest.raises(DrivesForbidden):
        drives.copy(stick)
    publish(before)
    assert drives.offered()


def test_a_days_work_goes_by_stick_over_a_neighbour_and_comes_back_delivered(town: Town) -> None:
    """Copied, read back, carried unread, imported once, answered, delivered, cleaned."""
    village, neighbour, stick = town.village, town.neighbour, town.stick
    with village.at_work():
        village.open_shift()
        village.serve("ÑÚÜ")
        drives, deliveries = village.services.drives, village.services.deliveries
        no_stick_of_ours_changes_anything(drives, stick)
        without_the_institutions_leave_no_stick_is_used(village, stick)
        heard: list[CopyProgress] = []
        plan = drives.plan()
        done = drives.copy(stick, heard.append)

        assert (done.records, plan.on_a_stick) == (plan.records, 0)
        assert [*dict.fromkeys(one.phase for one in heard)] == [
            CopyPhase.WRITING,
            CopyPhase.CHECKING,
        ]
        rows = deliveries.rows().on_the_way
        assert len(rows) == plan.records == deliveries.summary().on_the_way
        assert all(row.on_stick_since is not None for row in rows)
        assert drives.plan().on_a_stick == plan.records
        with pytest.raises(NothingToReceive):
            drives.receive(stick)  # its own copy tells it nothing

    with neighbour.at_work():
        carried = neighbour.services.drives.receive(stick)
        assert (carried.carried_devices, carried.delivered) == (1, 0)
        assert neighbour.services.device.view().link.carried_devices == 1

    import_at_the_central(town)
    import_at_the_central(town)

    with village.at_work():
        news = village.services.drives.receive(stick)

        assert news.delivered == plan.records
        assert village.services.deliveries.summary().delivered >= plan.records
        assert not village.services.deliveries.rows().on_the_way
        assert news.spare > 0
        assert village.services.drives.clean(stick) >= news.spare
    town.central.platform.catch_up()
    assert len(town.central.rows(payment)) == 1


@pytest.mark.soak  # a second road for the same work
def test_a_neighbour_with_a_link_delivers_what_it_carries(town: Town) -> None:
    """The answer comes back on the next stick; the village never saw a network."""
    village, neighbour, stick = town.village, town.neighbour, town.stick
    with village.at_work():
        village.open_shift()
        village.serve("UNO")
        copied = village.services.drives.copy(stick)
    neighbour.way.open = True
    with neighbour.at_work():
        neighbour.services.drives.receive(stick)
        device = neighbour.services.device
        before = device.view().link.carried_bytes
        neighbour.deliver()
        until(lambda: device.view().link.carried_bytes < before, "its answer is there instead")
        neighbour.services.drives.receive(stick)

    with village.at_work():
        assert village.services.drives.receive(stick).delivered == copied.records
