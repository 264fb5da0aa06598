"""Several processes behind one door: started, started again when they die, stopped together.

The parent answers nothing itself. A child that dies comes back after a pause that doubles while it
keeps dying; a child whose parent is gone stops by itself, so that no worker outlives its service.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import FrameType
from typing import Any

from sync.clock import Clock

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
LIVED_SECONDS = 60.0  # a child that lived so long starts its pauses anew
log = logging.getLogger("sync.central.supervisor")

Work = Callable[..., None]
"""Runs until SIGTERM; its first argument is called once it does what it is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One process: a function of a module and what it is given, both to be pickled."""

    name: str
    work: Work
    arguments: tuple[Any, ...]


@dataclass(slots=True, eq=False)
class _Child:
    job: Job
    process: SpawnProcess | None = None
    ready: Connection | None = None
    is_ready: bool = False
    deaths: int = 0
    started_at: float = 0.0
    start_at: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Keeps jobs running until it is told to stop."""

    jobs: Sequence[Job]
    clock: Clock
    grace_seconds: float
    ready: Callable[[], None]
    _children: list[_Child] = field(default_factory=list)
    _said: bool = False

    def run(self) -> None:
        """Run every job until SIGTERM or SIGINT, then end them all within the grace."""
        reading, writing = multiprocessing.Pipe(duplex=False)

        def stop(_number: int, _frame: FrameType | None) -> None:
            writing.send_bytes(b"stop")

        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        self._children = [_Child(job=job) for job in self.jobs]
        try:
            while not reading.poll():
                self._start_due()
                self._look([reading])
        finally:
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)
            reading.close()
            writing.close()

    def _start_due(self) -> None:
        now = self.clock.monotonic_seconds()
        for child in self._children:
            if child.process is None and child.start_at <= now:
                self._start(child, now)

    def _start(self, child: _Child, now: float) -> None:
        context = multiprocessing.get_context("spawn")
        child.ready, told = context.Pipe(duplex=False)
        child.process = context.Process(
            target=_run_job, args=(child.job.work, told, child.job.arguments), name=child.job.name
        )
        child.process.start()
        told.close()
        child.started_at = now

    def _look(self, also: list[Connection]) -> None:
        """Wait until something happens to a child, or one is to be started again."""
        now = self.clock.monotonic_seconds()
        due = [child.start_at - now for child in self._children if child.process is None]
        watched: list[Any] = [*also]
        watched += [child.process.sentinel for child in self._children if child.process]
        watched += [child.ready for child in self._children if child.ready]
        wait(watched, timeout=max(0.0, min(due)) if due else None)
        for child in self._children:
            self._hear(child)
            if child.process is not None and child.process.exitcode is not None:
                self._bury(child)
        if not self._said and all(child.is_ready for child in self._children):
            self._said = True
            self.ready()

    def _hear(self, child: _Child) -> None:
        """Note that a child is ready; a closed pipe only says that it never will be."""
        if child.ready is None or not child.ready.poll():
            return
        try:
            child.ready.recv_bytes()
            child.is_ready = True
        except EOFError:
            pass
        child.ready.close()
        child.ready = None

    def _bury(self, child: _Child) -> None:
        now = self.clock.monotonic_seconds()
        if child.process is None:
            return
        lived = now - child.started_at
        child.deaths = 1 if lived >= LIVED_SECONDS else child.deaths + 1
        pause = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0 ** min(child.deaths - 1, 10))
        log.error(
            "%s ended with %s: again in %.1f s", child.job.name, child.process.exitcode, pause
        )
        child.process.close()
        child.process = None
        child.start_at = now + pause

    def _stop(self) -> None:
        living = [child.process for child in self._children if child.process is not None]
        for process in living:
            process.terminate()
        until = self.clock.monotonic_seconds() + self.grace_seconds
        for process in living:
            process.join(max(0.0, until - self.clock.monotonic_seconds()))
            if process.exitcode is None:
                log.error("%s did not stop in time", process.name)
                process.kill()
                process.join()
            process.close()


def _run_job(work: Work, told: Connection, arguments: tuple[Any, ...]) -> None:
    """Run in the child: log as the parent does, stop when the parent is gone."""
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s %(message)s"
    )
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the parent decides
    threading.Thread(target=_stop_with_parent, name="parent-watch", daemon=True).start()

    def ready() -> None:
        told.send_bytes(b"ready")
        told.close()

    work(ready, *arguments)


def _stop_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
