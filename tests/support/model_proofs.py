"""The fork proof as PROTOCOL §9 says it, the slow and obvious way, for the model central."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sync import cbor
from sync.envelope import FullItem, Item

Stored = Mapping[bytes, Sequence[tuple[bytes, Item]]]  # stream -> (head, item) of seq 1, 2, …


@dataclass(frozen=True)
class Claim:
    """Somewhere a device says that a stream was left, and what follows there."""

    stream: bytes
    seq: int
    old: bytes
    base: int
    base_head: bytes
    last: int
    last_head: bytes


def anchors_of(device_id: bytes, stored: Stored) -> dict[bytes, bytes]:
    """Return anchor -> event_id of every event, where it stands and where it stood before."""
    found = {head[:16]: item.event_id for run in stored.values() for head, item in run}
    heads = {(stream, 0): {first(device_id, stream)} for stream in stored}
    for stream, run in stored.items():
        for seq, (head, _) in enumerate(run, 1):
            heads[stream, seq] = {head}
    claims = list(claims_in(stored))
    for claim in claims:
        heads.setdefault((claim.old, 0), set()).add(first(device_id, claim.old))
    for _ in claims:  # each may rest on another
        for claim in claims:
            if claim.base_head not in heads.get((claim.old, claim.base), ()):
                continue
            count = claim.last - claim.base
            for moved in runs_behind(claim.stream, claim.seq, count, stored, claims):
                chained = chain(claim, moved)
                if (chained or [claim.base_head])[-1] != claim.last_head:
                    continue
                for place, (head, item) in enumerate(zip(chained, moved, strict=True), 1):
                    found[head[:16]] = item.event_id
                    heads.setdefault((claim.old, claim.base + place), set()).add(head)
    return found


def first(device_id: bytes, stream: bytes) -> bytes:
    """Return h(0)."""
    return hashlib.sha256(b"ev0" + device_id + stream).digest()


def chain(claim: Claim, run: Sequence[Item]) -> list[bytes]:
    """Return h(base + 1) … of the old stream over these items."""
    heads, head = [], claim.base_head
    for seq, item in enumerate(run, claim.base + 1):
        place = b"ev1" + claim.old + seq.to_bytes(8, "big")
        head = hashlib.sha256(place + head + item.header + item.digest).digest()
        heads.append(head)
    return heads


def claims_in(stored: Stored) -> Iterator[Claim]:
    """Yield what every `stream.opened` and `stream.moved` says."""
    for stream, run in stored.items():
        for seq, (_, item) in enumerate(run, 1):
            if not isinstance(item, FullItem) or cbor.decode(item.header)[1] not in {1, 5}:
                continue
            named = cbor.decode(item.body).get(2)
            if named is not None:
                yield Claim(stream, seq, *named)


def runs_behind(
    stream: bytes, after: int, count: int, stored: Stored, claims: Sequence[Claim]
) -> Iterator[list[Item]]:
    """Yield the items that may be meant by "the *count* events that follow".

    Those in the stream itself, and those of it that the device moved on when it left that one too.
    (Where a claim itself was moved on, its copy is a claim of its own.)
    """
    run = [item for _, item in stored.get(stream, ())]
    if len(run) >= after + count:
        yield run[after : after + count]
    for claim in claims:
        if claim.old == stream and after <= claim.base < after + count <= claim.last:
            if len(run) < claim.base:
                continue
            rest = after + count - claim.base
            for tail in runs_behind(claim.stream, claim.seq, rest, stored, claims):
                yield run[after : claim.base] + tail
