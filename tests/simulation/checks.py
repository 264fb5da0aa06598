"""What must hold once the link is good, whatever happened before (PROTOCOL §25).

Each check reads both sides itself, with plain SQL and the formulas of PROTOCOL §6, and shares no
code with what it judges but the decoders.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sync.device.states import RecordState
from sync.events import (
    PaymentTaken,
    RegistrationMade,
    ShiftOpened,
    StreamOpened,
    decode_event,
)
from sync.ids import StreamId
from tests.simulation.central import Central
from tests.simulation.disk import Row
from tests.simulation.machine import Machine
from tests.simulation.story import Wrong

POISON_BOOT = bytes(8)
"""The boot that stands in the header of poison."""
_ONE_BYTE_FOLLOWS = 0x18
OTHER_CONTENT = 5
PRUNED_AND_UNKNOWN = 13
FIRST_NOTICE = 32
_KINDS_WITH_PAPER = frozenset(
    {RegistrationMade.kind, PaymentTaken.kind, ShiftOpened.kind, StreamOpened.kind}
)
_READ_TABLES = (
    ("registration", "event_id"),
    ("payment", "event_id"),
    ("person", "subject"),
    ("shift", "shift"),
)
"""Read tables and which of their columns is the event's id."""


class Key(NamedTuple):
    """One event as somebody recorded it: two contents under one id are two of these."""

    device_id: bytes
    event_id: bytes
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is true of a recorded event."""

    key: Key
    kind: int
    poison: bool
    total_centavos: int | None  # of a payment
    receipt: tuple[bytes, int, bytes] | None  # stream, seq and head, as they are printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One row of the central's journal."""

    key: Key
    stream: bytes
    seq: int
    applied: bool
    code: int | None
    stub: bool


def fact_of(key: Key, row: Row) -> Fact:
    """Return what is true of an event that has just been written to a disk."""
    assert row.body is not None
    kind, total, poison = kind_of(row.header), None, False
    if kind == PaymentTaken.kind:
        payment = _payment(row.body)
        total = int(payment.total_centavos)
        poison = not _adds_up(payment)
    elif POISON_BOOT in row.header:
        poison = True
    return Fact(
        key=key,
        kind=kind,
        poison=poison,
        total_centavos=total,
        receipt=(row.stream, row.seq, row.head) if kind in _KINDS_WITH_PAPER else None,
    )


def kind_of(header: bytes) -> int:
    """Return the kind in a header: its first entry, because its keys are in order (PROTOCOL §6)."""
    assert header[1] == 1
    return header[2] if header[2] < _ONE_BYTE_FOLLOWS else header[3]


def _payment(body: bytes) -> PaymentTaken:
    event = decode_event(PaymentTaken.kind, PaymentTaken.kind_version, body)
    assert isinstance(event, PaymentTaken)
    return event


def _adds_up(payment: PaymentTaken) -> bool:
    net = sum(line.net_centavos for line in payment.lines)
    return payment.total_centavos == net + payment.rounding_centavos


def held_by(central: Central) -> list[Held]:
    """Return everything the central has stored."""
    rows = central.rows(
        "SELECT device_id, event_id, digest, stream, seq, applied, code, body IS NULL FROM event"
    )
    return [
        Held(
            key=Key(row[0], row[1], row[2]),
            stream=row[3],
            seq=row[4],
            applied=bool(row[5]),
            code=row[6],
            stub=bool(row[7]),
        )
        for row in rows
    ]


class Judged(Protocol):
    """What a world shows of itself."""

    facts: dict[Key, Fact]
    gone: set[Key]  # once on no disk at all
    pruned_for_good: bool
    central: Central
    machines: list[Machine]


def check_all(world: Judged) -> list[Wrong]:
    """Return every promise that does not hold."""
    central, machines = world.central, world.machines
    facts, held = list(world.facts.values()), held_by(central)
    alive = [fact for fact in facts if fact.key not in world.gone]
    return [
        *_lost(alive, held, pruned_for_good=world.pruned_for_good),
        *_twice(held, central),
        *_chains(central, machines),
        *_queues(machines),
        *_told(held, machines),
        *_money(facts, held, central, machines),
        *_anchors(alive, central),
    ]


def _lost(facts: list[Fact], held: list[Held], *, pruned_for_good: bool) -> Iterator[Wrong]:
    """No acknowledged event lost; and in the end every event is acknowledged."""
    rows: dict[Key, list[Held]] = {}
    for one in held:
        rows.setdefault(one.key, []).append(one)
    ids = Counter((fact.key.device_id, fact.key.event_id) for fact in facts)
    for fact in facts:
        found = rows.get(fact.key)
        if not found:
            yield Wrong(promise="lost", detail=f"kind {fact.kind} {fact.key.event_id.hex()}")
            continue
        codes = {one.code for one in found}
        applied = any(one.applied for one in found)
        twin = ids[fact.key.device_id, fact.key.event_id] > 1
        explained = fact.poison or (twin and OTHER_CONTENT in codes)
        explained = explained or (pruned_for_good and codes == {PRUNED_AND_UNKNOWN})
        if not applied and not explained:
            yield Wrong(
                promise="not applied",
                detail=f"kind {fact.kind} {fact.key.event_id.hex()} codes {codes}",
            )


def _twice(held: list[Held], central: Central) -> Iterator[Wrong]:
    """No effect twice: applied once, and one row in each read table."""
    applied = Counter((one.key.device_id, one.key.event_id) for one in held if one.applied)
    for (_, event_id), times in applied.items():
        if times > 1:
            yield Wrong(promise="twice", detail=f"{event_id.hex()} applied {times} times")
    for table, column in _READ_TABLES:
        rows = central.rows(
            f"SELECT {column}, count(*) FROM {table} GROUP BY device_id, {column}"  # noqa: S608
            " HAVING count(*) > 1"
        )
        for event_id, times in rows:
            yield Wrong(promise="twice", detail=f"{event_id.hex()} {times} times in {table}")


def _chains(central: Central, machines: Sequence[Machine]) -> Iterator[Wrong]:
    """Every chain verifies, on both sides, and the high-water mark is its end."""
    marks = central.rows("SELECT device_id, stream, seq, head FROM hwm")
    for device_id, stream, seq, head in marks:
        place, link = 0, hashlib.sha256(b"ev0" + device_id + stream).digest()
        for number, stored, header, digest, salt, body in central.rows(
            "SELECT seq, h, header, digest, salt, body FROM event"
            " WHERE device_id = ? AND stream = ? ORDER BY seq",
            (device_id, stream),
        ):
            place += 1
            link = hashlib.sha256(
                b"ev1" + stream + place.to_bytes(8, "big") + link + header + digest
            ).digest()
            whole = body is None or hashlib.sha256(salt + body).digest() == digest
            if (number, stored) != (place, link) or not whole:
                yield Wrong(promise="chain", detail=f"central {stream.hex()} {number}")
                break
        if (seq, head) != (place, link):
            yield Wrong(promise="chain", detail=f"central {stream.hex()} ends at {place} not {seq}")
    for machine in machines:
        for broken in machine.broken_streams():
            yield Wrong(promise="chain", detail=f"{machine.name} {broken.hex()}")


def _queues(machines: Sequence[Machine]) -> Iterator[Wrong]:
    """The queue empties once the link is good; what needs attention has a code of the central."""
    for machine in machines:
        counts = machine.view().counts()
        if counts.waiting:
            yield Wrong(promise="queue", detail=f"{machine.name} {counts}")
        view = machine.view()
        for row in view.streams:
            last = row.tip if row.base is None else row.base
            if row.acknowledged < last:
                state = view.state_of(row.stream, row.acknowledged + 1)
                if state is RecordState.NEEDS_ATTENTION:
                    yield Wrong(
                        promise="queue",
                        detail=f"{machine.name} rests at {row.acknowledged} of {last}"
                        f" {row.refused_code}",
                    )


def _told(held: list[Held], machines: Sequence[Machine]) -> Iterator[Wrong]:
    """What waits in quarantine is called delivered on no device, wherever it went at forks."""
    waits = {
        (one.key, one.stream, one.seq): one.code
        for one in held
        if one.code is not None and one.code < FIRST_NOTICE
    }
    owners = {one.key for one in held if one.applied}
    for machine in machines:
        view = machine.view()
        ends = {bytes(row.stream): row.acknowledged for row in view.streams}
        for row in machine.rows():
            if row.seq > ends.get(row.stream, 0):
                continue
            key = Key(machine.device_id, row.event_id, row.digest)
            code = waits.get((key, row.stream, row.seq))
            shown = view.state_of(StreamId(row.stream), row.seq)
            said = shown is RecordState.NEEDS_ATTENTION
            where = f"{machine.name} {row.stream.hex()} {row.seq}"
            if said != (code is not None):
                yield Wrong(promise="told", detail=f"{where} {shown.value}, code {code}")
            elif code is None and key not in owners:
                yield Wrong(promise="told", detail=f"{where} is applied nowhere")


def _money(
    facts: list[Fact], held: list[Held], central: Central, machines: Sequence[Machine]
) -> Iterator[Wrong]:
    """The central's payments are those of the devices, to the centavo."""
    applied = {one.key for one in held if one.applied}
    true = {
        (fact.key.device_id, fact.key.event_id): fact.total_centavos
        for fact in facts
        if fact.total_centavos is not None and fact.key in applied
    }
    rows = central.rows("SELECT device_id, event_id, total_centavos FROM payment")
    shown = {(row[0], row[1]): row[2] for row in rows}
    if sum(shown.values()) != sum(true.values()) or not true.items() <= shown.items():
        yield Wrong(
            promise="money", detail=f"central {sum(shown.values())} devices {sum(true.values())}"
        )
    for machine in machines:
        paid = {
            row.event_id: int(_payment(row.body).total_centavos)
            for row in machine.rows()
            if row.body is not None
            and kind_of(row.header) == PaymentTaken.kind
            and Key(machine.device_id, row.event_id, row.digest) in applied
        }
        of_machine = sum(paid.values())
        counted = sum(shown.get((machine.device_id, event_id), 0) for event_id in paid)
        if of_machine != counted:
            yield Wrong(promise="money", detail=f"{machine.name} {of_machine} central {counted}")


def _anchors(facts: list[Fact], central: Central) -> Iterator[Wrong]:
    """Every anchor on an issued receipt finds its place."""
    known = {(row[0], row[1]) for row in central.rows("SELECT device_id, anchor16 FROM anchor")}
    for fact in facts:
        if fact.receipt is not None:
            stream, seq, head = fact.receipt
            if (fact.key.device_id, head[:16]) not in known:
                yield Wrong(promise="anchor", detail=f"{stream.hex()} {seq} kind {fact.kind}")
