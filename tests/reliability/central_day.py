"""A central's database and pushes into it, one after the other: for power cuts and failing disks.

`python -m tests.reliability.central_day FOLDER [weak]` plays a day in a process of its own; each
push that would be acknowledged writes one byte into `acks`. With `weak` the log is not synced at
each commit: the mistake that the images must catch.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from sync.central import engines, schema
from sync.central.backups import verify_backup
from sync.central.database import CentralDatabase
from sync.central.errors import CentralError
from sync.central.ingest import ingest
from sync.cose import SoftwareSigner
from sync.ids import StreamId
from tests.delivery.central_events import Device, a_person, stream_opened
from tests.support.power.records import ACKS

NAME = "central.db"
BATCHES = 14
EVENTS_IN_BATCH = 3
CHECKPOINT_PAGES = 60
NOW_MS = 1_795_000_000_000


def a_device() -> Device:
    """Return the same device each time, with everything it will ever push."""
    draw = random.Random("central day")
    device = Device(
        signer=SoftwareSigner.from_private(b"\x00" + draw.randbytes(31)),
        seal=(bytes(32), bytes(32)),
        stream=StreamId(draw.randbytes(16)),
        random=draw.randbytes,
    )
    device.record(stream_opened(), operator=0)
    while len(device.items) < BATCHES * EVENTS_IN_BATCH:
        device.record(a_person(f"PRUEBA {len(device.items)}"))
    return device


def create(path: Path, device: Device) -> CentralDatabase:
    """Make a database in which the device is enrolled; it is open."""
    database = CentralDatabase(path)
    database.create()
    with database.write() as connection:
        connection.execute(
            insert(schema.device).values(
                device_id=device.device_id,
                terminal="20067-007",
                operator=42,
                point=device.signer.point,
                certificate=b"",
                sealing_public=bytes(32),
                protection=0,
                app_version="1.0",
                enrolled_at_ms=NOW_MS,
            )
        )
    return database


def push(database: CentralDatabase, device: Device, number: int) -> None:
    """Store one batch; once this returns it is acknowledged."""
    first = number * EVENTS_IN_BATCH + 1
    ingest(database, device.batch(first, first + EVENTS_IN_BATCH - 1), NOW_MS)


def play(folder: Path) -> None:
    """Push all batches, the database closed and opened once in between; end as the power goes."""
    acks = os.open(folder / ACKS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    device = a_device()
    database = create(folder / NAME, device)
    os.write(acks, b".")
    for number in range(BATCHES):
        if number == BATCHES // 2:
            database.close()
            database = CentralDatabase(folder / NAME)
            database.open()
        push(database, device, number)
        os.write(acks, b".")
    os._exit(0)


def fault_of(path: Path, confirmed: int) -> str | None:
    """Return what does not hold of a database in which so many pushes were acknowledged.

    What was acknowledged is there; the push in hand is there whole or not at all; chains verify.
    """
    try:
        marks = verify_backup(path)
    except CentralError as error:
        return f"{error.code} {error}"
    seq = marks[0].seq if marks else 0
    if seq not in {confirmed * EVENTS_IN_BATCH, (confirmed + 1) * EVENTS_IN_BATCH}:
        return f"{confirmed} pushes were acknowledged, {seq} events are there"
    return None


def connect_with(*pragmas: str) -> None:
    """Let every connection of this process have these pragmas after its own."""
    strong = engines.connect_sqlite

    def connect(connection: Any, record: object) -> None:
        strong(connection, record)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    setattr(engines, "connect_sqlite", connect)  # noqa: B010 -- mypy would have it assigned never


def main(arguments: list[str]) -> None:
    """Play the day; the log is folded in several times on a short one."""
    connect_with(f"wal_autocheckpoint = {CHECKPOINT_PAGES}")
    if arguments[1:] == ["weak"]:
        connect_with("synchronous = NORMAL")
    play(Path(arguments[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
