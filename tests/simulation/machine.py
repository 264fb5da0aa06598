"""One computer of an office: its disk, its clock, its randomness and the program on it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sync.certificates import CentralCertificate
from sync.device.engine import Engine
from sync.device.keys import Centrals, DeviceKeys
from sync.device.pace import LOOK_AGAIN_SECONDS
from sync.device.ports import Desk
from sync.device.pruning import prunable, prune
from sync.device.states import OutboxView
from sync.device.transport import NoAnswer, Request, Response
from sync.events import Protection, Recorded, RegistrationMade, StreamReason
from sync.ids import BootId, EventId, Incarnation, StreamId
from sync.journal import Journal, Started, Transaction, streams, verify
from tests.simulation.clocks import Sun, WallClock
from tests.simulation.disk import Copy, Disk, Row

PRUNED_AFTER_DAYS = 5
IDLE_ENOUGH_SECONDS = 30.0

Send = Callable[["Machine", Request], Response | NoAnswer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a machine says it is; two clones say the same."""

    name: str
    keys: DeviceKeys
    certificates: tuple[CentralCertificate, ...]
    certificate: bytes  # of the device, by the root


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything of a virtual machine, its randomness included."""

    copy: Copy
    randomness: tuple[Any, ...]


class Machine:
    """A computer with the production program: `start` it, let it `contact` the central."""

    def __init__(
        self, name: str, identity: Identity, sun: Sun, seed: str, send: Send, disk: Disk
    ) -> None:
        self.name = name
        self.identity = identity
        self.clock = WallClock(sun)
        self.disk = disk
        self.draw = random.Random(seed)  # everything the program draws
        self._sun = sun
        self._send = send
        self.runs = False

    @property
    def device_id(self) -> bytes:
        """Return whose journal this is."""
        return self.identity.keys.device_id

    def send(self, request: Request) -> Response | NoAnswer:
        """Send one request: the machine is its own transport."""
        return self._send(self, request)

    def start(self) -> bool:
        """Start the program; say whether it found that the database had gone back."""
        self.runs = False
        self.clock.boot()
        finding = self.disk.open()
        started = Started.at(self.clock)
        self.journal = Journal(
            device_id=self.identity.keys.device_id,
            clock=self.clock,
            random=self.draw.randbytes,
            boot=BootId(self.draw.randbytes(8)),
            started=started,
            project=lambda _tx, _recorded: None,
        )
        self.desk = Desk(
            keys=self.identity.keys,
            centrals=Centrals(self.identity.certificates),
            store=self.disk,
            journal=self.journal,
            clock=self.clock,
            random=self.draw.randbytes,
            program_start=started,
            new_stream=lambda tx, base: self.open_stream(tx, StreamReason.FORK, base),
        )
        self.engine = Engine(self.desk, self, lambda _datasets: None)

        def first_events(tx: Transaction) -> None:
            if finding is not None:
                self.open_stream(tx, StreamReason.WENT_BACK)
            self.journal.record_start(tx, app_version="1.0")

        self.disk.write(first_events)
        self.runs = True
        return finding is not None

    def enrol(self, incarnation: Incarnation) -> None:
        """Open the first stream on an empty disk, as enrolment does, and start."""
        self.disk.open()
        self.journal = Journal(
            device_id=self.identity.keys.device_id,
            clock=self.clock,
            random=self.draw.randbytes,
            boot=BootId(self.draw.randbytes(8)),
            started=Started.at(self.clock),
            project=lambda _tx, _recorded: None,
        )

        def work(tx: Transaction) -> None:
            tx.execute("UPDATE link SET incarnation = ?", (incarnation,))
            self.open_stream(tx, StreamReason.ENROLMENT)

        self.disk.write(work)
        self.start()

    def open_stream(
        self, tx: Transaction, reason: StreamReason, base: int | None = None
    ) -> Recorded:
        """Open a new stream for *reason*; the one before ends at *base*, or at its last event."""
        return self.journal.open_stream(
            tx,
            reason=reason,
            certificate_hash=bytes(16),
            app_version="1.0",
            protection=Protection.PASSPHRASE,
            base=base,
        )

    def contact(self, steps: int) -> int:
        """Let the engine work until it has nothing to do or *steps* are over; return how many."""
        for done in range(1, steps + 1):
            wait = self.engine.step().wait_seconds
            self._sun.seconds += min(max(0.01, wait), LOOK_AGAIN_SECONDS)
            if wait >= IDLE_ENOUGH_SECONDS:
                return done
        return steps

    def prune(self) -> int:
        """Forget bodies that the central keeps for good; return how many."""
        return self.disk.write(_prune)

    def snapshot(self) -> Snapshot:
        """Return everything, as a hypervisor copies it."""
        return Snapshot(copy=self.disk.copy(), randomness=self.draw.getstate())

    def view(self) -> OutboxView:
        """Return the outbox as screens see it."""
        return self.disk.read(lambda tx: self.desk.outbox.view(tx))

    def rows(self) -> list[Row]:
        """Return every event of the journal, those that were moved once for each stream."""
        return self.disk.rows()

    def broken_streams(self) -> list[StreamId]:
        """Return the streams whose links do not hold."""
        return self.disk.read(lambda tx: [s for s in streams(tx) if not verify(tx, s).holds])


def _prune(tx: Transaction) -> int:
    rows = tx.execute(
        "SELECT e.event_id, e.stream, e.seq, e.header FROM event AS e"
        " JOIN stream_state AS s ON s.stream = e.stream AND e.seq <= s.durable"
        " WHERE e.body IS NOT NULL ORDER BY e.stream, e.seq LIMIT 40"
    ).fetchall()
    chosen = [
        (EventId(event_id), StreamId(stream), int(seq))
        for event_id, stream, seq, header in rows
        if header[1:4] == _REGISTRATION
    ]
    return prune(tx, prunable(tx, chosen, PRUNED_AFTER_DAYS)) if chosen else 0


_REGISTRATION = b"\x01" + bytes([0x18, RegistrationMade.kind])
"""How a registration's header begins, after the byte that opens the map."""
