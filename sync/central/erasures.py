"""Erasing and blocking at the central (PROTOCOL §6, §10, §14).

Erased: salt and body are gone, header and hashes stay, every chain still verifies; the read tables
forget the event, and a body that comes once more is not stored. Blocked: kept, out of every view.
Events of shifts and money (kinds 30–39, 60–69) are blocked instead of erased while the law keeps
them. What is ordered here, or done by a device, goes to the devices that may hold the event, and
into the log that outlives a restore.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, func, select, update

from sync.catalogue import ErasureAct, ErasureEntry, encode_entry
from sync.central import schema
from sync.central.attachment_rows import forget_attachments, named_in
from sync.central.database import CentralDatabase, setting_of, store_setting, upsert
from sync.central.editions import Item
from sync.central.erasure_log import ErasureLog, ErasureOrder
from sync.central.locks import Lock, lock_alone
from sync.central.views import forget_receipts, remove_from_views
from sync.ids import DeviceId, EventId

PERSONAL_KINDS = (*range(40, 60), 94, 96, 100, 101)
"""Whose bodies say something of a person; who looked at it, and what was done about it, stays."""
MONEY_KINDS = (*range(30, 40), *range(60, 70), 102, 103)
MONEY_KEPT_MS = 10 * 31_557_600_000
"""How long bodies of money stay, by this central's clock: longer than any fiscal term known ⚖."""
FOLDED = "erasures_folded"
"""Setting: up to which erasure the write-ahead log was emptied."""
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks for; `Erasures.order` decides what becomes of it."""

    device_id: DeviceId
    event_id: EventId
    act: ErasureAct
    legal_basis: str = ""
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """How many events stand erased, blocked or free again by an order."""

    erased: int = 0
    blocked: int = 0
    unblocked: int = 0


class Erasures:
    """Carries orders out, in the caller's transaction, and logs them before it commits."""

    def __init__(self, log: ErasureLog) -> None:
        self._log = log

    def order(self, connection: Connection, wanted: Iterable[Wanted], now_ms: int) -> Ordered:
        """Erase, block or unblock events; what is erased stays so, and repeats change nothing."""
        asked = list(wanted)
        lock_alone(connection, Lock.ERASURES)  # numbers grow, and the log has one writer
        held = _held(connection, {(one.device_id, one.event_id) for one in asked})
        kept = _money_kept(connection, asked, now_ms)
        number = _last_number(connection)
        orders = []
        for one in asked:
            act = ErasureAct.BLOCK if one.act is ErasureAct.ERASE and one in kept else one.act
            before = held.get((one.device_id, one.event_id))
            if before is ErasureAct.ERASE or before is act:
                continue
            number += 1
            orders.append(
                ErasureOrder(
                    device_id=one.device_id,
                    event_id=one.event_id,
                    act=act,
                    legal_basis=one.legal_basis,
                    until=one.until,
                    number=number,
                    ordered_at_ms=now_ms,
                )
            )
            held[one.device_id, one.event_id] = act
        self._log.append(orders)
        _carry_out(connection, orders)
        return _counted(orders)

    def settle(self, database: CentralDatabase) -> bool:
        """Let nothing erased stay in the write-ahead log; False while somebody reads beside us.

        What still has to be folded is known from the database, so another process, or the next
        start after a crash, does what was left.
        """
        with database.read() as connection:
            last = _last_erased(connection)
            folded = int.from_bytes(setting_of(connection, FOLDED) or b"", "big")
        if last <= folded:
            return True
        if not _fold(database):
            return False
        with database.write() as connection:
            store_setting(connection, FOLDED, last.to_bytes(8, "big"))
        return True

    def apply_log(self, database: CentralDatabase) -> int:
        """Carry out again what the database does not know; return how many orders that were.

        Raises CentralError("central.erasures") for a log that cannot be read.
        """
        logged = self._log.read()
        if not logged:
            return 0
        table = schema.erasure
        with database.read() as connection:
            rows = connection.execute(select(table.c.device_id, table.c.event_id, table.c.number))
            known = {(row.device_id, row.event_id): row.number for row in rows}
        missing = [
            one for one in logged if known.get((one.device_id, one.event_id), 0) < one.number
        ]
        if missing:
            with database.write() as connection:
                _carry_out(connection, missing)
            self.settle(database)
        return len(missing)


_ERASED = select(schema.erasure.c.event_id).where(
    schema.erasure.c.device_id == bindparam("device_id"),
    schema.erasure.c.act == int(ErasureAct.ERASE),
)
_ANY_ERASED = _ERASED.limit(1)
_ERASED_AMONG = _ERASED.where(schema.erasure.c.event_id.in_(bindparam("event_ids", expanding=True)))
_ORDERS_OF = (
    select(schema.erasure)
    .where(schema.erasure.c.device_id.in_(bindparam("devices", expanding=True)))
    .order_by(schema.erasure.c.event_id)
)
_REPLACED_BY = select(schema.device.c.replaces).where(
    schema.device.c.device_id == bindparam("device_id")
)


def erased_among(
    connection: Connection, device_id: DeviceId, event_ids: Collection[bytes]
) -> frozenset[bytes]:
    """Return which of a batch's events stand erased: their bodies are not stored again."""
    if connection.execute(_ANY_ERASED, {"device_id": device_id}).first() is None:
        return frozenset()  # as for most devices: no need to send every id
    asked = {"device_id": device_id, "event_ids": sorted(event_ids)}
    return frozenset(connection.execute(_ERASED_AMONG, asked).scalars())


def blocked_places(connection: Connection) -> frozenset[tuple[bytes, bytes, int]]:
    """Return (device, stream, seq) of every event that no view shows."""
    table, ids = schema.erasure, schema.event_id
    rows = connection.execute(
        select(ids.c.device_id, ids.c.stream, ids.c.seq)
        .join(table, (table.c.device_id == ids.c.device_id) & (table.c.event_id == ids.c.event_id))
        .where(table.c.act == int(ErasureAct.BLOCK))
    )
    return frozenset((row.device_id, row.stream, row.seq) for row in rows)


def erasure_items(connection: Connection, device_id: DeviceId) -> list[Item]:
    """Return what a device is told in dataset 10: of its own events and those it took over."""
    rows = connection.execute(_ORDERS_OF, {"devices": _predecessors(connection, device_id)})
    items = []
    for row in rows:
        entry = ErasureEntry(
            event_id=row.event_id,
            act=ErasureAct(row.act),
            legal_basis=row.legal_basis,
            until=_day(row.until),
        )
        items.append(Item(key=entry.key, version=row.number, value=encode_entry(entry)))
    return items


def about_subject(connection: Connection, subject: bytes) -> list[tuple[DeviceId, EventId]]:
    """Return every applied event that holds something of a person, on whatever device."""
    table = schema.about
    rows = connection.execute(
        select(table.c.device_id, table.c.event_id)
        .where(table.c.subject == subject, table.c.kind.in_((*PERSONAL_KINDS, *MONEY_KINDS)))
        .order_by(table.c.device_id, table.c.stream, table.c.seq)
    )
    return [(DeviceId(row.device_id), EventId(row.event_id)) for row in rows]


def owners_of(connection: Connection, event_id: bytes) -> list[DeviceId]:
    """Return the devices whose journal holds an event."""
    table = schema.event_id
    rows = connection.execute(select(table.c.device_id).where(table.c.event_id == event_id))
    return [DeviceId(device_id) for device_id in rows.scalars()]


def _fold(database: CentralDatabase) -> bool:
    """Overwrite what is gone; say whether that was done.

    SQLite: the write-ahead log is folded into the file and emptied. PostgreSQL: dead rows leave
    their pages; what its own log and replicas still hold goes as they are recycled.
    """
    with database.maintenance() as connection:
        if database.is_postgresql:
            for table in (schema.event, *schema.READ_TABLES):
                connection.exec_driver_sql(f'VACUUM "{table.name}"')
            return True
        busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    return not busy


def _carry_out(connection: Connection, orders: Sequence[ErasureOrder]) -> None:
    table = schema.erasure
    gone: dict[DeviceId, set[EventId]] = {}
    for one in orders:
        values = {
            "number": one.number,
            "act": int(one.act),
            "legal_basis": one.legal_basis,
            "until": one.until,
            "ordered_at_ms": one.ordered_at_ms,
        }
        connection.execute(
            upsert(table)
            .values(device_id=one.device_id, event_id=one.event_id, **values)
            .on_conflict_do_update(index_elements=["device_id", "event_id"], set_=values)
        )
        if one.act is ErasureAct.ERASE:
            gone.setdefault(one.device_id, set()).add(one.event_id)
    event = schema.event
    newest_ms = max((one.ordered_at_ms for one in orders), default=0)
    for device_id, event_ids in gone.items():
        wanted = sorted(event_ids)
        for at in range(0, len(wanted), _AT_A_TIME):
            here = (event.c.device_id == device_id) & event.c.event_id.in_(
                wanted[at : at + _AT_A_TIME]
            )
            places = connection.execute(
                select(event.c.stream, event.c.seq, event.c.event_id, event.c.body).where(here)
            ).all()
            connection.execute(update(event).where(here).values(salt=None, body=None))
            gone_places = [(row.stream, row.seq) for row in places]
            remove_from_views(connection, device_id, gone_places)
            forget_receipts(connection, device_id, gone_places)
            named = {(row.event_id, one.blob_id) for row in places for one in named_in(row.body)}
            forget_attachments(connection, device_id, named, newest_ms)


def _counted(orders: Sequence[ErasureOrder]) -> Ordered:
    acts = [one.act for one in orders]
    return Ordered(
        erased=acts.count(ErasureAct.ERASE),
        blocked=acts.count(ErasureAct.BLOCK),
        unblocked=acts.count(ErasureAct.UNBLOCK),
    )


def _held(
    connection: Connection, keys: Collection[tuple[DeviceId, EventId]]
) -> dict[tuple[DeviceId, EventId], ErasureAct]:
    table = schema.erasure
    rows = connection.execute(
        select(table.c.device_id, table.c.event_id, table.c.act).where(
            table.c.device_id.in_({device_id for device_id, _ in keys})
        )
    )
    return {
        (DeviceId(row.device_id), EventId(row.event_id)): ErasureAct(row.act)
        for row in rows
        if (row.device_id, row.event_id) in keys
    }


def _money_kept(connection: Connection, wanted: Sequence[Wanted], now_ms: int) -> frozenset[Wanted]:
    """Return those about shifts and money that the law still keeps."""
    ids, event = schema.event_id, schema.event
    kept = set()
    for one in wanted:
        found = connection.execute(
            select(event.c.kind, event.c.received_at_ms)
            .join(
                ids,
                (event.c.device_id == ids.c.device_id)
                & (event.c.stream == ids.c.stream)
                & (event.c.seq == ids.c.seq),
            )
            .where(ids.c.device_id == one.device_id, ids.c.event_id == one.event_id)
        ).one_or_none()
        if found is None or found.kind not in MONEY_KINDS:
            continue
        if now_ms < found.received_at_ms + MONEY_KEPT_MS:
            kept.add(one)
    return frozenset(kept)


def _last_erased(connection: Connection) -> int:
    """Return the number of the newest erasure that took a body away."""
    table = schema.erasure
    newest = select(func.max(table.c.number)).where(table.c.act == int(ErasureAct.ERASE))
    return connection.execute(newest).scalar_one() or 0


def _last_number(connection: Connection) -> int:
    return connection.execute(select(func.max(schema.erasure.c.number))).scalar_one() or 0


def _predecessors(connection: Connection, device_id: DeviceId) -> list[bytes]:
    """Return a device and those it replaces, one after the other (PROTOCOL §2)."""
    chain, at = [bytes(device_id)], bytes(device_id)
    while True:
        before = connection.execute(_REPLACED_BY, {"device_id": at}).scalar_one_or_none()
        if before is None or before in chain:
            return chain
        chain.append(before)
        at = before


def _day(number: int | None) -> date | None:
    if number is None:
        return None
    return date(number // 10_000, number // 100 % 100, number % 100)
