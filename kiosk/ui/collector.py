"""Python's cyclic garbage is collected on the GUI thread and nowhere else.

A widget that hangs in a cycle with a closure is destroyed by whichever thread happens to run the
collector; destroyed on the worker's thread it takes Qt, and the program, with it. So the automatic
collector is off while the app runs, and a timer does its work here.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1_000


class GuiCollector(QObject):
    """Collects what the automatic collector would have, from the thread that owns the widgets."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._was_on = gc.isenabled()

    def start(self) -> None:
        """Take over from the automatic collector."""
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give it back as it was."""
        self._timer.stop()
        if self._was_on:
            gc.enable()

    def collect(self) -> None:
        """Collect the generations whose thresholds are passed, the oldest of them."""
        counts, limits = gc.get_count(), gc.get_threshold()
        passed = [
            generation
            for generation, (count, limit) in enumerate(zip(counts, limits, strict=True))
            if limit and count > limit
        ]
        if passed:
            gc.collect(passed[-1])
