"""A short day at the counter, played by a process of its own: `python -m … FOLDER [weak]`.

Each confirmed save writes one byte into `acks`. With `weak` the log is not synced at each commit,
which is the mistake that the power-cut images must catch.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2

from kiosk.vault import database as vault
from kiosk.vault import engine
from sync.ids import ShiftId, SubjectId
from tests.support.power.records import ACKS
from tests.support.vaults import (
    KEY,
    Device,
    a_device,
    a_payment,
    a_person,
    a_registration,
    a_shift,
)

SAVES = 9


def weaken() -> None:
    """Make a commit return before its bytes are on the disk (PROTOCOL §25, mutant 8)."""
    strong = engine._configure

    def weak(connection: dbapi2.Connection) -> None:
        strong(connection)
        connection.execute("PRAGMA synchronous = NORMAL")

    engine._configure = weak


def play(folder: Path) -> None:
    """Make a file, close it, open it, save and fold the log in; saves are confirmed one by one."""
    vault.LOG_LIMIT_BYTES = 120_000  # the log is folded in several times on a short day
    acks = os.open(folder / ACKS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def confirmed() -> None:
        os.write(acks, b".")

    device = a_device(folder / "vault.db")
    device.begin()
    confirmed()
    shift = ShiftId(device.record(a_shift(device.folio())).event_id)
    confirmed()
    _serve(device, shift, confirmed)
    device.database.close()
    device.database.open(KEY)
    _serve(device, shift, confirmed)
    os._exit(0)  # as when the power goes: nothing is tidied


def _serve(device: Device, shift: ShiftId, confirmed: Callable[[], None]) -> None:
    for number in range(SAVES):
        person = device.record(a_person(given=f"N{number}"))
        confirmed()
        subject = SubjectId(person.event_id)
        made = device.record(a_registration(device.folio()), subject=subject)
        confirmed()
        device.record(a_payment(device.folio(), shift), subject=subject, refs=(made.event_id,))
        confirmed()


if __name__ == "__main__":
    if sys.argv[2:] == ["weak"]:
        weaken()
    play(Path(sys.argv[1]))
