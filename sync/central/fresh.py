"""The events of a batch beyond what is stored: read, looked through, without what was erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from sync import cbor
from sync.central.checks import Candidate, read_candidate
from sync.central.erasures import erased_among
from sync.envelope import REDACTED, FullItem, Item, OpenedEnvelope, StubItem
from sync.events import ApprovalGiven
from sync.ids import DeviceId, EventId, StreamId

_APPROVAL_BEGINS = b"\x01" + cbor.encode(ApprovalGiven.kind)
"""What follows the first byte of an approval's header: key 1 comes first in canonical CBOR."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """One item of a batch beyond the high-water mark."""

    seq: int
    item: Item
    head: bytes


def read_item(device_id: DeviceId, stream: StreamId, one: Fresh) -> Candidate:
    """Return what an item says, with its code where it cannot be read."""
    item = one.item
    return read_candidate(
        device_id=device_id,
        stream=stream,
        seq=one.seq,
        event_id=EventId(item.event_id),
        header=item.header,
        body=item.body if isinstance(item, FullItem) else None,
        stub=item.reason if isinstance(item, StubItem) else None,
    )


def without_erased(
    connection: Connection, device_id: DeviceId, fresh: Sequence[Fresh]
) -> Sequence[Fresh]:
    """Return the events, those that stand erased as stubs: a body that was erased never returns."""
    erased = erased_among(connection, device_id, [one.item.event_id for one in fresh])
    if not erased:
        return fresh
    return [
        replace(
            one,
            item=StubItem(
                header=one.item.header,
                digest=one.item.digest,
                event_id=one.item.event_id,
                reason=REDACTED,
            ),
        )
        if one.item.event_id in erased
        else one
        for one in fresh
    ]


def codes_asked(batch: OpenedEnvelope) -> frozenset[tuple[int, str]]:
    """Return the (approver, one-time code) of every approval in a batch, to be stretched before."""
    asked = set()
    for seq, item in enumerate(batch.items, start=batch.first):
        if item.header[1:4] == _APPROVAL_BEGINS:
            fresh = Fresh(seq=seq, item=item, head=batch.heads[seq - batch.first])
            read = read_item(DeviceId(batch.device_id), StreamId(batch.stream), fresh)
            if isinstance(read.event, ApprovalGiven):
                asked.add((int(read.event.approver), read.event.one_time_code))
    return frozenset(asked)
