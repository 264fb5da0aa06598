"""Sealed files read at any place: the folder on the disk and its fake in memory are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.vault.blobs import BlobFolder
from sync.device.ports import BlobFiles, BlobUnreadable
from tests.support.blob_files import MemoryFiles

SEALED = bytes(range(200)) * 100
NAME = b"n" * 16


@pytest.fixture(params=["folder", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> BlobFiles:
    """Give files with one that was put there."""
    made = BlobFolder(tmp_path / "vault.db") if request.param == "folder" else MemoryFiles()
    made.put(NAME, SEALED)
    return made


def test_a_file_is_as_long_as_it_was_put(files: BlobFiles) -> None:
    """The length is known without reading; none for what is not there."""
    assert files.length_of(NAME) == len(SEALED)
    assert files.length_of(b"o" * 16) is None


@pytest.mark.parametrize(("offset", "most"), [(0, 1), (0, 20_000), (199, 16_384), (19_999, 5)])
def test_any_run_of_bytes_can_be_read(files: BlobFiles, offset: int, most: int) -> None:
    """Reading begins anywhere and gives no more than asked for."""
    assert files.read_at(NAME, offset, most) == SEALED[offset : offset + most]


def test_behind_the_end_there_is_nothing(files: BlobFiles) -> None:
    """At its end a file gives no bytes."""
    assert files.read_at(NAME, len(SEALED), 10) == b""


def test_a_file_that_is_not_there_cannot_be_read(files: BlobFiles) -> None:
    """It is refused by name, never read as empty."""
    with pytest.raises(BlobUnreadable):
        files.read_at(b"o" * 16, 0, 1)


def test_a_file_that_was_removed_is_not_there(files: BlobFiles) -> None:
    """After removal it has no length."""
    assert isinstance(files, BlobFolder | MemoryFiles)
    files.remove(NAME)
    assert files.length_of(NAME) is None
