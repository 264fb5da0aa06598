"""PROTOCOL §9: one push, one transaction; nothing lost, nothing twice, nothing blocks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from sync.central import schema
from sync.central.ingest import ingest, store_batch
from sync.central.pushes import Pushes
from sync.cose import Signer
from sync.envelope import PRUNED, FullItem, OpenedEnvelope
from sync.ids import Salt, event_id_of
from sync.messages import AckResult
from tests.delivery.central_support import (
    CLERK,
    Central,
    Device,
    a_person,
    a_shift,
    journal_of,
    record_a_day,
    stream_opened,
)
from tests.support.central_databases import refuse_rows

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


@pytest.fixture
def device(central: Central) -> Device:
    return central.enrol()


def test_batch_is_stored_whole_with_its_high_water_mark(central: Central, device: Device) -> None:
    """After a push the stream stands at its last event, with that event's head."""
    record_a_day(device)
    last = len(device.items)

    outcome = central.push(device, 1, last)

    assert (outcome.result, outcome.seq, outcome.head) == (
        AckResult.STORED,
        last,
        device.heads[last],
    )
    assert outcome.codes == ()
    assert [row["seq"] for row in central.rows(schema.event)] == list(range(1, last + 1))
    assert all(row["applied"] for row in central.rows(schema.event))


@settings(max_examples=100 if SOAK else 8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    pieces=st.lists(
        st.tuples(st.integers(0, 3), st.integers(1, 6), st.booleans()), min_size=1, max_size=30
    )
)
def test_any_division_gives_the_same_tables(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[tuple[int, int, bool]]
) -> None:
    """Overlaps, repeats and any cut of the batches leave the journal that one batch leaves."""
    central = Central(tmp_path_factory.mktemp("division"))
    try:
        whole, cut = Device(), Device()
        record_a_day(whole)
        cut.signer, cut.stream, cut.items = whole.signer, whole.stream, whole.items
        central.enrol(whole)
        last = len(whole.items)
        done = 0
        for back, length, again in pieces:
            first = min(last, max(1, done + 1 - back))
            until = min(last, max(first, done) + length)
            for _ in range(2 if again else 1):
                assert central.push(cut, first, until).result is AckResult.STORED
            done = max(done, until)
        central.push(cut, 1, last)
        found = journal_of(central)
        with central.database.write() as connection:
            for table in reversed(schema.metadata.sorted_tables):
                if table.name in found:
                    connection.execute(table.delete())

        central.push(whole, 1, last)

        assert found == journal_of(central)
    finally:
        central.close()


def test_batch_beyond_the_mark_is_a_gap(central: Central, device: Device) -> None:
    """A batch that starts beyond seq + 1 stores nothing; the answer shows where we stand."""
    record_a_day(device)
    central.push(device, 1, 3)
    before = journal_of(central)

    outcome = central.push(device, 5, 7)

    assert (outcome.result, outcome.seq, outcome.head) == (AckResult.GAP, 3, device.heads[3])
    assert journal_of(central) == before


@pytest.mark.parametrize(("keep", "first"), [(4, 2), (4, 5), (4, 6), (0, 1)])
def test_other_history_is_a_fork(central: Central, device: Device, keep: int, first: int) -> None:
    """A clone that differs inside the batch, or just before it, is told so and stores nothing."""
    record_a_day(device)
    clone = device.fork(keep)
    clone.record(stream_opened(), operator=0)
    for number in range(9):
        clone.record(a_person(f"PRUEBA CLON {number}"))
    central.push(device, 1, 9)
    before = journal_of(central)

    outcome = central.push(clone, first, 8)

    assert (outcome.result, outcome.seq, outcome.head) == (AckResult.FORK, 9, device.heads[9])
    assert journal_of(central) == before


def test_a_batch_that_hangs_on_another_head_is_a_fork(central: Central, device: Device) -> None:
    """Nothing of the batch is stored yet, only the hash before it differs: still a fork."""
    record_a_day(device)
    clone = device.fork(3)
    for number in range(9):
        clone.record(a_person(f"PRUEBA CLON {number}"))
    central.push(device, 1, 4)

    outcome = central.push(clone, 5, 8)

    assert (outcome.result, outcome.seq, outcome.head) == (AckResult.FORK, 4, device.heads[4])
    assert len(central.rows(schema.event)) == 4


def test_an_envelope_that_did_not_fit_is_looked_at_again(central: Central, device: Device) -> None:
    """An answer is repeated from memory only while nothing moved: a filled gap is stored."""
    record_a_day(device)
    late = device.envelope(central.platform, 4, 6)
    early = device.envelope(central.platform, 1, 3)
    pushes = central.platform.pushes
    assert not pushes.answer(late).fits
    assert not pushes.answer(late).fits
    assert pushes.answer(early).fits

    assert pushes.answer(late).fits

    assert len(central.rows(schema.event)) == 6


class RecordingSigner:
    """A real signer that notes when it signs."""

    def __init__(self, signer: Signer, notes: list[str]) -> None:
        self._signer = signer
        self._notes = notes

    @property
    def point(self) -> bytes:
        return self._signer.point

    @property
    def kid(self) -> bytes:
        return self._signer.kid

    def sign(self, message: bytes) -> bytes:
        self._notes.append("signed")
        return self._signer.sign(message)


def test_the_ack_is_signed_only_after_the_commit(central: Central, device: Device) -> None:
    """Commit, then signature; where the commit fails nothing is signed and nothing is stored."""
    record_a_day(device)
    envelope = device.envelope(central.platform, 1, 4)
    notes: list[str] = []
    keys = central.platform.keys
    pushes = Pushes(
        database=central.database,
        keys=replace(keys, signer=RecordingSigner(keys.signer, notes)),
        incarnation=central.platform.incarnation,
        clock=central.clock,
        rate=central.platform.device_rate,
        stored=lambda: None,
    )
    engine = central.database._opened()

    def no_disk(_connection: object) -> None:
        raise RuntimeError("disk full")

    event.listen(engine, "commit", no_disk)
    with pytest.raises(RuntimeError, match="disk full"):
        pushes.answer(envelope)
    event.remove(engine, "commit", no_disk)
    assert (notes, central.rows(schema.event)) == ([], [])
    event.listen(engine, "commit", lambda _connection: notes.append("committed"))

    assert pushes.answer(envelope).fits

    assert notes[-2:] == ["committed", "signed"]
    assert notes.count("signed") == 1


def test_same_event_in_another_stream_counts_once(central: Central, device: Device) -> None:
    """An event that comes again under a new stream is kept there and applied nowhere twice."""
    record_a_day(device, 1)
    central.push(device, 1, len(device.items))
    later = Device(signer=device.signer, seal=device.seal)
    later.record(stream_opened(), operator=0)
    later.items += device.items[2:]

    outcome = central.push(later, 1, len(later.items))

    assert (outcome.result, outcome.codes) == (AckResult.STORED, ())
    there = [row for row in central.rows(schema.event) if row["stream"] == later.stream]
    assert [row["applied"] for row in there] == [True] + [False] * (len(later.items) - 1)


def test_a_salt_twice_in_one_batch_is_compared_too(central: Central, device: Device) -> None:
    """Two events of one batch with one salt: the first is applied, the other gets code 5."""
    salt = device.random(16)
    device.record(stream_opened(), operator=0)
    device.record(a_person("PRUEBA A"), salt=salt)
    device.record(a_person("PRUEBA B"), salt=salt)
    device.record(a_person("PRUEBA A"), salt=salt)

    outcome = central.push(device, 1, 4)

    assert outcome.codes == ((3, 5),)
    assert [row["applied"] for row in central.rows(schema.event)] == [True, True, False, False]


def test_a_body_for_a_pruned_stub_is_kept_and_applied(central: Central, device: Device) -> None:
    """What came as pruned (13) is applied when its body comes after all, and leaves quarantine."""
    whole = Device(signer=device.signer)
    person = whole.record(a_person())
    body = whole.items[0]
    assert isinstance(body, FullItem)
    device.record(stream_opened(), operator=0)
    device.stub(PRUNED, body)
    assert central.push(device, 1, 2).codes == ((2, 13),)
    later = Device(signer=device.signer, seal=device.seal)
    later.record(stream_opened(), operator=0)
    later.items.append(body)

    outcome = central.push(later, 1, 2)

    assert outcome.codes == ()
    assert central.rows(schema.quarantine) == []
    owner = {row["event_id"]: row for row in central.rows(schema.event_id)}[person]
    assert (owner["stream"], owner["seq"]) == (later.stream, 2)


@contextmanager
def failing_at(central: Central, statement: int) -> Iterator[list[int]]:
    """Break the connection's *statement*-th statement; give back how many were executed."""
    engine = central.database._opened()
    seen = [0]

    def count(*_arguments: object) -> None:
        seen[0] += 1
        if seen[0] == statement:
            raise RuntimeError("the power went")

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", count)


def store_and_never_commit(central: Central, batch: OpenedEnvelope) -> None:
    """Do all of a push but its commit."""
    with central.database.write() as connection:
        store_batch(connection, batch, central.now_ms())
        raise RuntimeError("never committed")


def test_a_crash_between_any_two_statements_leaves_nothing_half(
    central: Central, device: Device
) -> None:
    """Whatever statement a push dies at, the journal is as before; a repeat completes it."""
    record_a_day(device)
    last = len(device.items)
    central.push(device, 1, 4)
    before = journal_of(central)
    batch = device.batch(3, last)
    with failing_at(central, 0) as seen, pytest.raises(RuntimeError, match="never"):
        store_and_never_commit(central, batch)
    statements = seen[0]
    assert statements > 8
    assert journal_of(central) == before

    for statement in range(1, statements + 1):
        with failing_at(central, statement), pytest.raises(RuntimeError, match="power"):
            ingest(central.database, batch, central.now_ms())
        assert journal_of(central) == before

    assert ingest(central.database, batch, central.now_ms()).seq == last
    assert [row["seq"] for row in central.rows(schema.event)] == list(range(1, last + 1))


def test_a_set_that_fails_is_halved_down_to_the_one_event(central: Central, device: Device) -> None:
    """When the tables refuse an event, it alone gets code 3; the rest of its batch is applied."""
    record_a_day(device)
    bad = 6
    with central.database.write() as connection:
        refuse_rows(connection, "event", "NEW.seq = 6 AND NEW.kind IS NOT NULL")
    last = len(device.items)

    outcome = central.push(device, 1, last)

    assert (outcome.seq, outcome.codes) == (last, ((bad, 3),))
    rows = central.rows(schema.event)
    assert [row["seq"] for row in rows if not row["applied"]] == [bad]
    assert rows[bad - 1]["body"] == getattr(device.items[bad - 1], "body", None)


def test_devices_do_not_see_each_other(central: Central) -> None:
    """One salt on two devices is two events: every key begins with device_id."""
    one, two = central.enrol(), central.enrol()
    salt = Salt(bytes(range(16)))
    for device in (one, two):
        device.record(stream_opened(), operator=0)
        device.record(a_shift(device), salt=salt, operator=CLERK)
        assert central.push(device, 1, 2).codes == ()

    ids = [
        row["device_id"]
        for row in central.rows(schema.event_id)
        if row["event_id"] == event_id_of(salt)
    ]
    assert sorted(ids) == sorted([one.device_id, two.device_id])
