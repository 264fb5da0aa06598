"""Power cuts of the real process: its recorded calls, and every kind of disk a cut may leave."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.logs import ExpectedLogs
from tests.support.power.checks import fault_of, images
from tests.support.power.records import Call, compile_recorder, record

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
IMAGES = 25_000 if SOAK else 310  # in each of two halves, one for each core
SEED = 20261127

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux" or not shutil.which("cc"),
        reason="recording calls needs Linux and a C compiler, which `make bench` installs",
    ),
]


def recorded(folder: Path, *how: str) -> tuple[Call, ...]:
    """Return the calls of one day, played by a process of its own."""
    day = folder / "day"
    day.mkdir()
    library = compile_recorder(folder)
    return record(library, day, "tests.support.power.day", how, folder / "calls")


def faults(calls: Sequence[Call], wanted: int, folder: Path, seed: int = SEED) -> Counter[str]:
    """Return what does not hold of *wanted* images, counted."""
    found: Counter[str] = Counter()
    place = folder / "image"
    for image in images(calls, wanted, seed):
        place.mkdir()
        fault = fault_of(image, place)
        if fault is not None:
            found[f"{fault} (cut after call {image.after_call})"] += 1
        shutil.rmtree(place)
    return found


@pytest.mark.parametrize("seed", [SEED, SEED + 1])
def test_no_power_cut_loses_a_confirmed_save(tmp_path: Path, seed: int) -> None:
    """Whatever of the unsynced bytes a cut leaves, each confirmed save is there and all holds."""
    calls = recorded(tmp_path)

    assert faults(calls, IMAGES, tmp_path, seed) == {}
    assert {call.what for call in calls} == set("CWTSUR")


def test_a_commit_that_is_not_synced_is_caught(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    """With `synchronous=NORMAL` the same images show lost saves: the check can fail."""
    expected_logs.expect("kiosk.vault", "what stands behind is kept")
    calls = recorded(tmp_path, "weak")

    assert sum(faults(calls, 40, tmp_path).values()) > 6
