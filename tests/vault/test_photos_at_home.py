"""How long a photo stays on the device: until the central has it for good, or the law takes it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from kiosk.services.erasing import Erasing, erase_events
from kiosk.services.pruning import Pruning
from kiosk.services.removal import Removal
from kiosk.services.views.removal import HeldKind
from kiosk.store.projections import rebuild
from sync.device.blob_tables import scan, waiting
from sync.device.outbox import Outbox
from sync.events import ErasureReason
from sync.ids import EventId
from sync.journal import NOBODY, Transaction
from tests.support.household import a_full_household, publish_household
from tests.support.offices import Counter, a_contact, a_counter

PHOTO = "/data/house/photo"
DAYS_40 = 40 * 86_400


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    """Give a counter that knows the central, with a form that asks for a photo."""
    made = a_counter(tmp_path)
    publish_household(made)
    made.database.write(lambda tx: tx.execute("UPDATE link SET incarnation = zeroblob(16)"))
    yield made
    made.opening.close()


def register(counter: Counter, colour: str = "white") -> EventId:
    """Save a household with a photo."""
    view = a_full_household(counter)
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(picture, "JPEG")
    counter.registrations.attach(view.draft_id, PHOTO, picture.getvalue(), "image/jpeg", "f.jpg")
    counter.registrations.consent(view.draft_id)
    return counter.registrations.save(view.draft_id, accepted=True).event_id


def tip(tx: Transaction) -> tuple[bytes, int]:
    row = tx.execute("SELECT stream, max(seq) FROM event").fetchone()
    return bytes(row[0]), int(row[1])


def confirm(counter: Counter) -> None:
    """Have every file confirmed now, as the blob lane keeps it."""

    def work(tx: Transaction) -> None:
        scan(tx)
        tx.execute(
            "UPDATE blob SET confirmation = x'00', incarnation = zeroblob(16),"
            " after_stream = ?, after_seq = ?",
            tip(tx),
        )

    counter.database.write(work)


def acknowledge(counter: Counter, *, durable: bool = True) -> None:
    """Have everything acknowledged, and durable, 40 days before the newest time of the central."""

    def work(tx: Transaction) -> None:
        stream, seq = tip(tx)
        now = counter.desk.now_seconds()
        Outbox().acknowledge(
            tx,
            stream,  # type: ignore[arg-type]
            seq=seq,
            durable=seq if durable else 0,
            codes=(),
            now=counter.clock.now(),
        )
        tx.execute(
            "INSERT INTO ack (stream, seq, raw, server_time_milliseconds, incarnation, received_at)"
            " VALUES (?, ?, x'00', ?, zeroblob(16), 0)",
            (stream, seq, (now - DAYS_40) * 1000),
        )
        a_contact(tx, now, now)

    counter.database.write(work)


def files(counter: Counter) -> set[str]:
    """Return the names of the sealed files on the disk."""
    return {path.name for path in counter.files.folder.iterdir()}


def prune(counter: Counter) -> int:
    return Pruning(counter.desk, counter.files).prune()


def test_a_photo_leaves_with_its_record(counter: Counter) -> None:
    """Confirmed, durable, 40 days old: file and answers go, a rebuild gives the same rows."""
    register(counter, "red")
    register(counter, "blue")
    assert len(files(counter)) == 2
    acknowledge(counter)
    assert prune(counter) == 0  # the files have no other place yet

    confirm(counter)
    assert prune(counter) == 0  # durable since before they were confirmed

    register(counter, "green")  # the newest of its form stays anyway
    acknowledge(counter)
    assert prune(counter) == 2

    assert len(files(counter)) == 1
    counter.database.write(rebuild)
    assert (
        counter.database.read(
            lambda tx: tx.execute("SELECT count(*) FROM registration_file").fetchone()[0]
        )
        == 1
    )


def test_another_central_keeps_photos_here(counter: Counter) -> None:
    """After a restore of the central no confirmation counts: nothing goes before it is renewed."""
    register(counter)
    register(counter, "blue")
    confirm(counter)
    register(counter, "green")
    acknowledge(counter)
    counter.database.write(
        lambda tx: tx.execute("UPDATE blob SET incarnation = x'" + "11" * 16 + "'")
    )

    assert prune(counter) == 0
    assert len(files(counter)) == 3


def test_what_the_law_erases_waits_no_more(counter: Counter) -> None:
    """The file goes from the disk, its row and confirmation with it."""
    event_id = register(counter)
    confirm(counter)
    counter.database.write(
        lambda tx: erase_events(tx, counter.desk, [event_id], ErasureReason.CENTRAL_ORDERED, NOBODY)
    )

    assert Erasing(counter.desk, counter.files).finish()

    assert files(counter) == set()
    assert counter.database.read(waiting).count == 0
    rows = counter.database.read(lambda tx: tx.execute("SELECT count(*) FROM blob").fetchone()[0])
    assert rows == 0


def test_removal_waits_for_photos(counter: Counter) -> None:
    """All events are confirmed, a photo is not: the device's data stay."""
    register(counter)
    acknowledge(counter)
    removal = Removal(counter.desk, counter.approvals, counter.opening.close, ())

    held = {one.kind: one.count for one in removal.look().held}
    assert held == {HeldKind.FILES: 1}
    assert not removal.look().may_go

    confirm(counter)
    assert removal.look().may_go
