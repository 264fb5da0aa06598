"""The file is opened so that promises can be kept: WAL, FULL, one writer, all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from sync.central import schema
from sync.central.database import CentralDatabase
from sync.central.errors import CentralError
from sync.messages import AckResult
from tests.delivery.central_support import (
    Central,
    Device,
    journal_of,
    read_tables_of,
    record_a_day,
)

V3_TABLES = frozenset(
    {
        "code_list", "approval_code", "contact", "revoked_device", "verdict", "wipe_order",
        "recovery_code", "recovery_request", "erasure", "about", "person_correction", "notice",
        "approval", "access", "rights_request", "rights_answer", "rights_act", "key_slot",
        "device_care",
    }
)  # fmt: skip


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


@pytest.mark.on_a_file
def test_every_connection_is_durable_and_strict(central: Central) -> None:
    """An ack follows a commit that is on the disk: WAL with synchronous FULL, foreign keys on."""
    for opened in (central.database.read, central.database.write):
        with opened() as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            }
        assert found == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "secure_delete": 1,
        }


@pytest.mark.on_a_file
def test_a_write_takes_its_lock_before_it_reads(central: Central) -> None:
    """BEGIN IMMEDIATE: between reading the mark and moving it nobody else writes."""
    with (
        central.database.write(),
        closing(sqlite3.connect(central.database.path, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_a_read_does_not_wait_for_a_write(central: Central) -> None:
    """Probes and reports are answered while a push is being stored, from before it."""
    with central.database.write() as writing:
        writing.execute(schema.setting.insert().values(name="x", value=b""))

        with central.database.read() as reading:
            names = reading.execute(schema.setting.select()).all()

    assert "x" not in {row.name for row in names}


def test_parallel_pushes_of_one_envelope_store_it_once(central: Central) -> None:
    """A device that sends again before the answer came, many times at once: one set of events."""
    device = central.enrol()
    record_a_day(device, 5)
    last = len(device.items)
    envelopes = [device.envelope(central.platform, first, last) for first in (1, 1, 1, 1)]
    envelopes += [envelopes[0]] * 4

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(central.platform.pushes.answer, envelopes))

    assert all(answer.fits for answer in answers)
    assert [row["seq"] for row in central.rows(schema.event)] == list(range(1, last + 1))


def test_two_processes_on_one_database_do_not_mix(central: Central) -> None:
    """Several processes on the same database store everything once."""
    device, other = central.enrol(), central.enrol()
    record_a_day(device, 10)
    record_a_day(other, 10)
    second = CentralDatabase(central.database.address)
    second.open()
    first_database = central.database

    def push(database: CentralDatabase, of: Device, first: int) -> AckResult:
        from sync.central.ingest import ingest

        return ingest(database, of.batch(first, len(of.items)), central.now_ms()).result

    try:
        with ThreadPoolExecutor(4) as pool:
            work = [
                pool.submit(push, database, of, 1)
                for of in (device, other)
                for database in (first_database, second)
                for _ in range(3)
            ]
            results = [one.result() for one in work]
    finally:
        second.close()

    assert set(results) == {AckResult.STORED}
    assert len(journal_of(central)["event"]) == len(device.items) + len(other.items)


def test_a_closed_database_says_so(tmp_path: Path) -> None:
    """Using it before open or after close is a refusal, not a new empty file."""
    database = CentralDatabase(tmp_path / "central.db")
    with pytest.raises(CentralError, match="closed"), database.read():
        pass
    with pytest.raises(CentralError, match="missing"):
        database.open()
    assert list(tmp_path.iterdir()) == []
    database.create()
    database.close()
    with pytest.raises(CentralError, match="exists"):
        database.create()
    with pytest.raises(CentralError, match="closed"), database.write():
        pass


@pytest.mark.on_a_file
def test_a_file_of_version_2_gets_what_it_lacks_and_fills_it(central: Central) -> None:
    """Nothing that devices sent is touched; read tables that are new are filled from it."""
    device = central.enrol()
    record_a_day(device, 2)
    central.push(device, 1, len(device.items))
    central.platform.catch_up()
    before, shown = journal_of(central), read_tables_of(central)
    new = [table for table in schema.metadata.sorted_tables if table.name in V3_TABLES]
    with central.database.write() as connection:
        for table in reversed(new):
            table.drop(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
        connection.execute(
            schema.setting.update()
            .where(schema.setting.c.name == "schema")
            .values(value=(2).to_bytes(2, "big"))
        )

    central.restart()
    central.platform.catch_up()

    assert len(new) == len(V3_TABLES)
    assert journal_of(central) == before
    assert read_tables_of(central) == shown
    assert len(central.rows(schema.about)) == 2 * 4
    version = {row["name"]: row["value"] for row in central.rows(schema.setting)}["schema"]
    assert version == schema.SCHEMA_VERSION.to_bytes(2, "big")
