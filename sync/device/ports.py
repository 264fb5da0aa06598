"""What the lanes of delivery are given, and what one try came to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from sync.clock import Clock, RandomBytes
from sync.device.keys import Centrals, DeviceKeys
from sync.device.link import Trouble
from sync.device.memory import LinkMemory
from sync.device.metered import MeterHint, NoMeter
from sync.device.outbox import Outbox
from sync.device.sealing import Dictionaries
from sync.errors import SyncError
from sync.events import OffsetSample, Recorded
from sync.journal import Journal, Started, Transaction
from sync.messages import Standing

T = TypeVar("T")


class Store(Protocol):
    """The vault as delivery sees it; both wait until the work is done and raise what it raised."""

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Return what *work* found in one consistent picture."""
        ...

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Return what *work* returned once its changes are durable; all of them or none."""
        ...


class BlobUnreadable(SyncError):
    """A sealed file could not be read from this disk, though it had been there."""

    code = "blob.unreadable"


class BlobFiles(Protocol):
    """The sealed files of attachments on this disk, by the hash that names them (PROTOCOL §13)."""

    def length_of(self, blob_id: bytes, /) -> int | None:
        """Return how many bytes a file has, None where there is none."""
        ...

    def read_at(self, blob_id: bytes, offset: int, most_bytes: int, /) -> bytes:
        """Return the bytes from *offset* on, fewer at the end; raises BlobUnreadable."""
        ...


class NoFiles:
    """The files of a device that keeps none."""

    def length_of(self, _blob_id: bytes, /) -> int | None:
        """Return None."""
        return None

    def read_at(self, blob_id: bytes, _offset: int, _most_bytes: int, /) -> bytes:
        """Raise BlobUnreadable."""
        raise BlobUnreadable(blob_id.hex())


NewStream = Callable[[Transaction, int], Recorded]
"""Opens the stream in which the device goes on after a fork, the current one ending at that seq.

It calls `Journal.open_stream` with reason FORK and that base, and adds what the application wants
of every new stream, such as its start receipt.
"""


class CarriedFiles(Protocol):
    """Large records that are carried for other devices, by their hash (PROTOCOL §20)."""

    def put(self, sha256: bytes, pieces: Iterable[bytes], /) -> bool:
        """Keep a record; False where its bytes are others than that hash. Raises OSError."""
        ...

    def pieces(self, sha256: bytes, /) -> Iterator[bytes]:
        """Yield a record's bytes; raises OSError where it is gone."""
        ...

    def remove(self, sha256: bytes, /) -> None:
        """Remove a record; one that is not there changes nothing."""
        ...


class NoCarried:
    """The folder of a device that carries nothing large."""

    def put(self, _sha256: bytes, _pieces: Iterable[bytes], /) -> bool:
        """Keep nothing."""
        return False

    def pieces(self, sha256: bytes, /) -> Iterator[bytes]:
        """Raise FileNotFoundError."""
        raise FileNotFoundError(sha256.hex())

    def remove(self, _sha256: bytes, /) -> None:
        """Remove nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything a lane works with, given once by the composition root."""

    keys: DeviceKeys
    centrals: Centrals
    store: Store
    journal: Journal
    clock: Clock
    random: RandomBytes
    program_start: Started
    new_stream: NewStream
    outbox: Outbox = field(default_factory=Outbox)
    memory: LinkMemory = field(default_factory=LinkMemory)
    meter: MeterHint = field(default_factory=NoMeter)
    files: BlobFiles = field(default_factory=NoFiles)
    dictionaries: Dictionaries = field(default_factory=Dictionaries)
    carried: CarriedFiles = field(default_factory=NoCarried)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one exchange of a lane came to.

    `trouble` None means a valid answer. `idle`: there was nothing to do and nothing was sent.
    `again`: more is waiting. `delivered`: the central confirmed something new. `probe`: the central
    must be asked where it stands before anything else is sent. `certificates`: its certificates
    must be fetched anew. `forked`: the central held another history of a stream; the device has
    gone on in its own current stream.
    """

    trouble: Trouble | None = None
    idle: bool = False
    again: bool = False
    delivered: bool = False
    probe: bool = False
    certificates: bool = False
    forked: bool = False
    standing: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopwatch:
    """Times one exchange and makes the clock sample of it (PROTOCOL §17)."""

    clock: Clock
    program_start: Started
    begun_monotonic_seconds: float

    @classmethod
    def begin(cls, desk: Desk) -> Stopwatch:
        """Return a watch that runs from now."""
        return cls(
            clock=desk.clock,
            program_start=desk.program_start,
            begun_monotonic_seconds=desk.clock.monotonic_seconds(),
        )

    def elapsed_seconds(self) -> float:
        """Return the seconds since it began."""
        return self.clock.monotonic_seconds() - self.begun_monotonic_seconds

    def sample(self, server_milliseconds: int) -> OffsetSample:
        """Return how the device's clock stands to a server time that has just arrived."""
        wall = self.clock.now().timestamp()
        since_wall = wall - self.program_start.wall_seconds
        since = self.clock.monotonic_seconds() - self.program_start.monotonic_seconds
        return OffsetSample(
            device_time_milliseconds=max(0, int(wall * 1000)),
            drift_seconds=round(since_wall - since),
            server_time_milliseconds=server_milliseconds,
            round_trip_milliseconds=max(0, int(self.elapsed_seconds() * 1000)),
        )
