"""A power cut, a kill, a flipped byte, a full disk: nothing saved is lost, nothing is half."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store import kept, queries
from kiosk.store.migrations import STORE_SETS
from kiosk.store.projections import rebuild
from kiosk.vault.database import Database
from kiosk.vault.witness import Finding
from sync.journal import Transaction, streams, verify
from tests.support.logs import ExpectedLogs
from tests.support.saver import PAYMENT_SALT, a_payment_id, reopened, take_payment
from tests.support.shared import REPOSITORY
from tests.support.vaults import KEY, a_device, a_person, a_shift

STATEMENTS = 14  # of the transaction in `take_payment`; a test counts them


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the child and return how it ended."""
    command = [sys.executable, "-m", "tests.support.saver", *arguments]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=60)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a closed file with an open shift and the draft of a charge."""
    device = a_device(tmp_path / "vault.db")
    device.begin()
    device.record(a_shift(device.folio()))

    def keep_draft(tx: Transaction) -> None:
        kept.save_draft(tx, salt=PAYMENT_SALT, kind="charge", content=b"begun", now_seconds=1)

    device.database.write(keep_draft)
    device.database.close()
    return tmp_path / "vault.db"


def state(tx: Transaction) -> dict[str, int]:
    """Return how many rows of a payment there are, table by table."""
    questions = {
        "event": "SELECT count(*) FROM event WHERE seq > 2",
        "payment": "SELECT count(*) FROM payment",
        "line": "SELECT count(*) FROM payment_line",
        "ledger": "SELECT count(*) FROM ledger WHERE account <> 'safe'",
        "receipt": "SELECT count(*) FROM receipt",
        "draft": "SELECT count(*) FROM draft",
    }
    return {name: tx.execute(question).fetchone()[0] for name, question in questions.items()}


NOTHING = {"event": 0, "payment": 0, "line": 0, "ledger": 1, "receipt": 0, "draft": 1}
ALL = {"event": 1, "payment": 1, "line": 2, "ledger": 5, "receipt": 1, "draft": 0}


@pytest.mark.slow
@pytest.mark.parametrize("statement", [4, 7, 9, 11, STATEMENTS, 0])
def test_a_kill_leaves_all_of_a_payment_or_nothing(path: Path, statement: int) -> None:
    """Killed between two statements nothing is there; killed after the answer, everything is."""
    child = run("kill", str(path), str(statement))

    assert child.returncode == -signal.SIGKILL, child.stderr
    device = reopened(path)
    assert device.database.read(state) == (NOTHING if statement else ALL)
    assert device.database.write(lambda tx: take_payment(device, tx)) == 1
    assert device.database.read(state) == ALL
    stream = device.database.read(streams)[0]
    assert device.database.read(lambda tx: verify(tx, stream)).holds
    assert device.database.read(queries.ledger_centavos) == 0
    device.database.close()


def test_the_statements_of_a_payment_are_as_many_as_said(path: Path) -> None:
    """The kills above fall inside the transaction, from its first statements to its last."""
    device = reopened(path)
    counted: list[str] = []

    class Counting:
        def __init__(self, inner: Transaction) -> None:
            self._inner = inner

        def execute(self, sql: str, parameters: object = ()) -> object:
            counted.append(sql)
            return self._inner.execute(sql, parameters)  # type: ignore[arg-type] # as it came

        def executemany(self, sql: str, parameters: object) -> object:
            counted.append(sql)
            return self._inner.executemany(sql, parameters)  # type: ignore[arg-type] # as it came

    device.database.write(lambda tx: take_payment(device, Counting(tx)))  # type: ignore[arg-type]

    assert len(counted) == STATEMENTS
    device.database.close()


@pytest.mark.slow
def test_a_kill_with_the_file_open_loses_nothing_confirmed(path: Path) -> None:
    """What was confirmed stands in the log and is there at the next start, with no alarm."""
    child = run("linger", str(path), "3")

    assert child.returncode == -signal.SIGKILL, child.stderr
    assert path.with_name("vault.db-wal").stat().st_size > 0
    device = reopened(path)
    names = [row[0] for row in device.rows("SELECT given FROM person ORDER BY given")]
    assert names == ["N0", "N1", "N2"]
    device.database.close()
    assert device.database.open(KEY).went_back is None
    device.database.close()


@pytest.mark.slow
def test_a_flipped_byte_in_the_log_is_noticed(path: Path, expected_logs: ExpectedLogs) -> None:
    """A damaged log silently drops committed rows; the witness says so, and they are kept aside."""
    expected_logs.expect("kiosk.vault", "what stands behind is kept")
    assert run("linger", str(path), "3").returncode == -signal.SIGKILL
    log = path.with_name("vault.db-wal")
    content = bytearray(log.read_bytes())
    frames = (len(content) - 32) // (24 + 4096)
    content[32 + (24 + 4096) * (frames - 2) + 500] ^= 1
    log.write_bytes(content)

    database = Database(path, sets=STORE_SETS)
    back = database.open(KEY).went_back
    database.close()

    assert back is not None
    assert back.finding is Finding.BEHIND
    assert back.witnessed_seq == 5
    assert back.seq < 5


@pytest.mark.slow
def test_a_full_disk_refuses_and_recovers(path: Path) -> None:
    """When the system lets no file grow, the save says so, and works once there is room."""
    child = run("full", str(path), str(path.stat().st_size + 150_000))

    code, saved = child.stdout.split()
    assert code == "vault.disk_full", child.stderr
    device = reopened(path)
    rows = device.rows("SELECT given FROM person ORDER BY given")
    assert len(rows) == int(saved) + 1
    assert rows[-1] == ("OTRA VEZ",)
    before = device.rows("SELECT * FROM person_word ORDER BY word, subject")
    device.database.write(rebuild)
    assert device.rows("SELECT * FROM person_word ORDER BY word, subject") == before
    device.database.close()


@pytest.mark.slow
def test_a_killed_copy_leaves_no_lock(path: Path) -> None:
    """The lock goes with the process that held it, however it ended."""
    assert run("linger", str(path), "1").returncode == -signal.SIGKILL
    assert path.with_name("vault.db.lock").exists()

    device = reopened(path)
    device.record(a_person(given="Z"))
    device.database.close()


def test_the_same_payment_twice_is_one(path: Path) -> None:
    """A double press finds the event under its id: same number, no new row."""
    device = reopened(path)

    first = device.database.write(lambda tx: take_payment(device, tx))
    second = device.database.write(lambda tx: take_payment(device, tx))

    assert first == second == 1
    assert device.database.read(state) == ALL
    assert device.database.read(lambda tx: device.journal.find(tx, a_payment_id())) is not None
    device.database.close()
