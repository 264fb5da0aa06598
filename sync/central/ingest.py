"""One push, one transaction on one device (PROTOCOL §9).

`store_batch` is the whole decision, given a connection and an opened envelope: no HTTP, no keys, no
clock. Either everything of it is committed with the high-water mark, or nothing is. The ack is
signed by the caller from the `Outcome`, which exists only once the transaction has ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from sync import chain
from sync.central import bulk, schema
from sync.central.checks import (
    Candidate,
    Code,
    Judge,
    is_quarantine,
    needs_of,
)
from sync.central.code_lists import Stretch, spend
from sync.central.consequences import Follow, nothing_follows
from sync.central.database import CentralDatabase, upsert
from sync.central.device_list import note_contact
from sync.central.engines import is_data_fault
from sync.central.fresh import Fresh, read_item, without_erased
from sync.central.lookups import load_known
from sync.central.moved import left_of, settle
from sync.envelope import FullItem, OpenedEnvelope
from sync.events import Event, PaymentTaken
from sync.ids import DeviceId, StreamId
from sync.messages import AckResult
from sync.one_time_codes import stretched

# Built once: building these for every push costs more than running them.
_HWM, _EVENT = schema.hwm, schema.event
_HERE = (_HWM.c.device_id == bindparam("of_device")) & (_HWM.c.stream == bindparam("of_stream"))
_BEGIN = upsert(_HWM).on_conflict_do_nothing()
_MARK = select(_HWM.c.seq, _HWM.c.head, _HWM.c.durable).where(_HERE).with_for_update()
_MOVE = update(_HWM).where(_HERE).values(seq=bindparam("seq"), head=bindparam("head"))
_SPAN = (
    (_EVENT.c.device_id == bindparam("of_device"))
    & (_EVENT.c.stream == bindparam("of_stream"))
    & _EVENT.c.seq.between(bindparam("first"), bindparam("last"))
)
_HISTORY = select(_EVENT.c.seq, _EVENT.c.h).where(_SPAN)
_CODES = (
    select(_EVENT.c.seq, _EVENT.c.code)
    .where(_SPAN, _EVENT.c.code.is_not(None))
    .order_by(_EVENT.c.seq)
    .limit(bindparam("most"))
)
MOST_CODES = 4_000
"""So many fit into an acknowledgement, whatever else it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is true in the database after a push, committed."""

    device_id: DeviceId
    stream: StreamId
    result: AckResult
    seq: int
    head: bytes
    durable: int
    codes: tuple[tuple[int, int], ...]  # (seq, code) from this batch's first event to `seq`
    new_events: int


class _TurnedAway(Exception):
    """The batch does not fit the stored history: rolled back, with what the ack must show."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.result)
        self.outcome = outcome


def ingest(
    database: CentralDatabase,
    batch: OpenedEnvelope,
    now_ms: int,
    stretch: Stretch = stretched,
    follow: Follow = nothing_follows,
) -> Outcome:
    """Store a batch in a transaction of its own and return what is true then.

    When it raises, nothing of the batch was stored and the same batch may be sent again.
    """
    try:
        return database.transact(
            lambda connection: store_batch(connection, batch, now_ms, stretch, follow),
            of=DeviceId(batch.device_id),
        )
    except _TurnedAway as turned_away:
        return turned_away.outcome


def store_batch(
    connection: Connection,
    batch: OpenedEnvelope,
    now_ms: int,
    stretch: Stretch = stretched,
    follow: Follow = nothing_follows,
) -> Outcome:
    """Compare a batch with the history, store what is new of it, move the high-water mark."""
    device_id, stream = DeviceId(batch.device_id), StreamId(batch.stream)
    here = {"of_device": device_id, "of_stream": stream}
    begin = {"device_id": device_id, "stream": stream, "seq": 0, "durable": 0}
    connection.execute(_BEGIN, {**begin, "head": chain.first_head(device_id, stream)})
    mark = connection.execute(_MARK, here).one()

    def outcome(result: AckResult, seq: int, head: bytes, new_events: int = 0) -> Outcome:
        codes = _codes_of(connection, batch, seq) if result is AckResult.STORED else ()
        return Outcome(
            device_id=device_id,
            stream=stream,
            result=result,
            seq=seq,
            head=head,
            durable=mark.durable,
            codes=codes,
            new_events=new_events,
        )

    if batch.first > mark.seq + 1:
        raise _TurnedAway(outcome(AckResult.GAP, mark.seq, mark.head))
    if not _agrees_with_history(connection, batch):
        raise _TurnedAway(outcome(AckResult.FORK, mark.seq, mark.head))
    if batch.last <= mark.seq:
        return outcome(AckResult.STORED, mark.seq, mark.head)

    start = max(0, mark.seq + 1 - batch.first)
    fresh = [
        Fresh(seq=batch.first + place, item=batch.items[place], head=batch.heads[place])
        for place in range(start, batch.count)
    ]
    rows = _rows_of(connection, device_id, stream, fresh, now_ms, stretch)
    _load(connection, rows)
    connection.execute(_MOVE, {**here, "seq": batch.last, "head": batch.last_head})
    settle(connection, device_id, again=any(row.left for row in rows))
    note_contact(connection, device_id, now_ms)
    follow(connection, device_id, (row.applied for row in rows if row.applied), now_ms)
    return outcome(AckResult.STORED, batch.last, batch.last_head, len(fresh))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """Everything one event adds to the journal's tables."""

    event: dict[str, Any]
    anchor: dict[str, Any]
    folio: dict[str, Any] | None
    left: dict[str, Any] | None
    quarantine: dict[str, Any] | None
    applied: Event | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """Where an event_id stood before this batch."""

    digest: bytes
    stream: bytes
    seq: int
    code: int | None


def _agrees_with_history(connection: Connection, batch: OpenedEnvelope) -> bool:
    """Compare every stored position of the batch, and the one before it, with its hashes."""
    stored = connection.execute(_HISTORY, _span(batch, batch.first - 1))
    for seq, head in stored:
        stated = batch.previous_head if seq < batch.first else batch.heads[seq - batch.first]
        if head != stated:
            return False
    return True


def _codes_of(
    connection: Connection, batch: OpenedEnvelope, last: int
) -> tuple[tuple[int, int], ...]:
    """Return the codes of all that the ack covers and the device may not have heard of.

    That is more than the batch where a longer one was stored before and its answer was lost.
    """
    span = {**_span(batch, batch.first), "last": last, "most": MOST_CODES}
    rows = connection.execute(_CODES, span)
    return tuple((seq, code) for seq, code in rows)


def _span(batch: OpenedEnvelope, first: int) -> dict[str, Any]:
    """Return the places from *first* to the batch's last, for a statement."""
    place = {"of_device": batch.device_id, "of_stream": batch.stream}
    return {**place, "first": first, "last": batch.last}


def _rows_of(
    connection: Connection,
    device_id: DeviceId,
    stream: StreamId,
    fresh: Sequence[Fresh],
    now_ms: int,
    stretch: Stretch,
) -> list[_Row]:
    """Classify the new events one by one and return the rows they become."""
    fresh = without_erased(connection, device_id, fresh)
    owners = _claim_event_ids(connection, device_id, stream, fresh)
    candidates = [read_item(device_id, stream, one) for one in fresh]
    _claim_orders(connection, candidates)
    new = frozenset(bytes(one.item.event_id) for one in fresh) - set(owners)
    known = load_known(connection, device_id, needs_of(candidates), new, now_ms)
    judge = Judge(known, stretch)
    rows = []
    for one, candidate in zip(fresh, candidates, strict=True):
        item, waits_elsewhere = one.item, False
        owner = owners.get(item.event_id)
        if owner is None:
            # A second one of the same batch meets this claim.
            owners[item.event_id] = _Owner(
                digest=item.digest, stream=stream, seq=one.seq, code=None
            )
            code = judge.judge(candidate)
            applied = not is_quarantine(code)
        elif owner.digest != item.digest:
            code, applied = int(Code.OTHER_CONTENT), False
        elif owner.code == Code.PRUNED_AND_UNKNOWN and isinstance(item, FullItem):
            _take_over(connection, device_id, stream, one, owner)
            code = judge.judge(candidate)
            applied = not is_quarantine(code)
        else:
            # Applied elsewhere: nothing to do. Where it waits there, the device is told so here.
            code, applied = owner.code if is_quarantine(owner.code) else None, False
            waits_elsewhere = True
        rows.append(_row(candidate, one, code, applied, waits_elsewhere, now_ms))
    spend(connection, device_id, judge.spent, now_ms)
    return rows


def _claim_event_ids(
    connection: Connection, device_id: DeviceId, stream: StreamId, fresh: Sequence[Fresh]
) -> dict[bytes, _Owner]:
    """Insert every event_id as one set; return the owners of those that were known."""
    table, event = schema.event_id, schema.event
    first_of: dict[bytes, Fresh] = {}
    for one in fresh:
        first_of.setdefault(one.item.event_id, one)
    claims = [
        {
            "device_id": device_id,
            "event_id": event_id,
            "digest": one.item.digest,
            "stream": stream,
            "seq": one.seq,
        }
        for event_id, one in first_of.items()
    ]
    if bulk.add_new(connection, table, claims) == len(claims):
        return {}
    claimed_here = (table.c.stream == stream) & (table.c.seq >= fresh[0].seq)
    rows = connection.execute(
        select(table.c.event_id, table.c.digest, table.c.stream, table.c.seq, event.c.code)
        .join(
            event,
            (event.c.device_id == table.c.device_id)
            & (event.c.stream == table.c.stream)
            & (event.c.seq == table.c.seq),
        )
        .where(
            table.c.device_id == device_id,
            table.c.event_id.in_(sorted(first_of)),
            ~claimed_here,
        )
    )
    return {
        row.event_id: _Owner(digest=row.digest, stream=row.stream, seq=row.seq, code=row.code)
        for row in rows
    }


def _take_over(
    connection: Connection, device_id: DeviceId, stream: StreamId, one: Fresh, owner: _Owner
) -> None:
    """A body for what stood here as pruned: the event lives on where its body is."""
    ids, event, quarantine = schema.event_id, schema.event, schema.quarantine
    connection.execute(
        update(ids)
        .where(ids.c.device_id == device_id, ids.c.event_id == one.item.event_id)
        .values(stream=stream, seq=one.seq)
    )
    for table in (event, quarantine):
        there = (
            (table.c.device_id == device_id)
            & (table.c.stream == owner.stream)
            & (table.c.seq == owner.seq)
        )
        if table is quarantine:
            connection.execute(delete(table).where(there))
        else:
            connection.execute(update(table).where(there).values(code=None))


def _row(
    candidate: Candidate,
    one: Fresh,
    code: int | None,
    applied: bool,
    waits_elsewhere: bool,
    now_ms: int,
) -> _Row:
    waits = is_quarantine(code) and not waits_elsewhere
    item = one.item
    place = {"device_id": candidate.device_id, "stream": candidate.stream, "seq": one.seq}
    folio = candidate.folio
    salt, body = (item.salt, item.body) if isinstance(item, FullItem) else (None, None)
    return _Row(
        event={
            **place,
            "event_id": item.event_id,
            "h": one.head,
            "header": item.header,
            "digest": item.digest,
            "salt": salt,
            "body": body,
            "kind": None if candidate.header is None else candidate.header.kind,
            "applied": applied,
            "code": code,
            "received_at_ms": now_ms,
        },
        anchor={**place, "anchor16": one.head[:16]},
        folio=None
        if folio is None
        else {
            "device_id": candidate.device_id,
            "series": folio.series,
            "number": folio.number,
            "event_id": item.event_id,
        },
        left=left_of(candidate),
        quarantine={**place, "code": code, "since_ms": now_ms} if waits else None,
        applied=candidate.event if applied else None,
    )


def _claim_orders(connection: Connection, candidates: Sequence[Candidate]) -> None:
    """Note which payment paid each order first; also one in quarantine took the person's money.

    Before anything is judged: of two devices that are stored at the same time one waits here for
    the other, and then sees what it did.
    """
    claims = [
        {"order_id": one.event.order_id, "event_id": one.event_id}
        for one in candidates
        if isinstance(one.event, PaymentTaken) and one.event.order_id is not None
    ]
    bulk.add_new(connection, schema.order_paid, claims)


def _load(connection: Connection, rows: Sequence[_Row]) -> None:
    """Insert rows as sets; where a set fails, halve it, down to one event: quarantine 3.

    Only what the data themselves make fail is halved. A full disk or a lost database is raised.
    """
    try:
        with connection.begin_nested():
            _insert(connection, rows)
    except Exception as error:
        if not is_data_fault(error):
            raise
        if len(rows) > 1:
            middle = len(rows) // 2
            _load(connection, rows[:middle])
            _load(connection, rows[middle:])
        else:
            _insert(connection, [_bare(rows[0])])


def _insert(connection: Connection, rows: Sequence[_Row]) -> None:
    bulk.add(connection, schema.event, [row.event for row in rows])
    bulk.add_new(connection, schema.anchor, [row.anchor for row in rows])
    folios = [row.folio for row in rows if row.folio is not None]
    bulk.add_new(connection, schema.folio, folios)
    bulk.add(connection, schema.stream_left, [row.left for row in rows if row.left is not None])
    quarantined = [row.quarantine for row in rows if row.quarantine is not None]
    bulk.add(connection, schema.quarantine, quarantined)


def _bare(row: _Row) -> _Row:
    """Return what can be stored of an event that the tables refuse: its bytes, and code 3."""
    place = {name: row.event[name] for name in ("device_id", "stream", "seq")}
    event = {**row.event, "kind": None, "applied": False, "code": int(Code.NOT_DECODABLE)}
    since_ms = row.event["received_at_ms"]
    return _Row(
        event=event,
        anchor=row.anchor,
        folio=None,
        left=None,
        quarantine={**place, "code": int(Code.NOT_DECODABLE), "since_ms": since_ms},
        applied=None,
    )
