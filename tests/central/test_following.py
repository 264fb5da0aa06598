"""Several processes serve one database; one of them lets the read tables follow."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from sync.central import database as database_module
from sync.central import schema
from sync.central.database import CentralDatabase
from sync.central.projections import Projections
from tests.delivery.central_support import Central, Device, an_xml, read_tables_of, record_a_day
from tests.support.central_databases import Kind


@pytest.fixture
def beside(central: Central) -> Iterator[CentralDatabase]:
    """Give the same database, opened by another process."""
    second = CentralDatabase(central.database.address)
    second.open()
    yield second
    second.close()


def test_one_follows_at_a_time(
    central: Central, device: Device, beside: CentralDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one process is at the read tables another does nothing, and says so."""
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_SECONDS", 0)
    record_a_day(device, 2)
    central.push(device, 1, len(device.items))

    with beside.following() as alone:
        if beside.is_postgresql:
            with central.database.maintenance() as connection:
                connection.exec_driver_sql("SET lock_timeout = '10ms'")
        there = central.platform.projections.catch_up()

    assert alone
    assert there.events == 0
    assert central.rows(schema.person) == []
    assert central.platform.projections.catch_up().events == len(device.items)


def test_two_that_follow_at_once_leave_the_same_rows(
    kind: Kind, central: Central, device: Device, beside: CentralDatabase
) -> None:
    """Who waited finds nothing left to do; nothing stands twice, on either database."""
    record_a_day(device, 20)
    central.push(device, 1, len(device.items))
    other = Projections(beside, an_xml, central.clock)

    with ThreadPoolExecutor(2) as pool:
        caught = list(
            pool.map(lambda one: one.catch_up(), [central.platform.projections, other] * 2)
        )

    assert sum(one.events for one in caught) == len(device.items)
    before = read_tables_of(central)
    central.platform.projections.rebuild()
    assert read_tables_of(central) == before, kind
