"""Every price, rule, fact and index ever published: what was charged once can be judged for ever.

They stand in `tariff_version` under (id, version, concept); what prices no concept has a number of
its own kind there, below 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection, insert, select, update

from sync.catalogue import (
    Entry,
    FactEntry,
    IndexEntry,
    RoundingEntry,
    RuleEntry,
    TariffEntry,
    decode_entry,
    encode_entry,
)
from sync.central import schema
from sync.central.catalogue_file import Catalogue
from sync.central.editions import Dataset
from sync.central.errors import CentralError
from sync.tariffs import TariffBook, book_of

Priced = TariffEntry | RoundingEntry | RuleEntry | FactEntry | IndexEntry
ROUNDING, RULE, INDEX, FACT = 0, -1, -2, -3


def keep_prices(
    connection: Connection,
    catalogue: Catalogue,
    refuse_change: Callable[[object, object, str], None],
) -> None:
    """Keep every row; only its last day and its names may change after it was published.

    Raises CentralError("publish.changed") for another content, and for a rule that was published
    without an end and is not here any more: it would still be asked of payments.
    """
    table = schema.tariff_version
    rows: tuple[Priced, ...] = (
        *catalogue.tariffs,
        *catalogue.roundings,
        *catalogue.rules,
        *catalogue.facts,
        *catalogue.indexes,
    )
    _refuse_forgotten(connection, {entry.key for entry in catalogue.rules})
    for entry in rows:
        tariff, version, concept = _place(entry)
        value = encode_entry(entry)
        here = (
            (table.c.tariff == tariff) & (table.c.version == version) & (table.c.concept == concept)
        )
        known = connection.execute(select(table.c.value).where(here)).scalar_one_or_none()
        if known is None:
            connection.execute(
                insert(table).values(tariff=tariff, version=version, concept=concept, value=value)
            )
        elif known != value:
            held = decode_entry(Dataset.TARIFFS, entry.key, known)
            refuse_change(_what_stays(held), _what_stays(entry), entry.key)
            connection.execute(update(table).where(here).values(value=value))


def every_price(connection: Connection) -> TariffBook | None:
    """Return everything ever published about prices; None where nothing was."""
    table = schema.tariff_version
    rows = connection.execute(
        select(table.c.tariff, table.c.version, table.c.concept, table.c.value)
    ).fetchall()
    if not rows:
        return None
    return book_of(
        decode_entry(Dataset.TARIFFS, _key(tariff, version, concept), value)
        for tariff, version, concept, value in rows
    )


def _refuse_forgotten(connection: Connection, here: set[str]) -> None:
    table = schema.tariff_version
    rows = connection.execute(
        select(table.c.tariff, table.c.version, table.c.value).where(table.c.concept == RULE)
    ).fetchall()
    for rule, version, value in rows:
        entry = decode_entry(Dataset.TARIFFS, _key(rule, version, RULE), value)
        if isinstance(entry, RuleEntry) and entry.valid_to is None and entry.key not in here:
            raise CentralError(
                "publish.changed",
                f"{entry.key} is published without an end: keep it, with valid_to",
            )


def _place(entry: Priced) -> tuple[str, int, int]:
    match entry:
        case TariffEntry():
            return entry.tariff_id, entry.version, entry.concept
        case RoundingEntry():
            return entry.rounding_id, entry.version, ROUNDING
        case RuleEntry():
            return entry.rule_id, entry.version, RULE
        case IndexEntry():
            return entry.index_id, entry.month, INDEX
        case FactEntry():
            return entry.fact_id, 0, FACT


def _key(name: str, version: int, concept: int) -> str:
    match concept:
        case 0:
            return f"rounding:{name}:{version}"
        case -1:
            return f"rule:{name}:{version}"
        case -2:
            return f"index:{name}:{version}"
        case -3:
            return f"fact:{name}"
        case _:
            return f"tariff:{name}:{version}:{concept}"


def _what_stays(entry: Entry) -> object:
    """Return what may not change after a row was published."""
    match entry:
        case TariffEntry() | RuleEntry():
            return replace(entry, valid_to=None, names=())
        case RoundingEntry():
            return replace(entry, valid_to=None)
        case FactEntry():
            return entry.fact_id, entry.kind
        case _:
            return entry
