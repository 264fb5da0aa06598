"""A process that destroys the keys of a file and is killed at every call that changes a disk.

`python -m tests.support.wiper WHOLE FOLDER`: a child does it to a copy of the folder WHOLE and is
killed at its first such call, another at its second, and so on until one is not. The copies stay
in FOLDER as `killed-1`, `killed-2` …; printed is how many there are. One start of Python for all.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

from kiosk.vault import wiped
from tests.support.forks import forked

_CHANGES = frozenset({"open", "os.remove", "os.rename", "os.truncate"})


def wipe(database: Path, kill_at: int) -> None:
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


def killed(database: Path, kill_at: int) -> bool:
    """Let a fork of this process wipe a file; say whether it was killed at that call."""

    def work() -> str:
        wipe(database, kill_at)
        return "done"

    ended = forked(work)
    if (ended.code, ended.said) not in ((0, "done"), (-signal.SIGKILL, "")):
        raise SystemExit(f"the wipe that is killed at call {kill_at} ended with {ended.code}")
    return ended.code != 0


def main(whole: Path, folder: Path) -> None:
    """Leave one copy for each kill; the one that was wiped to its end is removed again."""
    kill_at = 0
    while True:
        kill_at += 1
        copy = folder / f"killed-{kill_at}"
        shutil.copytree(whole, copy)
        if not killed(copy / "vault.db", kill_at):
            shutil.rmtree(copy)
            break
    print(kill_at - 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
