"""Wrong tries, kept outside the encrypted file because they are counted before it is open.

16 KiB beside the key slots, written in place in two halves in turn: no cut loses both, and a full
disk refuses nothing. Its check finds damage, not malice: nothing on a switched-off device is secret
from who holds the disk. Whoever can write this file can copy the key slots as well and guess
elsewhere, where no wait counts and only Argon2id holds (`SECURITY.md`).

The file is made together with the first key slot. So a missing or unreadable file beside key slots
means that somebody or something took it away.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from kiosk.vault.errors import of_system
from kiosk.vault.files import replace_file, sync_data
from kiosk.vault.try_count import TryCount
from sync.ids import OperatorNumber

HALF_BYTES = 8_192
_MAGIC = b"VTT1"
_CHECK_BYTES = 8
_ENTRY = struct.Struct(">BHHHIQ")
_HEAD = struct.Struct(">4sQH")
MOST_ENTRIES = (HALF_BYTES - _HEAD.size - _CHECK_BYTES) // _ENTRY.size


class Tried(IntEnum):
    """What was typed wrong."""

    CLAVE = 1
    CODE = 2


@dataclass(frozen=True, slots=True, order=True)
class TryKey:
    """Whose name it was tried on; operator 0 stands for everybody who has no count of their own."""

    tried: Tried
    operator: OperatorNumber


Counts = Mapping[TryKey, TryCount]


def tries_path(slots: Path) -> Path:
    """Return where the wrong tries stand, given where the key slots stand."""
    return slots.with_name(slots.name.removesuffix(".slots") + ".tries")


def begin(path: Path) -> None:
    """Make an empty file where there is none; raise DiskFull or FileTrouble."""
    if not path.exists():
        TriesFile(path).create({})


class TriesFile:
    """The file; every write is on the disk when it returns."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def create(self, counts: Counts) -> None:
        """Write a new file, whole or not at all; raise DiskFull or FileTrouble."""
        content = _half(1, counts).ljust(HALF_BYTES, b"\0") + bytes(HALF_BYTES)
        try:
            replace_file(self._path, content)
        except OSError as error:
            raise of_system(error, self._path) from error

    def read(self) -> dict[TryKey, TryCount] | None:
        """Return the newer whole half, or None when the file is gone or neither can be read."""
        newest = _newest(self._content())
        return None if newest is None else newest[1]

    def write(self, counts: Counts) -> None:
        """Write the half whose turn it is; raise DiskFull or FileTrouble, the other half stays."""
        newest = _newest(self._content())
        if newest is None:
            self.create(counts)
            return
        counter = newest[0] + 1
        try:
            with self._path.open("r+b", buffering=0) as file:
                file.seek((counter + 1) % 2 * HALF_BYTES)
                file.write(_half(counter, counts))
                sync_data(file.fileno())
        except OSError as error:
            raise of_system(error, self._path) from error

    def _content(self) -> bytes:
        try:
            return self._path.read_bytes()
        except OSError:
            return b""


def _half(counter: int, counts: Counts) -> bytes:
    """Return one half; beyond what fits in, the counts that say least are left out."""
    told = [(key, count) for key, count in counts.items() if count.wrong or count.unrecorded]
    told.sort(key=lambda pair: (-pair[1].wrong, pair[0]))
    content = b"".join(
        _ENTRY.pack(
            key.tried,
            key.operator,
            count.wrong,
            count.unrecorded,
            count.owed_milliseconds,
            count.noted_milliseconds,
        )
        for key, count in told[:MOST_ENTRIES]
    )
    written = _HEAD.pack(_MAGIC, counter, len(content)) + content
    return written + hashlib.sha256(written).digest()[:_CHECK_BYTES]


def _newest(content: bytes) -> tuple[int, dict[TryKey, TryCount]] | None:
    halves = (_read_half(content[at : at + HALF_BYTES]) for at in (0, HALF_BYTES))
    return max(
        (half for half in halves if half is not None), key=lambda half: half[0], default=None
    )


def _read_half(half: bytes) -> tuple[int, dict[TryKey, TryCount]] | None:
    """Return counter and counts of one half, or None where it is empty, torn or damaged."""
    if len(half) < _HEAD.size:
        return None
    magic, counter, length = _HEAD.unpack_from(half)
    end = _HEAD.size + length
    check = half[end : end + _CHECK_BYTES]
    if magic != _MAGIC or hashlib.sha256(half[:end]).digest()[:_CHECK_BYTES] != check:
        return None
    if length % _ENTRY.size:
        return None
    counts: dict[TryKey, TryCount] = {}
    for tried, operator, *numbers in _ENTRY.iter_unpack(half[_HEAD.size : end]):
        wrong, unrecorded, owed, noted = numbers
        if tried not in list(Tried):
            return None
        counts[TryKey(Tried(tried), OperatorNumber(operator))] = TryCount(
            wrong=wrong,
            unrecorded=unrecorded,
            owed_milliseconds=owed,
            noted_milliseconds=noted,
        )
    return counter, counts
