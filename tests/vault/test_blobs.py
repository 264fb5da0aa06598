"""The sealed files beside the database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.vault.blobs import SWEPT_AFTER_SECONDS, BlobFolder, BlobMissing
from kiosk.vault.errors import DiskFull
from sync.blobs import blob_id_of

NOW = 2_000_000_000
SEALED = b"sealed bytes"


@pytest.fixture
def folder(tmp_path: Path) -> BlobFolder:
    """A folder beside a database that need not exist."""
    return BlobFolder(tmp_path / "ventanilla.db")


def test_what_was_put_is_there(folder: BlobFolder, tmp_path: Path) -> None:
    """By its id, in `blobs/`, readable by this user only."""
    name = blob_id_of(SEALED)

    folder.put(name, SEALED)
    folder.put(name, SEALED)

    assert folder.read(name) == SEALED
    assert [path.name for path in (tmp_path / "blobs").iterdir()] == [name.hex()]
    if os.name == "posix":
        assert (tmp_path / "blobs" / name.hex()).stat().st_mode & 0o077 == 0


def test_half_a_file_is_written_again(folder: BlobFolder, tmp_path: Path) -> None:
    """What a broken disk left of another length is replaced whole."""
    name = blob_id_of(SEALED)
    folder.put(name, SEALED)
    (tmp_path / "blobs" / name.hex()).write_bytes(b"sea")

    folder.put(name, SEALED)

    assert folder.read(name) == SEALED


def test_a_missing_file_is_a_known_problem(folder: BlobFolder) -> None:
    """Somebody emptied the folder: said, not thrown."""
    with pytest.raises(BlobMissing):
        folder.read(bytes(16))


def test_a_full_disk_leaves_nothing_half(
    folder: BlobFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The problem is the disk's, and no file of that name is there."""

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(DiskFull):
        folder.put(blob_id_of(SEALED), SEALED)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_only_old_files_that_nothing_names_are_swept(folder: BlobFolder, tmp_path: Path) -> None:
    """A week old and unnamed: gone. Named, young, or not ours: kept."""
    named, orphan, young = (blob_id_of(bytes([n])) for n in range(3))
    for name in (named, orphan, young):
        folder.put(name, SEALED)
    (tmp_path / "blobs" / (orphan.hex() + ".new")).write_bytes(b"half")
    (tmp_path / "blobs" / "notas.txt").write_bytes(b"somebody else's")
    old = NOW - SWEPT_AFTER_SECONDS
    for path in (tmp_path / "blobs").iterdir():
        os.utime(path, (old, old))
    os.utime(tmp_path / "blobs" / young.hex(), (old + 1, old + 1))

    gone = folder.sweep({named}, NOW)

    left = {path.name for path in (tmp_path / "blobs").iterdir()}
    assert gone == 2
    assert left == {named.hex(), young.hex(), "notas.txt"}
