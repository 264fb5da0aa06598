"""A machine with saved work and a central, and the exchanges between them one by one."""

from __future__ import annotations

import random
from collections.abc import Iterator

from sync.device.transport import NoAnswer, Request, Response
from sync.ids import Incarnation
from tests.simulation.central import Central
from tests.simulation.clocks import Sun
from tests.simulation.disk import Disk
from tests.simulation.machine import Machine
from tests.simulation.office import Office

JOURNAL = "SELECT stream, seq, h, applied, code FROM event ORDER BY stream, seq"
MARKS = "SELECT stream, seq, head, durable FROM hwm ORDER BY stream"


class Scene:
    """Everything is honest here; a test does the cutting."""

    def __init__(self, acts: int = 4, seed: int = 1) -> None:
        self.sun = Sun()
        self.central = Central(self.sun)
        identity = self.central.identities[0]
        self.machine = Machine("m0", identity, self.sun, str(seed), self._send, Disk())
        self.machine.enrol(Incarnation(self.central.incarnation))
        self.office = Office(random.Random(seed))
        self.save(acts)

    def save(self, acts: int = 1) -> None:
        """Let people save that often."""
        for _ in range(acts):
            self.office.act(self.machine)

    def _send(self, _machine: Machine, request: Request) -> Response | NoAnswer:
        answer = self.central.handle(request)
        assert answer is not None
        return answer

    def stored(self) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        """Return what the central's journal holds and how far it stands."""
        return self.central.rows(JOURNAL), self.central.rows(MARKS)

    def acknowledged(self) -> int:
        """Return how many events the machine holds to be confirmed."""
        return sum(row.acknowledged for row in self.machine.view().streams)

    def saved(self) -> int:
        """Return how many events the machine's journal holds."""
        return sum(row.tip for row in self.machine.view().streams)


def beginnings(body: bytes, every: int) -> Iterator[bytes]:
    """Yield what is left of *body* after each cut, or each *every*th, but for the whole of it."""
    yield from (body[:length] for length in range(0, len(body), every))
