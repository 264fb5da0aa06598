"""A full disk, a refusing disk, a kill at each change of a file: a save, a backup, a restore."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.vault import slots
from kiosk.vault.backup import make_backup
from tests.support.shared import REPOSITORY
from tests.support.vaults import CLERK, KEY, a_device, a_person

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="failures come by LD_PRELOAD")

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
EVERY = {"commit": 7, "backup": 17, "restore": 7}
"""In `make test` each so-manieth change; in a soak every one."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile what lets the disk fail."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("letting the disk fail needs a C compiler")
    made = tmp_path_factory.mktemp("library") / "failing.so"
    source = REPOSITORY / "tests" / "support" / "failing.c"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O2", "-o", str(made), str(source), "-ldl"], check=True
    )
    return made


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a small closed profile, a stick and a backup."""
    folder = tmp_path_factory.mktemp("made")
    for name in ("profile", "stick", "backups"):
        (folder / name).mkdir()
    device = a_device(folder / "profile" / "ventanilla.db")
    device.begin()
    device.record(a_person())
    path = slots.slots_path(device.database.path)
    slots.create_operator_slot(path, CLERK, "Marisol Canul", "lapiz nube cantera sol", KEY)
    make_backup(device.database, folder / "backups", now_seconds=1, app_version="1")
    device.database.close()
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("act", sorted(EVERY))
def test_no_failing_change_of_a_file_loses_or_halves_anything(
    act: str, library: Path, profile: Path, tmp_path: Path
) -> None:
    """What was answered is there and whole, what was refused left nothing half, the chain holds."""
    every = 1 if SOAK else EVERY[act]

    finished = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.support.failing",
            act,
            str(profile),
            str(tmp_path),
            str(every),
        ],
        cwd=REPOSITORY,
        env={**os.environ, "LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        timeout=600,
    )

    assert finished.returncode == 0, finished.stderr
    found: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    assert found["wrong"] == [], finished.stderr
    assert found["tried"] >= 9
    assert found["refused"] >= 3
