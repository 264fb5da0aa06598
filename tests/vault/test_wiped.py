"""Killed anywhere while the keys go: either nothing has begun, or nothing ever opens again."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store.migrations import STORE_SETS
from kiosk.vault import slots, wiped
from kiosk.vault.database import Database
from kiosk.vault.errors import DeviceWiped
from tests.support.offices import PASSPHRASE
from tests.support.shared import REPOSITORY
from tests.support.vaults import CLERK, KEY, a_device


def wipe(database: Path, kill_at: int) -> subprocess.CompletedProcess[str]:
    """Run the child and return how it ended."""
    command = [sys.executable, "-m", "tests.support.wiper", str(database), str(kill_at)]
    return subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False
    )


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
    shutil.copytree(path.parent, tmp_path / "counted")
    calls = int(wipe(tmp_path / "counted" / "vault.db", 0).stdout)
    assert calls >= 6
    began = False
    for kill_at in range(1, calls + 1):
        database = tmp_path / f"killed-{kill_at}" / "vault.db"
        shutil.copytree(path.parent, database.parent)
        assert wipe(database, kill_at).returncode == -signal.SIGKILL
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
            slots.create_operator_slot(
                slots.slots_path(database), CLERK, "Marisol", PASSPHRASE, KEY
            )
        assert wiped.order_followed(database) == 5
    assert began
