"""A process that destroys the keys of a file and is killed at its n-th call that changes a disk.

`python -m tests.support.wiper DATABASE N`: without a kill it prints how many calls there were.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from kiosk.vault import wiped

_CHANGES = frozenset({"open", "os.remove", "os.rename", "os.truncate"})


def main(database: Path, kill_at: int) -> None:
    """Begin and finish a wipe; die at the call with that number, before it is done."""
    made = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal made
        if event not in _CHANGES or str(database.parent) not in str(arguments[0]):
            return
        made += 1
        if made == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    wiped.begin(database, 5)
    wiped.finish(database)
    print(made)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
