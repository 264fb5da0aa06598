"""What goes into a bundle: everything that the central has not confirmed, sealed (PROTOCOL §20).

Events are read in short transactions and sealed outside them, so that nobody at the counter waits.
The sealed envelopes lie in a spool until all hashes are known, because the manifest comes first.
Slips of other devices that were scanned here go inside their events (kind 114), never in clear.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO

from sync.bundle import PIECE_BYTES, RecordType, Source, source_of
from sync.device.blob_tables import blobs_to_send, needs_scan, scan
from sync.device.bundle_tables import Exported, files_in, headers_outside, stubs_in
from sync.device.link import Span
from sync.device.orders import revocations
from sync.device.ports import BlobUnreadable, Desk
from sync.device.push import (
    ENVELOPE_LIMIT_BYTES,
    MOST_EVENTS,
    BrokenJournal,
    NoCentral,
    item_of,
)
from sync.device.states import StreamRow
from sync.envelope import Item, build_envelope
from sync.events import (
    AppStarted,
    BundleTaken,
    BundleWritten,
    ClockJumped,
    ClockSample,
    OperatorLocked,
    OperatorUnlocked,
    WipeFollowed,
    decode_header,
)
from sync.journal import Transaction
from sync.messages import envelope_mark

_OWN_NOTES = frozenset(
    one.kind
    for one in (
        AppStarted,
        BundleTaken,
        BundleWritten,
        ClockJumped,
        ClockSample,
        OperatorLocked,
        OperatorUnlocked,
        WipeFollowed,
    )
)
"""What a device notes by itself, and who came in: nothing that anybody would miss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything that is to be written, and what it covers."""

    sources: tuple[Source, ...]
    exported: tuple[Exported, ...]
    files: tuple[bytes, ...]

    @property
    def events(self) -> int:
        """Return how many events there are."""
        return sum(one.span.last - one.span.first + 1 for one in self.exported)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    span: Span
    previous_head: bytes
    last_head: bytes
    items: tuple[Item, ...]
    stubs: int


def undelivered(rows: tuple[StreamRow, ...]) -> Iterator[Span]:
    """Yield what is not confirmed of each stream, oldest stream first, closed ones to their base.

    An event that the central refuses to take by the line goes along: on a stick a person can act.
    """
    for row in rows:
        if row.last_to_send > row.acknowledged:
            yield Span(stream=row.stream, first=row.acknowledged + 1, last=row.last_to_send)


def is_left(desk: Desk, tx: Transaction, bundle_ids: Collection[bytes]) -> bool:
    """Say whether something undelivered that people recorded is in none of these bundles."""
    for span in undelivered(desk.outbox.streams(tx)):
        for header in headers_outside(tx, span, bundle_ids):
            if decode_header(header).kind not in _OWN_NOTES:
                return True
    return bool({one.blob_id for one in blobs_to_send(tx)} - files_in(tx, bundle_ids))


def collect(
    desk: Desk, certificate: bytes, spool: IO[bytes], pause: Callable[[], None]
) -> Contents:
    """Seal everything that is undelivered into *spool* and return what there is to write.

    *pause* is called between two envelopes and may raise to stop. Raises NoCentral where no key to
    seal to is known, BrokenJournal.
    """
    if desk.store.read(needs_scan):
        desk.store.write(scan)
    sources: list[Source] = [source_of(RecordType.CERTIFICATE, certificate)]
    exported: list[Exported] = []
    held = desk.store.read(revocations)
    if held is not None:
        sources.append(source_of(RecordType.REVOCATIONS, held))
    for span in desk.store.read(lambda tx: tuple(undelivered(desk.outbox.streams(tx)))):
        for read, envelope in _envelopes(desk, span):
            pause()
            sources.append(_spooled(spool, envelope))
            exported.append(
                Exported(span=read.span, mark=envelope_mark(envelope), stubs=read.stubs)
            )
    files: list[bytes] = []
    for blob_id in desk.store.read(lambda tx: [one.blob_id for one in blobs_to_send(tx)]):
        pause()
        source = _file(desk, blob_id)
        if source is not None:
            files.append(blob_id)
            sources.append(source)
    return Contents(sources=tuple(sources), exported=tuple(exported), files=tuple(files))


def _envelopes(desk: Desk, span: Span) -> Iterator[tuple[_Read, bytes]]:
    """Yield the events of a span in envelopes that are not too large, with what each was made of.

    As on the line, but there is no airtime to weigh: as many as fit.
    """
    central = desk.centrals.newest
    if central is None:
        raise NoCentral
    first = span.first
    while first <= span.last:
        count = min(MOST_EVENTS, span.last - first + 1)
        while True:
            part = Span(stream=span.stream, first=first, last=first + count - 1)
            read = desk.store.read(partial(_read, desk, part))
            envelope = build_envelope(
                desk.keys.signer,
                stream=span.stream,
                first=first,
                previous_head=read.previous_head,
                last_head=read.last_head,
                items=read.items,
                seal_public=central.seal_public,
            )
            if len(envelope) <= ENVELOPE_LIMIT_BYTES or count == 1:
                break
            count //= 2
        yield read, envelope
        first += count


def _read(desk: Desk, span: Span, tx: Transaction) -> _Read:
    events = desk.journal.read(tx, span.stream, span.first, span.last)
    previous = desk.journal.head(tx, span.stream, span.first - 1)
    if previous is None or len(events) != span.last - span.first + 1:
        raise BrokenJournal(span)
    return _Read(
        span=span,
        previous_head=previous,
        last_head=events[-1].head,
        items=tuple(item_of(one) for one in events),
        stubs=stubs_in(tx, span),
    )


def _spooled(spool: IO[bytes], envelope: bytes) -> Source:
    at = spool.seek(0, 2)
    spool.write(envelope)

    def pieces() -> Iterator[bytes]:
        spool.seek(at)
        yield spool.read(len(envelope))

    return Source(
        kind=RecordType.ENVELOPE,
        length=len(envelope),
        sha256=hashlib.sha256(envelope).digest(),
        pieces=pieces,
    )


def _file(desk: Desk, blob_id: bytes) -> Source | None:
    """Return a sealed file as it stands on this disk; None where it is not there as sealed."""
    length = desk.files.length_of(blob_id)
    if length is None:
        return None

    def pieces() -> Iterator[bytes]:
        for offset in range(0, length, PIECE_BYTES):
            yield desk.files.read_at(blob_id, offset, min(PIECE_BYTES, length - offset))

    digest = hashlib.sha256()
    try:
        for piece in pieces():
            digest.update(piece)
    except BlobUnreadable:
        return None
    if digest.digest()[: len(blob_id)] != blob_id:
        return None
    return Source(kind=RecordType.BLOB, length=length, sha256=digest.digest(), pieces=pieces)
