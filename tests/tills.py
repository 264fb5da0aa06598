"""Random tills: `python -m tests.tills --runs N --seed S` prints `held`, or the shrunk case.

Each run is one file, up to 200 steps; ends with 1 where an invariant of RECEIPTS §10 fell. The case
is made smaller for as long as `--shrink-seconds` says; then the smallest found so far is printed.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.internal.conjecture import engine
from hypothesis.stateful import run_state_machine_as_test

from tests.cash.machine import machine_of
from tests.cash.tills import make_template


def main() -> int:
    """Play the tills; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--shrink-seconds", type=int, default=30)
    wanted = parser.parse_args()
    engine.MAX_SHRINKING_SECONDS = wanted.shrink_seconds  # no setting of Hypothesis reaches it
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="tills") as folder:
        machine = seed(wanted.seed)(machine_of(make_template(Path(folder) / "template")))
        try:
            run_state_machine_as_test(
                machine,
                settings=settings(
                    max_examples=wanted.runs,
                    stateful_step_count=wanted.steps,
                    deadline=None,
                    database=None,
                    derandomize=False,
                    print_blob=False,
                    phases=(Phase.generate, Phase.shrink),
                    suppress_health_check=list(HealthCheck),
                ),
            )
        except Exception as fallen:
            for note in getattr(fallen, "__notes__", ()):
                print(note)
            print(f"{type(fallen).__name__}: {fallen}")
            print(f"fell: --runs {wanted.runs} --steps {wanted.steps} --seed {wanted.seed}")
            return 1
    print("held")
    return 0


if __name__ == "__main__":
    sys.exit(main())
