"""A disk that keeps only what was synced, and anything of what was not (the worst allowed one).

Bytes written and not yet synced may be there in any subset, cut at sectors; entries of a folder may
be there up to any of them, in order, as a journalling file system keeps them. A file's sync keeps
its bytes, not its name: that takes the folder's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from tests.support.power.records import ACKS, Call

SECTOR_BYTES = 512
_REBUILT = ("-shm", ".lock")  # shared memory and locks: nothing of them outlives a power cut


@dataclass(slots=True)
class _File:
    kept: bytearray
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)  # None: cut to offset


class Disk:
    """Replays calls one by one; `image` gives one disk that a cut at this moment may leave."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._names: dict[str, _File] = {name: _File(bytearray(b)) for name, b in files.items()}
        self._kept_names = dict(self._names)
        self._waiting_names: list[dict[str, _File]] = []
        self.confirmed = 0

    def apply(self, call: Call) -> None:
        """Do one call."""
        if call.name == ACKS:
            self.confirmed += len(call.data)
            return
        if call.name.endswith(_REBUILT) or call.to.endswith(_REBUILT):
            return
        match call.what:
            case "C":
                self._names[call.name] = _File(bytearray())
                self._waiting_names.append(dict(self._names))
            case "W":
                self._names[call.name].waiting.append((call.offset, call.data))
            case "T":
                self._names[call.name].waiting.append((call.offset, None))
            case "U":
                self._names.pop(call.name, None)
                self._waiting_names.append(dict(self._names))
            case "R":
                self._names[call.to] = self._names.pop(call.name)
                self._waiting_names.append(dict(self._names))
            case "S" if call.name in self._names:
                held = self._names[call.name]
                held.kept = _written(held.kept, held.waiting)
                held.waiting = []
            case "S":
                self._kept_names = dict(self._names)
                self._waiting_names = []
            case _:
                raise ValueError(call.what)

    @property
    def waits(self) -> bool:
        """Return whether anything is not synced: else every image of this moment is the same."""
        return bool(self._waiting_names) or any(one.waiting for one in self._names.values())

    def image(self, draw: Random) -> dict[str, bytes]:
        """Return one disk that a cut now may leave."""
        states = [self._kept_names, *self._waiting_names]
        names = draw.choice(states)
        share = draw.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        return {name: bytes(_part_written(one, share, draw)) for name, one in names.items()}


def _written(kept: bytearray, waiting: list[tuple[int, bytes | None]]) -> bytearray:
    result = bytearray(kept)
    for offset, data in waiting:
        _put(result, offset, data)
    return result


def _part_written(held: _File, share: float, draw: Random) -> bytearray:
    """Return a file with each waiting sector there with the chance *share*, in any combination."""
    result = bytearray(held.kept)
    for offset, data in held.waiting:
        if data is None:
            if draw.random() < share:
                _put(result, offset, None)
            continue
        at = 0
        while at < len(data):
            size = SECTOR_BYTES - (offset + at) % SECTOR_BYTES
            if draw.random() < share:
                _put(result, offset + at, data[at : at + size])
            at += size
    return result


def _put(content: bytearray, offset: int, data: bytes | None) -> None:
    end = offset if data is None else offset + len(data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if data is None:
        del content[offset:]
    else:
        content[offset:end] = data
