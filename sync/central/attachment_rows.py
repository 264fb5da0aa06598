"""What the central remembers of the files that events name; no disk, no key but those of events."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select

from sync import cbor
from sync.central import schema
from sync.central.database import upsert
from sync.errors import MessageInvalid
from sync.events import decode_header
from sync.ids import DeviceId


class BlobState(IntEnum):
    """How far one file has come.

    COMING: not whole. WHOLE: on the disk, its hash is right. ERASING: the law erased the event that
    named it; the file goes now. ERASED: it is gone and is not taken again.
    """

    COMING = 0
    WHOLE = 1
    ERASING = 2
    ERASED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A file as an event names it."""

    index: int
    media_type: str
    length_bytes: int
    blob_id: bytes


def named_in(body: bytes | None) -> list[Named]:
    """Return the files that a body names; none where it is no body of ours."""
    try:
        content = None if body is None else cbor.decode(body)
    except MessageInvalid:
        return []
    listed = content.get(0) if isinstance(content, dict) else None
    if not isinstance(listed, list):
        return []
    return [one for entry in listed if (one := _named(entry)) is not None]


def salts_of(connection: Connection, device_id: bytes, event_id: bytes) -> list[bytes]:
    """Return the salts by which a file of an event may be sealed: its own, and those it refers to.

    A correction that keeps a file names the event it came with. Empty once the law erased them.
    """
    event = schema.event
    own = connection.execute(
        select(event.c.salt, event.c.header)
        .where(event.c.device_id == device_id, event.c.event_id == event_id)
        .order_by(event.c.stream, event.c.seq)
    ).all()
    if not own or own[0].salt is None:
        return []
    refs = decode_header(own[0].header).refs
    others = connection.execute(
        select(event.c.salt).where(
            event.c.device_id == device_id,
            event.c.event_id.in_(refs or (b"",)),
            event.c.salt.is_not(None),
        )
    ).scalars()
    return [own[0].salt, *others]


def forget_attachments(
    connection: Connection, device_id: DeviceId, named: Collection[tuple[bytes, bytes]], now_ms: int
) -> None:
    """Let go of the files of erased events: (event_id, blob_id) of each.

    A file that another event still names stays; any other goes with the next `Blobs.settle`, and is
    not taken again.
    """
    table, blob = schema.attachment, schema.blob
    for event_id, blob_id in named:
        connection.execute(
            delete(table).where(
                table.c.device_id == device_id,
                table.c.event_id == event_id,
                table.c.blob_id == blob_id,
            )
        )
    for blob_id in {blob_id for _, blob_id in named}:
        still = connection.execute(
            select(table.c.seq)
            .where(table.c.device_id == device_id, table.c.blob_id == blob_id)
            .limit(1)
        ).first()
        if still is not None:
            continue
        connection.execute(
            upsert(blob)
            .values(
                device_id=device_id,
                blob_id=blob_id,
                length_bytes=0,
                state=int(BlobState.ERASING),
                first_seen_ms=now_ms,
            )
            .on_conflict_do_update(
                index_elements=["device_id", "blob_id"], set_={"state": int(BlobState.ERASING)}
            )
        )


def may_name_files() -> Any:
    """Return whether a body can begin with key 0, its first by the order of §3."""
    body = schema.event.c.body
    return body.is_not(None) & or_(
        func.substr(body, 2, 1) == b"\x00", func.substr(body, 1, 3) == b"\xb8\x18\x00"
    )


def _named(entry: object) -> Named | None:
    match entry:
        case [int(index), str(media_type), int(length), bytes(blob_id)] if len(blob_id) == 16:
            return Named(
                index=index, media_type=media_type[:200], length_bytes=length, blob_id=blob_id
            )
        case _:
            return None
