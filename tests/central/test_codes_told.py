"""What waits in quarantine is told to its device, wherever the event stands and however it came."""

from __future__ import annotations

from sync import cbor
from sync.central import schema
from sync.central.checks import Code
from sync.central.findings.book import read_book
from tests.central.test_moved import gone_on
from tests.central.test_quarantine import FUTURE_KIND, upgraded
from tests.delivery.central_support import Central, Device, a_person, record_a_day


def with_a_future_kind(device: Device) -> int:
    """Record a day and then an event of a kind that only a later version knows; return its seq."""
    record_a_day(device)
    device.raw(device.header(FUTURE_KIND), cbor.encode({2: 3}))
    return len(device.items)


def test_an_ack_that_covers_more_than_its_batch_tells_of_all_it_covers(
    central: Central, device: Device
) -> None:
    """The answer to the long batch was lost, a shorter one goes again: the code comes with it."""
    last = with_a_future_kind(device)
    central.push(device, 1, last)

    again = central.push(device, 1, last // 2)

    assert again.seq == last
    assert again.codes == ((last, Code.UNKNOWN_KIND),)


def test_an_event_moved_at_a_fork_is_not_called_applied_while_it_waits(
    central: Central, device: Device
) -> None:
    """Its old place is in quarantine: the new one is told so, and hears when it counts after all.

    It counts once, and waits once.
    """
    last = with_a_future_kind(device)
    central.push(device, 1, last)
    moved = gone_on(device, last - 3)
    moved.record(a_person())

    outcome = central.push(moved, 1, len(moved.items))
    waiting = [row["seq"] for row in central.rows(schema.quarantine)]
    with central.database.read() as connection:
        found = [(row.stream, row.seq) for row in read_book(connection).coded]
    with upgraded():
        central.platform.catch_up()

    assert outcome.codes == ((4, Code.UNKNOWN_KIND),)
    assert waiting == [last]
    assert found == [(device.stream, last)]
    told = {(row["stream"], row["seq"], row["code"]) for row in central.rows(schema.later_code)}
    assert told == {(device.stream, last, 0), (moved.stream, 4, 0)}
    stands = {(row["stream"], row["seq"]): row for row in central.rows(schema.event)}
    old, new = stands[(device.stream, last)], stands[(moved.stream, 4)]
    assert (old["code"], old["applied"]) == (None, True)
    assert (new["code"], new["applied"]) == (None, False)
