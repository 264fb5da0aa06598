"""A stream is announced in the witness before its first event commits (PROTOCOL §10)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.store.migrations import STORE_SETS
from kiosk.vault.database import Database
from kiosk.vault.witness import Finding, Mark, Witness, speaking
from sync.events import StreamReason
from sync.ids import StreamId
from tests.support.vaults import KEY, a_device, a_person

STREAM, OTHER = StreamId(b"stream-0123456789"[:16]), StreamId(bytes(16))


def copied(path: Path, folder: Path) -> Path:
    """Copy a profile as it lies on the disk, as after a kill."""
    shutil.copytree(path.parent, folder)
    return folder / path.name


def finding_of(path: Path) -> Finding | None:
    """Open a file and say why it is held to have gone back."""
    database = Database(path, sets=STORE_SETS)
    back = database.open(KEY).went_back
    database.close()
    return None if back is None else back.finding


def test_a_kill_before_the_first_mark_is_no_step_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first event of a profile commits, the process dies before its mark: no alarm."""
    (tmp_path / "one").mkdir()
    device = a_device(tmp_path / "one" / "vault.db")
    real = Witness.write

    def announce_only(self: Witness, stream: StreamId, seq: int, head: bytes) -> None:
        if seq == 0:
            real(self, stream, seq, head)

    monkeypatch.setattr(Witness, "write", announce_only)
    device.begin()
    killed = copied(device.database.path, tmp_path / "killed")
    device.database.close()

    assert finding_of(killed) is None


def test_a_kill_before_the_first_commit_is_no_step_back(tmp_path: Path) -> None:
    """A stream was announced and never committed: an empty file has lost nothing."""
    device = a_device(tmp_path / "vault.db")
    device.database.close()
    witness = Witness(tmp_path / "vault.db.witness")
    witness.read()
    witness.write(STREAM, 0, bytes(32))

    assert finding_of(tmp_path / "vault.db") is None


def test_an_announcement_hides_no_loss(tmp_path: Path) -> None:
    """An announced stream that never came does not silence the mark before it."""
    device = a_device(tmp_path / "vault.db")
    device.begin()
    device.database.close()
    earlier = (tmp_path / "vault.db").read_bytes()
    device.database.open(KEY)
    device.record(a_person())
    device.database.close()
    (tmp_path / "vault.db").write_bytes(earlier)
    witness = Witness(tmp_path / "vault.db.witness")
    witness.read()
    witness.write(STREAM, 0, bytes(32))

    assert finding_of(tmp_path / "vault.db") is Finding.BEHIND


def test_a_new_stream_is_told_of_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that went back begins its new stream and dies before the mark: no second alarm."""
    device = a_device(tmp_path / "vault.db")
    device.begin()
    device.database.close()
    (tmp_path / "vault.db.witness").unlink()
    assert device.database.open(KEY).went_back is not None
    real = Witness.write

    def announce_only(self: Witness, stream: StreamId, seq: int, head: bytes) -> None:
        if seq == 0:
            real(self, stream, seq, head)

    monkeypatch.setattr(Witness, "write", announce_only)
    device.begin(StreamReason.WENT_BACK)
    killed = copied(device.database.path, tmp_path / "killed")
    device.database.close()

    assert finding_of(killed) is None


def test_the_mark_that_speaks_is_one_the_journal_can_answer() -> None:
    """The newest mark speaks, but for an announcement of a stream that is not there."""
    announced = Mark(counter=3, stream=OTHER, seq=0, head_prefix=bytes(24))
    stood = Mark(counter=2, stream=STREAM, seq=5, head_prefix=bytes(24))

    def nothing(_stream: StreamId, _seq: int) -> bytes | None:
        return None

    assert speaking((announced, stood), nothing) is stood
    assert speaking((announced, stood), lambda *_: bytes(32)) is announced
    assert speaking((announced,), nothing) is None
    assert speaking((), nothing) is None
