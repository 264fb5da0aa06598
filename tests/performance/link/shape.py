"""What a bad link does to packets, as pure arithmetic over a time that is given.

One `Channel` is one direction. A packet waits until those before it have left at the link's rate,
takes its own time on the air, may be lost there, and arrives after the delay. It is dropped at once
where the queue is full, where the link is down, and in an MTU hole: silently, as bad links do it.
"""

from __future__ import annotations

import json
import random
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A link; `loss` is the share of packets lost on the air, each by itself, in either direction.

    `down_seconds` 0: always up, else it is up for `up_seconds` from the beginning and so on in
    turn. `hole_bytes` 0: packets of any size pass, else larger ones vanish. `reset_after_bytes` 0:
    nobody resets, else the first `resets` connections are reset both ways once the device has sent
    so many bytes on them.
    """

    rate_bits: int = 64_000
    round_trip_seconds: float = 0.8
    loss: float = 0.05
    queue_bytes: int = 32_768
    up_seconds: float = 40.0
    down_seconds: float = 0.0
    hole_bytes: int = 0
    reset_after_bytes: int = 0
    resets: int = 1

    def encode(self) -> str:
        """Return it as one word of a command line."""
        return json.dumps(asdict(self))

    @classmethod
    def decode(cls, text: str) -> Shape:
        """Return what `encode` made."""
        return cls(**json.loads(text))

    def words(self) -> str:
        """Return it as people read it."""
        said = f"{self.rate_bits / 1000:g} kbit/s, {self.round_trip_seconds * 1000:g} ms,"
        said += f" {self.loss * 100:g} % loss"
        if self.down_seconds:
            said += f", {self.up_seconds:g} s up / {self.down_seconds:g} s down"
        if self.hole_bytes:
            said += f", packets above {self.hole_bytes} bytes vanish"
        if self.reset_after_bytes:
            said += f", reset after {self.reset_after_bytes} bytes"
        return said


@dataclass(slots=True)
class Counts:
    """What one direction has carried since it was last begun; bytes are whole IP packets."""

    packets: int = 0
    bytes: int = 0
    lost: int = 0
    dropped: int = 0


class Channel:
    """One direction of a link."""

    def __init__(self, shape: Shape, seed: int) -> None:
        self._shape = shape
        self._draw = random.Random(seed)
        self._begun = 0.0
        self._free_at = 0.0
        self.counts = Counts()

    def begin(self, now: float) -> None:
        """Count from nothing; the link has just come up."""
        self._begun = now
        self.counts = Counts()

    def is_up(self, now: float) -> bool:
        """Return whether the link carries anything at this moment."""
        shape = self._shape
        if not shape.down_seconds:
            return True
        return (now - self._begun) % (shape.up_seconds + shape.down_seconds) < shape.up_seconds

    def take(self, now: float, length: int) -> float | None:
        """Return when a packet arrives at the other end, None if it never does."""
        shape = self._shape
        self.counts.packets += 1
        self.counts.bytes += length
        waiting = max(0.0, self._free_at - now) * shape.rate_bits / 8
        hole = shape.hole_bytes and length > shape.hole_bytes
        if hole or not self.is_up(now) or waiting + length > shape.queue_bytes:
            self.counts.dropped += 1
            return None
        self._free_at = max(now, self._free_at) + length * 8 / shape.rate_bits
        if self._draw.random() < shape.loss or not self.is_up(self._free_at):
            self.counts.lost += 1
            return None
        return self._free_at + shape.round_trip_seconds / 2
