"""Durable means: stands in a backup that was opened again. A restore brings nobody erased back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sync.catalogue import ErasureAct
from sync.central import schema
from sync.central.__main__ import REFUSED, main
from sync.central.backups import make_backup, restore_backup, verify_backup
from sync.central.erasures import Wanted
from sync.central.errors import CentralError
from sync.clock import system_random
from sync.ids import EventId
from sync.messages import read_ack
from tests.delivery.central_support import Central, Device, read_tables_of, record_a_day

pytestmark = pytest.mark.on_a_file


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


@pytest.fixture
def device(central: Central) -> Device:
    enrolled = central.enrol()
    record_a_day(enrolled, 2)
    return enrolled


def durable_after(central: Central, device: Device, first: int, last: int) -> int:
    """Push and return the durable position that the ack names."""
    answer = central.platform.pushes.answer(device.envelope(central.platform, first, last))
    central.platform.catch_up()
    signer = central.platform.keys.signer
    return read_ack(answer.ack, {signer.kid: signer.point}).durable_seq


def test_what_stands_in_a_verified_backup_is_durable(
    central: Central, device: Device, tmp_path: Path
) -> None:
    """The next ack says so; what came after the backup is not durable yet."""
    before = durable_after(central, device, 1, 4)

    made = make_backup(central.database, tmp_path / "backup.db")

    after = durable_after(central, device, 5, len(device.items))
    assert (before, made.streams, made.events, after) == (0, 1, 4, 4)
    assert [mark.seq for mark in verify_backup(tmp_path / "backup.db")] == [4]
    assert sorted(path.name for path in tmp_path.glob("backup.db*")) == ["backup.db"]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE event SET body = X'00' WHERE seq = 3",
        "UPDATE event SET header = X'00' WHERE seq = 3",
        "DELETE FROM event WHERE seq = 2",
        "DELETE FROM event WHERE seq = 4",
        "UPDATE hwm SET head = zeroblob(32)",
        "DELETE FROM setting",
    ],
)
def test_a_backup_that_does_not_hold_makes_nothing_durable(
    central: Central, device: Device, tmp_path: Path, damage: str
) -> None:
    """A changed body, a missing event, another head: found when the copy is opened again."""
    durable_after(central, device, 1, 4)
    copy = tmp_path / "backup.db"
    make_backup(central.database, copy)
    with closing(sqlite3.connect(copy)) as held:
        held.execute(damage)
        held.commit()

    with pytest.raises(CentralError, match=r"backup\.broken"):
        verify_backup(copy)
    with pytest.raises(CentralError, match=r"backup\.broken"):
        restore_backup(central.folder, central.database.path, copy, system_random)


def test_a_damaged_live_file_moves_no_mark(
    central: Central, device: Device, tmp_path: Path
) -> None:
    """The copy is as wrong as the file it was made from: no mark moves, no backup is left."""
    durable_after(central, device, 1, 4)
    with central.database.write() as connection:
        connection.execute(
            schema.event.update().where(schema.event.c.seq == 3).values(body=b"\x00")
        )

    with pytest.raises(CentralError, match=r"backup\.broken"):
        make_backup(central.database, tmp_path / "backup.db")

    assert [row["durable"] for row in central.rows(schema.hwm)] == [0]
    assert list(tmp_path.glob("backup.db*")) == []


def test_a_restore_draws_a_new_incarnation_and_forgets_again(
    central: Central, device: Device, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By command: the running service refuses it, devices are told, erased persons stay away."""
    durable_after(central, device, 1, len(device.items))
    before, folder = central.platform.incarnation, ["--dir", str(central.folder)]
    copy = tmp_path / "backup.db"
    assert main(["backup", *folder, "--out", str(copy)]) == 0
    person = EventId(device.items[2].event_id)
    with central.database.write() as connection:
        central.platform.consequences.erasures.order(
            connection,
            [Wanted(device_id=device.device_id, event_id=person, act=ErasureAct.ERASE)],
            central.now_ms(),
        )
    while_running = main(["restore", *folder, "--from", str(copy)])
    central.platform.close()

    restored = main(["restore", *folder, "--from", str(copy)])

    central.platform = central._open()
    assert (while_running, restored) == (REFUSED, 0)
    assert "restore.running" in capsys.readouterr().err
    assert central.platform.incarnation != before
    assert len(read_tables_of(central)["person"]) == 1
    assert b"PRUEBA 0" not in central.database.path.read_bytes()
    assert (central.folder / "central.db.before-restore-1").is_file()
