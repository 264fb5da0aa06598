"""What a damaged device could still give, stored at the central by an administrator's decision.

A rescue file is sealed to the institution but signed by nobody: anybody may make one. So it is
believed only as far as the chain of each stream goes on from what the device itself delivered
(its own signature stands behind that), or from the stream's beginning, and only when an
administrator says so. What does not go on without a gap is left in the file.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from sync import chain, fields
from sync.blobs import blob_id_of
from sync.central import schema
from sync.central.errors import CentralError, Refused
from sync.central.ingest import ingest
from sync.central.platform import Platform
from sync.clock import now_milliseconds
from sync.envelope import OpenedEnvelope, item_of
from sync.errors import MessageInvalid
from sync.ids import DeviceId, StreamId
from sync.messages import AckResult
from sync.rescue import Rescue

EVENTS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What of one stream was stored, and up to where it was found in the file."""

    stream: StreamId
    new_events: int
    stored_to: int
    found_to: int


def import_rescue(platform: Platform, rescue: Rescue) -> tuple[Imported, ...]:
    """Store what goes on without a gap from what the device delivered; return it by stream.

    Raises CentralError("device.unknown") for a device that is not enrolled here; nothing is stored
    then. May be done again: what is stored already is compared, not stored twice.
    """
    device_id = DeviceId(rescue.manifest.device_id)
    table = schema.device
    with platform.database.read() as connection:
        known = connection.execute(
            select(table.c.device_id).where(table.c.device_id == device_id)
        ).first()
    if known is None:
        raise CentralError("device.unknown", device_id.hex())
    streams: dict[StreamId, list[list[Any]]] = {}
    for row in rescue.events:
        streams.setdefault(StreamId(row[0]), []).append(row)
    return tuple(
        _import_stream(platform, device_id, stream, sorted(rows, key=lambda row: int(row[1])))
        for stream, rows in sorted(streams.items())
    )


def import_files(platform: Platform, rescue: Rescue) -> int:
    """Take the files that stored events of the device name; return how many are here now.

    Each proves itself by its hash; what no stored event names is left in the file.
    """
    device_id = DeviceId(rescue.manifest.device_id)
    platform.attachments.catch_up()
    table = schema.attachment
    with platform.database.read() as connection:
        named = frozenset(
            connection.execute(
                select(table.c.blob_id).where(table.c.device_id == device_id)
            ).scalars()
        )
    taken = 0
    for blob_id, sealed in rescue.blobs:
        if blob_id in named and blob_id_of(sealed) == blob_id:
            with contextlib.suppress(Refused):  # erased since, or no room: it stays in the file
                platform.blobs.take_whole(device_id, sealed)
                taken += 1
    return taken


def _import_stream(
    platform: Platform, device_id: DeviceId, stream: StreamId, rows: Sequence[list[Any]]
) -> Imported:
    new_events = 0
    for batch in _batches(device_id, stream, rows, *_mark(platform, device_id, stream)):
        outcome = ingest(
            platform.database,
            batch,
            now_milliseconds(platform.clock),
            follow=platform.consequences,
        )
        if outcome.result is not AckResult.STORED:
            break
        new_events += outcome.new_events
    stored_to, _ = _mark(platform, device_id, stream)
    return Imported(
        stream=stream, new_events=new_events, stored_to=stored_to, found_to=int(rows[-1][1])
    )


def _batches(
    device_id: DeviceId, stream: StreamId, rows: Sequence[list[Any]], stored: int, head: bytes
) -> Iterator[OpenedEnvelope]:
    """Yield what follows position *stored* as batches, up to the first gap or broken link."""
    items, heads, previous = [], list[bytes](), head
    seq, first = stored, stored + 1
    for row in rows:
        if row[1] <= stored:
            continue
        try:
            item = item_of(row[3])
            stated = fields.octets(row[2], 32)
        except MessageInvalid:
            break
        link = chain.next_head(stream, seq + 1, heads[-1] if heads else previous, item.header,
                               item.digest)  # fmt: skip
        if row[1] != seq + 1 or link != stated:
            break
        seq += 1
        items.append(item)
        heads.append(link)
        if len(items) == EVENTS_AT_A_TIME:
            yield _batch(device_id, stream, first, previous, items, heads)
            items, previous, heads, first = [], link, [], seq + 1
    if items:
        yield _batch(device_id, stream, first, previous, items, heads)


def _batch(
    device_id: DeviceId,
    stream: StreamId,
    first: int,
    previous: bytes,
    items: Sequence[Any],
    heads: Sequence[bytes],
) -> OpenedEnvelope:
    return OpenedEnvelope(
        device_id=device_id,
        stream=stream,
        first=first,
        previous_head=previous,
        items=tuple(items),
        heads=tuple(heads),
    )


def _mark(platform: Platform, device_id: DeviceId, stream: StreamId) -> tuple[int, bytes]:
    """Return how far a stream is stored, and its head there."""
    hwm = schema.hwm
    with platform.database.read() as connection:
        row = connection.execute(
            select(hwm.c.seq, hwm.c.head).where(
                hwm.c.device_id == device_id, hwm.c.stream == stream
            )
        ).one_or_none()
    return (0, chain.first_head(device_id, stream)) if row is None else (row.seq, row.head)
