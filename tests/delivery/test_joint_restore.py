"""A restored backup goes on in a new stream; the central has everything that reached it, once."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.commands import restore
from kiosk.commands.command import DONE, Call
from kiosk.texts import Texts
from kiosk.vault import slots
from sync.central import schema
from sync.clock import SystemClock
from sync.events import BackupAct, BackupChanged, SlotKind, StreamOpened, StreamReason
from tests.delivery.joint_support import CLERK, JointCentral, JointDevice

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JointCentral]:
    made = JointCentral(tmp_path_factory.mktemp("joint"))
    yield made
    made.close()


def recovery_slots(device: JointDevice) -> set[int]:
    """Return the recovery slots of the key file."""
    held = slots.list_slots(device.slots)
    return {one.number for one in held if one.kind is SlotKind.RECOVERY}


def restored(device: JointDevice, backup: Path, profile: Path) -> JointDevice:
    """Return the device as `ventanilla restore` makes it from a backup, in another folder."""
    made = JointDevice(device.central, profile)
    texts = Texts(made.settings.translations, "es", SystemClock())
    asked = argparse.Namespace(file=backup)
    call = Call(asked=asked, settings=made.settings, texts=texts, clock=SystemClock())
    assert restore.COMMAND.run(call) == DONE
    return made


@pytest.mark.parametrize("tail_delivered", [True, False], ids=["tail delivered", "tail lost"])
def test_a_restored_device_delivers_and_nothing_is_lost_or_counted_twice(
    central: JointCentral, tmp_path: Path, tail_delivered: bool
) -> None:
    """Delivered, in the backup only, after the backup, after the restore: each arrives once.

    What came after the backup is at the central if it was delivered before the disk was lost.
    Recovery codes are drawn anew: of the backup's, some may have been used since.
    """
    device = JointDevice(central, tmp_path / "device").enrol(CLERK)
    with device.at_work():
        device.open_shift()
        paid = [device.serve("A")]
        device.deliver()
        device.way.open = False
        paid.append(device.serve("B"))
        backup = device.services.care.backup(tmp_path).file
        after_backup = device.serve("C")
        before, device_id = device.events(), device.device_id
        slots_before = recovery_slots(device)
        if tail_delivered:
            paid.append(after_backup)
            device.way.open = True
            device.deliver()

    again = restored(device, backup, tmp_path / "restored")
    with again.at_work():
        slots_now = recovery_slots(again)
        paid.append(again.serve("D"))
        again.deliver()
        now, attention = again.events(), again.attention()

    opened = [one.event for one in now if isinstance(one.event, StreamOpened)]
    assert [one.reason for one in opened] == [StreamReason.ENROLMENT, StreamReason.WENT_BACK]
    told = [one.event for one in now if isinstance(one.event, BackupChanged)]
    assert BackupAct.RESTORED in [one.act for one in told]
    assert attention == {}

    central.platform.catch_up()
    assert central.rows_of(schema.quarantine, device_id) == []
    stored = [row["event_id"] for row in central.rows_of(schema.event, device_id)]
    expected = {one.event_id for one in now}
    if tail_delivered:
        expected |= {one.event_id for one in before}
    assert set(stored) == expected
    assert len(central.rows_of(schema.event_id, device_id)) == len(expected)
    assert not any(row["code"] for row in central.rows_of(schema.event, device_id))
    status, out, err = central.command("report", "--dir", str(central.folder), "--json")
    assert status == 0, err
    report = json.loads(out)
    mine = [one for one in report["payments"] if one["device_id"] == device_id.hex()]
    assert sorted(one["total_centavos"] for one in mine) == sorted(paid)
    folios = [one["folio"] for one in mine]
    assert len(set(folios)) == len(folios)
    assert slots_now.isdisjoint(slots_before)
    codes = central.rows_of(schema.recovery_code, device_id)
    assert {row["slot"] for row in codes if row["ended_at_ms"] is None} == slots_now
