"""Where one event of a device stands: at a fork it is appended again, in another stream (§10).

It counts at the first place where it was stored, and waits in quarantine there. The device shows
it where it stands last, so whatever is told of one place is told of the others.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Table, and_, select

from sync.central import schema
from sync.ids import DeviceId

Place = tuple[bytes, int]
"""Stream and seq."""

Left = tuple[bytes, int, bytes, int, int]
"""What a device says of a stream it left: where it says so, the old stream, its base, its last."""


def is_at(table: Table, device_id: DeviceId, place: Place) -> ColumnElement[bool]:
    """Return whether a row is about the event at a place."""
    stream, seq = place
    return and_(table.c.device_id == device_id, table.c.stream == stream, table.c.seq == seq)


def other_places(connection: Connection, device_id: DeviceId, place: Place) -> tuple[Place, ...]:
    """Return every other place where the same event, with the same content, is stored."""
    left, event = schema.stream_left, schema.event
    said = connection.execute(
        select(left.c.stream, left.c.seq, left.c.old, left.c.base, left.c.last).where(
            left.c.device_id == device_id
        )
    ).all()
    if not said:
        return ()
    columns = select(event.c.event_id, event.c.digest)
    mine = connection.execute(columns.where(is_at(event, device_id, place))).one()
    return tuple(
        one
        for one in sorted(_reached(place, [(*row,) for row in said]) - {place})
        if connection.execute(columns.where(is_at(event, device_id, one))).one_or_none() == mine
    )


def _reached(place: Place, said: Iterable[Left]) -> set[Place]:
    """Follow what a device says of its streams, there and back; a clone's word leads astray."""
    found, fresh = {place}, [place]
    while fresh:
        stream, seq = fresh.pop()
        for new, at, old, base, last in said:
            leads_to: Place | None = None
            if stream == old and base < seq <= last:
                leads_to = (new, at + seq - base)
            elif stream == new and at < seq <= at + last - base:
                leads_to = (old, base + seq - at)
            if leads_to is not None and leads_to not in found:
                found.add(leads_to)
                fresh.append(leads_to)
    return found
