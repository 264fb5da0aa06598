"""How many events a central takes in a second (PROTOCOL §24: 5,000), on either database.

`python -m tests.performance.central --events 40000 --database postgresql [--together]`

Devices are simulated by one process that prepared their envelopes before. Batches of 500, one
device after the other: what is timed is everything between the bytes of an envelope and its signed
ack. The read tables follow afterwards, or with --together beside it in a process of their own. Per
CPU second is this process alone: a server's own work is beside it.
"""

from __future__ import annotations

import argparse
import contextlib
import cProfile
import multiprocessing
import pstats
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from sync.central import schema
from sync.central.memory import Rate
from sync.central.platform import Limits, open_platform
from sync.clock import system_random
from sync.envelope import build_envelope
from tests.delivery.central_support import (
    JOURNAL,
    Central,
    Device,
    SetClock,
    an_xml,
    record_a_day,
)
from tests.support.central_databases import Kind, database_kind

BATCH = 500
EVENTS_OF_A_ROUND = 4
NO_LIMITS = Limits(address=Rate(burst=1e9, per_second=1e9), device=Rate(burst=1e9, per_second=1e9))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What one part of the work took."""

    name: str
    events: int
    wall_seconds: float
    cpu_seconds: float

    def line(self) -> str:
        """Return the stage as a line of the table."""
        return (
            f"{self.name:32} {self.events:8} events {self.events / self.wall_seconds:9,.0f} /s"
            f" {self.events / self.cpu_seconds:9,.0f} /CPU s"
        )


def main() -> None:
    """Measure and print one line per stage."""
    options = _options()
    print(f"this machine, now: {_additions():,.0f} additions of whole numbers per CPU s")
    with tempfile.TemporaryDirectory() as folder, database_kind(Kind(options.database)):
        central = Central(Path(folder), limits=NO_LIMITS)
        try:
            for stage in measured(central, options):
                print(stage.line(), flush=True)
        finally:
            central.close()


def measured(central: Central, options: argparse.Namespace) -> Iterator[Stage]:
    """Yield the stages: taking in, and following."""
    per_device = max(options.events // options.devices, BATCH)
    envelopes = [
        envelope
        for _ in range(options.devices)
        for envelope in _envelopes(central, central.enrol(), per_device)
    ]
    ready = sum(count for _, count in envelopes)

    def take_in() -> None:
        for envelope, _ in envelopes:
            central.platform.pushes.answer(envelope)

    if options.together:
        yield from _together(central, ready, take_in)
        return
    yield _timed("ingest", ready, take_in, profile=options.profile)
    yield _timed("read tables", ready, central.platform.catch_up, profile=options.profile)
    with central.database.read() as connection:
        projected = connection.execute(select(func.sum(schema.projected.c.seq))).scalar_one()
    assert projected == ready, "the read tables did not follow"
    for name, size in _stored_bytes(central):
        print(f"{name:32} {size / ready:8.0f} bytes an event")


def _stored_bytes(central: Central) -> Iterator[tuple[str, int]]:
    """Yield what the events take in the database, indexes and all."""
    with central.database.read() as connection:
        if not central.database.is_postgresql:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            yield "file", pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one()
            return
        for name, tables in (("journal", JOURNAL), ("read tables", schema.READ_TABLES)):
            sizes = (
                connection.execute(select(func.pg_total_relation_size(table.name))).scalar_one()
                for table in tables
            )
            yield name, sum(sizes)


def _together(central: Central, ready: int, take_in: Callable[[], None]) -> Iterator[Stage]:
    context = multiprocessing.get_context("spawn")
    started, stop = context.Event(), context.Event()
    follower = context.Process(
        target=_follow, args=(central.folder, central.clock.now(), started, stop)
    )
    follower.start()
    started.wait()
    before = time.perf_counter()
    yield _timed("ingest, read tables beside it", ready, take_in)
    stop.set()
    follower.join()
    wall = time.perf_counter() - before
    yield Stage(
        name="until both are done", events=ready, wall_seconds=wall, cpu_seconds=float("inf")
    )


def _follow(folder: Path, now: datetime, started: Any, stop: Any) -> None:
    """Follow the journal until told to stop, then to its end."""
    platform = open_platform(
        folder, clock=SetClock(now), random=system_random, submission_xml=an_xml
    )
    with contextlib.closing(platform):
        started.set()
        while not stop.wait(0.05):
            platform.catch_up()
        platform.catch_up()


def _additions() -> float:
    """Return how fast this processor runs Python now: others may be at work on it."""
    before, total = time.process_time(), 0
    for number in range(2_000_000):
        total += number
    return 2_000_000 / (time.process_time() - before)


def _timed(name: str, events: int, work: Callable[[], object], *, profile: bool = False) -> Stage:
    profiler = cProfile.Profile() if profile else None
    wall, cpu = time.perf_counter(), time.process_time()
    if profiler is None:
        work()
    else:
        profiler.runcall(work)
    stage = Stage(
        name=name,
        events=events,
        wall_seconds=time.perf_counter() - wall,
        cpu_seconds=time.process_time() - cpu,
    )
    if profiler is not None:
        pstats.Stats(profiler).sort_stats("tottime").print_stats(45)
    return stage


def _envelopes(central: Central, device: Device, events: int) -> list[tuple[bytes, int]]:
    """Return a device's day in envelopes of 500, each with its number of events."""
    record_a_day(device, events // EVENTS_OF_A_ROUND)
    heads, last = device.heads, len(device.items)
    seal_public = central.platform.profile.centrals()[0].seal_public
    made = []
    for first in range(1, last + 1, BATCH):
        to = min(first + BATCH - 1, last)
        envelope = build_envelope(
            device.signer,
            stream=device.stream,
            first=first,
            previous_head=heads[first - 1],
            last_head=heads[to],
            items=device.items[first - 1 : to],
            seal_public=seal_public,
        )
        made.append((envelope, to - first + 1))
    return made


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--devices", type=int, default=8)
    parser.add_argument("--database", choices=[kind.value for kind in Kind], default="sqlite")
    parser.add_argument("--together", action="store_true", help="read tables in a second process")
    parser.add_argument("--profile", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
