"""Many worlds on all processors, one after the other in the order of their numbers."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from tests.simulation.central import PLACE
from tests.simulation.disk import DiskFull
from tests.simulation.sticks import STICK_ACTS
from tests.simulation.story import Wrong
from tests.simulation.wire import TROUBLES
from tests.simulation.world import CENTRAL_FAULTS, FAULTS, World

KEPT_SEEDS = Path(__file__).with_name("seeds.txt")
WORLDS_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """What a world came to, small enough to travel between processes."""

    seed: str
    device_days: int
    events: int
    counts: Counter[str]
    wrong: tuple[tuple[str, str], ...]  # promise and detail
    digest: str
    lines: tuple[str, ...]  # of a world that went wrong


@dataclass(slots=True)
class Total:
    """What many worlds came to."""

    worlds: int = 0
    device_days: int = 0
    events: int = 0
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    failed: list[Lived] = field(default_factory=list)

    def add(self, lived: Lived) -> None:
        """Count one more world."""
        self.worlds += 1
        self.device_days += lived.device_days
        self.events += lived.events
        self.counts += lived.counts
        if lived.wrong:
            self.failed.append(lived)

    @property
    def lost(self) -> int:
        """Return how many promises did not hold that something arrives."""
        return sum(promise != "twice" for one in self.failed for promise, _ in one.wrong)

    @property
    def twice(self) -> int:
        """Return how many events had an effect twice."""
        return sum(promise == "twice" for one in self.failed for promise, _ in one.wrong)

    @property
    def never(self) -> tuple[str, ...]:
        """Return the faults that never happened: such a run proves nothing about them."""
        return tuple(
            name
            for name in (*FAULTS, *CENTRAL_FAULTS, *TROUBLES, *STICK_ACTS)
            if not self.counts[name]
        )


class _Defects(logging.Handler):
    """Keeps what the program logged with a traceback: a defect it survived is one all the same."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record that tells of an exception, unless the disk was full on purpose."""
        if record.exc_info and not isinstance(record.exc_info[1], DiskFull):
            self.told.append(self.format(record))


@contextmanager
def _listening() -> Iterator[_Defects]:
    defects = _Defects()
    loggers = [logging.getLogger(name) for name in ("delivery", "sync")]
    for logger in loggers:
        logger.addHandler(defects)
        logger.propagate = False
    try:
        yield defects
    finally:
        for logger in loggers:
            logger.removeHandler(defects)
            logger.propagate = True


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Collect no cycles while a world lives: it is small, and gone as a whole when it ends."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def live(seed: str, without: Set[str] = frozenset()) -> Lived:
    """Live one world; a crash of the program in it is a promise that did not hold."""
    wrong: tuple[Wrong, ...] = ()
    with _listening() as defects, _no_collecting():
        world = World(seed, without)
        try:
            wrong = world.live()
        except Exception:
            defects.told.append(traceback.format_exc())
    told = [("defect", one[-1200:]) for one in defects.told[:3]]
    found = (*((one.promise, one.detail) for one in wrong), *told)
    return Lived(
        seed=seed,
        device_days=world.device_days,
        events=world.events,
        counts=world.story.counts,
        wrong=found,
        digest=world.story.digest,
        lines=tuple(world.story.lines) if found else (),
    )


def live_many(
    device_days: int, seed: int, *, processes: int | None = None, without: Set[str] = frozenset()
) -> Total:
    """Live worlds until that many device-days have passed."""
    total, begun = Total(), time.monotonic()
    for lived in _in_order(seed, processes or os.cpu_count() or 1, without):
        total.add(lived)
        if total.device_days >= device_days:
            break
    total.seconds = time.monotonic() - begun
    return total


def _in_order(seed: int, processes: int, without: Set[str]) -> Iterator[Lived]:
    seeds = (f"{seed}-{number}" for number in count())
    if processes == 1:
        yield from (live(one, without) for one in seeds)
        return
    fork = multiprocessing.get_context("fork")
    with (
        tempfile.TemporaryDirectory(prefix="ventanilla-runs-", dir=PLACE.in_memory()) as place,
        fork.Pool(processes, _settle_in, (Path(place),)) as pool,
    ):
        while True:
            batch = [next(seeds) for _ in range(processes * WORLDS_AT_ONCE)]
            yield from pool.imap(partial(live, without=without), batch)


def _settle_in(place: Path) -> None:
    """Keep this process's files where the parent removes them: a pool ends without a goodbye."""
    PLACE.folder = place


def kept_seeds() -> tuple[str, ...]:
    """Return the seeds that once found something."""
    lines = KEPT_SEEDS.read_text(encoding="utf-8").splitlines()
    return tuple(line.split("#")[0].strip() for line in lines if line.split("#")[0].strip())


def keep_seed(lived: Lived) -> None:
    """Let the tests replay a world that went wrong, for ever."""
    if lived.seed not in kept_seeds():
        with KEPT_SEEDS.open("a", encoding="utf-8") as file:
            file.write(f"{lived.seed}  # {lived.wrong[0][0]}\n")
