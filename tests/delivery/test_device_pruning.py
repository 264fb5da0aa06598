"""Records that the central keeps for good leave this device, and stay in its lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.services.reading import RecordErased
from kiosk.services.views import DeliveryWord
from kiosk.store.erasure import forget_events
from kiosk.store.projections import rebuild
from sync.device.memory import LinkMemory
from sync.device.outbox import Outbox
from sync.ids import EventId, Incarnation
from sync.journal import Gone, Transaction, by_id, streams, verify
from sync.messages import Acknowledgement, AckResult
from tests.delivery.device_office import NOON_SECONDS, Office, an_office
from tests.support.counters import a_registration_at

DAY_MS = 86_400_000
NOW_MS = NOON_SECONDS * 1000
CENTRAL = Incarnation(b"C" * 16)
READ_TABLES = ("registration", "correction", "trace", "trace_ref", "registration_file")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Give an office with two registrations of one form."""
    return an_office(tmp_path)


def acknowledge(office: Office, at_ms: int, *, durable: bool) -> None:
    """Let a signed acknowledgement of everything have come at that time of the central."""
    desk, outbox, memory = office.counter.desk, Outbox(), LinkMemory()

    def work(tx: Transaction) -> None:
        memory.adopt(tx, CENTRAL)
        memory.take_server_time(tx, at_ms, desk.clock.now())
        for row in outbox.streams(tx):
            head = desk.journal.head(tx, row.stream, row.tip)
            assert head is not None
            ack = Acknowledgement(
                device_id=office.device_id,
                incarnation=CENTRAL,
                stream=row.stream,
                seq=row.tip,
                head=head,
                durable_seq=row.tip if durable else 0,
                server_time_ms=at_ms,
                result=AckResult.STORED,
            )
            outbox.acknowledge(
                tx, row.stream, seq=ack.seq, durable=ack.durable_seq, codes=(),
                now=desk.clock.now(),
            )  # fmt: skip
            outbox.keep_ack(tx, ack, b"signed", desk.clock.now())

    desk.keep(work)


def gone_of(office: Office, event_id: EventId) -> Gone | None:
    stored = office.counter.desk.read(lambda tx: by_id(tx, event_id))
    assert stored is not None
    return stored.gone


def rows(office: Office) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: sorted(office.counter.rows(f"SELECT * FROM {table}"), key=repr)  # noqa: S608 -- own names
        for table in READ_TABLES
    }


def test_a_pruned_record_stays_in_the_lists_and_through_rebuild(office: Office) -> None:
    """Body gone, chain whole, row kept without what was said, the newest of the form untouched."""
    first, second = a_registration_at(office.counter), a_registration_at(office.counter)
    acknowledge(office, NOW_MS, durable=False)
    acknowledge(office, NOW_MS + 40 * DAY_MS, durable=False)
    assert office.pruning.prune() == 0
    acknowledge(office, NOW_MS + 41 * DAY_MS, durable=True)
    office.counter.clock.pass_seconds(3_700)

    assert office.pruning.prune() == 1

    assert gone_of(office, first) is Gone.PRUNED
    assert gone_of(office, second) is None
    lines = {one.event_id: one for one in office.counter.records.rows()}
    assert (lines[first].word, lines[first].pruned) == (DeliveryWord.DELIVERED, True)
    assert lines[second].pruned is False
    shown = {one.event_id: one.pruned for one in office.counter.deliveries.rows().delivered}
    assert (shown[first], shown[second]) == (True, False)
    with pytest.raises(RecordErased):
        office.counter.records.detail(first)
    assert office.counter.desk.read(lambda tx: all(verify(tx, one).holds for one in streams(tx)))
    before = rows(office)
    office.counter.desk.keep(rebuild)
    assert rows(office) == before
    office.counter.opening.close()


def test_what_was_pruned_can_still_be_erased_by_law(office: Office) -> None:
    """A later erasure leaves no row of it and says so in the journal; others stay."""
    first, second = a_registration_at(office.counter), a_registration_at(office.counter)
    acknowledge(office, NOW_MS, durable=True)
    acknowledge(office, NOW_MS + 31 * DAY_MS, durable=True)
    assert office.pruning.prune() == 1

    office.counter.desk.keep(lambda tx: forget_events(tx, [first], NOON_SECONDS))

    assert gone_of(office, first) is Gone.REDACTED
    assert [one.event_id for one in office.counter.records.rows()] == [second]
    assert office.counter.count("pruned_registration") == 0
    office.counter.opening.close()


def test_it_looks_once_an_hour(office: Office) -> None:
    """Pruning is no hurry: an hour passes between two looks."""
    a_registration_at(office.counter)
    a_registration_at(office.counter)
    assert office.pruning.prune() == 0
    acknowledge(office, NOW_MS, durable=True)
    acknowledge(office, NOW_MS + 31 * DAY_MS, durable=True)

    office.counter.clock.pass_seconds(3_500)
    assert office.pruning.prune() == 0
    office.counter.clock.pass_seconds(200)
    assert office.pruning.prune() == 1
    office.counter.opening.close()
