"""A stick between devices and a central that have no network at all (PROTOCOL §20)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.bundle import RecordType, read_name
from sync.bundle_errors import BundleDiffers
from sync.bundle_files import write_file
from sync.bundle_reading import Bundle, Verdict
from sync.central import schema
from sync.central.blobs import Upload
from sync.central.commands.bundles import look
from sync.central.database import store_setting
from sync.central.parked import parked_of
from sync.device.blob_tables import waiting
from sync.device.carry_lane import CarryLane
from sync.device.carrying import Carrying
from sync.device.lease import lease_row
from sync.device.pull import pull_state
from sync.device.transport import HttpTransport
from sync.journal import Transaction
from tests.delivery.central_running import Running
from tests.delivery.central_support import CLERK, Central, a_catalogue
from tests.support.logs import ExpectedLogs
from tests.support.stick_office import StickDevice, at_the_office, stored


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Give an empty stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def machine(central: Central, tmp_path: Path) -> Iterator[StickDevice]:
    """Give a device without a line."""
    made = StickDevice(central, tmp_path)
    yield made
    made.store.close()


def test_a_day_without_a_network(central: Central, machine: StickDevice, stick: Path) -> None:
    """There and back on one stick: stored whole, confirmed, reference data and lease renewed."""
    machine.record(700)
    before = machine.store.read(lease_row)
    machine.bundles.write(stick)

    said = at_the_office(central, stick)
    taken = machine.bundles.take(stick)

    assert any("701 new events" in line for line in said)
    assert taken.delivered == 701
    assert machine.outstanding() == 2  # that it was written, that it was taken
    assert stored(central, machine) <= machine.event_ids()
    assert (taken.pages > 0, taken.lease, taken.refused, taken.missing) == (True, True, (), ())
    assert machine.store.read(pull_state).cursor in central.platform.pages.cursors(
        machine.keys.device_id
    )
    assert machine.store.read(lease_row).days == 180 != before.days
    held = {row[0] for row in machine.store.read(_datasets)}
    assert {2, 3, 4, 5} <= held
    again = machine.bundles.take(stick)
    assert (again.delivered, again.pages, again.lease) == (0, 0, False)
    assert machine.bundles.clean(stick) == 2


def _datasets(tx: Transaction) -> list[tuple[int]]:
    return tx.execute("SELECT DISTINCT dataset FROM reference").fetchall()


def test_reference_data_come_from_wherever_the_device_stands(
    central: Central, machine: StickDevice, stick: Path
) -> None:
    """Answers that were lost are bridged; a place that nobody knows any more begins anew."""
    machine.record(1)
    machine.bundles.write(stick)
    at_the_office(central, stick)
    machine.bundles.take(stick)
    first = machine.store.read(pull_state).cursor
    for number in range(3):  # two files of answers are lost, the third arrives
        central.clock.pass_seconds(3_600)
        central.publish(a_catalogue(operators=(CLERK, 60 + number)))
        for path in stick.glob("*.vta"):
            path.unlink()
        at_the_office(central, stick)

    assert machine.bundles.take(stick).pages > 0
    newest = machine.store.read(pull_state).cursor
    assert newest != first
    machine.store.write(lambda tx: tx.execute("UPDATE pull_state SET cursor = x'99'"))
    assert machine.bundles.take(stick).pages == 0  # nothing newer was said: it may be an old stick
    central.clock.pass_seconds(3_600)
    at_the_office(central, stick)
    assert machine.bundles.take(stick).pages > 0
    assert machine.store.read(pull_state).cursor == newest


def test_parts_in_the_wrong_order_wait_for_each_other(
    central: Central, machine: StickDevice, stick: Path
) -> None:
    """The later stick first: parked, unconfirmed; when the earlier one comes both are stored."""
    machine.record(3)
    first = machine.bundles.write(stick).names[0]
    earlier = (stick / first).rename(stick.parent / first)
    machine.confirm(4)
    machine.record(2)
    second = machine.bundles.write(stick)
    machine.confirm(0)

    said = at_the_office(central, stick)

    device_id = machine.keys.device_id
    assert any("1 PARKED" in line for line in said)
    assert stored(central, machine) == set()
    assert machine.bundles.take(stick).delivered == 0

    earlier.rename(stick / first)
    at_the_office(central, stick)
    assert parked_of(central.platform.database, device_id) == 0
    assert len(stored(central, machine)) == 4 + second.events
    assert machine.bundles.take(stick).delivered == 4 + second.events


def test_a_restored_central_is_believed_from_a_stick(
    central: Central, machine: StickDevice, stick: Path, expected_logs: ExpectedLogs
) -> None:
    """Its answer names the device's own bundle and is newer: everything is sent again, once."""
    expected_logs.expect("delivery", "database is another one")
    expected_logs.expect("sync.central.witness", "went back")
    machine.record(10)
    machine.bundles.write(stick)
    at_the_office(central, stick)
    machine.bundles.take(stick)
    with central.database.write() as connection:  # the backup is of before the first stick
        for table in (schema.quarantine, schema.anchor, schema.event_id, schema.event, schema.hwm):
            connection.execute(table.delete())
        store_setting(connection, "incarnation", b"R" * 16)
    central.restart()
    central.clock.pass_seconds(86_400)
    clean(stick)
    machine.record(3)
    machine.bundles.write(stick)

    at_the_office(central, stick)
    assert machine.bundles.take(stick).adopted
    clean(stick)
    machine.bundles.write(stick)
    at_the_office(central, stick)
    central.clock.pass_seconds(60)
    machine.bundles.take(stick)

    assert machine.recorded() <= stored(central, machine)
    assert parked_of(central.database, machine.keys.device_id) == 0


def clean(stick: Path) -> None:
    """Take everything off a stick."""
    for path in stick.iterdir():
        path.unlink()


def test_what_no_manifest_names_is_nobodys(
    central: Central, machine: StickDevice, stick: Path, tmp_path: Path
) -> None:
    """A file put behind the others is not kept, a forged envelope of no manifest not carried."""
    carrier = StickDevice(central, tmp_path, seed=6)
    machine.record(2)
    [name] = machine.bundles.write(stick).names
    path = stick / name
    path.write_bytes(path.read_bytes() + _record(RecordType.BLOB, b"somebody's"))
    with path.open("rb") as file:
        opened = Bundle(file, central.platform.profile.roots)
        [envelope] = [
            opened.content(one) for one in opened.records() if one.kind == RecordType.ENVELOPE
        ]
    assert "  refused: blob blob-hash" in at_the_office(central, stick, answers=False)
    forged = envelope[:-1] + bytes((envelope[-1] ^ 1,))
    path.write_bytes(b"VTB1" + _record(RecordType.ENVELOPE, forged))
    assert carrier.bundles.take(stick).carried == 0

    [certificate] = [
        one["certificate"]
        for one in central.rows(schema.device)
        if one["device_id"] == machine.keys.device_id
    ]
    whole = _record(RecordType.CERTIFICATE, certificate) + _record(RecordType.ENVELOPE, envelope)
    path.write_bytes(b"VTB1" + whole)
    assert carrier.bundles.take(stick).carried == 1  # it proves itself
    carrier.store.close()


def _record(kind: RecordType, data: bytes) -> bytes:
    return bytes((kind,)) + len(data).to_bytes(8, "big") + data


def test_answers_for_others_wait_for_a_drive_that_holds(
    central: Central,
    machine: StickDevice,
    stick: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a carrier writes for an owner is read back too; until then it is not handed over."""
    carrier = StickDevice(central, tmp_path, seed=7)
    machine.record(2)
    machine.bundles.write(stick)
    carrier.bundles.take(stick)
    push_carried(central, carrier)

    def lie(path: Path, *more: Any) -> bytes:
        said = write_file(path, *more)
        path.write_bytes(b"another")
        return said

    with monkeypatch.context() as lying:
        lying.setattr("sync.device.carrying.write_file", lie)
        with pytest.raises(BundleDiffers):
            carrier.bundles.take(stick)
    for path in stick.glob("*.vta"):
        path.unlink()
    assert carrier.bundles.take(stick).answered == 1
    assert machine.bundles.take(stick).delivered == 3
    carrier.store.close()


def test_garbage_on_a_stick_stops_nothing(
    central: Central, machine: StickDevice, stick: Path
) -> None:
    """Cut, altered, empty and foreign files beside a good one: it is taken, they are named."""
    machine.record(20)
    name = machine.bundles.write(stick).names[0]
    good = (stick / name).read_bytes()
    (stick / "VT-a.vtb").write_bytes(good[: len(good) // 2])
    (stick / "VT-b.vtb").write_bytes(b"")
    (stick / "VT-c.vtb").write_bytes(bytes(5_000))
    altered = bytearray(good)
    altered[len(good) // 2] ^= 64
    (stick / "VT-d.vtb").write_bytes(altered)

    said = at_the_office(central, stick)

    assert len(stored(central, machine)) == 21
    assert any(line.startswith("missing: VT-a.vtb") for line in said)
    assert {line for line in said if line.startswith("not ours")} == {
        "not ours: VT-b.vtb",
        "not ours: VT-c.vtb",
    }
    assert machine.bundles.take(stick).delivered == 21


def test_another_device_carries_blindly(
    central: Central, machine: StickDevice, stick: Path, tmp_path: Path
) -> None:
    """Taken along unread, pushed as they are, and the central's own answers brought back."""
    carrier = StickDevice(central, tmp_path, seed=2)
    machine.record(30)
    machine.bundles.write(stick)

    taken = carrier.bundles.take(stick)

    assert (taken.carried > 0, taken.carried_devices, taken.delivered) == (True, 1, 0)
    assert carrier.bundles.take(stick).carried == 0
    assert machine.outstanding() == 32
    push_carried(central, carrier)
    assert len(stored(central, machine)) == 31
    assert carrier.store.read(carrier.bundles.carried).records == 1  # the answer waits

    assert carrier.bundles.take(stick).answered == 1
    assert machine.bundles.take(stick).delivered == 31
    assert carrier.store.read(carrier.bundles.carried).records == 0
    carrier.store.close()


def push_carried(central: Central, carrier: StickDevice) -> list[str]:
    """Let a carrier's lane go on until nothing waits; return what it asked for."""
    running = Running(central)
    line = HttpTransport(running.url)
    lane = CarryLane(carrier.desk, Carrying(carrier.desk))
    asked = []
    while (prepared := lane.prepare()) is not None:
        row, request = prepared
        asked.append(f"{request.method} {request.path}")
        lane.conclude(row, line.send(request))
    line.close()
    running.stop()
    return asked


def test_another_device_carries_photos_in_their_owners_name(
    central: Central, machine: StickDevice, stick: Path, tmp_path: Path
) -> None:
    """With the carrier's own token, for the owner; continued where a try was cut; confirmed."""
    carrier = StickDevice(central, tmp_path, seed=5)
    photo = machine.record_photo(bytes(100_000))
    machine.bundles.write(stick)
    assert carrier.bundles.take(stick).carried == 2
    sealed = machine.files.held[photo]
    begun = central.platform.blobs.begin(machine.keys.device_id, photo, 0, len(sealed))
    assert isinstance(begun, Upload)
    begun.write(sealed[:30_000])
    begun.keep()

    asked = push_carried(central, carrier)

    path = f"PATCH /v1/blobs/{photo.hex()}?for={machine.keys.device_id.hex()}"
    assert asked == ["POST /v1/push", path, path]
    assert carrier.bundles.take(stick).answered == 2
    taken = machine.bundles.take(stick)
    assert (taken.confirmations, taken.delivered) == (1, 2)
    assert machine.store.read(waiting).count == 0
    carrier.store.close()


def test_a_carrier_has_a_quota(
    central: Central, machine: StickDevice, stick: Path, tmp_path: Path
) -> None:
    """Beyond it nothing is taken along, and that is said."""
    carrier = StickDevice(central, tmp_path, seed=3)
    carrier.bundles = type(carrier.bundles)(
        carrier.desk, certificate=b"", carried_limit_bytes=lambda _tx: 100
    )
    machine.record(5)
    machine.bundles.write(stick)

    taken = carrier.bundles.take(stick)

    assert (taken.carried, taken.left_out) == (0, 1)
    carrier.store.close()


def test_a_folder_is_watched(central: Central, machine: StickDevice, stick: Path) -> None:
    """A stick that is put in is taken once and answered on itself; another day it is new again."""
    said: list[str] = []
    taken: set[tuple[str, int, int]] = set()
    machine.record(2)
    machine.bundles.write(stick)

    look(central.platform, stick, taken, said.append)
    look(central.platform, stick, taken, said.append)

    assert [line for line in said if "files" in line and "new" not in line] == ["1 files"]
    assert machine.bundles.take(stick).delivered == 3
    look(central.platform, stick / "pulled out", taken, said.append)
    assert taken == set()


def test_answers_are_for_one_device_and_signed(
    central: Central, machine: StickDevice, stick: Path
) -> None:
    """The file is named after its device, the central signs it, every record in it is whole."""
    machine.record(2)
    machine.bundles.write(stick)
    at_the_office(central, stick)

    [path] = stick.glob("*.vta")
    name = read_name(path.name)
    with path.open("rb") as file:
        opened = Bundle(file, central.platform.profile.roots)
        verdicts = {one.verdict for one in opened.records()}

    assert name is not None
    assert name.device_id == machine.keys.device_id
    assert opened.manifest is not None
    assert opened.manifest.from_central
    assert verdicts == {Verdict.OK}


def test_an_envelope_of_nobody_is_refused_and_named(
    central: Central, machine: StickDevice, stick: Path
) -> None:
    """A device that is not in the registry (any more): nothing stored, the reason printed."""
    machine.record(2)
    machine.bundles.write(stick)
    with central.database.write() as connection:
        connection.execute(schema.enrolment.delete())
        connection.execute(schema.pull_cursor.delete())
        connection.execute(schema.contact.delete())
        connection.execute(schema.device.delete())

    said = at_the_office(central, stick)

    assert central.rows(schema.event) == []
    assert "  refused: envelope kid-unknown" in said
