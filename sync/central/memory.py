"""What a central remembers of who asked: nonces, rates, receipts counted today (PROTOCOL §15).

None of it is a fact: forgotten, it costs a repeat. One process keeps it in dictionaries. Several
keep it in files of a fixed size that they map, in a folder that their parent makes and removes; a
lock on a stretch of such a file ends with the process that holds it, so a killed worker stops
nobody.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import struct
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

NONCES_REMEMBERED = 10_000
COUNTED_REMEMBERED = 100_000
LEVELS_REMEMBERED = 10_000
_KEY_BYTES = 16
_PLACES = 16
_LEVEL = struct.Struct(f"<{_KEY_BYTES}sdd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many requests at once, and how many per second after that."""

    burst: float
    per_second: float

    def refilled(self, level: float, since: float, now: float) -> float:
        """Return the level of a bucket that stood at *level*."""
        return min(self.burst, level + max(0.0, now - since) * self.per_second)


class Once(Protocol):
    """Remembers the last keys that were seen."""

    def is_new(self, key: Hashable) -> bool:
        """Remember a key and say whether it was not remembered before."""
        ...


class Levels(Protocol):
    """Remembers the levels of the buckets used last."""

    def spend(self, key: Hashable, rate: Rate, now: float) -> float:
        """Return the level of a bucket, and take one from it where there is one."""
        ...


class OwnOnce:
    """The last keys of one process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._seen: OrderedDict[Hashable, None] = OrderedDict()
        self._lock = threading.Lock()

    def is_new(self, key: Hashable) -> bool:
        """Remember a key and say whether it was not remembered before."""
        with self._lock:
            if key in self._seen:
                return False
            self._seen[key] = None
            if len(self._seen) > self._most:
                self._seen.popitem(last=False)
            return True


class OwnLevels:
    """The buckets of one process; the least recently used are forgotten."""

    def __init__(self, most: int = LEVELS_REMEMBERED) -> None:
        self._most = most
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._buckets)

    def spend(self, key: Hashable, rate: Rate, now: float) -> float:
        """Return the level of a bucket, and take one from it where there is one."""
        with self._lock:
            held, since = self._buckets.pop(key, (rate.burst, now))
            level = rate.refilled(held, since, now)
            self._buckets[key] = (level - 1 if level >= 1 else level, now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        return level


class _Shelf:
    """A mapped file of equal rows; a key belongs to one row, locked while it is looked at."""

    def __init__(self, path: Path, rows: int, row_bytes: int) -> None:
        self._rows, self._row_bytes = rows, row_bytes
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(handle, rows * row_bytes)
        self._handle = handle
        self._map = mmap.mmap(handle, rows * row_bytes)
        self._lock = threading.Lock()  # file locks are the process's, not the thread's

    @contextmanager
    def row(self, key: Hashable) -> Iterator[tuple[bytes, memoryview]]:
        """Give what stands for a key, and its row to read and write."""
        import fcntl  # not on Windows, where one process serves

        digest = hashlib.sha256(repr(key).encode()).digest()
        start = int.from_bytes(digest[_KEY_BYTES : _KEY_BYTES + 8], "big") % self._rows
        start *= self._row_bytes
        with self._lock, memoryview(self._map) as whole:
            fcntl.lockf(self._handle, fcntl.LOCK_EX, self._row_bytes, start)
            try:
                with whole[start : start + self._row_bytes] as row:
                    yield digest[:_KEY_BYTES], row
            finally:
                fcntl.lockf(self._handle, fcntl.LOCK_UN, self._row_bytes, start)


class SharedOnce:
    """The last keys of several processes: rows of sixteen, the oldest of a row goes first."""

    def __init__(self, path: Path, most: int) -> None:
        rows = most * 3 // _PLACES  # keys fall unevenly: room for three times as many
        self._shelf = _Shelf(path, rows, _PLACES * _KEY_BYTES)

    def is_new(self, key: Hashable) -> bool:
        """Remember a key and say whether it was not remembered before."""
        with self._shelf.row(key) as (mark, row):
            for place in range(0, len(row), _KEY_BYTES):
                if row[place : place + _KEY_BYTES] == mark:
                    return False
            row[_KEY_BYTES:] = bytes(row[:-_KEY_BYTES])
            row[:_KEY_BYTES] = mark
        return True


class SharedLevels:
    """The buckets of several processes, by the clock they have in common (monotonic)."""

    def __init__(self, path: Path, most: int = LEVELS_REMEMBERED) -> None:
        self._shelf = _Shelf(path, most * 3 // _PLACES, _PLACES * _LEVEL.size)

    def spend(self, key: Hashable, rate: Rate, now: float) -> float:
        """Return the level of a bucket, and take one from it where there is one."""
        with self._shelf.row(key) as (mark, row):
            oldest, oldest_at = 0, float("inf")
            held, since = rate.burst, now
            for place in range(0, len(row), _LEVEL.size):
                name, level_here, since_here = _LEVEL.unpack_from(row, place)
                if name == mark:
                    oldest, held, since = place, level_here, since_here
                    break
                if since_here < oldest_at:
                    oldest, oldest_at = place, since_here
            level = rate.refilled(held, since, now)
            _LEVEL.pack_into(row, oldest, mark, level - 1 if level >= 1 else level, now)
        return level


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """All of it."""

    nonces: Once
    counted: Once
    levels: Callable[[str], Levels]
    """The buckets of one limit: a flood of one kind of key makes no other kind forgotten."""

    @classmethod
    def own(cls) -> Memory:
        """Return the memory of a process that serves alone."""
        return cls(
            nonces=OwnOnce(NONCES_REMEMBERED),
            counted=OwnOnce(COUNTED_REMEMBERED),
            levels=lambda _name: OwnLevels(),
        )

    @classmethod
    def shared(cls, folder: Path) -> Memory:
        """Return the memory that every process has in common that names the same folder."""
        return cls(
            nonces=SharedOnce(folder / "nonces", NONCES_REMEMBERED),
            counted=SharedOnce(folder / "counted", COUNTED_REMEMBERED),
            levels=lambda name: SharedLevels(folder / f"levels-{name}"),
        )
