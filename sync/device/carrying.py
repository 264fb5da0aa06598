"""Carrying for other devices: blindly there, and their answers back (PROTOCOL §20).

A carrier can neither read nor change what it carries, and acknowledges nothing: what it gives the
owner are the central's own words. It takes a record once, within a quota, and forgets the bytes
when the central has answered.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sync import bundle
from sync.bundle import BACK, FileName, Manifest, RecordType, Source, source_of
from sync.bundle_files import read_back, write_file
from sync.certificates import read_device_certificate
from sync.cose import open_shape
from sync.device.bundle_look import Drive, Ref, payload_of
from sync.device.bundle_tables import (
    CarriedRow,
    carried_back,
    carried_bytes,
    carried_done,
    carried_later,
    carried_out,
    carry,
    is_carried,
    owners_waiting,
)
from sync.device.ports import Desk
from sync.envelope import DOMAIN as PUSH
from sync.envelope import ENVELOPE_CAP_BYTES
from sync.errors import MessageInvalid
from sync.ids import DeviceId
from sync.journal import Transaction

IN_ROW_BYTES = 16 * 1024
RETRY_SECONDS = 6 * 3600
_STREAM, _FIRST = 2, 3
_OUT = (
    RecordType.ENROLMENT_REQUEST,
    RecordType.ENVELOPE,
    RecordType.BLOB,
    RecordType.RECEIPT_SEEN,
)
_BACK = (
    RecordType.ACK,
    RecordType.BLOB_CONFIRMATION,
    RecordType.PAGE,
    RecordType.PROBE_ANSWER,
    RecordType.WIPE,
)

_log = logging.getLogger("delivery")


@dataclass(slots=True)
class Carried:
    """What was taken along for other devices."""

    records: int = 0
    size_bytes: int = 0
    repeated: int = 0
    left_out: int = 0  # no room in what may be carried
    devices: set[DeviceId] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    bundles: dict[bytes, int] = field(default_factory=dict)


class Carrying:
    """Takes records of other devices along, and writes their answers on drives."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._folder = desk.carried

    def take(
        self, drive: Drive, not_mine: list[Ref], limit_bytes: int, pause: Callable[[], None]
    ) -> Carried:
        """Take along what is of other devices, as far as *limit_bytes* of them in all.

        *pause* is called between records and may raise to stop: what was taken stays taken. Raises
        OSError where the drive or this disk does.
        """
        carried = Carried()
        points = self._points(drive)
        for kind in _OUT:
            for ref in drive.of(kind):
                pause()
                owner = self._owner(ref, points)
                if owner is None or owner == self._desk.keys.device_id:
                    continue
                self._take(carried, ref, owner, limit_bytes, back=False)
        for ref in not_mine:
            pause()
            owner = _addressee(ref)
            if owner is not None and owner != self._desk.keys.device_id:
                self._take(carried, ref, owner, limit_bytes, back=True)
        return carried

    def write_answers(
        self, folder: Path, certificate: bytes, owners: tuple[DeviceId, ...] = ()
    ) -> int:
        """Write a file of answers for each device that some are held for; return how many records.

        Each file is read back before its records count as handed over; they are kept for *owners*,
        whose own files are on this drive, once more. Raises OSError or BundleError.
        """
        written = 0
        waiting = self._desk.store.read(owners_waiting)
        for owner in waiting:
            written += self._write_for(folder, owner, certificate, keep=owner not in owners)
        return written

    def file_answer(self, owner: DeviceId, kind: RecordType, raw: bytes) -> None:
        """Hold an answer of the central until a drive of its owner comes by."""
        row = CarriedRow(
            sha256=hashlib.sha256(raw).digest(),
            back=True,
            owner=owner,
            kind=kind,
            length=len(raw),
            raw=raw,
        )
        now = self._now()
        self._desk.store.write(lambda tx: carry(tx, row, now))

    def content(self, row: CarriedRow) -> bytes:
        """Return the bytes of a record; raises OSError where its file is gone."""
        return b"".join(self.pieces(row))

    def pieces(self, row: CarriedRow) -> Iterator[bytes]:
        """Yield the bytes of a record in pieces; raises OSError where its file is gone."""
        if row.raw is not None:
            yield row.raw
        else:
            yield from self._folder.pieces(row.sha256)

    def done(self, row: CarriedRow) -> None:
        """Forget the bytes of a record that was answered."""
        self._desk.store.write(lambda tx: carried_done(tx, row))
        if row.raw is None:
            self._folder.remove(row.sha256)

    def later(self, row: CarriedRow) -> None:
        """Let a record wait for some hours."""
        retry_at = self._now() + RETRY_SECONDS
        self._desk.store.write(lambda tx: carried_later(tx, row, retry_at))

    def next_out(self) -> CarriedRow | None:
        """Return the record that goes to the central next."""
        now = self._now()
        found = self._desk.store.read(lambda tx: carried_out(tx, now, RETRY_SECONDS))
        return found[0] if found else None

    def _take(
        self, carried: Carried, ref: Ref, owner: DeviceId, limit_bytes: int, *, back: bool
    ) -> None:
        sha256 = ref.record.sha256 or hashlib.sha256(b"".join(ref.pieces())).digest()
        length = ref.record.length

        def state(tx: Transaction) -> tuple[bool, int]:
            return is_carried(tx, sha256, back=back), carried_bytes(tx)

        known, held = self._desk.store.read(state)
        if known:
            carried.repeated += 1
            return
        if held + length > limit_bytes:
            carried.left_out += 1
            return
        raw = ref.content() if length <= IN_ROW_BYTES else None
        whole = self._folder.put(sha256, ref.pieces()) if raw is None else _has(raw, sha256)
        if not whole:
            carried.refused.append(f"{ref.path.name}:{ref.record.kind}:changed")
            return
        stream, first = _place(ref)
        row = CarriedRow(
            sha256=sha256,
            back=back,
            owner=owner,
            kind=ref.record.kind,
            length=length,
            stream=stream,
            first=first,
            raw=raw,
        )
        now = self._now()
        if self._desk.store.write(lambda tx: carry(tx, row, now)):
            carried.records += 1
            carried.size_bytes += length
            carried.devices.add(owner)
            carried.bundles[ref.bundle_id] = carried.bundles.get(ref.bundle_id, 0) + 1

    def _points(self, drive: Drive) -> dict[bytes, bytes]:
        """Return the keys of devices whose certificates are on the drive and hold."""
        points = {}
        for ref in drive.of(RecordType.CERTIFICATE):
            try:
                read = read_device_certificate(ref.content(), self._desk.keys.roots)
            except MessageInvalid:
                continue
            points[read.device_id] = read.point
        return points

    def _owner(self, ref: Ref, points: dict[bytes, bytes]) -> DeviceId | None:
        """Return whose a record is; None where nothing vouches for it: it is not carried.

        In a bundle whose manifest holds the manifest vouches. Without one only an envelope can
        prove itself, by a certificate that lies beside it.
        """
        if ref.record.kind != RecordType.ENVELOPE:
            return ref.owner if ref.listed or ref.record.kind != RecordType.BLOB else None
        try:
            message = open_shape(ref.content(), PUSH, ENVELOPE_CAP_BYTES, {4})
            if not ref.listed:
                message.verify(points.get(message.kid, b""))
        except MessageInvalid:
            return None
        return DeviceId(message.kid)

    def _write_for(self, folder: Path, owner: DeviceId, certificate: bytes, *, keep: bool) -> int:
        rows = self._desk.store.read(lambda tx: carried_back(tx, owner))
        sources = [self._source(row) for row in rows]
        # The same answers make the same file again: a drive that comes by daily does not fill up.
        named = hashlib.sha256(b"".join(sorted(row.sha256 for row in rows))).digest()
        manifest = Manifest(
            bundle_id=named[:16],
            part=1,
            parts=1,
            entries=tuple(one.entry for one in sources),
            made_at_seconds=self._now(),
        )
        signed = bundle.sign_manifest(self._desk.keys.signer, certificate, manifest)
        name = FileName(device_id=owner, bundle_id=manifest.bundle_id, part=1, suffix=BACK)
        path = folder / name.text
        sha256 = write_file(path, bundle.part_pieces(signed, sources), _nobody, _never)
        read_back(path, sha256, _nobody, _never)
        if not keep:
            for row in rows:
                self.done(row)
        return len(rows)

    def _source(self, row: CarriedRow) -> Source:
        if row.raw is not None:
            return source_of(row.kind, row.raw)
        return Source(
            kind=row.kind,
            length=row.length,
            sha256=row.sha256,
            pieces=lambda: self._folder.pieces(row.sha256),
        )

    def _now(self) -> int:
        return max(0, int(self._desk.clock.now().timestamp()))


def _addressee(ref: Ref) -> DeviceId | None:
    """Return whom an answer is for: its own word, of a page the file's."""
    if ref.record.kind not in _BACK:
        return None
    if ref.record.kind == RecordType.PAGE:
        return ref.owner
    said = payload_of(ref.content()).get(1)
    return DeviceId(said) if isinstance(said, bytes) and len(said) == 8 else None


def _place(ref: Ref) -> tuple[bytes, int]:
    """Return stream and first event of an envelope: what a carrier may see (PROTOCOL §22)."""
    if ref.record.kind != RecordType.ENVELOPE:
        return b"", 0
    payload = payload_of(ref.content())
    stream, first = payload.get(_STREAM), payload.get(_FIRST)
    if isinstance(stream, bytes) and isinstance(first, int):
        return stream, first
    return b"", 0


def _has(raw: bytes, sha256: bytes) -> bool:
    return hashlib.sha256(raw).digest() == sha256


def _nobody(_count: int) -> None:
    return None


def _never() -> bool:
    return False
