"""A process that changes key slots and the database key, and is killed at every step of it.

`python -m tests.support.rotator ACTION FOLDER STRIDE` works on copies of FOLDER. For each step — a
call that opens, syncs, renames or removes a file — one child does the action and kills itself
there; another looks at what is left. Printed is how many steps there are; exit 1 names the first
step after which something was not as it must be.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.store.migrations import STORE_SETS
from kiosk.vault.database import Database
from kiosk.vault.slots import (
    add_device_slot,
    add_escrow_slot,
    copy_path,
    create_operator_slot,
    slots_path,
    unlock_with_device,
)
from kiosk.vault.slots.records import decode_file
from sync.ids import Salt
from sync.journal import Transaction, streams, verify
from tests.support.forks import forked
from tests.support.institution import a_seal_key
from tests.support.keyfiles import CLAVE, KEY, NEXT_KEY, MemoryKeystore
from tests.support.vaults import CLERK, a_device, a_person, reopened_device

STEPS = ("open", "fsync", "fdatasync", "replace", "unlink")
SECRETS = MemoryKeystore()


def prepare(folder: Path) -> None:
    """Make the file that everything begins with: three people, one slot of each cheap kind."""
    device = a_device(folder / "vault.db")
    slots = slots_path(folder / "vault.db")
    add_device_slot(slots, KEY, SECRETS, lambda count: bytes(range(count)))
    add_escrow_slot(slots, KEY, a_seal_key("earlier")[1])
    device.begin()
    for number in range(3):
        device.record(a_person(given=f"N{number}"))
    device.database.close()


def keeper() -> MemoryKeystore:
    """Return the keystore of the prepared file: its secret is the same in every run."""
    return _Same()


class _Same(MemoryKeystore):
    def fetch(self, name: str) -> bytes | None:
        """Return the one secret."""
        del name
        return bytes(range(32))


def add(folder: Path) -> None:
    """Put another escrow in the place of the first."""
    add_escrow_slot(slots_path(folder / "vault.db"), KEY, a_seal_key("recovery")[1])


def change(folder: Path) -> None:
    """Set an operator's clave."""
    create_operator_slot(slots_path(folder / "vault.db"), CLERK, "UNO", CLAVE, KEY)


def rotate(folder: Path) -> None:
    """Change the database key; what is recorded with it is one more person."""
    device = reopened_device(folder / "vault.db", KEY)

    def record(tx: Transaction) -> None:
        salt = Salt(bytes(16))
        device.journal.append(tx, a_person(given="NUEVA"), salt=salt, operator=CLERK)

    device.database.rekey(NEXT_KEY, record)
    device.database.close()


ACTIONS: dict[str, Callable[[Path], None]] = {"add": add, "change": change, "rotate": rotate}


def look(folder: Path) -> None:
    """Raise unless the file opens with the key its slots give, whole, with all or nothing done."""
    path = folder / "vault.db"
    slots = slots_path(path)
    key = unlock_with_device(slots, keeper())
    assert key in (KEY, NEXT_KEY), "the slots give no key"
    database = Database(path, sets=STORE_SETS)
    opened = database.open(key)
    assert opened.went_back is None, "it went back"
    people = database.read(lambda tx: tx.execute("SELECT count(*) FROM person").fetchone()[0])
    assert people == (3 if key == KEY else 4), f"{people} people"
    assert database.read(lambda tx: all(verify(tx, one).holds for one in streams(tx)))
    database.close()
    assert not decode_file(slots.read_bytes()).is_between_keys, "two keys are left"
    assert slots.read_bytes() == copy_path(slots).read_bytes(), "the copy differs"
    assert unlock_with_device(slots, keeper()) == key
    assert not path.with_name("vault.db.rekey").exists(), "a copy is left"


def at_step(step: int) -> None:
    """Let this process die at its *step*-th step."""
    left = [step]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **named)

        return call

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))


def ended_with(work: Callable[[], None]) -> int:
    """Do *work* in a fork; return how it ended, 0 where all was well. Raises Hung."""

    def silent() -> str:
        work()
        return ""

    return forked(silent).code


def main(action: str, folder: Path, stride: int) -> int:
    """Kill at every *stride*-th step until the action ends by itself; return 0 where all held."""
    begun, step = folder / "begun", 1
    begun.mkdir()
    if ended_with(lambda: prepare(begun)):
        return 1
    while True:
        there = folder / str(step)
        shutil.copytree(begun, there)

        def act(there: Path = there, step: int = step) -> None:
            at_step(step)
            ACTIONS[action](there)

        ended = ended_with(act)
        if ended not in (0, -signal.SIGKILL) or ended_with(lambda there=there: look(there)):  # type: ignore[misc] # a default binds it
            print(f"{action}: step {step} ended with {ended}")
            return 1
        shutil.rmtree(there)
        if ended == 0:
            print(step - 1)
            return 0
        step += stride


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
