"""A central that went back: what it lost of files and codes is asked for again, not assumed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sync.device.later_codes import LaterCode, take_later_code
from sync.device.states import RecordState
from sync.events import OperatorUnlocked, decode_header
from sync.journal import Transaction
from tests.delivery.test_device_fork import by_stick, clone
from tests.support.blob_files import record_with_files
from tests.support.delivery import Device, SqliteStore
from tests.support.logs import ExpectedLogs
from tests.support.model_central import ModelCentral
from tests.unit.test_sync_blob_lane import PHOTO, Place

WAITS, NOTICE = 6, 37


@pytest.fixture
def store() -> Iterator[SqliteStore]:
    """Give a store whose disk can be copied."""
    plain = SqliteStore()
    plain.migrate()
    yield plain
    plain.close()


@pytest.fixture
def place() -> Iterator[Place]:
    made = Place()
    yield made
    made.store.close()


def unlocks_wait(header: bytes) -> int | None:
    """Put every event of one kind into quarantine, as a central that does not know it."""
    return WAITS if decode_header(header).kind == OperatorUnlocked.kind else None


def states(device: Device) -> list[RecordState]:
    """Return the state of every event of the device's stream."""
    view = device.view()
    return [view.state_of(device.stream, seq) for seq in range(1, view.streams[0].tip + 1)]


def test_photos_are_sent_again_to_a_central_that_lost_events_under_the_same_name(
    place: Place, expected_logs: ExpectedLogs
) -> None:
    """Its word that it held a file is worth no more than its word that it held an event."""
    expected_logs.expect("delivery", "less of a stream")
    (blob_id,) = record_with_files(place.device, place.files, PHOTO)
    place.device.run(60)
    assert place.waiting() == 0
    place.blobs.whole.clear()
    place.central.forget_after(1, redraw=False)
    place.device.record(1)

    place.start_again()
    place.device.run(1, steps=1)
    before = place.waiting()
    place.device.run(60)

    assert before == 1
    assert place.blobs.whole[blob_id.hex()] == place.files.held[blob_id]


def test_what_a_restored_central_holds_unheard_is_asked_for_its_codes(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """Only an answer to a push says what waits in quarantine: nothing is delivered without it."""
    expected_logs.expect("delivery", "database is another one")
    device.record(2)
    device.run()
    central.code_of = lambda _header: WAITS
    device.record(3)
    central.handle(by_stick(device))  # stored, and its answer never comes
    central.forget_after(6)
    device.record(2)

    device.start_program()
    device.run()

    assert set(states(device)[3:]) == {RecordState.NEEDS_ATTENTION}


def test_a_notice_about_a_clones_event_is_not_shown_as_ours(
    device: Device, expected_logs: ExpectedLogs
) -> None:
    """Beyond the end of a left stream a code is about what the other copy recorded there."""
    expected_logs.expect("delivery", "another history")
    device.record(2)
    device.run()
    other = clone(device)
    device.record(2)
    other.record(2)
    device.run()
    other.run()
    stream = other.view().streams[0].stream

    def tell(tx: Transaction) -> None:
        take_later_code(tx, LaterCode(stream=stream, seq=2, code=NOTICE))
        take_later_code(tx, LaterCode(stream=stream, seq=5, code=NOTICE))

    other.store.write(tell)

    told = other.store.read(other.desk.outbox.notices)
    assert [(one.stream, one.seq) for one in told] == [(stream, 2)]
