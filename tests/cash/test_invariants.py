"""Random tills: whatever people do, the invariants of RECEIPTS §10 hold after every step."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.cash.machine import machine_of

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
RUNS, STEPS = (2_000, 200) if SOAK else (60, 60)


@pytest.mark.slow
def test_random_tills_hold(template: Path) -> None:
    """Any acts of any people, with cuts, restarts, old copies put back and wrong clocks."""
    run_state_machine_as_test(
        machine_of(template),
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
