"""By USB at the device: exported when it was read back, never before; answers of any age."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sync import bundle_files
from sync.bundle import RecordType, read_name
from sync.bundle_errors import (
    BundleCancelled,
    BundleChanged,
    BundleDamaged,
    BundleDiffers,
    BundleError,
    BundleGone,
    BundleNoRoom,
    BundleNothing,
    BundleOtherInstitution,
    BundleReadOnly,
    RoomFacts,
)
from sync.bundle_reading import Bundle, Verdict
from sync.device.bundle_report import BundlePhase, BundleProgress
from sync.device.bundles import Bundles
from sync.device.lease import lease_row
from sync.device.states import Channel, RecordState
from sync.events import BundleTaken, BundleWritten
from sync.ids import OperatorNumber
from sync.journal import history
from sync.messages import PageEntry, PageOperation
from tests.support.blob_files import MemoryFiles, record_with_files
from tests.support.delivery import Device, SqliteStore
from tests.support.model_central import ModelCentral
from tests.support.sticks import ModelOffice, bundles_of


class Stage:
    """One device, one central, one stick between them."""

    def __init__(self, folder: Path) -> None:
        self.central = ModelCentral()
        store = SqliteStore()
        store.migrate()
        self.device = Device(self.central, store=store)
        self.files = MemoryFiles()
        self.device.desk = replace(self.device.desk, files=self.files)
        self.device.open_stream()
        self.office = ModelOffice(self.central)
        self.folder = folder
        self.stick = folder / "stick"
        self.stick.mkdir()

    @property
    def bundles(self) -> Bundles:
        """Return the device's bundles."""
        return bundles_of(self.device, self.folder)

    def names(self) -> list[str]:
        """Return what stands on the stick."""
        return sorted(os.listdir(self.stick))

    def state(self, seq: int) -> RecordState:
        """Return where one event is on its way."""
        return self.device.view().state_of(self.device.stream, seq)

    def events(self, kind: type[Any]) -> list[Any]:
        """Return the events of one kind."""
        found = self.device.store.read(lambda tx: [one.event for one in history(tx)])
        return [one for one in found if isinstance(one, kind)]

    def there_and_back(self) -> None:
        """Carry the stick to the office and back."""
        self.office.take(*self.stick.glob("*.vtb"))
        self.office.write_answers(self.device, self.stick)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path)
    yield made
    made.device.store.close()  # type: ignore[attr-defined]  # the real one is SqliteStore


def test_a_day_goes_to_the_office_and_comes_back_delivered(stage: Stage) -> None:
    """Everything undelivered is on the stick; the central stores it, its answers deliver it."""
    stage.device.record(700)
    blob_id = record_with_files(stage.device, stage.files, b"a photo " * 9_000)[0]
    plan = stage.bundles.plan()

    done = stage.bundles.write(stage.stick, operator=OperatorNumber(42))

    assert (plan.events, plan.files) == (done.events, done.files) == (702, 1)
    assert done.size_bytes <= plan.size_bytes
    assert stage.state(1) is RecordState.EXPORTED
    assert stage.state(703) is RecordState.SEALED  # what says that it was written
    [written] = stage.events(BundleWritten)
    assert (written.bundle_id, written.events, written.files) == (done.bundle_id, 702, 1)
    assert stage.names() == [*done.names]
    assert stage.bundles.look(stage.stick).spent == ()

    stage.there_and_back()
    taken = stage.bundles.take(stage.stick)

    assert (taken.delivered, taken.confirmations, taken.refused, taken.missing) == (702, 1, (), ())
    assert stage.device.acknowledged() == 702
    assert stage.files.held[blob_id] is not None
    assert stage.office.parked == {}
    assert len(stage.central.stored) == len(set(stage.central.stored)) == 702
    assert stage.bundles.look(stage.stick).spent == done.names
    assert stage.bundles.clean(stage.stick) == 2
    assert stage.names() == []


def test_the_same_answers_again_change_nothing(stage: Stage) -> None:
    """A repeat delivers nothing, renews no lease and records nothing."""
    stage.device.record(5)
    stage.bundles.write(stage.stick)
    assert stage.bundles.look(stage.stick).spent == ()
    stage.there_and_back()
    stage.bundles.take(stage.stick)
    held = stage.device.store.read(lambda tx: tx.execute("SELECT count(*) FROM event").fetchone())
    renewed = stage.device.store.read(lease_row)

    again = stage.bundles.take(stage.stick)

    assert (again.delivered, again.answers, again.confirmations) == (0, 0, 0)
    assert again.repeated + again.stale > 0
    assert not again.lease
    assert stage.device.store.read(lease_row) == renewed
    assert stage.events(BundleTaken)[0].records > 0
    after = stage.device.store.read(lambda tx: tx.execute("SELECT count(*) FROM event").fetchone())
    assert after == held


def test_what_was_exported_is_exported_again_until_it_is_confirmed(stage: Stage) -> None:
    """A stick that is lost costs nothing: the next one holds it all, and the line sends it too."""
    stage.device.record(3)
    first = stage.bundles.write(stage.stick)
    stage.device.record(2)

    second = stage.bundles.write(stage.stick)

    assert (first.events, second.events) == (4, 7)
    stage.device.run(60)
    assert stage.device.acknowledged() >= 7
    assert set(stage.bundles.look(stage.stick).spent) == {*first.names, *second.names}


def test_parts_are_as_small_as_asked(stage: Stage) -> None:
    """A bundle too large for one file is several, each whole in itself; their order is free."""
    for number in range(6):
        record_with_files(stage.device, stage.files, bytes([number]) * 700_000)
    bundles = bundles_of(stage.device, stage.folder, part_limit_bytes=3_000_000)

    done = bundles.write(stage.stick)

    assert done.parts == len(done.names) > 1
    assert all((stage.stick / name).stat().st_size <= 3_000_000 for name in done.names)
    for name in done.names:
        with (stage.stick / name).open("rb") as file:
            opened = Bundle(file, (stage.central.root.point,))
            assert {one.verdict for one in opened.records()} == {Verdict.OK}
        assert read_name(name) is not None
    stage.office.take(*reversed([stage.stick / name for name in done.names]))
    stage.office.write_answers(stage.device, stage.stick)
    assert bundles.take(stage.stick).confirmations == 6


def _undone(stage: Stage, error: type[BundleError]) -> None:
    before = stage.device.store.read(lambda tx: tx.execute("SELECT max(seq) FROM event").fetchone())
    with pytest.raises(error):
        stage.bundles.write(stage.stick)
    assert stage.names() == []
    assert stage.state(1) is RecordState.SEALED
    after = stage.device.store.read(lambda tx: tx.execute("SELECT max(seq) FROM event").fetchone())
    assert after == before


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, BundleNoRoom),
        (errno.EIO, BundleGone),
        (errno.ENODEV, BundleGone),
        (errno.EROFS, BundleReadOnly),
        (errno.EACCES, BundleReadOnly),
        (errno.ELOOP, BundleError),
    ],
)
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_drive_that_refuses_changes_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, call: str, number: int, error: type[BundleError]
) -> None:
    """Full, pulled out, locked: a typed error, no file left, every event as it was."""
    stage.device.record(3)

    def refuse(*_args: object, **_more: object) -> None:
        raise OSError(number, os.strerror(number))

    if call == "fsync":
        monkeypatch.setattr("sync.bundle_files.os.fsync", refuse)
    else:
        monkeypatch.setattr(Path, "replace", refuse)

    _undone(stage, error)


def test_a_drive_that_gives_back_other_bytes_is_not_believed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written is read again from the drive; one other bit, and it does not count."""
    stage.device.record(3)
    write = bundle_files.write_file

    def lie(path: Path, *more: Any) -> bytes:
        said = write(path, *more)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        return said

    monkeypatch.setattr("sync.device.bundle_writing.write_file", lie)

    _undone(stage, BundleDiffers)


def test_a_drive_without_room_is_told_before_a_byte_is_written(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How much is needed, and how much there is."""
    stage.device.record(3)
    usage = type("usage", (), {"free": 10})
    monkeypatch.setattr("sync.bundle_files.shutil.disk_usage", lambda _folder: usage)

    with pytest.raises(BundleNoRoom) as full:
        stage.bundles.write(stage.stick)

    facts = full.value.facts
    assert isinstance(facts, RoomFacts)
    assert facts.free_bytes == 10
    assert facts.needed_bytes > 900


def test_a_drive_pulled_out_before_it_began_is_gone(stage: Stage) -> None:
    """No folder any more."""
    stage.device.record(1)
    stage.stick.rmdir()

    with pytest.raises(BundleGone):
        stage.bundles.write(stage.stick)
    with pytest.raises(BundleGone):
        stage.bundles.look(stage.stick)
    with pytest.raises(BundleGone):
        stage.bundles.take(stage.stick)
    stage.stick.mkdir()


@pytest.mark.parametrize("after", range(0, 12))
def test_it_can_be_stopped_at_any_time(stage: Stage, after: int) -> None:
    """Wherever the person stops it, nothing is left and nothing has changed."""
    stage.device.record(3)
    record_with_files(stage.device, stage.files, bytes(200_000))
    asked = iter(range(10_000))

    with pytest.raises(BundleCancelled):
        stage.bundles.write(stage.stick, cancelled=lambda: next(asked) >= after)

    assert stage.names() == []
    assert stage.state(1) is RecordState.SEALED


def test_an_erasure_meanwhile_stops_the_copy(stage: Stage) -> None:
    """A body that was erased while its copy was written is not left on a stick."""
    stage.device.record(3)

    def erase(_progress: BundleProgress) -> None:
        stage.device.run_sql(
            "UPDATE event SET salt = NULL, body = NULL, gone = 1 WHERE seq = 2 AND body NOT NULL"
        )

    with pytest.raises(BundleChanged):
        stage.bundles.write(stage.stick, told=lambda one: erase(one) if one.done_bytes else None)

    assert stage.names() == []
    assert stage.bundles.write(stage.stick).events == 4


def test_progress_is_told_to_the_end(stage: Stage) -> None:
    """First what is written, then what is checked, each up to all of it."""
    stage.device.record(3)
    told: list[BundleProgress] = []

    done = stage.bundles.write(stage.stick, told=told.append)

    ends = {one.phase: one for one in told}
    assert list(ends) == [BundlePhase.WRITING, BundlePhase.CHECKING]
    assert {(one.done_bytes, one.of_bytes) for one in ends.values()} == {
        (done.size_bytes, done.size_bytes)
    }


def test_nothing_to_copy_is_said(stage: Stage) -> None:
    """All delivered: no empty file."""
    stage.device.run(60)

    with pytest.raises(BundleNothing):
        stage.bundles.write(stage.stick)


def test_a_file_that_is_gone_from_the_disk_is_left_out(stage: Stage) -> None:
    """An attachment that is lost here does not keep the others from travelling."""
    lost, kept = record_with_files(stage.device, stage.files, b"lost" * 50, b"kept" * 50)
    stage.files.held.pop(lost)

    assert stage.bundles.write(stage.stick).files == 1
    stage.office.take(*stage.stick.iterdir())
    assert set(stage.office.files) == {kept}


def test_a_drive_of_others_or_of_nothing_is_said(stage: Stage, tmp_path: Path) -> None:
    """Empty, another institution's, or nothing that can be read."""
    with pytest.raises(BundleNothing):
        stage.bundles.take(stage.stick)
    (stage.stick / "VT-photo.vtb").write_bytes(b"VTB1" + bytes(900))
    with pytest.raises(BundleOtherInstitution):
        stage.bundles.take(stage.stick)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    other = Stage(elsewhere)
    other.device.record(2)
    name = other.bundles.write(stage.stick).names[0]
    assert stage.bundles.look(stage.stick).foreign == 2
    with pytest.raises(BundleOtherInstitution):
        stage.bundles.take(stage.stick)
    other.device.store.close()  # type: ignore[attr-defined]  # the real one is SqliteStore

    stage.device.record(1)
    mine = stage.stick / stage.bundles.write(stage.stick).names[0]
    mine.write_bytes(mine.read_bytes()[:500])
    (stage.stick / name).unlink()
    (stage.stick / "VT-photo.vtb").unlink()
    with pytest.raises(BundleDamaged):
        stage.bundles.take(stage.stick)


def test_pages_on_a_stick_follow_the_cursor(stage: Stage) -> None:
    """Reference data for this device come with the answers, in whatever order they lie there."""
    entry = PageEntry(dataset=9, key="a", version=1, operation=PageOperation.PUT, value=b"x")
    stage.device.record(1)
    stage.bundles.write(stage.stick)
    page = partial(stage.office.page, stage.device)
    pages = [
        page(b"two", b"three", entry),
        page(b"", b"one", entry, more=True),
        page(b"one", b"two", entry, more=True),
    ]
    stage.office.take(*stage.stick.glob("*.vtb"))
    stage.office.write_answers(
        stage.device, stage.stick, *((RecordType.PAGE, page) for page in pages)
    )

    taken = stage.bundles.take(stage.stick)

    assert (taken.pages, taken.datasets) == (3, frozenset({9}))
    assert stage.device.changed
    again = stage.bundles.take(stage.stick)
    assert again.pages == 0


def test_a_drive_that_holds_all_needs_no_other_copy(stage: Stage) -> None:
    """All that people recorded, files too; that a copy was made asks for no further copy."""
    record_with_files(stage.device, stage.files, b"a photo")
    assert not stage.bundles.holds_all(stage.stick)
    stage.bundles.write(stage.stick)
    assert stage.bundles.holds_all(stage.stick)

    record_with_files(stage.device, stage.files, b"another")

    assert not stage.bundles.holds_all(stage.stick)
    stage.bundles.write(stage.stick)
    assert stage.bundles.holds_all(stage.stick)


def test_batches_of_a_stick_are_known_by_their_channel(stage: Stage) -> None:
    """Exported is not sending: the state says which way it went."""
    stage.device.record(2)
    stage.bundles.write(stage.stick)

    spans = stage.device.store.read(stage.bundles.exported_since)

    assert [(one.first, one.last) for one in spans] == [(1, 3)]
    channels = stage.device.store.read(
        lambda tx: tx.execute("SELECT DISTINCT channel FROM batch").fetchall()
    )
    assert channels == [(Channel.BUNDLE.value,)]
