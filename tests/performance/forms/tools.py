"""Timing and memory of one piece of work; fresh processes where something must be cold."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.demo.processes import ROOT
from tests.performance.rows import percentile

LIMIT_SECONDS = 600


def milliseconds(work: Callable[..., object], *arguments: object) -> float:
    """Return how long *work* takes once."""
    start = time.perf_counter()
    work(*arguments)
    return (time.perf_counter() - start) * 1_000


def median(work: Callable[[], object], times: int = 7) -> float:
    """Return the median of *times* runs of *work*."""
    gc.collect()
    return percentile([milliseconds(work) for _ in range(times)], 0.5)


def in_child(module: str, *arguments: str, limit: int = LIMIT_SECONDS) -> Any:
    """Return the JSON that a fresh `python -m MODULE` prints as its last line."""
    finished = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
    )
    if finished.returncode != 0:
        raise RuntimeError(f"{module} ended with {finished.returncode}\n{finished.stderr}")
    return json.loads(finished.stdout.splitlines()[-1])


def resident_bytes() -> int:
    """Return the memory this process holds now, in bytes."""
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * 4096
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
