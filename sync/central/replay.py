"""Quarantine is not for ever: what was missing may have come (PROTOCOL §9).

Events with codes 1, 2, 6 and 7 are judged again — at start, after a publication, after a push — and
what changed goes back to the device as dataset 8. The event's bytes never change.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from sqlalchemy import Connection, Row, case, delete, func, insert, select, update

from sync.central import schema
from sync.central.checks import (
    REPLAYED_BY_ITSELF,
    Candidate,
    Judge,
    is_quarantine,
    needs_of,
    read_candidate,
)
from sync.central.code_lists import spend
from sync.central.consequences import Follow, nothing_follows
from sync.central.database import CentralDatabase, upsert
from sync.central.lookups import load_known
from sync.central.places import is_at, other_places
from sync.events import Event
from sync.ids import DeviceId, EventId, StreamId


def replay(
    database: CentralDatabase,
    now_ms: int,
    device_id: DeviceId | None = None,
    codes: Collection[int] = REPLAYED_BY_ITSELF,
    follow: Follow = nothing_follows,
) -> int:
    """Judge quarantined events again; return how many changed. One transaction per device."""
    table = schema.quarantine
    waiting = select(table.c.device_id).where(table.c.code.in_(sorted(codes))).distinct()
    if device_id is not None:
        waiting = waiting.where(table.c.device_id == device_id)
    with database.read() as connection:
        devices = list(connection.execute(waiting).scalars())
    changed = 0
    for one in devices:
        device = DeviceId(one)
        changed += database.transact(
            partial(_replay_device, device_id=device, codes=codes, now_ms=now_ms, follow=follow),
            of=device,
        )
    return changed


def set_code(
    connection: Connection,
    device_id: DeviceId,
    stream: bytes,
    seq: int,
    code: int | None,
    now_ms: int,
) -> None:
    """Give an event another code after its ack, and note it for the device's next pull."""
    event, quarantine = schema.event, schema.quarantine
    place = {"device_id": device_id, "stream": stream, "seq": seq}
    connection.execute(
        update(event)
        .where(event.c.device_id == device_id, event.c.stream == stream, event.c.seq == seq)
        .values(code=code, applied=not is_quarantine(code))
    )
    connection.execute(
        delete(quarantine).where(
            quarantine.c.device_id == device_id,
            quarantine.c.stream == stream,
            quarantine.c.seq == seq,
        )
    )
    if is_quarantine(code):
        connection.execute(insert(quarantine).values(**place, code=code, since_ms=now_ms))
    note_later_code(connection, device_id, stream, seq, code)
    told = code if is_quarantine(code) else None
    for also in other_places(connection, device_id, (stream, seq)):
        connection.execute(update(event).where(is_at(event, device_id, also)).values(code=told))
        note_later_code(connection, device_id, *also, told)


def note_later_code(
    connection: Connection, device_id: DeviceId, stream: bytes, seq: int, code: int | None
) -> None:
    """Let a device pull what became of an event after its ack (dataset 8); None: all is well."""
    later = schema.later_code
    last = connection.execute(
        select(func.max(later.c.number)).where(later.c.device_id == device_id)
    ).scalar_one()
    connection.execute(
        insert(later).values(
            device_id=device_id, stream=stream, seq=seq, number=(last or 0) + 1, code=code or 0
        )
    )


def _replay_device(
    connection: Connection,
    device_id: DeviceId,
    codes: Collection[int],
    now_ms: int,
    follow: Follow,
) -> int:
    event, quarantine = schema.event, schema.quarantine
    rows = connection.execute(
        select(event)
        .join(
            quarantine,
            (quarantine.c.device_id == event.c.device_id)
            & (quarantine.c.stream == event.c.stream)
            & (quarantine.c.seq == event.c.seq),
        )
        .where(event.c.device_id == device_id, quarantine.c.code.in_(sorted(codes)))
        .order_by(event.c.stream, event.c.seq)
    ).all()
    return judge_again(connection, device_id, rows, now_ms, follow)


def judge_again(
    connection: Connection,
    device_id: DeviceId,
    rows: Sequence[Row[tuple[object, ...]]],
    now_ms: int,
    follow: Follow,
) -> int:
    """Judge stored events of a device again, in order; return how many changed."""
    candidates = [candidate_of(row) for row in rows]
    judge = Judge(load_known(connection, device_id, needs_of(candidates), frozenset(), now_ms))
    changed, applied = 0, list[Event]()
    for row, candidate in zip(rows, candidates, strict=True):
        code = judge.judge(candidate)
        if code == row.code:
            continue
        changed += 1
        set_code(connection, device_id, row.stream, row.seq, code, now_ms)
        if not is_quarantine(code):
            _project_again_from(connection, device_id, row.stream, row.seq)
            if candidate.event is not None:
                applied.append(candidate.event)
    spend(connection, device_id, judge.spent, now_ms)
    follow(connection, device_id, applied, now_ms)
    return changed


def candidate_of(row: Row[tuple[object, ...]]) -> Candidate:
    """Return a stored event as it was read when it came."""
    return read_candidate(
        device_id=DeviceId(row.device_id),
        stream=StreamId(row.stream),
        seq=row.seq,
        event_id=EventId(row.event_id),
        header=row.header,
        body=row.body,
        stub=None,
    )


def _project_again_from(
    connection: Connection, device_id: DeviceId, stream: bytes, seq: int
) -> None:
    """Let the projections come by this event once more; they are idempotent for all that follow."""
    table = schema.projected
    connection.execute(
        upsert(table)
        .values(device_id=device_id, stream=stream, seq=seq - 1)
        .on_conflict_do_update(
            index_elements=["device_id", "stream"],
            set_={"seq": case((table.c.seq < seq - 1, table.c.seq), else_=seq - 1)},
        )
    )
