"""What an office orders at a running central reaches a real device over HTTP, in its own hands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.catalogue import ErasureAct
from sync.central.__main__ import main
from sync.central.institution import ROOT_NAME
from sync.device.erasures import ordered
from sync.device.orders import revocations_number, wipe_row
from sync.journal import Transaction
from tests.delivery import central_support
from tests.delivery.test_device_end_to_end import CentralProcess, Laptop, eventually

pytestmark = pytest.mark.slow


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[CentralProcess, Laptop]]:
    """Give a running central and an enrolled device whose delivery has begun."""
    central = CentralProcess(tmp_path / "central")
    central.create()
    central.start()
    try:
        laptop = Laptop(tmp_path, central)
        try:
            laptop.driver.start()
            yield central, laptop
        finally:
            laptop.close()
    finally:
        central.kill()


def durable(laptop: Laptop) -> int:
    """Return up to where the device knows its stream to be kept for good."""

    def read(tx: Transaction) -> int:
        row = tx.execute("SELECT max(durable) FROM stream_state").fetchone()
        return int(row[0] or 0)

    return laptop.vault.read(read)


def test_backup_erasure_and_wipe_reach_the_device(
    office: tuple[CentralProcess, Laptop], tmp_path: Path
) -> None:
    """While the central serves: a backup makes durable, an erasure, a report and a wipe arrive."""
    central, laptop = office
    folder, key = ["--dir", str(central.folder)], tmp_path / "ana.pem"
    root = ["--root-key", str(central.folder / ROOT_NAME), "--out", str(key)]
    device = ["--device", laptop.desk.keys.device_id.hex()]
    laptop.save(central_support.a_shift(laptop.folios))
    person = laptop.save(central_support.a_person())
    eventually(lambda: laptop.counts().waiting == 0)

    assert main(["backup", *folder, "--out", str(tmp_path / "backup.db")]) == 0
    laptop.save(central_support.a_consent(), subject=person.event_id)
    eventually(lambda: durable(laptop) == 3)
    statuses = [
        main(["administrator", "--name", "Ana", *root]),
        main(["erase", *folder, "--event", person.event_id.hex(), "--basis", "oficio 12"]),
        main(["revoke", *folder, *device, "--why", "lost"]),
        main(["wipe", *folder, *device, "--why", "retired", "--administrator", str(key)]),
    ]
    laptop.driver.deliver_now()

    assert statuses == [0] * 4
    eventually(lambda: laptop.vault.read(wipe_row) is not None)
    eventually(lambda: laptop.vault.read(revocations_number) == 1)
    eventually(lambda: len(laptop.vault.read(ordered)) == 1)
    order = laptop.vault.read(ordered)[0]
    assert (order.entry.event_id, order.entry.act) == (person.event_id, ErasureAct.ERASE)
    row = laptop.vault.read(wipe_row)
    assert row is not None
    assert row.number == 1
