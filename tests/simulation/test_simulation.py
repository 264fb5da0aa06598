"""Device-days with every fault drawn from a seed: 0 lost, 0 twice (PROTOCOL §25)."""

from __future__ import annotations

import os

import pytest

from tests.simulation.__main__ import report, told
from tests.simulation.runs import kept_seeds, live, live_many

SOAK = bool(os.environ.get("VENTANILLA_SOAK"))
DEVICE_DAYS = 1_000_000 if SOAK else 5_000
PARTS = 20
SEED = int(os.environ.get("SIMULATION_SEED", "20261127"))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_lost_and_nothing_twice(part: int) -> None:
    """Whatever wire, disks, clocks, people and backups do, every saved event counts once."""
    total = live_many(DEVICE_DAYS // PARTS, SEED + part, processes=1)

    assert not total.failed, "\n".join((report(total), *map(told, total.failed)))


@pytest.mark.slow
def test_worlds_that_once_went_wrong_hold() -> None:
    """Every seed that ever found something is lived again."""
    failed = [lived for seed in kept_seeds() if (lived := live(seed)).wrong]

    assert not failed, "\n".join(map(told, failed))


@pytest.mark.slow
def test_the_same_seed_tells_the_same_story() -> None:
    """A world is repeated by its seed alone, fault for fault."""
    first, second = live("again-7"), live("again-7")

    assert first.digest == second.digest
    assert first.counts == second.counts
