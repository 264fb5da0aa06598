"""`python -m tests.simulation --device-days N --seed S`: many worlds, or one again by its seed.

Prints the seed, `0 lost, 0 twice`, how fast it was and how often each fault happened. Exit 1 when a
promise did not hold; the seeds of such worlds are added to seeds.txt, and one of them is repeated
with its whole story by `--world SEED`.
"""

from __future__ import annotations

import argparse
import sys

from tests.simulation.runs import Lived, Total, keep_seed, live, live_many


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; return the exit code."""
    asked = _parser().parse_args(arguments)
    without = frozenset(asked.without)
    if asked.world:
        return _one(live(asked.world, without))
    total = live_many(asked.device_days, asked.seed, processes=asked.processes, without=without)
    print(f"seed {asked.seed}")
    print(report(total))
    for lived in total.failed:
        keep_seed(lived)
        print(told(lived))
    return 1 if total.failed else 0


def report(total: Total) -> str:
    """Return the figures of a run and every fault that happened in it."""
    faults = ", ".join(f"{name} {times}" for name, times in sorted(total.counts.items()))
    per_second = total.device_days / total.seconds if total.seconds else 0.0
    lines = [
        f"{total.lost} lost, {total.twice} twice",
        f"{total.device_days} device-days in {total.worlds} worlds, {total.events} events,"
        f" {total.seconds:.1f} s, {per_second:.0f} device-days/s",
        f"happened: {faults}",
    ]
    if total.never:
        lines.append(f"never happened: {', '.join(total.never)}")
    return "\n".join(lines)


def told(lived: Lived) -> str:
    """Return what went wrong in a world and how to see it again."""
    wrong = "\n".join(f"  {promise}: {detail}" for promise, detail in lived.wrong[:8])
    return f"{wrong}\n  again: python -m tests.simulation --world {lived.seed}"


def _one(lived: Lived) -> int:
    print("\n".join(lived.lines))
    print(f"seed {lived.seed}, story {lived.digest}, {lived.device_days} device-days")
    if lived.wrong:
        print(told(lived))
        return 1
    print("0 lost, 0 twice")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--device-days", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=None)
    parser.add_argument("--world", metavar="SEED", help="one world again, with its story")
    parser.add_argument(
        "--without", action="append", default=[], metavar="FAULT", help="leave a fault out"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
