"""The background of a running central: after a push, quarantine is looked at again and read tables
follow.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

log = logging.getLogger("sync.central.worker")


class Worker:
    """One thread that runs *work* once at start and once after each `notify`; late calls are
    joined.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._wake = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread; the first run begins at once."""
        self._stopping = False
        self._wake.set()
        self._thread = threading.Thread(target=self._run, name="central-projections", daemon=True)
        self._thread.start()

    def notify(self) -> None:
        """Say that there is something to do."""
        self._wake.set()

    def stop(self) -> None:
        """Let the run that is under way end, then end the thread. May be called twice."""
        self._stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            if self._stopping:
                return
            try:
                self._work()
            except (
                Exception
            ):  # the background runner of STYLE rule 30: tried again after the next push
                log.exception("projections")
