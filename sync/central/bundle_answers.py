"""The way back on a stick: everything a device would have been told over the line (PROTOCOL §20).

Written from what is stored, whenever it is asked for: whom to believe, what is confirmed and up to
where, orders, and pages from every place at which the device may stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import select

from sync import bundle, cbor
from sync.bundle import BACK, FileName, Manifest, RecordType, Source, source_of
from sync.bundle_files import read_back, write_file
from sync.central import schema
from sync.central.editions import Dataset, current_items
from sync.central.pages import PullRequest
from sync.central.platform import Platform
from sync.central.standing import standing_of
from sync.central.wipes import wipe_items
from sync.clock import RandomBytes, now_milliseconds
from sync.ids import DeviceId
from sync.messages import Acknowledgement, AckResult, build_ack

PAGES_BYTES = 64 * 2**20
"""So much reference data goes onto a stick for one device; the rest comes with the next one."""
PLACES_TRIED = 8
PAGE_BYTES = 512 * 1024
MOST_CODES = 8_000
"""So many codes fit an acknowledgement; older ones come as dataset 8."""


def answers_for(
    platform: Platform,
    device_id: DeviceId,
    before: Iterable[tuple[RecordType, bytes]] = (),
    *,
    pages_bytes: int = PAGES_BYTES,
) -> Iterator[tuple[RecordType, bytes]]:
    """Yield the records that go back to a device; *before* are answers to what it just sent.

    A device that is not enrolled gets nothing but those: it can read nothing else yet.
    """
    profile = platform.published_profile()
    for certificate in profile.central_certificates:
        yield RecordType.CERTIFICATE, certificate
    yield from before
    if not _is_enrolled(platform, device_id):
        return
    yield from _enrolment(platform, device_id)
    with platform.database.read() as connection:
        profiles = current_items(connection, Dataset.PROFILE)
        wipes = wipe_items(connection, device_id)
    for item in profiles[:1]:
        yield RecordType.PROFILE, item.value
    revocations = platform.revocations()
    if revocations is not None:
        yield RecordType.REVOCATIONS, revocations
    for item in wipes:
        yield RecordType.WIPE, item.value
    for ack in _standings(platform, device_id):
        yield RecordType.ACK, ack
    yield RecordType.PROBE_ANSWER, platform.sign_of_life(device_id, bytes(16))
    for page in _pages(platform, device_id, pages_bytes):
        yield RecordType.PAGE, page


def write_answers(
    platform: Platform,
    folder: Path,
    device_id: DeviceId,
    records: Iterable[tuple[RecordType, bytes]],
    random: RandomBytes,
) -> list[Path]:
    """Write the answers of one device into a folder, signed, and read them back.

    Raises OSError or BundleDiffers: no file of it is there then.
    """
    bundle_id = random(16)
    parts = bundle.split(source_of(kind, raw) for kind, raw in records)
    written: list[Path] = []
    for number, sources in enumerate(parts, start=1):
        name = FileName(device_id=device_id, bundle_id=bundle_id, part=number, suffix=BACK)
        path = folder / name.text
        signed = _manifest(platform, bundle_id, number, len(parts), sources)
        sha256 = write_file(path, bundle.part_pieces(signed, sources), _nobody, _never)
        written.append(path)
        read_back(path, sha256, _nobody, _never)
    return written


def _manifest(
    platform: Platform, bundle_id: bytes, part: int, parts: int, sources: Sequence[Source]
) -> bytes:
    manifest = Manifest(
        bundle_id=bundle_id,
        part=part,
        parts=parts,
        entries=tuple(one.entry for one in sources),
        made_at_seconds=now_milliseconds(platform.clock) // 1000,
    )
    return bundle.sign_manifest(platform.keys.signer, platform.keys.certificate, manifest)


def _is_enrolled(platform: Platform, device_id: DeviceId) -> bool:
    table = schema.device
    with platform.database.read() as connection:
        found = connection.execute(select(table.c.point).where(table.c.device_id == device_id))
        return found.first() is not None


def _enrolment(platform: Platform, device_id: DeviceId) -> Iterator[tuple[RecordType, bytes]]:
    """Yield the answer to a device's enrolment until it has sent its first event."""
    hwm, table = schema.hwm, schema.enrolment
    with platform.database.read() as connection:
        heard = connection.execute(select(hwm.c.seq).where(hwm.c.device_id == device_id)).first()
        answer = connection.execute(
            select(table.c.answer).where(table.c.device_id == device_id)
        ).scalar_one_or_none()
    if heard is None and answer is not None:
        yield RecordType.ENROLMENT_ANSWER, bytes(answer)


def _standings(platform: Platform, device_id: DeviceId) -> Iterator[bytes]:
    """Yield an acknowledgement of each stream as it stands, with the codes its events have.

    It names no batch: it is the answer also to what waited, and to files that were lost.
    """
    hwm, event = schema.hwm, schema.event
    with platform.database.read() as connection:
        standing = standing_of(connection)
        rows = connection.execute(
            select(hwm).where(hwm.c.device_id == device_id, hwm.c.seq > 0).order_by(hwm.c.stream)
        ).all()
        codes: dict[bytes, list[tuple[int, int]]] = {bytes(row.stream): [] for row in rows}
        for row in rows:
            found = connection.execute(
                select(event.c.seq, event.c.code)
                .where(
                    event.c.device_id == device_id,
                    event.c.stream == row.stream,
                    event.c.code.is_not(None),
                )
                .order_by(event.c.seq.desc())
                .limit(MOST_CODES)
            )
            codes[bytes(row.stream)] = [(one.seq, one.code) for one in found]
    for row in rows:
        yield build_ack(
            platform.keys.signer,
            Acknowledgement(
                device_id=device_id,
                incarnation=platform.incarnation,
                stream=row.stream,
                seq=row.seq,
                head=row.head,
                durable_seq=row.durable,
                server_time_ms=now_milliseconds(platform.clock),
                result=AckResult.STORED,
                attention=tuple(reversed(codes[bytes(row.stream)])),
                standing=standing,
            ),
        )


def _pages(platform: Platform, device_id: DeviceId, limit_bytes: int) -> Iterator[bytes]:
    """Yield pages that lead from wherever the device may stand to where it should.

    A stick asks nothing, so the way begins at each of the last places it was given, and at nothing.
    Ways meet: a page is made once. The device takes those that follow its own cursor.
    """
    seen: set[bytes] = set()
    left = limit_bytes
    for start in (*platform.pages.cursors(device_id)[:PLACES_TRIED], b""):
        cursor = start
        while cursor not in seen and left > 0:
            seen.add(cursor)
            request = PullRequest(cursor=cursor, max_bytes=PAGE_BYTES, datasets=None)
            raw = platform.pages.page(device_id, request, heard=False)
            after = _cursor_after(raw)
            if after == cursor:
                break  # it holds everything there
            left -= len(raw)
            yield raw
            cursor = after


def _cursor_after(page: bytes) -> bytes:
    return bytes(cbor.decode(cbor.decode(page)[2])[4])


def _nobody(_count: int) -> None:
    return None


def _never() -> bool:
    return False
