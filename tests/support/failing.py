"""One act on a profile, with its Nth change of a file failing or killing the process before it.

`python -m tests.support.failing ACT PROFILE FOLDER EVERY` runs under LD_PRELOAD=failing.so. For
each chosen change it forks, lets the fork do ACT on a fresh copy, and lets another look at what is
left, without any failure. It prints one line of JSON: how many changes there are, how many were
tried, and what was wrong.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kiosk.errors import KnownError
from kiosk.store.migrations import STORE_SETS
from kiosk.vault.backup import make_backup, read_backup
from kiosk.vault.database import Database
from kiosk.vault.restore import restore
from sync.ids import Salt, event_id_of
from sync.journal import by_id, streams, verify
from tests.support.forks import Hung, forked
from tests.support.saver import reopened
from tests.support.vaults import KEY, a_person, salt_of

SAVED = Salt(salt_of(77))
NOW = 1_800_000_000
FULL, BROKEN, KILL = errno.ENOSPC, errno.EIO, -1
DONE, REFUSED, KILLED = 0, 10, -signal.SIGKILL


@dataclass(slots=True)
class Outcome:
    """What a run of many failures found."""

    changes: int = 0
    tried: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is done below which folder, and what must hold afterwards."""

    do: Callable[[Path], None]
    watched: Callable[[Path], Path]  # the folder whose changes may fail
    check: Callable[[Path, int], str]  # with the exit code; "" when all is well


def commit(place: Path) -> None:
    """Open the file, save one person, close it."""
    device = reopened(place / "profile" / "ventanilla.db")
    try:
        device.record(a_person(given="GUARDADA"), salt=SAVED)
    finally:
        device.database.close()


def check_commit(place: Path, code: int) -> str:
    """A save that was answered is there; one that was refused is not there; the chain holds."""
    database = Database(place / "profile" / "ventanilla.db", sets=STORE_SETS)
    database.open(KEY)
    try:
        saved = database.read(lambda tx: by_id(tx, event_id_of(SAVED))) is not None
        holds = all(
            database.read(lambda tx, one=one: verify(tx, one)).holds  # type: ignore[misc] # bound now
            for one in database.read(streams)
        )
    finally:
        database.close()
    if not holds:
        return "the chain does not hold"
    if code == DONE and not saved:
        return "answered, and not there"
    return ""


def back_up(place: Path) -> None:
    """Make a backup on a stick."""
    device = reopened(place / "profile" / "ventanilla.db")
    try:
        make_backup(device.database, place / "stick", now_seconds=NOW, app_version="1")
    finally:
        device.database.close()


def check_backup(place: Path, code: int) -> str:
    """What is called a backup is whole; after an answer there is one; the profile is sound."""
    made = list((place / "stick").glob("*.vtc"))
    for one in made:
        read_backup(one)
    if code == DONE and not made:
        return "answered, and no backup"
    if code == REFUSED and [path for path in (place / "stick").iterdir() if path not in made]:
        return "something half is left"
    return check_commit(place, REFUSED)


def put_back(place: Path) -> None:
    """Restore the backup into a new profile."""
    (backup,) = (place / "backups").glob("*.vtc")
    restore(backup, place / "new", salt=bytes(16))


def check_restored(place: Path, code: int) -> str:
    """The new profile is whole or not there, and a second try fills it."""
    new = place / "new"
    if code == DONE and not new.exists():
        return "answered, and nothing there"
    if not new.exists():
        put_back(place)
    if (place / "new.restoring").exists():
        return "something half is left"
    database = Database(new / "ventanilla.db", sets=STORE_SETS)
    opened = database.open(KEY)
    holds = all(
        database.read(lambda tx, one=one: verify(tx, one)).holds  # type: ignore[misc] # bound now
        for one in database.read(streams)
    )
    database.close()
    if opened.went_back is None:
        return "it does not know that it went back"
    return "" if holds else "the chain does not hold"


ACTS = {
    "commit": Act(do=commit, watched=lambda place: place / "profile", check=check_commit),
    "backup": Act(do=back_up, watched=lambda place: place / "stick", check=check_backup),
    "restore": Act(do=put_back, watched=lambda place: place / "new", check=check_restored),
}


class Shim:
    """The preloaded library; raises RuntimeError when it was not loaded."""

    def __init__(self) -> None:
        if "failing.so" not in os.environ.get("LD_PRELOAD", ""):
            raise RuntimeError("start this process with LD_PRELOAD=…/failing.so")
        library = ctypes.CDLL(None)
        self._arm = library.ventanilla_arm
        self._arm.argtypes = [ctypes.c_char_p, ctypes.c_long, ctypes.c_long, ctypes.c_long]
        self._seen = library.ventanilla_seen
        self._seen.restype = ctypes.c_long

    def arm(self, folder: Path, change: int, error: int) -> None:
        """Let the change with that number fail, and with a full disk every one after it."""
        self._arm(str(folder).encode(), change, error, error == FULL)

    def seen(self) -> int:
        """Return how many changes there were since it was armed."""
        return int(self._seen())


def attempt(act: Act, place: Path, shim: Shim, change: int, error: int) -> tuple[int, int]:
    """Do the act in a fork; return its code (a signal is negative) and the changes seen."""

    def armed() -> str:
        shim.arm(act.watched(place), change, error)
        try:
            act.do(place)
        except KnownError:
            return f"{REFUSED} {shim.seen()}"
        return f"{DONE} {shim.seen()}"

    ended = forked(armed)
    code, seen = (ended.said or f"{ended.code} 0").split()
    return int(code), int(seen)


def finding(act: Act, place: Path, code: int) -> str:
    """Look in another fork at what is left; return what is wrong, "" when all is well."""
    if code not in (DONE, REFUSED, KILLED):
        return f"ends with {code}"
    looked = forked(lambda: act.check(place, code))
    return looked.said or ("what is left cannot be looked at" if looked.code else "")


def run(name: str, profile: Path, folder: Path, every: int) -> Outcome:
    """Try every *every*th change with each kind of failure, until the first that hangs."""
    act, shim, outcome = ACTS[name], Shim(), Outcome()
    place = folder / "place"

    def fresh() -> None:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(profile, place)

    fresh()
    code, outcome.changes = attempt(act, place, shim, 0, 0)
    if code != DONE:
        outcome.wrong.append(f"without a failure it ends with {code}")
    for change in range(1, outcome.changes + 1, every):
        for error in (FULL, BROKEN, KILL):
            tried = f"{name} change {change} error {error}"
            fresh()
            try:
                code, _ = attempt(act, place, shim, change, error)
                told = finding(act, place, code)
            except Hung as hung:  # each more would take its whole deadline too
                outcome.wrong.append(f"{tried} waits for ever: {hung}")
                return outcome
            outcome.tried += 1
            outcome.refused += code == REFUSED
            if told:
                outcome.wrong.append(f"{tried}: {told}")
    return outcome


def main(arguments: list[str]) -> None:
    """Do what the arguments say and print what was found."""
    name, profile, folder, every = arguments
    print(json.dumps(asdict(run(name, Path(profile), Path(folder), int(every)))))


if __name__ == "__main__":
    main(sys.argv[1:])
