"""What sticks bring to the central, and what goes back on them (PROTOCOL §20).

A stick is another way for the same messages: every envelope goes through the same door as over the
line, every file and request too. Garbage in one place keeps nothing else from being taken. Answers
are written from what is stored, so a file that is lost is simply written again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from sync.bundle import RecordType
from sync.bundle_reading import Bundle, ReadRecord
from sync.central import schema
from sync.central.errors import Refused
from sync.central.parked import park, parked_of, settle
from sync.central.platform import Platform
from sync.certificates import read_device_certificate
from sync.clock import now_milliseconds
from sync.cose import KID_LABEL, open_shape
from sync.envelope import DOMAIN, ENVELOPE_CAP_BYTES
from sync.errors import MessageInvalid
from sync.fields import Fields
from sync.ids import DeviceId, kid_of
from sync.messages import AckResult
from sync.receipts import digits_of
from sync.requests import ENROLMENT_CAP_BYTES

_log = logging.getLogger("sync.central.bundles")


@dataclass(slots=True)
class OfDevice:
    """What sticks brought of one device, and what it is to be answered."""

    envelopes: int = 0
    events: int = 0  # stored that were not here before
    parked: int = 0  # envelopes that wait for what comes before them
    files: int = 0
    slips: int = 0
    requests: int = 0
    refused: list[str] = field(default_factory=list)  # type and code
    answers: list[tuple[RecordType, bytes]] = field(default_factory=list)


@dataclass(slots=True)
class Import:
    """What sticks brought in all."""

    devices: dict[DeviceId, OfDevice] = field(default_factory=dict)
    files: int = 0
    missing: list[str] = field(default_factory=list)  # file, type, verdict
    foreign: list[str] = field(default_factory=list)  # files of others, or of nobody
    repeated: int = 0

    def of(self, device_id: DeviceId) -> OfDevice:
        """Return what was brought of a device."""
        return self.devices.setdefault(device_id, OfDevice())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    opened: Bundle
    record: ReadRecord
    owner: DeviceId | None
    listed: bool

    def content(self) -> bytes:
        return self.opened.content(self.record)


class BundleDesk:
    """Takes what sticks bring; *take_file* keeps attachments, None where none are kept."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def take(self, paths: Iterable[Path]) -> Import:
        """Take everything that holds in these files, whatever else stands in them.

        Raises OSError where a file cannot be read; what was taken before stays taken.
        """
        done = Import()
        for path in paths:
            done.files += 1
            with path.open("rb") as file:
                self._take_one(done, path.name, Bundle(file, self._platform.profile.roots))
        settle(self._platform.database, self._platform.pushes)
        for device_id, one in done.devices.items():
            one.parked = parked_of(self._platform.database, device_id)
        return done

    def _take_one(self, done: Import, name: str, opened: Bundle) -> None:
        signed = opened.manifest
        if signed is not None and signed.from_central:
            return  # our own answers, on their way
        if signed is None and opened.manifest_code == "root-unknown":
            done.foreign.append(name)
            return
        owner = None if signed is None else DeviceId(signed.signer_id)
        found = requests = 0
        for record in opened.records():
            if not record.is_whole:
                kind = RecordType(record.kind).name.lower()
                done.missing.append(f"{name}: {kind} {record.verdict.name.lower()}")
                continue
            found += 1
            requests += record.kind == RecordType.ENROLMENT_REQUEST
            listed = record.sha256 is not None
            self._take(done, _Record(opened=opened, record=record, owner=owner, listed=listed))
        if signed is None:
            if found > requests:  # a file that asks for enrolment has none
                done.missing.append(f"{name}: manifest {opened.manifest_code}")
            elif not found:
                done.foreign.append(name)

    def _take(self, done: Import, one: _Record) -> None:
        step = {
            RecordType.ENROLMENT_REQUEST: self._request,
            RecordType.ENVELOPE: self._envelope,
            RecordType.BLOB: self._file,
            RecordType.RECEIPT_SEEN: self._slip,
            RecordType.CERTIFICATE: self._certificate,
        }.get(RecordType(one.record.kind))
        if step is None:
            return
        try:
            step(done, one)
        except (MessageInvalid, Refused) as error:
            kind = RecordType(one.record.kind).name.lower()
            whose = one.owner or DeviceId(bytes(8))
            done.of(whose).refused.append(f"{kind} {error.code}")

    def _request(self, done: Import, one: _Record) -> None:
        raw = one.content()
        device_id = DeviceId(open_shape(raw, "enrol-req", ENROLMENT_CAP_BYTES, {KID_LABEL}).kid)
        answered = self._platform.enrolment.answer(raw)
        of = done.of(device_id)
        of.requests += 1
        of.answers.append((RecordType.ENROLMENT_ANSWER, answered.answer))

    def _envelope(self, done: Import, one: _Record) -> None:
        raw, platform = one.content(), self._platform
        message = open_shape(raw, DOMAIN, ENVELOPE_CAP_BYTES, {KID_LABEL})
        device_id = DeviceId(message.kid)
        of = done.of(device_id)
        try:
            answer = platform.pushes.answer(raw, limited=False)
        except (MessageInvalid, Refused) as error:
            of.refused.append(f"envelope {error.code}")
            return
        of.envelopes += 1
        of.events += answer.new_events
        of.answers.append((RecordType.ACK, answer.ack))  # of a gap too: it says where we stand
        if answer.result is AckResult.GAP:
            outer = Fields.decode_version_1(message.payload, range(1, 7))
            park(
                platform.database,
                device_id,
                stream=outer.octets(2, 16),
                first=outer.uint(3),
                envelope=raw,
                now_ms=now_milliseconds(platform.clock),
            )

    def _file(self, done: Import, one: _Record) -> None:
        if one.owner is None or not one.listed:
            raise Refused(409, "blob-hash", "nothing says whose it is, or that it is whole")
        confirmation = self._platform.blobs.take_whole(one.owner, one.content())
        of = done.of(one.owner)
        of.files += 1
        of.answers.append((RecordType.BLOB_CONFIRMATION, confirmation))

    def _slip(self, done: Import, one: _Record) -> None:
        self._platform.receipts.report(digits_of(one.content()))
        if one.owner is not None:
            done.of(one.owner).slips += 1

    def _certificate(self, done: Import, one: _Record) -> None:
        """Name a device that a root vouches for and that nobody enrolled here (a restored copy)."""
        read = read_device_certificate(one.content(), self._platform.profile.roots)
        device_id = DeviceId(kid_of(read.point))
        if not self._knows(device_id):
            done.of(device_id).refused.append("certificate kid-unknown")

    def _knows(self, device_id: DeviceId) -> bool:
        table = schema.device
        with self._platform.database.read() as connection:
            found = connection.execute(
                select(table.c.device_id).where(table.c.device_id == device_id)
            )
            return found.first() is not None


def words_of(done: Import) -> Iterator[str]:
    """Yield what was taken, device by device, as lines for a terminal."""
    yield f"{done.files} files"
    for device_id, of in sorted(done.devices.items()):
        words = [
            device_id.hex(),
            f"{of.envelopes} envelopes",
            f"{of.events} new events",
            f"{of.files} attachments",
            f"{of.slips} slips",
            f"{of.requests} requests",
        ]
        if of.parked:
            words.append(f"{of.parked} PARKED: something before them is missing")
        yield "  ".join(words)
        for code in of.refused:
            yield f"  refused: {code}"
    for line in done.missing:
        yield f"missing: {line}"
    for name in done.foreign:
        yield f"not ours: {name}"
