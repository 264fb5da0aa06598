"""PROTOCOL §9, fork proof: old anchors lead to the events that were moved, or somebody is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, select

from sync.central import schema
from sync.central.checks import Code
from sync.central.findings import listed, refresh
from sync.central.moved import Proof
from sync.central.receipt_states import event_of
from sync.envelope import REDACTED, FullItem
from sync.events import OldStream, StreamMoved, StreamReason
from sync.messages import AckResult
from tests.delivery.central_support import Central, Device, a_person, record_a_day, stream_opened
from tests.support.logs import ExpectedLogs

FIRST = 8
"""How many events the central has heard before the device is copied."""


@pytest.fixture
def device(central: Central) -> Device:
    """Give a device whose first events are stored, and which has recorded more."""
    made = central.enrol()
    record_a_day(made)
    while len(made.items) < FIRST + 5:
        made.record(a_person())
    central.push(made, 1, FIRST)
    return made


@pytest.fixture
def warned(expected_logs: ExpectedLogs) -> None:
    """Expect that a proof that fails is told in the log."""
    expected_logs.expect("sync.central.moved", "proof")


def left(device: Device, base: int, last: int | None = None) -> OldStream:
    """Return the five values of a stream left at *base*."""
    last = len(device.items) if last is None else last
    heads = device.heads
    return OldStream(
        stream=device.stream,
        base=base,
        base_head=heads[base],
        last=last,
        last_head=heads[last],
    )


def gone_on(device: Device, base: int, old: OldStream | None = None) -> Device:
    """Return the new stream of a device that left its own at *base*."""
    made = Device(signer=device.signer, seal=device.seal)
    old = old or left(device, base)
    made.record(replace(stream_opened(), reason=StreamReason.FORK, old=old), operator=0)
    made.items.extend(device.items[base:])
    return made


def shorten(current: Device, device: Device, base: int, last: int) -> None:
    """Let a stream that was left at *last* end at *base*, in the current stream."""
    current.record(StreamMoved(old=left(device, base, last)), operator=0)
    current.items.extend(device.items[base:last])


def check_resolved(central: Central, device: Device, seqs: range) -> None:
    """Assert that the anchor of each of these events leads to that event."""
    heads = device.heads
    with central.database.read() as connection:
        for seq in seqs:
            row = event_of(connection, device.device_id, heads[seq][:16])
            assert row is not None
            assert row.event_id == device.items[seq - 1].event_id


def proofs(central: Central) -> list[Proof]:
    """Return what was made of each thing said, in the order of (stream, seq)."""
    return [Proof(row["proof"]) for row in central.rows(schema.stream_left)]


def push_all(central: Central, device: Device, *, at_once: int = 500) -> list[tuple[int, int]]:
    """Push a whole stream in pieces; return the codes that came back."""
    codes: list[tuple[int, int]] = []
    for first in range(1, len(device.items) + 1, at_once):
        outcome = central.push(device, first, min(len(device.items), first + at_once - 1))
        assert outcome.result is AckResult.STORED
        codes += outcome.codes
    return codes


@pytest.mark.parametrize("at_once", [1, 3, 500])
def test_old_anchors_lead_to_moved_events(central: Central, device: Device, at_once: int) -> None:
    """However the events come divided, every paper finds its own once all are here."""
    moved = gone_on(device, FIRST)

    codes = push_all(central, moved, at_once=at_once)

    assert codes == []
    assert proofs(central) == [Proof.HOLDS]
    check_resolved(central, device, range(1, len(device.items) + 1))
    check_resolved(central, moved, range(1, len(moved.items) + 1))


def test_until_all_is_here_nothing_is_claimed(central: Central, device: Device) -> None:
    """Half of what was moved proves nothing; no anchor is written before the end fits."""
    moved = gone_on(device, FIRST)

    central.push(moved, 1, 3)

    assert proofs(central) == [Proof.WAITS]
    with central.database.read() as connection:
        anchor = device.heads[FIRST + 1][:16]
        assert event_of(connection, device.device_id, anchor) is None


def test_stubs_prove_as_well(central: Central, device: Device) -> None:
    """The formula needs header and digest only: an erased event keeps its place."""
    moved = gone_on(device, FIRST)
    item = moved.items[2]
    assert isinstance(item, FullItem)
    moved.stub(REDACTED, item)
    moved.items[2] = moved.items.pop()

    codes = push_all(central, moved)

    assert codes == [(3, Code.ERASED_BEFORE_ARRIVAL)]
    check_resolved(central, device, range(1, len(device.items) + 1))


def test_the_old_stream_may_come_later(central: Central, device: Device) -> None:
    """A base that is not stored yet is waited for, without a notice."""
    base = FIRST + 3
    moved = gone_on(device, base)

    codes = push_all(central, moved)
    waiting = proofs(central)
    central.push(device, FIRST + 1, base)

    assert (codes, waiting, proofs(central)) == ([], [Proof.WAITS], [Proof.HOLDS])
    check_resolved(central, device, range(1, len(device.items) + 1))


WRONG = b"?" * 32


@pytest.mark.usefixtures("warned")
@pytest.mark.parametrize("said", [{"last_head": WRONG}, {"base_head": WRONG}], ids=str)
def test_a_proof_that_fails_is_a_notice_and_nothing_else(
    central: Central, device: Device, said: dict[str, Any]
) -> None:
    """Notice 35 and a finding; the events are stored, applied and answered like any others."""
    old = replace(left(device, FIRST), **said)
    moved = gone_on(device, FIRST, old)

    codes = push_all(central, moved)

    assert codes == [(1, Code.FORK_PROOF_WRONG)]
    rows = [row for row in central.rows(schema.event) if row["stream"] == moved.stream]
    assert all(row["applied"] for row in rows)
    assert central.rows(schema.quarantine) == []
    refresh(central.platform)
    with central.database.read() as connection:
        names = [one.name for one in listed(connection)]
        assert event_of(connection, device.device_id, device.heads[FIRST + 1][:16]) is None
    assert {"device.fork_unproven", "device.forked"} <= set(names)


@pytest.mark.usefixtures("warned")
def test_a_base_that_another_wrote_over_is_proven_by_the_shortening(
    central: Central, device: Device
) -> None:
    """After a restore a clone's events stand where the base was: `stream.moved` explains them."""
    base = FIRST + 2
    moved = gone_on(device, base)
    clone = device.fork(FIRST)
    while len(clone.items) < base + 2:
        clone.record(a_person("PRUEBA EVA"))
    central.push(clone, FIRST + 1, len(clone.items))

    codes = push_all(central, moved)
    shorten(moved, device, FIRST, base)
    place = len(moved.items) - (base - FIRST)
    again = central.push(moved, place, len(moved.items))

    assert codes == [(1, Code.FORK_PROOF_WRONG)]
    assert again.codes == ()
    assert proofs(central) == [Proof.HOLDS, Proof.HOLDS]
    told = [(row["seq"], row["code"]) for row in central.rows(schema.later_code)]
    assert told[-1] == (1, 0)
    check_resolved(central, device, range(1, len(device.items) + 1))
    check_resolved(central, clone, range(1, len(clone.items) + 1))


@pytest.mark.parametrize("sent", [1, 3])
def test_a_stream_left_before_all_was_sent_still_proves(
    central: Central, device: Device, sent: int
) -> None:
    """Forked twice: what the second stream did not deliver follows in the third (§10)."""
    second = gone_on(device, FIRST)
    central.push(second, 1, sent)
    third = gone_on(second, sent)

    codes = push_all(central, third)

    assert codes == []
    assert proofs(central) == [Proof.HOLDS, Proof.HOLDS]
    for one in (device, second, third):
        check_resolved(central, one, range(1, len(one.items) + 1))


@pytest.mark.usefixtures("warned")
def test_a_clone_that_goes_on_in_the_second_stream_does_not_disturb_the_proof(
    central: Central, device: Device
) -> None:
    """Events of another machine stand where the moved ones would: those that were moved count."""
    second = gone_on(device, FIRST)
    central.push(second, 1, 2)
    clone = second.fork(2)
    while len(clone.items) < len(second.items):
        clone.record(a_person("PRUEBA EVA"))
    push_all(central, clone)
    third = gone_on(second, 2)

    push_all(central, third)

    assert set(proofs(central)) == {Proof.HOLDS}
    check_resolved(central, device, range(1, len(device.items) + 1))
    with central.database.read() as connection:
        event = schema.event
        coded = connection.execute(select(event.c.code).where(event.c.code.is_not(None))).all()
    assert coded == []


def test_what_was_said_before_this_version_is_read_once(central: Central, device: Device) -> None:
    """An older database has the events and not the table: it is filled when it is opened."""
    moved = gone_on(device, FIRST)
    push_all(central, moved)
    old_heads = [head[:16] for head in device.heads[FIRST + 1 :]]
    with central.database.write() as connection:
        connection.execute(delete(schema.stream_left))
        connection.execute(delete(schema.anchor).where(schema.anchor.c.anchor16.in_(old_heads)))
        connection.execute(delete(schema.setting).where(schema.setting.c.name == "moved_read"))

    central.restart()

    assert proofs(central) == [Proof.HOLDS]
    check_resolved(central, device, range(1, len(device.items) + 1))
