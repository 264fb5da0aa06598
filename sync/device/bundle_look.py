"""What stands on a drive, told apart by whose it is (PROTOCOL §20); nothing is taken here.

A name is a hint, a manifest that holds is a fact. Whose a record is says the record itself where it
does in clear (the device of an envelope, of an answer); of attachments and pages the file says it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from sync import cbor
from sync.bundle import BACK, OUT, RecordType, SignedManifest, read_name
from sync.bundle_reading import Bundle, ReadRecord, Verdict
from sync.errors import MessageInvalid
from sync.ids import DeviceId

ROOT_UNKNOWN = "root-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDrive:
    """What stands on a drive, by the names of its files.

    `spent`: this device's own bundles that are confirmed whole. `foreign`: how many files belong to
    another institution or cannot be read at all.
    """

    mine: tuple[str, ...] = ()
    answers_for_me: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    foreign: int = 0
    spent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A record that is whole: in which file, and whose the file is."""

    path: Path
    record: ReadRecord
    owner: DeviceId | None
    bundle_id: bytes
    listed: bool  # a manifest that holds names it

    def content(self) -> bytes:
        """Return its bytes as they stand now; raises OSError."""
        with self.path.open("rb") as file:
            return _at(file, self.record)

    def pieces(self) -> Iterator[bytes]:
        """Yield its bytes in pieces; raises OSError."""
        with self.path.open("rb") as file:
            yield from Bundle(file, ()).pieces(self.record)


@dataclass(slots=True)
class Drive:
    """Every whole record of some files, by type, and what could not be had of them."""

    refs: dict[int, list[Ref]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    foreign: int = 0
    files: int = 0

    def of(self, kind: RecordType) -> list[Ref]:
        """Return the whole records of a type."""
        return self.refs.get(kind, [])


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSays:
    """What one file says of itself."""

    manifest: SignedManifest | None
    manifest_code: str
    owner: DeviceId | None
    bundle_id: bytes
    is_back: bool


def says(path: Path, bundle: Bundle) -> FileSays:
    """Return whose a file is: its manifest's word, else its name's."""
    name, manifest = read_name(path.name), bundle.manifest
    named = None if name is None else DeviceId(name.device_id)
    is_back = path.suffix.lower() == BACK if manifest is None else manifest.from_central
    if manifest is not None and not manifest.from_central:
        is_back = path.suffix.lower() == BACK  # a carrier's answers are signed by the carrier
    owner = named
    if manifest is not None and not is_back:
        owner = DeviceId(manifest.signer_id)
    bundle_id = b"" if name is None else name.bundle_id
    return FileSays(
        manifest=manifest,
        manifest_code=bundle.manifest_code,
        owner=owner,
        bundle_id=bundle_id if manifest is None else manifest.manifest.bundle_id,
        is_back=is_back,
    )


def scan_files(paths: Iterable[Path], roots: Collection[bytes]) -> Drive:
    """Return what can be read of these files; one that cannot be read is counted, never an error.

    Raises OSError only where the drive itself is gone.
    """
    drive = Drive()
    for path in paths:
        drive.files += 1
        with path.open("rb") as file:
            _scan(drive, path, Bundle(file, roots))
    return drive


def kid_of_message(data: bytes) -> bytes:
    """Return the signer that a message names (label 4), unverified; MessageInvalid("shape")."""
    match cbor.decode(data):
        case [bytes() as protected, _, _, _]:
            labels = cbor.decode(protected)
        case _:
            raise MessageInvalid("shape", "no signed message")
    match labels:
        case {4: bytes() as kid}:
            return kid
        case _:
            raise MessageInvalid("shape", "no signer")


def payload_of(data: bytes) -> dict[int, object]:
    """Return the payload of a message, unverified; MessageInvalid("shape") where it is no map."""
    match cbor.decode(data):
        case [_, _, bytes() as payload, _]:
            read = cbor.decode(payload)
        case _:
            raise MessageInvalid("shape", "no signed message")
    if not isinstance(read, dict):
        raise MessageInvalid("shape", "no map")
    return read


def _scan(drive: Drive, path: Path, bundle: Bundle) -> None:
    said = says(path, bundle)
    if said.manifest is None and said.manifest_code == ROOT_UNKNOWN:
        drive.foreign += 1
        return
    found = 0
    for record in bundle.records():
        if record.is_whole:
            found += 1
            ref = Ref(
                path=path,
                record=record,
                owner=said.owner,
                bundle_id=said.bundle_id,
                listed=record.verdict is Verdict.OK,
            )
            drive.refs.setdefault(record.kind, []).append(ref)
        else:
            drive.missing.append(f"{path.name}:{_word(record.kind)}:{record.verdict.name.lower()}")
    if said.manifest is None and not found:
        drive.foreign += 1
    elif said.manifest is None and path.suffix.lower() in (OUT, BACK):
        drive.missing.append(f"{path.name}:manifest:{said.manifest_code}")


def _word(kind: int) -> str:
    return RecordType(kind).name.lower() if kind in set(RecordType) else str(kind)


def _at(file: BinaryIO, record: ReadRecord) -> bytes:
    file.seek(record.at)
    return file.read(record.length)
