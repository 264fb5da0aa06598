"""Receipts of a stream that was left still find their event (PROTOCOL §9, fork proof).

At a fork a device appends the events after the base again, in a new stream. Their hashes in the old
stream follow from what is stored, so the anchor on old paper can be computed: run the chain formula
over the events that follow, with the old stream's id; the result must be the head that the device
named when it opened the new stream.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from sync import cbor, chain
from sync.central import schema
from sync.errors import MessageInvalid
from sync.events import StreamOpened
from sync.ids import DeviceId, StreamId, series_of

STREAM_MOVED = 5
_ANCHOR_BYTES = 16


def moved_place(
    connection: Connection, device_id: DeviceId, series: int, anchor: bytes
) -> tuple[bytes, int] | None:
    """Return (stream, seq) where the event of an old receipt stands now; None if nowhere."""
    for stream, seq, moved in _moves(connection, device_id):
        old, last_head = moved[0], moved[4]
        if series_of(StreamId(old)) != series:
            continue
        anchors = _anchors(connection, device_id, stream, seq, moved)
        if anchors and anchors[-1] == last_head:
            for place, head in enumerate(anchors, start=1):
                if head[:_ANCHOR_BYTES] == anchor:
                    return stream, seq + place
    return None


def old_anchors(
    connection: Connection, device_id: DeviceId, stream: bytes, seq: int
) -> Iterator[bytes]:
    """Yield the anchors under which an event stood in streams that were left."""
    for moved_to, at, moved in _moves(connection, device_id):
        if moved_to != stream or not at < seq <= at + moved[3] - moved[1]:
            continue
        heads = _anchors(connection, device_id, moved_to, at, moved)
        if heads and heads[-1] == moved[4]:
            yield heads[seq - at - 1][:_ANCHOR_BYTES]


def _moves(connection: Connection, device_id: DeviceId) -> Iterator[tuple[bytes, int, list[Any]]]:
    """Yield every place at which a device says which stream it left, and the five values."""
    event = schema.event
    rows = connection.execute(
        select(event.c.stream, event.c.seq, event.c.body).where(
            event.c.device_id == device_id,
            event.c.kind.in_((StreamOpened.kind, STREAM_MOVED)),
            event.c.body.is_not(None),
        )
    ).all()
    for row in rows:
        match cbor.decode(row.body).get(2):
            case [bytes() as old, int() as base, bytes(), int() as last, bytes()] as moved if (
                len(old) == 16 and 0 <= base < last
            ):
                yield row.stream, row.seq, moved
            case _:
                pass


def _anchors(
    connection: Connection, device_id: DeviceId, stream: bytes, seq: int, moved: list[Any]
) -> list[bytes]:
    """Return the heads base+1 … last of the old stream, [] where its base is another one here."""
    old, base, base_head, last, _last_head = moved
    event = schema.event
    if base > 0:
        held = connection.execute(
            select(event.c.h).where(
                event.c.device_id == device_id, event.c.stream == old, event.c.seq == base
            )
        ).scalar_one_or_none()
    else:
        held = chain.first_head(device_id, StreamId(old))
    if held != base_head:
        return []
    rows = connection.execute(
        select(event.c.header, event.c.digest)
        .where(
            event.c.device_id == device_id,
            event.c.stream == stream,
            event.c.seq.between(seq + 1, seq + last - base),
        )
        .order_by(event.c.seq)
    ).all()
    if len(rows) != last - base:
        return []
    heads, head = [], base_head
    for number, row in enumerate(rows, start=base + 1):
        try:
            head = chain.next_head(StreamId(old), number, head, row.header, row.digest)
        except (MessageInvalid, ValueError):
            return []
        heads.append(head)
    return heads
