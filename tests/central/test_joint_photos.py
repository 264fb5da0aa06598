"""A photo taken at the counter is, opened at the central, the picture that was taken."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from kiosk.services.views import NewPerson
from sync.blobs import open_blob
from sync.catalogue import SettingsEntry
from sync.central import schema
from sync.central.attachment_rows import BlobState
from sync.device.blob_tables import BlobsWaiting, waiting
from sync.device.transport import HttpTransport
from sync.events import NoticeMeans, RegistrationMade
from sync.ids import DeviceId
from tests.delivery.joint_support import (
    SERVICE,
    JointCentral,
    JointDevice,
    SwitchedLine,
    Way,
    joint_catalogue,
    until,
)
from tests.support.offices import FORM_XML, a_form

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product

PHOTO_XML = (
    FORM_XML.decode()
    .replace("<born/></a>", "<born/><photo/></a>")
    .replace(
        '<bind nodeset="/data/b/other"',
        '<bind nodeset="/data/a/photo" type="binary"/><bind nodeset="/data/b/other"',
    )
    .replace(
        '<input ref="/data/a/copies">',
        '<upload ref="/data/a/photo" mediatype="image/*"><label>Foto</label></upload>'
        '<input ref="/data/a/copies">',
    )
    .encode()
)


@pytest.fixture
def central(tmp_path: Path) -> Iterator[JointCentral]:
    catalogue = replace(joint_catalogue(), forms=(a_form(PHOTO_XML),))
    made = JointCentral(tmp_path, catalogue=catalogue, settings=SettingsEntry())
    yield made
    made.close()


class Cutter:
    """A relay on loopback that breaks each connection after so many bytes towards the central."""

    def __init__(self, central_url: str, limits: list[int]) -> None:
        self._target = urlsplit(central_url)
        self._limits = limits
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.passed: list[int] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            limit = self._limits.pop(0) if self._limits else None
            threading.Thread(target=self._relay, args=(near, limit), daemon=True).start()

    def _relay(self, near: socket.socket, limit: int | None) -> None:
        place = (self._target.hostname, self._target.port)
        with near, socket.create_connection(place) as far:
            back = threading.Thread(target=_copy, args=(far, near), daemon=True)
            back.start()
            number = len(self.passed)
            self.passed.append(0)
            while piece := _received(near):
                left = len(piece) if limit is None else limit - self.passed[number]
                far.sendall(piece[:left])
                self.passed[number] += len(piece[:left])
                if left < len(piece):
                    return


def _received(line: socket.socket) -> bytes:
    try:
        return line.recv(16_384)
    except OSError:
        return b""


def _copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(65_536):
            target.sendall(piece)
    except OSError:
        return


class CutWay(Way):
    """The way through a relay that breaks connections."""

    def __init__(self, cutter: Cutter) -> None:
        super().__init__()
        self._cutter = cutter

    def line(self, _base_url: str) -> SwitchedLine:
        """Return a line to the relay."""
        return SwitchedLine(self, HttpTransport(self._cutter.url))


def a_photo() -> bytes:
    """Return a picture that no compression makes small."""
    draw = random.Random(7)
    made = BytesIO()
    Image.frombytes("RGB", (700, 700), draw.randbytes(700 * 700 * 3)).save(made, "PNG")
    return made.getvalue()


def register(device: JointDevice, picture: bytes) -> None:
    """Have a registration with a photo filled in and saved."""
    services = device.services
    device.open_shift()
    card = NewPerson(given="Ana", first_surname="PRUEBA", born="1990-05-12")
    subject = services.citizens.create(services.citizens.begin(), card).subject
    view = services.registrations.start(subject, SERVICE, "es")
    if view.notice_due:
        services.notices.shown(view.draft_id, NoticeMeans.READ_ON_SCREEN, {})
    services.registrations.answer(view.draft_id, "/data/a/n", "Ana")
    services.registrations.answer(view.draft_id, "/data/a/who", "me")
    services.registrations.attach(view.draft_id, "/data/a/photo", picture, "image/png", "foto.png")
    services.registrations.consent(view.draft_id)
    services.registrations.save(view.draft_id, accepted=True)


def blobs_waiting(device: JointDevice) -> BlobsWaiting:
    found: BlobsWaiting = device.read(waiting)
    return found


def test_the_picture_arrives_over_a_link_that_keeps_breaking(
    central: JointCentral, tmp_path: Path
) -> None:
    """Cut four times in the middle of the photo, it goes on at the byte and is sent once."""
    device = JointDevice(central, tmp_path / "profile").enrol()
    device.way.open = False
    with device.at_work():
        register(device, a_photo())
        assert blobs_waiting(device).count == 1
        assert not device.services.removal.look().may_go
        made = next(one for one in device.events() if isinstance(one.event, RegistrationMade))
        assert isinstance(made.event, RegistrationMade)
        (named,) = made.event.attachments or ()
        sealed = (tmp_path / "profile" / "blobs" / named.blob_id.hex()).read_bytes()
        device_id = device.device_id
    cutter = Cutter(central.platform.profile.base_url, [len(sealed) // 5 + 20_000] * 4)
    device.way = CutWay(cutter)
    device.start_again()
    with device.at_work():
        until(lambda: blobs_waiting(device).count == 0, "the photo is confirmed")
        device.deliver()
        until(lambda: _checked(central, device_id), "the photo is held against its event")
        assert device.attention() == {}
        assert device.services.removal.look().may_go
    cutter.close()

    storage = central.platform.blobs.storage
    came = storage.read(DeviceId(device_id), named.blob_id)
    assert came == sealed
    (event,) = [row for row in central.rows_of(schema.event, device_id) if row["seq"] == made.seq]
    picture = Image.open(BytesIO(open_blob(event["salt"], named.index, came)))
    assert picture.size[0] > 100
    assert sum(cutter.passed) < len(sealed) + 60_000  # five times from zero would be far more


def _checked(central: JointCentral, device_id: DeviceId) -> bool:
    rows = central.rows_of(schema.attachment, device_id)
    whole = [row["state"] for row in central.rows_of(schema.blob, device_id)]
    return bool(rows) and all(row["checked"] for row in rows) and whole == [BlobState.WHOLE]
