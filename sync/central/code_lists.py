"""Lists of one-time approval codes: drawn, published as hashes, checked and spent (PROTOCOL §6a).

A code is eight Crockford characters from a printed list. The central keeps what the devices get:
Argon2id hashes under one salt a list. A new list replaces the old one on the devices, but a device
that has not pulled yet goes on with the old one; its codes therefore still count here, until the
list is *withdrawn* (lost, or seen by others). Each code counts once, whichever device sends it
first.

Stretching a typed code takes about 0.15 s and 64 MiB. `Stretcher.warm` does it before the push's
transaction, one code at a time, and remembers the result: the transaction itself only compares. A
device that sends many wrong codes waits for itself, not others for it, and finds what was
stretched before when it comes again.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from sync.catalogue import ApprovalCodesEntry, OperatorEntry, decode_entry, encode_entry
from sync.central import schema
from sync.central.database import CentralDatabase
from sync.central.editions import Dataset, current_items, publish_dataset
from sync.central.errors import CentralError
from sync.clock import RandomBytes
from sync.ids import DeviceId, OperatorNumber
from sync.one_time_codes import draw_code, read_code, stretched

MOST_CODES = 200
STRETCHED_KEPT = 20_000

Stretch = Callable[[str, bytes], bytes]
"""From a code and a list's salt to the hash that the list would hold: `stretched`, or as fast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedList:
    """A list as it goes on paper, once: it is stored nowhere."""

    operator: OperatorEntry
    list_number: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """A list that still counts, as it is needed to judge a code."""

    operator: int
    list_number: int
    salt: bytes
    positions: Mapping[bytes, int]  # hash -> position
    used: Mapping[int, tuple[bytes, bytes]]  # position -> (device, event) that used it


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """A code that an event of this batch used."""

    operator: int
    list_number: int
    position: int
    event_id: bytes


class Stretcher:
    """Stretches codes one at a time and remembers the last ones; safe from several threads."""

    def __init__(self, compute: Stretch = stretched, kept: int = STRETCHED_KEPT) -> None:
        self._compute = compute
        self._most = kept
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()  # of the memory
        self._computing = threading.Lock()  # 64 MiB once, not once per thread

    def __call__(self, code: str, salt: bytes) -> bytes:
        """Return the hash, from memory where it was asked before."""
        name = hashlib.sha256(salt + code.encode()).digest()
        with self._lock:
            known = self._kept.get(name)
        if known is not None:
            return known
        with self._computing:
            made = self._compute(code, salt)
        with self._lock:
            self._kept[name] = made
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def warm(self, database: CentralDatabase, asked: Collection[tuple[int, str]]) -> None:
        """Stretch these (approver, code) under the lists they may stand on, outside any lock."""
        if not asked:
            return
        with database.read() as connection:
            lists = load_lists(connection, {operator for operator, _ in asked})
        for operator, code in asked:
            find_code(lists.get(operator, ()), code, self)


def find_code(
    lists: Iterable[CodeList], typed: str, stretch: Stretch
) -> tuple[CodeList, int] | None:
    """Return the list and the position a code stands at, the newest list first; None for none."""
    code = read_code(typed)
    if code is None:
        return None
    for one in lists:
        position = one.positions.get(stretch(code, one.salt))
        if position is not None:
            return one, position
    return None


def load_lists(
    connection: Connection, operators: Collection[int], *, to_spend: bool = False
) -> Mapping[int, tuple[CodeList, ...]]:
    """Return the lists of these people that still count, each person's newest first.

    *to_spend* keeps them to this transaction: a code counts once, whichever device is first.
    """
    if not operators:
        return {}
    lists, codes = schema.code_list, schema.approval_code
    found: dict[int, list[CodeList]] = {}
    counting = (
        select(lists)
        .where(lists.c.operator.in_(sorted(operators)), lists.c.withdrawn_at_ms.is_(None))
        .order_by(lists.c.operator, lists.c.list_number.desc())
    )
    heads = connection.execute(counting.with_for_update() if to_spend else counting).all()
    for head in heads:
        rows = connection.execute(
            select(codes).where(
                codes.c.operator == head.operator, codes.c.list_number == head.list_number
            )
        ).all()
        found.setdefault(head.operator, []).append(
            CodeList(
                operator=head.operator,
                list_number=head.list_number,
                salt=head.salt,
                positions={row.hash16: row.position for row in rows},
                used={
                    row.position: (row.used_by_device, row.used_by_event)
                    for row in rows
                    if row.used_by_event is not None
                },
            )
        )
    return {operator: tuple(held) for operator, held in found.items()}


def spend(connection: Connection, device_id: DeviceId, spent: Iterable[Spent], now_ms: int) -> None:
    """Mark codes as used, in the transaction that stores the events that used them."""
    codes = schema.approval_code
    for one in spent:
        connection.execute(
            update(codes)
            .where(
                codes.c.operator == one.operator,
                codes.c.list_number == one.list_number,
                codes.c.position == one.position,
            )
            .values(used_by_device=device_id, used_by_event=one.event_id, used_at_ms=now_ms)
        )


def draw_list(
    database: CentralDatabase,
    operator: int,
    count: int,
    random: RandomBytes,
    now_ms: int,
    stretch: Stretch = stretched,
) -> PrintedList:
    """Draw a person's next list and publish its hashes in place of the one before.

    Raises CentralError("codes.operator") for somebody who is not published or may not approve, and
    "codes.count"; nothing is drawn then.
    """
    if not 1 <= count <= MOST_CODES:
        raise CentralError("codes.count", f"{count}, at most {MOST_CODES}")
    with database.read() as connection:
        _approver(connection, operator)
    salt, drawn = random(16), dict[str, None]()
    while len(drawn) < count:
        drawn.setdefault(draw_code(random))
    hashes = [stretch(code, salt) for code in drawn]  # seconds: before the transaction
    lists, codes = schema.code_list, schema.approval_code
    with database.write() as connection:
        entry = _approver(connection, operator)
        last = connection.execute(
            select(func.max(lists.c.list_number)).where(lists.c.operator == operator)
        ).scalar_one()
        number = (last or 0) + 1
        place = {"operator": operator, "list_number": number}
        connection.execute(insert(lists).values(**place, salt=salt, drawn_at_ms=now_ms))
        connection.execute(
            insert(codes),
            [{**place, "position": at, "hash16": one} for at, one in enumerate(hashes, start=1)],
        )
        publish_people(connection, _published(connection), now_ms)
    return PrintedList(operator=entry, list_number=number, codes=tuple(drawn))


def withdraw_lists(connection: Connection, operator: int, now_ms: int) -> int:
    """Let none of a person's lists count any more; return how many unused codes that were.

    What was approved with them before stays approved.
    """
    lists, codes = schema.code_list, schema.approval_code
    still = (lists.c.operator == operator) & lists.c.withdrawn_at_ms.is_(None)
    numbers = list(connection.execute(select(lists.c.list_number).where(still)).scalars())
    unused = connection.execute(
        select(func.count())
        .select_from(codes)
        .where(
            codes.c.operator == operator,
            codes.c.list_number.in_(numbers),
            codes.c.used_by_event.is_(None),
        )
    ).scalar_one()
    connection.execute(update(lists).where(still).values(withdrawn_at_ms=now_ms))
    publish_people(connection, _published(connection), now_ms)
    return unused


def publish_people(connection: Connection, operators: Iterable[OperatorEntry], now_ms: int) -> bool:
    """Publish dataset 3: these operators, and the current list of each who may approve."""
    people = list(operators)
    entries: list[tuple[str, int | None, bytes]] = [
        (entry.key, None, encode_entry(entry)) for entry in people
    ]
    for entry in people:
        held = _current_list(connection, entry.number) if entry.may_approve else None
        if held is not None:
            entries.append((held.key, held.list_number, encode_entry(held)))
    return publish_dataset(connection, Dataset.OPERATORS, entries, now_ms)


def _current_list(connection: Connection, operator: int) -> ApprovalCodesEntry | None:
    """Return the newest list, unless it was withdrawn: an older one never comes back."""
    lists, codes = schema.code_list, schema.approval_code
    head = connection.execute(
        select(lists)
        .where(lists.c.operator == operator)
        .order_by(lists.c.list_number.desc())
        .limit(1)
    ).one_or_none()
    if head is None or head.withdrawn_at_ms is not None:
        return None
    hashes = connection.execute(
        select(codes.c.hash16)
        .where(codes.c.operator == operator, codes.c.list_number == head.list_number)
        .order_by(codes.c.position)
    ).scalars()
    return ApprovalCodesEntry(
        operator=OperatorNumber(operator),
        list_number=head.list_number,
        salt=head.salt,
        hashes=tuple(hashes),
    )


def _approver(connection: Connection, operator: int) -> OperatorEntry:
    for entry in _published(connection):
        if entry.number == operator and entry.may_approve:
            return entry
    raise CentralError("codes.operator", f"{operator}")


def _published(connection: Connection) -> list[OperatorEntry]:
    entries = (
        decode_entry(Dataset.OPERATORS, item.key, item.value)
        for item in current_items(connection, Dataset.OPERATORS)
    )
    return [entry for entry in entries if isinstance(entry, OperatorEntry)]
