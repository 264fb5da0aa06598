"""Nothing readable is left behind: a played day leaves no canary outside the encrypted file."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import KnownError
from kiosk.logs import close_log, open_log
from kiosk.services.records import RecordUnknown
from sync.ids import EventId
from tests.support.a_life import CANARIES, Life, a_life
from tests.support.logs import ExpectedLogs
from tests.support.offices import Counter, a_counter, give_slot


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    """A counter whose log and temporary files are written where the test can look."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    made = a_counter(tmp_path / "profile")
    give_slot(tmp_path / "profile")
    yield made
    made.opening.close()


def outside(folder: Path) -> dict[str, list[str]]:
    """Return which canaries stand in clear in which file below a folder."""
    found: dict[str, list[str]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes() + path.name.encode()
            words = [canary.decode() for canary in CANARIES if canary in content]
            if words:
                found[path.name] = words
    return found


def test_a_day_leaves_no_word_of_a_person_in_clear(
    counter: Counter, tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    """File, log of the database, sealed files, program log, temporary folder: nothing readable."""
    expected_logs.expect("ventanilla.app", "as an unforeseen fault is written")
    handler = open_log(tmp_path / "logs")
    try:
        life = play(counter)
        logging.getLogger("ventanilla.app").info("the day is over")
    finally:
        close_log(handler)
    counter.sessions.lock()

    assert outside(tmp_path) == {}
    assert (tmp_path / "logs" / "ventanilla.log").stat().st_size > 0
    assert life.subject


def test_pictures_stand_only_while_somebody_is_at_work(counter: Counter, tmp_path: Path) -> None:
    """A picture shows what a person paid: it goes when the screen is locked or the file closed."""
    life = a_life(counter)
    folder = tmp_path / "profile" / "receipts"
    drawn = [path.name for path in folder.iterdir()]

    counter.sessions.lock()
    locked = list(folder.iterdir())
    counter.desk.seat(None)

    assert len(drawn) == 1
    assert locked == []
    assert life.payment


def test_a_picture_that_a_crash_left_is_taken_away_at_the_next_start(
    counter: Counter, tmp_path: Path
) -> None:
    """Closing what a crash kept open, half a picture too."""
    a_life(counter)
    folder = tmp_path / "profile" / "receipts"
    (folder / "20067-007-1PGE-9.png.new").write_bytes(b"half")
    counter.database.close()  # as a crash leaves it: nobody locked, nobody tidied

    again = a_counter(tmp_path / "profile", create=False)
    again.receipts.forget_pictures()
    left = list(folder.iterdir())
    again.opening.close()

    assert left == []


def play(counter: Counter) -> Life:
    """Play a day with its ordinary mishaps, all of which are logged."""
    life = a_life(counter)
    counter.records.detail(life.registration)
    counter.privacy.held(life.subject)
    for refused in (
        lambda: counter.records.detail(EventId(b"?" * 16)),
        lambda: counter.payments.begin(life.registration),
    ):
        with pytest.raises(KnownError):
            refused()
    try:
        counter.records.detail(EventId(b"?" * 16))
    except RecordUnknown:
        logging.getLogger("ventanilla.app").exception("as an unforeseen fault is written")
    return life
