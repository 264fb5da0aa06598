"""The one thread on which all SQL runs (STYLE rule 40).

A caller waits for its own job and gets its result or its error. What must happen after the result
is known to the caller, such as the witness, runs on the same thread before the next job.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from kiosk.errors import KnownError

T = TypeVar("T")
_log = logging.getLogger("kiosk.vault")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    work: Callable[[], Any]
    answer: Future[Any]
    afterwards: Callable[[], None] | None


class Stopped(Exception):
    """The writer takes no more jobs; the one that was brought did not run."""


class Writer:
    """Runs jobs one after another on a thread of its own."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._door = threading.Lock()
        self._taking = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self._taking = True
        self._thread = threading.Thread(target=self._loop, name=self._name, daemon=True)
        self._thread.start()

    def run(self, work: Callable[[], T], afterwards: Callable[[], None] | None = None) -> T:
        """Run *work* on the thread, wait, and return its result or raise its error.

        *afterwards* runs on the thread once the result was handed over and only if there was one;
        a known error in it is logged, because what was confirmed stays confirmed. Raises Stopped
        when the thread takes no more jobs; then *work* did not run.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("a job of the writer may not wait for another one")
        answer: Future[T] = Future()
        with self._door:  # a job put in after the last one would wait for ever
            if not self._taking:
                raise Stopped
            self._jobs.put(_Job(work=work, answer=answer, afterwards=afterwards))
        return answer.result()

    def stop(self) -> None:
        """Let the jobs that wait finish, then end the thread."""
        with self._door:
            if not self._taking:
                return
            self._taking = False
            self._jobs.put(None)
        if self._thread is not None:
            self._thread.join()

    def _loop(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._do(job)

    def _do(self, job: _Job) -> None:
        try:
            result = job.work()
        except BaseException as error:  # handed to the caller, who raises it
            job.answer.set_exception(error)
            return
        job.answer.set_result(result)
        if job.afterwards is not None:
            try:
                job.afterwards()
            except KnownError:
                _log.warning("after a save: the witness could not be written", exc_info=True)
            except BaseException:  # without this thread every further save would wait for ever
                _log.exception("after a save: a defect of ours; what was saved stays saved")
