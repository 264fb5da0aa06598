"""`make bench`: every figure into bench-output/bench.json; rows `name, value, unit, goal, held`.

Exit 0 when all was measured and everything that is *counted* held (commits, syncs, bytes). Times
depend on the computer: a row that did not hold says so, and a person decides.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tests.demo.processes import ROOT
from tests.performance.durability import build_counter
from tests.performance.forms.__main__ import forms
from tests.performance.rows import Row, at_most, percentile, table, write_rows
from tests.performance.vault import vault
from tests.support.offices import a_counter, give_slot

STARTS = 7
START_SECONDS, CHANGE_MS = 1.0, 50.0
COUNTED_UNITS = {"commits", "syncs", "bytes"}
LIMIT_SECONDS = 600


def main() -> int:
    """Measure everything; return the exit code."""
    output = ROOT / "bench-output"
    output.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output, prefix="run-") as name:
        folder = Path(name)
        rows = [*saves(folder), *screens(folder), *forms(folder), *_vault(folder)]
    write_rows(rows, output / "bench.json")
    print(table(rows))
    print(f"written to {output / 'bench.json'}")
    return 0 if all(row.held for row in rows if row.unit in COUNTED_UNITS) else 1


def _vault(folder: Path) -> list[Row]:
    place = folder / "vault"
    place.mkdir()
    return vault(place)


def saves(folder: Path) -> list[Row]:
    """Run the part that needs the counter below Python in a child of its own."""
    counter = build_counter(folder)
    place = folder / "saves"
    place.mkdir()
    finished = _child(["-m", "tests.performance.saves", str(place)], {"LD_PRELOAD": str(counter)})
    return [Row(**values) for values in json.loads(finished.splitlines()[-1])]


def screens(folder: Path) -> list[Row]:
    """Start the app several times on an enrolled profile, and walk between its screens."""
    profile = folder / "profile"
    profile.mkdir()
    counter = a_counter(profile)
    counter.database.close()
    give_slot(profile)
    environment = {"QT_QPA_PLATFORM": "offscreen"}
    starts = [_start_seconds(profile, environment) for _ in range(STARTS)]
    changes: list[float] = json.loads(
        _child(
            ["-m", "tests.performance.screens", "--profile", str(profile), "--until", "changes"],
            environment,
        ).splitlines()[-1]
    )
    shutil.rmtree(profile)
    return [
        at_most("cold start to unlock, median", percentile(starts, 0.5), "s", START_SECONDS),
        at_most("screen change to paint, p50", percentile(changes, 0.5) * 1000, "ms", None),
        at_most("screen change to paint, p95", percentile(changes, 0.95) * 1000, "ms", CHANGE_MS),
    ]


def _start_seconds(profile: Path, environment: Mapping[str, str]) -> float:
    """Return the seconds from the start of the process to the painted door."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.performance.screens",
            "--profile",
            str(profile),
            "--until",
            "unlock",
        ],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        line = process.stdout.readline() if process.stdout is not None else ""
        seconds = time.perf_counter() - started
        if line.strip() != "shown" or process.wait(LIMIT_SECONDS) != 0:
            raise RuntimeError("the app did not show its door")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
    return seconds


def _child(arguments: list[str], environment: Mapping[str, str]) -> str:
    finished = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    if finished.returncode != 0:
        raise RuntimeError(f"{arguments[1]} ended with {finished.returncode}\n{finished.stderr}")
    return finished.stdout


if __name__ == "__main__":
    sys.exit(main())
