"""The encrypted file: damaged pages, a torn log, a copy of yesterday, files that are gone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.vault.slots import copy_path, slots_path
from sync.rescue import read_manifest
from tests.demo.job import PASSPHRASE
from tests.faults.counter import Counter
from tests.faults.day import Day, holdings
from tests.support.logs import ExpectedLogs

Start = Callable[..., Counter]
PAGE_BYTES = 4096
SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
PAGES = 27 if SOAK else 3  # damaged, spread over the file
LANGUAGES = ["es", "en"] if SOAK else ["es"]


def flip(path: Path, at: int) -> None:
    """Flip one byte of a file."""
    content = bytearray(path.read_bytes())
    content[at] ^= 0x01
    path.write_bytes(content)


@pytest.mark.parametrize("language", ["es", "en"] if SOAK else ["en"])
def test_a_damaged_first_page_is_told_at_the_door(day: Day, start: Start, language: str) -> None:
    """One flipped byte in the first page: three sentences on V01, and the file is left as it is."""
    flip(day.database, 100)
    damaged = day.database.read_bytes()
    counter = start(language=language)

    counter.clerk.type_passphrase(PASSPHRASE)
    counter.see_problem("vault.damaged")
    counter.look("damaged")
    counter.close()

    assert day.database.read_bytes() == damaged
    flip(day.database, 100)
    assert holdings(day.database).registrations == 1


def test_a_damaged_file_is_rescued_from_the_door(day: Day, start: Start) -> None:
    """From the problem on V01 to X02: what is intact is said, and everything is handed over."""
    before = holdings(day.database)
    flip(day.database, 100)
    damaged = day.database.read_bytes()
    out = day.folder.parent / "out"
    out.mkdir()
    counter = start()
    counter.clerk.type_passphrase(PASSPHRASE)
    counter.see_problem("vault.damaged")
    counter.robot.press(counter.texts.text("damaged-look"))
    counter.robot.wait_screen("X02")

    counter.robot.fill(counter.texts.text("damaged-clave"), PASSPHRASE)
    counter.robot.key("Return")
    counter.robot.wait_words(counter.texts.part("doctor-header", "found"))
    counter.look("x02-found")
    counter.robot.fill(counter.texts.text("damaged-folder"), str(out))
    counter.robot.key("Ctrl+Return")
    counter.robot.wait_words(counter.texts.text("damaged-next"))
    counter.close()

    (rescue,) = out.glob("*.vtx")
    manifest = read_manifest(rescue.read_bytes())
    (stream,) = manifest.streams
    assert stream.intact_to == stream.last > before.registrations
    assert day.database.read_bytes() == damaged


def test_a_damaged_page_anywhere_is_no_fault_of_ours(
    day: Day, start: Start, expected_logs: ExpectedLogs
) -> None:
    """Whichever page is damaged, a person reads that the file is damaged, at the door or at work.

    With the byte mended everything is as it was.
    """
    expected_logs.expect("delivery", "a delivery step failed")
    expected_logs.expect("ventanilla.app", "closed without a last record: vault.damaged")
    expected_logs.expect("ventanilla.keys", "not in order yet: vault.damaged")
    expected_logs.expect("ventanilla.erasing", "not finished yet: vault.damaged")
    expected_logs.expect("ventanilla.tending", "vault.damaged")
    before = holdings(day.database)
    told = 0
    pages = day.database.stat().st_size // PAGE_BYTES
    for page in range(1, pages, pages // PAGES):
        copy = day.in_folder(day.folder.parent / f"page-{page}")
        shutil.copytree(day.folder, copy.folder)
        flip(copy.database, page * PAGE_BYTES + 1000)
        counter = start(profile=copy.profile)
        counter.clerk.type_passphrase(PASSPHRASE)
        counter.settle()
        if counter.robot.screen_id() == "V02":
            counter.robot.key("F4")
            counter.settle()
        words = counter.robot.words()
        assert counter.texts.text("fault-title") not in words, page
        told += counter.texts.part("problem-vault-damaged", "happened") in words
        counter.close()

        flip(copy.database, page * PAGE_BYTES + 1000)
        assert not same_pages(copy.database, day.database) or holdings(copy.database).same_work(
            before
        )
    assert told


def same_pages(one: Path, other: Path) -> bool:
    """Say whether nothing was written into a file's pages since they were copied."""
    return one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_copy_of_yesterday_is_told_and_work_goes_on_in_a_new_series(
    day: Day, start: Start, language: str
) -> None:
    """An older copy of the file: the page says so, and the next receipt is of a new series."""
    copy = day.folder / "yesterday.db"
    shutil.copyfile(day.database, copy)
    before = holdings(day.database)
    start().enter().close()
    shutil.copyfile(copy, day.database)

    counter = start(language=language)
    counter.clerk.type_passphrase(PASSPHRASE)
    counter.robot.wait_screen("X01")
    for part in ("title", "means", "safe", "todo"):
        counter.robot.wait_words(counter.texts.text(f"went-back-{part}"))
    counter.look("went-back")
    counter.robot.key("Return")
    counter.robot.wait_screen("V02")
    counter.pay_the_pending_charge()
    counter.close()

    after = holdings(day.database)
    assert after.streams == 2
    assert after.payments == 1
    assert {series for series, _ in after.receipts} > {series for series, _ in before.receipts}
    assert start().enter().robot.screen_id() == "V02"


def test_a_flipped_byte_in_the_log_loses_no_more_than_is_told(
    day: Day, start: Start, expected_logs: ExpectedLogs
) -> None:
    """A power cut tears the log: a person is told that the file went back, and work goes on."""
    expected_logs.expect("kiosk.vault", "what stands behind is kept")
    counter = start().enter()
    counter.pay_the_pending_charge()
    torn = day.in_folder(day.folder.parent / "torn")
    shutil.copytree(day.folder, torn.folder)
    counter.close()
    log = torn.database.with_name(torn.database.name + "-wal")
    flip(log, log.stat().st_size // 2)

    after_cut = start(profile=torn.profile)
    after_cut.clerk.type_passphrase(PASSPHRASE)
    after_cut.robot.wait_screen("X01")
    after_cut.robot.key("Return")
    after_cut.robot.wait_screen("V02")
    after_cut.close()

    assert holdings(torn.database).streams == 2
    assert holdings(day.database).payments == 1


@pytest.mark.parametrize(
    ("missing", "seen"),
    [(".slots", "V02"), (".witness", "X01"), ("-wal", "V02"), ("-shm", "V02")],
)
def test_a_file_beside_the_database_is_gone(
    day: Day, start: Start, missing: str, seen: str
) -> None:
    """A part that is gone is told or made good; the file itself is not touched by it."""
    day.database.with_name(day.database.name + missing).unlink(missing_ok=True)
    counter = start()

    counter.clerk.type_passphrase(PASSPHRASE)
    assert counter.robot.wait_screen("X01", "V02") == seen
    counter.close()

    assert holdings(day.database).registrations == 1


def test_damaged_slots_are_told(day: Day, start: Start) -> None:
    """Key file and copy both with a flipped byte: told before anybody types a clave in vain."""
    slots = slots_path(day.database)
    before = day.database.read_bytes()
    for one in (slots, copy_path(slots)):
        flip(one, 3)
    counter = start()

    counter.see_problem("vault.damaged")
    counter.look("slots-damaged")
    assert day.database.read_bytes() == before


def test_an_emptied_file_is_damaged_and_not_begun_anew(day: Day, start: Start) -> None:
    """A file of no bytes beside its witness is told as damaged; no empty one takes its place."""
    day.database.write_bytes(b"")
    counter = start()

    counter.clerk.type_passphrase(PASSPHRASE)
    counter.see_problem("vault.damaged")
    counter.look("emptied")
    counter.close()

    assert day.database.stat().st_size == 0
