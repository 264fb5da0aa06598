"""The bundle: how records travel on a stick (PROTOCOL §20).

    "VTB1", then records: type uint8 ‖ length uint64 big-endian ‖ bytes

The manifest comes first and names every record by type, length and SHA-256. Here is what is written
and how a manifest is judged; `bundle_reading` reads files that somebody else may have damaged.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from sync import cbor, cose, fields
from sync.blobs import BLOB_LIMIT_BYTES, TAG_BYTES
from sync.certificates import Role, read_central_certificate, read_device_certificate
from sync.envelope import ENVELOPE_CAP_BYTES
from sync.errors import MessageInvalid
from sync.fields import Fields
from sync.ids import kid_of
from sync.messages import ACK_CAP_BYTES, BLOB_CAP_BYTES, PAGE_CAP_BYTES, PROBE_CAP_BYTES
from sync.profile import PROFILE_CAP_BYTES
from sync.requests import ENROLMENT_CAP_BYTES
from sync.revocations import LIST_CAP_BYTES
from sync.wipe import WIPE_CAP_BYTES

MAGIC = b"VTB1"
HEAD_BYTES = 9
DOMAIN = "bundle"
MANIFEST_CAP_BYTES = 1024 * 1024
PART_LIMIT_BYTES = 2_000_000_000
"""What a stick formatted as FAT32 takes in one file, with room to spare."""
MOST_RECORDS = 20_000
"""So many lines fit a manifest of 1 MiB."""
PIECE_BYTES = 64 * 1024
OUT, BACK = ".vtb", ".vta"
_ROLE_CLAIM = 9
_NAME = re.compile(r"VT-([0-9a-f]{16})-([0-9a-f]{32})-([1-9][0-9]{0,4})\.(vtb|vta)", re.IGNORECASE)


class RecordType(IntEnum):
    """What a record holds; a reader passes over types that it does not know."""

    MANIFEST = 1
    ENVELOPE = 2
    BLOB = 3
    ACK = 4
    PAGE = 5
    CERTIFICATE = 6
    REVOCATIONS = 7
    ENROLMENT_REQUEST = 8
    ENROLMENT_ANSWER = 9
    BLOB_CONFIRMATION = 10
    PROBE_ANSWER = 11
    RECEIPT_SEEN = 12
    WIPE = 13
    PROFILE = 14


CAPS = {
    RecordType.MANIFEST: MANIFEST_CAP_BYTES,
    RecordType.ENVELOPE: ENVELOPE_CAP_BYTES,
    RecordType.BLOB: BLOB_LIMIT_BYTES + TAG_BYTES,
    RecordType.ACK: ACK_CAP_BYTES,
    RecordType.PAGE: PAGE_CAP_BYTES,
    RecordType.CERTIFICATE: Role.CENTRAL.cap_bytes,
    RecordType.REVOCATIONS: LIST_CAP_BYTES,
    RecordType.ENROLMENT_REQUEST: ENROLMENT_CAP_BYTES,
    RecordType.ENROLMENT_ANSWER: ENROLMENT_CAP_BYTES,
    RecordType.BLOB_CONFIRMATION: BLOB_CAP_BYTES,
    RecordType.PROBE_ANSWER: PROBE_CAP_BYTES,
    RecordType.RECEIPT_SEEN: 1024,
    RecordType.WIPE: WIPE_CAP_BYTES,
    RecordType.PROFILE: PROFILE_CAP_BYTES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a manifest."""

    kind: int
    length: int
    sha256: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one part of a bundle holds."""

    bundle_id: bytes
    part: int  # from 1
    parts: int
    entries: tuple[Entry, ...]
    made_at_seconds: int  # by the writer's own clock


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedManifest:
    """A manifest that holds, and who signed it."""

    manifest: Manifest
    certificate: bytes
    point: bytes
    from_central: bool

    @property
    def signer_id(self) -> bytes:
        """Return the kid of the signer; of a device this is its id."""
        return kid_of(self.point)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileName:
    """What the name of a file says; it is a hint, and nothing rests on it."""

    device_id: bytes  # who wrote a .vtb, whom a .vta is for
    bundle_id: bytes
    part: int
    suffix: str  # OUT or BACK

    @property
    def text(self) -> str:
        """Return the name of the file."""
        return f"VT-{self.device_id.hex()}-{self.bundle_id.hex()}-{self.part}{self.suffix}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A record to be written: what it is, and its bytes in pieces, whenever they are asked for."""

    kind: int
    length: int
    sha256: bytes
    pieces: Callable[[], Iterable[bytes]]

    @property
    def entry(self) -> Entry:
        """Return its line in the manifest."""
        return Entry(kind=self.kind, length=self.length, sha256=self.sha256)


def source_of(kind: int, data: bytes) -> Source:
    """Return a record whose bytes are in memory."""
    digest = hashlib.sha256(data).digest()
    return Source(kind=kind, length=len(data), sha256=digest, pieces=lambda: (data,))


def sign_manifest(signer: cose.Signer, certificate: bytes, manifest: Manifest) -> bytes:
    """Return the manifest signed by a device or the central, its certificate inside.

    Raises MessageInvalid("size") above 1 MiB: use more parts.
    """
    lines = [[one.kind, one.length, one.sha256] for one in manifest.entries]
    payload = {
        1: fields.VERSION,
        2: manifest.bundle_id,
        3: manifest.part,
        4: manifest.parts,
        5: lines,
        6: manifest.made_at_seconds,
    }
    protected = {cose.CERTIFICATE_LABEL: cbor.decode(certificate)}
    data = cose.sign(signer, DOMAIN, protected, cbor.encode(payload))
    if len(data) > MANIFEST_CAP_BYTES:
        raise MessageInvalid("size", "manifest above 1 MiB")
    return data


def read_manifest(data: bytes, roots: Collection[bytes]) -> SignedManifest:
    """Return a manifest that a device or a central under one of *roots* signed.

    Raises MessageInvalid with the code of the first check that fails (PROTOCOL §4).
    """
    message = cose.open_shape(data, DOMAIN, MANIFEST_CAP_BYTES, {cose.CERTIFICATE_LABEL})
    certificate = message.certificate_bytes()
    from_central = _is_central(certificate)
    if from_central:
        point = read_central_certificate(certificate, roots).point
    else:
        point = read_device_certificate(certificate, roots).point
    message.verify(point)
    read = Fields.decode_version_1(message.payload, range(1, 7))
    parts = read.uint(4)
    part = read.uint(3, parts + 1)
    if part < 1:
        raise MessageInvalid("shape", "parts are counted from 1")
    manifest = Manifest(
        bundle_id=read.octets(2, 16),
        part=part,
        parts=parts,
        entries=tuple(_entry_of(one) for one in read.array(5)),
        made_at_seconds=read.uint(6),
    )
    return SignedManifest(
        manifest=manifest, certificate=certificate, point=point, from_central=from_central
    )


def read_name(name: str) -> FileName | None:
    """Return what a file's name says; None for a name that is none of ours."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    device, bundle, part, suffix = match.groups()
    return FileName(
        device_id=bytes.fromhex(device),
        bundle_id=bytes.fromhex(bundle),
        part=int(part),
        suffix=f".{suffix.lower()}",
    )


def split(
    sources: Iterable[Source],
    *,
    part_limit_bytes: int = PART_LIMIT_BYTES,
    most_records: int = MOST_RECORDS,
) -> list[list[Source]]:
    """Return the records in parts that a stick takes, in their order; at least one part."""
    room = part_limit_bytes - MANIFEST_CAP_BYTES - len(MAGIC) - HEAD_BYTES
    parts: list[list[Source]] = [[]]
    size = 0
    for one in sources:
        more = HEAD_BYTES + one.length
        if parts[-1] and (size + more > room or len(parts[-1]) >= most_records):
            parts.append([])
            size = 0
        parts[-1].append(one)
        size += more
    return parts


def part_bytes(signed_manifest: bytes, sources: Sequence[Source]) -> int:
    """Return how large a part will be."""
    records = sum(HEAD_BYTES + one.length for one in sources)
    return len(MAGIC) + HEAD_BYTES + len(signed_manifest) + records


def part_pieces(signed_manifest: bytes | None, sources: Iterable[Source]) -> Iterator[bytes]:
    """Yield the bytes of a part; without a manifest it is an enrolment's file (PROTOCOL §18).

    Raises MessageInvalid("blob-hash") where a record's bytes are no longer those it was named with.
    """
    yield MAGIC
    if signed_manifest is not None:
        yield _head(RecordType.MANIFEST, len(signed_manifest))
        yield signed_manifest
    for one in sources:
        yield _head(one.kind, one.length)
        digest = hashlib.sha256()
        for piece in one.pieces():
            digest.update(piece)
            yield piece
        if digest.digest() != one.sha256:
            raise MessageInvalid("blob-hash", "a record changed while it was written")


def _head(kind: int, length: int) -> bytes:
    return bytes((kind,)) + length.to_bytes(8, "big")


def _entry_of(value: object) -> Entry:
    kind, length, digest = fields.array(value, 3, 3)
    return Entry(
        kind=fields.unsigned(kind, 256),
        length=fields.unsigned(length),
        sha256=fields.octets(digest, 32),
    )


def _is_central(certificate: bytes) -> bool:
    """Say which reader is to judge a certificate, from the role it claims."""
    match cbor.decode(certificate):
        case [bytes(), _, bytes() as payload, _]:
            claims = cbor.decode(payload)
        case _:
            raise MessageInvalid("shape", "no certificate")
    role = claims.get(_ROLE_CLAIM) if isinstance(claims, dict) else None
    return isinstance(role, bytes) and role[:1] == bytes((Role.CENTRAL.number,))
