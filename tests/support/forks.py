"""Work done in a fork, so that it may die or hang; a hang is told with the stacks of all threads.

Who forks must never have had a thread that may still be there. A fork copies locks and not the
threads that hold them, and a thread that Python has joined still runs its last lines: OpenSSL takes
a lock there, and a fork made at that moment waits for it for ever.
"""

from __future__ import annotations

import faulthandler
import os
import select
import signal
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

DEADLINE_SECONDS = 60
GRACE_SECONDS = 5
"""How much longer a fork that cannot even tell its stacks is waited for before it is killed."""


class Hung(Exception):
    """A fork did not end by itself; the message holds the stacks of its threads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a fork ended."""

    code: int  # 0, 1 after an exception, a signal is negative
    said: str  # what the work returned


def forked(work: Callable[[], str], *, deadline_seconds: float = DEADLINE_SECONDS) -> Ended:
    """Do *work* in a fork and return how that ended.

    Raises Hung when it did not end in time, and RuntimeError where this process has another thread;
    no fork is left then.
    """
    if (threads := _threads()) > 1:
        raise RuntimeError(f"a fork of {threads} threads may wait for ever")
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as stacks:
        child = os.fork()
        if child == 0:
            _work(work, writing, stacks.fileno(), deadline_seconds)
        os.close(writing)
        said, killed = _heard(reading, child, deadline_seconds + GRACE_SECONDS)
        _, status = os.waitpid(child, 0)
        stacks.seek(0)
        told = stacks.read().decode(errors="replace")
    if told or killed:
        raise Hung(told or "it could not even tell its stacks")
    return Ended(code=os.waitstatus_to_exitcode(status), said=said)


def _threads() -> int:
    """Return how many threads the system knows of this process, also those Python has joined."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.exists() else threading.active_count()


def _work(work: Callable[[], str], writing: int, stacks: int, deadline_seconds: float) -> None:
    """Work and never return: the fork ends here."""
    code = 1
    try:
        faulthandler.dump_traceback_later(deadline_seconds, exit=True, file=stacks)
        os.write(writing, work().encode())
        code = 0
    except BaseException:  # told to whoever started this
        traceback.print_exc()
    finally:
        os._exit(code)


def _heard(reading: int, child: int, limit_seconds: float) -> tuple[str, bool]:
    """Return what the fork said until it ended, and whether it had to be killed for that."""
    said, end = b"", time.monotonic() + limit_seconds
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], max(0.0, end - time.monotonic()))[0]:
            piece = pipe.read(4096)
            if not piece:
                return said.decode(), False
            said += piece
    os.kill(child, signal.SIGKILL)
    return said.decode(), True
