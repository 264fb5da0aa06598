"""Envelopes that wait for what comes before them: a stick may bring the second part first (§20).

Nothing here is confirmed: an envelope is acknowledged when it was stored, and only then forgotten.
"""

from __future__ import annotations

import logging

from sqlalchemy import delete, func, select

from sync.central import schema
from sync.central.database import CentralDatabase, upsert
from sync.central.errors import Refused
from sync.central.pushes import Pushes
from sync.envelope import ENVELOPE_CAP_BYTES
from sync.errors import MessageInvalid
from sync.ids import DeviceId
from sync.messages import AckResult, envelope_mark

MOST_PARKED = 256
"""So many of one device wait, a quarter of a gigabyte at most; the stick still has the others."""

_log = logging.getLogger("sync.central.parked")


def park(
    database: CentralDatabase,
    device_id: DeviceId,
    *,
    stream: bytes,
    first: int,
    envelope: bytes,
    now_ms: int,
) -> bool:
    """Keep an envelope that does not follow yet; False where too many of its device wait."""
    if len(envelope) > ENVELOPE_CAP_BYTES:
        return False
    table, mark = schema.parked, envelope_mark(envelope)
    with database.write_of(device_id) as connection:
        waiting = connection.execute(
            select(func.count())
            .select_from(table)
            .where(table.c.device_id == device_id, table.c.mark != mark)
        ).scalar_one()
        if waiting >= MOST_PARKED:
            return False
        connection.execute(
            upsert(table)
            .values(
                device_id=device_id,
                mark=mark,
                stream=stream,
                first=first,
                envelope=envelope,
                parked_at_ms=now_ms,
            )
            .on_conflict_do_update(
                index_elements=["device_id", "mark"], set_={"parked_at_ms": now_ms}
            )
        )
    return True


def parked_of(database: CentralDatabase, device_id: DeviceId) -> int:
    """Return how many envelopes of a device wait."""
    table = schema.parked
    with database.read() as connection:
        return connection.execute(
            select(func.count()).select_from(table).where(table.c.device_id == device_id)
        ).scalar_one()


def settle(database: CentralDatabase, pushes: Pushes) -> int:
    """Store every parked envelope that follows now; return how many did.

    Called whenever something was stored. What is refused for good is forgotten: its device has it.
    """
    table, hwm = schema.parked, schema.hwm
    settled = 0
    while True:
        with database.read() as connection:
            row = connection.execute(
                select(table)
                .outerjoin(
                    hwm, (hwm.c.device_id == table.c.device_id) & (hwm.c.stream == table.c.stream)
                )
                .where(table.c.first <= func.coalesce(hwm.c.seq, 0) + 1)
                .order_by(table.c.device_id, table.c.stream, table.c.first, table.c.mark)
                .limit(1)
            ).one_or_none()
        if row is None:
            return settled
        try:
            answer = pushes.answer(row.envelope, limited=False)
        except (MessageInvalid, Refused) as error:
            if isinstance(error, Refused) and error.status >= 500:
                return settled  # busy: another time
            _log.warning("a parked envelope of %s is refused: %s", row.device_id.hex(), error)
        else:
            if answer.result is AckResult.GAP:
                return settled  # it was stored a moment ago by somebody who is being undone
            settled += 1
        with database.write_of(DeviceId(row.device_id)) as connection:
            connection.execute(
                delete(table).where(table.c.device_id == row.device_id, table.c.mark == row.mark)
            )
