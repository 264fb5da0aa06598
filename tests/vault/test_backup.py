"""Backups: whole, read back, refused when one bit changed; restored whole or not at all."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.migrations import STORE_SETS
from kiosk.vault import slots
from kiosk.vault.backup import (
    BackupDamaged,
    BackupDoesNotHold,
    BackupUnknown,
    look_at_backup,
    make_backup,
    read_backup,
)
from kiosk.vault.blobs import BlobFolder
from kiosk.vault.database import Database
from kiosk.vault.errors import DiskFull, FileTrouble
from kiosk.vault.restore import ProfileInUse, read_mark, restore
from kiosk.vault.witness import Finding
from sync.blobs import blob_id_of
from sync.journal import Tip, streams, tip, verify
from tests.support.vaults import CLERK, KEY, NOON, Device, a_device, a_person

NOW = int(NOON.timestamp())
SALT = bytes(range(16))
STEPS = ("image", "sections", "write", "read back", "rename")


class Cut(Exception):
    """The process dies here."""


def dying_at(step: str) -> object:
    """Return a listener that dies when *step* begins."""

    def listen(name: str) -> None:
        if name == step:
            raise Cut

    return listen


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a key file with one person's slot."""
    path = slots.slots_path(tmp_path_factory.mktemp("keys") / "ventanilla.db")
    slots.create_operator_slot(path, CLERK, "Marisol Canul", "lapiz nube cantera sol", KEY)
    return path.read_bytes()


@pytest.fixture
def device(tmp_path: Path, key_file: bytes) -> Iterator[Device]:
    """Return an enrolled device with people, a key file and a sealed file; close it."""
    (tmp_path / "profile").mkdir()
    made = a_device(tmp_path / "profile" / "ventanilla.db")
    made.begin()
    for number in range(5):
        made.record(a_person(given=f"N{number}"))
    (tmp_path / "profile" / "ventanilla.db.slots").write_bytes(key_file)
    (tmp_path / "profile" / "ventanilla.db.slots.copy").write_bytes(key_file)
    (tmp_path / "profile" / "institution.vtp").write_bytes(b"profile")
    BlobFolder(made.database.path).put(blob_id_of(b"sealed"), b"sealed")
    (tmp_path / "stick").mkdir()
    yield made
    made.database.close()


def names_in(folder: Path) -> list[str]:
    """Return the names of the files in a folder."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def tip_of(device: Device) -> Tip:
    """Return where the journal stands."""
    found = device.database.read(tip)
    assert found is not None
    return found


def test_a_backup_ends_where_the_journal_stood(device: Device, tmp_path: Path) -> None:
    """It names device, stream, number and head; nothing of the making is left beside it."""
    stood = tip_of(device)

    made = make_backup(device.database, tmp_path / "stick", now_seconds=NOW, app_version="1")

    back = read_backup(made.path)
    assert (back.manifest.stream, back.manifest.seq) == (stood.stream, stood.seq)
    assert back.manifest.head == stood.head
    assert back == made
    assert look_at_backup(made.path) == made.manifest
    assert names_in(tmp_path / "stick") == [made.path.name]
    assert made.path.stat().st_mode & 0o077 == 0
    assert [section.name for section in made.manifest.sections] == [
        "ventanilla.db",
        "ventanilla.db.slots",
        "ventanilla.db.slots.copy",
        "ventanilla.db.witness",
        "institution.vtp",
        f"blobs/{blob_id_of(b'sealed').hex()}",
    ]


def test_nothing_readable_is_in_a_backup(device: Device, tmp_path: Path) -> None:
    """Neither a name nor a table's name nor SQLite's own header."""
    device.record(a_person(given="CANARIO"))

    made = make_backup(device.database, tmp_path / "stick", now_seconds=NOW, app_version="1")

    content = made.path.read_bytes()
    for readable in (b"CANARIO", b"CREATE TABLE", b"SQLite format 3"):
        assert readable not in content


def test_saves_go_on_while_a_backup_is_made(device: Device, tmp_path: Path) -> None:
    """A save between any two steps is made at once; it is not in the backup once that was begun."""
    before = tip_of(device).seq

    def save(_name: str) -> None:
        device.record(a_person(given="MIENTRAS"))

    made = make_backup(
        device.database, tmp_path / "stick", now_seconds=NOW, app_version="1", step=save
    )

    assert made.manifest.seq == before + 1
    assert tip_of(device).seq == before + 6


@pytest.mark.parametrize("step", STEPS)
def test_a_cut_backup_leaves_none(device: Device, tmp_path: Path, step: str) -> None:
    """Ended at any step, there is no half backup, and the next one is whole."""
    with pytest.raises(Cut):
        make_backup(
            device.database,
            tmp_path / "stick",
            now_seconds=NOW,
            app_version="1",
            step=dying_at(step),  # type: ignore[arg-type] # a listener
        )

    assert names_in(tmp_path / "stick") == []
    made = make_backup(device.database, tmp_path / "stick", now_seconds=NOW, app_version="1")
    assert read_backup(made.path) == made


def test_what_a_dead_try_left_is_tidied_up(device: Device, tmp_path: Path) -> None:
    """A kill leaves an image behind; the next backup takes it away."""
    (tmp_path / "stick" / "ventanilla-20200101-000000.image").write_bytes(b"half")

    made = make_backup(device.database, tmp_path / "stick", now_seconds=NOW, app_version="1")

    assert names_in(tmp_path / "stick") == [made.path.name]


def test_one_changed_bit_is_refused(device: Device, tmp_path: Path) -> None:
    """Whichever byte it is: the backup is refused, nothing of it is restored."""
    made = make_backup(device.database, tmp_path / "stick", now_seconds=NOW, app_version="1")
    whole = made.path.read_bytes()
    draw = random.Random(4)
    places = [*range(12), *draw.sample(range(len(whole)), 60), len(whole) - 1]

    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1 << draw.randrange(8)
        made.path.write_bytes(changed)
        with pytest.raises((BackupDamaged, BackupUnknown)):
            restore(made.path, tmp_path / "new", salt=SALT)
        assert not (tmp_path / "new").exists(), place


def test_a_backup_cut_short_is_refused(device: Device, tmp_path: Path) -> None:
    """A stick that was pulled out too early holds no backup."""
    made = make_backup(device.database, tmp_path / "stick", now_seconds=NOW, app_version="1")
    whole = made.path.read_bytes()

    for length in (0, 3, 7, 100, len(whole) // 2, len(whole) - 1):
        made.path.write_bytes(whole[:length])
        with pytest.raises((BackupDamaged, BackupUnknown)):
            read_backup(made.path)


def test_a_copy_that_does_not_hold_is_thrown_away(
    device: Device, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written is not what is read back: no backup, said so."""
    real = read_backup

    def other(path: Path) -> object:
        content = bytearray(path.read_bytes())
        content[-40] ^= 1
        path.write_bytes(content)
        return real(path)

    monkeypatch.setattr("kiosk.vault.backup.read_backup", other)

    with pytest.raises(BackupDoesNotHold):
        make_backup(device.database, tmp_path / "stick", now_seconds=NOW, app_version="1")
    assert names_in(tmp_path / "stick") == []


def test_a_broken_chain_is_no_backup(device: Device, tmp_path: Path) -> None:
    """A backup is made of what is sound; the older ones stay."""

    def break_it(tx: object) -> None:
        tx.execute("DROP TRIGGER event_header_stays")  # type: ignore[attr-defined]
        tx.execute("UPDATE event SET head = zeroblob(32) WHERE seq = 3")  # type: ignore[attr-defined]

    device.database.write(break_it)

    with pytest.raises(BackupDoesNotHold):
        make_backup(device.database, tmp_path / "stick", now_seconds=NOW, app_version="1")
    assert names_in(tmp_path / "stick") == []


def test_a_folder_that_is_gone_or_full_is_said(
    device: Device, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick that is not there, or has no room: known problems, nothing half."""
    with pytest.raises(FileTrouble):
        make_backup(device.database, tmp_path / "gone", now_seconds=NOW, app_version="1")
    monkeypatch.setattr("kiosk.vault.backup.free_bytes", lambda _path: 1000)
    with pytest.raises(DiskFull):
        make_backup(device.database, tmp_path / "stick", now_seconds=NOW, app_version="1")
    assert names_in(tmp_path / "stick") == []


# Restoring


def test_a_restored_profile_goes_on_in_a_new_stream(device: Device, tmp_path: Path) -> None:
    """Everything is there; the file knows that it went back and takes no event into the old."""
    made = make_backup(device.database, tmp_path / "stick", now_seconds=NOW, app_version="1")

    restore(made.path, tmp_path / "new", salt=SALT)

    database = Database(tmp_path / "new" / "ventanilla.db", sets=STORE_SETS)
    opened = database.open(KEY)
    stream = database.read(streams)[0]
    assert database.read(lambda tx: verify(tx, stream)).holds
    database.close()
    assert opened.went_back is not None
    assert opened.went_back.finding is Finding.UNREADABLE
    assert opened.went_back.seq == made.manifest.seq
    mark = read_mark(database.path)
    assert mark is not None
    assert (mark.content_hash, mark.salt) == (made.content_hash, SALT)
    assert (tmp_path / "new" / "blobs" / blob_id_of(b"sealed").hex()).read_bytes() == b"sealed"
    assert all(
        path.stat().st_mode & 0o077 == 0
        for path in [tmp_path / "new", *database.path.parent.rglob("*")]
    )


@pytest.mark.parametrize("step", ["read", "stage", "ventanilla.db.slots", "mark", "rename"])
def test_a_cut_restore_leaves_nothing_half(device: Device, tmp_path: Path, step: str) -> None:
    """Dead at any step, the profile is not there; the next try fills it."""
    made = make_backup(device.database, tmp_path / "stick", now_seconds=NOW, app_version="1")

    with pytest.raises(Cut):
        restore(
            made.path,
            tmp_path / "new",
            salt=SALT,
            step=dying_at(step),  # type: ignore[arg-type] # a listener
        )

    assert not (tmp_path / "new").exists()
    restore(made.path, tmp_path / "new", salt=SALT)
    assert not (tmp_path / "new.restoring").exists()
    assert "ventanilla.db" in names_in(tmp_path / "new")


def test_a_profile_that_holds_something_is_never_written_over(
    device: Device, tmp_path: Path
) -> None:
    """Only an empty folder is filled; an empty one is."""
    made = make_backup(device.database, tmp_path / "stick", now_seconds=NOW, app_version="1")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    with pytest.raises(ProfileInUse):
        restore(made.path, tmp_path / "profile", salt=SALT)

    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    (tmp_path / "empty").mkdir()
    restore(made.path, tmp_path / "empty", salt=SALT)
    assert "ventanilla.db" in names_in(tmp_path / "empty")


def test_a_copied_profile_opens_on_both_machines(device: Device, tmp_path: Path) -> None:
    """A clone is not seen by itself: both copies fit their witness; the central sees the fork."""
    device.database.close()
    shutil.copytree(tmp_path / "profile", tmp_path / "clone")

    for folder in ("profile", "clone"):
        database = Database(tmp_path / folder / "ventanilla.db", sets=STORE_SETS)
        assert database.open(KEY).went_back is None
        database.close()
