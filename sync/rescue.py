"""The rescue file: what could still be read of a damaged device, sealed to the institution.

    "VTX1" ‖ records, each: type uint8 ‖ length uint64 big-endian ‖ bytes
    1 manifest (first) · 2 sealed piece · 3 sealed file of answers · 4 end: SHA-256 of all before it

The manifest is CBOR and names nobody: {1: 1, 2: device_id, 3: kid of the key it is sealed to,
4: time (s), 5: app version, 6: [* [stream, intact to, found, last]], 7: pieces, 8: receipts,
9: drafts, 10: files}. A piece is sealed as PROTOCOL §7 has it, with the info
["vt1/rescue", device_id, index] and the content {1: what it holds, 2: [* row]}, by what it holds:
1 event [stream, seq, h(seq), item of PROTOCOL §6]
2 receipt [stream, seq, series, number, bytes]
3 draft [salt, kind, subject / null, content, begun (s), kept (s)]. File: blob_id ‖ bytes as sealed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any, BinaryIO

from sync import cbor, fields
from sync.annotated import InArray, Key, Place, read_map, write_map
from sync.errors import MessageInvalid
from sync.fields import Fields
from sync.ids import DeviceId, StreamId, kid_of
from sync.sealed import seal, seal_public_of, unseal
from sync.shape import Many, Octets, Text, Whole

MAGIC = b"VTX1"
FORMAT = 1
PIECE_LIMIT_BYTES = 2 * 2**20
"""What goes into one piece before it is compressed; a piece is opened whole."""

RECORD_LIMIT_BYTES = 32 * 2**20
_BLOB_ID_BYTES = 16


class RescueRecord(IntEnum):
    """The types of records in a rescue file."""

    MANIFEST = 1
    PIECE = 2
    BLOB = 3
    END = 4


class RescueRows(IntEnum):
    """What a piece holds."""

    EVENTS = 1
    RECEIPTS = 2
    DRAFTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RescuedStream:
    """How much of one stream was found; the chain holds from its start up to *intact_to*."""

    stream: Annotated[StreamId, Place(0, Octets(16))]
    intact_to: Annotated[int, Place(1, Whole(0, 2**60))]
    found: Annotated[int, Place(2, Whole(0, 2**60))]
    last: Annotated[int, Place(3, Whole(0, 2**60))]


@dataclass(frozen=True, slots=True, kw_only=True)
class RescueManifest:
    """What a rescue file says of itself; it names nobody."""

    format: Annotated[int, Key(1, Whole(FORMAT, FORMAT))]
    device_id: Annotated[DeviceId, Key(2, Octets(8))]
    sealed_to: Annotated[bytes, Key(3, Octets(8))]
    made_seconds: Annotated[int, Key(4, Whole(0, 2**40))]
    app_version: Annotated[str, Key(5, Text(1, 64))]
    streams: Annotated[tuple[RescuedStream, ...], Key(6, Many(InArray(RescuedStream)))]
    pieces: Annotated[int, Key(7, Whole(0, 2**32))]
    receipts: Annotated[int, Key(8, Whole(0, 2**40))]
    drafts: Annotated[int, Key(9, Whole(0, 2**40))]
    files: Annotated[int, Key(10, Whole(0, 2**40))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescue:
    """An opened rescue file: rows as listed above, files by their id."""

    manifest: RescueManifest
    events: tuple[list[Any], ...]
    receipts: tuple[list[Any], ...]
    drafts: tuple[list[Any], ...]
    blobs: tuple[tuple[bytes, bytes], ...]


class RescueWriter:
    """Writes a rescue file record by record; the caller syncs and renames it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._running = hashlib.sha256()
        self._put_raw(MAGIC)

    def manifest(self, manifest: RescueManifest) -> None:
        """Write the first record."""
        self._put(RescueRecord.MANIFEST, cbor.encode(write_map(manifest)))

    def piece(self, sealed: bytes) -> None:
        """Write a sealed piece."""
        self._put(RescueRecord.PIECE, sealed)

    def blob(self, blob_id: bytes, sealed: bytes) -> None:
        """Write a file of answers as it lies on the disk."""
        self._put(RescueRecord.BLOB, blob_id + sealed)

    def end(self) -> bytes:
        """Write the last record and return the hash that stands in it."""
        digest = self._running.digest()
        self._put(RescueRecord.END, digest)
        return digest

    def _put(self, kind: RescueRecord, content: bytes) -> None:
        self._put_raw(bytes([kind]) + len(content).to_bytes(8, "big") + content)

    def _put_raw(self, data: bytes) -> None:
        self._running.update(data)
        self._file.write(data)


def pieces_of(rows: Sequence[list[Any]]) -> Iterator[list[list[Any]]]:
    """Yield rows in lists that fit into a piece."""
    held: list[list[Any]] = []
    size = 0
    for row in rows:
        length = len(cbor.encode(row))
        if held and size + length > PIECE_LIMIT_BYTES:
            yield held
            held, size = [], 0
        held.append(row)
        size += length
    if held:
        yield held


def seal_piece(
    public: bytes, device_id: DeviceId, index: int, what: RescueRows, rows: list[list[Any]]
) -> bytes:
    """Return one piece, readable only for the holder of *public*'s other half."""
    return seal(public, ["vt1/rescue", device_id, index], {1: int(what), 2: rows})


def read_manifest(data: bytes) -> RescueManifest:
    """Return what a rescue file says of itself; every record was checked against the end's hash.

    Raises MessageInvalid: `rescue-magic`, `rescue-cut`, `rescue-hash`, `shape`.
    """
    return _manifest(tuple(_records(data)))


def read_rescue(private: bytes, data: bytes) -> Rescue:
    """Return everything in a rescue file.

    Raises MessageInvalid as `read_manifest` does, and `not-mine` where another key was sealed to.
    """
    records = tuple(_records(data))
    manifest = _manifest(records)
    if kid_of(seal_public_of(private)) != manifest.sealed_to:
        raise MessageInvalid("not-mine", "sealed to another key")
    rows: dict[RescueRows, list[list[Any]]] = {what: [] for what in RescueRows}
    sealed = [content for kind, content in records if kind is RescueRecord.PIECE]
    for index, content in enumerate(sealed):
        opened = unseal(private, ["vt1/rescue", manifest.device_id, index], content)
        read = Fields.of(opened, {1, 2})
        what = read.uint(1)
        if what not in set(RescueRows):
            raise MessageInvalid("shape", "no such rows")
        rows[RescueRows(what)] += [fields.array(row) for row in read.array(2)]
    return Rescue(
        manifest=manifest,
        events=tuple(rows[RescueRows.EVENTS]),
        receipts=tuple(rows[RescueRows.RECEIPTS]),
        drafts=tuple(rows[RescueRows.DRAFTS]),
        blobs=tuple(
            (content[:_BLOB_ID_BYTES], content[_BLOB_ID_BYTES:])
            for kind, content in records
            if kind is RescueRecord.BLOB
        ),
    )


def _manifest(records: Sequence[tuple[RescueRecord, bytes]]) -> RescueManifest:
    if not records or records[0][0] is not RescueRecord.MANIFEST:
        raise MessageInvalid("rescue-cut", "no manifest")
    return read_map(RescueManifest, cbor.decode(records[0][1]))


def _records(data: bytes) -> Iterator[tuple[RescueRecord, bytes]]:
    """Yield the records; raises MessageInvalid unless the last one is the hash of all before it."""
    if data[: len(MAGIC)] != MAGIC:
        raise MessageInvalid("rescue-magic", "not a rescue file")
    place = len(MAGIC)
    while place < len(data):
        head = data[place : place + 9]
        length = int.from_bytes(head[1:], "big")
        content = data[place + 9 : place + 9 + length]
        if len(head) < 9 or len(content) != length or head[0] not in list(RescueRecord):
            break
        kind = RescueRecord(head[0])
        if kind is RescueRecord.END:
            if hashlib.sha256(data[:place]).digest() != content:
                raise MessageInvalid("rescue-hash", "a byte was changed")
            return
        yield kind, content
        place += 9 + length
    raise MessageInvalid("rescue-cut", "the file ends early")
