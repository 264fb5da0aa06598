"""Taking events out of the read tables: what was erased, blocked or held back is shown nowhere."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, select

from sync.central import schema
from sync.ids import DeviceId


def remove_from_views(
    connection: Connection, device_id: DeviceId, places: Iterable[tuple[bytes, int]]
) -> None:
    """Delete the rows of these (stream, seq) from every read table."""
    found = [{"at_stream": stream, "at_seq": seq} for stream, seq in places]
    if not found:
        return
    for table in schema.READ_TABLES:
        if table is schema.projected:
            continue
        connection.execute(
            delete(table).where(
                table.c.device_id == device_id,
                table.c.stream == bindparam("at_stream"),
                table.c.seq == bindparam("at_seq"),
            ),
            found,
        )


def forget_receipts(
    connection: Connection, device_id: DeviceId, places: Iterable[tuple[bytes, int]]
) -> None:
    """Delete the receipts that people reported of these events: their bytes may carry initials.

    A paper that is out there verifies all the same; reported again it is noted again.
    """
    anchor, seen = schema.anchor, schema.seen_receipt
    for stream, seq in places:
        of_event = select(anchor.c.anchor16).where(
            anchor.c.device_id == device_id, anchor.c.stream == stream, anchor.c.seq == seq
        )
        connection.execute(
            delete(seen).where(seen.c.device_id == device_id, seen.c.anchor16.in_(of_event))
        )
