"""A child process that works on a device's file and is killed, or meets a full disk, on the way.

`python -m tests.support.saver kill FILE N` takes one payment with its receipt and kills itself
before the Nth statement of the transaction; N = 0 kills right after the answer.
`python -m tests.support.saver linger FILE COUNT` saves people and is killed with the file open.
`python -m tests.support.saver full FILE BYTES` saves until no file may grow beyond BYTES, then
says what it was told, gets room again and saves once more.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kiosk.errors import KnownError
from kiosk.store import kept, queries
from kiosk.store.migrations import STORE_SETS
from kiosk.vault.database import Database
from sync.events import Folio
from sync.ids import EventId, Salt, ShiftId, event_id_of, series_of
from sync.journal import Rows, Transaction
from tests.support.vaults import (
    CLERK,
    KEY,
    Device,
    Draws,
    HandClock,
    a_journal,
    a_payment,
    a_person,
    salt_of,
)

PAYMENT_SALT = salt_of(60)


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


class Doomed:
    """A transaction whose process dies before its Nth statement."""

    def __init__(self, inner: Transaction, statements_left: int) -> None:
        self._inner = inner
        self._left = statements_left

    def _count(self) -> None:
        self._left -= 1
        if self._left == 0:
            die()

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        """Run one statement, or die."""
        self._count()
        return self._inner.execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Rows:
        """Run one statement for each set of values, or die."""
        self._count()
        return self._inner.executemany(sql, parameters)


def take_payment(device: Device, tx: Transaction) -> int:
    """Take the one payment of these tests with its receipt; return its receipt number."""
    known = device.journal.find(tx, a_payment_id())
    if known is not None:
        receipt = kept.receipt_of(tx, known.event_id)
        assert receipt is not None
        return receipt.number
    stream = device.journal.current_stream(tx)
    shift = queries.open_shift(tx)
    assert stream is not None
    assert shift is not None
    series = series_of(stream)
    number = kept.next_receipt_number(tx, series)
    payment = a_payment(
        Folio(series=series, number=number), ShiftId(shift.shift), nets_centavos=(100, 50)
    )
    recorded = device.journal.append(tx, payment, salt=PAYMENT_SALT, operator=CLERK)
    kept.save_receipt(tx, stream, recorded.seq, series, number, recorded.head[:16])
    kept.discard_draft(tx, PAYMENT_SALT)
    return number


def a_payment_id() -> EventId:
    """Return the event id of the one payment."""
    return event_id_of(PAYMENT_SALT)


def reopened(path: Path) -> Device:
    """Return a device on a file that exists; the caller closes it."""
    clock, draws = HandClock(), Draws(os.urandom(8))
    database = Database(path, sets=STORE_SETS)
    database.open(KEY)
    journal = a_journal(clock, draws, boot=os.urandom(8))
    return Device(database=database, journal=journal, clock=clock, draws=draws)


def kill(device: Device, statements: int) -> None:
    """Die before a statement of the payment, or after its answer."""
    if statements:
        device.database.write(lambda tx: take_payment(device, Doomed(tx, statements)))
    device.database.write(lambda tx: take_payment(device, tx))
    die()


def linger(device: Device, count: int) -> None:
    """Save people, let the witness be written, and die with the log not folded in."""
    for number in range(count):
        device.record(a_person(given=f"N{number}"), salt=Salt(salt_of(number)))
    device.database.read(device.journal.current_stream)  # runs after the last witness
    die()


def full(device: Device, limit_bytes: int) -> None:
    """Save until the disk is full, print the code, then save with room again."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, hard))
    saved = 0
    try:
        while True:
            device.record(a_person(given="LLENO" * 30))
            saved += 1
    except KnownError as error:
        sys.stdout.write(f"{error.code} {saved}\n")
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    device.record(a_person(given="OTRA VEZ"))
    device.database.close()


def main(arguments: list[str]) -> None:
    """Do what the arguments say."""
    device = reopened(Path(arguments[1]))
    {"kill": kill, "linger": linger, "full": full}[arguments[0]](device, int(arguments[2]))


if __name__ == "__main__":
    main(sys.argv[1:])
