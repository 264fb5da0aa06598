"""Receipts of a stream that was left still find their event (PROTOCOL §9, fork proof).

At a fork a device appends the events after the base again, in a new stream. Their hashes in the old
stream follow from what is stored: the chain formula over the events that follow, with the old
stream's id, must end in the head that the device named. Then those hashes become anchors. What a
device says is kept in `stream_left` until it can be judged, because either end may come later.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, Row, select, update

from sync import chain
from sync.central import schema
from sync.central.checks import FIRST_NOTICE, Candidate, Code, read_candidate
from sync.central.database import CentralDatabase, setting_of, store_setting, upsert
from sync.central.replay import note_later_code
from sync.errors import MessageInvalid
from sync.events import OldStream, StreamMoved, StreamOpened
from sync.ids import DeviceId, EventId, StreamId

ANCHOR_BYTES = 16
READ_AT_ONCE = 2_000
_READ_SETTING = "moved_read"

_log = logging.getLogger("sync.central.moved")

Segment = tuple[bytes, int, int]
"""Events of one stream: stream, first seq, last seq."""


class Proof(IntEnum):
    """How far what a device says of a stream it left is proven."""

    WAITS = 0  # its base or its events are not all here
    HOLDS = 1
    WRONG = 2  # notice 35


def left_of(candidate: Candidate) -> dict[str, Any] | None:
    """Return the row of an event that says which stream was left, None for any other."""
    match candidate.event:
        case StreamOpened(old=OldStream() as old) | StreamMoved(old=old):
            return {
                "device_id": candidate.device_id,
                "stream": candidate.stream,
                "seq": candidate.seq,
                "old": old.stream,
                "base": old.base,
                "base_head": old.base_head,
                "last": old.last,
                "last_head": old.last_head,
                "proof": int(Proof.WAITS),
            }
        case _:
            return None


def settle(connection: Connection, device_id: DeviceId, *, again: bool) -> None:
    """Judge what a device says of the streams it left, as far as that can be judged now.

    *again*: also what was found wrong, because something new was said: it may complete the rest.
    """
    table = schema.stream_left
    rows = connection.execute(
        select(table).where(table.c.device_id == device_id).order_by(table.c.stream, table.c.seq)
    ).all()
    open_states = {Proof.WAITS, Proof.WRONG} if again else {Proof.WAITS}
    open_ = [row for row in rows if row.proof in open_states]
    book = _Book(connection, device_id, rows)
    progress = True
    while open_ and progress:
        progress = False
        for row in list(open_):
            proof = book.judge(row)
            if proof is Proof.HOLDS:
                open_.remove(row)
                progress = True
            _store(connection, row, proof)


def settle_all(database: CentralDatabase) -> None:
    """Judge, once, what devices said before this central kept account of it."""
    with database.read() as connection:
        if setting_of(connection, _READ_SETTING) is not None:
            return
    with database.write() as connection:
        event = schema.event
        said = connection.execute(
            select(event).where(event.c.kind.in_((StreamOpened.kind, StreamMoved.kind)))
        ).all()
        lefts = [left for row in said if (left := left_of(_candidate(row))) is not None]
        if lefts:
            connection.execute(upsert(schema.stream_left).on_conflict_do_nothing(), lefts)
        for device_id in sorted({left["device_id"] for left in lefts}):
            settle(connection, DeviceId(device_id), again=False)
        store_setting(connection, _READ_SETTING, b"\x01")


def left_streams(connection: Connection, device_id: DeviceId) -> tuple[StreamId, ...]:
    """Return every stream that a device says it left and whose events were proven to follow."""
    left = schema.stream_left
    found = connection.execute(
        select(left.c.old)
        .where(left.c.device_id == device_id, left.c.proof == int(Proof.HOLDS))
        .distinct()
        .order_by(left.c.old)
    ).scalars()
    return tuple(StreamId(old) for old in found)


def old_anchors(
    connection: Connection, device_id: DeviceId, stream: bytes, seq: int
) -> Iterator[bytes]:
    """Yield every anchor of an event that was moved, of where it stands and where it stood."""
    left, anchor = schema.stream_left, schema.anchor
    was_moved = connection.execute(
        select(left.c.seq).where(
            left.c.device_id == device_id,
            left.c.stream == stream,
            left.c.seq < seq,
            left.c.seq >= seq - left.c.last + left.c.base,
            left.c.proof == int(Proof.HOLDS),
        )
    ).first()
    if was_moved is None:
        return
    yield from connection.execute(
        select(anchor.c.anchor16)
        .where(anchor.c.device_id == device_id, anchor.c.stream == stream, anchor.c.seq == seq)
        .order_by(anchor.c.anchor16)
    ).scalars()


class _Book:
    """What one device says of the streams it left, and what is stored of them."""

    def __init__(
        self, connection: Connection, device_id: DeviceId, rows: Sequence[Row[Any]]
    ) -> None:
        self._connection = connection
        self._device_id = device_id
        self._rows = rows
        self._held = {(row.stream, row.seq) for row in rows if row.proof == Proof.HOLDS}
        self._marks: dict[bytes, int] = {}

    def judge(self, row: Row[Any]) -> Proof:
        """Return what is known of one row; where it holds, its anchors are written."""
        proof = self._base(row)
        if proof is not Proof.HOLDS:
            return proof
        complete = False
        for segments in self._runs(row.stream, row.seq, row.last - row.base, self._rows):
            complete = True
            if self._ends_right(row, segments):
                self._write(row, segments)
                self._held.add((row.stream, row.seq))
                return Proof.HOLDS
        return Proof.WRONG if complete else Proof.WAITS

    def _base(self, row: Row[Any]) -> Proof:
        """Say whether the head at the base is known, as stored or as proven before."""
        if row.base == 0:
            same = row.base_head == chain.first_head(self._device_id, StreamId(row.old))
            return Proof.HOLDS if same else Proof.WRONG
        event = schema.event
        stored = self._connection.execute(
            select(event.c.h).where(
                event.c.device_id == self._device_id,
                event.c.stream == row.old,
                event.c.seq == row.base,
            )
        ).scalar_one_or_none()
        if stored == row.base_head or self._is_proven(row.old, row.base, row.base_head):
            return Proof.HOLDS
        return Proof.WAITS if stored is None else Proof.WRONG

    def _is_proven(self, old: bytes, seq: int, head: bytes) -> bool:
        """Say whether another proof led to this head at this place of the old stream."""
        anchor = schema.anchor
        for row in self._rows:
            if row.old != old or not row.base < seq <= row.last:
                continue
            if (row.stream, row.seq) not in self._held:
                continue
            if seq == row.last:
                return bool(row.last_head == head)
            at = self._connection.execute(
                select(anchor.c.seq).where(
                    anchor.c.device_id == self._device_id, anchor.c.anchor16 == head[:ANCHOR_BYTES]
                )
            ).scalar_one_or_none()
            if at is not None:
                return True
        return False

    def _runs(
        self, stream: bytes, after: int, count: int, others: Sequence[Row[Any]]
    ) -> Iterator[tuple[Segment, ...]]:
        """Yield what may be meant by the *count* events that follow, where all of it is here.

        Either they stand in the stream itself, or the device left that one too before it had sent
        them all: then the rest follows where it went on, and what else stands here is a clone's.
        """
        stored = self._mark(stream)
        if count == 0 or stored >= after + count:
            yield ((stream, after + 1, after + count),)
        for row in others:
            cuts = row.old == stream and after <= row.base < after + count <= row.last
            if not cuts or stored < row.base:
                continue
            rest = [one for one in others if one is not row]
            for tail in self._runs(row.stream, row.seq, after + count - row.base, rest):
                yield ((stream, after + 1, row.base), *tail)

    def _mark(self, stream: bytes) -> int:
        if stream not in self._marks:
            hwm = schema.hwm
            found = self._connection.execute(
                select(hwm.c.seq).where(hwm.c.device_id == self._device_id, hwm.c.stream == stream)
            ).scalar_one_or_none()
            self._marks[stream] = found or 0
        return self._marks[stream]

    def _ends_right(self, row: Row[Any], segments: Sequence[Segment]) -> bool:
        end = row.base_head
        try:
            for end, _, _ in self._heads(row, segments):  # noqa: B007 -- the last one counts
                pass
        except (MessageInvalid, ValueError):
            return False
        return bool(end == row.last_head)

    def _write(self, row: Row[Any], segments: Sequence[Segment]) -> None:
        statement = upsert(schema.anchor).on_conflict_do_nothing()
        rows: list[dict[str, Any]] = []
        for head, stream, seq in self._heads(row, segments):
            place = {"device_id": self._device_id, "stream": stream, "seq": seq}
            rows.append({**place, "anchor16": head[:ANCHOR_BYTES]})
            if len(rows) == READ_AT_ONCE:
                self._connection.execute(statement, rows)
                rows = []
        if rows:
            self._connection.execute(statement, rows)

    def _heads(
        self, row: Row[Any], segments: Sequence[Segment]
    ) -> Iterator[tuple[bytes, bytes, int]]:
        """Yield h(base + 1) … of the old stream, and where each event stands now."""
        event = schema.event
        number, head = row.base, row.base_head
        for stream, first, last in segments:
            for start in range(first, last + 1, READ_AT_ONCE):
                items = self._connection.execute(
                    select(event.c.seq, event.c.header, event.c.digest)
                    .where(
                        event.c.device_id == self._device_id,
                        event.c.stream == stream,
                        event.c.seq.between(start, min(last, start + READ_AT_ONCE - 1)),
                    )
                    .order_by(event.c.seq)
                ).all()
                for item in items:
                    number += 1
                    head = chain.next_head(
                        StreamId(row.old), number, head, item.header, item.digest
                    )
                    yield head, stream, item.seq


def _store(connection: Connection, row: Row[Any], proof: Proof) -> None:
    """Keep a verdict, and give or take the notice that goes with it."""
    if proof == row.proof:
        return
    table, event = schema.stream_left, schema.event
    here = (
        (table.c.device_id == row.device_id)
        & (table.c.stream == row.stream)
        & (table.c.seq == row.seq)
    )
    connection.execute(update(table).where(here).values(proof=int(proof)))
    there = (
        (event.c.device_id == row.device_id)
        & (event.c.stream == row.stream)
        & (event.c.seq == row.seq)
    )
    code = connection.execute(select(event.c.code).where(there)).scalar_one()
    if proof is Proof.WRONG and (code is None or code >= FIRST_NOTICE):
        _log.warning("device %s: fork proof of %s wrong", row.device_id.hex(), row.old.hex())
        new_code = int(Code.FORK_PROOF_WRONG)
    elif proof is not Proof.WRONG and code == Code.FORK_PROOF_WRONG:
        new_code = None
    else:
        return
    connection.execute(update(event).where(there).values(code=new_code))
    note_later_code(connection, DeviceId(row.device_id), row.stream, row.seq, new_code)


def _candidate(row: Row[Any]) -> Candidate:
    return read_candidate(
        device_id=DeviceId(row.device_id),
        stream=StreamId(row.stream),
        seq=row.seq,
        event_id=EventId(row.event_id),
        header=row.header,
        body=row.body,
        stub=None,
    )
