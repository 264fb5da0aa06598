"""How far read tables and backups are behind the journal: for the follower and for metrics."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select
from sqlalchemy.sql import and_

from sync.central import schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """Events that something has not come to yet, and when the first of them arrived."""

    events: int
    since_ms: int | None

    def seconds(self, now_ms: int) -> float:
        """Return how long the first of them waits."""
        return 0.0 if self.since_ms is None else max(0, now_ms - self.since_ms) / 1000


def read_tables_lag(connection: Connection) -> Lag:
    """Return how far the read tables are behind."""
    hwm, projected, event = schema.hwm, schema.projected, schema.event
    done = func.coalesce(projected.c.seq, 0)
    first = and_(
        event.c.device_id == hwm.c.device_id,
        event.c.stream == hwm.c.stream,
        event.c.seq == done + 1,
    )
    both = and_(projected.c.device_id == hwm.c.device_id, projected.c.stream == hwm.c.stream)
    row = connection.execute(
        select(func.sum(hwm.c.seq - done), func.min(event.c.received_at_ms))
        .select_from(hwm.outerjoin(projected, both).outerjoin(event, first))
        .where(done < hwm.c.seq)
    ).one()
    return Lag(events=int(row[0] or 0), since_ms=row[1])


def backup_lag(connection: Connection) -> Lag:
    """Return what stands in no verified backup yet."""
    hwm, event = schema.hwm, schema.event
    first = and_(
        event.c.device_id == hwm.c.device_id,
        event.c.stream == hwm.c.stream,
        event.c.seq == hwm.c.durable + 1,
    )
    row = connection.execute(
        select(func.sum(hwm.c.seq - hwm.c.durable), func.min(event.c.received_at_ms))
        .select_from(hwm.outerjoin(event, first))
        .where(hwm.c.durable < hwm.c.seq)
    ).one()
    return Lag(events=int(row[0] or 0), since_ms=row[1])
