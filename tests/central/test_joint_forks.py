"""Two machines with one identity, a central that goes back: real apps, a real central, no loss."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kiosk.store.moments import stream_starts
from kiosk.store.projections import rebuild
from sync import cbor
from sync.acuse import AcuseState, read_acuse
from sync.central import schema
from sync.central.findings import listed, refresh
from sync.events import StreamReason
from sync.ids import EventId, series_of
from sync.journal import Transaction, streams
from sync.receipts import read_payload
from tests.delivery.joint_support import SUPERVISOR, JointCentral, JointDevice
from tests.support.logs import ExpectedLogs

pytestmark = [
    pytest.mark.slow,  # Argon2id with 64 MiB, as in the product
    pytest.mark.usefixtures("told"),
]
SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
ORIGINAL_FIRST = pytest.param((0, 1), id="original first")
COPY_FIRST = pytest.param((1, 0), id="copy first")


@pytest.fixture
def told(expected_logs: ExpectedLogs) -> None:
    """Expect that forks and another incarnation are told in the log."""
    expected_logs.expect("delivery", "another history")
    expected_logs.expect("delivery", "database is another one")


@pytest.fixture
def joint(tmp_path: Path) -> Iterator[JointCentral]:
    """Give a central that answers."""
    made = JointCentral(tmp_path)
    yield made
    made.close()


def copied(device: JointDevice, profile: Path) -> JointDevice:
    """Return a second machine with a copy of a device's folder, witness and all."""
    shutil.copytree(device.settings.database.parent, profile)
    made = JointDevice(device.central, profile)
    made.operator = device.operator
    return made


def papers(tx: Transaction) -> list[bytes]:
    """Return every receipt that a device has signed."""
    rows = tx.execute("SELECT cose FROM receipt WHERE cose IS NOT NULL ORDER BY series, number")
    return [bytes(row[0]) for row in rows]


def check_papers(central: JointCentral, device: JointDevice) -> None:
    """Assert that every paper a device has handed out is confirmed by its folio and anchor."""
    base_url = central.platform.profile.base_url
    for paper in device.read(papers):
        says = read_payload(cbor.decode(paper)[2])
        answer = httpx.get(
            f"{base_url}/v1/receipts/{device.device_id.hex()}/{says.series}/{says.number}",
            params={"a": says.anchor.hex()},
        )
        acuse = read_acuse(answer.content, central.platform.profile.roots)
        assert acuse.state is AcuseState.RECEIVED


def check_arrived(central: JointCentral, *devices: tuple[JointDevice, str]) -> None:
    """Assert that all of every device is at the central, once, and every screen says so."""
    expected: set[EventId] = set()
    for device, given in devices:
        with device.at_work():
            device.serve(given)
            device.deliver()
            expected |= {one.event_id for one in device.events()}
            lists = device.services.deliveries.rows()
            assert (lists.attention, lists.saved, lists.on_the_way) == ((), (), ())
            check_papers(central, device)
            device_id = device.device_id
    assert {row["event_id"] for row in central.rows_of(schema.event_id, device_id)} == expected
    assert central.rows_of(schema.quarantine, device_id) == []


@pytest.mark.parametrize("order", [ORIGINAL_FIRST, COPY_FIRST] if SOAK else [ORIGINAL_FIRST])
def test_a_copied_device_loses_nothing_whoever_speaks_first(
    joint: JointCentral, tmp_path: Path, order: tuple[int, int]
) -> None:
    """Who speaks second goes on in a series of its own; the office is told of the copy."""
    device = JointDevice(joint, tmp_path / "device").enrol(SUPERVISOR)
    with device.at_work():
        device.open_shift()
        device.serve("A")
        device.deliver()
    pair = [device, copied(device, tmp_path / "copy")]
    for one, given in zip(pair, ("B", "C"), strict=True):
        one.way.open = False
        with one.at_work():
            one.serve(given)
            assert one.waiting() > 0
    first, second = (pair[place] for place in order)

    for one in (first, second):
        one.way.open = True
        with one.at_work():
            one.deliver()

    with second.at_work():
        starts = second.read(stream_starts)
        newest = second.read(streams)[-1]
        second.serve("D")
        says = [read_payload(cbor.decode(paper)[2]) for paper in second.read(papers)]
        before = second.read(lambda tx: list(tx.execute("SELECT * FROM record ORDER BY event_id")))
        second.database.write(rebuild)
        after = second.read(lambda tx: list(tx.execute("SELECT * FROM record ORDER BY event_id")))
    assert [one.reason for one in starts] == [StreamReason.ENROLMENT, StreamReason.FORK]
    assert max(one.number for one in says if one.series == series_of(newest)) > 2
    assert before == after
    check_arrived(joint, (first, "E"), (second, "F"))
    refresh(joint.platform)
    with joint.platform.database.read() as connection:
        found = {one.name for one in listed(connection)}
    assert {"device.forked", "folio.twice"} <= found


@pytest.mark.soak
@pytest.mark.parametrize("order", [ORIGINAL_FIRST, COPY_FIRST])
def test_a_restored_central_gets_both_lives_again(
    joint: JointCentral, tmp_path: Path, order: tuple[int, int]
) -> None:
    """After a fork the central goes back before it: either may speak first, all comes again."""
    device = JointDevice(joint, tmp_path / "device").enrol(SUPERVISOR)
    with device.at_work():
        device.open_shift()
        device.serve("A")
        device.deliver()
        old_incarnation = joint.platform.incarnation
    backup = tmp_path / "copy.db"
    assert joint.command("backup", "--dir", str(joint.folder), "--out", str(backup))[0] == 0
    pair = [device, copied(device, tmp_path / "copy")]
    for one, given in zip(pair, ("B", "C"), strict=True):
        with one.at_work():
            one.serve(given)
            one.deliver()

    joint.restore(backup)

    assert joint.platform.incarnation != old_incarnation
    first, second = (pair[place] for place in order)
    for one in (first, second):
        with one.at_work():
            one.serve("E")
            one.deliver()
    check_arrived(joint, (first, "F"), (second, "G"))
