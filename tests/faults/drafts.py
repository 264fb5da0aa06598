"""One act on a draft, killed in the middle: `python -m tests.faults.drafts FOLDER DRAFT ACT AFTER`.

AFTER: how many statements of writing transactions run before SIGKILL; `file` kills just after the
first file of an answer is on the disk, `end` after the act was confirmed.
"""

from __future__ import annotations

import io
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image

from kiosk.vault.blobs import BlobFolder
from kiosk.vault.database import Database
from sync.ids import Salt
from sync.journal import Transaction
from tests.support.household import NAME, PEOPLE, PHOTO
from tests.support.offices import Counter, a_counter

T = TypeVar("T")
LONG = "PRUEBA " * 9_000


def a_photo() -> bytes:
    """Return a photo that is the same in every process."""
    made = io.BytesIO()
    Image.frombytes("L", (60, 40), random.Random(3).randbytes(2_400)).save(made, "PNG")
    return made.getvalue()


ACTS: dict[str, Callable[[Counter, Salt], object]] = {
    "answer": lambda counter, draft: counter.registrations.answer(draft, NAME, "LO ÚLTIMO"),
    "attach": lambda counter, draft: counter.registrations.attach(
        draft, PHOTO, a_photo(), "image/png", ""
    ),
    "add": lambda counter, draft: counter.registrations.add_instance(draft, PEOPLE),
    "remove": lambda counter, draft: counter.registrations.remove_instance(draft, f"{PEOPLE}[1]"),
    "save": lambda counter, draft: counter.registrations.save(draft, accepted=True),
}


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class _Dying:
    """A transaction that ends with the process before its n-th statement."""

    def __init__(self, tx: Transaction, left: list[int]) -> None:
        self._tx, self._left = tx, left

    def _count(self) -> None:
        if self._left[0] == 0:
            _die()
        self._left[0] -= 1

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        """Run a statement, unless it is the last moment."""
        self._count()
        return self._tx.execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> Any:
        """Run a statement many times, unless it is the last moment."""
        self._count()
        return self._tx.executemany(sql, parameters)


def _arm(after: str) -> None:
    if after == "end":
        return
    if after == "file":
        put = BlobFolder.put

        def last_put(folder: BlobFolder, blob_id: bytes, sealed: bytes) -> None:
            put(folder, blob_id, sealed)
            _die()

        BlobFolder.put = last_put  # type: ignore[method-assign, assignment]
        return
    write, left = Database.write, [int(after)]

    def dying(database: Database, work: Callable[[Transaction], T], **more: bool) -> T:
        return write(database, lambda tx: work(_Dying(tx, left)), **more)

    Database.write = dying  # type: ignore[method-assign, assignment]


def main() -> None:
    """Do the act; the process ends by a kill."""
    folder, draft, act, after = sys.argv[1:]
    counter = a_counter(Path(folder), seed=after.encode() + act.encode(), create=False)
    _arm(after)
    ACTS[act](counter, Salt(bytes.fromhex(draft)))
    _die()


if __name__ == "__main__":
    main()
