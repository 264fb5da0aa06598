"""Unlock, lock, close: claves, waits, what is recorded, what a damaged file says (UX §3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import KnownError
from kiosk.services.desk import FileClosed
from kiosk.services.views import MustWait, NewPerson, Unlocked, WrongPassphrase
from kiosk.vault.engine import connect
from kiosk.vault.errors import AlreadyOpen, Damaged
from kiosk.vault.try_count import FREE_TRIES
from sync.ids import OperatorNumber
from tests.support.logs import ExpectedLogs
from tests.support.offices import DAY_SECONDS, PASSPHRASE, Counter, a_counter, give_slot
from tests.support.vaults import KEY

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """An enrolled counter with one slot, its file closed."""
    give_slot(tmp_path)
    a_counter(tmp_path).opening.close()
    made = a_counter(tmp_path, seed=b"second start", create=False)
    made.opening.close()
    yield made
    made.sessions.close()


def test_the_clave_opens_the_file(counter: Counter) -> None:
    """Name, place and office are said; the unlock is an event; delivery begins."""
    began = counter.courier.began

    answer = counter.sessions.unlock(42, f"  {PASSPHRASE} ")

    assert isinstance(answer, Unlocked)
    assert answer.session.operator.initials == "MC"
    assert answer.session.office == "Tesorería, caja 007"
    assert not answer.session.clock_wrong
    assert not answer.went_back
    assert counter.sessions.file_open
    assert counter.kinds()[-1] == 20
    assert counter.courier.began == began + 1


def test_the_names_are_known_before_anything_is_open(counter: Counter) -> None:
    """V01 lists who has a slot."""
    names = counter.sessions.operators()

    assert [(one.number, one.name) for one in names] == [(42, "Marisol Canul")]
    assert not counter.sessions.file_open


def test_five_wrong_claves_then_a_wait(counter: Counter) -> None:
    """Tries left are counted down; then a minute by the monotonic clock, whatever the wall says."""
    answers = [counter.sessions.unlock(42, f"wrong {n}") for n in range(FREE_TRIES)]
    counter.clock.wall_seconds += DAY_SECONDS
    during = counter.sessions.unlock(42, PASSPHRASE)
    counter.clock.steady_seconds += 60
    after = counter.sessions.unlock(42, PASSPHRASE)

    lefts = [answer.tries_left for answer in answers if isinstance(answer, WrongPassphrase)]
    assert lefts == [4, 3, 2, 1]
    assert isinstance(answers[-1], MustWait)
    assert isinstance(during, MustWait)
    assert during.seconds == 60
    assert isinstance(after, Unlocked)
    counter.sessions.lock()


def test_an_unknown_operator_is_a_wrong_clave(counter: Counter) -> None:
    """Nothing tells whether the number or the words were wrong."""
    assert isinstance(counter.sessions.unlock(7, PASSPHRASE), WrongPassphrase)


def test_locking_keeps_the_file_open_and_blocks(counter: Counter) -> None:
    """Delivery goes on; nobody can write until somebody enters again."""
    counter.sessions.unlock(42, PASSPHRASE)
    ended = counter.courier.ended

    counter.sessions.lock()

    assert counter.sessions.file_open
    assert counter.courier.ended == ended
    assert counter.kinds()[-1] == 21
    with pytest.raises(FileClosed):
        counter.citizens.create(
            counter.citizens.begin(), NewPerson(given="UNO", first_surname="PRUEBA")
        )
    again = counter.sessions.unlock(42, PASSPHRASE)
    assert isinstance(again, Unlocked)
    assert counter.kinds()[-1] == 20


def test_closing_forgets_the_key(counter: Counter) -> None:
    """After half an hour locked the file is closed, delivery has stopped, services say so."""
    counter.sessions.unlock(42, PASSPHRASE)
    counter.sessions.lock()

    counter.sessions.close()
    counter.sessions.close()

    assert not counter.sessions.file_open
    with pytest.raises(FileClosed):
        counter.shifts.current()
    assert isinstance(counter.sessions.unlock(42, PASSPHRASE), Unlocked)


def test_a_second_copy_is_refused(counter: Counter) -> None:
    """The same profile opens once; the first copy goes on."""
    counter.sessions.unlock(42, PASSPHRASE)

    with pytest.raises(AlreadyOpen):
        a_counter(counter.folder, seed=b"copy", create=False)

    assert counter.shifts.current() is None


def test_a_damaged_page_gets_its_sentence(counter: Counter, tmp_path: Path) -> None:
    """A flipped page is a known fault and leaves the app ready for another try."""
    file = tmp_path / "ventanilla.db"
    content = bytearray(file.read_bytes())
    for place in range(4096, 8192):
        content[place] ^= 0xFF
    file.write_bytes(bytes(content))

    with pytest.raises(Damaged):
        counter.sessions.unlock(42, PASSPHRASE)

    assert not counter.sessions.file_open


def test_an_older_file_goes_on_in_a_new_series(counter: Counter, tmp_path: Path) -> None:
    """A restored copy is said, a new stream opens with its own start receipt, work goes on."""
    counter.sessions.unlock(42, PASSPHRASE)
    counter.sessions.close()
    file = tmp_path / "ventanilla.db"
    old = file.read_bytes()
    counter.sessions.unlock(42, PASSPHRASE)
    counter.citizens.create(
        counter.citizens.begin(), NewPerson(given="UNO", first_surname="PRUEBA")
    )
    counter.sessions.close()
    file.write_bytes(old)

    answer = counter.sessions.unlock(42, PASSPHRASE)

    assert isinstance(answer, Unlocked)
    assert answer.went_back
    series = counter.rows("SELECT count(DISTINCT series), count(*) FROM receipt WHERE number = 1")
    assert series == [(2, 2)]
    counter.citizens.create(
        counter.citizens.begin(), NewPerson(given="DOS", first_surname="PRUEBA")
    )


def test_a_changed_event_is_said_to_whoever_gets_in(
    counter: Counter, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """Who has the key and edits one header is found out at the next opening; work goes on."""
    counter.sessions.unlock(42, PASSPHRASE)
    counter.sessions.close()
    connection = connect(tmp_path / "ventanilla.db", KEY)
    connection.execute("DROP TRIGGER event_header_stays")
    expected_logs.expect("ventanilla.opening", "chain holds only to")
    connection.execute("UPDATE event SET head = zeroblob(32) WHERE seq = 2")
    connection.commit()
    connection.close()

    answer = counter.sessions.unlock(42, PASSPHRASE)

    assert isinstance(answer, Unlocked)
    assert answer.session.journal_breaks_after == 1
    counter.citizens.create(
        counter.citizens.begin(), NewPerson(given="DOS", first_surname="PRUEBA")
    )


def test_a_clock_in_1970_is_said(counter: Counter) -> None:
    """The session exposes it for the banner, and work goes on."""
    counter.clock.wall_seconds = 60.0

    answer = counter.sessions.unlock(42, PASSPHRASE)

    assert isinstance(answer, Unlocked)
    assert answer.session.clock_wrong


def test_a_file_without_a_device_is_refused(tmp_path: Path) -> None:
    """A vault that no office admitted opens no counter."""
    give_slot(tmp_path, OperatorNumber(42))
    made = a_counter(tmp_path)
    made.database.write(lambda tx: tx.execute("DELETE FROM device_identity"))
    made.opening.close()

    with pytest.raises(KnownError) as caught:
        made.sessions.unlock(42, PASSPHRASE)

    assert caught.value.code == "enrol.not_enrolled"
    assert not made.sessions.file_open
