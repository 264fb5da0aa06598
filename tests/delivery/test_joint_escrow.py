"""The institution's recovery key opens a real device's key file, whatever its key went through.

`escrow-open` needs no central: it gets the device's own file, as it lies on the disk.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.migrations import STORE_SETS
from kiosk.vault import rekey, slots
from kiosk.vault.database import Database
from kiosk.vault.engine import opens
from kiosk.vault.files import sync_folder
from sync.central import schema
from sync.central.institution import RECOVERY_NAME
from sync.events import KeySlotChanged, SlotAct
from tests.delivery.joint_support import SUPERVISOR, JointCentral, JointDevice

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JointCentral]:
    made = JointCentral(tmp_path_factory.mktemp("joint"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def device(central: JointCentral) -> Iterator[JointDevice]:
    """A device of a supervisor, with a link."""
    made = JointDevice(central, central.folder.parent / "device").enrol(SUPERVISOR)
    yield made
    made.services.sessions.close()


def escrow_open(central: JointCentral, file: Path) -> list[bytes]:
    """Return the keys that the central's tool prints for a key file."""
    key = str(central.folder / RECOVERY_NAME)
    status, out, err = central.command("escrow-open", "--recovery-key", key, "--slots", str(file))
    assert status == 0, err
    return [bytes.fromhex(line) for line in out.split()]


def test_the_recovery_key_opens_a_device_before_and_after_a_new_key(
    central: JointCentral, device: JointDevice
) -> None:
    """One key is printed, and it opens the file; a changed key is told and changes no code."""
    with device.at_work():
        device.deliver()
        before = device.key()
        printed_before = escrow_open(central, device.slots)
        device.services.keys.rotate()
        after, device_id = device.key(), device.device_id
        printed_after = escrow_open(central, device.slots)
        device.deliver()
        attention = device.attention()
        changed = [one for one in device.events() if isinstance(one.event, KeySlotChanged)]

    assert before != after
    assert (printed_before, printed_after) == ([before], [after])
    assert opens(device.settings.database, after)
    assert not opens(device.settings.database, before)
    assert attention == {}
    rotated = [one for one in changed if one.event.act is SlotAct.ROTATED]  # type: ignore[union-attr]
    stored = {row["event_id"] for row in central.rows_of(schema.event, device_id)}
    assert rotated
    assert {one.event_id for one in rotated} <= stored
    asked = device.services.recovering.challenge()
    assert asked is not None
    code = central.read_out(asked)
    assert slots.unlock_with_recovery(device.slots, device_id, asked.slot, code) == after


def test_the_recovery_key_opens_a_device_that_was_cut_in_a_change_of_its_key(
    central: JointCentral, device: JointDevice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both keys are printed, one opens the file; opened once with it, one is printed again."""
    cuts: list[Path] = []

    def before_exchange(copy: Path, key: bytes, following: bytes) -> None:
        verify(copy, key, following)
        cuts.append(_as_cut(device, tmp_path / "before"))

    def after_exchange(folder: Path) -> None:
        cuts.append(_as_cut(device, tmp_path / "after"))
        sync_folder(folder)

    verify = rekey._verify
    monkeypatch.setattr(rekey, "_verify", before_exchange)
    monkeypatch.setattr(rekey, "sync_folder", after_exchange)
    with device.at_work():
        before = device.key()
        device.services.keys.rotate()
        after = device.key()

    expected = {"before": before, "after": after}
    assert [cut.name for cut in cuts] == ["before", "after"]
    for cut in cuts:
        file, right = cut / device.settings.database.name, expected[cut.name]
        printed = escrow_open(central, slots.slots_path(file))
        assert set(printed) == {before, after}
        assert [key for key in printed if opens(file, key)] == [right]
        database = Database(file, sets=STORE_SETS)
        database.open(right)
        database.close()
        assert escrow_open(central, slots.slots_path(file)) == [right]


def _as_cut(device: JointDevice, folder: Path) -> Path:
    """Return a copy of the profile as a power cut at this moment leaves it."""
    shutil.copytree(device.settings.profile, folder)
    return folder
