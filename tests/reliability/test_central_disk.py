"""A central whose disk is full, refuses, or dies with the process: nothing lost, nothing half."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.reliability.central_day import NAME, a_device, create, push
from tests.reliability.central_disk import BEFORE
from tests.support.shared import REPOSITORY

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
EVERY = 1 if SOAK else 12


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile what lets the disk fail."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("letting the disk fail needs Linux and a C compiler")
    made = tmp_path_factory.mktemp("library") / "failing.so"
    source = REPOSITORY / "tests" / "support" / "failing.c"
    options = ["-shared", "-fPIC", "-O2", "-o", str(made), str(source), "-ldl"]
    subprocess.run([compiler, *options], check=True)
    return made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a small closed central."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "central").mkdir()
    device = a_device()
    database = create(folder / "central" / NAME, device)
    for number in range(BEFORE):
        push(database, device, number)
    database.close()
    return folder


@pytest.mark.slow
def test_no_failing_change_of_the_central_s_file_loses_or_halves_a_push(
    library: Path, made: Path, tmp_path: Path
) -> None:
    """ENOSPC, EIO and SIGKILL at the changes of a push: all or nothing, and it goes on after."""
    command = [sys.executable, "-m", "tests.reliability.central_disk", str(made), str(tmp_path)]
    finished = subprocess.run(
        [*command, str(EVERY)],
        cwd=REPOSITORY,
        env={**os.environ, "LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )

    assert finished.returncode == 0, finished.stderr
    found: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    assert found["wrong"] == [], finished.stderr
    assert found["tried"] >= 9
    assert found["refused"] >= 3
