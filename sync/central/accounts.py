"""Accounts at the central: balances of all devices' events, what is published, what is overspent.

A balance is the sum of every applied movement, whichever device recorded it and in whatever order
it arrived, so any order and repetition of batches gives the same. Two devices without a link can
both spend the same money: then the sum is below 0, both payments stand, and the account is held
(published as blocked) until somebody settles it.

Dataset 6 is published line by line: each change of a line gets a higher number, a device is sent
what is above the number it has. Only accounts that new events touched are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from sync.catalogue import (
    DeclaredEntry,
    DeclaredOutcome,
    EntitlementEntry,
    Entry,
    MergeEntry,
    decode_entry,
    encode_entry,
)
from sync.central import schema
from sync.central.account_state import (
    EVERYWHERE,
    AccountState,
    accounts_of,
    ids_of,
    is_held,
    municipality_of,
    shown_as,
    state_of,
)
from sync.central.database import upsert
from sync.ids import EventId, SubjectId

DATASET = 6


# Following the journal


def follow(connection: Connection, now_ms: int) -> int:
    """Publish what changed since the last time; return how many lines changed.

    In the caller's transaction, after the read tables have caught up; again changes nothing.
    """
    accounts, entitlements = _touched(connection)
    changed = 0
    for account_id in sorted(accounts):
        changed += publish_account(connection, EventId(account_id), now_ms)
    for entitlement_id in sorted(entitlements):
        changed += publish_entitlement(connection, entitlement_id)
    changed += _take_back_erased(connection)
    return changed


def publish_all(connection: Connection, now_ms: int) -> int:
    """Look at everything again, as after the read tables were built anew."""
    connection.execute(delete(schema.account_mark))
    changed = follow(connection, now_ms)
    for row in connection.execute(select(schema.person_merge)).all():
        entry = MergeEntry(merged=row.merged, into=SubjectId(shown_as(connection, row.merged)))
        changed += _put(connection, entry, EVERYWHERE)
    for outcome in connection.execute(select(schema.declared_outcome.c.payment_id)).scalars():
        changed += publish_declared(connection, outcome)
    for name in connection.execute(select(schema.entitlement.c.entitlement_id)).scalars():
        changed += publish_entitlement(connection, name)
    return changed


def _touched(connection: Connection) -> tuple[set[bytes], set[str]]:
    """Return accounts and entitlements that events touched since the marks, and move the marks."""
    accounts: set[bytes] = set()
    entitlements: set[str] = set()
    projected, mark = schema.projected, schema.account_mark
    streams = connection.execute(
        select(projected, mark.c.seq.label("followed"))
        .outerjoin(
            mark,
            (mark.c.device_id == projected.c.device_id) & (mark.c.stream == projected.c.stream),
        )
        .where((mark.c.seq.is_(None)) | (mark.c.seq < projected.c.seq))
    ).all()
    for row in streams:
        for table in (schema.account_card, schema.movement, schema.benefit):
            column = table.c.entitlement_id if table is schema.benefit else table.c.account_id
            found = connection.execute(
                select(column).where(*_since(table, row)).distinct()
            ).scalars()
            (entitlements if table is schema.benefit else accounts).update(found)
        people = connection.execute(
            select(schema.person_correction.c.subject)
            .where(*_since(schema.person_correction, row))
            .distinct()
        ).scalars()
        accounts.update(accounts_of(connection, [one for one in people if one is not None]))
        place = {"device_id": row.device_id, "stream": row.stream, "seq": row.seq}
        connection.execute(
            upsert(mark)
            .values(place)
            .on_conflict_do_update(index_elements=["device_id", "stream"], set_={"seq": row.seq})
        )
    return accounts, entitlements


def _since(table: Table, row: Any) -> tuple[Any, ...]:
    return (
        table.c.device_id == row.device_id,
        table.c.stream == row.stream,
        table.c.seq > (row.followed or 0),
    )


def _take_back_erased(connection: Connection) -> int:
    """Take back the lines of accounts of which nothing may be shown any more."""
    item, card = schema.account_item, schema.account_card
    shown = {
        f"account:{account_id.hex()}"
        for account_id in connection.execute(select(card.c.account_id).distinct()).scalars()
    }
    held = connection.execute(
        select(item.c.key).where(item.c.key.like("account:%"), item.c.value.is_not(None))
    ).scalars()
    gone = [key for key in held if key not in shown]
    for key in gone:
        _write(connection, key, EVERYWHERE, None)
    return len(gone)


# Accounts


def publish_account(connection: Connection, account_id: EventId, now_ms: int) -> int:
    """Publish one account as it stands, and hold it where it was overspent; 1 if that changed."""
    state = state_of(connection, account_id)
    if state is None:
        return 0
    _hold(connection, state, now_ms)
    entry = replace(state.entry, blocked=is_held(connection, account_id))
    return _put(connection, entry, state.municipality)


# Overspent


def _hold(connection: Connection, state: AccountState, now_ms: int) -> None:
    """Hold an account whose balance is below 0; what is held stays so until it is settled."""
    table, account_id = schema.account_hold, state.entry.account_id
    balance = state.entry.balance_centavos
    open_one = connection.execute(
        select(table.c.number, table.c.least_centavos).where(
            table.c.account_id == account_id, table.c.settled_at_ms.is_(None)
        )
    ).one_or_none()
    if open_one is not None:
        least = min(open_one.least_centavos, balance)
        connection.execute(
            update(table)
            .where(table.c.account_id == account_id, table.c.number == open_one.number)
            .values(least_centavos=least)
        )
    elif balance < 0:
        last = connection.execute(
            select(func.max(table.c.number)).where(table.c.account_id == account_id)
        ).scalar_one()
        connection.execute(
            insert(table).values(
                account_id=account_id,
                number=(last or 0) + 1,
                since_ms=now_ms,
                least_centavos=balance,
                waived_centavos=0,
                words="",
            )
        )


# Entitlements, merges, declared payments


def publish_entitlement(connection: Connection, entitlement_id: str) -> int:
    """Publish one entitlement with what was delivered of it; 1 if that changed."""
    table, given = schema.entitlement, schema.benefit
    value = connection.execute(
        select(table.c.value).where(table.c.entitlement_id == entitlement_id)
    ).scalar_one_or_none()
    if value is None:
        return 0
    entry = decode_entry(DATASET, f"entitlement:{entitlement_id}", value)
    assert isinstance(entry, EntitlementEntry)  # noqa: S101 - the key says so
    delivered = connection.execute(
        select(given.c.event_id).where(given.c.entitlement_id == entitlement_id)
    ).scalars()
    full = replace(entry, delivered=tuple(sorted(set(delivered))))
    return _put(connection, full, _home_of(connection, entry.subject))


def publish_merge(connection: Connection, merged: bytes, now_ms: int) -> int:
    """Publish that somebody is shown under another id, with the accounts this moves."""
    into = shown_as(connection, merged)
    changed = _put(
        connection, MergeEntry(merged=SubjectId(merged), into=SubjectId(into)), EVERYWHERE
    )
    for account_id in accounts_of(connection, ids_of(connection, into)):
        changed += publish_account(connection, EventId(account_id), now_ms)
    return changed


def publish_declared(connection: Connection, payment_id: bytes) -> int:
    """Publish what was found about a declared payment, to the municipality it was taken in."""
    table, payment = schema.declared_outcome, schema.declared_payment
    row = connection.execute(select(table).where(table.c.payment_id == payment_id)).one_or_none()
    if row is None:
        return 0
    device_id = connection.execute(
        select(payment.c.device_id).where(payment.c.event_id == payment_id).limit(1)
    ).scalar_one_or_none()
    entry = DeclaredEntry(
        payment_id=EventId(payment_id),
        outcome=DeclaredOutcome(row.outcome),
        on=date(row.day // 10_000, row.day // 100 % 100, row.day % 100),
        words=row.words,
    )
    home = EVERYWHERE if device_id is None else municipality_of(connection, device_id)
    return _put(connection, entry, home)


def _home_of(connection: Connection, subject: bytes) -> str:
    device_id = connection.execute(
        select(schema.person.c.device_id).where(schema.person.c.subject == subject).limit(1)
    ).scalar_one_or_none()
    return EVERYWHERE if device_id is None else municipality_of(connection, device_id)


# Lines


def _put(connection: Connection, entry: Entry, municipality: str) -> int:
    return _write(connection, entry.key, municipality, encode_entry(entry))


def _write(connection: Connection, key: str, municipality: str, value: bytes | None) -> int:
    """Give a line another value and the next number; 0 where it has that value already."""
    table = schema.account_item
    held = connection.execute(select(table).where(table.c.key == key)).one_or_none()
    if (
        held is not None
        and held.value == value
        and (value is None or held.municipality == municipality)
    ):
        return 0
    if held is None and value is None:
        return 0
    last = connection.execute(select(func.max(table.c.number))).scalar_one()
    values: Mapping[str, Any] = {
        "municipality": municipality if value is not None or held is None else held.municipality,
        "number": (last or 0) + 1,
        "version": 1 if held is None else held.version + 1,
        "value": value,
    }
    statement = upsert(table).values(key=key, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=dict(values)))
    return 1
