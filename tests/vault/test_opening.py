"""Opening the encrypted file: one copy, migrations, and whether it went back in time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3

from kiosk.store.migrations import STORE_SETS
from kiosk.vault.database import Database
from kiosk.vault.errors import AlreadyOpen, NewerFile, WentBack
from kiosk.vault.migrations import MigrationSet
from kiosk.vault.witness import Finding
from sync.events import StreamOpened, StreamReason
from sync.journal import Transaction, tip
from tests.support.vaults import KEY, Device, a_device, a_person


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    """Return an enrolled device; close its file."""
    made = a_device(tmp_path / "vault.db")
    made.begin()
    yield made
    made.database.close()


def names(device: Device) -> list[object]:
    """Return the given names in the file."""
    return [row[0] for row in device.rows("SELECT given FROM person ORDER BY given")]


# One copy


def test_a_second_copy_is_refused(device: Device) -> None:
    """While a file is open nobody else opens it; once closed, somebody else may."""
    second = Database(device.database.path, sets=STORE_SETS)

    with pytest.raises(AlreadyOpen):
        second.open(KEY)
    device.database.close()
    second.open(KEY)

    with pytest.raises(AlreadyOpen):
        device.database.open(KEY)
    second.close()


def test_a_claimed_profile_stays_ours_while_the_file_is_closed(device: Device) -> None:
    """After 30 minutes locked the file is closed, and still no second copy gets in."""
    device.database.claim()
    device.database.close()

    with pytest.raises(AlreadyOpen):
        Database(device.database.path).claim()
    device.database.open(KEY)
    device.database.release()

    second = Database(device.database.path)
    second.claim()
    second.release()


# Migrations


def note(tx: Transaction) -> None:
    """Make a table."""
    tx.execute("CREATE TABLE note (text TEXT)")
    tx.execute("INSERT INTO note VALUES ('one')")


def wider(tx: Transaction) -> None:
    """Widen it."""
    tx.execute("ALTER TABLE note ADD COLUMN more TEXT")


def broken(tx: Transaction) -> None:
    """Begin and fail."""
    tx.execute("CREATE TABLE half (x)")
    raise RuntimeError("a step of ours is wrong")


FIRST = MigrationSet(name="test", migrations=(("note", note),))
SECOND = MigrationSet(name="test", migrations=(("note", note), ("wider", wider)))
BROKEN = MigrationSet(name="test", migrations=(("note", note), ("wider", wider), ("bad", broken)))


def test_a_file_with_data_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    """The copy opens by itself with what the file held before."""
    path = tmp_path / "vault.db"
    database = Database(path, sets=(FIRST,))
    assert database.create(KEY).applied.copy is None
    database.close()
    database = Database(path, sets=(SECOND,))

    applied = database.open(KEY).applied
    database.close()

    assert applied.steps == ("test.wider",)
    assert applied.copy is not None
    assert [path.name for path in tmp_path.glob("*before*")] == [applied.copy.name]
    copy = Database(applied.copy, sets=(FIRST,))
    copy.open(KEY)
    assert copy.read(lambda tx: tx.execute("SELECT * FROM note").fetchall()) == [("one",)]
    copy.close()


def test_a_step_that_fails_leaves_those_before_it(tmp_path: Path) -> None:
    """Each step is committed with its own record; the failing one leaves no trace."""
    path = tmp_path / "vault.db"
    database = Database(path, sets=(FIRST,))
    database.create(KEY)
    database.close()

    with pytest.raises(RuntimeError, match="a step of ours"):
        Database(path, sets=(BROKEN,)).open(KEY)

    database = Database(path, sets=(SECOND,))
    assert database.open(KEY).applied.steps == ()
    tables = database.read(lambda tx: tx.execute("SELECT name FROM sqlite_schema").fetchall())
    assert ("half",) not in tables
    database.close()


def test_a_newer_file_is_refused_untouched(tmp_path: Path) -> None:
    """A step that this program does not know stops it before anything is written."""
    path = tmp_path / "vault.db"
    database = Database(path, sets=(SECOND,))
    database.create(KEY)
    database.close()
    before = path.read_bytes()

    with pytest.raises(NewerFile) as raised:
        Database(path, sets=(FIRST,)).open(KEY)

    assert raised.value.facts.migration == "wider"  # type: ignore[attr-defined] # facts: object
    assert path.read_bytes() == before


def test_the_sets_of_a_new_file_are_each_recorded(device: Device) -> None:
    """Journal, kept, pulled, outbox and read tables stand as named sets in the file."""
    rows = device.rows("SELECT DISTINCT migration_set FROM _sqlite_migrations")

    assert {row[0] for row in rows} == {"journal", "kept", "pulled", "outbox", "read"}


def test_a_failed_making_leaves_nothing(tmp_path: Path) -> None:
    """When the first migration fails, no empty file is left that would look like a loss."""
    path = tmp_path / "vault.db"

    with pytest.raises(RuntimeError, match="a step of ours"):
        Database(path, sets=(BROKEN,)).create(KEY)

    assert not path.exists()
    database = Database(path, sets=(SECOND,))
    database.create(KEY)
    database.close()


def test_migrations_run_on_the_encrypting_library(device: Device) -> None:
    """sqlite-utils takes SQLCipher for its driver, or it would not know its errors."""
    from sqlite_utils import utils

    assert device.database.is_open
    assert vars(utils)["sqlite3"] is sqlcipher3


# Going back


def test_an_older_copy_of_the_file_is_noticed(device: Device) -> None:
    """Put back yesterday's file: the witness says so, and no event is taken in the old stream."""
    device.record(a_person(given="A"))
    device.database.close()
    yesterday = device.database.path.read_bytes()
    device.database.open(KEY)
    device.record(a_person(given="B"))
    device.database.close()
    device.database.path.write_bytes(yesterday)

    back = device.database.open(KEY).went_back

    assert back is not None
    assert (back.finding, back.witnessed_seq, back.seq) == (Finding.BEHIND, 3, 2)
    with pytest.raises(WentBack):
        device.record(a_person(given="C"))
    assert names(device) == ["A"]
    device.database.write(lambda tx: tx.execute("INSERT INTO setting VALUES ('draft', x'01')"))
    device.database.close()
    assert device.database.open(KEY).went_back == back


def test_a_new_stream_names_the_one_that_went_back(device: Device) -> None:
    """After the new stream everything works again and the next start finds nothing wrong."""
    device.record(a_person(given="A"))
    device.database.close()
    device.database.path.with_name("vault.db.witness").unlink()
    back = device.database.open(KEY).went_back
    assert back is not None
    assert back.finding is Finding.UNREADABLE
    old = device.database.read(tip)
    assert old is not None

    opened = device.begin(StreamReason.WENT_BACK)
    device.record(a_person(given="B"))

    assert isinstance(opened.event, StreamOpened)
    left = opened.event.old
    assert left is not None
    assert (left.stream, left.base, left.last) == (old.stream, 2, 2)
    assert left.base_head == left.last_head == old.head
    assert opened.stream != old.stream
    device.database.close()
    assert device.database.open(KEY).went_back is None


def test_another_history_at_the_witnessed_place_is_noticed(tmp_path: Path) -> None:
    """Two files grown apart from one copy: the witness of one does not speak for the other."""
    device = a_device(tmp_path / "vault.db")
    device.begin()
    device.database.close()
    witness = device.database.path.with_name("vault.db.witness")
    common, common_witness = device.database.path.read_bytes(), witness.read_bytes()
    device.database.open(KEY)
    device.record(a_person(given="A"))
    device.database.close()
    ours = witness.read_bytes()
    device.database.path.write_bytes(common)
    witness.write_bytes(common_witness)
    device.database.open(KEY)
    device.record(a_person(given="B"))
    device.database.close()
    witness.write_bytes(ours)

    back = device.database.open(KEY).went_back
    device.database.close()

    assert back is not None
    assert (back.finding, back.witnessed_seq, back.seq) == (Finding.DIFFERENT, 2, 2)


def test_a_journal_ahead_of_its_witness_is_normal(device: Device) -> None:
    """The witness comes after the answer: a kill between the two is no alarm."""
    witness = device.database.path.with_name("vault.db.witness")
    device.database.close()
    before = witness.read_bytes()
    device.database.open(KEY)
    device.record(a_person())
    device.database.close()
    witness.write_bytes(before)

    opened = device.database.open(KEY)

    assert opened.went_back is None
    assert opened.links is not None
    assert opened.links.holds


def test_a_broken_link_is_found_on_opening(device: Device) -> None:
    """Whoever changes an event with the key in hand breaks a link within the last thousand."""
    device.record(a_person())
    device.record(a_person(given="B"))

    def forge(tx: Transaction) -> None:
        tx.execute("DROP TRIGGER event_header_stays")
        tx.execute("UPDATE event SET header = x'a0' WHERE seq = 2")

    device.database.write(forge)
    device.database.close()

    links = device.database.open(KEY).links

    assert links is not None
    assert (links.intact_to, links.last) == (1, 3)
