"""What an office may ask about files: which are still missing, and one of them, opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from sync.central import schema
from sync.central.attachment_rows import BlobState, salts_of
from sync.central.attachments import opened_with
from sync.central.errors import CentralError
from sync.central.platform import Platform
from sync.ids import DeviceId


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFile:
    """A file that a stored event names and that is not here whole."""

    device_id: DeviceId
    event_id: bytes
    index: int
    media_type: str
    length_bytes: int
    received_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A file as it was before it was sealed."""

    media_type: str
    content: bytes


def missing_files(platform: Platform) -> Iterator[MissingFile]:
    """Yield every file that is missing, by device and in the order of events; erased ones never."""
    named, blob, event = schema.attachment, schema.blob, schema.event
    with platform.database.read() as connection:
        rows = connection.execute(
            select(named)
            .outerjoin(
                blob,
                (blob.c.device_id == named.c.device_id) & (blob.c.blob_id == named.c.blob_id),
            )
            .join(
                event,
                (event.c.device_id == named.c.device_id)
                & (event.c.stream == named.c.stream)
                & (event.c.seq == named.c.seq),
            )
            .where(
                event.c.body.is_not(None),
                blob.c.state.is_(None) | (blob.c.state == int(BlobState.COMING)),
            )
            .order_by(named.c.device_id, named.c.stream, named.c.seq, named.c.blob_index)
        ).all()
    for row in rows:
        device_id = DeviceId(row.device_id)
        yield MissingFile(
            device_id=device_id,
            event_id=row.event_id,
            index=row.blob_index,
            media_type=row.media_type,
            length_bytes=row.length_bytes,
            received_bytes=platform.blobs.storage.received(device_id, row.blob_id),
        )


def opened_file(platform: Platform, device_id: DeviceId, event_id: bytes, index: int) -> OpenedFile:
    """Return one file of an event, opened.

    Raises CentralError("files.unknown") where no event names it, "files.missing" while it is not
    here, "files.refused" where it does not open by the event's own salt.
    """
    named = schema.attachment
    with platform.database.read() as connection:
        row = connection.execute(
            select(named.c.blob_id, named.c.media_type)
            .where(
                named.c.device_id == device_id,
                named.c.event_id == event_id,
                named.c.blob_index == index,
            )
            .limit(1)
        ).one_or_none()
        salts = salts_of(connection, device_id, event_id)
    where = f"{event_id.hex()} {index}"
    if row is None or not salts:
        raise CentralError("files.unknown", where)
    sealed = platform.blobs.read(device_id, row.blob_id)
    if sealed is None:
        raise CentralError("files.missing", where)
    content = opened_with(salts, index, sealed)
    if content is None:
        raise CentralError("files.refused", where)
    return OpenedFile(media_type=row.media_type, content=content)
