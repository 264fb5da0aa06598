"""The garbage collector waits while a form is read: all that is made then lives on.

It would look through every object again and again while a hundred thousand of them are made: a
quarter of the time of a large form.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector wait in here; it is on again afterwards where it was on before."""
    if not gc.isenabled():
        yield  # off for good, or another thread reads a form and will switch it on
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
