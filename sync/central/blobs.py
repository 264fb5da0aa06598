"""Attachments at the central: taken byte by byte, confirmed once they are whole (PROTOCOL §13).

The disk says how much is here, the table says that a file is known. A confirmation is signed only
once the bytes are on the disk under their hash and the table says so durably.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Exists,
    Row,
    and_,
    delete,
    func,
    or_,
    select,
    update,
)

from sync.blobs import BLOB_LIMIT_BYTES, blob_id_of
from sync.central import schema
from sync.central.attachment_rows import BlobState
from sync.central.blob_files import BlobStorage, Superseded
from sync.central.database import CentralDatabase, upsert
from sync.central.enrolment import device_point
from sync.central.errors import Refused
from sync.central.keys import CentralKeys
from sync.clock import Clock, now_milliseconds
from sync.ids import DeviceId, Incarnation
from sync.messages import BlobConfirmation, build_blob_confirmation

UNKNOWN_LIMIT_BYTES = 256 * 2**20
"""Files that no event names yet, per device."""
UNKNOWN_KEPT_MS = 60 * 86_400_000
SWEEP_SECONDS = 3_600.0
RESERVE_BYTES = 64 * 2**20
"""Room on the disk that no attachment takes: the journal needs it more."""
BUSY_SECONDS = 60
_TRIES = 3
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

_ERASING = select(schema.blob.c.device_id, schema.blob.c.blob_id).where(
    schema.blob.c.state == int(BlobState.ERASING)
)

log = logging.getLogger("sync.central.blobs")


class WrongPlace(Refused):
    """The bytes would not follow what is here (`blob-offset`), or were others (`blob-hash`)."""

    def __init__(self, code: str, offset: int) -> None:
        super().__init__(409, code)
        self.offset = offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """How much of a file is here, and how long it is."""

    offset: int
    length_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a request came to: where to go on from, and the confirmation once all is here."""

    offset: int
    confirmation: bytes | None = None


@dataclass(slots=True, kw_only=True)
class Upload:
    """One request that brings bytes of one file; `end` it whatever happens."""

    blobs: Blobs
    device_id: DeviceId
    blob_id: bytes
    length_bytes: int
    offset: int
    mark: bytes

    def write(self, piece: bytes) -> None:
        """Write what has arrived. Raises Refused 507 without room, 400 beyond the length, and
        WrongPlace once another request writes this file."""
        if self.offset + len(piece) > self.length_bytes:
            raise Refused(400, "size", "more than Upload-Length")
        storage = self.blobs.storage
        try:
            storage.write_at(self.device_id, self.blob_id, self.mark, self.offset, piece)
        except Superseded:
            raise WrongPlace("blob-offset", self._here()) from None
        except OSError as error:
            raise _refusal_of(error) from error
        self.offset += len(piece)

    def keep(self) -> None:
        """Sync what has come; the request is over and nobody hears an answer."""
        try:
            self.blobs.storage.sync(self.device_id, self.blob_id)
        except OSError as error:
            raise _refusal_of(error) from error

    def end(self) -> Taken:
        """Sync what has come; confirm it where all has. Raises WrongPlace for a wrong hash."""
        self.keep()
        here = self._here()
        if here < self.length_bytes:
            return Taken(offset=here)
        return Taken(
            offset=self.length_bytes,
            confirmation=self.blobs.finish(self.device_id, self.blob_id, self.length_bytes),
        )

    def _here(self) -> int:
        return self.blobs.storage.received(self.device_id, self.blob_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blobs:
    """Takes, confirms and gives files; *arrived* is told when one is whole."""

    database: CentralDatabase
    storage: BlobStorage
    keys: CentralKeys
    incarnation: Incarnation
    clock: Clock
    arrived: Callable[[], None] = field(default=lambda: None)
    swept: dict[str, float] = field(default_factory=dict)  # when this process looks again

    def owner(self, asking: DeviceId, named: str | None) -> DeviceId:
        """Return whose file it is: the one who asks, or an enrolled device it carries for."""
        if named is None:
            return asking
        try:
            owner = bytes.fromhex(named)
        except ValueError:
            raise Refused(400, "shape", "for") from None
        if len(owner) != 8 or device_point(self.database, owner) is None:
            raise Refused(404, "kid-unknown", "no such device is enrolled here")
        return DeviceId(owner)

    def here(self, device_id: DeviceId, blob_id: bytes) -> Here | None:
        """Return how much of a file is here, None where it is not known; 410 if it was erased."""
        row = self._row(device_id, blob_id)
        if row is None:
            return None
        if row.state == BlobState.WHOLE and not self._still_whole(row):
            return Here(offset=0, length_bytes=row.length_bytes)
        have = self.storage.received(device_id, blob_id)
        return Here(offset=min(have, row.length_bytes), length_bytes=row.length_bytes)

    def begin(
        self, device_id: DeviceId, blob_id: bytes, offset: int, length_bytes: int
    ) -> Upload | Taken:
        """Begin to take bytes from *offset* on; a confirmation at once where all is here.

        Raises Refused: 413 `size`, 410, 507 `blob-quota`, and WrongPlace with where to go on from.
        """
        if length_bytes > BLOB_LIMIT_BYTES:
            raise Refused(413, "size", f"at most {BLOB_LIMIT_BYTES} bytes")
        row = self._row(device_id, blob_id)
        if row is not None and row.state == BlobState.WHOLE and self._still_whole(row):
            if offset == row.length_bytes == length_bytes:
                return Taken(offset=offset, confirmation=self._signed(device_id, blob_id, offset))
            raise WrongPlace("blob-offset", row.length_bytes)
        try:
            self._make_known(row, device_id, blob_id, length_bytes)
            mark = self.storage.claim(device_id, blob_id)
            have = self.storage.received(device_id, blob_id)
            if have > length_bytes:
                self.storage.remove(device_id, blob_id)
                mark, have = self.storage.claim(device_id, blob_id), 0
        except OSError as error:
            raise _refusal_of(error) from error
        if offset != have:
            raise WrongPlace("blob-offset", have)
        return Upload(
            blobs=self,
            device_id=device_id,
            blob_id=blob_id,
            length_bytes=length_bytes,
            offset=offset,
            mark=mark,
        )

    def take_whole(self, device_id: DeviceId, sealed: bytes) -> bytes:
        """Take a file that came whole, as on a stick; return its confirmation, also for a repeat.

        Raises Refused as `begin` does.
        """
        blob_id, offset = blob_id_of(sealed), 0
        for _ in range(_TRIES):
            try:
                taken = self.begin(device_id, blob_id, offset, len(sealed))
                if isinstance(taken, Upload):
                    if offset < len(sealed):
                        taken.write(sealed[offset:])
                    taken = taken.end()
            except WrongPlace as wrong:
                offset = min(wrong.offset, len(sealed))
                continue
            if taken.confirmation is not None:
                return taken.confirmation
        raise Refused(503, "busy", "the same file is coming by another way", BUSY_SECONDS)

    def finish(self, device_id: DeviceId, blob_id: bytes, length_bytes: int) -> bytes:
        """Call a file whole whose bytes are all here; return its confirmation.

        Raises WrongPlace("blob-hash", 0) where the bytes are others; nothing of them is left.
        """
        try:
            if not self.storage.finish(device_id, blob_id):
                raise WrongPlace("blob-hash", 0)
        except OSError as error:
            raise _refusal_of(error) from error
        table = schema.blob
        with self.database.write_of(device_id) as connection:
            kept = connection.execute(
                update(table)
                .where(
                    table.c.device_id == device_id,
                    table.c.blob_id == blob_id,
                    table.c.state < int(BlobState.ERASING),
                )
                .values(state=int(BlobState.WHOLE), length_bytes=length_bytes)
            ).rowcount
        if not kept:
            self.storage.remove(device_id, blob_id)
            raise Refused(410, "path", "erased")
        self.arrived()
        return self._signed(device_id, blob_id, length_bytes)

    def read(self, device_id: DeviceId, blob_id: bytes) -> bytes | None:
        """Return a whole file of a device, None where it is not here; 410 if it was erased."""
        row = self._row(device_id, blob_id)
        if row is None or row.state != BlobState.WHOLE or not self._still_whole(row):
            return None
        return self.storage.read(device_id, blob_id)

    def settle(self) -> int:
        """Remove the files of erased events; return how many went."""
        table = schema.blob
        with self.database.read() as connection:
            going = connection.execute(_ERASING).all()
        for row in going:
            device_id = DeviceId(row.device_id)
            self.storage.remove(device_id, row.blob_id)
            with self.database.write_of(device_id) as connection:
                connection.execute(
                    update(table)
                    .where(_is(device_id, row.blob_id))
                    .values(state=int(BlobState.ERASED))
                )
        return len(going)

    def sweep(self) -> int:
        """Remove files that nothing named for 60 days; looks at most once an hour.

        Nothing goes of a device of which something is not looked through yet, or still waits for
        what comes before it: that may name the file, and the device holds our word for it.
        """
        now = self.clock.monotonic_seconds()
        if now < self.swept.get("next", now):
            return 0
        self.swept["next"] = now + SWEEP_SECONDS
        table, before_ms = schema.blob, now_milliseconds(self.clock) - UNKNOWN_KEPT_MS
        old = (table.c.state < int(BlobState.ERASING)) & (table.c.first_seen_ms < before_ms)
        unnamed = and_(old, ~_is_named(), ~_may_be_named())
        with self.database.read() as connection:
            going = connection.execute(
                select(table.c.device_id, table.c.blob_id).where(unnamed)
            ).all()
        gone = 0
        for row in going:
            device_id = DeviceId(row.device_id)
            with self.database.write_of(device_id) as connection:
                mine = connection.execute(
                    delete(table).where(_is(device_id, row.blob_id), unnamed)
                ).rowcount
                if mine:
                    self.storage.remove(device_id, row.blob_id)
                    gone += 1
        return gone

    def _row(self, device_id: DeviceId, blob_id: bytes) -> Row[Any] | None:
        table = schema.blob
        with self.database.read() as connection:
            row = connection.execute(
                select(table).where(table.c.device_id == device_id, table.c.blob_id == blob_id)
            ).one_or_none()
        if row is not None and row.state >= BlobState.ERASING:
            raise Refused(410, "path", "erased")
        return row

    def _still_whole(self, row: Row[Any]) -> bool:
        """Say whether a file is still there; a disk may have lost what the table remembers."""
        device_id = DeviceId(row.device_id)
        if self.storage.is_whole(device_id, row.blob_id, row.length_bytes):
            return True
        log.error("file %s of %s is gone from the disk", row.blob_id.hex(), device_id.hex())
        table = schema.blob
        with self.database.write_of(device_id) as connection:
            connection.execute(
                update(table)
                .where(table.c.device_id == device_id, table.c.blob_id == row.blob_id)
                .values(state=int(BlobState.COMING))
            )
        return False

    def _make_known(
        self,
        row: Row[Any] | None,
        device_id: DeviceId,
        blob_id: bytes,
        length_bytes: int,
    ) -> None:
        """Note a file before its first byte; refuse it where there is no room for it."""
        if row is not None and row.length_bytes == length_bytes:
            return
        if row is not None:  # what was said before was of another length: its bytes are worthless
            self.storage.drop(device_id, blob_id)
        if self.storage.free_bytes() < length_bytes + RESERVE_BYTES:
            raise Refused(507, "blob-quota", "no room on the disk")
        table = schema.blob
        with self.database.write_of(device_id) as connection:
            if not _may_come(connection, device_id, blob_id, length_bytes):
                raise Refused(507, "blob-quota", "files that no event names")
            connection.execute(
                upsert(table)
                .values(
                    device_id=device_id,
                    blob_id=blob_id,
                    length_bytes=length_bytes,
                    state=int(BlobState.COMING),
                    first_seen_ms=now_milliseconds(self.clock),
                )
                .on_conflict_do_update(
                    index_elements=["device_id", "blob_id"], set_={"length_bytes": length_bytes}
                )
            )

    def _signed(self, device_id: DeviceId, blob_id: bytes, length_bytes: int) -> bytes:
        return build_blob_confirmation(
            self.keys.signer,
            BlobConfirmation(
                device_id=device_id,
                incarnation=self.incarnation,
                blob_id=blob_id,
                length_bytes=length_bytes,
            ),
        )


def _may_come(
    connection: Connection, device_id: DeviceId, blob_id: bytes, length_bytes: int
) -> bool:
    """Say whether an event names a file, or there is room for one more that none does."""
    table, named = schema.blob, schema.attachment
    known = connection.execute(
        select(named.c.seq)
        .where(named.c.device_id == device_id, named.c.blob_id == blob_id)
        .limit(1)
    ).first()
    if known is not None:
        return True
    total = connection.execute(
        select(func.sum(table.c.length_bytes)).where(
            table.c.device_id == device_id,
            table.c.blob_id != blob_id,
            table.c.state < int(BlobState.ERASING),
            ~_is_named(),
        )
    ).scalar_one()
    return int(total or 0) + length_bytes <= UNKNOWN_LIMIT_BYTES


def _is(device_id: DeviceId, blob_id: bytes) -> ColumnElement[bool]:
    """Return whether a row of `blob` is that file."""
    table = schema.blob
    return and_(table.c.device_id == device_id, table.c.blob_id == blob_id)


def _is_named() -> Exists:
    """Return whether a stored event names the file of a row of `blob`."""
    table, named = schema.blob, schema.attachment
    return (
        select(named.c.seq)
        .where(named.c.device_id == table.c.device_id, named.c.blob_id == table.c.blob_id)
        .exists()
    )


def _may_be_named() -> ColumnElement[bool]:
    """Return whether something of its device may yet turn out to name the file of a row."""
    table, hwm, mark, parked = schema.blob, schema.hwm, schema.attachment_mark, schema.parked
    seen = (
        select(mark.c.seq)
        .where(mark.c.device_id == hwm.c.device_id, mark.c.stream == hwm.c.stream)
        .scalar_subquery()
    )
    behind = select(hwm.c.seq).where(
        hwm.c.device_id == table.c.device_id, hwm.c.seq > func.coalesce(seen, 0)
    )
    waits = select(parked.c.mark).where(parked.c.device_id == table.c.device_id)
    return or_(behind.exists(), waits.exists())


def _refusal_of(error: OSError) -> Refused:
    if error.errno in _NO_ROOM:
        return Refused(507, "blob-quota", "no room on the disk")
    log.error("attachments: %s", error)
    return Refused(503, "busy", "disk", BUSY_SECONDS)
