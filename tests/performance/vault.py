"""`python -m tests.performance.vault`: unlocking, opening by raw key, a new key, the chain."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.vault import slots
from kiosk.vault.engine import connect
from sync.journal import Transaction
from tests.performance.chain import journal
from tests.performance.rows import Row, at_most, percentile, table
from tests.support.keyfiles import CLAVE, CLERK, KEY, NEXT_KEY
from tests.support.vaults import a_device, a_person

TIMES = 20
UNLOCK_SECONDS, RAW_KEY_MS = 1.5, 5.0
FILE_MIB = 64


def vault(folder: Path) -> list[Row]:
    """Measure; the file holds some people and blobs of *FILE_MIB* in a table of its own."""
    path = folder / "vault.db"
    device = a_device(path)
    slots.create_operator_slot(slots.slots_path(path), CLERK, "UNO", CLAVE, KEY)
    device.begin()
    for number in range(50):
        device.record(a_person(given=f"N{number}"))

    def fill(tx: Transaction) -> None:
        tx.execute("CREATE TABLE filling (number INTEGER PRIMARY KEY, content BLOB)")
        rows = ((os.urandom(2**20),) for _ in range(FILE_MIB))
        tx.executemany("INSERT INTO filling (content) VALUES (?)", rows)

    device.database.write(fill)
    device.database.close()
    unlock = _seconds(lambda: slots.unlock(slots.slots_path(path), CLERK, CLAVE), TIMES // 4)
    opened: list[Any] = []
    raw = _seconds(lambda: opened.append(connect(path, KEY)), TIMES, lambda: opened.pop().close())
    device.database.open(KEY)
    rekey = _seconds(lambda: device.database.rekey(NEXT_KEY, lambda _: None), 1)
    device.database.close()
    chained = folder / "chain"
    chained.mkdir()
    return [
        *journal(chained),
        at_most("unlock with a clave, p95", percentile(unlock, 0.95), "s", UNLOCK_SECONDS),
        at_most("open by raw key, p50", percentile(raw, 0.5) * 1000, "ms", RAW_KEY_MS),
        at_most("open by raw key, p95", percentile(raw, 0.95) * 1000, "ms", None),
        at_most(f"a new database key, {FILE_MIB} MiB", rekey[0], "s", 60.0),
    ]


def _seconds(
    work: Callable[[], object], times: int, afterwards: Callable[[], object] = lambda: None
) -> list[float]:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
        afterwards()
    return taken


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        print(table(vault(Path(name))))
