"""One worker thread for everything that touches the file; answers arrive on the GUI thread.

Work is done in the order it was given, so an answer typed before *Continuar* is saved before the
section is checked. The runner is one of the three places that catch everything (STYLE 30).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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
class _Answer:
    deliver: Callable[[], None]


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
        self._pending = 0
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ventanilla-work")
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether work is running, waiting, or its answer is not given yet."""
        return self._pending > 0

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
        self._pending += 1

        def task() -> None:
            try:
                result = work()
            except UserCancelled:
                self._arrived.emit(_Answer(lambda: None))
            except (KnownError, SyncError) as error:
                problem = error
                report: Callable[[Any], None] = failed or self.known.emit
                self._arrived.emit(_Answer(lambda: report(problem)))
            except Exception:
                fault = self.fault()
                _log.exception("fault %s", fault.folio)
                self._arrived.emit(_Answer(lambda: self.faulted.emit(fault)))
            else:
                self._arrived.emit(_Answer(lambda: done(result)))

        self._pool.submit(task)

    def fault(self) -> Fault:
        """Return a new folio for a defect, with the time."""
        folio = crockford(self._random(8), _FOLIO_CHARACTERS)
        return Fault(folio=folio, at=self._clock.now().astimezone())

    def stop(self) -> None:
        """Do all work that was given, then end the thread; answers after this go nowhere.

        What waits is done too: it may be the answer that was typed last.
        """
        self._pool.shutdown(wait=True)

    def _deliver(self, answer: _Answer) -> None:
        try:
            answer.deliver()
        finally:
            self._pending -= 1
            if self._pending == 0:
                self.idle.emit()
