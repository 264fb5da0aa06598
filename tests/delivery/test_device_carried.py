"""What is carried for others waits for the central's word, and no portal or clock takes it away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sync.bundle import RecordType
from sync.bundle_files import CarriedFolder
from sync.device import bundle_cut
from sync.device.bundle_tables import CarriedRow, carry
from sync.device.carry_lane import CarryLane
from sync.device.carrying import RETRY_SECONDS, Carrying
from sync.device.link import Obstacle
from sync.device.states import RecordState
from sync.device.transport import Response
from sync.ids import DeviceId
from sync.messages import read_ack
from tests.support.delivery import Device, SqliteStore
from tests.support.model_central import ModelCentral
from tests.support.sticks import ModelOffice, bundles_of, certificate_of

OWNER = DeviceId(b"neighbor")
WAITS = 6


@pytest.fixture
def store() -> Iterator[SqliteStore]:
    plain = SqliteStore()
    plain.migrate()
    yield plain
    plain.close()


@pytest.fixture
def carrying(device: Device, tmp_path: Path) -> Carrying:
    device.desk = replace(device.desk, carried=CarriedFolder(tmp_path / "carried"))
    return Carrying(device.desk)


def hold(device: Device, kind: RecordType) -> CarriedRow:
    """Take a record of a neighbour along."""
    raw = b"sealed"
    sha256 = hashlib.sha256(raw).digest()
    row = CarriedRow(sha256=sha256, back=False, owner=OWNER, kind=kind, length=len(raw), raw=raw)
    device.store.write(lambda tx: carry(tx, row, 0))
    return row


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (RecordType.ENVELOPE, 400),
        (RecordType.ENROLMENT_REQUEST, 200),
        (RecordType.ENROLMENT_REQUEST, 403),
        (RecordType.RECEIPT_SEEN, 200),
    ],
)
def test_a_portal_takes_nothing_away(
    device: Device, carrying: Carrying, kind: RecordType, status: int
) -> None:
    """Its page in the place of an answer is a portal, and the record goes again."""
    row = hold(device, kind)
    page = Response(status=status, headers={"content-type": "text/html"}, body=b"<html>")

    outcome = CarryLane(device.desk, carrying).conclude(row, page)

    assert outcome.trouble is not None
    assert outcome.trouble.obstacle is Obstacle.PORTAL
    assert carrying.next_out() == row


def test_a_record_put_off_under_a_wrong_clock_goes_all_the_same(
    device: Device, carrying: Carrying
) -> None:
    """The clock stood ten years ahead: what was put off for six hours waits six hours at most."""
    row = hold(device, RecordType.ENVELOPE)
    device.clock.wall_offset_seconds = 10 * 365 * 86_400
    carrying.later(row)
    put_off = carrying.next_out()

    device.clock.wall_offset_seconds = 0
    corrected = carrying.next_out()
    carrying.later(row)
    again = carrying.next_out()
    device.clock.pass_seconds(RETRY_SECONDS)

    assert (put_off, corrected, again, carrying.next_out()) == (None, row, None, row)


@pytest.mark.parametrize("backwards", [False, True])
def test_codes_arrive_whatever_the_order_of_the_answers_on_a_stick(
    device: Device,
    central: ModelCentral,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    backwards: bool,
) -> None:
    """Each answer covers all before it and tells of its own batch: the earlier is read first."""
    monkeypatch.setattr(bundle_cut, "MOST_EVENTS", 3)
    central.code_of = lambda _header: WAITS
    office = ModelOffice(central)
    bundles = bundles_of(device, tmp_path)
    stick = tmp_path / "stick"
    stick.mkdir()
    device.record(8)
    bundles.write(stick)
    office.take(*stick.iterdir())
    office.acks.sort(key=lambda raw: read_ack(raw, office.signers).seq, reverse=backwards)
    assert len(office.acks) == 3
    office.write_answers(device, stick)

    bundles.take(stick)

    view = device.view()
    states = [view.state_of(device.stream, seq) for seq in range(1, device.acknowledged() + 1)]
    assert states == [RecordState.NEEDS_ATTENTION] * 9


def test_answers_for_who_does_not_come_are_on_a_stick_once(
    device: Device, carrying: Carrying, tmp_path: Path
) -> None:
    """They go onto every stick that comes by, and onto the same stick not a second time."""
    stick = tmp_path / "stick"
    stick.mkdir()
    carrying.file_answer(OWNER, RecordType.ACK, b"signed")

    written = [carrying.write_answers(stick, certificate_of(device)) for _ in range(3)]

    assert written == [1, 1, 1]
    assert len(list(stick.iterdir())) == 1
