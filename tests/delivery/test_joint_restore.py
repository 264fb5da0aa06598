"""A restored backup goes on in a new stream; the central has everything that reached it, once."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.commands import restore
from kiosk.commands.command import DONE, Call
from kiosk.services.views.keys import RecoveryCodeDoesNotFit, Restored
from kiosk.texts import Texts
from sync.central import schema
from sync.clock import SystemClock
from sync.events import BackupAct, BackupChanged, StreamOpened, StreamReason
from tests.delivery.joint_support import SUPERVISOR, JointCentral, JointDevice

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JointCentral]:
    made = JointCentral(tmp_path_factory.mktemp("joint"))
    yield made
    made.close()


def restored(device: JointDevice, backup: Path, profile: Path) -> JointDevice:
    """Return the device as `ventanilla restore` makes it from a backup, in another folder."""
    made = JointDevice(device.central, profile)
    made.operator = device.operator
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
    device = JointDevice(central, tmp_path / "device").enrol(SUPERVISOR)
    with device.at_work():
        device.open_shift()
        paid = [device.serve("A")]
        device.deliver()
        device.way.open = False
        paid.append(device.serve("B"))
        backup = device.services.care.backup(tmp_path).file
        after_backup = device.serve("C")
        before, device_id = device.events(), device.device_id
        slots_before = device.recovery_slots()
        if tail_delivered:
            paid.append(after_backup)
            device.way.open = True
            device.deliver()

    again = restored(device, backup, tmp_path / "restored")
    with again.at_work():
        slots_now = again.recovery_slots()
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


def test_who_forgot_the_clave_comes_into_a_restored_device(
    central: JointCentral, tmp_path: Path
) -> None:
    """The backup's code opens once, before the new codes stand; every act reaches the central."""
    device = JointDevice(central, tmp_path / "device").enrol(SUPERVISOR)
    with device.at_work():
        device.deliver()
        backup = device.services.care.backup(tmp_path).file
        device_id = device.device_id
    again = restored(device, backup, tmp_path / "restored")
    recovering = again.services.recovering
    asked = recovering.challenge()
    assert asked is not None
    code = central.read_out(asked)
    again.clave = "obsidiana vereda palmar"

    used = recovering.use(asked.slot, code, SUPERVISOR, again.clave)
    twice = recovering.use(asked.slot, code, SUPERVISOR, "otra clave larga distinta")
    with again.at_work():
        again.deliver()
        attention, slots_now = again.attention(), again.recovery_slots()

    assert (type(used), type(twice)) == (Restored, RecoveryCodeDoesNotFit)
    assert attention == {}
    codes = central.rows_of(schema.recovery_code, device_id)
    assert {row["slot"] for row in codes if row["ended_at_ms"] is None} == slots_now
    assert asked.slot not in slots_now
