"""The line breaks after any byte, on real sockets: push, ack, page and photo arrive in the end."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sync.blobs import blob_id_of, seal_blob
from sync.central import schema
from sync.device.blob_tables import waiting
from sync.device.engine import Engine
from sync.device.keys import DeviceKeys
from sync.device.transport import HttpTransport
from sync.events import Attachment, Folio, RegistrationMade
from sync.ids import Incarnation, OperatorNumber, Salt
from tests.delivery.central_running import Running
from tests.delivery.central_support import CLERK, Central, Device
from tests.reliability.cutting_line import CuttingLine, Way
from tests.simulation.clocks import Sun
from tests.simulation.disk import Disk
from tests.simulation.machine import Identity, Machine
from tests.simulation.office import Office
from tests.support.blob_files import MemoryFiles

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
CUTS = 2_000 if SOAK else 21
PHOTO_BYTES = 30_000
LONGEST_EXCHANGE_BYTES = 3_500
STEPS = 12
PATIENCE_ROUNDS = 40

pytestmark = pytest.mark.slow


class Place:
    """A device of the simulation that speaks HTTP over a line that can be cut."""

    def __init__(self, folder: Path) -> None:
        self.central = Central(folder)
        enrolled = self.central.enrol(Device())
        self.running = Running(self.central)
        self.line = CuttingLine(self.running.url)
        platform = self.central.platform
        identity = Identity(
            name="device",
            keys=DeviceKeys(
                signer=enrolled.signer,
                seal_private=enrolled.seal[0],
                roots=platform.profile.roots,
            ),
            certificates=tuple(platform.profile.centrals()),
            certificate=b"",
        )
        self.files = MemoryFiles()
        self.machine = Machine(
            "m0", identity, Sun(), "1", lambda _m, request: self.transport.send(request), Disk()
        )
        self.transport = HttpTransport(self.line.url)
        self.machine.enrol(Incarnation(platform.incarnation))
        desk = replace(self.machine.desk, files=self.files)
        self.machine.desk = desk
        self.machine.engine = Engine(desk, self.machine, lambda _datasets: None)
        self.office = Office(random.Random(1))

    def photograph(self, draw: random.Random) -> bytes:
        """Save a registration with a photo and return its blob_id."""
        machine, salt = self.machine, Salt(draw.randbytes(16))
        sealed = seal_blob(salt, 1, draw.randbytes(PHOTO_BYTES))
        blob_id = blob_id_of(sealed)
        self.files.put(blob_id, sealed)
        photo = Attachment(
            index=1, media_type="image/webp", length_bytes=len(sealed), blob_id=blob_id
        )
        event = RegistrationMade(
            attachments=(photo,),
            folio=Folio(series=1, number=draw.randrange(2, 2**31)),
            form_id="fotos",
            form_version="1",
            definition_hash=bytes(16),
            answers=("uno",),
            submission_hash=bytes(4),
            service_code=201,
        )
        machine.disk.write(
            lambda tx: machine.journal.append(tx, event, salt=salt, operator=OperatorNumber(CLERK))
        )
        return blob_id

    def contact(self) -> None:
        """Let the engine work for a while."""
        self.machine.engine.look_again()
        self.machine.engine.deliver_now()
        self.machine.contact(STEPS)

    def outstanding(self) -> int:
        """Return how many events and photos wait."""
        events = self.machine.view().counts().waiting
        return events + self.machine.disk.read(waiting).count

    def deliver(self) -> None:
        """Have everything delivered over the good line."""
        self.line.heal()
        for _ in range(PATIENCE_ROUNDS):
            self.contact()
            if not self.outstanding():
                return
        raise AssertionError(f"{self.outstanding()} wait on a good line")

    def check(self) -> None:
        """Assert that the central holds exactly what was saved, once."""
        mine = [row.event_id for row in self.machine.rows()]
        stored = [row["event_id"] for row in self.central.rows(schema.event)]
        assert sorted(stored) == sorted(mine)
        assert all(row["applied"] or row["code"] for row in self.central.rows(schema.event))

    def close(self) -> None:
        """End server and line."""
        self.transport.close()
        self.running.stop()
        self.central.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    with made.line:
        yield made
        made.close()


@pytest.mark.parametrize("way", Way)
def test_a_line_cut_after_any_byte_loses_and_doubles_nothing(place: Place, way: Way) -> None:
    """Whatever was on the line when it broke: the next contact completes it, and it counts once."""
    place.deliver()
    draw = random.Random(way.value)
    for _ in range(CUTS):
        place.office.act(place.machine)
        place.line.cut(way, draw.randrange(LONGEST_EXCHANGE_BYTES))
        place.contact()
        place.deliver()
    place.check()
    assert place.line.cuts > CUTS // 3


def test_a_photo_cut_after_any_byte_arrives_whole(place: Place) -> None:
    """A photo goes on where the line broke, and the central confirms what was sealed."""
    place.deliver()
    draw = random.Random(7)
    for _ in range(CUTS // 3):
        blob_id = place.photograph(draw)
        place.line.cut(Way.UP, draw.randrange(LONGEST_EXCHANGE_BYTES, PHOTO_BYTES))
        place.contact()
        place.line.cut(draw.choice(list(Way)), draw.randrange(PHOTO_BYTES))
        place.contact()
        place.deliver()
        assert (
            place.central.platform.blobs.read(place.machine.identity.keys.device_id, blob_id)
            == place.files.held[blob_id]
        )
    place.check()
    assert place.line.cuts > CUTS // 6
