"""What can still be read of a damaged file: everything that does not lie on a damaged place."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from kiosk.store import kept
from kiosk.store.migrations import STORE_SETS
from kiosk.vault.aside import expire_logs, keep_damaged_log, logs_aside
from kiosk.vault.database import Database
from kiosk.vault.log_file import read_log
from kiosk.vault.pages import PAGE_BYTES
from kiosk.vault.salvage import Salvaged, salvage
from sync.ids import Salt
from sync.journal import Transaction, streams
from tests.support.logs import ExpectedLogs
from tests.support.vaults import DEVICE, KEY, a_device, a_person

PEOPLE = 40


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a profile whose last saves are in the log still, as a kill leaves it."""
    folder = tmp_path_factory.mktemp("made")
    device = a_device(folder / "vault.db")
    device.begin()
    long_name = "MUY LARGO " * 19
    for number in range(PEOPLE):
        device.record(a_person(given=long_name + str(number)))
    stream = device.database.read(streams)[0]
    head = device.database.read(lambda tx: device.journal.head(tx, stream, 2))

    def keep(tx: Transaction) -> None:
        kept.save_draft(
            tx,
            salt=Salt(bytes(16)),
            kind="charge",
            content=b"x" * 9000,
            now_seconds=5,
        )
        kept.save_receipt(tx, stream, 2, 7, 1, b"cose" + (head or b""))

    device.database.write(keep)
    device.database.close()
    device.database.open(KEY)
    for number in range(5):
        device.record(a_person(given=f"EN EL REGISTRO {number}"))
    device.database.read(streams)
    copy = folder / "copy"
    copy.mkdir()
    for suffix in ("", "-wal"):
        shutil.copyfile(folder / f"vault.db{suffix}", copy / f"vault.db{suffix}")
    device.database.close()
    return copy


@pytest.mark.parametrize("place", [2, 9, 18, 26])
def test_a_log_whose_head_is_damaged_is_kept_whole(
    path: Path, place: int, expected_logs: ExpectedLogs
) -> None:
    """SQLite takes nothing of it and would begin it anew."""
    expected_logs.expect("kiosk.vault", "what stands behind is kept")
    flip(path.with_name("vault.db-wal"), place)
    database = Database(path, sets=STORE_SETS)

    database.open(KEY)
    database.close()

    check_whole(salvage(path, KEY))


@pytest.fixture
def path(profile: Path, tmp_path: Path) -> Path:
    """Return a copy of the profile's file."""
    shutil.copytree(profile, tmp_path / "copy")
    return tmp_path / "copy" / "vault.db"


def flip(path: Path, at: int, length: int = 1) -> None:
    """Change bytes of a file."""
    content = bytearray(path.read_bytes())
    for place in range(at, at + length):
        content[place] ^= 0x5A
    path.write_bytes(content)


def check_whole(found: Salvaged) -> None:
    """Check that everything there ever was is found."""
    (stream,) = found.streams
    assert [event.seq for event in stream.events] == list(range(1, PEOPLE + 7))
    assert stream.intact_to == PEOPLE + 6
    assert stream.intact_seconds is not None


def test_a_sound_file_gives_everything(path: Path) -> None:
    """Events with long bodies, receipts, drafts, the device; file and log are not touched."""
    before = [file.read_bytes() for file in sorted(path.parent.iterdir())]

    found = salvage(path, KEY)

    check_whole(found)
    assert found.device_id == DEVICE
    assert found.damaged_pages == 0
    assert [row[1:4] for row in found.receipts] == [(2, 7, 1)]
    assert [(row[1], len(row[3])) for row in found.drafts] == [("charge", 9000)]
    assert [file.read_bytes() for file in sorted(path.parent.iterdir())] == before


def test_a_file_whose_first_page_is_gone_gives_everything_else(path: Path) -> None:
    """SQLite opens nothing of it; the pages do."""
    flip(path, 16, PAGE_BYTES - 16)

    found = salvage(path, KEY)

    check_whole(found)
    assert found.damaged_pages == 1


def test_a_file_whose_salt_is_gone_gives_its_events(path: Path) -> None:
    """No HMAC fits any more; events prove themselves, the rest is not believed."""
    flip(path, 0, 16)

    found = salvage(path, KEY)

    check_whole(found)
    assert found.receipts == ()
    assert found.damaged_pages == found.pages


@pytest.mark.slow
def test_a_damaged_page_costs_what_lay_on_it(path: Path) -> None:
    """Whichever page: at most its own rows are missing, and none is wrong."""
    whole = {(event.stream, event.seq): event for event in salvage(path, KEY).streams[0].events}
    pages = path.stat().st_size // PAGE_BYTES
    draw = random.Random(1)

    for page in draw.sample(range(pages), 12):
        flip(path, page * PAGE_BYTES + 200, 3500)
        found = salvage(path, KEY)
        flip(path, page * PAGE_BYTES + 200, 3500)

        (stream,) = found.streams
        assert len(stream.events) >= PEOPLE + 6 - 16, page
        assert all(whole[event.stream, event.seq] == event for event in stream.events)


def test_what_stands_behind_a_broken_place_in_the_log_is_found(path: Path) -> None:
    """SQLite drops every save behind it and says nothing; here they are read."""
    log = path.with_name("vault.db-wal")
    flip(log, 32 + 24 + PAGE_BYTES + 24 + 1000)

    check_whole(salvage(path, KEY))


def test_another_key_gives_nothing(path: Path) -> None:
    """Without the key there is nothing to read, and nothing is made up."""
    found = salvage(path, bytes(32))

    assert found.streams == ()
    assert found.drafts == ()


def test_saves_behind_a_damaged_log_outlive_the_opening(
    path: Path, expected_logs: ExpectedLogs
) -> None:
    """The file is opened and work goes on; what the damage cut off is kept and can be rescued."""
    expected_logs.expect("kiosk.vault", "what stands behind is kept")
    log = path.with_name("vault.db-wal")
    flip(log, 32 + 24 + PAGE_BYTES + 24 + 1000)
    database = Database(path, sets=STORE_SETS)

    database.open(KEY)
    database.write(lambda tx: kept.put_setting(tx, "a", bytes(50_000)))
    database.close()

    (aside,) = logs_aside(path)
    assert aside.stat().st_mode & 0o077 == 0
    check_whole(salvage(path, KEY))
    assert expire_logs(path, int(aside.stat().st_mtime) + 1 + 90 * 86_400) == 1
    assert logs_aside(path) == []


def test_a_log_torn_by_a_power_cut_is_kept_once(path: Path) -> None:
    """The last commit may have been confirmed or not: the log is small, so it is kept, once."""
    log = path.with_name("vault.db-wal")
    frames = len(read_log(log).frames)
    flip(log, log.stat().st_size - 100)
    torn = log.read_bytes()

    for _ in range(2):
        keep_damaged_log(path, frames - 1)

    assert [one.read_bytes() for one in logs_aside(path)] == [torn]


def test_a_sound_log_is_not_kept(path: Path) -> None:
    """A kill leaves a sound log, and nothing beside it."""
    database = Database(path, sets=STORE_SETS)

    database.open(KEY)
    database.close()

    assert logs_aside(path) == []
