"""Runs mutants, two at a time, and says what became of each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.mutants.catalogue import Mutant
from tests.mutants.child import ROOT

LIMIT_SECONDS = 240
AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What became of a mutant: the test that caught it, or why none did."""

    mutant: Mutant
    caught_by: str
    trouble: str
    seconds: float

    @property
    def is_caught(self) -> bool:
        """Return whether a test failed because of it."""
        return bool(self.caught_by)


def judge(mutant: Mutant) -> Judged:
    """Run a mutant's tests in a process of its own."""
    begun = time.monotonic()
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.mutants.child", mutant.number]
    try:
        ran = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        # A test that never ends is no proof: nobody has seen what was wrong.
        return Judged(mutant=mutant, caught_by="", trouble="no end", seconds=LIMIT_SECONDS)
    seconds = time.monotonic() - begun
    last = ran.stdout.strip().splitlines()[-1:] or [""]
    try:
        said = json.loads(last[0])
    except ValueError:
        return Judged(
            mutant=mutant, caught_by="", trouble=ran.stderr.strip()[-400:], seconds=seconds
        )
    caught = said["failed"][0] if said["failed"] else ""
    trouble = "" if caught else f"survived: {said}"
    return Judged(mutant=mutant, caught_by=caught, trouble=trouble, seconds=seconds)


def judge_all(mutants: Iterable[Mutant]) -> Iterator[Judged]:
    """Yield what became of each, in order."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(judge, mutants)
