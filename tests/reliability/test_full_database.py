"""The central's database has no room left: 503 and when to come again, then it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from sync.central import schema
from tests.delivery.central_running import Running
from tests.delivery.central_support import Central, record_a_day
from tests.support.logs import ExpectedLogs


@contextmanager
def full(central: Central) -> Iterator[None]:
    """Let the file grow by no page, as on a disk without room."""
    engine = central.database._opened()

    def bound(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def free(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")

    event.listen(engine, "begin", bound)
    try:
        yield
    finally:
        event.remove(engine, "begin", bound)
        event.listen(engine, "begin", free)


@pytest.mark.on_a_file
def test_a_full_database_refuses_whole_pushes_and_goes_on(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """Without room a push is answered 503 with `Retry-After` and stores nothing; later it fits."""
    expected_logs.expect("sync.central", "database")
    central = Central(tmp_path)
    device = central.enrol()
    running = Running(central)
    record_a_day(device, 60)
    envelope = device.envelope(central.platform, 1, len(device.items))
    try:
        with full(central):
            refused = running.push(envelope)
        assert (refused.status_code, "retry-after" in refused.headers) == (503, True)
        assert central.rows(schema.event) == []

        taken = running.push(envelope)

        assert taken.status_code == 200
        assert len(central.rows(schema.event)) == len(device.items)
    finally:
        running.stop()
        central.close()
