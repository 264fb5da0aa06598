"""A central on a server is backed up into a file, and what a verified backup holds is durable."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sync.catalogue import ErasureAct
from sync.central import schema
from sync.central.__main__ import REFUSED, main
from sync.central.backups import make_backup, verify_backup
from sync.central.blob_files import FOLDER_NAME, BlobStorage
from sync.central.erasures import Wanted
from sync.central.errors import CentralError
from sync.ids import EventId
from tests.delivery.central_support import (
    Central,
    Device,
    journal_of,
    read_tables_of,
    record_a_day,
)
from tests.support.central_databases import Server


@pytest.fixture
def central(postgres: Server, tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path, database_url=postgres.new_database())
    yield made
    made.close()


@pytest.fixture
def device(central: Central) -> Device:
    enrolled = central.enrol()
    record_a_day(enrolled, 3)
    central.push(enrolled, 1, len(enrolled.items))
    central.platform.catch_up()
    return enrolled


def durable_of(central: Central) -> list[int]:
    return [row["durable"] for row in central.rows(schema.hwm)]


def text_of(server: Server) -> str:
    return server.new_database().render_as_string(hide_password=False)


def test_the_copy_is_a_central_of_its_own(central: Central, device: Device, tmp_path: Path) -> None:
    """Opened again, every chain recomputed: then its positions are durable, and not before."""
    assert durable_of(central) == [0]

    made = make_backup(
        central.database, tmp_path / "backup.db", BlobStorage(central.folder / FOLDER_NAME)
    )

    last = len(device.items)
    assert (made.streams, made.events, durable_of(central)) == (1, last, [last])
    assert [mark.seq for mark in verify_backup(tmp_path / "backup.db")] == [last]
    with closing(sqlite3.connect(tmp_path / "backup.db")) as held:
        counted = held.execute("SELECT count(*) FROM payment").fetchone()
    assert counted == (3,)


def test_what_does_not_hold_makes_nothing_durable(
    central: Central, device: Device, tmp_path: Path
) -> None:
    """A body that was changed on the server is found in the copy: no mark moves, no file stays."""
    assert device.items
    with central.database.write() as connection:
        connection.execute(
            schema.event.update().where(schema.event.c.seq == 3).values(body=b"\x00")
        )

    with pytest.raises(CentralError, match=r"backup\.broken"):
        make_backup(
            central.database, tmp_path / "backup.db", BlobStorage(central.folder / FOLDER_NAME)
        )

    assert durable_of(central) == [0]
    assert list(tmp_path.glob("backup*")) == []


def test_a_restore_fills_an_empty_database(
    central: Central,
    device: Device,
    postgres: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """New incarnation, erased persons stay away, the database before is not touched."""
    folder, backup = central.folder, tmp_path / "backup.db"
    assert main(["backup", "--dir", str(folder), "--out", str(backup)]) == 0
    person = EventId(device.items[2].event_id)
    with central.database.write() as connection:
        wanted = Wanted(device_id=device.device_id, event_id=person, act=ErasureAct.ERASE)
        central.platform.consequences.erasures.order(connection, [wanted], central.now_ms())
    before, shown = journal_of(central), read_tables_of(central)
    incarnation, old = central.platform.incarnation, central.database.address
    words = ["restore", "--dir", str(folder), "--from", str(backup), "--database", "-"]
    monkeypatch.setattr("sys.stdin", io.StringIO(text_of(postgres)))
    assert main(words) == REFUSED  # a central is connected

    central.close()
    monkeypatch.setattr("sys.stdin", io.StringIO(text_of(postgres)))
    status = main(words)

    assert status == 0
    central.platform = central._open()
    assert central.database.address != old
    assert central.platform.incarnation != incarnation
    assert journal_of(central)["event"] == before["event"]
    assert read_tables_of(central)["person"] == shown["person"]
    assert len(shown["person"]) == 2
    kept = (folder / "database.toml.before-restore-1").read_text(encoding="utf-8")
    assert str(getattr(old, "database", "")) in kept


def test_a_database_restored_elsewhere_counts(
    central: Central,
    device: Device,
    postgres: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who restores base backups on a second server says durable of that one, verified the same."""
    name = central.database.address.database  # type: ignore[union-attr]
    central.close()
    copy = postgres.new_database(str(name))
    central.platform = central._open()
    monkeypatch.setattr("sys.stdin", io.StringIO(copy.render_as_string(hide_password=False)))

    status = main(["durable", "--dir", str(central.folder), "--restored", "-"])

    assert status == 0
    assert durable_of(central) == [len(device.items)]


def test_a_password_on_the_command_line_is_refused(
    central: Central, capsys: pytest.CaptureFixture[str]
) -> None:
    """Others read it in the list of processes; neither is it repeated in the refusal."""
    words = ["durable", "--dir", str(central.folder), "--restored"]

    assert main([*words, "postgresql://ana:clave-de-prueba@127.0.0.1/x"]) == REFUSED

    said = capsys.readouterr().err
    assert "database.password" in said
    assert "clave-de-prueba" not in said
