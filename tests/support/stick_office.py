"""A real central, devices without a line, and a stick that somebody carries between them."""

from __future__ import annotations

import random
from pathlib import Path

from sqlalchemy import select

from sync.blobs import blob_id_of, seal_blob
from sync.bundle_files import CarriedFolder
from sync.central import schema
from sync.central.commands.bundles import take_files
from sync.device.bundles import Bundles
from sync.device.keys import Centrals, DeviceKeys
from sync.device.outbox import Outbox
from sync.device.ports import Desk
from sync.device.states import OutboxView
from sync.events import (
    Attachment,
    Folio,
    OperatorUnlocked,
    Protection,
    RegistrationMade,
    StreamReason,
    UnlockMeans,
    decode_header,
)
from sync.ids import BootId, Incarnation, OperatorNumber, Salt, StreamId
from sync.journal import Journal, Started, Transaction, newest_stream
from tests.delivery.central_support import CLERK, Central
from tests.delivery.central_support import Device as Enrolled
from tests.support.blob_files import MemoryFiles
from tests.support.delivery import ManualClock, SqliteStore, plain_new_stream

_BY_PEOPLE = {OperatorUnlocked.kind, RegistrationMade.kind}


class StickDevice:
    """A device that is enrolled at a real central and never has a link."""

    def __init__(self, central: Central, folder: Path, *, seed: int = 1) -> None:
        self.central = central
        self.random = random.Random(seed)
        enrolled = central.enrol(Enrolled())
        platform = central.platform
        self.clock = ManualClock()
        self.store = SqliteStore()
        self.store.migrate()
        self.files = MemoryFiles()
        self.changed: list[frozenset[int]] = []
        self.keys = DeviceKeys(
            signer=enrolled.signer, seal_private=enrolled.seal[0], roots=platform.profile.roots
        )
        started = Started.at(self.clock)
        self.journal = Journal(
            device_id=self.keys.device_id,
            clock=self.clock,
            random=self.random.randbytes,
            boot=BootId(self.random.randbytes(8)),
            started=started,
            project=lambda _tx, _recorded: None,
        )
        self.desk = Desk(
            keys=self.keys,
            centrals=Centrals(platform.profile.centrals()),
            store=self.store,
            journal=self.journal,
            clock=self.clock,
            random=self.random.randbytes,
            program_start=started,
            files=self.files,
            new_stream=plain_new_stream(self.journal),
            carried=CarriedFolder(folder / f"carried-{self.keys.device_id.hex()}"),
        )
        with platform.database.read() as connection:
            table = schema.device
            certificate = connection.execute(
                select(table.c.certificate).where(table.c.device_id == self.keys.device_id)
            ).scalar_one()
        self.bundles = Bundles(self.desk, certificate=certificate, changed=self.changed.append)
        self.store.write(self._begin)

    def _begin(self, tx: Transaction) -> None:
        self.desk.memory.adopt(tx, Incarnation(self.central.platform.incarnation))
        self.journal.open_stream(
            tx,
            reason=StreamReason.ENROLMENT,
            certificate_hash=bytes(16),
            app_version="1.0",
            protection=Protection.PASSPHRASE,
        )

    def record(self, count: int = 1) -> None:
        """Save that many events."""
        for _ in range(count):
            salt = Salt(self.random.randbytes(16))
            self.store.write(lambda tx, salt=salt: self._append(tx, salt))  # type: ignore[misc]  # bound now

    def record_photo(self, content: bytes) -> bytes:
        """Save one registration with a photo; return its blob_id."""
        salt = Salt(self.random.randbytes(16))
        sealed = seal_blob(salt, 1, content)
        blob_id = blob_id_of(sealed)
        self.files.put(blob_id, sealed)
        event = RegistrationMade(
            folio=Folio(series=1, number=1),
            form_id="fotos",
            form_version="1",
            definition_hash=bytes(16),
            answers=("uno",),
            submission_hash=bytes(4),
            service_code=201,
            attachments=(
                Attachment(
                    index=1, media_type="image/webp", length_bytes=len(sealed), blob_id=blob_id
                ),
            ),
        )
        operator = OperatorNumber(CLERK)
        self.store.write(lambda tx: self.journal.append(tx, event, salt=salt, operator=operator))
        return blob_id

    def _append(self, tx: Transaction, salt: Salt) -> None:
        event = OperatorUnlocked(means=UnlockMeans.PASSPHRASE)
        self.journal.append(tx, event, salt=salt, operator=OperatorNumber(CLERK))

    def confirm(self, seq: int) -> None:
        """Believe for a while that the central holds the current stream up to there."""
        stream = self.stream()
        self.store.write(lambda tx: self.desk.outbox.set_mark(tx, stream, seq=seq, durable=0))

    def view(self) -> OutboxView:
        """Return the outbox as screens see it."""
        return self.store.read(lambda tx: Outbox().view(tx))

    def outstanding(self) -> int:
        """Return how many events the central has not confirmed."""
        rows = self.store.read(self.desk.outbox.streams)
        return sum(row.last_to_send - row.acknowledged for row in rows)

    def event_ids(self) -> set[bytes]:
        """Return every event of the journal."""
        rows = self.store.read(lambda tx: tx.execute("SELECT event_id FROM event").fetchall())
        return {bytes(row[0]) for row in rows}

    def recorded(self) -> set[bytes]:
        """Return what people recorded, without what the device notes about itself."""
        rows = self.store.read(
            lambda tx: tx.execute("SELECT event_id, header FROM event").fetchall()
        )
        return {bytes(one) for one, header in rows if decode_header(header).kind in _BY_PEOPLE}

    def stream(self) -> StreamId:
        """Return the current stream."""
        found = self.store.read(newest_stream)
        assert found is not None
        return found


def at_the_office(central: Central, stick: Path, *, answers: bool = True) -> list[str]:
    """Put a stick into the central's machine; return what it printed."""
    said: list[str] = []
    files = sorted(path for path in stick.iterdir() if path.suffix == ".vtb")
    take_files(central.platform, files, stick if answers else None, said.append)
    return said


def stored(central: Central, device: StickDevice) -> set[bytes]:
    """Return what the central holds of a device."""
    return {
        bytes(row["event_id"])
        for row in central.rows(schema.event)
        if row["device_id"] == device.keys.device_id
    }
