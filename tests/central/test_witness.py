"""PROTOCOL §10: a central whose database went back says so itself, by another incarnation."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from sync.central import schema
from sync.central.backups import make_backup, restore_backup
from sync.central.errors import Refused
from sync.central.platform import open_platform
from sync.central.witness import (
    MARK_BYTES,
    PAGE_BYTES,
    WITNESS_NAME,
    CommitMark,
    CommitWitness,
    Finding,
    forget_witness,
)
from sync.clock import system_random
from sync.ids import DeviceId, StreamId
from sync.messages import read_ack
from tests.delivery.central_support import Central, Device, a_person, an_xml, record_a_day
from tests.support.central_databases import Kind
from tests.support.logs import ExpectedLogs


@pytest.fixture
def told(expected_logs: ExpectedLogs) -> None:
    """Expect that going back is told in the log."""
    expected_logs.expect("sync.central.witness", "went back")


@pytest.fixture
def device(central: Central) -> Device:
    """Give a device of which a day was delivered."""
    made = central.enrol()
    record_a_day(made)
    push(central, made, 1)
    return made


def push(central: Central, device: Device, first: int) -> int:
    """Deliver what a device has from *first* on, as HTTP does; return the seq of the ack."""
    envelope = device.envelope(central.platform, first, len(device.items))
    keys = central.platform.keys.signer
    answer = central.platform.pushes.answer(envelope)
    return read_ack(answer.ack, {keys.kid: keys.point}).seq


def go_back(central: Central, device: Device, seq: int) -> None:
    """Make the database what it was when a device's stream ended at *seq*."""
    heads = device.heads
    hwm = schema.hwm
    with central.database.write() as connection:
        for table in (schema.quarantine, schema.anchor, schema.event_id, schema.event):
            connection.execute(
                delete(table).where(table.c.device_id == device.device_id, table.c.seq > seq)
            )
        connection.execute(
            update(hwm).where(hwm.c.device_id == device.device_id).values(seq=seq, head=heads[seq])
        )


def test_what_was_acknowledged_is_there_after_every_start(central: Central, device: Device) -> None:
    """Nothing went back: the same incarnation, however often it starts."""
    before = central.platform.incarnation
    device.record(a_person())
    push(central, device, len(device.items))

    central.restart()
    central.restart()

    assert central.platform.went_back is None
    assert central.platform.incarnation == before


@pytest.mark.usefixtures("told")
def test_an_older_database_gets_another_incarnation_once(central: Central, device: Device) -> None:
    """One acknowledged event less is enough; after that all is in order again."""
    before = central.platform.incarnation
    last = len(device.items)
    device.record(a_person())
    assert push(central, device, last + 1) == last + 1
    go_back(central, device, last)

    central.restart()
    found, redrawn = central.platform.went_back, central.platform.incarnation
    central.restart()

    assert found is Finding.BEHIND
    assert redrawn != before
    assert (central.platform.went_back, central.platform.incarnation) == (None, redrawn)
    assert push(central, device, last + 1) == last + 1


@pytest.mark.usefixtures("told")
def test_a_witness_that_is_gone_counts_as_going_back(central: Central, device: Device) -> None:
    """Who copies the database and not the witness beside it is found out as well."""
    before = central.platform.incarnation
    push(central, device, 1)
    central.platform.close()
    (central.folder / WITNESS_NAME).unlink()

    central.restart()

    assert central.platform.went_back is Finding.UNREADABLE
    assert central.platform.incarnation != before


def test_a_new_central_and_an_older_one_begin_without_alarm(
    central: Central, device: Device
) -> None:
    """A database from before there was a witness is not taken for one that lost it."""
    before = central.platform.incarnation
    with central.database.write() as connection:
        connection.execute(delete(schema.setting).where(schema.setting.c.name == "commit_witness"))
    central.platform.close()
    (central.folder / WITNESS_NAME).unlink()
    push_possible = len(device.items)

    central.restart()

    assert central.platform.went_back is None
    assert central.platform.incarnation == before
    assert push(central, device, 1) == push_possible


@pytest.mark.usefixtures("told")
def test_another_cluster_is_another_database(central: Central, device: Device, kind: Kind) -> None:
    """On PostgreSQL a standby or a base backup has another timeline; a file is always the same."""
    marks = CommitWitness(central.folder)
    marks.begin(b"another cluster.")
    push(central, device, 1)

    central.restart()

    if kind is Kind.POSTGRESQL:
        assert central.platform.went_back is Finding.ELSEWHERE
    else:
        assert central.platform.went_back is None


def test_without_its_mark_nothing_is_acknowledged(
    central: Central, device: Device, expected_logs: ExpectedLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that takes no mark: no ack; the same envelope is marked and answered afterwards."""
    expected_logs.expect("sync.central.pushes", "witness")
    device.record(a_person())
    last = len(device.items)

    def broken(_file: int) -> None:
        raise OSError(5, "EIO")

    with monkeypatch.context() as patched:
        patched.setattr("sync.central.witness._sync_data", broken)
        with pytest.raises(Refused, match="busy"):
            push(central, device, last)
    assert push(central, device, last) == last

    read = CommitWitness(central.folder).read()
    assert read is not None
    assert (
        CommitMark(
            device_id=device.device_id, stream=device.stream, seq=last, head=device.heads[last][:16]
        )
        in read[1]
    )


def test_who_works_beside_another_draws_nothing(central: Central, device: Device) -> None:
    """A worker that is started again never changes the name under which the others answer."""
    before = central.platform.incarnation
    last = len(device.items)
    go_back(central, device, last - 1)

    beside = open_platform(
        central.folder,
        clock=central.clock,
        random=system_random,
        submission_xml=an_xml,
        beside_another=True,
    )
    beside.close()

    assert (beside.went_back, beside.incarnation) == (None, before)
    assert CommitWitness(central.folder).read() is not None


@pytest.mark.on_a_file
def test_a_restore_by_command_says_it_once(tmp_path: Path) -> None:
    """The command draws the incarnation; the start after it finds a witness that fits."""
    central = Central(tmp_path)
    device = central.enrol()
    record_a_day(device)
    push(central, device, 1)
    backup = tmp_path / "copy.db"
    make_backup(central.database, backup)
    device.record(a_person())
    push(central, device, len(device.items))
    before = central.platform.incarnation
    central.platform.close()

    restore_backup(central.folder, central.database.path, backup, system_random)
    forget_witness(central.folder)
    central.platform = central._open()

    assert central.platform.went_back is None
    assert central.platform.incarnation != before
    central.close()


def mark(number: int) -> CommitMark:
    """Return one of many marks."""
    return CommitMark(
        device_id=DeviceId(b"device01"),
        stream=StreamId(b"s" * 16),
        seq=number,
        head=number.to_bytes(16, "big"),
    )


def test_several_writers_lose_no_mark(tmp_path: Path) -> None:
    """Processes write in turn into one ring: none writes over what another has just marked."""
    CommitWitness(tmp_path).begin(bytes(16))
    writers = [CommitWitness(tmp_path) for _ in range(3)]

    for number in range(1, 300):
        writers[number % 3].note(mark(number))

    read = writers[0].read()
    assert read is not None
    assert {one.seq for one in read[1]} == set(range(1, 300))


def test_the_ring_keeps_the_newest(tmp_path: Path) -> None:
    """Once it is full the oldest go; thousands of pushes at once still find theirs."""
    witness = CommitWitness(tmp_path)
    witness.begin(bytes(16))
    patched = pytest.MonkeyPatch()
    patched.setattr("sync.central.witness._sync_data", lambda _file: None)
    try:
        for number in range(1, 4_200):
            witness.note(mark(number))
    finally:
        patched.undo()

    read = witness.read()
    assert read is not None
    assert {one.seq for one in read[1]} == set(range(104, 4_200))


@pytest.mark.parametrize("torn_at", [0, 30, 63])
def test_a_torn_mark_takes_no_other_with_it(tmp_path: Path, torn_at: int) -> None:
    """A power cut in the middle of a write: the marks before it stand on another page."""
    witness = CommitWitness(tmp_path)
    witness.begin(bytes(16))
    for number in (1, 2, 3):
        witness.note(mark(number))
    path = tmp_path / WITNESS_NAME
    content = bytearray(path.read_bytes())
    third = PAGE_BYTES + 3 * PAGE_BYTES
    assert content[third : third + MARK_BYTES] == mark(3).encode(3)
    content[third : third + PAGE_BYTES] = os.urandom(PAGE_BYTES)  # its whole page
    content[third + torn_at] ^= 1
    path.write_bytes(content)

    read = witness.read()

    assert read is not None
    assert [one.seq for one in read[1]] == [1, 2]
