"""The witness: where the journal stood, kept outside the database (PROTOCOL §10).

A flipped byte in the log or an older copy of the file raises nothing by itself; only this file sees
it. Two slots are written in turn, so that a cut while writing one leaves the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from kiosk.vault.errors import of_system
from kiosk.vault.files import replace_file, sync_data
from sync.ids import StreamId

FILE_BYTES = 8_192
SLOT_BYTES = 64
SLOT_DISTANCE_BYTES = 4_096
MAGIC = b"VTW1"
HEAD_PREFIX_BYTES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One slot: the journal had this head at this place when it was written."""

    counter: int
    stream: StreamId
    seq: int
    head_prefix: bytes

    def encode(self) -> bytes:
        """Return the 64 bytes of a slot."""
        content = (
            MAGIC
            + self.counter.to_bytes(8, "big")
            + self.stream
            + self.seq.to_bytes(8, "big")
            + self.head_prefix
        )
        return content + hashlib.sha256(content).digest()[:4]


def decode_mark(slot: bytes) -> Mark | None:
    """Return what a slot says, or None for one that is empty, torn or damaged."""
    content, check = slot[:60], slot[60:]
    if len(slot) != SLOT_BYTES or content[:4] != MAGIC:
        return None
    if hashlib.sha256(content).digest()[:4] != check:
        return None
    return Mark(
        counter=int.from_bytes(content[4:12], "big"),
        stream=StreamId(content[12:28]),
        seq=int.from_bytes(content[28:36], "big"),
        head_prefix=content[36:60],
    )


def marks_of(content: bytes) -> tuple[Mark, ...]:
    """Return the valid slots, the one with the higher counter first."""
    slots = (content[at : at + SLOT_BYTES] for at in (0, SLOT_DISTANCE_BYTES))
    marks = [mark for slot in slots if (mark := decode_mark(slot)) is not None]
    return tuple(sorted(marks, key=lambda mark: mark.counter, reverse=True))


def newest_mark(content: bytes) -> Mark | None:
    """Return the valid slot with the higher counter, or None when neither can be read."""
    return next(iter(marks_of(content)), None)


def speaking(marks: Sequence[Mark], head: Callable[[StreamId, int], bytes | None]) -> Mark | None:
    """Return the mark that counts: the newest one that is no announcement without a stream.

    A stream is announced as seq 0 before its first event commits; where that commit never came,
    nothing was confirmed, and the mark before it still says where the journal stood.
    """
    for mark in marks:
        if mark.seq or head(mark.stream, 0) is not None:
            return mark
    return None


class Finding(Enum):
    """Why the database is held to have gone back."""

    BEHIND = "behind"
    DIFFERENT = "different"
    UNREADABLE = "unreadable"


def judge(
    mark: Mark | None, *, holds_events: bool, head: Callable[[StreamId, int], bytes | None]
) -> Finding | None:
    """Return why the journal does not fit the witness, or None when it does.

    *head* gives the journal's own head at a place, None where it has none. A journal ahead of the
    witness is normal: the witness is written after the commit was confirmed.
    """
    if mark is None:
        return Finding.UNREADABLE if holds_events else None
    own = head(mark.stream, mark.seq)
    if own is None:
        return Finding.BEHIND
    return None if own[:HEAD_PREFIX_BYTES] == mark.head_prefix else Finding.DIFFERENT


class Witness:
    """The witness file; every write is on the disk when it returns."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._counter = 0

    def create(self) -> None:
        """Write an empty file, synced with its folder; what was there is gone."""
        try:
            replace_file(self._path, bytes(FILE_BYTES))
        except OSError as error:
            raise of_system(error, self._path) from error
        self._counter = 0

    def marks(self) -> tuple[Mark, ...]:
        """Return what can be read of the two slots, the newest first."""
        try:
            content = self._path.read_bytes()
        except OSError:
            return ()
        marks = marks_of(content)
        self._counter = marks[0].counter if marks else 0
        return marks

    def read(self) -> Mark | None:
        """Return the newest slot, or None when no slot or no file can be read."""
        return next(iter(self.marks()), None)

    def write(self, stream: StreamId, seq: int, head: bytes) -> None:
        """Write the slot whose turn it is; raise DiskFull or FileTrouble, the other slot stays."""
        counter = self._counter + 1
        prefix = head[:HEAD_PREFIX_BYTES]
        mark = Mark(counter=counter, stream=stream, seq=seq, head_prefix=prefix)
        if not self._path.exists():
            self.create()
        try:
            with self._path.open("r+b", buffering=0) as file:
                file.seek(counter % 2 * SLOT_DISTANCE_BYTES)
                file.write(mark.encode())
                sync_data(file.fileno())
        except OSError as error:
            raise of_system(error, self._path) from error
        self._counter = counter
