"""What the program asks of the system about itself: nobody reads its files or its memory.

No core is written when it crashes, and on Linux no other program of the same person may look into
it (DESIGN §1, promise 7). What remains readable, by whoever owns the machine: SECURITY.md.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable

_PR_SET_DUMPABLE = 4
_SEM_NOGPFAULTERRORBOX = 0x0002


def keep_to_itself() -> Callable[[], None]:
    """Tighten the modes of new files and forbid cores; return what gives the modes back.

    A system that refuses is no reason not to work: each part is tried by itself.
    """
    before = os.umask(0o077)
    if sys.platform == "win32":
        # The system's fault reports may hold memory; without the box none is offered.
        ctypes.windll.kernel32.SetErrorMode(_SEM_NOGPFAULTERRORBOX)
    else:
        _no_core()
    return lambda: _set_umask(before)


def _set_umask(mask: int) -> None:
    os.umask(mask)


if sys.platform != "win32":
    import resource

    def _no_core() -> None:
        """Set the largest core to nothing, for good; and be no process that may be traced."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
