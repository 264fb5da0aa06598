"""The encrypted file: saved is saved, and what goes wrong is said and loses nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from kiosk.store.kept import put_setting
from kiosk.vault.database import Database
from kiosk.vault.engine import VaultMisuse
from kiosk.vault.errors import Damaged, DiskFull, FileTrouble
from kiosk.vault.witness import Witness
from sync.journal import Transaction, last_seq, streams, tip
from tests.support.logs import ExpectedLogs
from tests.support.vaults import KEY, Device, a_device, a_journal, a_person


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


# The file


def test_nothing_readable_is_in_the_file(device: Device, tmp_path: Path) -> None:
    """File, log and witness show neither a name nor a table name, and no SQLite header."""
    device.record(a_person(given="CANARIO"))

    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    device.database.close()
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    assert "vault.db-wal" in before
    for content in (*before.values(), *after.values()):
        for readable in (b"CANARIO", b"CREATE TABLE", b"SQLite format 3"):
            assert readable not in content
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())


def test_pragmas_hold_on_the_open_file(device: Device) -> None:
    """WAL, FULL, foreign keys, secure delete, no checkpoint inside a save."""

    def values(tx: Transaction) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        pragmas = (*names, "wal_autocheckpoint", "recursive_triggers", "cipher_memory_security")
        return [tx.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]

    assert device.database.read(values) == ["wal", 2, 1, 1, 0, 1, "0"]


def test_a_wrong_key_opens_nothing(device: Device) -> None:
    """Another key is refused as damage, and the right one still opens the file."""
    device.record(a_person())
    device.database.close()

    with pytest.raises(Damaged):
        device.database.open(bytes(32))

    assert not device.database.is_open
    device.database.open(KEY)
    assert names(device) == ["UNO"]


def test_a_key_of_another_length_is_a_defect(tmp_path: Path) -> None:
    """A key that is not 32 bytes never reaches the engine, which would make a passphrase of it."""
    with pytest.raises(VaultMisuse):
        Database(tmp_path / "vault.db").create(b"short")

    assert not (tmp_path / "vault.db").exists()


def test_a_damaged_page_is_said_and_the_rest_still_works(device: Device) -> None:
    """One flipped byte in a page is found when it is read; what lies elsewhere can be read."""
    device.record(a_person())
    page = device.rows("SELECT rootpage FROM sqlite_schema WHERE name = 'person'")[0][0]
    assert isinstance(page, int)
    device.database.close()
    content = bytearray(device.database.path.read_bytes())
    content[(page - 1) * 4096 + 100] ^= 1
    device.database.path.write_bytes(content)

    device.database.open(KEY)

    with pytest.raises(Damaged):
        names(device)
    assert device.database.read(streams)


def test_a_file_that_is_no_database_is_damage(tmp_path: Path) -> None:
    """Rubbish in place of the file is refused and stays as it is."""
    path = tmp_path / "vault.db"
    path.write_bytes(b"rubbish" * 2000)

    with pytest.raises(Damaged):
        Database(path).open(KEY)

    assert path.read_bytes() == b"rubbish" * 2000


# Transactions


def test_a_failed_work_leaves_nothing(device: Device) -> None:
    """Whatever the work raises comes back to the caller, and not one row of it stays."""

    def half(tx: Transaction) -> None:
        tx.execute("INSERT INTO setting VALUES ('a', x'00')")
        raise LookupError("half way")

    with pytest.raises(LookupError, match="half way"):
        device.database.write(half)

    assert device.rows("SELECT * FROM setting") == []


def test_reading_cannot_write(device: Device) -> None:
    """A read that tries to change something is a defect, and changes nothing."""
    with pytest.raises(VaultMisuse):
        device.database.read(lambda tx: tx.execute("DELETE FROM setting"))

    device.database.write(lambda tx: tx.execute("DELETE FROM setting"))


def test_sql_runs_on_the_writer_thread_only(device: Device) -> None:
    """A transaction carried to another thread, or kept after its end, refuses to work."""
    kept: list[Transaction] = []
    device.database.write(kept.append)

    with pytest.raises(VaultMisuse):
        kept[0].execute("SELECT 1")

    def elsewhere(tx: Transaction) -> BaseException | None:
        raised: list[BaseException] = []

        def use() -> None:
            try:
                tx.execute("SELECT 1")
            except VaultMisuse as error:
                raised.append(error)

        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
        return raised[0] if raised else None

    assert isinstance(device.database.read(elsewhere), VaultMisuse)


def test_many_threads_write_one_after_another(device: Device) -> None:
    """Saves from several threads all arrive, in one unbroken chain."""
    threads = [
        threading.Thread(
            target=lambda n=n: [device.record(a_person(given=f"H{n}-{i}")) for i in range(5)]
        )
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(names(device)) == 20
    stream = device.database.read(streams)[0]
    assert device.database.read(lambda tx: device.journal.verify(tx, stream)).holds


def test_our_own_mistake_is_not_dressed_as_the_worlds(device: Device) -> None:
    """A broken constraint stays an error of ours, with its own traceback."""
    with pytest.raises(IntegrityError):
        device.database.write(lambda tx: tx.execute("INSERT INTO setting VALUES (NULL, NULL)"))


def test_a_save_is_answered_before_the_witness_is_written(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The witness waits until the caller has the answer: it is not on the way to *Guardado*."""
    answered = threading.Event()
    written: list[bool] = []
    original = Witness.write

    def patient(self: Witness, *place: object) -> None:
        written.append(answered.wait(timeout=30))
        original(self, *place)  # type: ignore[arg-type] # handed through as they came

    monkeypatch.setattr(Witness, "write", patient)

    device.record(a_person())
    answered.set()
    device.database.close()

    assert written == [True]


def commits_in_the_log(log: Path) -> int:
    """Return how many commits stand in a log: a frame that ends one names the file's new size."""
    content = log.read_bytes()
    salt = content[16:24]
    commits = 0
    for at in range(32, len(content) - 24, 24 + 4096):
        frame = content[at : at + 24]
        if frame[8:16] == salt and frame[4:8] != bytes(4):
            commits += 1
    return commits


def test_a_save_is_one_commit(device: Device) -> None:
    """Event, read tables, search words and all are one commit, hence one fsync under FULL."""
    log = device.database.path.with_name("vault.db-wal")
    device.record(a_person())
    before = commits_in_the_log(log)

    for number in range(5):
        device.record(a_person(given=f"N{number}"))

    assert before > 0
    assert commits_in_the_log(log) == before + 5


def test_a_witness_that_cannot_be_written_does_not_undo_a_save(
    device: Device, expected_logs: ExpectedLogs
) -> None:
    """What was confirmed stays confirmed; the log tells of it, the next save tries again."""
    expected_logs.expect("kiosk.vault", "the witness could not be written")
    device.database.read(tip)
    witness = device.database.path.with_name("vault.db.witness")
    kept = witness.read_bytes()
    witness.unlink()
    witness.mkdir()

    device.record(a_person(given="A"))
    device.database.read(tip)
    witness.rmdir()
    witness.write_bytes(kept)
    device.record(a_person(given="B"))
    device.database.close()

    assert device.database.open(KEY).went_back is None
    assert names(device) == ["A", "B"]


def test_a_file_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """A missing folder is a known error, and nothing is left behind."""
    database = Database(tmp_path / "gone" / "vault.db")

    with pytest.raises(FileTrouble):
        database.create(KEY)

    assert not database.is_open
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_made_anew(device: Device) -> None:
    """Creating over an existing file is a defect, whatever state the file is in."""
    before = device.database.path.read_bytes()

    with pytest.raises(VaultMisuse):
        Database(device.database.path).create(KEY)
    with pytest.raises(VaultMisuse):
        device.database.open(KEY)

    assert device.database.path.read_bytes() == before


def test_a_closed_file_is_closed(device: Device) -> None:
    """After closing nothing works until it is opened again; closing twice is closing once."""
    device.database.close()
    device.database.close()

    with pytest.raises(VaultMisuse):
        device.database.read(tip)
    with pytest.raises(VaultMisuse):
        device.database.write(tip)


# Full disk


def test_a_full_file_writes_nothing_and_the_next_save_works(device: Device) -> None:
    """With no page left a save says so and leaves no trace; with room again it works."""
    device.record(a_person(given="A"))

    def limit(pages: int) -> None:
        def set_limit(tx: Transaction) -> None:
            count = tx.execute("PRAGMA page_count").fetchone()[0]
            tx.execute(f"PRAGMA max_page_count = {count + pages}")

        device.database.read(set_limit)

    limit(1)
    before = device.database.read(lambda tx: last_seq(tx, streams(tx)[0]))

    def fill() -> None:
        for number in range(50):
            device.record(a_person(given=f"B{number}" * 30))

    with pytest.raises(DiskFull):
        fill()
    stored = device.database.read(lambda tx: last_seq(tx, streams(tx)[0]))
    assert stored - before == len(names(device)) - 1

    limit(10_000)
    device.record(a_person(given="Z"))

    assert names(device)[-1] == "Z"
    assert device.database.read(lambda tx: device.journal.verify(tx, streams(tx)[0])).holds


@pytest.mark.slow
def test_a_long_log_is_folded_in_between_saves(device: Device) -> None:
    """The log does not grow without end, and folding it in is no part of a save."""
    log = device.database.path.with_name("vault.db-wal")
    sizes: list[int] = []
    for _ in range(60):
        device.database.write(lambda tx: put_setting(tx, f"{len(sizes)}", bytes(200_000)))
        sizes.append(log.stat().st_size)
    device.database.read(lambda tx: tx.execute("SELECT 1").fetchone())

    assert max(sizes) < 8 * 2**20
    assert log.stat().st_size < 4 * 2**20 + 500_000


def test_a_later_boot_goes_on_in_the_same_stream(device: Device) -> None:
    """A second start of the program finds the stream and adds to it."""
    first = device.database.read(tip)
    device.database.close()
    device.database.open(KEY)
    journal = a_journal(device.clock, device.draws, boot=b"boot0002")

    recorded = device.database.write(lambda tx: journal.record_start(tx, app_version="1"))

    assert first is not None
    assert (recorded.stream, recorded.seq) == (first.stream, first.seq + 1)
    assert recorded.header.boot == b"boot0002"
