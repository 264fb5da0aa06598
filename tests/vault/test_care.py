"""The care of an open device: checks, backups on time, room; all of it beside the work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import KnownError
from kiosk.services.backups import EXPIRES_AFTER_DAYS, KEPT_BACKUPS, Backups
from kiosk.services.care import SLICE_EVENTS, Care, level_of
from kiosk.services.permissions import NotAllowed
from kiosk.services.tending import Tending
from kiosk.services.views.care import CheckProgress, DiskLevel
from kiosk.vault.errors import DiskFull, DiskFullFacts
from kiosk.vault.reserve import Reserve
from kiosk.vault.restore import restore
from sync.catalogue import OperatorEntry, Role, SettingsEntry
from sync.events import BackupAct, BackupChanged, Erased, ErasureReason, JournalChecked
from sync.ids import EventId, Salt
from sync.journal import NOBODY, Transaction, by_id, history
from tests.support.logs import ExpectedLogs
from tests.support.offices import DAY_SECONDS, Counter, a_counter, publish
from tests.support.vaults import CLERK, a_person

HOUR_SECONDS = 3_600


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """Return a counter that is open for work; close it."""
    made = a_counter(tmp_path / "profile")
    (tmp_path / "stick").mkdir()
    yield made
    made.database.close()


def backups_of(counter: Counter) -> Backups:
    """Return the backups of a counter."""
    return Backups(counter.desk, "0.1.0")


def care_of(counter: Counter) -> Care:
    """Return the care of a counter."""
    return Care(counter.desk, backups_of(counter))


def look_after(counter: Counter) -> None:
    """Let whoever is at work look after the device."""
    entry = OperatorEntry(number=CLERK, name="Marisol Canul", role=Role.TECHNICIAN)
    counter.desk.keep(lambda tx: publish(tx, entry))


def record_people(counter: Counter, count: int) -> None:
    """Record people in one transaction."""

    def work(tx: Transaction) -> None:
        for number in range(count):
            counter.desk.append(tx, a_person(given=f"N{number}"), salt=counter.desk.new_salt())

    counter.desk.write(work)


def events(counter: Counter, kind: type) -> list[object]:
    """Return every event of a kind."""
    found = counter.database.read(lambda tx: list(history(tx)))
    return [one.event for one in found if isinstance(one.event, kind)]


def erase_a_person(counter: Counter) -> None:
    """Erase a person's event as the law may ask."""

    def work(tx: Transaction) -> None:
        made = counter.desk.append(tx, a_person(given="X"), salt=counter.desk.new_salt())
        counter.desk.journal.erase(tx, [made.event_id])
        erased = Erased(event_ids=(EventId(made.event_id),), reason=ErasureReason(1))
        salt = Salt(counter.desk.random(16))
        counter.desk.journal.append(tx, erased, salt=salt, operator=NOBODY)

    counter.desk.write(work)


# The check


def test_a_sound_file_is_said_to_be_sound_and_recorded(counter: Counter) -> None:
    """Every stream to its end, with progress on the way; one event of kind 116."""
    record_people(counter, 30)
    heard: list[CheckProgress] = []

    report = care_of(counter).check(heard.append)

    assert report.holds
    assert report.finding == ""
    assert [stream.intact_to for stream in report.streams] == [report.events]
    assert heard[-1] == CheckProgress(done=report.events, of=report.events)
    recorded = events(counter, JournalChecked)
    assert recorded == [
        JournalChecked(holds=True, intact_to=report.events, last=report.events, finding="")
    ]


@pytest.mark.slow
def test_a_check_goes_in_slices_and_saves_go_between(counter: Counter) -> None:
    """Between two slices a save is made; what came after the check began is not waited for."""
    record_people(counter, SLICE_EVENTS + 50)
    saves: list[int] = []

    def save() -> None:
        if len(saves) < 3:
            record_people(counter, 1)
            saves.append(1)

    report = care_of(counter).check(pause=save)

    assert report.holds
    assert len(saves) == 3


def test_a_broken_link_is_told_with_what_is_intact(
    counter: Counter, expected_logs: ExpectedLogs
) -> None:
    """Up to where, of how many, and from when the last intact event is."""
    expected_logs.expect("ventanilla.care", "the file was checked: chain")
    record_people(counter, 10)

    def break_it(tx: Transaction) -> None:
        tx.execute("DROP TRIGGER event_header_stays")
        tx.execute("UPDATE event SET digest = zeroblob(32) WHERE seq = 6")

    counter.database.write(break_it)

    report = care_of(counter).check()

    assert not report.holds
    assert report.finding == "chain"
    (stream,) = report.streams
    assert (stream.intact_to, stream.last) == (5, report.events)
    assert stream.intact_at is not None
    assert events(counter, JournalChecked)[-1] == JournalChecked(
        holds=False, intact_to=5, last=report.events, finding="chain"
    )


def test_a_sound_file_is_recorded_once_a_week(counter: Counter) -> None:
    """The check of every start says nothing new for a week; a person's wish is always recorded."""
    care = care_of(counter)

    care.check(weekly=True)
    care.check(weekly=True)
    assert len(events(counter, JournalChecked)) == 1
    care.check()
    assert len(events(counter, JournalChecked)) == 2
    counter.clock.pass_seconds(8 * DAY_SECONDS)
    care.check(weekly=True)
    assert len(events(counter, JournalChecked)) == 3


def test_copies_from_before_migrations_go_once_the_file_is_sound(
    counter: Counter, expected_logs: ExpectedLogs
) -> None:
    """They hold what was erased since; while the file does not hold they stay."""
    expected_logs.expect("ventanilla.care", "the file was checked: chain")
    copy = counter.database.path.with_name("ventanilla.db.before-kept-x")
    copy.write_bytes(b"copy")
    record_people(counter, 3)

    care_of(counter).check()
    assert not copy.exists()

    copy.write_bytes(b"copy")
    counter.database.write(
        lambda tx: [
            tx.execute("DROP TRIGGER event_header_stays"),
            tx.execute("UPDATE event SET digest = zeroblob(32) WHERE seq = 2"),
        ]
    )
    care_of(counter).check()
    assert copy.exists()


# Backups


def test_a_backup_is_listed_and_recorded(counter: Counter, tmp_path: Path) -> None:
    """Where it is, how large, up to which event (kind 111); made by who looks after devices."""
    for refused in (care_of(counter).backup, care_of(counter).set_backup_folder):
        with pytest.raises(NotAllowed):
            refused(tmp_path / "stick")
    look_after(counter)
    done = care_of(counter).backup(tmp_path / "stick")

    view = care_of(counter).backups()
    (line,) = view.lines
    assert (line.name, line.folder) == (done.file.name, str(tmp_path / "stick"))
    assert line.in_reach
    assert not line.erased_since
    (event,) = events(counter, BackupChanged)
    assert isinstance(event, BackupChanged)
    assert (event.act, event.size_bytes) == (BackupAct.MADE, done.size_bytes)


def test_without_a_folder_nothing_is_made(counter: Counter) -> None:
    """Nobody said where: a known problem, and no backup is due."""
    look_after(counter)
    care = care_of(counter)

    with pytest.raises(KnownError) as caught:
        care.backup()

    assert caught.value.code == "backup.no_folder"
    assert not care.backups().due


def test_a_backup_is_due_when_its_hours_are_over(counter: Counter, tmp_path: Path) -> None:
    """First at once, then a day later, also when the clock went back; never when switched off."""
    backups = backups_of(counter)
    backups.set_folder(tmp_path / "stick")

    assert backups.make_if_due() is not None
    assert backups.make_if_due() is None
    counter.clock.pass_seconds(23 * HOUR_SECONDS)
    assert backups.make_if_due() is None
    counter.clock.pass_seconds(HOUR_SECONDS)
    assert backups.make_if_due() is not None
    counter.clock.wall_seconds -= 5 * DAY_SECONDS
    assert backups.view().due
    counter.clock.wall_seconds += 90 * DAY_SECONDS
    counter.database.write(lambda tx: publish(tx, SettingsEntry(backup_hours=0)))
    assert not backups.view().due


def test_a_stick_that_is_not_there_is_waited_for(counter: Counter, tmp_path: Path) -> None:
    """The folder is out of reach: still due, nothing made, nothing raised."""
    backups = backups_of(counter)
    backups.set_folder(tmp_path / "stick" / "gone")

    assert backups.make_if_due() is None
    assert backups.view().due


def test_only_the_newest_backups_are_kept(counter: Counter, tmp_path: Path) -> None:
    """Three in a folder; what was removed is recorded and no longer listed."""
    backups = backups_of(counter)
    for _ in range(KEPT_BACKUPS + 2):
        counter.clock.pass_seconds(60)
        backups.make(tmp_path / "stick")

    assert len(list((tmp_path / "stick").iterdir())) == KEPT_BACKUPS
    assert len(backups.view().lines) == KEPT_BACKUPS
    acts = [event.act for event in events(counter, BackupChanged)]  # type: ignore[attr-defined]
    assert acts.count(BackupAct.REMOVED) == 2


def test_a_backup_older_than_an_erasure_is_made_again(counter: Counter, tmp_path: Path) -> None:
    """What was erased is in no backup in reach any more once the next one was made."""
    backups = backups_of(counter)
    backups.set_folder(tmp_path / "stick")
    first = backups.make_if_due()
    assert first is not None
    erase_a_person(counter)

    (line,) = backups.view().lines
    assert line.erased_since
    assert line.expires_at is not None
    assert backups.view().due
    counter.clock.pass_seconds(60)
    assert backups.make_if_due() is not None

    assert not first.file.exists()
    assert [one.erased_since for one in backups.view().lines] == [False]


def test_a_backup_elsewhere_expires_ninety_days_after_an_erasure(
    counter: Counter, tmp_path: Path
) -> None:
    """On another stick it stays listed with its day; after it, it is removed when in reach."""
    (tmp_path / "other").mkdir()
    backups = backups_of(counter)
    done = backups.make(tmp_path / "other")
    erase_a_person(counter)
    counter.clock.pass_seconds((EXPIRES_AFTER_DAYS - 1) * DAY_SECONDS)
    backups.expire()
    assert done.file.exists()

    counter.clock.pass_seconds(DAY_SECONDS)
    backups.expire()

    assert not done.file.exists()
    assert backups.view().lines == ()


def test_a_restored_device_says_so_and_goes_on_in_a_new_series(
    counter: Counter, tmp_path: Path
) -> None:
    """A new stream, one event that names the backup, and a page that can say of when it is."""
    look_after(counter)
    done = care_of(counter).backup(tmp_path / "stick")
    counter.clock.pass_seconds(DAY_SECONDS)
    restore(done.file, tmp_path / "new", salt=bytes(16))

    again = a_counter(tmp_path / "new", clock=counter.clock, seed=b"again", create=False)

    care = care_of(again)
    restored = [
        event
        for event in events(again, BackupChanged)
        if isinstance(event, BackupChanged) and event.act is BackupAct.RESTORED
    ]
    streams = again.count("stream")
    made = care.restored_from()
    again.opening.close()
    assert streams == 2
    assert len(restored) == 1
    assert made == done.made_at
    assert not (tmp_path / "new" / "ventanilla.db.restored").exists()


# Room


def test_the_levels_of_room() -> None:
    """UX §4.2: amber below 500 MB, then no photos, then only what is kept back for payments."""
    mb = 2**20

    assert level_of(501 * mb) is DiskLevel.ROOMY
    assert level_of(499 * mb) is DiskLevel.LOW
    assert level_of(99 * mb) is DiskLevel.NO_PHOTOS
    assert level_of(19 * mb) is DiskLevel.FULL
    assert level_of(600 * mb, photo_reserve_bytes=700 * mb) is DiskLevel.NO_PHOTOS


def test_the_room_lasts_some_days(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the pace of this device, counted over at least a week."""
    monkeypatch.setattr("kiosk.services.care.free_bytes", lambda _path: 400 * 2**20)
    counter.clock.pass_seconds(10 * DAY_SECONDS)

    room = care_of(counter).disk()

    assert room.level is DiskLevel.LOW
    assert room.days is not None
    assert room.days > 100


def test_the_kept_room_is_real(tmp_path: Path) -> None:
    """Real blocks, not a hole; released at once, and made again."""
    reserve = Reserve(tmp_path / "vault.db")

    assert reserve.hold(300_000)
    assert reserve.held_bytes == 300_000
    assert reserve.path.stat().st_blocks * 512 >= 300_000
    assert reserve.release()
    assert not reserve.release()
    assert reserve.held_bytes == 0
    assert reserve.hold(0)
    assert not reserve.hold(2**60)
    assert list(tmp_path.iterdir()) == []


def test_a_payment_takes_the_room_kept_back_for_it(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    """The disk is full until the reserve is gone: other saves are refused, a payment is saved."""
    expected_logs.expect("kiosk.vault", "a payment takes the room kept back for it")
    counter.database.reserve.hold(300_000)
    real = counter.database._write  # the one place where a commit can meet a full disk

    def full(work: object) -> object:
        if counter.database.reserve.held_bytes:
            raise DiskFull(DiskFullFacts(free_bytes=0))
        return real(work)  # type: ignore[arg-type] # handed through

    monkeypatch.setattr(counter.database, "_write", full)
    salt = counter.desk.new_salt()

    def save(tx: Transaction) -> EventId:
        return counter.desk.append(tx, a_person(), salt=salt).event_id

    with pytest.raises(DiskFull):
        counter.desk.write(save)
    assert counter.database.reserve.held_bytes == 300_000
    event_id = counter.desk.write(save, last_room=True)

    assert counter.database.read(lambda tx: by_id(tx, event_id)) is not None
    assert counter.database.reserve.held_bytes == 0


# Quiet moments


def test_quiet_moments_are_used_and_end_before_the_file_closes(
    counter: Counter, tmp_path: Path
) -> None:
    """Without a rest: the check is recorded, room is kept, the backup made; then it ends."""
    backups = backups_of(counter)
    backups.set_folder(tmp_path / "stick")
    counter.database.write(lambda tx: publish(tx, SettingsEntry(payment_reserve_bytes=100_000)))
    care = Care(counter.desk, backups)
    tending = Tending(counter.desk, care, backups, rest_seconds=0)

    tending.begin(None, None)  # type: ignore[arg-type] # it takes neither
    tending.wait_for_a_turn(30)
    tending.end()
    tending.end()

    assert care.last_check is not None
    assert care.last_check.holds
    assert counter.database.reserve.held_bytes == 100_000
    assert len(list((tmp_path / "stick").iterdir())) == 1


def test_nothing_is_done_while_somebody_comes_in(counter: Counter) -> None:
    """It rests first, and a file that closes meanwhile was not touched."""
    backups = backups_of(counter)
    care = Care(counter.desk, backups)
    before = counter.kinds()
    tending = Tending(counter.desk, care, backups)

    tending.begin(None, None)  # type: ignore[arg-type] # it takes neither
    tending.end()

    assert care.last_check is None
    assert counter.kinds() == before
