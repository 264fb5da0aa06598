"""Real processes killed at random: a device over its real vault, a central behind real HTTP.

`python -m tests.reliability.killing FOLDER KILLS SEED` prints one line of JSON. Everything is
loaded once; device and central are forks of this process, so that a start costs nothing and a
SIGKILL finds them in the middle of their work. Each answered save is told over a pipe first.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.store.migrations import STORE_SETS
from kiosk.vault.database import Database
from sync.central import schema
from sync.central.api import create_app
from sync.central.backups import verify_backup
from sync.central.platform import open_platform
from sync.central.server import CentralServer, bind
from sync.clock import SystemClock, system_random
from sync.device.engine import Engine
from sync.device.keys import Centrals, DeviceKeys
from sync.device.ports import Desk
from sync.device.transport import HttpTransport
from sync.events import OperatorUnlocked, Protection, Recorded, StreamReason, UnlockMeans
from sync.ids import BootId, OperatorNumber, Salt
from sync.journal import Journal, Started, Transaction, in_order, streams, tip, verify
from tests.delivery.central_support import CLERK, Central, Device, an_xml
from tests.support.vaults import KEY

LIVES_SECONDS = (0.01, 0.6)
STEPS_AFTER_A_SAVE = 4
SHORTEST_WAIT_SECONDS = 0.002
FINISH_SECONDS = 60.0
CENTRAL_SHARE = 0.3
EVENT_BYTES = 16


@dataclass(slots=True)
class Found:
    """What a run came to."""

    kills: dict[str, int] = field(default_factory=lambda: {"device": 0, "central": 0})
    answered: int = 0  # saves that a person was told of
    stored: int = 0
    wrong: list[str] = field(default_factory=list)


class Place:
    """Two folders, and what both programs know of each other."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.draw = random.Random(seed)
        self.vault = folder / "vault.db"
        central = Central(folder)
        self.central = central.folder
        enrolled = central.enrol(Device())
        self.keys = DeviceKeys(
            signer=enrolled.signer,
            seal_private=enrolled.seal[0],
            roots=central.platform.profile.roots,
        )
        self.certificates = tuple(central.platform.profile.centrals())
        self.incarnation = central.platform.incarnation
        central.close()
        with contextlib.closing(bind("127.0.0.1", 0)) as listener:
            self.port = int(listener.getsockname()[1])
        database = Database(self.vault, sets=STORE_SETS)
        database.create(KEY)
        database.write(lambda tx: self._begin(tx, self.journal()))
        database.close()

    def journal(self, projected: Callable[[Recorded], None] = lambda _recorded: None) -> Journal:
        """Return a journal as a program start makes it."""
        clock = SystemClock()
        return Journal(
            device_id=self.keys.device_id,
            clock=clock,
            random=system_random,
            boot=BootId(system_random(8)),
            started=Started.at(clock),
            project=lambda _tx, recorded: projected(recorded),
        )

    def _begin(self, tx: Transaction, journal: Journal) -> None:
        tx.execute("UPDATE link SET incarnation = ?", (self.incarnation,))
        open_stream(tx, journal, StreamReason.ENROLMENT)


def open_stream(
    tx: Transaction, journal: Journal, reason: StreamReason, base: int | None = None
) -> Recorded:
    """Open a stream without anything of the application around it."""
    return journal.open_stream(
        tx,
        reason=reason,
        certificate_hash=bytes(16),
        app_version="1.0",
        protection=Protection.PASSPHRASE,
        base=base,
    )


def pause(seconds: float) -> None:
    """Let time pass: a device between two steps has nothing else to wait for."""
    select.select([], [], [], seconds)


def live_as_device(place: Place, told: int, *, until_delivered: bool) -> None:
    """Open the vault, save and deliver until the end; or deliver all and return."""
    database = Database(place.vault, sets=STORE_SETS)
    opened = database.open(KEY)
    if opened.went_back is not None:
        raise RuntimeError("a kill looks as if the file had gone back")
    journal, clock = place.journal(), SystemClock()
    desk = Desk(
        keys=place.keys,
        centrals=Centrals(place.certificates),
        store=database,
        journal=journal,
        clock=clock,
        random=system_random,
        program_start=Started.at(clock),
        new_stream=lambda tx, base: open_stream(tx, journal, StreamReason.FORK, base),
    )
    engine = Engine(desk, HttpTransport(f"http://127.0.0.1:{place.port}"), lambda _datasets: None)
    deadline = clock.monotonic_seconds() + FINISH_SECONDS
    while True:
        if not until_delivered:
            os.write(told, save(database, journal))
            engine.look_again()
        engine.deliver_now()
        for _ in range(STEPS_AFTER_A_SAVE):
            pause(min(SHORTEST_WAIT_SECONDS, engine.step().wait_seconds))
        if until_delivered:
            waiting = database.read(lambda tx: desk.outbox.view(tx).counts()).waiting
            if not waiting or clock.monotonic_seconds() > deadline:
                database.close()
                return


def save(database: Database, journal: Journal) -> bytes:
    """Save an event as a person's act does; return its id once it is on the disk."""
    salt = Salt(system_random(16))
    event = OperatorUnlocked(means=UnlockMeans.PASSPHRASE)
    operator = OperatorNumber(CLERK)
    recorded = database.write(lambda tx: journal.append(tx, event, salt=salt, operator=operator))
    return bytes(recorded.event_id)


def live_as_central(place: Place, told: int) -> None:
    """Answer until killed."""
    platform = open_platform(
        place.central, clock=SystemClock(), random=system_random, submission_xml=an_xml
    )
    listener = bind("127.0.0.1", place.port)

    def ready() -> None:
        os.write(told, b"!")

    server = CentralServer(create_app(platform), ready)
    platform.worker.start()
    server.run([listener])


@dataclass(slots=True)
class Child:
    """A fork and what it has said so far."""

    pid: int
    reading: int
    said: bytes = b""

    def hear(self, seconds: float) -> None:
        """Take what it says within that time."""
        while select.select([self.reading], [], [], seconds)[0]:
            piece = os.read(self.reading, 65_536)
            if not piece:
                return
            self.said += piece
            seconds = 0.0

    def kill(self) -> None:
        """Kill it at once and take the rest of what it had said."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self.hear(0.0)
        os.close(self.reading)

    def end(self) -> int:
        """Wait until it ends by itself; return its code."""
        _, status = os.waitpid(self.pid, 0)
        os.close(self.reading)
        return os.waitstatus_to_exitcode(status)


def forked(live: Callable[[int], None]) -> Child:
    """Let a fork live; what it is given is the end of the pipe on which it tells."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid=pid, reading=reading)
    code = 1
    try:
        os.close(reading)
        live(writing)
        code = 0
    finally:
        os._exit(code)


def run(folder: Path, kills: int, seed: int) -> Found:
    """Kill that often, let everything be delivered, look at both sides."""
    place, found = Place(folder, seed), Found()
    answered: list[bytes] = []
    central = started_central(place)
    while sum(found.kills.values()) < kills:
        device = forked(lambda told: live_as_device(place, told, until_delivered=False))
        device.hear(FINISH_SECONDS)  # its first save
        pause(place.draw.uniform(*LIVES_SECONDS))
        if place.draw.random() < CENTRAL_SHARE:
            central.kill()
            found.kills["central"] += 1
            pause(place.draw.uniform(0.0, 0.05))
            central = started_central(place)
            pause(place.draw.uniform(*LIVES_SECONDS))
        device.kill()
        found.kills["device"] += 1
        answered += ids_in(device.said)
    finisher = forked(lambda told: live_as_device(place, told, until_delivered=True))
    if finisher.end() != 0:
        found.wrong.append("the last start did not end")
    central.kill()
    found.answered = len(answered)
    look(place, answered, found)
    return found


def started_central(place: Place) -> Child:
    """Return a central that answers."""
    central = forked(lambda told: live_as_central(place, told))
    central.hear(FINISH_SECONDS)
    return central


def ids_in(said: bytes) -> list[bytes]:
    """Return the event ids in what a device said."""
    return [said[at : at + EVENT_BYTES] for at in range(0, len(said), EVENT_BYTES)]


def look(place: Place, answered: list[bytes], found: Found) -> None:
    """Compare both sides: what was answered is there, once, and every chain holds."""
    database = Database(place.vault, sets=STORE_SETS)
    opened = database.open(KEY)
    held = database.read(lambda tx: {bytes(one.event_id) for one in in_order(tx)})
    of_device = database.read(streams)
    holds = all(database.read(lambda tx, one=one: verify(tx, one)).holds for one in of_device)  # type: ignore[misc]  # bound now
    last = database.read(tip)
    database.close()
    platform = open_platform(
        place.central, clock=SystemClock(), random=system_random, submission_xml=an_xml
    )
    with platform.database.read() as connection:
        rows = connection.execute(schema.event.select().where(schema.event.c.applied)).all()
    path = platform.database.path
    platform.close()
    verify_backup(path)  # every chain of the central
    applied = [bytes(row.event_id) for row in rows]
    found.stored = len(applied)
    if opened.went_back is not None or last is None:
        found.wrong.append("the vault holds that it went back")
    if not holds or len(of_device) != 1:
        found.wrong.append(f"{len(of_device)} streams, chains hold: {holds}")
    if missing := set(answered) - held:
        found.wrong.append(f"{len(missing)} answered saves are not in the vault")
    if set(applied) != held:
        found.wrong.append(f"central {len(set(applied))} device {len(held)}")
    if len(set(applied)) != len(applied):
        found.wrong.append("something counts twice")


def main(arguments: list[str]) -> None:
    """Do what the arguments say and print what was found."""
    folder, kills, seed = arguments
    found = run(Path(folder), int(kills), int(seed))
    print(
        json.dumps(
            {
                "kills": found.kills,
                "answered": found.answered,
                "stored": found.stored,
                "wrong": found.wrong,
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
