"""The chain followed by its hashes, and backups; a part of `python -m tests.performance.vault`."""

from __future__ import annotations

import time
from pathlib import Path

from kiosk.services.care import SLICE_EVENTS
from kiosk.vault.backup import make_backup
from sync.ids import Salt
from sync.journal import Transaction, follow, head, streams, verify
from tests.performance.rows import Row, at_least, at_most
from tests.support.vaults import CLERK, KEY, Device, a_device, a_journal, a_person

EVENTS = 100_000
ROUNDS = 5
EVENTS_PER_SECOND, SLICE_MS = 100_000, 50.0


def journal(folder: Path) -> list[Row]:
    """Measure everything in *folder*, which holds a file of 100,000 events for a while."""
    device = a_device(folder / "ventanilla.db")
    device.begin()
    fill(device)
    device.database.close()
    opening = min(_opened_ms(device) for _ in range(ROUNDS))
    device.database.open(KEY)
    try:
        return [
            *chain(device),
            at_most("open with the raw key, last 1,000 links included", opening, "ms", None),
            *backup(device, folder),
        ]
    finally:
        device.database.close()


def fill(device: Device) -> None:
    """Record 100,000 people in few transactions, without their read tables."""
    journal = a_journal(device.clock, device.draws, projected=lambda _tx, _recorded: None)

    def work(tx: Transaction) -> None:
        for number in range(EVENTS // 10):
            person = a_person(given=f"N{number}")
            journal.append(tx, person, salt=Salt(device.draws(16)), operator=CLERK)

    for _ in range(10):
        device.database.write(work)


def chain(device: Device) -> list[Row]:
    """Follow the whole chain by its hashes, and one slice as the background check does."""
    stream = device.database.read(streams)[0]
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        found = device.database.read(lambda tx: verify(tx, stream))
        seconds.append(time.perf_counter() - started)
        if not found.holds:
            raise RuntimeError("the chain of the benchmark does not hold")
    start = device.database.read(lambda tx: head(tx, stream, 0))
    if start is None:
        raise RuntimeError("the benchmark has no stream")
    slices = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        device.database.read(lambda tx: follow(tx, stream, 0, start, SLICE_EVENTS))
        slices.append(time.perf_counter() - started)
    return [
        at_least("chain, hashes only", EVENTS / min(seconds), "events/s", EVENTS_PER_SECOND),
        at_most("one slice of the background check", max(slices) * 1000, "ms", SLICE_MS),
    ]


def backup(device: Device, folder: Path) -> list[Row]:
    """Make a backup and read it back."""
    stick = folder / "stick"
    stick.mkdir()
    started = time.perf_counter()
    made = make_backup(device.database, stick, now_seconds=1, app_version="1")
    seconds = time.perf_counter() - started
    megabytes = made.size_bytes / 2**20
    return [at_least("backup made, checked and read back", megabytes / seconds, "MB/s", None)]


def _opened_ms(device: Device) -> float:
    started = time.perf_counter()
    device.database.open(KEY)
    elapsed = (time.perf_counter() - started) * 1000
    device.database.close()
    return elapsed
