"""Rows out of a file that SQLite will not open, page by page; what cannot prove itself is left out.

Leaf pages are walked one by one, whatever became of the trees above them. An event proves itself by
its hashes, whole or not at all; receipts, drafts and streams are taken from pages whose HMAC fits.
Nothing is written.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.vault.pages import USABLE_BYTES, Page, all_pages
from sync.chain import first_head, next_head
from sync.errors import MessageInvalid
from sync.events import decode_header
from sync.ids import DeviceId, EventId, Salt, StreamId
from sync.journal import Gone, StoredEvent

_LEAF = 0x0D
_FIRST_PAGE_OFFSET = 100
_LOCAL_LIMIT = USABLE_BYTES - 35
_LOCAL_LEAST = (USABLE_BYTES - 12) * 32 // 255 - 23
_OVERFLOW_BYTES = USABLE_BYTES - 4
_ROW_LIMIT_BYTES = 32 * 2**20

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SalvagedStream:
    """What was found of one stream. The chain holds from the start to *intact_to*."""

    stream: StreamId
    events: tuple[StoredEvent, ...]  # in order of their numbers
    intact_to: int
    intact_seconds: int | None

    @property
    def last(self) -> int:
        """Return the highest number that was found."""
        return self.events[-1].seq


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """Everything that could be read; *damaged_pages* could not be trusted."""

    device_id: DeviceId | None
    streams: tuple[SalvagedStream, ...]
    receipts: tuple[Row, ...]  # stream, seq, series, number, bytes or None
    drafts: tuple[Row, ...]  # salt, kind, subject, content, begun, kept
    pages: int
    damaged_pages: int

    @property
    def events(self) -> int:
        """Return how many events were found."""
        return sum(len(stream.events) for stream in self.streams)


@dataclass(slots=True)
class _Found:
    events: dict[tuple[bytes, int], StoredEvent] = field(default_factory=dict)
    receipts: dict[tuple[bytes, int], Row] = field(default_factory=dict)
    drafts: dict[bytes, Row] = field(default_factory=dict)
    devices: dict[bytes, bytes] = field(default_factory=dict)


def salvage(database: Path, key: bytes) -> Salvaged:
    """Return everything that can be read of a file and its log, damaged or not.

    Raises OSError where the disk itself refuses.
    """
    overflow: dict[int, list[Page]] = defaultdict(list)
    pages = damaged = 0
    for page in all_pages(database, key):
        pages += 1
        damaged += not page.sound
        if not _is_leaf(page):
            overflow[page.number].append(page)
    found = _Found()
    for page in all_pages(database, key):  # read twice, so that memory holds only what is long
        if _is_leaf(page):
            for row in _rows(page, overflow):
                _take(row, page, found)
    return Salvaged(
        device_id=DeviceId(next(iter(found.devices.values()))) if found.devices else None,
        streams=_streams(found),
        receipts=tuple(found.receipts[place] for place in sorted(found.receipts)),
        drafts=tuple(found.drafts.values()),
        pages=pages,
        damaged_pages=damaged,
    )


# ------------------------------------------------------------------------------------ rows


def _is_leaf(page: Page) -> bool:
    offset = _FIRST_PAGE_OFFSET if page.number == 1 else 0
    return page.content[offset] == _LEAF


def _rows(page: Page, overflow: dict[int, list[Page]]) -> Iterator[Row]:
    """Yield the rows of a leaf; a cell that makes no sense is passed over."""
    start = _FIRST_PAGE_OFFSET if page.number == 1 else 0
    content = page.content
    cells = int.from_bytes(content[start + 3 : start + 5], "big")
    for place in range(start + 8, min(start + 8 + 2 * cells, len(content) - 1), 2):
        at = int.from_bytes(content[place : place + 2], "big")
        for payload in _payloads(content, at, overflow):
            row = _record(payload)
            if row is not None:
                yield row


def _payloads(content: bytes, at: int, overflow: dict[int, list[Page]]) -> Iterator[bytes]:
    """Yield what a cell may hold: one reading, or one per version of its overflow pages."""
    try:
        size, at = _varint(content, at)
        _rowid, at = _varint(content, at)
    except IndexError:
        return
    if size > _ROW_LIMIT_BYTES:
        return
    if size <= _LOCAL_LIMIT:
        yield content[at : at + size]
        return
    local = _LOCAL_LEAST + (size - _LOCAL_LEAST) % _OVERFLOW_BYTES
    if local > _LOCAL_LIMIT:
        local = _LOCAL_LEAST
    begun = content[at : at + local]
    following = int.from_bytes(content[at + local : at + local + 4], "big")
    newest = _with_overflow(begun, following, size, overflow, -1)
    yield newest
    oldest = _with_overflow(begun, following, size, overflow, 0)
    if oldest != newest:
        yield oldest


def _with_overflow(
    begun: bytes, following: int, size: int, overflow: dict[int, list[Page]], version: int
) -> bytes:
    parts, have = [begun], len(begun)
    seen: set[int] = set()
    while have < size and following and following not in seen and overflow.get(following):
        seen.add(following)
        content = overflow[following][version].content
        parts.append(content[4 : 4 + min(_OVERFLOW_BYTES, size - have)])
        have += len(parts[-1])
        following = int.from_bytes(content[:4], "big")
    return b"".join(parts)


def _record(payload: bytes) -> Row | None:
    """Return the values of a record; None for one that is cut or makes no sense."""
    try:
        header_end, at = _varint(payload, 0)
        values: list[Any] = []
        body = header_end
        while at < header_end:
            kind, at = _varint(payload, at)
            value, length = _value(payload, body, kind)
            values.append(value)
            body += length
    except (IndexError, ValueError):
        return None
    return tuple(values) if body == len(payload) else None


_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def _value(payload: bytes, at: int, kind: int) -> tuple[Any, int]:
    if kind == 0:
        return None, 0
    if kind in _INTEGER_BYTES:
        length = _INTEGER_BYTES[kind]
        return int.from_bytes(payload[at : at + length], "big", signed=True), length
    if kind in (8, 9):
        return kind - 8, 0
    if kind < 12:
        raise ValueError("a kind of value that no table of ours has")
    length = (kind - 12) // 2
    data = payload[at : at + length]
    if len(data) != length:
        raise IndexError
    return (data.decode("utf-8") if kind % 2 else data), length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(9):
        byte = data[at + place]
        if place == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    raise IndexError


# --------------------------------------------------------------------------------- meaning


def _take(row: Row, page: Page, found: _Found) -> None:
    """Take a row that is one of ours by its shape and proves itself, or stands on a sound page."""
    match row:
        case (bytes(), int(), bytes(), bytes(), bytes(), bytes(), _, _, _) if len(row) == 9:
            _take_event(row, page, found)
        case (bytes(stream), int(seq), int(), int(), bytes() | None) if (
            page.sound and len(stream) == 16
        ):
            found.receipts[stream, seq] = row
        case (bytes(salt), str(), bytes() | None, bytes(), int(), int()) if (
            page.sound and len(salt) == 16
        ):
            found.drafts[salt] = row
        case (None, bytes(stream), bytes(device)) if page.sound and (len(stream), len(device)) == (
            16,
            8,
        ):
            found.devices[stream] = device
        case _:
            return


def _take_event(row: Row, page: Page, found: _Found) -> None:
    stream, seq, event_id, head, header, digest, salt, body, gone = row
    if [len(part) for part in (stream, event_id, head, digest)] != [16, 16, 32, 32]:
        return
    if isinstance(salt, bytes) and isinstance(body, bytes) and gone is None:
        if hashlib.sha256(salt + body).digest() != digest:
            return
        if hashlib.sha256(salt).digest()[:16] != event_id:
            return
    elif salt is not None or body is not None or gone not in (1, 2) or not page.sound:
        return
    known = found.events.get((stream, seq))
    if known is not None and known.gone is not None:
        return  # erased in one copy is erased: an older page must not bring it back
    found.events[stream, seq] = StoredEvent(
        stream=StreamId(stream),
        seq=seq,
        event_id=EventId(event_id),
        head=head,
        header=header,
        digest=digest,
        salt=None if salt is None else Salt(salt),
        body=body,
        gone=None if gone is None else Gone(gone),
    )


def _streams(found: _Found) -> tuple[SalvagedStream, ...]:
    by_stream: dict[bytes, list[StoredEvent]] = defaultdict(list)
    for place in sorted(found.events):
        by_stream[place[0]].append(found.events[place])
    device = next(iter(found.devices.values()), None)
    return tuple(
        _followed(StreamId(stream), events, found.devices.get(stream, device))
        for stream, events in by_stream.items()
    )


def _followed(stream: StreamId, events: list[StoredEvent], device: bytes | None) -> SalvagedStream:
    """Follow the chain from its start; without the device's id the first link is believed."""
    intact, seconds = 0, None
    previous = None if device is None else first_head(device, stream)
    for event in events:
        if event.seq != intact + 1:
            break
        if previous is not None and event.head != next_head(
            stream, event.seq, previous, event.header, event.digest
        ):
            break
        intact, previous = event.seq, event.head
        try:
            seconds = decode_header(event.header).time_seconds
        except MessageInvalid:
            continue
    return SalvagedStream(
        stream=stream, events=tuple(events), intact_to=intact, intact_seconds=seconds
    )
