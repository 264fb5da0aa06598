"""Several processes serve one database; one of them lets the read tables follow."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from sync.central import database as database_module
from sync.central import schema
from sync.central.database import CentralDatabase
from sync.central.projections import Projections
from sync.events import RegistrationMade
from tests.delivery.central_support import Central, Device, an_xml, read_tables_of, record_a_day
from tests.support.central_databases import Kind
from tests.support.logs import ExpectedLogs


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


def test_a_defect_in_one_stream_keeps_nothing_else_from_following(
    central: Central, device: Device, expected_logs: ExpectedLogs
) -> None:
    """It is told, and tried again; other devices' tables and all that comes after them follow."""
    expected_logs.expect("sync.central", "does not follow")
    others = [device, central.enrol()]
    for one in others:
        record_a_day(one)
        central.push(one, 1, len(one.items))
    first = min(one.device_id for one in others)
    whole = central.platform.projections.xml_of

    def defect(event: RegistrationMade, event_id: bytes, answers: object) -> bytes | None:
        if event_id in {
            item.event_id for one in others if one.device_id == first for item in one.items
        }:
            raise KeyError("a defect")
        return whole(event, event_id, answers)

    central.platform.projections.xml_of = defect  # type: ignore[method-assign, assignment]
    with pytest.raises(KeyError):
        central.platform.catch_up()
    shown = {row["device_id"] for row in central.rows(schema.registration)}
    looked_through = {row["device_id"] for row in central.rows(schema.attachment_mark)}
    del central.platform.projections.xml_of
    central.platform.catch_up()

    assert shown == {one.device_id for one in others} - {first}
    assert looked_through == {one.device_id for one in others}
    assert len(central.rows(schema.registration)) == 6
