"""Rescue: a damaged file is kept aside and what can be read is handed over, sealed."""

from __future__ import annotations

import io
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.services.rescuing import NoRescueKey, NothingToRescue, Rescuing
from kiosk.vault.blobs import BlobFolder
from kiosk.vault.errors import DiskFull
from kiosk.vault.pages import PAGE_BYTES
from sync.blobs import blob_id_of
from sync.chain import digest_of
from sync.errors import MessageInvalid
from sync.ids import DeviceId, kid_of
from sync.journal import Transaction
from sync.profile import issue_profile
from sync.rescue import (
    FORMAT,
    PIECE_LIMIT_BYTES,
    RescueManifest,
    RescueRows,
    RescueWriter,
    pieces_of,
    read_manifest,
    read_rescue,
    seal_piece,
)
from sync.sealed import generate_seal_key
from tests.support.offices import a_counter, an_institution, the_profile
from tests.support.vaults import KEY, HandClock, a_person

PEOPLE = 30
PRIVATE, PUBLIC = generate_seal_key()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a closed profile whose institution has a recovery key."""
    folder = tmp_path_factory.mktemp("made") / "profile"
    counter = a_counter(folder)

    def work(tx: Transaction) -> None:
        for number in range(PEOPLE):
            counter.desk.append(
                tx, a_person(given=f"CANARIO {number}"), salt=counter.desk.new_salt()
            )

    counter.desk.write(work)
    BlobFolder(counter.database.path).put(blob_id_of(b"sealed"), b"sealed")
    counter.opening.close()
    profile = replace(the_profile(), recovery_public=PUBLIC)
    (folder / "institution.vtp").write_bytes(issue_profile(an_institution().root, profile))
    return folder


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """Return the database of a copy."""
    shutil.copytree(made, tmp_path / "profile")
    (tmp_path / "out").mkdir()
    return tmp_path / "profile" / "ventanilla.db"


def rescuing(path: Path) -> Rescuing:
    """Return who rescues a profile."""
    return Rescuing(path, path.with_name("institution.vtp"), HandClock(), "0.1.0")


def damage(path: Path, page: int) -> None:
    """Change most of a page."""
    content = bytearray(path.read_bytes())
    for place in range(page * PAGE_BYTES + 20, page * PAGE_BYTES + 3_900):
        content[place] ^= 0x5A
    path.write_bytes(content)


def test_a_file_that_nothing_opens_is_handed_over_whole(path: Path, tmp_path: Path) -> None:
    """The first page is gone: every event reaches the central, sealed, and proves itself."""
    damage(path, 0)
    before = path.read_bytes()

    done = rescuing(path).export(KEY, tmp_path / "out")

    data = done.file.read_bytes()
    assert b"CANARIO" not in data
    rescued = read_rescue(PRIVATE, data)
    assert len(rescued.events) == done.report.events > PEOPLE
    for _stream, _seq, _head, (_header, salt, body) in rescued.events:
        assert len(digest_of(salt, body)) == 32
    (stream,) = rescued.manifest.streams
    assert stream.intact_to == stream.found == stream.last == len(rescued.events)
    assert rescued.blobs == ((blob_id_of(b"sealed"), b"sealed"),)
    assert read_manifest(data) == rescued.manifest
    assert path.read_bytes() == before
    assert (done.kept / "ventanilla.db").read_bytes() == before


def test_what_is_intact_is_said_before_anything_is_written(path: Path, tmp_path: Path) -> None:
    """Up to which number, when, and how many more can be read behind it."""
    pages = path.stat().st_size // PAGE_BYTES
    draw = random.Random(2)
    for page in draw.sample(range(1, pages), 4):
        damage(path, page)

    report = rescuing(path).look(KEY)

    (series,) = report.series
    assert series.intact_to <= series.found <= series.last
    assert report.damaged_pages == 4
    assert (series.intact_at is None) == (series.intact_to == 0)
    assert list((tmp_path / "out").iterdir()) == []


def test_without_a_key_to_seal_to_nothing_is_written(path: Path, tmp_path: Path) -> None:
    """No institution file: known problem, nothing in the folder."""
    path.with_name("institution.vtp").unlink()

    with pytest.raises(NoRescueKey):
        rescuing(path).export(KEY, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_without_a_recovery_key_the_central_gets_it(path: Path, tmp_path: Path) -> None:
    """An institution that has none yet: sealed to the central's newest key."""
    path.with_name("institution.vtp").write_bytes(an_institution().profile)

    done = rescuing(path).export(KEY, tmp_path / "out")

    central = the_profile().centrals()[0]
    assert read_manifest(done.file.read_bytes()).sealed_to == kid_of(central.seal_public)


def test_of_rubbish_nothing_is_made_up(path: Path, tmp_path: Path) -> None:
    """A file of noise, or the wrong key: said, nothing written."""
    path.write_bytes(random.Random(3).randbytes(10 * PAGE_BYTES))

    with pytest.raises(NothingToRescue):
        rescuing(path).export(KEY, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_full_disk_leaves_no_half_rescue(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No room for copy and rescue: said first."""
    monkeypatch.setattr("kiosk.services.rescuing.free_bytes", lambda _path: 10)

    with pytest.raises(DiskFull):
        rescuing(path).export(KEY, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


# The format


def a_rescue_file(rows: list[list[object]]) -> bytes:
    """Return a small rescue file."""
    device = DeviceId(b"device01")
    file = io.BytesIO()
    writer = RescueWriter(file)
    writer.manifest(
        RescueManifest(
            format=FORMAT,
            device_id=device,
            sealed_to=kid_of(PUBLIC),
            made_seconds=1,
            app_version="1",
            streams=(),
            pieces=1,
            receipts=0,
            drafts=len(rows),
            files=0,
        )
    )
    writer.piece(seal_piece(PUBLIC, device, 0, RescueRows.DRAFTS, rows))
    writer.end()
    return file.getvalue()


def test_every_changed_or_missing_byte_is_refused() -> None:
    """A rescue file is whole or refused; nothing of a changed one is believed."""
    data = a_rescue_file([[bytes(16), "charge", None, b"x", 1, 2]])
    assert read_rescue(PRIVATE, data).drafts == ([bytes(16), "charge", None, b"x", 1, 2],)

    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 0x10
        with pytest.raises(MessageInvalid):
            read_rescue(PRIVATE, bytes(changed))
        with pytest.raises(MessageInvalid):
            read_rescue(PRIVATE, data[:place])


def test_another_key_opens_nothing() -> None:
    """Who was not sealed to is told so, before anything is tried."""
    other, _ = generate_seal_key()

    with pytest.raises(MessageInvalid) as caught:
        read_rescue(other, a_rescue_file([]))

    assert caught.value.code == "not-mine"


def test_rows_are_parted_so_that_each_piece_can_be_opened() -> None:
    """No piece is above its limit unless a single row is."""
    rows = [[bytes(PIECE_LIMIT_BYTES // 3)] for _ in range(7)]

    pieces = list(pieces_of(rows))

    assert [len(piece) for piece in pieces] == [2, 2, 2, 1]
    assert list(pieces_of([])) == []
