"""Pushes into a central whose disk is full, refuses, or dies at the Nth change of a file.

`python -m tests.reliability.central_disk CENTRAL FOLDER EVERY` runs under LD_PRELOAD=failing.so and
prints one line of JSON, as `tests.support.failing` does for a device.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from sqlalchemy.exc import OperationalError

from kiosk.errors import KnownError
from sync.central.backups import verify_backup
from sync.central.database import CentralDatabase
from tests.reliability.central_day import EVENTS_IN_BATCH, NAME, a_device, push
from tests.support.failing import ACTS, DONE, Act, run

BEFORE, AFTER = 2, 4
"""How many batches are there, and how many once the act is done."""


class Refused(KnownError):
    """The database cannot write now: a device is told to come again (503)."""

    code = "central.busy"


def push_two(place: Path) -> None:
    """Open the database and take two pushes."""
    database = CentralDatabase(place / "central" / NAME)
    device = a_device()
    try:
        database.open()
        for number in range(BEFORE, AFTER):
            push(database, device, number)
    except OperationalError as error:
        raise Refused(str(error)) from error
    finally:
        database.close()


def check(place: Path, code: int) -> str:
    """Each push is there whole or not at all, an acknowledged one is; then the rest can come."""
    path = place / "central" / NAME
    (mark,) = verify_backup(path)
    whole = {number * EVENTS_IN_BATCH for number in range(BEFORE, AFTER + 1)}
    if mark.seq not in whole:
        return f"{mark.seq} events are there"
    if code == DONE and mark.seq != max(whole):
        return "acknowledged, and not there"
    push_two(place)  # there is room again: a repeat completes it
    (mark,) = verify_backup(path)
    return "" if mark.seq == max(whole) else f"it does not go on beyond {mark.seq}"


def main(arguments: list[str]) -> None:
    """Do what the arguments say and print what was found."""
    made, folder, every = arguments
    ACTS["push"] = Act(do=push_two, watched=lambda place: place / "central", check=check)
    print(json.dumps(asdict(run("push", Path(made), Path(folder), int(every)))))


if __name__ == "__main__":
    main(sys.argv[1:])
