"""`ventanilla doctor` tells each kind of damage apart, in both languages, and changes nothing."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.services.examining import Examination, Examining, Verdict
from kiosk.services.examining_words import examination_lines
from kiosk.settings import LANGUAGES, resources_folder
from kiosk.store.migrations import STORE_SETS
from kiosk.texts import Texts
from kiosk.vault.blobs import BlobFolder
from kiosk.vault.database import JOURNAL_SET, Database
from kiosk.vault.doctor import HARMLESS, Ill, Trouble, look_inside, look_outside
from kiosk.vault.engine import connect, connect_reader
from kiosk.vault.log_file import read_log
from kiosk.vault.pages import PAGE_BYTES
from kiosk.vault.salvage import salvage
from sync.blobs import blob_id_of
from sync.journal import Transaction, streams
from tests.support.offices import NOON_SECONDS, PASSPHRASE, a_counter, give_slot
from tests.support.vaults import CLERK, KEY, HandClock, a_person

BUILD_SECONDS = NOON_SECONDS - 86_400
SETS = (JOURNAL_SET, *STORE_SETS)
PEOPLE = 12


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a profile that was killed at work: its last saves are in the log."""
    folder = tmp_path_factory.mktemp("made") / "profile"
    counter = a_counter(folder)
    give_slot(folder)
    BlobFolder(counter.database.path).put(blob_id_of(b"sealed"), b"sealed")

    def work(tx: Transaction) -> None:
        for number in range(PEOPLE):
            counter.desk.append(tx, a_person(given=f"N{number}"), salt=counter.desk.new_salt())

    counter.desk.write(work)
    counter.opening.close()
    counter.opening.open(KEY, CLERK)
    for number in range(4):
        counter.desk.write(
            lambda tx, n=number: counter.desk.append(  # type: ignore[misc] # bound now
                tx, a_person(given=f"L{n}"), salt=counter.desk.new_salt()
            )
        )
    counter.database.read(streams)
    copy = folder.with_name("killed")
    shutil.copytree(folder, copy)
    counter.database.close()
    for left in ("ventanilla.db.lock", "ventanilla.db-shm"):
        (copy / left).unlink(missing_ok=True)
    return copy


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """Return a copy of the killed profile's database."""
    shutil.copytree(made, tmp_path / "profile")
    return tmp_path / "profile" / "ventanilla.db"


def flip(path: Path, at: int, length: int = 1) -> None:
    """Change bytes of a file."""
    content = bytearray(path.read_bytes())
    for place in range(at, at + length):
        content[place] ^= 0x5A
    path.write_bytes(content)


def outside(path: Path, *, now_seconds: int = NOON_SECONDS) -> dict[Ill, Trouble]:
    """Return what is seen from outside, by kind."""
    found = look_outside(path, now_seconds=now_seconds, build_seconds=BUILD_SECONDS)
    return {one.code: one for one in found}


def inside(path: Path) -> dict[Ill, Trouble]:
    """Return what is seen inside, by kind."""
    return {one.code: one for one in look_inside(path, KEY, SETS).troubles}


def settled(path: Path) -> None:
    """Fold the log in, as an ordinary closing does."""
    database = Database(path, sets=STORE_SETS)
    database.open(KEY)
    database.close()


def changed_in_file(path: Path, *statements: str) -> None:
    """Change the file behind the journal's back."""
    database = Database(path, sets=STORE_SETS)
    database.open(KEY)

    def work(tx: Transaction) -> None:
        for statement in statements:
            tx.execute(statement)

    database.write(work)
    database.close()


def root_pages(path: Path, *tables: str) -> list[int]:
    """Return where tables begin."""
    connection = connect_reader(path, KEY)
    question = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
    pages = [connection.execute(question, (name,)).fetchone()[0] for name in tables]
    connection.close()
    return pages


def contents(path: Path) -> dict[str, bytes]:
    """Return what every file that matters holds; the index of the log is nobody's."""
    return {
        file.name: file.read_bytes()
        for file in path.parent.rglob("*")
        if file.is_file() and not file.name.endswith("-shm") and file.stat().st_size
    }


# Sound


def test_a_file_killed_at_work_is_sound_and_stays_as_it_is(path: Path) -> None:
    """A kill is no damage; looking writes not one byte, and does not fold the log in."""
    before = contents(path)

    assert outside(path) == {}
    assert inside(path) == {}

    assert contents(path) == before
    assert path.with_name("ventanilla.db-wal").stat().st_size > 0


def test_a_log_torn_at_its_end_is_no_damage(path: Path) -> None:
    """What a power cut leaves behind the last confirmed save was never confirmed."""
    log = path.with_name("ventanilla.db-wal")
    with log.open("ab") as file:
        file.write(bytes(1000))

    assert Ill.LOG not in outside(path)


# Seen from outside


def put(path: Path, content: bytes) -> None:
    """Give a file another content."""
    path.write_bytes(content)
    path.chmod(0o600)


def beside(path: Path, suffix: str) -> Path:
    """Return a file that belongs to the database."""
    return path.with_name(path.name + suffix)


def every_key_file(path: Path) -> list[Path]:
    """Return the key file and its copy."""
    return list(path.parent.glob("ventanilla.db.slots*"))


def without_keys(path: Path) -> None:
    """Remove the key file and its copy."""
    for one in every_key_file(path):
        one.unlink()


def with_broken_keys(path: Path) -> None:
    """Damage the key file and its copy."""
    for one in every_key_file(path):
        put(one, b"rubbish")


OUTSIDE: dict[Ill, Callable[[Path], None]] = {
    Ill.FILE_MISSING: lambda path: os.remove(path),
    Ill.FILE_EMPTY: lambda path: put(path, b""),
    Ill.PLAINTEXT: lambda path: put(path, b"SQLite format 3\x00" + bytes(4080)),
    Ill.KEYS_MISSING: without_keys,
    Ill.KEYS_DAMAGED: with_broken_keys,
    Ill.PAGES: lambda path: put(path, path.read_bytes()[:-1]),
    Ill.WITNESS_MISSING: lambda path: os.remove(beside(path, ".witness")),
    Ill.WITNESS_DAMAGED: lambda path: put(beside(path, ".witness"), bytes(8192)),
    Ill.PERMISSIONS: lambda path: path.chmod(0o644),
    Ill.LOG: lambda path: flip(beside(path, "-wal"), 32 + 24 + 500),
    Ill.BLOBS_DAMAGED: lambda path: flip(path.parent / "blobs" / blob_id_of(b"sealed").hex(), 2),
    Ill.LEFTOVERS: lambda path: put(beside(path, ".slots.new"), b"x"),
}


@pytest.mark.parametrize("half", ["", ".copy"])
def test_one_damaged_copy_of_the_key_file_is_told_by_its_name(path: Path, half: str) -> None:
    """The other one is whole, so nothing is lost; looking does not mend it."""
    file = beside(path, ".slots" + half)
    put(file, b"rubbish")

    trouble = outside(path)[Ill.KEYS_COPY_DAMAGED]

    assert trouble.names == (file.name,)
    assert not trouble.grave
    assert file.read_bytes() == b"rubbish"


@pytest.mark.parametrize("code", list(OUTSIDE), ids=lambda code: code.value)
def test_what_can_be_said_without_a_key(path: Path, code: Ill) -> None:
    """Each kind of damage that is seen from outside is told as what it is, alone."""
    OUTSIDE[code](path)

    assert list(outside(path)) == [code]


def test_a_clock_that_cannot_be_right_is_told_and_touches_nothing(path: Path) -> None:
    """Ten years back is told; ten years ahead nobody can tell. Neither is damage."""
    ten_years = 10 * 365 * 86_400

    back = outside(path, now_seconds=NOON_SECONDS - ten_years)
    ahead = outside(path, now_seconds=NOON_SECONDS + ten_years)

    assert list(back) == [Ill.CLOCK]
    assert Ill.CLOCK in HARMLESS
    assert ahead == {}


def test_a_full_disk_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many MB are left; nothing saved is touched by it."""
    monkeypatch.setattr("kiosk.vault.doctor.free_bytes", lambda _path: 7 * 2**20)

    assert outside(path)[Ill.DISK_FULL].number == 7


def test_the_log_tells_how_many_saves_lie_behind_the_damage(path: Path) -> None:
    """The first frame is damaged: every commit is behind it, and is counted."""
    log = path.with_name("ventanilla.db-wal")
    whole = read_log(log)
    flip(log, 32 + 24 + 500)

    assert outside(path)[Ill.LOG].number == whole.commits > 1


def _places(log: Path) -> list[int]:
    """Return the bytes of a log to flip: all of them in a soak, a sample of each part else."""
    size = log.stat().st_size
    if os.environ.get("VENTANILLA_SOAK") == "1":
        return list(range(size))
    draw = random.Random(9)
    return [*range(0, 56, 3), *draw.sample(range(56, size), 30)]


@pytest.mark.slow
def test_every_flipped_byte_of_the_log_is_noticed_or_harmless(path: Path) -> None:
    """No confirmed save is lost silently: log or witness tells of it, and it can be rescued."""
    log = path.with_name("ventanilla.db-wal")
    whole = log.read_bytes()
    commits, events = read_log(log).commits, salvage(path, KEY).events

    for place in _places(log):
        changed = bytearray(whole)
        changed[place] ^= 0x01
        log.write_bytes(changed)
        seen = read_log(log)
        if not seen.damaged and seen.commits < commits:
            assert Ill.WENT_BACK in inside(path), place
        assert salvage(path, KEY).events == events, place


# Seen inside


def test_a_damaged_first_page_opens_nothing(path: Path) -> None:
    """Said as such; with a key that is right it is the file that is wrong."""
    beside(path, "-wal").unlink()
    flip(path, 100)

    assert list(inside(path)) == [Ill.HEADER]


def test_damaged_pages_are_counted(path: Path) -> None:
    """Two pages: two, told once; nothing is written."""
    settled(path)
    for page in root_pages(path, "person", "shift"):
        flip(path, (page - 1) * PAGE_BYTES + 50)
    before = contents(path)

    found = inside(path)

    assert found[Ill.PAGES].number == 2
    assert contents(path) == before


def test_a_chain_broken_at_a_place_is_told_with_what_is_intact(path: Path) -> None:
    """Up to which event, its time, how many after; each series is listed."""
    settled(path)
    changed_in_file(
        path,
        "DROP TRIGGER event_header_stays",
        "UPDATE event SET head = zeroblob(32) WHERE seq = 7",
    )

    trouble = inside(path)[Ill.CHAIN]

    assert trouble.number == 6
    assert trouble.of > 7
    assert trouble.at is not None
    (chain,) = look_inside(path, KEY, SETS).chains
    assert chain == trouble


def test_a_changed_body_breaks_the_chain_too(path: Path) -> None:
    """A body that was changed is not what its digest says."""
    settled(path)
    changed_in_file(
        path,
        "DROP TRIGGER event_body_only_goes",
        "UPDATE event SET body = zeroblob(9) WHERE seq = 5",
    )

    assert inside(path)[Ill.CHAIN].number == 4


def test_an_earlier_copy_is_told_with_both_places(path: Path) -> None:
    """Where it ends, and where the witness saw it."""
    settled(path)
    earlier = path.read_bytes()
    counter = a_counter(path.parent, clock=HandClock(), seed=b"later", create=False)
    for number in range(3):
        counter.desk.write(
            lambda tx, n=number: counter.desk.append(  # type: ignore[misc] # bound now
                tx, a_person(given=f"L{n}"), salt=counter.desk.new_salt()
            )
        )
    counter.opening.close()
    path.write_bytes(earlier)

    trouble = inside(path)[Ill.WENT_BACK]

    assert trouble.of == trouble.number + 4  # the start of the program, and three people


def test_a_newer_file_is_no_damage(path: Path) -> None:
    """A step that this program does not know: told by its name."""
    settled(path)
    changed_in_file(
        path,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('kept', 'of_next_year', '')",
    )

    assert inside(path)[Ill.NEWER].names == ("kept.of_next_year",)


def test_rows_that_name_others_are_told(path: Path) -> None:
    """A receipt of an event that is not there."""
    settled(path)
    changed_in_file(
        path, "CREATE TABLE loose (stream BLOB REFERENCES stream (stream) DEFERRABLE) STRICT"
    )
    connection = connect(path, KEY)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("INSERT INTO loose VALUES (x'01')")
    connection.close()

    assert inside(path)[Ill.REFERENCES].number == 1


# With a clave, in words


@pytest.fixture
def examining(path: Path) -> Examining:
    """Return who examines the copy."""
    return Examining(path, HandClock(), BUILD_SECONDS)


@pytest.mark.slow
def test_the_verdict_needs_a_clave(examining: Examining) -> None:
    """Sound with one; without it nothing can be known; a wrong one is told."""
    assert examining.examine(PASSPHRASE).verdict is Verdict.SOUND
    assert examining.examine(None).verdict is Verdict.UNKNOWN
    wrong = examining.examine("otra cosa")
    assert (wrong.verdict, wrong.wrong_clave) == (Verdict.UNKNOWN, True)


@pytest.mark.slow
def test_lists_that_differ_from_the_records_are_told_and_can_be_made_again(
    path: Path, examining: Examining
) -> None:
    """Only derived tables are wrong: their names, and that a rebuild is enough."""
    settled(path)
    changed_in_file(path, "UPDATE person SET given = 'OTRA' WHERE given = 'N3'")

    found = examining.examine(PASSPHRASE)

    assert [one.code for one in found.troubles] == [Ill.READ_TABLES]
    assert found.troubles[0].names == ("person",)
    assert found.may_rebuild
    assert not list(path.parent.glob("*.scratch*"))


@pytest.mark.slow
def test_a_file_of_an_answer_that_is_gone_is_told(path: Path, examining: Examining) -> None:
    """A record names it, the folder has it not; the record itself is whole."""
    settled(path)
    database = Database(path, sets=STORE_SETS)
    database.open(KEY)
    columns = database.read(
        lambda tx: tx.execute("PRAGMA table_info(registration_file)").fetchall()
    )
    database.close()
    names = ", ".join(row[1] for row in columns)
    values = ", ".join("x'" + "07" * 16 + "'" if "BLOB" in row[2] else "0" for row in columns)
    changed_in_file(path, f"INSERT INTO registration_file ({names}) VALUES ({values})")  # noqa: S608

    found = examining.examine(PASSPHRASE)

    assert Ill.BLOBS_MISSING in {one.code for one in found.troubles}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_damage_has_its_words(language: str) -> None:
    """What was found and what to do, each of them whole, in both languages."""
    texts = Texts(resources_folder() / "translations", language, HandClock())
    for code in Ill:
        trouble = Trouble(
            code=code, number=3, of=9, series="1PGE", at=HandClock().now(), names=("uno", "dos")
        )
        found = Examination(
            verdict=Verdict.DAMAGED,
            troubles=(trouble,),
            chains=(),
            opened=True,
            wrong_clave=False,
            key=None,
        )
        lines = examination_lines(found, texts)
        assert len(lines) == 3, code
        assert all(line.strip() and "{" not in line for line in lines), code
