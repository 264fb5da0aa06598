"""Reading a bundle that may be cut, altered or none at all (PROTOCOL §20).

Nothing here believes a length or a file: each record proves itself, and what cannot be read hides
nothing else. With a manifest that holds, every record has its place and its hash; what is not in
its place is looked for elsewhere. Without one, whatever is whole by its own frame is handed on, and
whoever takes it judges it by its signature. Files are read in pieces of 64 KiB, whatever they say.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import BinaryIO

from sync.bundle import (
    CAPS,
    HEAD_BYTES,
    MAGIC,
    MANIFEST_CAP_BYTES,
    PIECE_BYTES,
    Entry,
    RecordType,
    SignedManifest,
    read_manifest,
)
from sync.errors import MessageInvalid

LARGEST_RECORD_BYTES = max(CAPS.values())


class Verdict(IntEnum):
    """What was found of one record.

    OK: its bytes are those that the manifest names.

    DAMAGED: its place is there, its bytes are others, or it is larger than its type may be.

    MISSING: the file ends before it.

    UNEXPECTED: it is whole by its own frame, and no manifest that holds names it.
    """

    OK = 0
    DAMAGED = 1
    MISSING = 2
    UNEXPECTED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRecord:
    """One record as it was found; `content` and `pieces` of its `Bundle` give the bytes."""

    kind: int
    length: int
    verdict: Verdict
    at: int  # where its bytes begin in the file, -1 where they are not there
    sha256: bytes | None = None  # as the manifest names it

    @property
    def is_whole(self) -> bool:
        """Say whether its bytes are there: listed and equal, or whole by their own frame."""
        return self.verdict in (Verdict.OK, Verdict.UNEXPECTED)


class Bundle:
    """A file that may be a bundle: its manifest, if one holds, and its records with verdicts.

    *file* is read and sought, never written; only OSError of it ever comes out of here.
    """

    def __init__(self, file: BinaryIO, roots: Collection[bytes]) -> None:
        self._file = file
        self._size = file.seek(0, 2)
        self.manifest: SignedManifest | None = None
        self.manifest_code = "shape"
        self._begin = len(MAGIC)
        self._read_manifest(roots)

    @property
    def size_bytes(self) -> int:
        """Return the size of the file."""
        return self._size

    def records(self) -> Iterator[ReadRecord]:
        """Yield every record that is named or found, the whole ones where they stand."""
        if self.manifest is None:
            yield from self._unlisted(self._begin)
            return
        lost: list[tuple[Entry, int]] = []
        at = self._begin
        for entry in self.manifest.manifest.entries:
            at += HEAD_BYTES
            if entry.length <= _cap(entry.kind) and self._holds(entry, at):
                yield _found(entry, Verdict.OK, at)
            else:
                lost.append((entry, at))
            at += entry.length
        yield from self._moved(lost, min(at, self._size))

    def content(self, record: ReadRecord) -> bytes:
        """Return the bytes of a record that is whole; never more than its type may have."""
        return self._read(record.at, min(record.length, _cap(record.kind)))

    def pieces(self, record: ReadRecord) -> Iterator[bytes]:
        """Yield the bytes of a record that is whole, in pieces."""
        left, at = record.length, record.at
        while left > 0:
            piece = self._read(at, min(left, PIECE_BYTES))
            if not piece:
                return
            yield piece
            left -= len(piece)
            at += len(piece)

    def _read_manifest(self, roots: Collection[bytes]) -> None:
        """Read the first record as a manifest, whatever its head says: it has an end of its own."""
        at = len(MAGIC) + HEAD_BYTES
        end = self._message_end(at)
        if end is None or end - at > MANIFEST_CAP_BYTES:
            return
        try:
            self.manifest = read_manifest(self._read(at, end - at), roots)
        except MessageInvalid as error:
            self.manifest_code = error.code
        else:
            self._begin = end

    def _moved(self, lost: Sequence[tuple[Entry, int]], end: int) -> Iterator[ReadRecord]:
        """Look for what is not in its place elsewhere, then say what is gone."""
        waiting = {(one.kind, one.length, one.sha256): at for one, at in lost}
        by_frame = {(one.kind, one.length) for one, _ in lost}
        hashing_left = 2 * self._size  # a file made to be slow is not read for ever
        for frame in self._walk(self._begin if lost else end):
            if (frame.kind, frame.length) in by_frame and hashing_left > 0:
                hashing_left -= frame.length
                key = (frame.kind, frame.length, self._digest(frame.at, frame.length))
                if waiting.pop(key, None) is not None:
                    yield ReadRecord(
                        kind=frame.kind,
                        length=frame.length,
                        verdict=Verdict.OK,
                        at=frame.at,
                        sha256=key[2],
                    )
                    continue
            if frame.at >= end:
                yield frame
        for entry, at in lost:
            if (entry.kind, entry.length, entry.sha256) in waiting:
                cut = at + entry.length > self._size
                yield _found(entry, Verdict.MISSING if cut else Verdict.DAMAGED, -1)

    def _unlisted(self, begin: int) -> Iterator[ReadRecord]:
        for frame in self._walk(begin):
            if frame.kind != RecordType.MANIFEST:
                yield frame

    def _walk(self, at: int) -> Iterator[ReadRecord]:
        """Yield what looks like whole records, one after the other; garbage is passed over.

        Where nothing can begin behind a record, bytes of it are missing: the next one is looked
        for inside it. All of that together is read a few times at most.
        """
        left = 4 * self._size
        while left > 0:
            frame = self._frame(at)
            if frame is not None:
                yield frame
                left -= frame.length
                end = frame.at + frame.length
                if self._could_begin(end):
                    at = end
                    continue
                at = frame.at
            found = self._next_head(at + 1)
            if found is None:
                return
            at = found

    def _frame(self, at: int) -> ReadRecord | None:
        """Return the record that begins here, if what its head says can be true."""
        head = self._read(at, HEAD_BYTES)
        if len(head) < HEAD_BYTES:
            return None
        kind, length = head[0], int.from_bytes(head[1:], "big")
        begin = at + HEAD_BYTES
        if kind not in CAPS or not 0 < length <= _cap(kind) or begin + length > self._size:
            return None
        if kind == RecordType.BLOB:
            holds = self._could_begin(begin + length)
        else:
            holds = self._message_end(begin) == begin + length
        if not holds:
            return None
        return ReadRecord(kind=kind, length=length, verdict=Verdict.UNEXPECTED, at=begin)

    def _could_begin(self, at: int) -> bool:
        """Say whether a record can begin here, or the file ends here."""
        if at == self._size:
            return True
        head = self._read(at, HEAD_BYTES)
        return len(head) == HEAD_BYTES and _HEAD_PATTERN.match(head) is not None

    def _message_end(self, at: int) -> int | None:
        """Return where the signed message that begins here ends, by its elements' own lengths."""
        if self._read(at, 1) != b"\x84":
            return None
        protected = self._octets_end(at + 1)
        if protected is None or self._read(protected, 1) != b"\xa0":
            return None
        payload = self._octets_end(protected + 1)
        return None if payload is None else self._octets_end(payload)

    def _octets_end(self, at: int) -> int | None:
        """Return where the byte string that begins here ends."""
        head = self._read(at, 9)
        if not head or head[0] >> 5 != 2:
            return None
        more = head[0] & 31
        if more < 24:
            return at + 1 + more
        if more > 27:
            return None
        width = 1 << (more - 24)
        return at + 1 + width + int.from_bytes(head[1 : 1 + width], "big")

    def _next_head(self, at: int) -> int | None:
        """Return the next place at which a record could begin."""
        while at + HEAD_BYTES <= self._size:
            window = self._read(at, PIECE_BYTES)
            match = _HEAD_PATTERN.search(window)
            if match is not None:
                return at + match.start()
            if len(window) < HEAD_BYTES:
                return None
            at += len(window) - HEAD_BYTES + 1
        return None

    def _holds(self, entry: Entry, at: int) -> bool:
        inside = at + entry.length <= self._size
        return inside and self._digest(at, entry.length) == entry.sha256

    def _digest(self, at: int, length: int) -> bytes:
        digest = hashlib.sha256()
        for start in range(at, at + length, PIECE_BYTES):
            digest.update(self._read(start, min(PIECE_BYTES, at + length - start)))
        return digest.digest()

    def _read(self, at: int, count: int) -> bytes:
        if not 0 <= at < self._size:
            return b""
        self._file.seek(at)
        return self._file.read(count)


_HEAD_PATTERN = re.compile(rb"[\x01-\x0e]\x00{4}[\x00\x01][\x00-\xff]{3}", re.DOTALL)
"""A type that is known and a length below 32 MiB: rare enough in sealed bytes."""


def _cap(kind: int) -> int:
    return CAPS[RecordType(kind)] if kind in CAPS else LARGEST_RECORD_BYTES


def _found(entry: Entry, verdict: Verdict, at: int) -> ReadRecord:
    return ReadRecord(
        kind=entry.kind, length=entry.length, verdict=verdict, at=at, sha256=entry.sha256
    )
