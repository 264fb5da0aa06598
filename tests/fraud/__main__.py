"""`python -m tests.fraud --seed N`: a clerk steals in one of many ways; who finds it?

A day is played at a real device against a real central on loopback. The seed chooses what is
planted, or `--kind` does. Prints what was planted and by what it was found. Exit 0: found. Exit 1:
not found, or an honest day on which something was seen.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from tests.fraud.game import Outcome, play
from tests.fraud.kinds import KINDS

HONEST = "honest"


def main() -> int:
    """Play what the arguments ask for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fraud", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="chooses the kind and every number")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--kind", choices=[HONEST, *KINDS], help="plant this kind")
    chosen.add_argument("--all", action="store_true", help="an honest day, then every kind")
    chosen.add_argument("--list", action="store_true", help="say what there is")
    arguments = parser.parse_args()
    if arguments.list:
        for kind in KINDS.values():
            print(f"{kind.name:26} {kind.says}")
        return 0
    logging.disable(logging.CRITICAL)  # a broken file is told by what finds it
    if arguments.all:
        names = [HONEST, *KINDS]
    else:
        drawn = list(KINDS)[arguments.seed % len(KINDS)]
        names = [arguments.kind or drawn]
    outcomes = [_played(name, arguments.seed) for name in names]
    missed = [one for one in outcomes if not one.is_right]
    if arguments.all:
        print(f"{len(outcomes)} days, {len(missed)} not found")
    return 1 if missed else 0


def _played(name: str, seed: int) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="fraud-") as folder:
        outcome = play(KINDS.get(name), seed, Path(folder))
    seen = ", ".join(outcome.seen) or "nothing"
    if outcome.kind is None:
        print(f"honest day   seed {seed}   seen: {seen}", flush=True)
        return outcome
    print(f"planted   {name}: {outcome.kind.says} (seed {seed})")
    print(f"found     {', '.join(outcome.found)}" if outcome.found else "NOT FOUND")
    print(f"seen      {seen}", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
