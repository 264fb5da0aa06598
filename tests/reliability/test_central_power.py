"""Power cuts of a central: every kind of disk one may leave still holds what was acknowledged."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.reliability.central_day import NAME, fault_of
from tests.support.power.checks import Image, images
from tests.support.power.records import Call, compile_recorder, record

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
IMAGES = 12_500 if SOAK else 120
SEEDS = (20261127, 20261128) if SOAK else (20261127,)

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
    module = "tests.reliability.central_day"
    return record(compile_recorder(folder), day, module, how, folder / "calls")


def fault_on(image: Image, folder: Path) -> str | None:
    """Write an image to an empty folder and say what does not hold of it.

    The first byte of `acks` says that the database was there at all.
    """
    for name, content in image.files.items():
        (folder / name).write_bytes(content)
    if not image.confirmed:
        return None
    return fault_of(folder / NAME, image.confirmed - 1)


def faults(calls: Sequence[Call], wanted: int, folder: Path, seed: int) -> Counter[str]:
    """Return what does not hold of *wanted* images, counted."""
    found: Counter[str] = Counter()
    place = folder / "image"
    for image in images(calls, wanted, seed):
        place.mkdir()
        fault = fault_on(image, place)
        if fault is not None:
            found[f"{fault} (cut after call {image.after_call})"] += 1
        shutil.rmtree(place)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_no_power_cut_loses_an_acknowledged_push(tmp_path: Path, seed: int) -> None:
    """Whatever of the unsynced bytes a cut leaves, each acknowledged push is there, and whole."""
    assert faults(recorded(tmp_path), IMAGES, tmp_path, seed) == {}


@pytest.mark.soak
def test_a_commit_that_is_not_synced_is_caught(tmp_path: Path) -> None:
    """With `synchronous=NORMAL` the same images show lost pushes: the check can fail."""
    assert sum(faults(recorded(tmp_path, "weak"), 40, tmp_path, 1).values()) > 3
