"""Power cuts as images of the disk: whatever part of the log reached it, no save is half there."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from kiosk.store import queries
from kiosk.store.migrations import STORE_SETS
from kiosk.store.projections import rebuild
from kiosk.vault.database import Database
from kiosk.vault.witness import Finding
from sync.ids import ShiftId, SubjectId
from sync.journal import Transaction, history, streams, verify
from tests.support.vaults import KEY, a_device, a_payment, a_person, a_registration, a_shift

SAVES = 12
CUTS = 40
FRAME_BYTES = 24 + 4096


def picture(tx: Transaction) -> list[list[Any]]:
    """Return the rows that follow from the journal."""
    return [
        tx.execute("SELECT * FROM person ORDER BY subject").fetchall(),
        tx.execute("SELECT * FROM person_word ORDER BY word, subject").fetchall(),
        tx.execute("SELECT * FROM registration ORDER BY event_id").fetchall(),
        tx.execute("SELECT * FROM payment ORDER BY event_id").fetchall(),
        tx.execute("SELECT * FROM payment_line ORDER BY event_id, position").fetchall(),
        tx.execute("SELECT * FROM ledger ORDER BY event_id, position").fetchall(),
    ]


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes, bytes, int]:
    """Return file, log and witness of a working day that was cut, and how many events it had."""
    path = tmp_path_factory.mktemp("day") / "vault.db"
    device = a_device(path)
    device.begin()
    device.database.close()
    device.database.open(KEY)
    shift = ShiftId(device.record(a_shift(device.folio())).event_id)
    for number in range(SAVES):
        person = device.record(a_person(given=f"N{number}"))
        subject = SubjectId(person.event_id)
        made = device.record(a_registration(device.folio()), subject=subject)
        device.record(a_payment(device.folio(), shift), subject=subject, refs=(made.event_id,))
    device.database.read(streams)  # runs after the last witness
    whole = (
        path.read_bytes(),
        path.with_name("vault.db-wal").read_bytes(),
        path.with_name("vault.db.witness").read_bytes(),
    )
    events = device.rows("SELECT count(*) FROM event")[0][0]
    device.database.close()
    assert isinstance(events, int)
    return (*whole, events)


def check(path: Path) -> tuple[int, Finding | None]:
    """Open an image, check all that must hold of it, and return its events and the finding."""
    database = Database(path, sets=STORE_SETS)
    opened = database.open(KEY)
    try:
        assert opened.links is not None
        assert opened.links.holds
        stream = database.read(streams)[0]
        assert database.read(lambda tx: verify(tx, stream)).holds
        assert database.read(queries.ledger_centavos) == 0
        before = database.read(picture)
        events = database.read(lambda tx: len(list(history(tx))))
        database.write(rebuild)
        assert database.read(picture) == before
        return events, None if opened.went_back is None else opened.went_back.finding
    finally:
        database.close()


@pytest.mark.slow
def test_any_part_of_the_log_gives_whole_saves(
    tmp_path: Path, images: tuple[bytes, bytes, bytes, int]
) -> None:
    """Cut anywhere, with rubbish after the cut or not: a prefix of the day, and the loss seen."""
    file, log, witness, all_events = images
    draw = random.Random(20261120)
    seen = set()

    for turn in range(CUTS):
        folder = tmp_path / str(turn)
        folder.mkdir()
        between_frames = 32 + draw.randrange(len(log) // FRAME_BYTES) * FRAME_BYTES
        cut = draw.choice((draw.randrange(len(log)), between_frames))
        tail = draw.randbytes(draw.choice((0, 0, 700, FRAME_BYTES)))
        (folder / "vault.db").write_bytes(file)
        (folder / "vault.db-wal").write_bytes(log[:cut] + tail)
        (folder / "vault.db.witness").write_bytes(witness)

        events, finding = check(folder / "vault.db")

        assert events < all_events, cut
        assert finding is Finding.BEHIND, cut
        seen.add(events)
    assert len(seen) > 5


@pytest.mark.slow
def test_the_whole_log_gives_the_whole_day(
    tmp_path: Path, images: tuple[bytes, bytes, bytes, int]
) -> None:
    """With all of the log, and rubbish beyond it, nothing is missing and nothing is alarmed."""
    file, log, witness, all_events = images
    for name, tail in (("clean", b""), ("torn", bytes(range(256)) * 20)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "vault.db").write_bytes(file)
        (folder / "vault.db-wal").write_bytes(log + tail)
        (folder / "vault.db.witness").write_bytes(witness)

        assert check(folder / "vault.db") == (all_events, None)
