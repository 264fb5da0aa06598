"""Killed anywhere while the keys go: either nothing has begun, or nothing ever opens again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store.migrations import STORE_SETS
from kiosk.vault import slots, wiped
from kiosk.vault.database import Database
from kiosk.vault.errors import DeviceWiped
from tests.support.institution import a_seal_key
from tests.support.offices import PASSPHRASE
from tests.support.shared import REPOSITORY
from tests.support.vaults import CLERK, KEY, a_device


def killed(whole: Path, folder: Path) -> list[Path]:
    """Return copies of a file, one killed at each call of a wipe, in order."""
    command = [sys.executable, "-m", "tests.support.wiper", str(whole), str(folder)]
    child = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False
    )
    assert child.returncode == 0, child.stderr
    return [folder / f"killed-{at + 1}" / "vault.db" for at in range(int(child.stdout))]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a closed file that an operator's clave opens."""
    folder = tmp_path / "whole"
    folder.mkdir()
    device = a_device(folder / "vault.db")
    device.begin()
    device.database.close()
    slots.create_operator_slot(
        slots.slots_path(folder / "vault.db"), CLERK, "Marisol", PASSPHRASE, KEY
    )
    return folder / "vault.db"


@pytest.mark.slow
def test_no_kill_leaves_a_key_by_half(path: Path, tmp_path: Path) -> None:
    """At every call that changes the disk: before the mark all opens, after it nothing does."""
    left = killed(path.parent, tmp_path)
    assert len(left) >= 6
    began = False
    for database in left:
        file = Database(database, sets=STORE_SETS)
        if wiped.order_followed(database) is None:
            assert not began
            file.open(KEY)
            file.close()
            continue
        began = True
        assert slots.list_slots(slots.slots_path(database)) == ()  # asked first, nothing is healed
        assert slots.unlock(slots.slots_path(database), CLERK, PASSPHRASE) is None

        with pytest.raises(DeviceWiped):
            file.open(KEY)

        assert not slots.slots_path(database).exists()
        assert not slots.copy_path(slots.slots_path(database)).exists()
        assert not wiped.begun_path(database).exists()
        with pytest.raises(DeviceWiped):
            slots.add_escrow_slot(slots.slots_path(database), KEY, a_seal_key("late")[1])
        assert wiped.order_followed(database) == 5
    assert began
    with pytest.raises(DeviceWiped):
        slots.create_operator_slot(slots.slots_path(left[-1]), CLERK, "Marisol", PASSPHRASE, KEY)
