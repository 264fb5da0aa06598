"""Device and central are killed as real processes, at any moment: nothing lost, nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.shared import REPOSITORY

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
KILLS = 1_000 if SOAK else 12
SEEDS = (1, 2) if SOAK else (20261127,)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the processes are forks")
@pytest.mark.parametrize("seed", SEEDS)
def test_no_kill_loses_or_doubles_anything(tmp_path: Path, seed: int) -> None:
    """Whatever is killed when, every answered save is at the central, once, and chains hold."""
    command = [sys.executable, "-m", "tests.reliability.killing", str(tmp_path), str(KILLS)]
    ran = subprocess.run(
        [*command, str(seed)], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]

    found = json.loads(ran.stdout.splitlines()[-1])

    assert found["wrong"] == []
    assert sum(found["kills"].values()) >= KILLS
    assert min(found["kills"].values()) > 0
    assert found["answered"] >= KILLS // 2
