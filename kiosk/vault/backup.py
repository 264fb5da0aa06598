"""A backup: one sealed file of everything a profile holds, read back before it counts.

    "VTC1" ‖ uint32 length ‖ manifest ‖ the sections' bytes, in the manifest's order ‖ SHA-256 (32)

The database inside is SQLCipher's own encrypted image, made by a second connection while work goes
on; key file, witness and the sealed files of answers lie beside it. Nothing in a backup can be read
without a key slot. The manifest names nobody. Detail: docs/backup-format.md.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, BinaryIO, ClassVar

from sqlcipher3 import dbapi2

from kiosk.errors import KnownError
from kiosk.vault.database import CHECKED_LINKS, Database
from kiosk.vault.engine import OpenTransaction, connect_reader
from kiosk.vault.errors import DiskFull, DiskFullFacts, free_bytes, of_system
from kiosk.vault.files import sync_folder
from sync import cbor
from sync.annotated import InArray, Key, Place, read_map, write_map
from sync.errors import MessageInvalid
from sync.ids import DeviceId, StreamId
from sync.journal import device_of, tip, verify
from sync.shape import Many, Octets, Text, Whole

MAGIC = b"VTC1"
FORMAT = 1
SUFFIX = ".vtc"
DIGEST_BYTES = 32
MANIFEST_LIMIT_BYTES = 64 * 2**20
PIECE_BYTES = 1 << 20
ROOM_BYTES = 8 * 2**20
"""What must stay free beside a backup."""

_NAMES = re.compile(
    r"ventanilla\.db|ventanilla\.db\.slots[a-z.-]{0,16}|ventanilla\.db\.witness"
    r"|institution\.vtp|revocations\.vtr|blobs/[0-9a-f]{32}"
)

Step = Callable[[str], None]
"""Hears which step begins; a test dies there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFacts:
    """Which file is meant."""

    file: str


class BackupDamaged(KnownError):
    """A backup is not what was written: a byte changed or a part is missing; nothing was used."""

    code: ClassVar[str] = "backup.damaged"

    def __init__(self, file: str) -> None:
        super().__init__(BackupFacts(file=file))


class BackupUnknown(KnownError):
    """The file is no backup, or one of a newer program; nothing was used."""

    code: ClassVar[str] = "backup.unknown"

    def __init__(self, file: str) -> None:
        super().__init__(BackupFacts(file=file))


class BackupDoesNotHold(KnownError):
    """What was copied does not open or does not end where the journal stood; it was removed."""

    code: ClassVar[str] = "backup.does_not_hold"

    def __init__(self, file: str) -> None:
        super().__init__(BackupFacts(file=file))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One file inside a backup."""

    name: Annotated[str, Place(0, Text(1, 80, "name"))]
    size_bytes: Annotated[int, Place(1, Whole(0, 2**50))]
    digest: Annotated[bytes, Place(2, Octets(32))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself before anything in it is opened."""

    format: Annotated[int, Key(1, Whole(FORMAT, FORMAT))]
    device_id: Annotated[DeviceId, Key(2, Octets(8))]
    stream: Annotated[StreamId, Key(3, Octets(16))]
    seq: Annotated[int, Key(4, Whole(1, 2**60))]
    head: Annotated[bytes, Key(5, Octets(32))]
    made_seconds: Annotated[int, Key(6, Whole(0, 2**40))]
    app_version: Annotated[str, Key(7, Text(1, 64))]
    sections: Annotated[tuple[Section, ...], Key(8, Many(InArray(Section), 1, 2**20))]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFile:
    """A backup on a disk."""

    path: Path
    size_bytes: int
    content_hash: bytes  # SHA-256 of the whole file, its first 16 bytes
    manifest: Manifest


def make_backup(
    database: Database,
    folder: Path,
    *,
    now_seconds: int,
    app_version: str,
    step: Step = lambda _name: None,
) -> BackupFile:
    """Write a backup of the open file into *folder*, read it back, and return it.

    No save waits for it. Raises DiskFull, FileTrouble, Damaged or BackupDoesNotHold: the folder
    then holds what it held.
    """
    stamp = datetime.fromtimestamp(now_seconds, UTC).strftime("%Y%m%d-%H%M%S")
    work = folder / f"ventanilla-{stamp}.image"
    made: Path | None = None
    try:
        _check_room(database.path, folder)
        for left in folder.glob("ventanilla-*.image*"):  # of a try that was cut
            left.unlink()
        step("image")
        place = database.beside(lambda connection, key: _image(connection, key, work))
        step("sections")
        files = [_Part(name="ventanilla.db", source=work), *_files_of(database.path)]
        manifest = Manifest(
            format=FORMAT,
            device_id=place.device_id,
            stream=place.stream,
            seq=place.seq,
            head=place.head,
            made_seconds=now_seconds,
            app_version=app_version,
            sections=tuple(_section(part) for part in files),
        )
        made = folder / f"ventanilla-{place.device_id.hex()}-{stamp}{SUFFIX}"
        step("write")
        _write(made, manifest, files)
        step("read back")
        back = _read_back(made, manifest)
        step("rename")
        _beside(made).replace(made)
        sync_folder(folder)
        step("done")
    except OSError as error:
        raise of_system(error, folder) from error
    finally:
        _forget(work, work.with_name(work.name + "-journal"))
        if made is not None:
            _forget(_beside(made))
    return BackupFile(
        path=made,
        size_bytes=back.size_bytes,
        content_hash=back.content_hash,
        manifest=manifest,
    )


def read_backup(path: Path) -> BackupFile:
    """Read a backup whole and return what it says of itself; every byte of it was checked.

    Raises BackupUnknown, BackupDamaged, FileTrouble.
    """
    damaged = BackupDamaged(path.name)
    try:
        _drop_cache(path)
        with path.open("rb") as file:
            manifest, offset = _manifest(file, path)
            file.seek(0)
            whole = hashlib.sha256(file.read(offset))
            for section in manifest.sections:
                part = hashlib.sha256()
                for piece in _pieces(file, section.size_bytes, path):
                    whole.update(piece)
                    part.update(piece)
                if part.digest() != section.digest:
                    raise damaged
            stated = file.read()
    except OSError as error:
        raise of_system(error, path) from error
    if whole.digest() != stated:
        raise damaged
    whole.update(stated)
    size = offset + sum(section.size_bytes for section in manifest.sections) + len(stated)
    return BackupFile(
        path=path, size_bytes=size, content_hash=whole.digest()[:16], manifest=manifest
    )


def look_at_backup(path: Path) -> Manifest:
    """Return what a backup says of itself, its head alone read. Raises as `read_backup` does."""
    try:
        with path.open("rb") as file:
            return _manifest(file, path)[0]
    except OSError as error:
        raise of_system(error, path) from error


def backups_in(folder: Path, device_id: DeviceId) -> tuple[Path, ...]:
    """Return the backups of a device in a folder, the newest first; none where there is none."""
    try:
        found = folder.glob(f"ventanilla-{device_id.hex()}-*{SUFFIX}")
        return tuple(sorted(found, key=lambda path: path.name, reverse=True))
    except OSError:
        return ()


def sections_of(path: Path, manifest: Manifest) -> Iterator[tuple[Section, Iterator[bytes]]]:
    """Yield each section with its bytes; the caller reads them in order and checks the digest.

    Raises BackupDamaged when the file ends early.
    """
    with path.open("rb") as file:
        _manifest(file, path)
        for section in manifest.sections:
            yield section, _pieces(file, section.size_bytes, path)


# ---------------------------------------------------------------------------------- making


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    device_id: DeviceId
    stream: StreamId
    seq: int
    head: bytes


def _image(connection: dbapi2.Connection, key: bytes, target: Path) -> _Place:
    """Copy the file as it is at one moment into *target*, then open the copy and check it."""
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    os.close(descriptor)
    connection.execute("PRAGMA query_only = OFF")  # the copy is another file
    connection.execute("VACUUM INTO ?", (str(target),))
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    copy = connect_reader(target, key)
    try:
        return _checked(copy, target)
    finally:
        copy.close()


def _checked(copy: dbapi2.Connection, target: Path) -> _Place:
    bad = BackupDoesNotHold(target.name)
    if copy.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
        raise bad
    if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise bad
    tx = OpenTransaction(copy)
    newest = tip(tx)
    device = None if newest is None else device_of(tx, newest.stream)
    if newest is None or device is None:
        raise bad
    if not verify(tx, newest.stream, CHECKED_LINKS).holds:
        raise bad
    return _Place(device_id=device, stream=newest.stream, seq=newest.seq, head=newest.head)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A file that goes into a backup: where it lies, or its bytes where it may change meanwhile."""

    name: str
    source: Path | bytes


def _files_of(database: Path) -> list[_Part]:
    """Return what lies beside the database and belongs to it, with its name in the backup.

    Key file and witness are read at once, for work goes on; a sealed file never changes.
    """
    found = [
        (f"ventanilla.db{path.name.removeprefix(database.name)}", path)
        for path in (
            *sorted(database.parent.glob(database.name + ".slots*")),
            database.with_name(database.name + ".witness"),
        )
    ]
    public = ("institution.vtp", "revocations.vtr")
    found += [(name, database.with_name(name)) for name in public]
    parts = [
        _Part(name=name, source=path.read_bytes())
        for name, path in found
        if path.is_file() and _NAMES.fullmatch(name)
    ]
    blobs = sorted((database.parent / "blobs").glob("*"))
    named = [_Part(name=f"blobs/{path.name}", source=path) for path in blobs]
    return [*parts, *(part for part in named if _NAMES.fullmatch(part.name))]


def _read_back(made: Path, manifest: Manifest) -> BackupFile:
    """Read what was just written from the disk; raise BackupDoesNotHold where it is not that."""
    try:
        back = read_backup(_beside(made))
    except (BackupDamaged, BackupUnknown) as error:
        raise BackupDoesNotHold(made.name) from error
    if back.manifest != manifest:
        raise BackupDoesNotHold(made.name)
    return back


def _check_room(database: Path, folder: Path) -> None:
    """Raise DiskFull when the image and the backup would not fit beside each other."""
    blobs = sum(path.stat().st_size for path in (database.parent / "blobs").glob("*"))
    log = database.with_name(database.name + "-wal")
    image = database.stat().st_size + (log.stat().st_size if log.exists() else 0)
    room = free_bytes(folder)
    if room < 2 * image + blobs + ROOM_BYTES:
        raise DiskFull(DiskFullFacts(free_bytes=room))


def _section(part: _Part) -> Section:
    running, size = hashlib.sha256(), 0
    for piece in _content(part):
        running.update(piece)
        size += len(piece)
    return Section(name=part.name, size_bytes=size, digest=running.digest())


def _content(part: _Part) -> Iterator[bytes]:
    if isinstance(part.source, bytes):
        yield part.source
        return
    with part.source.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def _write(path: Path, manifest: Manifest, parts: list[_Part]) -> None:
    """Write the backup under its temporary name and force it to the disk."""
    running = hashlib.sha256()
    descriptor = os.open(_beside(path), os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as target:

        def put(piece: bytes) -> None:
            running.update(piece)
            target.write(piece)

        head = cbor.encode(write_map(manifest))
        put(MAGIC + len(head).to_bytes(4, "big") + head)
        for part in parts:
            for piece in _content(part):
                put(piece)
        target.write(running.digest())
        target.flush()
        os.fsync(target.fileno())


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".new")


def _forget(*paths: Path) -> None:
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:  # the stick was pulled out: the next backup tidies up
            continue


# --------------------------------------------------------------------------------- reading


def _manifest(file: BinaryIO, path: Path) -> tuple[Manifest, int]:
    head = file.read(len(MAGIC) + 4)
    if head[: len(MAGIC)] != MAGIC or len(head) < len(MAGIC) + 4:
        raise BackupUnknown(path.name)
    size = int.from_bytes(head[len(MAGIC) :], "big")
    if size > MANIFEST_LIMIT_BYTES:
        raise BackupDamaged(path.name)
    try:
        content = cbor.decode(file.read(size))
        if isinstance(content, dict) and isinstance(content.get(1), int) and content[1] > FORMAT:
            raise BackupUnknown(path.name)
        manifest = read_map(Manifest, content)
    except MessageInvalid as error:
        raise BackupDamaged(path.name) from error
    if not all(_NAMES.fullmatch(section.name) for section in manifest.sections):
        raise BackupDamaged(path.name)
    whole = len(head) + size + sum(s.size_bytes for s in manifest.sections) + DIGEST_BYTES
    if path.stat().st_size != whole:
        raise BackupDamaged(path.name)
    return manifest, len(head) + size


def _pieces(file: BinaryIO, size: int, path: Path) -> Iterator[bytes]:
    left = size
    while left:
        piece = file.read(min(PIECE_BYTES, left))
        if not piece:
            raise BackupDamaged(path.name)
        left -= len(piece)
        yield piece


def _drop_cache(path: Path) -> None:
    """Ask the system to read the file from the disk again, where it can be asked."""
    if not hasattr(os, "posix_fadvise"):
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)
