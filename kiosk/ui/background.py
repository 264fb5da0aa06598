"""One worker thread for everything that touches the file; answers arrive on the GUI thread.

Work is done in the order it was given, so an answer typed before *Continuar* is saved before the
section is checked. The runner is one of the three places that catch everything (STYLE 30).

What a screen hands over (work and callbacks) stays in a table of the GUI thread and is let go
there: a widget whose last reference ended on the worker would be taken apart by the wrong thread.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from kiosk.errors import KnownError, UserCancelled
from sync.clock import Clock, RandomBytes
from sync.errors import SyncError
from sync.ids import crockford

_log = logging.getLogger("ventanilla.background")
_T = TypeVar("_T")
_FOLIO_CHARACTERS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A defect of ours that was met: its folio in the log, and until when all work is saved."""

    folio: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[KnownError | SyncError], None] | None


@dataclass(frozen=True, slots=True)
class _Done:
    number: int
    result: Any


@dataclass(frozen=True, slots=True)
class _Failed:
    number: int
    problem: KnownError | SyncError


@dataclass(frozen=True, slots=True)
class _Cancelled:
    number: int


@dataclass(frozen=True, slots=True)
class _Faulted:
    number: int
    fault: Fault


_Outcome = _Done | _Failed | _Cancelled | _Faulted


class Background(QObject):
    """Runs work off the GUI thread."""

    idle = Signal()
    """Nothing is running or waiting, and every answer was given to its screen."""

    known = Signal(object)
    """A KnownError nobody asked to hear about; the window shows it on the current screen."""

    faulted = Signal(object)
    """A Fault: the window shows the page for our own defects."""

    _arrived = Signal(object)

    def __init__(self, clock: Clock, random: RandomBytes) -> None:
        super().__init__()
        self._clock, self._random = clock, random
        self._jobs: dict[int, _Job] = {}
        self._count = 0
        self._numbers: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._stopped = False
        self._thread = threading.Thread(target=self._loop, name="ventanilla-work", daemon=True)
        self._thread.start()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether work is running, waiting, or its answer is not given yet."""
        return bool(self._jobs)

    def run(
        self,
        work: Callable[[], _T],
        done: Callable[[_T], None],
        failed: Callable[[KnownError | SyncError], None] | None = None,
    ) -> None:
        """Do *work* on the worker thread, then *done* or *failed* on this one.

        Without *failed* a known error goes out as `known`. An unforeseen one always goes out as
        `faulted`, logged with its traceback; what was saved before it stays saved.
        """
        self._count += 1
        self._jobs[self._count] = _Job(work, done, failed)
        self._numbers.put(self._count)

    def fault(self) -> Fault:
        """Return a new folio for a defect, with the time."""
        folio = crockford(self._random(8), _FOLIO_CHARACTERS)
        return Fault(folio=folio, at=self._clock.now().astimezone())

    def stop(self) -> None:
        """Do all work that was given, then end the thread; answers after this go nowhere.

        What waits is done too: it may be the answer that was typed last.
        """
        if not self._stopped:
            self._stopped = True
            self._numbers.put(None)
            self._thread.join()

    # ------------------------------------------------------------------ the worker thread

    def _loop(self) -> None:
        while (number := self._numbers.get()) is not None:
            self._arrived.emit(self._perform(number))

    def _perform(self, number: int) -> _Outcome:
        """Do one piece of work; when this returns the worker holds nothing of the screen's."""
        try:
            return _Done(number, self._jobs[number].work())
        except UserCancelled:
            return _Cancelled(number)
        except (KnownError, SyncError) as error:
            return _Failed(number, error.with_traceback(None))
        except Exception:
            fault = self.fault()
            _log.exception("fault %s", fault.folio)
            return _Faulted(number, fault)

    # --------------------------------------------------------------------- the GUI thread

    def _deliver(self, outcome: _Outcome) -> None:
        job = self._jobs[outcome.number]
        try:
            match outcome:
                case _Done(result=result):
                    job.done(result)
                case _Failed(problem=problem):
                    (job.failed or self.known.emit)(problem)
                case _Faulted(fault=fault):
                    self.faulted.emit(fault)
                case _Cancelled():
                    pass
        finally:
            del self._jobs[outcome.number]
            if not self._jobs:
                self.idle.emit()
