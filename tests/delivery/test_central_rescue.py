"""What a damaged device could still give is stored as far as its chain goes on, and no further."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync import cbor
from sync.central import schema
from sync.central.__main__ import REFUSED, main
from sync.central.institution import RECOVERY_NAME
from sync.envelope import FullItem
from sync.ids import DeviceId, kid_of
from sync.rescue import (
    FORMAT,
    RescuedStream,
    RescueManifest,
    RescueRows,
    RescueWriter,
    seal_piece,
)
from tests.delivery.central_support import Central, Device, read_tables_of, record_a_day


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


@pytest.fixture
def device(central: Central) -> Device:
    """A device with two rounds, of which the first four events were delivered."""
    enrolled = central.enrol()
    record_a_day(enrolled, 2)
    central.push(enrolled, 1, 4)
    return enrolled


def rows_of(device: Device) -> list[list[Any]]:
    return [
        [device.stream, seq, head, [item.header, item.salt, item.body]]
        for seq, (item, head) in enumerate(zip(device.items, device.heads[1:], strict=True), 1)
        if isinstance(item, FullItem)
    ]


def rescue_file(central: Central, device: Device, rows: list[list[Any]], path: Path) -> Path:
    public = central.platform.profile.recovery_public
    assert public is not None
    held = io.BytesIO()
    writer = RescueWriter(held)
    writer.manifest(
        RescueManifest(
            format=FORMAT,
            device_id=DeviceId(device.device_id),
            sealed_to=kid_of(public),
            made_seconds=1_795_000_000,
            app_version="1.0.0",
            streams=(
                RescuedStream(
                    stream=device.stream, intact_to=len(rows), found=len(rows), last=len(rows)
                ),
            ),
            pieces=1,
            receipts=0,
            drafts=0,
            files=1,
        )
    )
    writer.piece(seal_piece(public, DeviceId(device.device_id), 0, RescueRows.EVENTS, rows))
    writer.blob(bytes(16), b"sealed")
    writer.end()
    path.write_bytes(held.getvalue())
    return path


def imported(central: Central, file: Path, keyfile: Path) -> int:
    if not keyfile.exists():
        root = ["--root-key", str(central.root_key), "--out", str(keyfile)]
        assert main(["administrator", "--name", "Ana", *root]) == 0
    key = ["--recovery-key", str(central.folder / RECOVERY_NAME)]
    where = ["--dir", str(central.folder), "--file", str(file)]
    return main(["rescue-import", *where, *key, "--administrator", str(keyfile)])


def stored(central: Central) -> list[int]:
    return [row["seq"] for row in central.rows(schema.event)]


def test_what_goes_on_from_what_was_delivered_is_stored_once(
    central: Central, device: Device, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest of the day arrives with its read tables; doing it again stores nothing twice."""
    file = rescue_file(central, device, rows_of(device), tmp_path / "rescue")

    statuses = [imported(central, file, tmp_path / "ana.pem") for _ in range(2)]

    said = capsys.readouterr().out
    assert statuses == [0, 0]
    assert stored(central) == list(range(1, 11))
    assert "6 new events, stored to 10, found to 10" in said
    assert "0 new events" in said
    assert len(read_tables_of(central)["payment"]) == 2


@pytest.mark.parametrize("damage", ["gap", "body", "head", "shape"])
def test_it_stops_where_the_chain_does(
    central: Central, device: Device, tmp_path: Path, damage: str
) -> None:
    """A missing, changed or unreadable event ends what is believed of the stream."""
    rows = rows_of(device)
    if damage == "gap":
        del rows[6]
    elif damage == "body":
        rows[6][3] = [rows[6][3][0], rows[6][3][1], b"\xa0"]
    elif damage == "head":
        rows[6][2] = bytes(32)
    else:
        rows[6][3] = ["no item"]

    status = imported(
        central, rescue_file(central, device, rows, tmp_path / "r"), tmp_path / "ana.pem"
    )

    assert status == 0
    assert stored(central) == [1, 2, 3, 4, 5, 6]


def test_a_forged_file_cannot_take_the_place_of_what_was_delivered(
    central: Central, device: Device, tmp_path: Path
) -> None:
    """Another history of the same stream does not go on from the stored head: nothing comes in."""
    forged = device.fork(2)
    record_a_day(forged, 2)

    imported(
        central, rescue_file(central, forged, rows_of(forged), tmp_path / "r"), tmp_path / "a.pem"
    )

    assert stored(central) == [1, 2, 3, 4]


def test_a_rescue_file_is_opened_off_line(
    central: Central, device: Device, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Into a new folder, with the recovery key alone; a changed byte or another key opens none."""
    file = rescue_file(central, device, rows_of(device), tmp_path / "rescue")
    key = ["--recovery-key", str(central.folder / RECOVERY_NAME)]
    broken = tmp_path / "broken"
    content = bytearray(file.read_bytes())
    content[200] ^= 1
    broken.write_bytes(content)
    other = tmp_path / "other.key"
    other.write_bytes(bytes(range(32)))

    opened = main(["rescue-open", *key, "--file", str(file), "--out", str(tmp_path / "out")])
    refused = [
        main(["rescue-open", *key, "--file", str(broken), "--out", str(tmp_path / "b")]),
        main(["rescue-open", *key, "--file", str(file), "--out", str(tmp_path / "out")]),
        main(
            ["rescue-open", "--recovery-key", str(other), "--file", str(file), "--out",
             str(tmp_path / "c")]
        ),
    ]  # fmt: skip

    assert opened == 0
    assert refused == [REFUSED] * 3
    assert "events 10" in capsys.readouterr().out
    whole = (tmp_path / "out" / "events.cbor").read_bytes()
    assert whole.startswith(cbor.encode(rows_of(device)[0]))
    assert (tmp_path / "out" / f"{bytes(16).hex()}.blob").read_bytes() == b"sealed"
