"""Frozen states of the pull datasets (PROTOCOL §14).

An *edition* is one state of one dataset: its name is the hash of what it holds, it never changes,
and it is kept. A device that is in the middle of one gets that one to the end, so what it holds is
always one whole edition, never a mixture.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from sqlalchemy import Connection, insert, select

from sync import cbor
from sync.central import schema
from sync.central.database import upsert


class Dataset(IntEnum):
    """The pull datasets this central fills (PROTOCOL §14)."""

    KEYS = 1
    SETTINGS = 2
    OPERATORS = 3
    SERVICES = 4
    TARIFFS = 5
    ACCOUNTS = 6
    DICTIONARIES = 7
    LATER_CODES = 8
    ERASURES = 10
    PROFILE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing a device holds: `version` grows by one whenever the value under `key` changes."""

    key: str
    version: int
    value: bytes


def publish_dataset(
    connection: Connection,
    dataset: Dataset,
    entries: Iterable[tuple[str, int | None, bytes]],
    now_ms: int,
) -> bool:
    """Make an edition of one dataset the current one; return whether that changed anything.

    An entry is (key, own version or None, value); without an own version it is counted up where the
    value changed.
    """
    before = {item.key: item for item in current_items(connection, dataset)}

    def version_of(key: str, own: int | None, value: bytes) -> int:
        if own is not None:
            return own
        held = before.get(key)
        if held is None:
            return 1
        return held.version if held.value == value else held.version + 1

    items = sorted(
        (
            Item(key=key, version=version_of(key, own, value), value=value)
            for key, own, value in entries
        ),
        key=lambda item: item.key,
    )
    edition = edition_of(dataset, items)
    current = schema.current_edition
    held_edition = connection.execute(
        select(current.c.edition).where(current.c.dataset == dataset)
    ).scalar_one_or_none()
    if held_edition == edition:
        return False
    known = connection.execute(
        select(schema.edition.c.edition).where(schema.edition.c.edition == edition)
    ).scalar_one_or_none()
    if known is None:
        connection.execute(
            insert(schema.edition).values(
                edition=edition, dataset=int(dataset), published_at_ms=now_ms
            )
        )
        rows = [
            {
                "edition": edition,
                "position": position,
                "key": item.key,
                "version": item.version,
                "value": item.value,
            }
            for position, item in enumerate(items)
        ]
        if rows:
            connection.execute(insert(schema.reference), rows)
    statement = upsert(current).values(dataset=int(dataset), edition=edition)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["dataset"], set_={"edition": edition})
    )
    return True


def edition_of(dataset: int, items: Iterable[Item]) -> bytes:
    """Return the name of an edition: SHA-256[:16] over its dataset and all its items."""
    content = [int(dataset), [[item.key, item.version, item.value] for item in items]]
    return hashlib.sha256(cbor.encode(content)).digest()[:16]


def current_items(connection: Connection, dataset: Dataset) -> list[Item]:
    """Return what is published now in one dataset, by key; empty where nothing ever was."""
    reference, current = schema.reference, schema.current_edition
    rows = connection.execute(
        select(reference.c.key, reference.c.version, reference.c.value)
        .join(current, current.c.edition == reference.c.edition)
        .where(current.c.dataset == dataset)
        .order_by(reference.c.position)
    )
    return [Item(key=row.key, version=row.version, value=row.value) for row in rows]
